"""Mutations that open records to another party, and close them again."""

from __future__ import annotations

from datetime import date

import strawberry

from api.asking import Asking, below
from api.changing import Creating, ExpectingSeveral, mutation
from api.levels import Row
from api.register.finding import records_named
from api.register.types.releases import RELEASED, Release, Released
from api.selecting import Asked, asked_fields
from commands.office import Receipt
from commands.register.releases import release_records, withdraw_release
from domain.register import refusals as rules
from domain.register.record import InformationCategory

RULES = (
    rules.BarrierRuleForbids,
    rules.JudgementNamesNoCategory,
    rules.NoneStandsAlone,
    rules.NoRecordIsNamed,
    rules.RecordsAreTooMany,
    rules.RecordIsNotReleased,
    rules.RecordIsUnjudged,
    rules.ReleaseEndsBeforeToday,
    rules.ReleaseIsToItsOwnParty,
    rules.ReleaseNeedsItsBasis,
    rules.ReleaseStands,
    rules.WordingIsForNoRecord,
)
"""The refusals a release may meet beside those every command may."""


@strawberry.input(description="開示用の文面 / What the other party reads in place of a record.")
class WordingInput:
    id: strawberry.ID = strawberry.field(description="対象 / One of the records released.")
    text: str = strawberry.field(description="文面 / What it reads.")
    expected_version: str | None = strawberry.field(
        default=None,
        description="版 / Of the standing release whose wording this replaces, as you read it; left out:"
        " it is not compared.",
    )
    information_categories: list[InformationCategory] | None = strawberry.field(
        default=None,
        description="情報区分 / Whose information the text still holds; left out: as before, and at first as"
        " the record.",
    )


@strawberry.input(description="開示の内容 / Which records are opened to whom, on what terms.")
class ReleaseTerms:
    ids: list[strawberry.ID] = strawberry.field(
        description="記録 / The records, of any kinds, all judged and of your own party; at most 1,000."
        " What stands beside one stays where it is."
    )
    to: str = strawberry.field(description="開示先 / Code of the party that is to see them.")
    basis: str = strawberry.field(description="根拠 / On what basis.")
    until: date | None = strawberry.field(
        default=None, description="開示期限 / The last day; left out: until it is withdrawn."
    )
    wordings: list[WordingInput] = strawberry.field(
        default_factory=list,
        description="開示用の文面 / For records of which the other party is to read this text, and not the"
        " record.",
    )


@strawberry.input(description="開示 / Open records of your own party to another party.")
class ReleaseRecordsInput(ReleaseTerms, ExpectingSeveral):
    pass


@strawberry.input(description="開示の撤回 / Withdraw a release at once.")
class WithdrawReleaseInput(Creating):
    release: strawberry.ID = strawberry.field(description="開示 / The release.")
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")


def _shown(info: Asking, receipt: Receipt) -> Row:
    asked = {one.name: one for one in asked_fields(below(info), frozenset({RELEASED}))}
    ids = [str(one) for one in receipt.records]
    found = records_named(info.context.lens(), ids, asked.get("releases", Asked("releases")))
    return {"__typename": RELEASED, "releases": found}


@strawberry.type
class ReleaseMutations:
    release_records = mutation(
        release_records,
        ReleaseRecordsInput,
        Released,
        "記録を開示する / Open records to another party: all of them, or none. releasePreview shows"
        " before what that party will see.",
        *RULES,
        shown=_shown,
    )
    withdraw_release = mutation(
        withdraw_release,
        WithdrawReleaseInput,
        Release,
        "開示を撤回する / Close a record again: at once, for the past as well, and for whoever listens.",
        rules.ReleaseDoesNotStand,
    )
