"""Who else will read what is written: the parties to whom a changed record is released."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.figure import Figure
from domain.register.record import JudgedFact
from projections.all import VIEWS
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.parties import PARTIES
from projections.prepared import ask
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.view import CHUNK, Id, View

_NO_EDIT = (LINKS, RELEASES)
"""A change of one of these edits no record: it is read by whoever reads what it is about."""

_EDITED: dict[type[Fact], list[View]] = {
    fact: [view for view in VIEWS if fact in view.facts and fact not in view.begins]
    for fact in {fact for view in VIEWS if view not in _NO_EDIT for fact in view.facts}
    if not issubclass(fact, (JudgedFact, Figure.Restated))
}
"""The views that show each fact which edits. What only judges or names another record does not."""

_BEGUN: dict[type[Fact], list[View]] = {
    fact: [view for view in VIEWS if fact in view.begins]
    for fact in {fact for view in VIEWS for fact in view.begins}
}


def readers(
    connection: sa.Connection, facts: Iterable[Fact], clearance: Clearance
) -> frozenset[str]:
    """The codes of the other parties that will read these facts, as far as the writer may see."""
    told = tuple(facts)
    begun = {view.subject(fact) for fact in told for view in _BEGUN.get(type(fact), ())}
    changed = {view.subject(fact) for fact in told for view in _EDITED.get(type(fact), ())}
    edited = sorted(map(str, changed - begun))  # what only begins was released to nobody
    found: set[str] = set()
    for start in range(0, len(edited), CHUNK):
        some = edited[start : start + CHUNK]
        some += some[-1:] * (_room(len(some)) - len(some))
        given = {f"record_{number}": record for number, record in enumerate(some)}
        found |= {code for (code,) in ask(connection, _readers, clearance, len(some), **given)}
    return frozenset(found)


def _room(count: int) -> int:
    """How many places a query has for so many records: few queries are made, not one a count."""
    return 1 if count == 1 else 8 if count <= 8 else CHUNK


def _readers(clearance: Clearance, count: int) -> sa.Select[tuple[str]]:
    releases, parties = visible(RELEASES, clearance), visible(PARTIES, clearance)
    records = [sa.bindparam(f"record_{number}", type_=Id) for number in range(count)]
    return (
        sa.select(parties.c.party_code)
        .join(releases, releases.c.to_party == parties.c.number)
        .where(
            releases.c.standing,
            sa.or_(releases.c.until.is_(None), releases.c.until >= clearance.today),
            releases.c.record.in_(records),
        )
        .distinct()
    )
