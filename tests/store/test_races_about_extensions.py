"""A request is decided once, and a measure has one pending request, whoever acts at one moment."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from commands.office import Receipt
from commands.people.members import enrol_member
from commands.register.countermeasures import propose_countermeasure
from commands.register.extensions import decide_extension, request_extension, withdraw_extension
from commands.register.schedules import correct_schedule, reschedule_countermeasure
from domain.register.extension import ExtensionRequest, ExtensionStatus
from domain.register.refusals import (
    ExtensionIsDecided,
    ExtensionIsPending,
)
from domain.register.schedule import Schedule
from tests.extending import asked, pending
from tests.houses import MZ, OPENING, Home
from tests.races import RACES, race_often

TIMES = max(1, RACES // 2)


def planned(home: Home) -> UUID:
    return home.made("MZ editor", propose_countermeasure, title="点検", wording="2023年3月末までに")


def requested(home: Home) -> tuple[UUID, UUID]:
    """A measure, and the request for its later due."""
    measure = planned(home)
    return measure, asked(home, measure, wording="2023年6月末までに")


def decide(who: str, *, granted: bool) -> Callable[[Home, tuple[UUID, UUID]], Receipt]:
    return lambda home, about: home.perform(
        who, decide_extension, extension=about[1], granted=granted, reason="審査した"
    )


def stands(home: Home, about: tuple[UUID, UUID]) -> tuple[int, ExtensionStatus]:
    """How often the measure slipped, and what became of the request."""
    with home.log.writing() as work:
        schedule = work.load(Schedule, Schedule.id_for(about[0]))
        return schedule.slips, work.load(ExtensionRequest, about[1]).status


def test_a_request_is_granted_or_declined_and_never_both(home: Home) -> None:
    home.people["MZ second cco"] = home.made(
        "operator", enrol_member, party=MZ, name="副", roles=["cco"], since=OPENING
    )

    def judge(about: tuple[UUID, UUID], granted: object, declined: object) -> None:
        slips, status = stands(home, about)
        if isinstance(granted, Receipt):
            assert isinstance(declined, ExtensionIsDecided)
            assert (slips, status) == (1, ExtensionStatus.GRANTED)
        else:
            assert isinstance(granted, ExtensionIsDecided) and isinstance(declined, Receipt)
            assert (slips, status) == (0, ExtensionStatus.DECLINED)

    race_often(
        home,
        about=requested,
        one=decide("MZ cco", granted=True),
        other=decide("MZ second cco", granted=False),
        judge=judge,
        times=TIMES,
    )


def test_what_is_withdrawn_moves_nothing(home: Home) -> None:
    def judge(about: tuple[UUID, UUID], granted: object, withdrawn: object) -> None:
        slips, status = stands(home, about)
        if isinstance(granted, Receipt):
            assert isinstance(withdrawn, ExtensionIsDecided)
            assert (slips, status) == (1, ExtensionStatus.GRANTED)
        else:
            assert isinstance(withdrawn, Receipt)
            assert (slips, status) == (0, ExtensionStatus.WITHDRAWN)

    race_often(
        home,
        about=requested,
        one=decide("MZ cco", granted=True),
        other=lambda home, about: home.perform("MZ editor", withdraw_extension, extension=about[1]),
        judge=judge,
        times=TIMES,
    )


def test_a_grant_never_goes_over_what_was_put_right(home: Home) -> None:
    def judge(about: tuple[UUID, UUID], granted: object, corrected: object) -> None:
        assert isinstance(granted, Receipt), "nothing is corrected away under a request"
        with home.log.writing() as work:
            schedule = work.load(Schedule, Schedule.id_for(about[0]))
        if isinstance(corrected, Receipt):
            assert schedule.period.wording == "2023年4月末までに", "it was put right afterwards"
        else:
            assert isinstance(corrected, ExtensionIsPending)
            assert schedule.period.wording == "2023年6月末までに"
        assert schedule.slips == 1

    race_often(
        home,
        about=requested,
        one=decide("MZ cco", granted=True),
        other=lambda home, about: home.perform(
            "MZ editor",
            correct_schedule,
            countermeasure=about[0],
            wording="2023年4月末までに",
            reason="誤記",
        ),
        judge=judge,
        times=TIMES,
    )


def test_a_measure_has_one_pending_request(home: Home) -> None:
    def judge(about: UUID, rescheduled: object, requested: object) -> None:
        answers = [rescheduled, requested]
        assert sum(isinstance(one, Receipt) for one in answers) == 1
        assert sum(isinstance(one, ExtensionIsPending) for one in answers) == 1
        assert pending(home, about)

    race_often(
        home,
        about=planned,
        one=lambda home, measure: home.perform(
            "MZ editor",
            reschedule_countermeasure,
            countermeasure=measure,
            wording="2023年6月末までに",
            reason="部品の遅れ",
        ),
        other=lambda home, measure: home.perform(
            "MZ editor",
            request_extension,
            countermeasures=({"id": measure, "wording": "2023年7月末までに"},),
            reason="人手の不足",
        ),
        judge=judge,
        times=TIMES,
    )
