"""Releases: which record is open to which party, on what basis and until when."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.release import Release
from projections.openings import Opening
from projections.told import PARTY
from projections.view import Day, Id, Row, View, bit, iso
from projections.view import Release as ReleaseRule


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Release.Given() | Release.GivenAgain():
            row |= {
                "record": str(fact.record),
                "record_kind": fact.kind,
                "to_party": fact.to,
                "basis": fact.basis,
                "until": iso(fact.until),
                "standing": True,
            }
        case Release.Withdrawn():
            row["standing"] = False


RELEASES = View(
    kind="release",
    prefix="REL",
    columns=(
        sa.Column("record", Id, nullable=False),
        sa.Column("record_kind", sa.String(16), nullable=False),
        sa.Column("to_party", sa.SmallInteger, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("until", Day),
        sa.Column("standing", sa.Boolean, nullable=False),
    ),
    facts=(Release.Given, Release.GivenAgain, Release.Withdrawn),
    begins=(Release.Given,),
    fold=fold,
    search=("basis",),
    indexes=(("record", "to_party"),),
    past_indexes=(("record", "to_party"),),
)

_KNOWN = (
    *("record", "record_kind", "to_party", "standing", "until"),
    *("born", "since", "stood_from", "author"),
)

RELEASED = Opening("released", RELEASES.current, _KNOWN, meant=RELEASES.current.c.to_party == PARTY)
"""Releases as the party they are to may know them: of what, since when, until when and by whom.
Not on what basis, which is their owner's alone."""

RELEASED_PAST = Opening(
    "released_past",
    RELEASES.past,
    (*_KNOWN, "till", "stood_till"),
    meant=RELEASES.past.c.to_party == PARTY,
)
"""What became of them."""


def concerns(fact: Fact) -> tuple[str, UUID]:
    """The kind and id of the record a release is about."""
    assert isinstance(fact, Release.Given | Release.GivenAgain | Release.Withdrawn)
    return fact.kind, fact.record


def touch(row: Row, fact: Fact) -> None:
    """Widen or narrow the audience of the record's own row."""
    match fact:
        case Release.Given() | Release.GivenAgain():
            row["audience"] |= bit(fact.to)
            row["dated"] = row["dated"] & ~bit(fact.to) | (bit(fact.to) if fact.until else 0)
        case Release.Withdrawn():
            row["audience"] &= ~bit(fact.to)
            row["dated"] &= ~bit(fact.to)


RELEASE_RULE = ReleaseRule(
    facts=(Release.Given, Release.GivenAgain, Release.Withdrawn), concerns=concerns, touch=touch
)
