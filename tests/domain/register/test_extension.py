"""Extension requests: more time is asked for, by one person, and decided as a whole by another."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import PeriodEndsBeforeItBegins
from domain.register.extension import ExtensionRequest, ExtensionStatus, Move
from domain.register.refusals import (
    AskerDoesNotDecide,
    DecliningNeedsItsReason,
    ExtensionIsDecided,
    ExtensionIsOutdated,
    MeasureIsNamedTwice,
    NoRecordIsNamed,
    NothingIsExtended,
    SlipNeedsItsReason,
)
from domain.register.schedule import Period
from tests.story import (
    BY_CCO,
    BY_EDITOR,
    CCO,
    SUBJECT,
    Happened,
    Story,
    given,
    happened,
    rebuilt,
    then_refused,
)

ONE, OTHER = UUID(int=0xC0), UUID(int=0xC1)
MEETING = UUID(int=0x3E)
Granted, Declined = ExtensionRequest.Granted, ExtensionRequest.Declined
BY_MARCH = Period("～2023年3月", date(2023, 2, 17), "BY", None, date(2023, 3, 31), "FIRM", False)
BY_JUNE = replace(
    BY_MARCH, wording="～2023年6月", due=date(2023, 6, 30), milestones=("2023-05-01 試行",)
)
OPEN = replace(BY_MARCH, wording="検討中", kind="UNDECIDED", due=None, certainty="NONE")
VAGUE = replace(BY_MARCH, wording="3月めど", certainty="TARGET")
EARLIER = replace(BY_MARCH, wording="～2023年2月", due=date(2023, 2, 28))

FILED = happened(
    ExtensionRequest.Filed,
    owner=2,
    reason="部品の遅れ",
    countermeasures=(ONE, OTHER),
    categories=("NONE",),
)


def wanted(measure: UUID, before: Period, after: Period) -> Happened:
    return happened(
        ExtensionRequest.Wanted,
        countermeasure=measure,
        **asdict(after),
        from_wording=before.wording,
        from_start=before.start,
        from_due=before.due,
        from_certainty=before.certainty,
        from_milestones=before.milestones,
    )


PENDING = (FILED, wanted(ONE, BY_MARCH, BY_JUNE), wanted(OTHER, EARLIER, OPEN))
GRANTED = happened(ExtensionRequest.Granted, by=CCO, reason=None, meeting=None)
DECLINED = happened(ExtensionRequest.Declined, by=CCO, reason="別の手段がある", meeting=None)
WITHDRAWN = happened(ExtensionRequest.Withdrawn)


def move(measure: UUID, before: Period = BY_MARCH, after: Period = BY_JUNE) -> Move:
    return Move(measure, f"CM-0000-{measure.int:04X}", before, after)


def file(*moves: Move, **more: Any) -> ExtensionRequest:
    stated = {"reason": " 部品の遅れ ", "categories": ("NONE",)} | more
    return ExtensionRequest.file(id=SUBJECT, owner=2, moves=moves, **stated, **BY_EDITOR)


# ----- asking -----------------------------------------------------------------------------------


def test_what_is_wanted_is_told_a_fact_for_each_measure() -> None:
    Story(file(move(ONE), move(OTHER, EARLIER, OPEN))).then(*PENDING)


@pytest.mark.parametrize("after", [BY_JUNE, OPEN, VAGUE])
def test_later_gone_and_vaguer_are_asked_for(after: Period) -> None:
    assert file(move(ONE, after=after)).wanted[ONE].period == after


@pytest.mark.parametrize(
    ("before", "after"),
    [(BY_MARCH, EARLIER), (BY_MARCH, BY_MARCH), (OPEN, BY_JUNE), (VAGUE, BY_MARCH)],
)
def test_what_makes_no_due_later_or_vaguer_is_not_asked_for(before: Period, after: Period) -> None:
    idle = move(OTHER, before, after)
    then_refused(lambda: file(move(ONE), idle), NothingIsExtended, named=(idle.code,))


@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_more_time_needs_its_reason(reason: str | None) -> None:
    then_refused(lambda: file(move(ONE), reason=reason), SlipNeedsItsReason)


def test_a_request_names_measures_each_once() -> None:
    then_refused(lambda: file(), NoRecordIsNamed)
    code = move(ONE).code
    then_refused(lambda: file(move(ONE), move(ONE, after=OPEN)), MeasureIsNamedTwice, named=(code,))


def test_a_period_that_cannot_be_is_not_asked_for() -> None:
    wrong = replace(BY_JUNE, start=date(2023, 7, 1))
    then_refused(lambda: file(move(ONE, after=wrong)), PeriodEndsBeforeItBegins)


def test_the_same_is_not_asked_for_twice() -> None:
    request = rebuilt(ExtensionRequest, *PENDING)
    assert request.asks_already(ONE, BY_JUNE, None)
    assert request.asks_already(ONE, replace(BY_JUNE, written_on=date(2023, 4, 1)), "部品の遅れ ")
    assert not request.asks_already(ONE, BY_JUNE, "別の理由")
    assert not request.asks_already(ONE, OPEN, None)


# ----- deciding ---------------------------------------------------------------------------------


def test_somebody_else_grants_a_request() -> None:
    given(ExtensionRequest, *PENDING).when(lambda r: r.grant(**BY_CCO)).then(GRANTED)
    told = GRANTED.but(reason="やむを得ない")
    given(ExtensionRequest, *PENDING).when(
        lambda r: r.grant(reason="やむを得ない ", **BY_CCO)
    ).then(told)


def test_a_request_is_declined_with_a_reason() -> None:
    story = given(ExtensionRequest, *PENDING)
    story.when(lambda r: r.decline(reason="別の手段がある", **BY_CCO)).then(DECLINED)
    for reason in (None, " "):
        given(ExtensionRequest, *PENDING).when(
            lambda r, reason=reason: r.decline(reason=reason, **BY_CCO)  # type: ignore[misc]  # bound at once
        ).then_refused(DecliningNeedsItsReason)


def test_nobody_decides_what_they_asked_for() -> None:
    for act in (
        lambda r: r.grant(**BY_EDITOR),
        lambda r: r.decline(reason="不要", **BY_EDITOR),
    ):
        given(ExtensionRequest, *PENDING).when(act).then_refused(AskerDoesNotDecide)


def test_what_a_meeting_decided_is_carried_out_by_somebody_else_than_who_asked() -> None:
    acts: tuple[tuple[Callable[..., None], type[Any]], ...] = (
        (lambda r, **by: r.grant(meeting=MEETING, **by), Granted),
        (lambda r, **by: r.decline(reason="不要", meeting=MEETING, **by), Declined),
    )
    for act, fact in acts:
        request = rebuilt(ExtensionRequest, *PENDING)
        with pytest.raises(AskerDoesNotDecide):
            act(request, **BY_EDITOR)
        act(request, **BY_CCO)
        [recorded] = request.collect_events()
        assert isinstance(recorded, fact) and recorded.meeting == MEETING
        assert request.decided_at_meeting == MEETING


def test_what_was_asked_too_long_ago_is_not_granted() -> None:
    late = ("CM-0000-00C0",)
    given(ExtensionRequest, *PENDING).when(lambda r: r.grant(outdated=late, **BY_CCO)).then_refused(
        ExtensionIsOutdated, named=late
    )


@pytest.mark.parametrize(
    "other",
    [
        {"wording": "3月末まで"},
        {"start": date(2023, 3, 1)},
        {"due": date(2023, 3, 30)},
        {"certainty": "PLANNED"},
        {"milestones": ("2023-03-01 試行",)},
    ],
)
def test_a_request_is_for_the_schedule_that_stood(other: dict[str, Any]) -> None:
    request = rebuilt(ExtensionRequest, *PENDING)
    assert request.fits(ONE, replace(BY_MARCH, written_on=date(2023, 4, 1)))
    assert not request.fits(ONE, replace(BY_MARCH, **other))


def test_a_request_is_withdrawn_once() -> None:
    given(ExtensionRequest, *PENDING).when(lambda r: r.withdraw(**BY_EDITOR)).then(WITHDRAWN)
    story = given(ExtensionRequest, *PENDING, WITHDRAWN)
    story.when(lambda r: r.withdraw(**BY_EDITOR)).then_nothing()


@pytest.mark.parametrize("ended", [GRANTED, DECLINED, WITHDRAWN])
def test_what_is_over_is_decided_no_more(ended: Happened) -> None:
    status = rebuilt(ExtensionRequest, *PENDING, ended).status
    for act in (
        lambda r: r.grant(outdated=("CM-0000-00C0",), **BY_EDITOR),
        lambda r: r.decline(reason=None, **BY_CCO),
    ):
        story = given(ExtensionRequest, *PENDING, ended).when(act)
        story.then_refused(ExtensionIsDecided, status=status)
    if ended is not WITHDRAWN:
        story = given(ExtensionRequest, *PENDING, ended).when(lambda r: r.withdraw(**BY_EDITOR))
        story.then_refused(ExtensionIsDecided, status=status)


def test_a_request_can_be_judged_when_it_is_over() -> None:
    request = rebuilt(ExtensionRequest, *PENDING, GRANTED)
    assert request.status is ExtensionStatus.GRANTED
    judged = happened(ExtensionRequest.Judged, categories=("PERSONAL",))
    story = given(ExtensionRequest, *PENDING, GRANTED)
    story.when(lambda r: r.judge(categories=("PERSONAL",), **BY_EDITOR)).then(judged)
