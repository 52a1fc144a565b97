"""The parties of the joint meeting: seen by everyone who is signed in."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people.party import Party
from projections.view import EVERYONE, Day, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Party.Founded():
            row |= {
                "owner": fact.number,
                "number": fact.number,
                "party_code": fact.code,
                "name": fact.name,
                "name_en": fact.name_en,
                "standing_since": iso(fact.since),
            }
        case Party.Renamed():
            row |= {"name": fact.name, "name_en": fact.name_en}
        case Party.Closed():
            row["standing_until"] = iso(fact.until)


PARTIES = View(
    kind="party",
    prefix="PTY",
    columns=(
        sa.Column("number", sa.SmallInteger, nullable=False),
        sa.Column("party_code", sa.String(12), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_en", sa.Text),
        sa.Column("standing_since", Day, nullable=False),
        sa.Column("standing_until", Day),
    ),
    facts=(Party.Founded, Party.Renamed, Party.Closed),
    begins=(Party.Founded,),
    fold=fold,
    search=("party_code", "name", "name_en"),
    audience=lambda _: EVERYONE,
)
