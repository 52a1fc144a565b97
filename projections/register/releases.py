"""Releases: which record is open to which party, on what basis and until when."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.release import Release
from domain.register.released_wording import ReleasedWording
from domain.register.roll_out import RollOut
from projections.openings import Opening
from projections.told import PARTY
from projections.view import Day, Id, Instant, KindIn, Row, View, bit, iso
from projections.view import Release as ReleaseRule


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case ReleasedWording.Written() | ReleasedWording.Rewritten():
            row |= _words(fact) | {"worded_at": row["changed_at"]}
        case RollOut.Asked() | RollOut.Revised():
            row |= _words(fact)  # a question is not outdated when the record changes
        case Release.Given():
            row |= {"of": str(fact.of), "of_kind": fact.of_kind, **_terms(row, fact)}
        case Release.GivenAgain():
            row |= _terms(row, fact)
        case Release.Withdrawn():
            row["standing"] = False


def _words(
    fact: ReleasedWording.Written | ReleasedWording.Rewritten | RollOut.Asked | RollOut.Revised,
) -> Row:
    return {"wording": fact.text, "categories": list(fact.categories)}


def _terms(row: Row, fact: Release.Given | Release.GivenAgain) -> Row:
    return {
        "released_at": row["changed_at"],
        "record": str(fact.record),
        "record_kind": fact.kind,
        "to_party": fact.to,
        "basis": fact.basis,
        "until": iso(fact.until),
        "standing": True,
    }


_WORDS = (ReleasedWording.Written, ReleasedWording.Rewritten, RollOut.Asked, RollOut.Revised)


def subject(fact: Fact) -> UUID:
    """The release: of a wording or a roll-out, the one by which it is read."""
    if isinstance(fact, _WORDS):
        return Release.id_for(fact.originator_id, fact.to)
    return fact.originator_id


RELEASES = View(
    kind="release",
    prefix="REL",
    columns=(
        sa.Column("of", Id, nullable=False),
        sa.Column("of_kind", sa.String(24), nullable=False),
        sa.Column("wording", sa.Text),
        sa.Column("worded_at", Instant),
        sa.Column("record", Id, nullable=False),
        sa.Column("record_kind", sa.String(24), nullable=False),
        sa.Column("to_party", sa.SmallInteger, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("until", Day),
        sa.Column("released_at", Instant, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
    ),
    facts=(Release.Given, Release.GivenAgain, Release.Withdrawn, *_WORDS),
    begins=(Release.Given, ReleasedWording.Written, RollOut.Asked),
    subject=subject,
    fold=fold,
    search=("basis", "wording"),
    internal=frozenset({"record", "record_kind"}),
    references={"of": KindIn("of_kind")},
    indexes=(("record", "to_party"), ("of", "to_party")),
    past_indexes=(("record", "to_party"),),
)

"""What a party opened to another. `record` is what the other party sees: the record it is `of`, or a
released wording or a roll-out, whose text stands here for the owner. These are written before their
release."""

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
