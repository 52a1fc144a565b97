"""Mutations by which parties ask each other, and answer."""

from __future__ import annotations

from datetime import date

import strawberry

from api.asking import Asking, below
from api.changing import LEAVE_OUT, Changing, Creating, CreatingRecord, mutation
from api.levels import Row
from api.register.finding import records_named
from api.register.types.roll_outs import ASKED, AskedRollOuts, RollOut, RollOutAnswer
from api.register.words import AppliesWord
from api.selecting import Asked, asked_fields
from commands.office import Receipt
from commands.register.roll_outs import (
    answer_roll_out,
    ask_roll_out,
    revise_roll_out,
    revise_roll_out_answer,
    withdraw_roll_out,
)
from domain.register import refusals as rules
from domain.register.record import InformationCategory

_WORDS = (
    rules.AnswerIsWantedTooEarly,
    rules.BarrierRuleForbids,
    rules.JudgementNamesNoCategory,
    rules.NoneStandsAlone,
)


@strawberry.input(description="依頼先 / A party that is asked, in words of its own.")
class AskedParty:
    party: str = strawberry.field(description="会社 / Its code.")
    text: str = strawberry.field(description="文面 / What it is asked, written for it.")
    information_categories: list[InformationCategory] | None = strawberry.field(
        default=None,
        description="情報区分 / Whose information the text holds; left out: as the record.",
    )


@strawberry.input(description="横展開 / Ask other parties whether this applies to them.")
class AskRollOutInput(Creating):
    record: strawberry.ID = strawberry.field(
        description="対象 / A record of your own party, judged; nobody sees more of it than before."
    )
    parties: list[AskedParty] = strawberry.field(
        description="依頼先 / The parties, each with its own text; none learns of another."
    )
    answer_by: date | None = strawberry.field(
        default=None, description="回答期限 / The day by which you want the answer."
    )
    basis: str | None = strawberry.field(
        default=None, description="根拠 / On what basis it is opened; else that it is a roll-out."
    )


@strawberry.input(description=f"横展開の変更 / Ask in other words. {LEAVE_OUT}")
class ReviseRollOutInput(Changing):
    roll_out: strawberry.ID = strawberry.field(description="横展開 / The roll-out.")
    text: str | None = strawberry.field(
        default=strawberry.UNSET, description="文面 / What is asked; it always says something."
    )
    answer_by: date | None = strawberry.field(
        default=strawberry.UNSET, description="回答期限 / The day by which you want the answer."
    )
    information_categories: list[InformationCategory] | None = strawberry.field(
        default=None,
        description="情報区分 / Whose information the text holds; left out: as before.",
    )


@strawberry.input(description="横展開の取下げ / Ask no more.")
class WithdrawRollOutInput(Changing):
    roll_out: strawberry.ID = strawberry.field(description="横展開 / The roll-out.")
    reason: str | None = strawberry.field(
        default=None, description="理由 / Why; kept for your own party."
    )


@strawberry.input(description="横展開への回答 / Answer what your party is asked.")
class AnswerRollOutInput(CreatingRecord):
    roll_out: strawberry.ID = strawberry.field(description="横展開 / What was asked.")
    verdict: AppliesWord = strawberry.field(description="該当の有無 / Whether it applies.")
    text: str | None = strawberry.field(default=None, description="内容 / What you answer.")
    records: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="対応する記録 / Records of your own party: what you do about it.",
    )


@strawberry.input(description=f"横展開への回答の変更 / Answer otherwise. {LEAVE_OUT}")
class ReviseRollOutAnswerInput(Changing):
    answer: strawberry.ID = strawberry.field(description="回答 / The answer.")
    verdict: AppliesWord | None = strawberry.field(
        default=strawberry.UNSET, description="該当の有無 / It always says one."
    )
    text: str | None = strawberry.field(
        default=strawberry.UNSET, description="内容 / What you answer."
    )
    records: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="対応する記録 / All of them, in place of those named."
    )


def _shown(info: Asking, receipt: Receipt) -> Row:
    asked = {one.name: one for one in asked_fields(below(info), frozenset({ASKED}))}
    ids = [str(one) for one in receipt.records]
    found = records_named(info.context.lens(), ids, asked.get("rollOuts", Asked("rollOuts")))
    return {"__typename": ASKED, "roll_outs": found}


@strawberry.type
class RollOutMutations:
    ask_roll_out = mutation(
        ask_roll_out,
        AskRollOutInput,
        AskedRollOuts,
        "横展開を依頼する / Ask other parties, each in its own words: all of them, or none. The words are"
        " released to the party asked.",
        *_WORDS,
        rules.RecordIsNotReleased,
        rules.RecordIsUnjudged,
        rules.ReleaseIsToItsOwnParty,
        rules.RollOutAsksNobody,
        rules.RollOutAsksTwice,
        rules.RollOutStands,
        rules.ReleaseNeedsItsBasis,
        shown=_shown,
    )
    revise_roll_out = mutation(
        revise_roll_out,
        ReviseRollOutInput,
        RollOut,
        "横展開の文面を改める / Ask in other words, or by another day.",
        *_WORDS,
        rules.RollOutIsWithdrawn,
    )
    withdraw_roll_out = mutation(
        withdraw_roll_out,
        WithdrawRollOutInput,
        RollOut,
        "横展開を取り下げる / Ask no more: the party asked sees it no longer, at once.",
        rules.RollOutIsWithdrawn,
    )
    answer_roll_out = mutation(
        answer_roll_out,
        AnswerRollOutInput,
        RollOutAnswer,
        "横展開に回答する / Answer by a record of your own; release it to who asked when it is ready.",
        rules.RollOutIsAnswered,
        rules.RollOutIsYourOwn,
        rules.RecordAnswersNothing,
        rules.NoneStandsAlone,
    )
    revise_roll_out_answer = mutation(
        revise_roll_out_answer,
        ReviseRollOutAnswerInput,
        RollOutAnswer,
        "横展開への回答を改める / Answer otherwise.",
        rules.RecordAnswersNothing,
    )
