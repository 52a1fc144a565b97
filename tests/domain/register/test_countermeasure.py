"""What may become of a countermeasure (対策): the implementer's status, the reviewer's verdict."""

from typing import Any
from uuid import UUID

import pytest

from domain.refusals import Refusal, TextHasLines, TextIsEmpty, WordIsUnknown
from domain.register.countermeasure import (
    CLOSED_STATUSES,
    DONE,
    Countermeasure,
    Status,
    Verdict,
    is_open,
    verdict_fits,
)
from domain.register.refusals import (
    CountermeasureIsNotTakenUpAgain,
    GivingUpNeedsItsReason,
    OnlyContinuingMeasuresOperate,
    OperatingMeasureIsContinuing,
    ProposalIsAlreadyUnderWay,
    SteppingBackNeedsItsReason,
    VerdictIsByTheReporter,
    VerdictIsTooEarly,
)
from tests.story import (
    BY_CCO,
    BY_EDITOR,
    CCO,
    EDITOR,
    NOON,
    SUBJECT,
    Asked,
    Happened,
    Story,
    given,
    happened,
    then_begun,
    then_refused,
)

SALES = UUID(int=0x5A)
OTHER = UUID(int=0x07)
BY_OTHER = Asked(by=OTHER, at=NOON)

DETAILS: dict[str, Any] = {
    "title": "情報遮断の検討を必須とする着手可否評価",
    "items": ("検討の必要有無", "計画の明確性"),
    "kind": "CORRECTIVE",
    "continuing": True,
    "responsible_party": 2,
    "responsible_department": SALES,
    "number": "M-01",
    "remark": "要件定義後に実施",
    "status": "UNDER_CONSIDERATION",
    "categories": ("NONE",),
}
PROPOSED = happened(Countermeasure.Proposed, owner=2, **DETAILS)
ONE_OFF = PROPOSED.but(continuing=False)


def progress(status: str, reason: str | None = None, *, by: UUID = EDITOR) -> Happened:
    return happened(Countermeasure.ProgressReported, by=by, status=status, reason=reason)


def verdict(verdict: str, reason: str | None = None, *, by: UUID = CCO) -> Happened:
    return happened(Countermeasure.VerdictGiven, by=by, verdict=verdict, reason=reason)


def at(status: Status, proposed: Happened = PROPOSED) -> tuple[Happened, ...]:
    """The history of a countermeasure that is this far."""
    if status == Status.UNDER_CONSIDERATION:
        return (proposed,)
    return proposed, progress(status, "理由")


def propose(**details: Any) -> Countermeasure:
    return Countermeasure.propose(id=SUBJECT, owner=2, **details, **BY_EDITOR)


# ----- proposing --------------------------------------------------------------------------------


def test_a_countermeasure_is_proposed() -> None:
    then_begun(lambda: propose(**DETAILS), PROPOSED)


def test_a_countermeasure_is_proposed_by_its_title_alone_and_its_owner_answers_for_it() -> None:
    then_begun(
        lambda: propose(title="相談窓口の設置"),
        PROPOSED.but(
            title="相談窓口の設置",
            items=(),
            kind=None,
            continuing=None,
            responsible_party=2,
            responsible_department=None,
            number=None,
            remark=None,
            categories=(),
        ),
    )


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"status": "PLANNED"}, None),
        ({"status": "IN_PROGRESS"}, ProposalIsAlreadyUnderWay),
        ({"status": "CANCELLED"}, ProposalIsAlreadyUnderWay),
        ({"status": "済"}, WordIsUnknown),
        ({"kind": "PREVENTIVE"}, None),
        ({"kind": "CORRECTION"}, None),
        ({"kind": "PUNITIVE"}, WordIsUnknown),
        ({"title": ""}, TextIsEmpty),
        ({"items": ("①", "")}, TextIsEmpty),
        ({"items": ("①\n②",)}, TextHasLines),
        ({"responsible_party": 1}, None),
        ({"responsible_party": 0}, None),
        ({"continuing": None}, None),
    ],
)
def test_a_countermeasure_is_proposed_before_it_is_under_way(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    if refusal:
        then_refused(lambda: propose(**DETAILS | other), refusal)
    else:
        then_begun(lambda: propose(**DETAILS | other), PROPOSED.but(**other))


# ----- describing -------------------------------------------------------------------------------


def test_a_countermeasure_is_described_anew() -> None:
    revised = happened(Countermeasure.Revised, title="着手可否評価", items=("①",))
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.revise(title="着手可否評価", items=(" ① ",), **BY_EDITOR))
        .then(revised)
    )
    (
        given(Countermeasure, PROPOSED, revised)
        .when(lambda c: c.revise(title="着手可否評価", items=("①",), **BY_EDITOR))
        .then_nothing()
    )


