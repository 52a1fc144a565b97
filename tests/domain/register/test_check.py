"""What may become of an effectiveness check (効果検証), and who may check."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.people.roles import Actor, Grant, Role
from domain.refusals import Refusal, TextHasLines, TextIsEmpty, WordIsUnknown
from domain.register.check import (
    EffectivenessCheck,
    checked,
    edits_for_the_whole_party,
    is_of_the_department,
    require_fit_to_check,
)
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Checked, Layer
from domain.register.refusals import (
    BaselineIsMissing,
    ChangedResultNeedsItsReason,
    CheckerEditsForTheWholeParty,
    CheckerIsOfTheResponsibleDepartment,
    CheckerReportedItDone,
    CheckIsBeforeItsCriterion,
    CheckIsOfAnEarlierRound,
    CountermeasureIsSplit,
    CriterionHasItsResult,
    DayIsInTheFuture,
    GivenUpMeasureHasNoEffect,
    MeasureIsNotDoneYet,
    NoneStandsAlone,
)
from tests.story import (
    BY_CCO,
    BY_EDITOR,
    CCO,
    EDITOR,
    NOON,
    SUBJECT,
    TODAY,
    Happened,
    Story,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

PG, MZ = 1, 2
SALES, SYSTEMS = UUID(int=0x5A), UUID(int=0x57)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BEFORE = TODAY - timedelta(days=30)

MEASURE = happened(
    Countermeasure.Proposed,
    owner=MZ,
    title="対策",
    items=(),
    kind=None,
    continuing=True,
    responsible_party=MZ,
    responsible_department=SALES,
    number=None,
    remark=None,
    status="PLANNED",
    categories=(),
    split_from=None,
)
DONE = happened(Countermeasure.ProgressReported, status="OPERATING", reason=None)
RESOLVED = happened(Countermeasure.VerdictGiven, by=CCO, verdict="RESOLVED", reason=None)
QUESTIONED = happened(Countermeasure.EffectQuestioned, incident=UUID(int=0x1C), round=1)
CANCELLED = happened(Countermeasure.ProgressReported, status="CANCELLED", reason="不要")
CRITERION: dict[str, Any] = {
    "measure": "目的外閲覧の件数（月）",
    "baseline": "12件",
    "target": "3か月続けて0件",
}
STATED = happened(
    EffectivenessCheck.CriterionStated,
    owner=MZ,
    countermeasure=SUBJECT,
    layer="EFFECTIVE",
    **CRITERION,
    round=0,
    stated_on=BEFORE,
    categories=("NONE",),
)
MET = happened(
    EffectivenessCheck.Concluded, by=CCO, met=True, result="0件だった", on=TODAY, reason=None
)
UNMET = MET.but(met=False, result="2件あった")


def measure(*more: Happened) -> Countermeasure:
    return rebuilt(Countermeasure, MEASURE, *more)


def state(of: Countermeasure | None = None, **details: Any) -> EffectivenessCheck:
    stated = {"layer": "EFFECTIVE", **CRITERION, "categories": ("NONE",)} | details
    return EffectivenessCheck.state(
        id=UUID(int=2), of=of or measure(), **stated, on=BEFORE, **BY_EDITOR
    )


def concluding(
    *history: Happened, of: Countermeasure | None = None, **details: Any
) -> Story[EffectivenessCheck]:
    found: dict[str, Any] = {"met": True, "result": "0件だった", "day": TODAY} | details
    subject = of or measure(DONE)
    return given(EffectivenessCheck, *history).when(
        lambda check: check.conclude(of=subject, **found, on=TODAY, **BY_CCO)
    )


# ----- the criterion ----------------------------------------------------------------------------


def test_a_criterion_is_stated_before_anything_is_found() -> None:
    then_begun(state, STATED)


def test_a_criterion_belongs_to_the_present_round_of_its_measure() -> None:
    handed_over = happened(Countermeasure.ProgressReported, status="HANDED_OVER", reason=None)
    questioned = measure(handed_over, QUESTIONED)
    then_begun(lambda: state(questioned), STATED.but(round=1))


@pytest.mark.parametrize("layer", Layer)
def test_each_layer_is_checked_for_itself(layer: str) -> None:
    then_begun(lambda: state(layer=layer), STATED.but(layer=layer))


@pytest.mark.parametrize("blank", [None, "", " "])
def test_what_is_set_up_alone_is_compared_to_nothing(blank: str | None) -> None:
    set_up = STATED.but(layer="SET_UP", baseline=None)
    then_begun(lambda: state(layer="SET_UP", baseline=blank), set_up)


@pytest.mark.parametrize("layer", ["OPERATED", "EFFECTIVE"])
def test_operation_and_effect_are_compared_to_how_it_was_or_to_nothing_expressly(
    layer: str,
) -> None:
    for blank in (None, "", " "):
        then_refused(lambda blank=blank: state(layer=layer, baseline=blank), BaselineIsMissing)  # type: ignore[misc]  # bound at once
    then_begun(
        lambda: state(layer=layer, baseline="なし（新設）"),
        STATED.but(layer=layer, baseline="なし（新設）"),
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"measure": " "}, TextIsEmpty),
        ({"target": ""}, TextIsEmpty),
        ({"measure": "一\n二"}, TextHasLines),
        ({"layer": "SOMEHOW"}, WordIsUnknown),
        ({"categories": ("NONE", "PERSONAL")}, NoneStandsAlone),
    ],
)
def test_a_criterion_is_complete(wrong: dict[str, Any], refusal: type[Refusal]) -> None:
    then_refused(lambda: state(**wrong), refusal)


@pytest.mark.parametrize(
    ("end", "refusal"),
    [
        (CANCELLED, GivenUpMeasureHasNoEffect),
        (happened(Countermeasure.SplitUp, parts=(SALES, SYSTEMS)), CountermeasureIsSplit),
    ],
)
def test_a_criterion_is_stated_of_what_can_have_an_effect(
    end: Happened, refusal: type[Refusal]
) -> None:
    then_refused(lambda: state(measure(end)), refusal)


def test_a_criterion_is_restated_while_nothing_was_found() -> None:
    other = CRITERION | {"target": "1件以下", "baseline": "なし"}
    restated = happened(EffectivenessCheck.CriterionRestated, **other, stated_on=TODAY)

    def restating(*history: Happened, **words: Any) -> Story[EffectivenessCheck]:
        return given(EffectivenessCheck, *history).when(
            lambda check: check.restate(**words, on=TODAY, **BY_EDITOR)
        )

    restating(STATED, **other).then(restated)
    restating(STATED, **CRITERION).then_nothing()
    restating(STATED, restated, **other).then_nothing()
    restating(STATED, **CRITERION | {"target": " "}).then_refused(TextIsEmpty)
    restating(STATED, **CRITERION | {"baseline": None}).then_refused(BaselineIsMissing)
    without = STATED.but(baseline=None)
    restating(without, **CRITERION | {"baseline": None}).then_nothing()
    restating(STATED, MET, **other).then_refused(CriterionHasItsResult)
    restating(STATED, MET, **CRITERION).then_nothing()


# ----- what was found ---------------------------------------------------------------------------


@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("day", [BEFORE, YESTERDAY, TODAY])
def test_a_result_is_found_on_a_day_on_which_the_criterion_stood(met: bool, day: date) -> None:
    concluding(STATED, met=met, day=day).then(MET.but(met=met, on=day))


@pytest.mark.parametrize(
    ("layer", "met", "refused"),
    [
        ("SET_UP", True, True),
        ("SET_UP", False, False),
        ("OPERATED", True, True),
        ("OPERATED", False, True),
        ("EFFECTIVE", True, True),
        ("EFFECTIVE", False, True),
    ],
)
def test_before_a_measure_is_done_it_is_at_most_found_not_set_up(
    layer: str, met: bool, refused: bool
) -> None:
    planned, stated = measure(), STATED.but(layer=layer)
    story = concluding(stated, of=planned, met=met)
    if refused:
        story.then_refused(MeasureIsNotDoneYet)
    else:
        story.then(MET.but(met=met))
    concluding(stated, of=measure(DONE), met=met).then(MET.but(met=met))


@pytest.mark.parametrize(
    ("end", "refusal"),
    [
        (CANCELLED, GivenUpMeasureHasNoEffect),
        (happened(Countermeasure.SplitUp, parts=(SALES, SYSTEMS)), CountermeasureIsSplit),
    ],
)
def test_the_effect_of_what_was_given_up_or_split_is_not_looked_at(
    end: Happened, refusal: type[Refusal]
) -> None:
    concluding(STATED, of=measure(end)).then_refused(refusal)
    concluding(STATED, MET, of=measure(end)).then_nothing()


def test_a_result_is_not_found_before_its_criterion_was_stated() -> None:
    earlier = BEFORE - timedelta(days=1)
    concluding(STATED, day=earlier).then_refused(
        CheckIsBeforeItsCriterion, day=earlier, stated=BEFORE
    )


def test_a_restated_criterion_counts_from_its_own_day() -> None:
    restated = happened(
        EffectivenessCheck.CriterionRestated,
        **CRITERION | {"target": "1件以下"},
        stated_on=YESTERDAY,
    )
    concluding(STATED, restated, day=BEFORE).then_refused(CheckIsBeforeItsCriterion)
    concluding(STATED, restated, day=YESTERDAY).then(MET.but(on=YESTERDAY))


def test_a_result_is_not_found_in_the_future() -> None:
    concluding(STATED, day=TOMORROW).then_refused(DayIsInTheFuture)


def test_a_result_says_what_was_found() -> None:
    concluding(STATED, result=" ").then_refused(TextIsEmpty)


def test_a_later_look_is_a_conclusion_of_its_own_and_the_last_one_counts() -> None:
    concluding(STATED, MET.but(by=EDITOR), result="1年後も0件").then(MET.but(result="1年後も0件"))
    check = given(EffectivenessCheck, STATED, MET.but(by=EDITOR), UNMET).subject
    assert check.conclusion is not None
    assert (check.conclusion.met, check.conclusion.result) == (False, "2件あった")
    assert check.concluded_by == {EDITOR, CCO}


@pytest.mark.parametrize(("before", "after"), [(MET, UNMET), (UNMET, MET)])
def test_a_result_becomes_the_contrary_with_a_reason_alone(
    before: Happened, after: Happened
) -> None:
    found = {name: after.details[name] for name in ("met", "result")}
    concluding(STATED, before, **found).then_refused(ChangedResultNeedsItsReason)
    concluding(STATED, before, **found, reason=" ").then_refused(ChangedResultNeedsItsReason)
    why = "数え直したため"
    concluding(STATED, before, **found, reason=f" {why}").then(after.but(reason=why))


def test_another_result_that_is_no_contrary_may_say_why() -> None:
    concluding(STATED, UNMET, met=False, result="3件あった", reason="1件を加えた").then(
        UNMET.but(result="3件あった", reason="1件を加えた")
    )
    concluding(STATED, UNMET, met=False, result="3件あった").then(UNMET.but(result="3件あった"))


def test_what_is_not_met_outdates_the_verdict_that_counted_it_as_proven() -> None:
    closed = measure(DONE, RESOLVED)
    concluding(STATED, of=closed, met=False, result="2件あった").then(UNMET)
    assert closed.verdict_is_outdated
    [doubted] = closed.collect_events()
    assert isinstance(doubted, Countermeasure.VerdictOutdated)
    assert (doubted.check, doubted.by) == (SUBJECT, CCO)


def test_what_is_met_or_was_found_before_outdates_no_verdict() -> None:
    closed = measure(DONE, RESOLVED)
    concluding(STATED, of=closed).then(MET)
    concluding(STATED, UNMET, of=closed, met=False, result="2件あった").then_nothing()
    assert not closed.verdict_is_outdated


def test_the_same_conclusion_again_changes_nothing() -> None:
    concluding(STATED, MET).then_nothing()
    concluding(STATED, MET, result=" 0件だった\r\n").then_nothing()
    explained = MET.but(reason="再集計")
    concluding(STATED, explained, reason=" 再集計").then_nothing()
    concluding(STATED, explained).then_nothing()


def test_another_reason_for_the_same_conclusion_is_kept() -> None:
    concluding(STATED, MET, reason="再集計").then(MET.but(reason="再集計"))
    concluding(STATED, MET.but(reason="再集計"), reason="転記の誤り").then(
        MET.but(reason="転記の誤り")
    )


def test_a_check_of_an_earlier_round_is_not_concluded() -> None:
    questioned = measure(DONE, RESOLVED, QUESTIONED)
    concluding(STATED, of=questioned).then_refused(CheckIsOfAnEarlierRound)
    concluding(STATED, MET, of=questioned).then_nothing()


def test_a_check_is_judged_for_its_information() -> None:
    (
        given(EffectivenessCheck, STATED)
        .when(lambda check: check.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(happened(EffectivenessCheck.Judged, categories=("PERSONAL",)))
    )


# ----- what the checks say together -------------------------------------------------------------


def a_check(layer: str, *found: tuple[bool, int], round_: int = 0) -> EffectivenessCheck:
    """A check with its conclusions, each met or not, on so many minutes past noon."""
    check = rebuilt(EffectivenessCheck, STATED.but(layer=layer, round=round_))
    of = measure(DONE, *((RESOLVED, QUESTIONED) * round_))
    for number, (met, minute) in enumerate(found):
        at = NOON + timedelta(minutes=minute)
        check.conclude(
            of=of, met=met, result=f"{number}", reason="再確認", day=TODAY, on=TODAY, by=CCO, at=at
        )
    return check


@pytest.mark.parametrize(
    ("checks", "met"),
    [
        ([], set()),
        ([a_check("SET_UP")], set()),
        ([a_check("SET_UP", (True, 0))], {"SET_UP"}),
        ([a_check("SET_UP", (False, 0))], set()),
        ([a_check("SET_UP", (False, 0), (True, 1))], {"SET_UP"}),
        ([a_check("SET_UP", (True, 0), (False, 1))], set()),
        ([a_check("SET_UP", (True, 0)), a_check("OPERATED", (True, 0))], {"SET_UP", "OPERATED"}),
        ([a_check("SET_UP", (True, 0)), a_check("OPERATED", (False, 1))], {"SET_UP"}),
        ([a_check("SET_UP", (True, 1)), a_check("SET_UP", (False, 0))], {"SET_UP"}),
        ([a_check("SET_UP", (True, 0)), a_check("SET_UP", (False, 1))], set()),
        ([a_check("SET_UP", (True, 0)), a_check("SET_UP")], {"SET_UP"}),
        ([a_check("SET_UP", (True, 0), round_=1)], set()),
        # What was found before is no later finding for being put in other words.
        ([a_check("SET_UP", (True, 0), (True, 2)), a_check("SET_UP", (False, 1))], set()),
        ([a_check("SET_UP", (False, 0), (False, 2)), a_check("SET_UP", (True, 1))], {"SET_UP"}),
        ([a_check("SET_UP", (False, 0), (True, 2)), a_check("SET_UP", (False, 1))], {"SET_UP"}),
    ],
)
def test_of_each_layer_the_last_conclusion_of_the_round_counts(
    checks: list[EffectivenessCheck], met: set[str]
) -> None:
    assert checked(checks, 0).met == met


def test_of_two_conclusions_at_one_instant_the_worse_counts() -> None:
    one, other = a_check("SET_UP", (True, 0)), a_check("SET_UP", (False, 0))
    assert checked([one, other], 0).met == checked([other, one], 0).met == set()


def test_who_concluded_any_check_of_the_round_is_known() -> None:
    assert checked([a_check("SET_UP", (False, 0))], 0).by == {CCO}
    assert checked([a_check("SET_UP")], 0) == Checked()
    assert checked([a_check("SET_UP", (True, 0), round_=1)], 0) == Checked()


# ----- who checks -------------------------------------------------------------------------------


def actor(*grants: tuple[Role, UUID | None], party: int = MZ, member: UUID = CCO) -> Actor:
    held = tuple(Grant(party, role, department, BEFORE, None) for role, department in grants)
    return Actor(member, MZ, held)


@pytest.mark.parametrize(
    ("grants", "of_it"),
    [
        ([(Role.EDITOR, None)], False),
        ([(Role.EDITOR, SALES)], True),
        ([(Role.MEMBER, SALES), (Role.CCO, None)], True),
        ([(Role.EDITOR, SYSTEMS)], False),
        ([(Role.EDITOR, SYSTEMS), (Role.EDITOR, SALES)], True),
        ([(Role.AUDITOR, None)], False),
        ([(Role.CCO, None), (Role.MEMBER, None)], False),
        ([], False),
    ],
)
def test_whoever_may_speak_for_a_department_is_of_it(
    grants: Iterable[tuple[Role, UUID | None]], of_it: bool
) -> None:
    assert is_of_the_department(actor(*grants), SALES) == of_it


def test_where_no_department_answers_nobody_is_of_it() -> None:
    assert not is_of_the_department(actor((Role.EDITOR, SALES), (Role.CCO, None)), None)


@pytest.mark.parametrize(
    ("grants", "edits"),
    [
        ([(Role.EDITOR, None)], True),
        ([(Role.EDITOR, SYSTEMS), (Role.EDITOR, None)], True),
        ([(Role.EDITOR, SYSTEMS)], False),
        ([(Role.CCO, None), (Role.AUDITOR, None)], False),
        ([], False),
    ],
)
def test_an_editor_of_no_department_edits_for_the_whole_party(
    grants: Iterable[tuple[Role, UUID | None]], edits: bool
) -> None:
    assert edits_for_the_whole_party(actor(*grants)) == edits


def test_a_role_in_another_party_makes_nobody_part_of_this_one() -> None:
    assert not is_of_the_department(actor((Role.EDITOR, SALES), party=PG), SALES)
    assert not edits_for_the_whole_party(actor((Role.EDITOR, None), party=PG))


def test_neither_the_responsible_department_nor_the_reporter_checks_the_effect() -> None:
    done = happened(Countermeasure.ProgressReported, by=CCO, status="IMPLEMENTED", reason=None)
    require_fit_to_check(actor((Role.CCO, None)), measure())
    require_fit_to_check(actor((Role.AUDITOR, None), member=EDITOR), measure(done))
    with pytest.raises(CheckerReportedItDone):
        require_fit_to_check(actor((Role.CCO, None)), measure(done))
    with pytest.raises(CheckerIsOfTheResponsibleDepartment):
        require_fit_to_check(actor((Role.EDITOR, SALES)), measure())
    require_fit_to_check(actor((Role.EDITOR, SYSTEMS)), measure())
    routine = happened(
        Countermeasure.HandedOver,
        department=SYSTEMS,
        rule="アクセス権限管理規程",
        rule_version="第3版",
        next_check=TOMORROW,
        decision="第5回会議",
    )
    with pytest.raises(CheckerIsOfTheResponsibleDepartment):
        require_fit_to_check(actor((Role.EDITOR, SYSTEMS)), measure(DONE, routine))
    with pytest.raises(CheckerEditsForTheWholeParty):
        require_fit_to_check(actor((Role.EDITOR, None)), measure())
