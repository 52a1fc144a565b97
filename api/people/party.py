"""A party as GraphQL shows it: known to everyone who is signed in."""

from __future__ import annotations

import strawberry


@strawberry.type(description="会社・団体 / A party of the joint review meeting.")
class Party:
    code: str = strawberry.field(description="略号 / Short code, such as HD, PG or MZ.")
    name: str = strawberry.field(description="名称 / The name that stands at statusDate.")
    name_en: str | None = strawberry.field(
        description="英語名称 / The English name that stands with it."
    )
