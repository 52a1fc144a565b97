"""Who else will read what is written: the parties to whom a changed record is released.

A change that shows them nothing, such as another department of the owner, is none they read; nor is
what a rule keeps from them. And those read again to whom another judgement or the end of a rule opens
what was released before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.figure import Figure
from domain.register.record import JudgedFact
from projections.all import VIEWS
from projections.among import among
from projections.attending import OF_MEETINGS, attending
from projections.barrier import visible
from projections.clearance import Clearance
from projections.own_rules import is_barred, own_rules
from projections.people.departments import DEPARTMENTS
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.prepared import ask
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.links import LINKS
from projections.register.redactions import REDACTIONS
from projections.register.released_wordings import RELEASED_WORDINGS
from projections.register.releases import RELEASES
from projections.reopening import opened_to
from projections.view import CHUNK, Id, Row, View

_NO_EDIT = (LINKS, RELEASED_WORDINGS, RELEASES, BARRIER_RULES, REDACTIONS, *OF_MEETINGS)
"""A change of one of these edits no record: it is read by whoever reads what it is about. Who words a
record for another party says to whom, and rules and redactions are their owner's alone. Who reads what is
said at a meeting is told by `projections.attending`."""

_AT_HOME: Final = frozenset({DEPARTMENTS.kind, MEMBERS.kind})
"""What never crosses the barrier: nobody else is shown that a record names one of these."""

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
    read_again = opened_to(connection, told, clearance) | attending(connection, told, clearance)
    begun = {view.subject(fact) for fact in told for view in _BEGUN.get(type(fact), ())}
    edits: dict[tuple[View, UUID], list[Fact]] = {}
    for fact in told:
        for view in _EDITED.get(type(fact), ()):
            edits.setdefault((view, view.subject(fact)), []).append(fact)
    changed = {record for _, record in edits}
    edited = sorted(map(str, changed - begun))  # what only begins was released to nobody
    given = _releases(connection, edited, clearance)
    if not given:
        return read_again
    released = {at: some for at, some in edits.items() if str(at[1]) in given}
    rules = own_rules(connection, clearance)
    return read_again.union(
        code
        for record, categories in _shown_otherwise(connection, released, clearance)
        for code, to in given[str(record)]
        if not is_barred(rules, to, categories, clearance.today)
    )


def _releases(
    connection: sa.Connection, records: list[str], clearance: Clearance
) -> dict[str, list[tuple[str, int]]]:
    """The parties to which releases of these records stand: code and number."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for start in range(0, len(records), CHUNK):
        some = records[start : start + CHUNK]
        some += some[-1:] * (_room(len(some)) - len(some))
        named = {f"record_{number}": record for number, record in enumerate(some)}
        for record, code, to in ask(connection, _readers, clearance, len(some), **named):
            found[record].append((code, to))
    return found


def _shown_otherwise(
    connection: sa.Connection, edits: dict[tuple[View, UUID], list[Fact]], clearance: Clearance
) -> Iterator[tuple[UUID, Collection[str]]]:
    """The records of which these facts change more than what their owner alone is shown, with the
    categories of their information."""
    for view in dict.fromkeys(view for view, _ in edits):
        stood = _rows(connection, view, [str(one) for of, one in edits if of is view], clearance)
        for (of, record), facts in edits.items():
            row = stood.get(str(record))
            if of is view and not _looks_the_same(view, row, facts):
                yield record, row["categories"] if row else ()


def _looks_the_same(view: View, stood: Row | None, facts: Iterable[Fact]) -> bool:
    if stood is None:
        return False  # nobody can tell
    row = dict(stood)
    for fact in facts:
        view.fold(row, fact)
    shown = (one.name for one in view.columns if view.references.get(one.name) not in _AT_HOME)
    return all(row[name] == stood[name] for name in shown)


def _rows(
    connection: sa.Connection, view: View, records: list[str], clearance: Clearance
) -> dict[str, Row]:
    rows = visible(view, clearance)
    found: dict[str, Row] = {}
    for start in range(0, len(records), CHUNK):
        some = sa.select(rows).where(among(rows.c.id, records[start : start + CHUNK]))
        found |= {row["id"]: dict(row) for row in connection.execute(some).mappings()}
    return found


def _room(count: int) -> int:
    """How many places a query has for so many records: few queries are made, not one a count."""
    return 1 if count == 1 else 8 if count <= 8 else CHUNK


def _readers(clearance: Clearance, count: int) -> sa.Select[tuple[str, str, int]]:
    releases, parties = visible(RELEASES, clearance), visible(PARTIES, clearance)
    records = [sa.bindparam(f"record_{number}", type_=Id) for number in range(count)]
    return (
        sa.select(releases.c.record, parties.c.party_code, releases.c.to_party)
        .join(releases, releases.c.to_party == parties.c.number)
        .where(
            releases.c.standing,
            sa.or_(releases.c.until.is_(None), releases.c.until >= clearance.today),
            releases.c.record.in_(records),
        )
        .distinct()
    )