def test_the_order_of_its_items_belongs_to_the_description() -> None:
    first, second = DETAILS["items"]
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.revise(title=DETAILS["title"], items=(second, first), **BY_EDITOR))
        .then(happened(Countermeasure.Revised, title=DETAILS["title"], items=(second, first)))
    )


def test_a_remark_is_changed_or_taken_away() -> None:
    none = happened(Countermeasure.Remarked, remark=None)
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.change_remark(remark="要件定義後に\n実施", **BY_EDITOR))
        .then(none.but(remark="要件定義後に\n実施"))
    )
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.change_remark(remark=" ", **BY_EDITOR))
        .then(none)
    )
    (
        given(Countermeasure, PROPOSED, none)
        .when(lambda c: c.change_remark(remark=None, **BY_EDITOR))
        .then_nothing()
    )


def test_a_countermeasure_is_characterised() -> None:
    characterised = happened(Countermeasure.Characterised, kind="PREVENTIVE", continuing=False)
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.characterise(kind="PREVENTIVE", continuing=False, **BY_EDITOR))
        .then(characterised)
    )
    (
        given(Countermeasure, PROPOSED, characterised)
        .when(lambda c: c.characterise(kind="PREVENTIVE", continuing=False, **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize("status", ["OPERATING", "HANDED_OVER"])
@pytest.mark.parametrize("continuing", [False, None])
def test_a_measure_that_operates_stays_a_continuing_one(
    status: str, continuing: bool | None
) -> None:
    story = given(Countermeasure, *at(Status(status)))
    story.when(lambda c: c.characterise(kind=None, continuing=continuing, **BY_EDITOR))
    story.then_refused(OperatingMeasureIsContinuing)
    (
        given(Countermeasure, *at(Status(status)))
        .when(lambda c: c.characterise(kind=None, continuing=True, **BY_EDITOR))
        .then(happened(Countermeasure.Characterised, kind=None, continuing=True))
    )


def test_a_countermeasure_is_assigned_to_a_department() -> None:
    assigned = happened(Countermeasure.Assigned, party=2, department=None)
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.assign(party=2, department=None, **BY_EDITOR))
        .then(assigned)
    )
    (
        given(Countermeasure, PROPOSED, assigned)
        .when(lambda c: c.assign(party=2, department=None, **BY_EDITOR))
        .then_nothing()
    )
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.assign(party=1, department=SALES, **BY_EDITOR))
        .then(assigned.but(party=1, department=SALES))
    )


def test_a_countermeasure_is_numbered_anew_or_not_at_all() -> None:
    numbered = happened(Countermeasure.Numbered, number="M-02")
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.give_number(number="M-02", **BY_EDITOR))
        .then(numbered)
    )
    (
        given(Countermeasure, PROPOSED, numbered)
        .when(lambda c: c.give_number(number="M-02", **BY_EDITOR))
        .then_nothing()
    )
    (
        given(Countermeasure, PROPOSED, numbered)
        .when(lambda c: c.give_number(number="", **BY_EDITOR))
        .then(numbered.but(number=None))
    )


# ----- progress ---------------------------------------------------------------------------------

# From each status (a row) to each status (a column), for a continuing measure, in the order of
# Status: = the same, > forward, ? only with a reason, x never.
MOVES = """
UNDER_CONSIDERATION = > > > > > ? ?
PLANNED             ? = > > > > ? ?
IN_PROGRESS         ? ? = > > > ? ?
IMPLEMENTED         ? ? ? = > > ? ?
OPERATING           ? ? ? ? = > ? ?
HANDED_OVER         ? ? ? x x = x x
CANCELLED           ? ? ? x x x = x
RISK_ACCEPTED       ? ? ? x x x x =
"""
CELLS = [
    (Status(row.split()[0]), after, sign)
    for row in MOVES.split("\n")
    if row
    for after, sign in zip(Status, row.split()[1:], strict=True)
]


