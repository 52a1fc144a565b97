"""`sekisho barrier replay`: which reads on record a barrier rule would have stopped."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from domain.calendar import day_in_tokyo
from domain.people.roles import Role
from projections.all import VIEWS
from projections.barrier import versions, visible
from projections.people.members import MEMBERS
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.releases import RELEASES
from projections.view import code_of
from service.console import out
from service.outcome import Failure
from service.reading import Auditing, auditing, in_tokyo
from store.reads import Kept

Held = dict[str, tuple[list[str], list[int]]]
"""Of each record the instants from which on its versions stood, and the bits of what each held."""


def run(*, rule: str, as_: str, party: str | None) -> None:
    """Tell the reads by the party it bars, on its days, of what it covers: whether the rule stood then,
    or not yet."""
    said = "情報遮断責任者（barrier officer）でも監査担当（auditor）でも"
    with auditing(as_, party, Role.BARRIER_OFFICER, said=said) as look:
        found = _rule(look, rule)
        today = day_in_tokyo(look.opened.log.clock())
        first = date.fromisoformat(found.first_day)
        last = date.fromisoformat(found.last_day) if found.last_day else today
        of_days = look.reads(first, last + timedelta(days=1))
        reads = [read for read in of_days if read.party == found.to_party]
        held = _held(look, {record for read in reads for record in read.records})
        stopped = [(read, _covered(read, held, found.bars)) for read in reads]
        stopped = [(read, records) for read, records in stopped if records]
        codes = look.codes([read for read, _ in stopped])
        to = look.parties.get(found.to_party, "?")
    out.print(
        f"{found.code} {found.name} → {to}（{first} ～ {found.last_day or ''}）", markup=False
    )
    for read, records in stopped:
        who = f"{to} {' '.join(read.roles)} {code_of(MEMBERS.prefix, UUID(read.member))}"
        named = " ".join(sorted({codes[record] for record in records}))
        at = in_tokyo(read.at).isoformat(sep=" ", timespec="seconds")
        out.print(f"  {at}  {who}  {read.way.value}  {named}", markup=False)
    out.print(
        f"閲覧 {len(reads)} 件のうち {len(stopped)} 件を止めていたはずです。"
        f" / It would have stopped {len(stopped)} of {len(reads)} reads."
    )


def _rule(look: Auditing, named: str) -> sa.Row[tuple[object, ...]]:
    rows = visible(BARRIER_RULES, look.clearance)
    query = sa.select(rows).where(
        rows.c.owner == look.owner,
        sa.or_(rows.c.code == named.strip().upper(), rows.c.id == named.strip().lower()),
    )
    found = look.connection.execute(query).first()
    if found is None:
        known = sa.select(rows.c.code, rows.c.name).where(rows.c.owner == look.owner)
        listed = "".join(
            f"\n  {row.code} {row.name}"
            for row in look.connection.execute(known.order_by(rows.c.born))
        )
        raise Failure(
            f"遮断規則 {named} がありません。コードか識別子を指定してください。"
            f" / There is no barrier rule {named}: give its code or id.{listed}"
        )
    return found


def _held(look: Auditing, records: set[str]) -> Held:
    """What each record held, at any time: of a wording, what its words did."""
    stood: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for view in VIEWS:
        key = "record" if view is RELEASES else "id"
        names = ("holds", "record", "of") if view is RELEASES else ("holds",)
        rows = versions(view, look.clearance, *names)
        for row in look.connection.execute(sa.select(rows).where(rows.c.owner == look.owner)):
            one = getattr(row, key)
            if one in records and not (view is RELEASES and row.record == row.of):
                stood[one].append((row.stood_from, row.holds))
    return {
        one: ([at for at, _ in sorted(some)], [holds for _, holds in sorted(some)])
        for one, some in stood.items()
    }


def _covered(read: Kept, held: Held, bars: int) -> Iterable[str]:
    return [
        record for record in read.records if record in held and _at(held[record], read.at) & bars
    ]


def _at(stood: tuple[list[str], list[int]], at: str) -> int:
    place = bisect_right(stood[0], at)
    return stood[1][place - 1] if place else 0
