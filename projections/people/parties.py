"""The parties of the joint meeting: seen by everyone who is signed in.

A row keeps all names with their first days; which of them stand is judged at reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people import names
from domain.people.party import Party
from projections.view import EVERYONE, Day, Row, View, iso

Kept = Iterable[dict[str, Any]]
"""The names of a party as its row keeps them: `since`, `name` and `name_en` each."""


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Party.Founded():
            row |= {
                "owner": fact.number,
                "number": fact.number,
                "party_code": fact.code,
                "names": [_dated(fact)],
                "standing_since": iso(fact.since),
            }
        case Party.Renamed():
            row["names"] = [*row["names"], _dated(fact)]
        case Party.Closed():
            row["standing_until"] = iso(fact.until)


def _dated(fact: Party.Founded | Party.Renamed) -> dict[str, Any]:
    return {"since": iso(fact.since), "name": fact.name, "name_en": fact.name_en}


def names_on(kept: Kept, day: str) -> dict[str, Any]:
    """The names that stand on a day (ISO): `name` and `name_en`."""
    dated = ((date.fromisoformat(one["since"]), one) for one in kept)
    standing = names.name_on(dated, date.fromisoformat(day))
    return {"name": standing["name"], "name_en": standing["name_en"]}


def every_name(kept: Kept) -> list[str]:
    """All names of a row, each it has borne or is to bear, once."""
    said = (name for one in kept for name in (one["name"], one["name_en"]) if name)
    return list(dict.fromkeys(said))


PARTIES = View(
    kind="party",
    prefix="PTY",
    columns=(
        sa.Column("number", sa.SmallInteger, nullable=False),
        sa.Column("party_code", sa.String(12), nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("standing_since", Day, nullable=False),
        sa.Column("standing_until", Day),
    ),
    facts=(Party.Founded, Party.Renamed, Party.Closed),
    begins=(Party.Founded,),
    fold=fold,
    search=("party_code", "names"),
    listed=every_name,
    audience=lambda _: EVERYONE,
)