def reporting(before: Status, after: str, reason: str | None) -> Story[Countermeasure]:
    story = given(Countermeasure, *at(before))
    return story.when(lambda c: c.report_progress(status=after, reason=reason, **BY_EDITOR))


@pytest.mark.parametrize(("before", "after", "sign"), CELLS)
def test_progress_moves_with_a_reason_as_the_table_says(
    before: Status, after: Status, sign: str
) -> None:
    story = reporting(before, after, "計画の見直し")
    if sign == "x":
        story.then_refused(CountermeasureIsNotTakenUpAgain, before=before.value)
    else:
        story.then(*() if sign == "=" else (progress(after, "計画の見直し"),))


@pytest.mark.parametrize(("before", "after", "sign"), CELLS)
def test_progress_moves_without_a_reason_as_the_table_says(
    before: Status, after: Status, sign: str
) -> None:
    story = reporting(before, after, " ")
    if sign == "x":
        story.then_refused(CountermeasureIsNotTakenUpAgain)
    elif sign == "?":
        gives_up = after in (Status.CANCELLED, Status.RISK_ACCEPTED)
        story.then_refused(GivingUpNeedsItsReason if gives_up else SteppingBackNeedsItsReason)
    else:
        story.then(*() if sign == "=" else (progress(after),))


@pytest.mark.parametrize("continuing", [False, None])
@pytest.mark.parametrize("status", ["OPERATING", "HANDED_OVER"])
def test_only_a_continuing_measure_operates(status: str, continuing: bool | None) -> None:
    (
        given(Countermeasure, PROPOSED.but(continuing=continuing), progress("IMPLEMENTED"))
        .when(lambda c: c.report_progress(status=status, **BY_EDITOR))
        .then_refused(OnlyContinuingMeasuresOperate)
    )


def test_a_one_off_measure_is_implemented() -> None:
    (
        given(Countermeasure, ONE_OFF)
        .when(lambda c: c.report_progress(status="IMPLEMENTED", **BY_EDITOR))
        .then(progress("IMPLEMENTED"))
    )


def test_a_status_is_of_the_known_ones() -> None:
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.report_progress(status="done", **BY_EDITOR))
        .then_refused(WordIsUnknown)
    )


@pytest.mark.parametrize("status", Status)
def test_a_countermeasure_is_open_until_handed_over_or_given_up(status: Status) -> None:
    assert is_open(status) == (status not in CLOSED_STATUSES)
    assert is_open(status.value) == (status.value not in "HANDED_OVER CANCELLED RISK_ACCEPTED")


# ----- the verdict ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("word", Verdict)
def test_a_verdict_fits_the_status_it_judges(status: Status, word: Verdict) -> None:
    given_up = status in (Status.CANCELLED, Status.RISK_ACCEPTED)
    fits = (
        status in DONE
        or word not in (Verdict.RESOLVED, Verdict.FOLLOW_UP_ENDED)
        or (word == Verdict.FOLLOW_UP_ENDED and given_up)
    )
    assert verdict_fits(word, status) == fits
    story = given(Countermeasure, *at(status)).when(
        lambda c: c.give_verdict(verdict=word, reason="審査の結果", **BY_CCO)
    )
    if fits:
        story.then(verdict(word, "審査の結果"))
    else:
        story.then_refused(VerdictIsTooEarly, verdict=word.value, status=status.value)


def test_a_verdict_is_of_the_known_ones() -> None:
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.give_verdict(verdict="良", **BY_CCO))
        .then_refused(WordIsUnknown)
    )


def test_the_same_verdict_changes_nothing() -> None:
    given(Countermeasure, PROPOSED).when(
        lambda c: c.give_verdict(verdict="NONE_YET", **BY_CCO)
    ).then_nothing()
    (
        given(Countermeasure, PROPOSED, verdict("FOLLOW_UP"))
        .when(lambda c: c.give_verdict(verdict="FOLLOW_UP", **BY_OTHER))
        .then_nothing()
    )


