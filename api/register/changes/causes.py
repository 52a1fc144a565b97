"""Mutations about causes, their categories and their links."""

from __future__ import annotations

import strawberry

from api.changing import LEAVE_OUT, Changing, Creating, CreatingRecord, mutation
from api.register.types import Cause, Link, Taxonomy
from api.register.words import CauseKindWord
from commands.register.causes import (
    add_category,
    classify_cause,
    confirm_cause,
    dismiss_cause,
    link_records,
    number_cause,
    revise_cause,
    state_cause,
    unlink_records,
)
from domain.register import refusals as rules


@strawberry.input(description="原因の登録 / State a cause.")
class StateCauseInput(CreatingRecord):
    statement: str = strawberry.field(description="原因 / The cause, in one line.")
    category: str | None = strawberry.field(
        default=None, description="分類 / Category; a new one joins your party's taxonomy."
    )
    kind: CauseKindWord | None = strawberry.field(default=None, description="種別 / Kind.")
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")


@strawberry.input(description="原因への操作 / Change one cause.")
class ChangingCause(Changing):
    cause: strawberry.ID = strawberry.field(description="原因 / The cause.")


@strawberry.input(description="原因の記述の変更 / Revise a cause.")
class ReviseCauseInput(ChangingCause):
    statement: str = strawberry.field(description="原因 / The cause, in one line.")


@strawberry.input(description=f"原因の分類 / Classify a cause. {LEAVE_OUT}")
class ClassifyCauseInput(ChangingCause):
    category: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="分類 / Category; a new one joins your party's taxonomy.",
    )
    kind: CauseKindWord | None = strawberry.field(
        default=strawberry.UNSET, description="種別 / Kind."
    )


@strawberry.input(description="管理番号の変更 / Number a cause.")
class NumberCauseInput(ChangingCause):
    number: str | None = strawberry.field(
        default=None, description="管理番号 / Your own number; left out or null: none."
    )


@strawberry.input(description="原因の確認 / Confirm a cause.")
class ConfirmCauseInput(ChangingCause):
    reason: str | None = strawberry.field(
        default=None, description="理由 / Needed of a cause that was dismissed."
    )


@strawberry.input(description="原因の棄却 / Dismiss a cause.")
class DismissCauseInput(ChangingCause):
    reason: str = strawberry.field(description="理由 / Why it was none.")


@strawberry.input(description="分類の追加 / Add a category of causes.")
class AddCategoryInput(Creating):
    name: str = strawberry.field(description="分類 / Its name; a known one changes nothing.")


@strawberry.input(description="結び付け / Link a cause to an incident or a countermeasure.")
class LinkRecordsInput(Creating):
    cause: strawberry.ID = strawberry.field(description="原因 / The cause.")
    record: strawberry.ID = strawberry.field(
        description="相手 / The incident it explains or the countermeasure that answers it."
    )


@strawberry.input(
    description="結び付きの取消し / Take back a link; the version is the link's, see `links` of its ends."
)
class UnlinkRecordsInput(LinkRecordsInput, Changing):
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")


@strawberry.type
class CauseMutations:
    state_cause = mutation(
        state_cause,
        StateCauseInput,
        Cause,
        "原因を登録する / State a cause.",
        rules.NoneStandsAlone,
    )
    revise_cause = mutation(
        revise_cause,
        ReviseCauseInput,
        Cause,
        "原因の記述を変更する / State a cause in other words.",
        rules.CauseIsDismissed,
    )
    classify_cause = mutation(
        classify_cause,
        ClassifyCauseInput,
        Cause,
        "原因を分類する / File a cause under a category and a kind.",
        rules.CauseIsDismissed,
    )
    number_cause = mutation(
        number_cause,
        NumberCauseInput,
        Cause,
        "原因の管理番号を変更する / Call a cause by your own number, or by none.",
        rules.CauseIsDismissed,
    )
    confirm_cause = mutation(
        confirm_cause,
        ConfirmCauseInput,
        Cause,
        "原因と確認する / Say that it was a cause, after it was dismissed with the reason.",
        rules.ReinstatementNeedsItsReason,
    )
    dismiss_cause = mutation(
        dismiss_cause,
        DismissCauseInput,
        Cause,
        "原因を棄却する / Say that it was no cause, and why.",
        rules.DismissalNeedsItsReason,
        rules.CauseIsDismissed,
    )
    add_category = mutation(
        add_category,
        AddCategoryInput,
        Taxonomy,
        "原因の分類を追加する / Let a category join your party's taxonomy.",
    )
    link_records = mutation(
        link_records,
        LinkRecordsInput,
        Link,
        "原因を事案または対策に結び付ける / Link a cause to an incident or a countermeasure; a link"
        " that was taken back stands again.",
        rules.CountermeasureIsSplit,
    )
    unlink_records = mutation(
        unlink_records,
        UnlinkRecordsInput,
        Cause,
        "結び付きを取り消す / Take back a link; it stays where it stood in the past. Answers the cause.",
        rules.CountermeasureIsSplit,
    )
