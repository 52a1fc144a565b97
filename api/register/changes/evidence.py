"""Mutations about evidence."""

from __future__ import annotations

import strawberry

from api.changing import Changing, CreatingRecord, mutation
from api.register.types import Evidence
from commands.register.evidence import attach_evidence, revise_evidence, withdraw_evidence
from domain import refusals as shared
from domain.files import HandedIn
from domain.register import refusals as rules


@strawberry.input(description="文書 / A document that is kept elsewhere.")
class DocumentInput:
    name: str = strawberry.field(description="文書名 / Its name.")
    number: str | None = strawberry.field(default=None, description="文書番号 / Its number.")
    version: str | None = strawberry.field(default=None, description="版 / Its version.")
    place: str | None = strawberry.field(default=None, description="保管場所 / Where it is kept.")


@strawberry.input(
    description="証跡の添付 / Attach evidence: a file, or a document kept elsewhere; one of both."
)
class AttachEvidenceInput(CreatingRecord):
    record: strawberry.ID = strawberry.field(
        description="対象 / The record it is about: any that you see and that bears evidence."
    )
    title: str = strawberry.field(description="件名 / What it shows, in one line.")
    file: HandedIn | None = strawberry.field(
        default=None,
        description=(
            "ファイル / PDF, Word, Excel, PowerPoint, CSV, text, PNG or JPEG of at most 10 MB,"
            " without macros; sent as multipart/form-data."
        ),
    )
    document: DocumentInput | None = strawberry.field(
        default=None, description="文書 / A document that is kept elsewhere."
    )


@strawberry.input(description="証跡への操作 / Change a piece of evidence.")
class ChangingEvidence(Changing):
    evidence: strawberry.ID = strawberry.field(description="証跡 / The evidence.")


@strawberry.input(description="証跡の件名の変更 / Call evidence by another title.")
class ReviseEvidenceInput(ChangingEvidence):
    title: str = strawberry.field(description="件名 / What it shows, in one line.")


@strawberry.input(description="証跡の取下げ / Withdraw evidence.")
class WithdrawEvidenceInput(ChangingEvidence):
    reason: str = strawberry.field(description="理由 / Why it shows it no more, or never did.")


@strawberry.type
class EvidenceMutations:
    attach_evidence = mutation(
        attach_evidence,
        AttachEvidenceInput,
        Evidence,
        "証跡を添付する / Attach a file or cite a document as evidence of a record.",
        rules.EvidenceIsAFileOrADocument,
        shared.FileIsEmpty,
        shared.FileIsTooLarge,
        shared.FileTypeIsNotTaken,
        shared.FileIsNotWhatItsNameSays,
        rules.NoneStandsAlone,
        shared.NotYourDepartment,
    )
    revise_evidence = mutation(
        revise_evidence,
        ReviseEvidenceInput,
        Evidence,
        "証跡の件名を改める / Call evidence by another title.",
        rules.EvidenceIsWithdrawn,
        shared.NotYourDepartment,
    )
    withdraw_evidence = mutation(
        withdraw_evidence,
        WithdrawEvidenceInput,
        Evidence,
        "証跡を取り下げる / Withdraw evidence; the past still shows it.",
        rules.WithdrawalOfEvidenceNeedsItsReason,
        rules.EvidenceIsWithdrawn,
        shared.NotYourDepartment,
    )