def test_the_same_verdict_for_another_reason_is_given() -> None:
    (
        given(Countermeasure, PROPOSED, verdict("FOLLOW_UP"))
        .when(lambda c: c.give_verdict(verdict="FOLLOW_UP", reason="次回も確認", **BY_CCO))
        .then(verdict("FOLLOW_UP", "次回も確認"))
    )


@pytest.mark.parametrize("status", sorted(DONE))
@pytest.mark.parametrize("word", ["FOLLOW_UP", "NEEDS_IMPROVEMENT", "RESOLVED", "FOLLOW_UP_ENDED"])
def test_who_reported_a_measure_as_done_does_not_judge_it(status: str, word: str) -> None:
    done = progress(status, by=CCO)
    (
        given(Countermeasure, PROPOSED, done)
        .when(lambda c: c.give_verdict(verdict=word, **BY_CCO))
        .then_refused(VerdictIsByTheReporter)
    )
    (
        given(Countermeasure, PROPOSED, done)
        .when(lambda c: c.give_verdict(verdict=word, **BY_OTHER))
        .then(verdict(word, by=OTHER))
    )


def test_who_once_reported_it_as_done_never_judges_it() -> None:
    (
        given(
            Countermeasure,
            PROPOSED,
            progress("IMPLEMENTED", by=CCO),
            progress("IN_PROGRESS", "不備があったため"),
            progress("IMPLEMENTED"),
        )
        .when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
        .then_refused(VerdictIsByTheReporter)
    )


def test_who_reported_it_as_under_way_may_judge_it() -> None:
    (
        given(Countermeasure, PROPOSED, progress("IN_PROGRESS", by=CCO), progress("IMPLEMENTED"))
        .when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
        .then(verdict("RESOLVED"))
    )


# ----- when progress falls back behind the verdict ----------------------------------------------

RESOLVED = (PROPOSED, progress("IMPLEMENTED"), verdict("RESOLVED"))
FELL_BACK = progress("IN_PROGRESS", "不備があったため")


def test_a_verdict_stands_but_is_outdated_once_progress_falls_back() -> None:
    measure = given(Countermeasure, *RESOLVED, FELL_BACK).subject
    assert (measure.verdict, measure.verdict_is_outdated) == (Verdict.RESOLVED, True)
    assert not given(Countermeasure, *RESOLVED).subject.verdict_is_outdated


def test_an_outdated_verdict_does_not_come_back_by_itself() -> None:
    measure = given(Countermeasure, *RESOLVED, FELL_BACK, progress("IMPLEMENTED")).subject
    assert measure.verdict_is_outdated


def test_an_outdated_verdict_is_given_again() -> None:
    again = (*RESOLVED, FELL_BACK, progress("IMPLEMENTED"))
    (
        given(Countermeasure, *again)
        .when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
        .then(verdict("RESOLVED"))
    )
    (
        given(Countermeasure, *again, verdict("RESOLVED"))
        .when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
        .then_nothing()
    )


def test_an_outdated_verdict_is_not_given_again_before_it_fits() -> None:
    (
        given(Countermeasure, *RESOLVED, FELL_BACK)
        .when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
        .then_refused(VerdictIsTooEarly)
    )


@pytest.mark.parametrize("word", ["FOLLOW_UP", "NEEDS_IMPROVEMENT"])
def test_a_verdict_that_fits_any_status_is_never_outdated(word: str) -> None:
    measure = given(
        Countermeasure, PROPOSED, progress("IMPLEMENTED"), verdict(word), FELL_BACK
    ).subject
    assert not measure.verdict_is_outdated


def test_follow_up_that_ended_with_the_measure_is_outdated_when_it_is_taken_up_again() -> None:
    ended = (PROPOSED, progress("CANCELLED", "不要のため"), verdict("FOLLOW_UP_ENDED"))
    assert not given(Countermeasure, *ended).subject.verdict_is_outdated
    taken_up = progress("PLANNED", "再度必要となったため")
    assert given(Countermeasure, *ended, taken_up).subject.verdict_is_outdated
