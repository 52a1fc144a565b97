"""Mutations about effects: what they are held against, what was found, and questioning them."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, CreatingRecord, ExpectingSeveral, mutation
from api.register.types import EffectivenessCheck, Incident
from api.register.words import LayerWord
from commands.register.checks import (
    check_effect,
    question_effect,
    restate_criterion,
    state_criterion,
)
from domain.register import refusals as rules


@strawberry.input(description="効果検証の設定 / State what an effect will be held against.")
class StateCriterionInput(CreatingRecord):
    countermeasure: strawberry.ID = strawberry.field(description="対策 / The countermeasure.")
    layer: LayerWord = strawberry.field(description="段階 / Set up, operated or effective.")
    measure: str = strawberry.field(description="指標 / What is measured.")
    target: str = strawberry.field(description="基準 / What counts as met.")
    baseline: str | None = strawberry.field(
        default=None,
        description="検証前の値 / How it is now, before the measure: needed unless the set-up alone is"
        " checked; write なし (none) and why where there is nothing to compare with.",
    )


@strawberry.input(description="効果検証への操作 / Change one effectiveness check.")
class ChangingCheck(Changing):
    check: strawberry.ID = strawberry.field(description="効果検証 / The effectiveness check.")


@strawberry.input(description=f"基準の変更 / Restate a criterion without a result. {LEAVE_OUT}")
class RestateCriterionInput(ChangingCheck):
    measure: str | None = strawberry.field(
        default=strawberry.UNSET, description="指標 / What is measured; there always is one."
    )
    baseline: str | None = strawberry.field(
        default=strawberry.UNSET, description="検証前の値 / How it was before."
    )
    target: str | None = strawberry.field(
        default=strawberry.UNSET, description="基準 / What counts as met; there always is one."
    )


@strawberry.input(description="効果検証の結果 / Say what was found against a criterion.")
class CheckEffectInput(ChangingCheck):
    met: bool = strawberry.field(description="達成 / Whether the criterion is met.")
    result: str = strawberry.field(description="結果 / What was found.")
    reason: str | None = strawberry.field(
        default=None, description="理由 / Why met becomes not met, or the other way round."
    )
    checked_on: date | None = strawberry.field(
        default=None, description="検証日 / The day it was found; else today."
    )


@strawberry.input(description="効果の見直し / Question effects after an incident.")
class QuestionEffectInput(Changing, ExpectingSeveral):
    incident: strawberry.ID = strawberry.field(
        description="事案 / The incident that repeats a cause."
    )
    countermeasures: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="対策 / The measures to question; else all of your party that are verified and"
        " answer a cause of it.",
    )


@strawberry.type
class CheckMutations:
    state_criterion = mutation(
        state_criterion,
        StateCriterionInput,
        EffectivenessCheck,
        "効果検証の基準を定める / State beforehand what a layer of a countermeasure is held against.",
        rules.NoneStandsAlone,
        rules.BaselineIsMissing,
        rules.CountermeasureIsSplit,
        rules.GivenUpMeasureHasNoEffect,
    )
    restate_criterion = mutation(
        restate_criterion,
        RestateCriterionInput,
        EffectivenessCheck,
        "効果検証の基準を改める / Restate a criterion against which nothing was found yet.",
        rules.BaselineIsMissing,
        rules.CriterionHasItsResult,
    )
    check_effect = mutation(
        check_effect,
        CheckEffectInput,
        EffectivenessCheck,
        "効果を検証する / Say what was found; the last conclusion counts. Not by the responsible"
        " department or an editor of the whole party, nor by who reported the measure as done. What"
        " is not met outdates a verdict that counted it as proven.",
        rules.ChangedResultNeedsItsReason,
        rules.CheckerEditsForTheWholeParty,
        rules.CheckerIsOfTheResponsibleDepartment,
        rules.CheckerReportedItDone,
        rules.CheckIsBeforeItsCriterion,
        rules.CheckIsOfAnEarlierRound,
        rules.CountermeasureIsSplit,
        rules.DayIsInTheFuture,
        rules.GivenUpMeasureHasNoEffect,
        rules.MeasureIsNotDoneYet,
    )
    question_effect = mutation(
        question_effect,
        QuestionEffectInput,
        Incident,
        "効果を見直す / Open again what counted as effective, since an incident repeats its cause."
        " Answers the incident.",
        rules.NothingToQuestion,
        rules.MeasureAnswersAnotherCause,
        rules.EffectIsNotVerified,
    )
