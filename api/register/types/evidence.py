"""Evidence as GraphQL shows it."""

from __future__ import annotations

import strawberry

from api.record import Record


@strawberry.type(description="ファイル / A file of evidence, kept sealed.")
class EvidenceFile:
    name: str = strawberry.field(description="ファイル名 / Its name.")
    media_type: str = strawberry.field(description="種類 / What it holds, as a media type.")
    size: int = strawberry.field(description="大きさ / Its size in bytes.")
    sha256: str = strawberry.field(description="ハッシュ / SHA-256 of its content, in hexadecimal.")
    url: str | None = strawberry.field(
        description="取得先 / The path to GET it from, with the same token; null once withdrawn."
    )


@strawberry.type(
    description="証跡 / What shows a record to be so: a file, or a document elsewhere."
)
class Evidence(Record):
    about: Record | None = strawberry.field(
        description="対象 / The record it is about, if you may see it."
    )
    title: str = strawberry.field(description="件名 / What it shows, in one line.")
    name: str = strawberry.field(description="名称 / Name of the file or document.")
    number: str | None = strawberry.field(description="文書番号 / Number of the document.")
    document_version: str | None = strawberry.field(description="版 / Version of the document.")
    place: str | None = strawberry.field(description="保管場所 / Where the document is kept.")
    file: EvidenceFile | None = strawberry.field(
        description="ファイル / The file; null: a document kept elsewhere."
    )
    withdrawn: bool = strawberry.field(description="取下げ / It shows it no more, or never did.")
    withdrawal_reason: str | None = strawberry.field(description="取下げ理由 / Why, if withdrawn.")
