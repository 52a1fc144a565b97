"""A review meeting, its agenda, its minutes and its action items, by given, when, then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.kernel import Root
from domain.refusals import DayIsStillToCome, Refusal, TextIsEmpty, WordIsUnknown
from domain.register.action_item import ActionItem, ActionItemStatus
from domain.register.agenda_item import AgendaItem
from domain.register.meeting import MeetingStatus, ReviewMeeting
from domain.register.minutes import EntryKind, MinutesEntry, Outcome
from domain.register.refusals import (
    ActionItemIsOpen,
    ActionItemIsOver,
    AttendanceIsOutOfRange,
    CorrectionsEndBeforeToday,
    CorrectionsTakeTooLong,
    DueIsOver,
    EntryIsNoOutcome,
    EntryIsStruckOut,
    ItemIsWithdrawn,
    ItemNeedsItsTopic,
    MeetingNeedsAnotherParty,
    MeetingStatusForbids,
    MinutesAreSettled,
    MinutesAreStillCorrected,
    OutcomeNeedsItsReason,
    PapersAreClosed,
    PapersAreNotClosed,
    PartyIsNotOfTheMeeting,
    QuorumIsNotMet,
    QuorumIsOutOfRange,
    ReplacementNeedsItsReason,
)
from tests.story import BY_EDITOR, NOON, SUBJECT, TODAY, given, happened, then_begun, then_refused

MEETING, RECORD = UUID(int=0xEE), UUID(int=0xAB)
TOMORROW = TODAY + timedelta(days=1)
HELD = date(2023, 4, 20)
DESCRIBED: dict[str, Any] = {"title": "合同会議", "held_on": HELD, "hours": None, "place": "本店"}

CONVENED = happened(
    ReviewMeeting.Convened, owner=0, parties=(0, 1, 2), quorum=2, follows=None, **DESCRIBED
)
CLOSED = happened(ReviewMeeting.PapersClosed, issue=1, status_date=TODAY)
REPLACED = happened(ReviewMeeting.PapersReplaced, issue=2, status_date=TODAY, reason="訂正")
OPENED = happened(ReviewMeeting.Opened, present=(0, 1), people=(3, 4))
ADJOURNED = happened(ReviewMeeting.Adjourned, corrections_until=TODAY)
CONFIRMED = happened(ReviewMeeting.MinutesConfirmed)
CANCELLED = happened(ReviewMeeting.Cancelled, reason=None)

TO_CLOSE = (CONVENED, CLOSED)
TO_OPEN = (*TO_CLOSE, OPENED)
TO_ADJOURN = (*TO_OPEN, ADJOURNED)
TO_CONFIRM = (*TO_ADJOURN, CONFIRMED)
TO_CANCEL = (CONVENED, CANCELLED)


def convene(**other: Any) -> ReviewMeeting:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 0, "parties": (2, 1)}
    return ReviewMeeting.convene(**(stated | DESCRIBED | other), **BY_EDITOR)


# ----- the meeting --------------------------------------------------------------------------------


def test_a_meeting_is_of_those_convened_and_of_who_convenes() -> None:
    then_begun(lambda: convene(quorum=2), CONVENED)
    then_begun(convene, CONVENED.but(quorum=3))
    then_begun(lambda: convene(parties=(0, 2), hours=" "), CONVENED.but(parties=(0, 2), quorum=2))


def test_one_party_alone_does_not_meet() -> None:
    then_refused(lambda: convene(parties=()), MeetingNeedsAnotherParty)
    then_refused(lambda: convene(parties=(0,)), MeetingNeedsAnotherParty)


@pytest.mark.parametrize("quorum", [0, 1, 4])
def test_a_quorum_is_some_of_them(quorum: int) -> None:
    then_refused(lambda: convene(quorum=quorum), QuorumIsOutOfRange, parties=3)


def test_a_meeting_has_a_name() -> None:
    then_refused(lambda: convene(title=" "), TextIsEmpty)


def test_a_meeting_is_moved_until_it_is_opened() -> None:
    later = DESCRIBED | {"held_on": HELD + timedelta(days=7)}
    revised = happened(ReviewMeeting.Revised, **later)
    for before in ((CONVENED,), TO_CLOSE):
        given(ReviewMeeting, *before).when(lambda m: m.revise(**later, **BY_EDITOR)).then(revised)
    given(ReviewMeeting, CONVENED, revised).when(
        lambda m: m.revise(**later, **BY_EDITOR)
    ).then_nothing()
    given(ReviewMeeting, *TO_OPEN).when(lambda m: m.revise(**later, **BY_EDITOR)).then_refused(
        MeetingStatusForbids, status=MeetingStatus.OPEN
    )


def test_papers_are_closed_once_and_then_replaced() -> None:
    def close(meeting: ReviewMeeting) -> None:
        meeting.close_papers(status_date=TODAY, **BY_EDITOR)

    def replace(meeting: ReviewMeeting, reason: str = "訂正") -> None:
        meeting.replace_papers(status_date=TODAY, reason=reason, **BY_EDITOR)

    given(ReviewMeeting, CONVENED).when(close).then(CLOSED)
    given(ReviewMeeting, *TO_CLOSE).when(close).then_refused(PapersAreClosed, issue=1)
    given(ReviewMeeting, *TO_CLOSE, REPLACED).when(close).then_refused(PapersAreClosed, issue=2)
    given(ReviewMeeting, CONVENED).when(replace).then_refused(PapersAreNotClosed)
    given(ReviewMeeting, *TO_CLOSE).when(replace).then(REPLACED)
    given(ReviewMeeting, *TO_CLOSE).when(lambda m: replace(m, " ")).then_refused(
        ReplacementNeedsItsReason
    )
    for over in (TO_OPEN, TO_ADJOURN, TO_CANCEL):
        given(ReviewMeeting, *over).when(close).then_refused(MeetingStatusForbids)
        given(ReviewMeeting, *over).when(replace).then_refused(MeetingStatusForbids)


@pytest.mark.parametrize(
    ("present", "refusal"),
    [
        ({0: 3, 3: 1}, PartyIsNotOfTheMeeting),
        ({0: 3, 1: 0}, AttendanceIsOutOfRange),
        ({0: 3, 1: 10_000}, AttendanceIsOutOfRange),
        ({0: 30}, QuorumIsNotMet),
        ({}, QuorumIsNotMet),
    ],
)
def test_a_meeting_is_opened_with_a_quorum_of_its_own(
    present: dict[int, int], refusal: type[Refusal]
) -> None:
    given(ReviewMeeting, *TO_CLOSE).when(
        lambda m: m.open(present=present, **BY_EDITOR)
    ).then_refused(refusal)


def test_a_meeting_is_opened_over_its_papers_and_once() -> None:
    def open_it(meeting: ReviewMeeting) -> None:
        meeting.open(present={1: 4, 0: 3}, **BY_EDITOR)

    given(ReviewMeeting, *TO_CLOSE).when(open_it).then(OPENED)
    given(ReviewMeeting, CONVENED).when(open_it).then_refused(PapersAreNotClosed)
    for over in (TO_OPEN, TO_ADJOURN, TO_CONFIRM, TO_CANCEL):
        given(ReviewMeeting, *over).when(open_it).then_refused(MeetingStatusForbids)


def test_a_meeting_is_adjourned_with_time_left_for_corrections() -> None:
    def adjourn(meeting: ReviewMeeting, until: date = TODAY) -> None:
        meeting.adjourn(corrections_until=until, on=TODAY, **BY_EDITOR)

    given(ReviewMeeting, *TO_OPEN).when(adjourn).then(ADJOURNED)
    given(ReviewMeeting, *TO_OPEN).when(
        lambda m: adjourn(m, TODAY - timedelta(days=1))
    ).then_refused(CorrectionsEndBeforeToday)
    given(ReviewMeeting, *TO_OPEN).when(
        lambda m: adjourn(m, TODAY + timedelta(days=367))
    ).then_refused(CorrectionsTakeTooLong)
    for other in (TO_CLOSE, TO_ADJOURN):
        given(ReviewMeeting, *other).when(adjourn).then_refused(MeetingStatusForbids)


def test_minutes_are_confirmed_once_they_are_corrected_no_more() -> None:
    given(ReviewMeeting, *TO_ADJOURN).when(
        lambda m: m.confirm_minutes(on=TODAY, **BY_EDITOR)
    ).then_refused(MinutesAreStillCorrected, until=TODAY)
    given(ReviewMeeting, *TO_ADJOURN).when(
        lambda m: m.confirm_minutes(on=TOMORROW, **BY_EDITOR)
    ).then(CONFIRMED)
    for other in (TO_OPEN, TO_CONFIRM):
        given(ReviewMeeting, *other).when(
            lambda m: m.confirm_minutes(on=TOMORROW, **BY_EDITOR)
        ).then_refused(MeetingStatusForbids)


def test_a_meeting_is_called_off_before_it_is_opened() -> None:
    for before in ((CONVENED,), TO_CLOSE):
        given(ReviewMeeting, *before).when(lambda m: m.cancel(reason=" ", **BY_EDITOR)).then(
            CANCELLED
        )
    for other in (TO_OPEN, TO_CANCEL):
        given(ReviewMeeting, *other).when(
            lambda m: m.cancel(reason=None, **BY_EDITOR)
        ).then_refused(MeetingStatusForbids)


@pytest.mark.parametrize(
    ("history", "on", "refusal"),
    [
        (TO_CLOSE, TODAY, MeetingStatusForbids),
        (TO_OPEN, TOMORROW, None),
        (TO_ADJOURN, TODAY, None),
        (TO_ADJOURN, TOMORROW, MinutesAreSettled),
        (TO_CONFIRM, TODAY, MinutesAreSettled),
    ],
)
def test_what_was_said_is_corrected_until_a_day(
    history: tuple[Any, ...], on: date, refusal: type[Refusal] | None
) -> None:
    story = given(ReviewMeeting, *history).when(lambda m: m.require_correctable(on))
    story.then_refused(refusal) if refusal else story.then_nothing()


# ----- the agenda ---------------------------------------------------------------------------------

ADDED = happened(
    AgendaItem.Added,
    owner=2,
    meeting=MEETING,
    about=RECORD,
    about_kind="incident",
    topic=None,
    common=False,
)
OF_ITS_OWN = ADDED.but(about=MEETING, about_kind="review_meeting", topic="次回", common=True)
WITHDRAWN = happened(AgendaItem.Withdrawn)
SHARED, APART = happened(AgendaItem.Shared), happened(AgendaItem.SetApart)


def add(**other: Any) -> AgendaItem:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "meeting": MEETING, "about": RECORD}
    return AgendaItem.add(**(stated | {"about_kind": "incident"} | other), **BY_EDITOR)


def test_an_item_is_about_a_record_or_has_a_topic() -> None:
    of_meeting = {"about": MEETING, "about_kind": "review_meeting"}
    then_begun(add, ADDED)
    then_begun(lambda: add(topic=" 次回 ", **of_meeting), OF_ITS_OWN)
    then_refused(lambda: add(topic=" ", **of_meeting), ItemNeedsItsTopic)


def test_an_item_is_called_otherwise() -> None:
    reworded = happened(AgendaItem.Reworded, topic="再発の件")
    given(AgendaItem, ADDED).when(lambda i: i.reword(topic="再発の件", **BY_EDITOR)).then(reworded)
    given(AgendaItem, ADDED, reworded).when(
        lambda i: i.reword(topic="再発の件 ", **BY_EDITOR)
    ).then_nothing()
    given(AgendaItem, OF_ITS_OWN).when(lambda i: i.reword(topic=None, **BY_EDITOR)).then_refused(
        ItemNeedsItsTopic
    )
    given(AgendaItem, ADDED, WITHDRAWN).when(
        lambda i: i.reword(topic="再発の件", **BY_EDITOR)
    ).then_refused(ItemIsWithdrawn)


def test_an_item_is_in_common_or_in_the_annex() -> None:
    given(AgendaItem, ADDED).when(lambda i: i.share(**BY_EDITOR)).then(SHARED)
    given(AgendaItem, ADDED, SHARED).when(lambda i: i.share(**BY_EDITOR)).then_nothing()
    given(AgendaItem, ADDED, SHARED).when(lambda i: i.set_apart(**BY_EDITOR)).then(APART)
    given(AgendaItem, ADDED, SHARED, APART).when(lambda i: i.set_apart(**BY_EDITOR)).then_nothing()
    given(AgendaItem, OF_ITS_OWN).when(lambda i: i.set_apart(**BY_EDITOR)).then_nothing()
    for act in (AgendaItem.share, AgendaItem.set_apart):
        given(AgendaItem, ADDED, WITHDRAWN).when(
            lambda i, act=act: act(i, **BY_EDITOR)  # type: ignore[misc]  # bound at once
        ).then_refused(ItemIsWithdrawn)


def test_an_item_is_taken_off_once() -> None:
    given(AgendaItem, ADDED).when(lambda i: i.withdraw(**BY_EDITOR)).then(WITHDRAWN)
    given(AgendaItem, ADDED, WITHDRAWN).when(lambda i: i.withdraw(**BY_EDITOR)).then_nothing()


# ----- the minutes --------------------------------------------------------------------------------

SAID: dict[str, Any] = {"outcome": None, "theme": None, "text": None}
ENTERED = happened(
    MinutesEntry.Entered,
    owner=2,
    meeting=MEETING,
    about=RECORD,
    about_kind="incident",
    item=None,
    kind="OUTCOME",
    **(SAID | {"outcome": "DECIDED"}),
)
STRUCK = happened(MinutesEntry.StruckOut, reason="重複")


def enter(**other: Any) -> MinutesEntry:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "meeting": MEETING, "about": RECORD}
    stated |= {"about_kind": "incident", "item": None}
    return MinutesEntry.enter(**(stated | other), **BY_EDITOR)


def test_an_outcome_other_than_decided_has_its_reason() -> None:
    then_begun(lambda: enter(kind="OUTCOME", outcome="DECIDED"), ENTERED)
    for outcome in set(Outcome) - {Outcome.DECIDED}:
        then_begun(
            lambda outcome=outcome: enter(kind="OUTCOME", outcome=outcome, text="次回"),  # type: ignore[misc]  # bound at once
            ENTERED.but(outcome=outcome.value, text="次回"),
        )
        then_refused(
            lambda outcome=outcome: enter(kind="OUTCOME", outcome=outcome, text=" "),  # type: ignore[misc]  # bound at once
            OutcomeNeedsItsReason,
        )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "OUTCOME"}, WordIsUnknown),
        ({"kind": "DECISION", "text": "配る"}, WordIsUnknown),
        ({"kind": "OUTCOME", "outcome": "DECIDED", "theme": "周知"}, EntryIsNoOutcome),
        ({"kind": "RESOLUTION", "theme": "周知", "text": "配る"}, EntryIsNoOutcome),
        ({"kind": "RESOLUTION", "outcome": "DECIDED", "text": "配る"}, EntryIsNoOutcome),
        ({"kind": "OPINION", "outcome": "DECIDED", "text": "配る"}, EntryIsNoOutcome),
        ({"kind": "RESOLUTION", "text": " "}, TextIsEmpty),
        ({"kind": "OPINION", "theme": "周知"}, TextIsEmpty),
    ],
)
def test_an_entry_says_what_its_kind_says(said: dict[str, Any], refusal: type[Refusal]) -> None:
    then_refused(lambda: enter(**said), refusal)


def test_an_opinion_stands_under_a_theme() -> None:
    said = {"kind": "OPINION", "theme": "周知", "text": "届いていない"}
    then_begun(lambda: enter(**said), ENTERED.but(outcome=None, **said))


def test_an_entry_is_amended_while_it_stands() -> None:
    other = SAID | {"outcome": "RECONSIDER", "text": "聞き違い"}
    amended = happened(MinutesEntry.Amended, reason="訂正", **other)

    def amend(entry: MinutesEntry) -> None:
        entry.amend(**other, reason="訂正", **BY_EDITOR)

    given(MinutesEntry, ENTERED).when(amend).then(amended)
    given(MinutesEntry, ENTERED, amended).when(amend).then_nothing()
    given(MinutesEntry, ENTERED, STRUCK).when(amend).then_refused(EntryIsStruckOut)


def test_an_entry_is_struck_out_once() -> None:
    def strike(entry: MinutesEntry) -> None:
        entry.strike_out(reason="重複", **BY_EDITOR)

    given(MinutesEntry, ENTERED).when(strike).then(STRUCK)
    given(MinutesEntry, ENTERED, STRUCK).when(strike).then_nothing()


# ----- action items -------------------------------------------------------------------------------

ASSIGNED = happened(
    ActionItem.Assigned,
    owner=2,
    meeting=MEETING,
    about=RECORD,
    about_kind="incident",
    item=None,
    text="数え直す",
    party=1,
    who=None,
    due=TODAY,
)
DONE = happened(ActionItem.Done, result=None, done_on=TODAY)
DROPPED = happened(ActionItem.Dropped, reason="不要")
REOPENED = happened(ActionItem.Reopened, reason="漏れ")


def assign(**other: Any) -> ActionItem:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "meeting": MEETING, "about": RECORD}
    stated |= {"about_kind": "incident", "item": None, "text": "数え直す", "party": 1}
    return ActionItem.assign(**(stated | {"due": TODAY} | other), on=TODAY, **BY_EDITOR)


def test_something_is_to_be_done_by_a_day_or_by_the_next_meeting() -> None:
    then_begun(assign, ASSIGNED)
    then_begun(lambda: assign(due=None, who="総務"), ASSIGNED.but(due=None, who="総務"))
    then_refused(lambda: assign(text=" "), TextIsEmpty)
    then_refused(lambda: assign(due=TODAY - timedelta(days=1)), DueIsOver)


def test_what_is_to_be_done_is_said_anew_while_it_is_open() -> None:
    past = TODAY - timedelta(days=3)
    revised = happened(ActionItem.Revised, text="数え直す", who="総務", due=None)

    def revise(action: ActionItem, **other: Any) -> None:
        told: dict[str, Any] = {"text": "数え直す", "who": "総務", "due": None}
        action.revise(**(told | other), on=TODAY, **BY_EDITOR)

    given(ActionItem, ASSIGNED).when(revise).then(revised)
    given(ActionItem, ASSIGNED, revised).when(revise).then_nothing()
    given(ActionItem, ASSIGNED, DONE).when(revise).then_refused(ActionItemIsOver)
    given(ActionItem, ASSIGNED).when(lambda a: revise(a, due=past)).then_refused(DueIsOver)
    given(ActionItem, ASSIGNED.but(due=past)).when(lambda a: revise(a, due=past)).then(
        revised.but(due=past)
    )


Act = Callable[[ActionItem], None]


def report(action: ActionItem, on: date = TODAY) -> None:
    action.report_done(result=" ", done_on=on, by=BY_EDITOR["by"], at=NOON)


def test_what_is_over_is_reopened_first() -> None:
    drop: Act = lambda a: a.drop(reason="不要", **BY_EDITOR)  # noqa: E731 -- one line says it
    reopen: Act = lambda a: a.reopen(reason="漏れ", **BY_EDITOR)  # noqa: E731 -- one line says it
    given(ActionItem, ASSIGNED).when(report).then(DONE)
    given(ActionItem, ASSIGNED).when(drop).then(DROPPED)
    given(ActionItem, ASSIGNED).when(reopen).then_refused(ActionItemIsOpen)
    for over, status in ((DONE, ActionItemStatus.DONE), (DROPPED, ActionItemStatus.DROPPED)):
        for act in (report, drop):
            given(ActionItem, ASSIGNED, over).when(act).then_refused(
                ActionItemIsOver, status=status
            )
        given(ActionItem, ASSIGNED, over).when(reopen).then(REOPENED)
        given(ActionItem, ASSIGNED, over, REOPENED).when(report).then(DONE)


def test_what_is_done_was_done_by_today() -> None:
    given(ActionItem, ASSIGNED).when(lambda a: report(a, TOMORROW)).then_refused(DayIsStillToCome)


@pytest.mark.parametrize("root", [ReviewMeeting, AgendaItem, MinutesEntry, ActionItem])
def test_a_fact_of_another_aggregate_is_an_error(root: type[Root]) -> None:
    stranger = WITHDRAWN if root is not AgendaItem else STRUCK
    with pytest.raises(NotImplementedError):
        root.__new__(root).evolve(stranger.kind.__new__(stranger.kind))


def test_the_kinds_of_entries_are_three() -> None:
    assert [kind.ja for kind in EntryKind] == ["結論", "決定事項", "意見"]
