"""Mutations by which two people destroy a text that should not stand here."""

from __future__ import annotations

import strawberry

from api.changing import Changing, Creating, mutation
from api.register.redactions import shown
from api.register.types.redactions import Redaction, RedactionReport
from commands.register.redacting import confirm_redaction, decline_redaction, redact_text
from domain.register import refusals as rules


@strawberry.input(
    description="消去の申請 / Ask for the end of all texts that a field of a record has held."
)
class RedactTextInput(Creating):
    record: strawberry.ID = strawberry.field(
        description="記録 / The record; of words released to another party, the release."
    )
    field: str = strawberry.field(
        description="項目 / The field, as answers call it: summary, statusReason, schedule.slips; of evidence"
        " also file, of a release wording."
    )
    reason: str = strawberry.field(
        description="理由 / Why, without repeating what is to be redacted."
    )


@strawberry.input(description="消去の確認 / Confirm a redaction as a second person.")
class ConfirmRedactionInput(Changing):
    redaction: strawberry.ID = strawberry.field(description="消去 / The redaction.")


@strawberry.input(description="消去の却下 / Let the texts stay.")
class DeclineRedactionInput(Changing):
    redaction: strawberry.ID = strawberry.field(description="消去 / The redaction.")
    reason: str = strawberry.field(description="理由 / Why.")


@strawberry.type
class RedactionMutations:
    redact_text = mutation(
        redact_text,
        RedactTextInput,
        RedactionReport,
        "文の消去を申請する / Ask for the end of a text, in all its versions. Nothing is destroyed until a"
        " second person confirms it. The answer tells who was shown the record.",
        rules.FieldIsNotRedacted,
        rules.NothingToRedact,
        rules.RecordIsNotRedacted,
        rules.RedactionIsUnderWay,
        rules.RedactionNeedsItsReason,
        shown=shown,
    )
    confirm_redaction = mutation(
        confirm_redaction,
        ConfirmRedactionInput,
        RedactionReport,
        "文の消去を確認して実行する / Destroy the text for good, now and in the past, as somebody else than who"
        " asked for it. It cannot be brought back.",
        rules.NothingToRedact,
        rules.RedactionIsDecided,
        rules.SecondPersonIsNeeded,
        shown=shown,
    )
    decline_redaction = mutation(
        decline_redaction,
        DeclineRedactionInput,
        Redaction,
        "文の消去を却下する / Let the text stay. Who asked for its end may take it back so.",
        rules.RedactionIsDecided,
        rules.RedactionNeedsItsReason,
    )
