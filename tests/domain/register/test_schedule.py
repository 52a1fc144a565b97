"""What may become of a schedule (実施時期), and what is a slip."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import (
    PeriodEndsBeforeItBegins,
    Refusal,
    TextIsEmpty,
    TextIsTooLong,
    WordIsUnknown,
)
from domain.register.refusals import (
    CorrectionNeedsItsReason,
    CountermeasureHasNoSchedule,
    DayIsInTheFuture,
    DueIsMovedByRequest,
    FinishIsBeforeStart,
    LaterCorrectionIsTheOfficers,
    MilestoneHasNoDay,
    ReasonNeedsAChange,
    SlipNeedsItsReason,
)
from domain.register.schedule import Period, Schedule, is_slip
from tests.story import (
    BY_EDITOR,
    NOON,
    TODAY,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

MEASURE = UUID(int=0xC3)
WRITTEN = date(2023, 2, 17)
A_DAY = timedelta(days=1)
MARCH, APRIL = date(2023, 3, 31), date(2023, 4, 30)

BY_MARCH = Period(
    wording="～2023年3月",
    written_on=WRITTEN,
    kind="BY",
    start=None,
    due=MARCH,
    certainty="FIRM",
    ambiguous=False,
    milestones=("2023-03-01 現状検証",),
)
BY_APRIL = replace(BY_MARCH, wording="～2023年4月", due=APRIL)
EARLIER = replace(BY_MARCH, wording="～2023年2月", due=date(2023, 2, 28))
TARGET = replace(BY_MARCH, wording="2023年3月末めど", certainty="TARGET")
OPEN = replace(BY_MARCH, wording="2023年2月～", kind="FROM", start=date(2023, 2, 1), due=None)
BLANK = replace(BY_MARCH, wording="", kind="NONE", due=None, certainty="NONE", milestones=())
"""What holds actual days before anybody said when."""

SET = happened(Schedule.Set, owner=2, countermeasure=MEASURE, **asdict(BY_MARCH))
SET_BLANK = happened(Schedule.Set, owner=2, countermeasure=MEASURE, **asdict(BLANK))


REQUEST = UUID(int=0xE5)


def rescheduled(period: Period, *, slip: bool, reason: str | None = None) -> Happened:
    request = REQUEST if slip else None
    told: dict[str, Any] = {"slip": slip, "reason": reason, "request": request}
    return happened(Schedule.Rescheduled, countermeasure=MEASURE, **asdict(period), **told)


def corrected(period: Period, reason: str | None = None) -> Happened:
    return happened(Schedule.Corrected, countermeasure=MEASURE, **asdict(period), reason=reason)


def started(on: date | None) -> Happened:
    return happened(Schedule.Started, countermeasure=MEASURE, on=on)


def finished(on: date | None) -> Happened:
    return happened(Schedule.Finished, countermeasure=MEASURE, on=on)


def set_schedule(period: Period) -> Schedule:
    return Schedule.set(owner=2, countermeasure=MEASURE, period=period, **BY_EDITOR)


# ----- setting ----------------------------------------------------------------------------------


def test_a_schedule_is_set_as_written_and_read() -> None:
    then_begun(lambda: set_schedule(BY_MARCH), SET)


def test_a_schedule_is_one_per_countermeasure() -> None:
    assert set_schedule(BY_MARCH).id == Schedule.id_for(MEASURE)
    assert Schedule.id_for(MEASURE) != Schedule.id_for(UUID(int=0xC4))


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"start": MARCH}, None),
        ({"start": MARCH + A_DAY}, PeriodEndsBeforeItBegins),
        ({"start": MARCH + A_DAY, "due": None}, None),
        ({"kind": "SOMEDAY"}, WordIsUnknown),
        ({"certainty": "SURE"}, WordIsUnknown),
        ({"wording": "", "kind": "NONE", "due": None, "certainty": "NONE"}, None),
        ({"wording": "本報告後\nすみやかに"}, None),
        ({"wording": "あ" * 10_001}, TextIsTooLong),
        ({"milestones": ()}, None),
        ({"milestones": ("2023-03-01 現状検証", "2023-03-31 計画への反映")}, None),
        ({"milestones": ("2023-03-01",)}, MilestoneHasNoDay),
        ({"milestones": ("3月 現状検証",)}, MilestoneHasNoDay),
        ({"milestones": ("現状検証",)}, MilestoneHasNoDay),
        ({"ambiguous": True}, None),
    ],
)
def test_a_schedule_is_in_order_and_of_known_words(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    period = replace(BY_MARCH, **other)
    if refusal:
        then_refused(lambda: set_schedule(period), refusal)
        (
            given(Schedule, SET)
            .when(lambda s: s.reschedule(period=period, **BY_EDITOR))
            .then_refused(refusal)
        )
        (
            given(Schedule, SET)
            .when(lambda s: s.correct(period=period, **BY_EDITOR))
            .then_refused(refusal)
        )
    else:
        then_begun(lambda: set_schedule(period), SET.but(**other))


def test_a_wording_loses_its_outer_blanks_alone() -> None:
    period = replace(BY_MARCH, wording=" ～2023年 3月\u3000")
    then_begun(lambda: set_schedule(period), SET.but(wording="～2023年 3月"))


def test_a_milestone_becomes_one_line() -> None:
    period = replace(BY_MARCH, milestones=("2023-03-01 現状検証\n 3月",))
    then_begun(lambda: set_schedule(period), SET.but(milestones=("2023-03-01 現状検証 3月",)))


def test_a_milestone_has_a_wording() -> None:
    period = replace(BY_MARCH, milestones=("2023-03-01 \n",))
    then_refused(lambda: set_schedule(period), TextIsEmpty)


# ----- rescheduling and slips -------------------------------------------------------------------

FIRM, PLANNED, VAGUE, NONE = "FIRM", "PLANNED", "TARGET", "NONE"


@pytest.mark.parametrize(
    ("before", "after", "slips"),
    [
        ((MARCH, FIRM), (MARCH, FIRM), False),
        ((MARCH, FIRM), (MARCH + A_DAY, FIRM), True),
        ((MARCH, FIRM), (MARCH - A_DAY, FIRM), False),
        ((MARCH, VAGUE), (MARCH + A_DAY, FIRM), True),
        ((MARCH, FIRM), (MARCH - A_DAY, VAGUE), False),
        ((MARCH, FIRM), (MARCH, PLANNED), True),
        ((MARCH, FIRM), (MARCH, NONE), True),
        ((MARCH, PLANNED), (MARCH, VAGUE), True),
        ((MARCH, PLANNED), (MARCH, FIRM), False),
        ((MARCH, VAGUE), (MARCH, NONE), True),
        ((MARCH, VAGUE), (MARCH, PLANNED), False),
        ((MARCH, NONE), (MARCH, VAGUE), False),
        ((MARCH, NONE), (MARCH, NONE), False),
        ((MARCH, FIRM), (None, FIRM), True),
        ((MARCH, NONE), (None, NONE), True),
        ((None, FIRM), (MARCH, NONE), False),
        ((None, FIRM), (None, NONE), False),
    ],
)
def test_a_due_slips_when_it_becomes_later_or_vaguer(
    before: tuple[date | None, str], after: tuple[date | None, str], slips: bool
) -> None:
    was = replace(BY_MARCH, due=before[0], certainty=before[1])
    becomes = replace(BY_MARCH, due=after[0], certainty=after[1])
    assert is_slip(was, becomes) == slips


def test_a_later_start_alone_is_no_slip() -> None:
    was = replace(BY_MARCH, start=WRITTEN)
    assert not is_slip(was, replace(was, start=WRITTEN + A_DAY))
    assert not is_slip(OPEN, replace(OPEN, start=MARCH))


def test_what_is_ambiguous_or_has_other_milestones_has_not_slipped_for_that() -> None:
    assert not is_slip(BY_MARCH, replace(BY_MARCH, ambiguous=True, milestones=()))


@pytest.mark.parametrize("period", [BY_APRIL, TARGET, OPEN])
def test_a_slip_is_recorded_with_its_reason_and_its_request(period: Period) -> None:
    asked: dict[str, Any] = {"period": period, "request": REQUEST, **BY_EDITOR}
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(reason="要件の追加", **asked))
        .then(rescheduled(period, slip=True, reason="要件の追加"))
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(reason=" ", **asked))
        .then_refused(SlipNeedsItsReason)
    )


@pytest.mark.parametrize("period", [BY_APRIL, TARGET, OPEN])
def test_a_due_that_is_set_is_moved_back_by_a_request_alone(period: Period) -> None:
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(period=period, reason="要件の追加", **BY_EDITOR))
        .then_refused(DueIsMovedByRequest)
    )
    assert rebuilt(Schedule, SET).slips_to(period)
    assert not rebuilt(Schedule, SET).slips_to(EARLIER)


def test_slips_of_before_there_were_requests_name_none() -> None:
    stored: dict[str, Any] = {"slip": True, "reason": "要件の追加"}
    Schedule.Rescheduled.upcast_v1_v2(stored)
    assert stored["request"] is None


def test_an_earlier_due_needs_no_reason() -> None:
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(period=EARLIER, **BY_EDITOR))
        .then(rescheduled(EARLIER, slip=False))
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(period=EARLIER, reason="前倒し", **BY_EDITOR))
        .then(rescheduled(EARLIER, slip=False, reason="前倒し"))
    )


def test_a_slip_is_seen_from_the_present_due_not_the_original() -> None:
    (
        given(Schedule, SET, rescheduled(EARLIER, slip=False))
        .when(lambda s: s.reschedule(period=BY_MARCH, **BY_EDITOR))
        .then_refused(SlipNeedsItsReason)
    )


@pytest.mark.parametrize("written_on", [WRITTEN, TODAY])
def test_the_same_schedule_on_whatever_day_changes_nothing(written_on: date) -> None:
    again = replace(BY_MARCH, written_on=written_on)
    (given(Schedule, SET).when(lambda s: s.reschedule(period=again, **BY_EDITOR)).then_nothing())


def test_the_same_schedule_for_another_reason_is_refused_and_for_the_same_one_it_changes_nothing() -> (
    None
):
    """A reason is not dropped: without a change there is nothing to keep it with."""
    moved = rescheduled(BY_APRIL, slip=True, reason="要件の追加")
    for past in (moved, corrected(BY_APRIL, "要件の追加")):
        for again in ("要件の追加 ", None):
            given(Schedule, SET, past).when(
                lambda s, again=again: s.reschedule(period=BY_APRIL, reason=again, **BY_EDITOR)  # type: ignore[misc]  # bound at once
            ).then_nothing()
        for act in (Schedule.reschedule, Schedule.correct):
            given(Schedule, SET, past).when(
                lambda s, act=act: act(s, period=BY_APRIL, reason="別の理由", **BY_EDITOR)  # type: ignore[misc]  # bound at once
            ).then_refused(ReasonNeedsAChange)
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(period=BY_MARCH, reason="念のため", **BY_EDITOR))
        .then_refused(ReasonNeedsAChange)
    )


def test_a_first_schedule_keeps_no_reason() -> None:
    then_refused(
        lambda: Schedule.set(
            owner=2, countermeasure=MEASURE, period=BY_MARCH, reason="念のため", **BY_EDITOR
        ),
        ReasonNeedsAChange,
    )
    assert Schedule.set(
        owner=2, countermeasure=MEASURE, period=BY_MARCH, reason=" ", **BY_EDITOR
    ).pending_events


def test_the_day_of_writing_is_put_right_with_a_reason() -> None:
    again = replace(BY_MARCH, written_on=TODAY)
    given(Schedule, SET).when(lambda s: s.correct(period=BY_MARCH, **BY_EDITOR)).then_nothing()
    (
        given(Schedule, SET)
        .when(lambda s: s.correct(period=again, **BY_EDITOR))
        .then_refused(CorrectionNeedsItsReason)
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.correct(period=again, reason="記載日の誤り", **BY_EDITOR))
        .then(corrected(again, "記載日の誤り"))
    )


def test_the_same_wording_read_another_way_is_another_schedule() -> None:
    reread = replace(BY_APRIL, wording=BY_MARCH.wording)
    (
        given(Schedule, SET)
        .when(
            lambda s: s.reschedule(period=reread, reason="読み違い", request=REQUEST, **BY_EDITOR)
        )
        .then(rescheduled(reread, slip=True, reason="読み違い"))
    )


def test_another_wording_of_the_same_reading_is_recorded_without_a_slip() -> None:
    reworded = replace(BY_MARCH, wording="2023年3月末まで")
    (
        given(Schedule, SET)
        .when(lambda s: s.reschedule(period=reworded, **BY_EDITOR))
        .then(rescheduled(reworded, slip=False))
    )


def test_slips_are_counted_and_the_original_is_kept() -> None:
    schedule = rebuilt(
        Schedule,
        SET,
        rescheduled(BY_APRIL, slip=True, reason="要件の追加"),
        rescheduled(EARLIER, slip=False),
        rescheduled(BY_MARCH, slip=True, reason="要員の不足"),
    )
    assert schedule.slips == 2
    assert schedule.original == schedule.period == BY_MARCH
    assert rebuilt(Schedule, SET, rescheduled(BY_APRIL, slip=True, reason="…")).original == BY_MARCH


# ----- correcting -------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [BY_APRIL, TARGET, OPEN, EARLIER, BLANK])
def test_a_correction_needs_its_reason_and_is_no_slip(period: Period) -> None:
    (
        given(Schedule, SET)
        .when(lambda s: s.correct(period=period, reason="誤記", **BY_EDITOR))
        .then(corrected(period, "誤記"))
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.correct(period=period, reason=" ", **BY_EDITOR))
        .then_refused(CorrectionNeedsItsReason)
    )
    assert rebuilt(Schedule, SET, corrected(period, "誤記")).slips == 0


def test_a_correction_of_the_time_before_reasons_were_asked_for_still_stands() -> None:
    assert rebuilt(Schedule, SET, corrected(BY_APRIL)).period == BY_APRIL


def test_no_correction_takes_the_first_wording_away() -> None:
    slipped = rescheduled(BY_APRIL, slip=True, reason="要件の追加")
    for history in ((), (slipped,)):
        schedule = rebuilt(Schedule, SET, *history, corrected(TARGET, "誤記"))
        assert (schedule.original, schedule.period) == (BY_MARCH, TARGET)
        assert schedule.slips == len(history)


def test_what_held_actual_days_alone_has_no_first_wording_until_there_is_one() -> None:
    held = SET.but(**asdict(BLANK))
    assert rebuilt(Schedule, held).original is None
    dash = rescheduled(replace(BLANK, wording="-"), slip=False)
    assert rebuilt(Schedule, held, dash).original is None
    planned = rescheduled(BY_APRIL, slip=False)
    assert rebuilt(Schedule, held, dash, planned).original == BY_APRIL
    again = rescheduled(BY_MARCH, slip=False)
    assert rebuilt(Schedule, held, planned, again).original == BY_APRIL


def test_what_was_never_worded_is_not_put_right() -> None:
    held = SET.but(**asdict(BLANK))
    (
        given(Schedule, held)
        .when(lambda s: s.correct(period=BY_APRIL, reason="誤記", **BY_EDITOR))
        .then_refused(CountermeasureHasNoSchedule)
    )
    given(Schedule, held).when(lambda s: s.correct(period=BLANK, **BY_EDITOR)).then_nothing()


def test_whether_it_is_planned_so_already_is_known() -> None:
    schedule = rebuilt(Schedule, SET)
    assert schedule.is_planned_as(replace(BY_MARCH, written_on=TODAY, wording=" ～2023年3月"))
    assert not schedule.is_planned_as(BY_APRIL)


# ----- actual days ------------------------------------------------------------------------------


def test_a_measure_was_in_fact_started_and_finished() -> None:
    (
        given(Schedule, SET)
        .when(lambda s: s.start(day=WRITTEN, on=TODAY, **BY_EDITOR))
        .then(started(WRITTEN))
    )
    (
        given(Schedule, SET, started(WRITTEN))
        .when(lambda s: s.finish(day=MARCH, on=TODAY, **BY_EDITOR))
        .then(finished(MARCH))
    )


def test_a_measure_may_be_finished_without_a_known_start() -> None:
    (
        given(Schedule, SET)
        .when(lambda s: s.finish(day=MARCH, on=TODAY, **BY_EDITOR))
        .then(finished(MARCH))
    )


def test_the_same_actual_day_changes_nothing() -> None:
    story = given(Schedule, SET, started(WRITTEN), finished(MARCH))
    story.when(lambda s: s.start(day=WRITTEN, on=TODAY, **BY_EDITOR))
    story.when(lambda s: s.finish(day=MARCH, on=TODAY, **BY_EDITOR)).then_nothing()
    given(Schedule, SET).when(lambda s: s.start(day=None, on=TODAY, **BY_EDITOR)).then_nothing()
    given(Schedule, SET).when(lambda s: s.finish(day=None, on=TODAY, **BY_EDITOR)).then_nothing()


def test_an_actual_day_is_withdrawn() -> None:
    past = (SET, started(WRITTEN), finished(MARCH))
    (
        given(Schedule, *past)
        .when(lambda s: s.start(day=None, on=TODAY, **BY_EDITOR))
        .then(started(None))
    )
    (
        given(Schedule, *past)
        .when(lambda s: s.finish(day=None, on=TODAY, **BY_EDITOR))
        .then(finished(None))
    )


def test_an_actual_day_is_not_in_the_future() -> None:
    tomorrow = TODAY + A_DAY
    (
        given(Schedule, SET)
        .when(lambda s: s.start(day=tomorrow, on=TODAY, **BY_EDITOR))
        .then_refused(DayIsInTheFuture, day=tomorrow)
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.finish(day=tomorrow, on=TODAY, **BY_EDITOR))
        .then_refused(DayIsInTheFuture, day=tomorrow)
    )
    (
        given(Schedule, SET)
        .when(lambda s: s.start(day=TODAY, on=TODAY, **BY_EDITOR))
        .then(started(TODAY))
    )


def test_nothing_is_finished_before_it_was_started() -> None:
    (
        given(Schedule, SET, started(MARCH))
        .when(lambda s: s.finish(day=MARCH - A_DAY, on=TODAY, **BY_EDITOR))
        .then_refused(FinishIsBeforeStart, started=MARCH, finished=MARCH - A_DAY)
    )
    (
        given(Schedule, SET, finished(MARCH))
        .when(lambda s: s.start(day=MARCH + A_DAY, on=TODAY, **BY_EDITOR))
        .then_refused(FinishIsBeforeStart, started=MARCH + A_DAY, finished=MARCH)
    )
    (
        given(Schedule, SET, started(MARCH))
        .when(lambda s: s.finish(day=MARCH, on=TODAY, **BY_EDITOR))
        .then(finished(MARCH))
    )


@pytest.mark.parametrize(
    ("known", "stated", "recorded"),
    [
        ((None, None), (TODAY, TODAY), (started(TODAY), finished(TODAY))),
        ((-9, -5), (-9, -5), ()),
        ((-9, -5), (-3, -1), (finished(TODAY - A_DAY), started(TODAY - 3 * A_DAY))),
        ((-3, -1), (-9, -5), (started(TODAY - 9 * A_DAY), finished(TODAY - 5 * A_DAY))),
        ((-9, -5), (-3, None), (finished(None), started(TODAY - 3 * A_DAY))),
        ((-9, -5), (None, -5), (started(None),)),
        ((-9, -5), (-7, -5), (started(TODAY - 7 * A_DAY),)),
        ((-9, None), (-9, 0), (finished(TODAY),)),
    ],
)
def test_both_actual_days_are_stated_as_they_are_to_stand(
    known: tuple[Any, Any], stated: tuple[Any, Any], recorded: tuple[Happened, ...]
) -> None:
    def day(of: Any) -> date | None:
        return TODAY + of * A_DAY if isinstance(of, int) else of

    (
        given(Schedule, SET, started(day(known[0])), finished(day(known[1])))
        .when(
            lambda s: s.state_days(
                started=day(stated[0]), finished=day(stated[1]), on=TODAY, **BY_EDITOR
            )
        )
        .then(*recorded)
    )


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ((TODAY, TODAY - A_DAY), FinishIsBeforeStart),
        ((TODAY, TODAY + A_DAY), DayIsInTheFuture),
        ((TODAY + A_DAY, None), DayIsInTheFuture),
    ],
)
def test_both_actual_days_are_past_and_in_order(
    stated: tuple[Any, Any], refusal: type[Refusal]
) -> None:
    story = given(Schedule, SET).when(
        lambda s: s.state_days(started=stated[0], finished=stated[1], on=TODAY, **BY_EDITOR)
    )
    assert isinstance(story.refusal, refusal)


def test_a_check_day_is_set_moved_and_taken_away() -> None:
    on_a_day = happened(Schedule.CheckDaySet, countermeasure=MEASURE, on=APRIL)
    (given(Schedule, SET).when(lambda s: s.set_check_day(day=APRIL, **BY_EDITOR)).then(on_a_day))
    (
        given(Schedule, SET, on_a_day)
        .when(lambda s: s.set_check_day(day=APRIL, **BY_EDITOR))
        .then_nothing()
    )
    (
        given(Schedule, SET, on_a_day)
        .when(lambda s: s.set_check_day(day=None, **BY_EDITOR))
        .then(on_a_day.but(on=None))
    )


@pytest.mark.parametrize(
    ("past", "days", "period", "refused"),
    [
        ((SET,), 30, BY_APRIL, False),
        ((SET,), 31, BY_APRIL, True),
        ((SET,), 31, OPEN, True),
        ((SET,), 31, EARLIER, False),
        ((SET, rescheduled(EARLIER, slip=False)), 0, BY_MARCH, True),
        ((SET, corrected(OPEN, "誤記"), rescheduled(BY_MARCH, slip=False)), 0, BY_APRIL, True),
        ((SET_BLANK, rescheduled(BY_MARCH, slip=False)), 30, BY_APRIL, False),
    ],
)
def test_a_later_due_is_a_typing_error_while_it_is_new_and_was_not_moved(
    past: tuple[Happened, ...], days: int, period: Period, refused: bool
) -> None:
    """Nor does taking the due away and setting a first one again make it new."""
    later = NOON + days * A_DAY
    story = given(Schedule, *past).when(lambda s: s.require_mistyped(period=period, at=later))
    story.then_refused(LaterCorrectionIsTheOfficers) if refused else story.then_nothing()


def test_what_was_corrected_away_is_still_promised() -> None:
    """A first due behind it is held against the one there was."""
    gone = given(Schedule, SET, corrected(OPEN, "誤記"))
    assert gone.subject.promised == BY_MARCH
    assert gone.subject.slips_to(BY_APRIL) and not gone.subject.slips_to(EARLIER)
    gone.when(lambda s: s.reschedule(period=BY_APRIL, reason="遅れ", **BY_EDITOR)).then_refused(
        DueIsMovedByRequest
    )
    back = given(Schedule, SET, corrected(OPEN, "誤記"), rescheduled(EARLIER, slip=False))
    assert back.subject.promised == EARLIER
    right = given(Schedule, SET, corrected(OPEN, "誤記"), corrected(BY_APRIL, "誤記"))
    assert right.subject.promised == BY_APRIL


def test_the_due_of_a_part_was_set_with_the_whole() -> None:
    given(Schedule, SET).when(
        lambda s: s.require_mistyped(period=BY_APRIL, of_part=True, at=NOON)
    ).then_refused(LaterCorrectionIsTheOfficers)
