"""Requirements: what is wanted by when, what answers it, what was submitted, and when it is over."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest

from domain.refusals import DayIsStillToCome, TextIsEmpty, WordIsUnknown
from domain.register.clocks import ReportClock, days_of_clock
from domain.register.refusals import (
    DayIsBeforeReceipt,
    NoneStandsAlone,
    RequirementHasNoSuchItem,
    RequirementIsOver,
    RequirementNamesNoItem,
    SubmissionNamesNoItem,
)
from domain.register.requirement import Item, Requirement, Told
from tests.story import BY_CCO, BY_EDITOR, CCO, SUBJECT, given, happened, then_begun, then_refused

DAY: Final = date(2023, 2, 20)
CASE, MEASURE, REPORT = UUID(int=0x11), UUID(int=0xC0), UUID(int=0x4E)
TOLD: Final = Told(
    kind="INFORMATION_REQUEST",
    authority="経済産業大臣",
    title="報告徴収",
    received_on=DAY,
    items=(("経緯", None), ("再発防止策", date(2023, 3, 31))),
)
TERMS: Final[dict[str, Any]] = {
    "kind": "INFORMATION_REQUEST",
    "authority": "経済産業大臣",
    "title": "報告徴収",
    "received_on": DAY,
    "due": None,
    "clock": None,
    "clock_from": None,
    "first_due": None,
    "final_due": None,
    "items": ("経緯", "再発防止策"),
    "item_dues": (None, date(2023, 3, 31)),
}
RECEIVED = happened(Requirement.Received, owner=2, categories=("NONE",), **TERMS)
FOLLOWED = happened(
    Requirement.FollowedUp, asked_on=date(2023, 3, 10), items=("内訳",), item_dues=(None,)
)
ANSWERED = happened(
    Requirement.Answered, item=1, records=(CASE, MEASURE), kinds=("incident", "countermeasure")
)
SUBMITTED = happened(
    Requirement.Submitted,
    number=1,
    stage="FIRST",
    submitted_on=date(2023, 3, 1),
    status_date=date(2023, 3, 1),
    answering=(1,),
    note=None,
    records=(),
    kinds=(),
)
ENDED = happened(
    Requirement.Ended, outcome="NO_FURTHER_REPORTS", ended_on=date(2023, 3, 31), reason=None
)


def receive(**other: Any) -> Requirement:
    return Requirement.receive(
        id=SUBJECT, owner=2, told=replace(TOLD, **other), categories=("NONE",), **BY_EDITOR
    )


def submit(requirement: Requirement, **other: Any) -> int:
    whole: dict[str, Any] = {
        "stage": "FIRST",
        "submitted_on": date(2023, 3, 1),
        "answering": (1,),
        "records": {},
    } | other
    return requirement.submit(**whole, **BY_EDITOR)


def test_it_is_received_as_told() -> None:
    then_begun(receive, RECEIVED)
    then_begun(lambda: receive(title=" 報告徴収 "), RECEIVED)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"items": ()}, RequirementNamesNoItem),
        ({"items": ((" ", None),)}, TextIsEmpty),
        ({"items": (("経緯", date(2023, 2, 19)),)}, DayIsBeforeReceipt),
        ({"kind": "WISH"}, WordIsUnknown),
        ({"clock": "HOURLY"}, WordIsUnknown),
        ({"authority": ""}, TextIsEmpty),
        ({"title": ""}, TextIsEmpty),
        ({"received_on": date(2023, 4, 2)}, DayIsStillToCome),
        ({"clock_from": date(2023, 4, 2)}, DayIsStillToCome),
        ({"due": date(2023, 2, 19)}, DayIsBeforeReceipt),
        ({"first_due": date(2023, 2, 19)}, DayIsBeforeReceipt),
        ({"final_due": date(2023, 2, 15), "clock_from": date(2023, 2, 16)}, DayIsBeforeReceipt),
    ],
)
def test_what_cannot_be_wanted_is_refused(other: dict[str, Any], refusal: Any) -> None:
    then_refused(lambda: receive(**other), refusal)


def test_days_on_the_day_of_receipt_are_not_before_it() -> None:
    found = receive(due=DAY, first_due=DAY, final_due=DAY, items=(("経緯", DAY),))
    assert found.items == (Item("経緯", DAY, DAY),)
    then_refused(
        lambda: Requirement.receive(
            id=SUBJECT, owner=2, told=TOLD, categories=("NONE", "PERSONAL"), **BY_EDITOR
        ),
        NoneStandsAlone,
    )


# ----- clocks -----------------------------------------------------------------------------------


def test_the_first_day_of_a_clock_counts() -> None:
    assert days_of_clock(None, DAY) == (None, None)
    assert days_of_clock(ReportClock.LEAK, DAY) == (date(2023, 2, 24), date(2023, 3, 21))
    improper = days_of_clock(ReportClock.LEAK_OF_IMPROPER_PURPOSE, DAY)
    assert improper == (date(2023, 2, 24), date(2023, 4, 20))
    assert days_of_clock(ReportClock.LEAK, date.max) == (None, None)


def test_a_clock_says_what_is_left_open() -> None:
    clocked = RECEIVED.but(
        clock="LEAK",
        clock_from=date(2023, 2, 16),
        first_due=date(2023, 2, 20),
        final_due=date(2023, 4, 1),
    )
    told = {"clock": "LEAK", "clock_from": date(2023, 2, 16), "final_due": date(2023, 4, 1)}
    then_begun(lambda: receive(**told), clocked)


# ----- told anew --------------------------------------------------------------------------------


def revise(requirement: Requirement, **other: Any) -> None:
    requirement.revise(told=replace(TOLD, **other), **BY_EDITOR)


def test_it_is_told_anew_and_the_same_again_changes_nothing() -> None:
    given(Requirement, RECEIVED).when(revise).then()
    told = happened(Requirement.Revised, **TERMS).but(title="報告の徴収", due=date(2023, 4, 30))
    given(Requirement, RECEIVED).when(
        lambda r: revise(r, title="報告の徴収", due=date(2023, 4, 30))
    ).then(told)
    given(Requirement, RECEIVED, told).when(
        lambda r: revise(r, title="報告の徴収", due=date(2023, 4, 30))
    ).then()


def test_what_was_asked_later_keeps_its_day() -> None:
    three = (*TOLD.items, ("内訳", None))
    moved = happened(Requirement.Revised, **TERMS).but(
        received_on=date(2023, 2, 21),
        items=("経緯", "再発防止策", "内訳"),
        item_dues=(None, date(2023, 3, 31), None),
    )
    story = given(Requirement, RECEIVED, FOLLOWED).when(
        lambda r: revise(r, received_on=date(2023, 2, 21), items=three)
    )
    story.then(moved)
    days = [item.asked_on for item in story.subject.items]
    assert days == [date(2023, 2, 21), date(2023, 2, 21), date(2023, 3, 10)]


@pytest.mark.parametrize(
    ("history", "other"),
    [
        ((SUBMITTED,), {"received_on": date(2023, 3, 2)}),
        (
            (FOLLOWED,),
            {"received_on": date(2023, 3, 11), "items": (*TOLD.items, ("内訳", None))},
        ),
        ((FOLLOWED,), {"items": (*TOLD.items, ("内訳", date(2023, 3, 9)))}),
    ],
)
def test_nothing_happened_before_it_was_asked(history: Any, other: dict[str, Any]) -> None:
    given(Requirement, RECEIVED, *history).when(lambda r: revise(r, **other)).then_refused(
        DayIsBeforeReceipt
    )


def test_what_is_over_is_not_told_anew() -> None:
    given(Requirement, RECEIVED, ENDED).when(lambda r: revise(r, title="?")).then_refused(
        RequirementIsOver
    )
    given(Requirement, RECEIVED, ENDED).when(revise).then()


# ----- asked further ----------------------------------------------------------------------------


def follow_up(requirement: Requirement, **other: Any) -> None:
    whole: dict[str, Any] = {"asked_on": date(2023, 3, 10), "items": (("内訳", None),)} | other
    requirement.follow_up(**whole, **BY_EDITOR)


def test_further_items_are_numbered_on() -> None:
    story = given(Requirement, RECEIVED).when(follow_up)
    story.then(FOLLOWED)
    assert story.subject.waiting == (1, 2, 3)
    assert story.subject.terms["items"] == ("経緯", "再発防止策", "内訳")


@pytest.mark.parametrize(
    ("history", "other", "refusal"),
    [
        ((), {"items": ()}, RequirementNamesNoItem),
        ((), {"items": (("内訳", date(2023, 3, 9)),)}, DayIsBeforeReceipt),
        ((), {"asked_on": date(2023, 2, 19)}, DayIsBeforeReceipt),
        ((), {"asked_on": date(2023, 4, 2)}, DayIsStillToCome),
        ((ENDED,), {}, RequirementIsOver),
    ],
)
def test_what_cannot_be_asked_further_is_refused(
    history: Any, other: dict[str, Any], refusal: Any
) -> None:
    given(Requirement, RECEIVED, *history).when(lambda r: follow_up(r, **other)).then_refused(
        refusal
    )


# ----- what answers it --------------------------------------------------------------------------


def answer(requirement: Requirement, item: int, *add: UUID, remove: tuple[UUID, ...] = ()) -> None:
    kinds = {CASE: "incident", MEASURE: "countermeasure", REPORT: "report"}
    named = {one: kinds[one] for one in add}
    requirement.answer(item=item, add=named, remove=remove, **BY_EDITOR)


def test_records_answer_an_item_and_are_taken_away() -> None:
    given(Requirement, RECEIVED).when(lambda r: answer(r, 1, CASE, MEASURE)).then(ANSWERED)
    given(Requirement, RECEIVED, ANSWERED).when(
        lambda r: answer(r, 1, REPORT, remove=(CASE,))
    ).then(ANSWERED.but(records=(MEASURE, REPORT), kinds=("countermeasure", "report")))
    given(Requirement, RECEIVED, ANSWERED).when(lambda r: answer(r, 2, CASE)).then(
        ANSWERED.but(item=2, records=(CASE,), kinds=("incident",))
    )


def test_what_answers_already_or_not_at_all_changes_nothing() -> None:
    given(Requirement, RECEIVED, ANSWERED).when(lambda r: answer(r, 1, MEASURE)).then()
    given(Requirement, RECEIVED, ANSWERED).when(lambda r: answer(r, 1, remove=(REPORT,))).then()
    given(Requirement, RECEIVED).when(lambda r: answer(r, 1, CASE, remove=(CASE,))).then()


@pytest.mark.parametrize("item", [0, 3, -1])
def test_an_item_that_is_not_there_is_not_answered(item: int) -> None:
    given(Requirement, RECEIVED).when(lambda r: answer(r, item, CASE)).then_refused(
        RequirementHasNoSuchItem
    )


def test_what_is_done_goes_on_when_the_duty_is_over() -> None:
    given(Requirement, RECEIVED, ENDED).when(lambda r: answer(r, 1, CASE, MEASURE)).then(ANSWERED)


# ----- submissions ------------------------------------------------------------------------------


def test_submissions_are_numbered() -> None:
    given(Requirement, RECEIVED).when(submit).then(SUBMITTED)
    given(Requirement, RECEIVED, SUBMITTED).when(submit).then(SUBMITTED.but(number=2))
    second = SUBMITTED.but(
        number=2,
        stage="FINAL",
        status_date=date(2023, 2, 28),
        answering=(2,),
        note="要旨",
        records=(REPORT,),
        kinds=("report",),
    )
    given(Requirement, RECEIVED, SUBMITTED).when(
        lambda r: submit(
            r,
            stage="FINAL",
            status_date=date(2023, 2, 28),
            answering=None,
            note=" 要旨",
            records={REPORT: "report"},
        )
    ).then(second)


@pytest.mark.parametrize(
    ("history", "other", "refusal"),
    [
        ((), {"answering": ()}, SubmissionNamesNoItem),
        ((SUBMITTED.but(answering=(1, 2)),), {"answering": None}, SubmissionNamesNoItem),
        ((), {"answering": (1, 3)}, RequirementHasNoSuchItem),
        ((), {"stage": "LAST"}, WordIsUnknown),
        ((), {"submitted_on": date(2023, 2, 19)}, DayIsBeforeReceipt),
        ((), {"submitted_on": date(2023, 4, 2)}, DayIsStillToCome),
        ((), {"status_date": date(2023, 4, 2)}, DayIsStillToCome),
        ((ENDED,), {}, RequirementIsOver),
    ],
)
def test_what_cannot_be_submitted_is_refused(
    history: Any, other: dict[str, Any], refusal: Any
) -> None:
    given(Requirement, RECEIVED, *history).when(lambda r: submit(r, **other)).then_refused(refusal)


# ----- the end ----------------------------------------------------------------------------------


def end(requirement: Requirement, **other: Any) -> None:
    whole: dict[str, Any] = {
        "outcome": "NO_FURTHER_REPORTS",
        "ended_on": date(2023, 3, 31),
    } | other
    requirement.end(**whole, **BY_CCO)


def test_the_duty_ends_once() -> None:
    given(Requirement, RECEIVED).when(end).then(
        happened(Requirement.Ended, by=CCO, **{k: v for k, v in ENDED.details.items() if k != "by"})
    )
    given(Requirement, RECEIVED, ENDED).when(end).then_refused(RequirementIsOver)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"outcome": "FORGOTTEN"}, WordIsUnknown),
        ({"ended_on": date(2023, 2, 19)}, DayIsBeforeReceipt),
        ({"ended_on": date(2023, 4, 2)}, DayIsStillToCome),
    ],
)
def test_what_cannot_have_ended_is_refused(other: dict[str, Any], refusal: Any) -> None:
    given(Requirement, RECEIVED).when(lambda r: end(r, **other)).then_refused(refusal)
