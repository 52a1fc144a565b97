"""What may become of a countermeasure (対策): the implementer's status, the reviewer's verdict."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import Refusal, TextHasLines, TextIsEmpty, WordIsUnknown
from domain.register.countermeasure import Countermeasure, require_department_of
from domain.register.progress import (
    CLOSED_STATUSES,
    DONE,
    TAKEN_UP,
    Checked,
    CountermeasureKind,
    Layer,
    Status,
    Verdict,
    is_open,
    layers_needed,
    verdict_fits,
)
from domain.register.refusals import (
    ClosingNeedsItsChecks,
    CountermeasureIsNotTakenUpAgain,
    CountermeasureIsSplit,
    DepartmentIsOfAnotherParty,
    EffectIsNotVerified,
    GivenUpMeasureHasNoDays,
    GivenUpMeasureHasNoEffect,
    GivingUpNeedsItsReason,
    HandingOverNamesItsRule,
    MeasureIsNotDoneYet,
    OnlyContinuingMeasuresOperate,
    OnlyOpenMeasuresAreSplit,
    OperatingMeasureIsContinuing,
    ProgressDoesNotSplit,
    ProposalIsAlreadyUnderWay,
    ReporterCheckedIt,
    RoutineIsNotRescheduled,
    SplittingNeedsTwoParts,
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
    "split_from": None,
}
PROPOSED = happened(Countermeasure.Proposed, owner=2, **DETAILS)
ONE_OFF = PROPOSED.but(continuing=False)
ALL_MET = Checked(met=frozenset(Layer))


def progress(status: str, reason: str | None = None, *, by: UUID = EDITOR) -> Happened:
    return happened(Countermeasure.ProgressReported, by=by, status=status, reason=reason)


def verdict(verdict: str, reason: str | None = None, *, by: UUID = CCO) -> Happened:
    return happened(Countermeasure.VerdictGiven, by=by, verdict=verdict, reason=reason)


def at(status: Status, proposed: Happened = PROPOSED) -> tuple[Happened, ...]:
    """The history of a countermeasure that is this far."""
    if status == Status.UNDER_CONSIDERATION:
        return (proposed,)
    if status == Status.SPLIT:
        return proposed, SPLIT
    return proposed, progress(status, "理由")


PARTS = (UUID(int=0xA1), UUID(int=0xA2))
SPLIT = happened(Countermeasure.SplitUp, parts=PARTS)
TERMS: dict[str, Any] = {
    "department": SALES,
    "rule": "情報管理規程",
    "rule_version": "第3版",
    "next_check": date(2024, 4, 1),
    "decision": "2023年4月の合同検討会議",
}
HANDED_OVER = happened(Countermeasure.HandedOver, **TERMS)


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
        ({"status": "SPLIT"}, ProposalIsAlreadyUnderWay),
        ({"split_from": OTHER}, None),
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


def test_a_department_answers_for_its_own_party_alone() -> None:
    require_department_of(2, 2)
    with pytest.raises(DepartmentIsOfAnotherParty):
        require_department_of(1, 2)


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
# Status: = the same, > forward, ? only with a reason, x never, h by handing it over, s by
# splitting it, S not any more since it was split.
MOVES = """
UNDER_CONSIDERATION = > > > > h ? ? s
PLANNED             ? = > > > h ? ? s
IN_PROGRESS         ? ? = > > h ? ? s
IMPLEMENTED         ? ? ? = > h ? ? s
OPERATING           ? ? ? ? = h ? ? s
HANDED_OVER         ? ? ? x x = x x s
CANCELLED           ? ? ? x x x = x s
RISK_ACCEPTED       ? ? ? x x x x = s
SPLIT               S S S S S S S S =
"""
NEVER = {
    "x": CountermeasureIsNotTakenUpAgain,
    "h": HandingOverNamesItsRule,
    "s": ProgressDoesNotSplit,
    "S": CountermeasureIsSplit,
}
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
    if sign in NEVER:
        story.then_refused(NEVER[sign])
    elif sign == "=" and before in CLOSED_STATUSES:
        split = before == Status.SPLIT
        story.then_refused(CountermeasureIsSplit if split else CountermeasureIsNotTakenUpAgain)
    else:
        story.then(progress(after, "計画の見直し"))


def test_the_same_status_for_the_same_reason_changes_nothing() -> None:
    """Another reason is kept while it goes on, and the last one counts."""
    waiting = progress("IN_PROGRESS", "部品の入荷待ち")
    for again in (" 部品の入荷待ち", None):
        given(Countermeasure, PROPOSED, waiting).when(
            lambda c, again=again: c.report_progress(  # type: ignore[misc]  # bound at once
                status="IN_PROGRESS", reason=again, **BY_EDITOR
            )
        ).then_nothing()
    (
        given(Countermeasure, PROPOSED, waiting, waiting.but(reason="試験中"))
        .when(
            lambda c: c.report_progress(status="IN_PROGRESS", reason="部品の入荷待ち", **BY_EDITOR)
        )
        .then(waiting)
    )


def test_another_reason_for_being_done_is_not_by_who_checked_it() -> None:
    (
        given(Countermeasure, PROPOSED, progress("IMPLEMENTED"))
        .when(
            lambda c: c.report_progress(
                status="IMPLEMENTED",
                reason="全店で完了",
                checked=Checked(by=frozenset({EDITOR})),
                **BY_EDITOR,
            )
        )
        .then_refused(ReporterCheckedIt)
    )


@pytest.mark.parametrize("how", ["CANCELLED", "RISK_ACCEPTED"])
def test_another_reason_for_giving_up_is_not_dropped(how: str) -> None:
    story = given(Countermeasure, PROPOSED, progress(how, "廃止"))
    story.when(lambda c: c.report_progress(status=how, reason="別の理由", **BY_EDITOR))
    story.then_refused(CountermeasureIsNotTakenUpAgain, before=how)


@pytest.mark.parametrize(("before", "after", "sign"), CELLS)
def test_progress_moves_without_a_reason_as_the_table_says(
    before: Status, after: Status, sign: str
) -> None:
    story = reporting(before, after, " ")
    if sign in NEVER:
        story.then_refused(NEVER[sign])
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
def test_a_countermeasure_is_open_until_handed_over_given_up_or_split(status: Status) -> None:
    assert is_open(status) == (status not in CLOSED_STATUSES)
    ended = "HANDED_OVER CANCELLED RISK_ACCEPTED SPLIT"
    assert is_open(status.value) == (status.value not in ended)


@pytest.mark.parametrize("before", ["UNDER_CONSIDERATION", "IMPLEMENTED", "OPERATING"])
def test_what_a_sheet_calls_handed_over_was_decided_elsewhere(before: str) -> None:
    (
        given(Countermeasure, *at(Status(before)))
        .when(
            lambda c: c.report_progress(status="HANDED_OVER", decided_elsewhere=True, **BY_EDITOR)
        )
        .then(progress("HANDED_OVER"))
    )


@pytest.mark.parametrize("status", sorted(DONE))
def test_who_checked_the_effect_does_not_report_it_as_done(status: str) -> None:
    checked = Checked(by=frozenset({EDITOR}))

    def report(by: Asked) -> Story[Countermeasure]:
        return given(Countermeasure, PROPOSED).when(
            lambda c: c.report_progress(
                status=status, checked=checked, decided_elsewhere=True, **by
            )
        )

    report(BY_EDITOR).then_refused(ReporterCheckedIt)
    report(BY_OTHER).then(progress(status, by=OTHER))


@pytest.mark.parametrize("status", ["IN_PROGRESS", "CANCELLED"])
def test_who_checked_the_effect_reports_anything_else(status: str) -> None:
    (
        given(Countermeasure, *at(Status.IMPLEMENTED))
        .when(
            lambda c: c.report_progress(
                status=status, reason="不備", checked=Checked(by=frozenset({EDITOR})), **BY_EDITOR
            )
        )
        .then(progress(status, "不備"))
    )


# ----- handing it over --------------------------------------------------------------------------


def handing_over(
    *history: Happened, by: Asked = BY_EDITOR, checked: Checked = ALL_MET, **terms: Any
) -> Story[Countermeasure]:
    return given(Countermeasure, *history).when(
        lambda c: c.hand_over(**TERMS | terms, checked=checked, **by)
    )


@pytest.mark.parametrize("before", [status for status in Status if is_open(status)])
def test_a_continuing_measure_is_handed_over_to_routine(before: Status) -> None:
    handing_over(*at(before)).then(HANDED_OVER)


def test_a_measure_is_handed_over_by_a_rule_and_a_decision_alone() -> None:
    alone: dict[str, Any] = {"department": None, "rule_version": " ", "next_check": None}
    handing_over(*at(Status.OPERATING), **alone).then(
        HANDED_OVER.but(**alone | {"rule_version": None})
    )


@pytest.mark.parametrize("missing", ["rule", "decision"])
def test_a_measure_is_not_handed_over_without_rule_or_decision(missing: str) -> None:
    wrong: dict[str, Any] = {missing: " "}
    handing_over(*at(Status.OPERATING), **wrong).then_refused(TextIsEmpty)


@pytest.mark.parametrize("continuing", [False, None])
def test_only_a_continuing_measure_is_handed_over(continuing: bool | None) -> None:
    handing_over(PROPOSED.but(continuing=continuing)).then_refused(OnlyContinuingMeasuresOperate)


@pytest.mark.parametrize("before", ["CANCELLED", "RISK_ACCEPTED"])
def test_what_is_given_up_is_not_handed_over(before: str) -> None:
    handing_over(*at(Status(before))).then_refused(CountermeasureIsNotTakenUpAgain, before=before)


def test_the_same_terms_again_change_nothing_and_others_are_stated() -> None:
    handed_over = (PROPOSED, HANDED_OVER)
    handing_over(*handed_over, checked=Checked()).then_nothing()
    handing_over(*handed_over, rule_version="第4版").then(HANDED_OVER.but(rule_version="第4版"))


def test_what_a_sheet_called_handed_over_is_given_its_terms() -> None:
    handing_over(*at(Status.HANDED_OVER)).then(HANDED_OVER)


def test_a_routine_follows_its_department_into_another_once() -> None:
    other = UUID(int=0xA3)
    moved = HANDED_OVER.but(department=other)

    def follow(*facts: Happened) -> Story[Countermeasure]:
        return given(Countermeasure, *facts).when(lambda c: c.follow(department=other, **BY_EDITOR))

    follow(PROPOSED, HANDED_OVER).then(moved)
    follow(PROPOSED, HANDED_OVER, moved).then_nothing()
    follow(PROPOSED).then_nothing()


def test_what_left_routine_is_handed_over_on_terms_again() -> None:
    back = progress("IN_PROGRESS", "形骸化したため")
    handing_over(PROPOSED, HANDED_OVER, back).then(HANDED_OVER)


def test_a_measure_is_not_handed_over_before_its_effect_was_checked() -> None:
    story = handing_over(*at(Status.OPERATING), checked=Checked(met=frozenset({Layer.OPERATED})))
    story.then_refused(
        ClosingNeedsItsChecks,
        layers=("SET_UP", "EFFECTIVE"),
    )


def test_who_checked_the_effect_does_not_hand_it_over() -> None:
    checked = Checked(met=frozenset(Layer), by=frozenset({EDITOR}))
    handing_over(*at(Status.OPERATING), checked=checked).then_refused(ReporterCheckedIt)
    handing_over(*at(Status.OPERATING), checked=checked, by=BY_OTHER).then(
        happened(Countermeasure.HandedOver, by=OTHER, **TERMS)
    )


def test_who_handed_it_over_does_not_judge_it() -> None:
    (
        given(Countermeasure, PROPOSED, happened(Countermeasure.HandedOver, by=CCO, **TERMS))
        .when(lambda c: c.give_verdict(verdict="FOLLOW_UP", **BY_CCO))
        .then_refused(VerdictIsByTheReporter)
    )


# ----- splitting it -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
def test_a_measure_that_is_still_to_be_done_is_split(status: Status) -> None:
    story = given(Countermeasure, *at(status)).when(lambda c: c.split(parts=PARTS, **BY_EDITOR))
    if status in TAKEN_UP:
        story.then(SPLIT)
    elif status == Status.SPLIT:
        story.then_refused(CountermeasureIsSplit)
    else:
        story.then_refused(OnlyOpenMeasuresAreSplit, status=status.value)


@pytest.mark.parametrize("parts", [(), PARTS[:1], PARTS[:1] * 2])
def test_a_measure_is_split_into_two_parts_at_least(parts: tuple[UUID, ...]) -> None:
    (
        given(Countermeasure, PROPOSED)
        .when(lambda c: c.split(parts=parts, **BY_EDITOR))
        .then_refused(SplittingNeedsTwoParts)
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.revise(title="別", items=(), **BY_EDITOR),
        lambda c: c.change_remark(remark="別", **BY_EDITOR),
        lambda c: c.characterise(kind="CORRECTION", continuing=None, **BY_EDITOR),
        lambda c: c.assign(party=1, department=None, **BY_EDITOR),
        lambda c: c.give_number(number="別", **BY_EDITOR),
        lambda c: c.give_verdict(verdict="FOLLOW_UP", **BY_CCO),
        lambda c: c.hand_over(**TERMS, checked=ALL_MET, **BY_EDITOR),
        lambda c: c.require_effect(),
    ],
)
def test_a_measure_that_was_split_changes_no_more(change: Any) -> None:
    given(Countermeasure, PROPOSED, SPLIT).when(change).then_refused(CountermeasureIsSplit)


def test_a_measure_that_was_split_stays_as_it_was_described() -> None:
    (
        given(Countermeasure, PROPOSED, SPLIT)
        .when(lambda c: c.revise(title=c.title, items=c.items, **BY_EDITOR))
        .when(lambda c: c.report_progress(status="SPLIT", **BY_EDITOR))
        .then_nothing()
    )


def test_a_measure_that_was_split_is_still_judged_for_its_information() -> None:
    (
        given(Countermeasure, PROPOSED, SPLIT)
        .when(lambda c: c.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(happened(Countermeasure.Judged, categories=("PERSONAL",)))
    )


@pytest.mark.parametrize("status", Status)
def test_an_effect_is_checked_of_what_is_not_given_up(status: Status) -> None:
    story = given(Countermeasure, *at(status)).when(lambda c: c.require_effect())
    if status == Status.SPLIT:
        story.then_refused(CountermeasureIsSplit)
    elif status in (Status.CANCELLED, Status.RISK_ACCEPTED):
        story.then_refused(GivenUpMeasureHasNoEffect)
    else:
        story.then_nothing()


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
        lambda c: c.give_verdict(verdict=word, reason="審査の結果", checked=ALL_MET, **BY_CCO)
    )
    if status == Status.SPLIT:
        story.then_refused(CountermeasureIsSplit)
    elif fits:
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


@pytest.mark.parametrize("kind", [None, *CountermeasureKind])
@pytest.mark.parametrize("word", ["RESOLVED", "FOLLOW_UP_ENDED"])
@pytest.mark.parametrize("met", [(), ("SET_UP",), ("SET_UP", "OPERATED"), tuple(Layer)])
def test_what_was_done_is_closed_once_each_layer_its_kind_needs_was_found_met(
    kind: str | None, word: str, met: tuple[str, ...]
) -> None:
    needed = {Layer.SET_UP} if kind == "CORRECTION" else set(Layer)
    assert layers_needed(kind) == needed
    story = given(Countermeasure, PROPOSED.but(kind=kind), progress("IMPLEMENTED")).when(
        lambda c: c.give_verdict(verdict=word, checked=Checked(met=frozenset(met)), **BY_CCO)
    )
    missing = tuple(layer for layer in Layer if layer in needed and layer not in met)
    if missing:
        story.then_refused(ClosingNeedsItsChecks, layers=missing)
    else:
        story.then(verdict(word))


@pytest.mark.parametrize("status", ["CANCELLED", "RISK_ACCEPTED"])
def test_what_was_given_up_is_closed_without_any_check(status: str) -> None:
    (
        given(Countermeasure, *at(Status(status)))
        .when(lambda c: c.give_verdict(verdict="FOLLOW_UP_ENDED", **BY_CCO))
        .then(verdict("FOLLOW_UP_ENDED"))
    )


@pytest.mark.parametrize("word", ["NONE_YET", "FOLLOW_UP", "NEEDS_IMPROVEMENT"])
def test_a_verdict_that_closes_nothing_needs_no_check(word: str) -> None:
    (
        given(Countermeasure, PROPOSED, progress("IMPLEMENTED"))
        .when(lambda c: c.give_verdict(verdict=word, reason="なお続ける", **BY_CCO))
        .then(verdict(word, "なお続ける"))
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
        .when(lambda c: c.give_verdict(verdict=word, checked=ALL_MET, **BY_OTHER))
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
        .when(lambda c: c.give_verdict(verdict="RESOLVED", checked=ALL_MET, **BY_CCO))
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
        .when(lambda c: c.give_verdict(verdict="RESOLVED", checked=ALL_MET, **BY_CCO))
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


@pytest.mark.parametrize("word", ["RESOLVED", "FOLLOW_UP_ENDED", "FOLLOW_UP"])
def test_a_verdict_that_closed_a_correction_is_outdated_when_it_becomes_more(word: str) -> None:
    closed = (PROPOSED.but(kind="CORRECTION"), progress("IMPLEMENTED"), verdict(word))
    for kind, outdated in (("CORRECTIVE", True), (None, True), ("CORRECTION", False)):
        characterised = happened(Countermeasure.Characterised, kind=kind, continuing=False)
        measure = given(Countermeasure, *closed, characterised).subject
        assert measure.verdict_is_outdated == (outdated and word != "FOLLOW_UP")


def test_what_was_handed_over_as_a_correction_is_to_be_judged_anew_when_it_becomes_more() -> None:
    routine = (PROPOSED.but(kind="CORRECTION", continuing=True), progress("OPERATING"), HANDED_OVER)
    for kind, outdated in (("PREVENTIVE", True), (None, True), ("CORRECTION", False)):
        characterised = happened(Countermeasure.Characterised, kind=kind, continuing=True)
        measure = given(Countermeasure, *routine, characterised).subject
        assert measure.verdict_is_outdated == outdated


# ----- when a check finds it unmet --------------------------------------------------------------

CHECK = UUID(int=0xC4)
OUTDATED = happened(Countermeasure.VerdictOutdated, by=OTHER, check=CHECK)


def doubting(*history: Happened) -> Story[Countermeasure]:
    return given(Countermeasure, *history).when(lambda c: c.doubt(check=CHECK, **BY_OTHER))


@pytest.mark.parametrize("word", ["RESOLVED", "FOLLOW_UP_ENDED"])
def test_a_verdict_that_closed_is_outdated_by_a_check_that_is_not_met(word: str) -> None:
    closed = (PROPOSED, progress("IMPLEMENTED"), verdict(word, "確認済み"))
    doubting(*closed).then(OUTDATED)
    measure = given(Countermeasure, *closed, OUTDATED).subject
    assert (measure.verdict, measure.verdict_is_outdated) == (word, True)
    doubting(*closed, OUTDATED).then_nothing()
    doubting(*closed, OUTDATED, verdict(word)).then(OUTDATED)


def test_a_hand_over_counts_the_effect_as_proven_whatever_the_verdict_was() -> None:
    doubting(PROPOSED, HANDED_OVER).then(OUTDATED)
    doubting(PROPOSED, progress("OPERATING"), verdict("FOLLOW_UP"), HANDED_OVER).then(OUTDATED)


@pytest.mark.parametrize(
    "history",
    [
        (PROPOSED, progress("IMPLEMENTED")),
        (PROPOSED, progress("OPERATING"), verdict("FOLLOW_UP")),
        (PROPOSED, progress("IMPLEMENTED"), verdict("NEEDS_IMPROVEMENT")),
        (*RESOLVED, FELL_BACK),
    ],
)
def test_where_no_effect_counts_as_proven_a_check_outdates_nothing(
    history: tuple[Happened, ...],
) -> None:
    doubting(*history).then_nothing()


def test_an_effect_in_doubt_does_not_count_as_proven() -> None:
    given(Countermeasure, *RESOLVED, OUTDATED).when(
        lambda c: c.question(incident=INCIDENT, **BY_EDITOR)
    ).then_refused(EffectIsNotVerified)


# ----- when what it does is looked at -----------------------------------------------------------


@pytest.mark.parametrize("status", [one for one in Status if one != Status.SPLIT])
@pytest.mark.parametrize("layer", Layer)
@pytest.mark.parametrize("met", [True, False])
def test_a_measure_is_set_up_operated_and_effective_once_it_is_done(
    status: Status, layer: Layer, met: bool
) -> None:
    story = given(Countermeasure, *at(status)).when(lambda c: c.require_done_for(layer, met=met))
    if status in DONE or (layer == Layer.SET_UP and not met):
        story.then_nothing()
    else:
        story.then_refused(MeasureIsNotDoneYet)


# ----- its days ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
def test_what_is_split_given_up_or_routine_is_not_planned_anew(status: Status) -> None:
    story = given(Countermeasure, *at(status)).when(lambda c: c.require_open())
    match status:
        case Status.SPLIT:
            story.then_refused(CountermeasureIsSplit)
        case Status.CANCELLED | Status.RISK_ACCEPTED:
            story.then_refused(GivenUpMeasureHasNoDays)
        case Status.HANDED_OVER:
            story.then_refused(RoutineIsNotRescheduled)
        case _:
            story.then_nothing()


@pytest.mark.parametrize("status", Status)
def test_nobody_waits_for_what_is_split_or_given_up(status: Status) -> None:
    story = given(Countermeasure, *at(status)).when(lambda c: c.require_awaited())
    match status:
        case Status.SPLIT:
            story.then_refused(CountermeasureIsSplit)
        case Status.CANCELLED | Status.RISK_ACCEPTED:
            story.then_refused(GivenUpMeasureHasNoDays)
        case _:
            story.then_nothing()


# ----- when its effect is questioned ------------------------------------------------------------

INCIDENT = UUID(int=0x1C)
QUESTIONED = happened(Countermeasure.EffectQuestioned, incident=INCIDENT, round=1)


def questioning(*history: Happened, incident: UUID = INCIDENT) -> Story[Countermeasure]:
    return given(Countermeasure, *history).when(
        lambda c: c.question(incident=incident, **BY_EDITOR)
    )


@pytest.mark.parametrize("word", ["RESOLVED", "FOLLOW_UP_ENDED"])
def test_the_effect_of_a_verified_measure_is_questioned_and_followed_up_again(word: str) -> None:
    verified = (PROPOSED, progress("IMPLEMENTED"), verdict(word, "確認済み"))
    questioning(*verified).then(QUESTIONED)
    measure = given(Countermeasure, *verified, QUESTIONED).subject
    assert (measure.round, measure.status) == (1, Status.IMPLEMENTED)
    assert (measure.verdict, measure.verdict_reason) == (Verdict.FOLLOW_UP, None)
    assert not measure.verdict_is_outdated


@pytest.mark.parametrize("how", [HANDED_OVER, progress("HANDED_OVER")])
def test_what_was_handed_over_operates_again_when_its_effect_is_questioned(how: Happened) -> None:
    questioning(PROPOSED, how).then(QUESTIONED)
    measure = given(Countermeasure, PROPOSED, how, QUESTIONED).subject
    assert (measure.status, measure.handed_over) == (Status.OPERATING, None)


@pytest.mark.parametrize(
    "history",
    [
        (PROPOSED,),
        (PROPOSED, progress("IMPLEMENTED")),
        (PROPOSED, progress("OPERATING"), verdict("FOLLOW_UP")),
        (PROPOSED, progress("IMPLEMENTED"), verdict("NEEDS_IMPROVEMENT")),
        (PROPOSED, progress("CANCELLED", "不要"), verdict("FOLLOW_UP_ENDED")),
        (*RESOLVED, FELL_BACK),
        (*RESOLVED, FELL_BACK, progress("IMPLEMENTED")),
        (PROPOSED, SPLIT),
    ],
)
def test_an_effect_that_was_not_verified_is_not_questioned(history: tuple[Happened, ...]) -> None:
    questioning(*history).then_refused(EffectIsNotVerified)


def test_one_incident_questions_an_effect_once_and_another_one_again() -> None:
    again = (*RESOLVED, QUESTIONED, verdict("RESOLVED"))
    questioning(*again).then_nothing()
    questioning(*again, incident=OTHER).then(QUESTIONED.but(incident=OTHER, round=2))
    assert given(Countermeasure, *again, QUESTIONED.but(incident=OTHER)).subject.round == 2


def test_a_questioned_effect_is_closed_again_by_the_checks_of_its_new_round_alone() -> None:
    story = given(Countermeasure, *RESOLVED, QUESTIONED)
    story.when(lambda c: c.give_verdict(verdict="RESOLVED", **BY_CCO))
    story.then_refused(ClosingNeedsItsChecks, layers=tuple(Layer))
