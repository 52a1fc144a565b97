"""The command line of reads on record: what an auditor takes along, and what an operator removes."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.calendar import TOKYO, day_in_tokyo
from domain.people.roles import Role
from projections.all import VIEWS
from projections.among import among
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.identity import enter
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.releases import RELEASES
from projections.view import code_of
from service import house, people
from service.console import err, out
from service.outcome import Failure
from service.settings import Settings
from store.reads import YEARS, Kept, begin_of

HEADERS = (
    "日時",
    "会社",
    "役割",
    "閲覧者",
    "方法",
    "記録",
    "閲覧元",
    "文書のハッシュ",
    "識別子",
)


@dataclass(frozen=True, slots=True)
class Auditing:
    """A look at the reads of the own party's records, as somebody who may."""

    opened: house.House
    connection: sa.Connection
    clearance: Clearance
    owner: int
    parties: dict[int, str]

    def reads(self, since: date, before: date) -> Iterator[Kept]:
        return self.opened.reads.of_owner(self.owner, begin_of(since), begin_of(before))

    def codes(self, reads: list[Kept]) -> dict[str, str]:
        """The code of each record that was shown; of a wording, that of its record."""
        ids = list({record for read in reads for record in read.records})
        rows = visible(RELEASES, self.clearance)
        found: dict[str, str] = {}
        words = {
            row.record: row.of
            for row in self._among(sa.select(rows.c.record, rows.c.of), rows.c.record, ids)
        }
        wanted = list({words.get(one, one) for one in ids})
        for view in VIEWS:
            records = visible(view, self.clearance)
            query = sa.select(records.c.id, records.c.code)
            found |= {row.id: row.code for row in self._among(query, records.c.id, wanted)}
        return {one: found.get(words.get(one, one), one) for one in ids}

    def _among(self, query: sa.Select[Any], column: Any, ids: list[str]) -> Iterator[Any]:
        for start in range(0, len(ids), 400):
            yield from self.connection.execute(query.where(among(column, ids[start : start + 400])))


@contextmanager
def auditing(
    as_: str, party: str | None, *roles: Role, said: str = "監査担当（auditor）"
) -> Iterator[Auditing]:
    """Look as the auditor of this name, or as whoever has one of these roles, as they are `said`; raises
    Failure for anybody else."""
    with closing(house.enter(Settings.from_environment())) as opened:
        with people.looking_up(opened.log) as connection:
            member = people.member_by_name(connection, as_, party)
        with opened.log.reading() as connection:
            actor, clearance = enter(connection, member, day_in_tokyo(opened.log.clock()))
            may = {Role.AUDITOR, *roles}
            if actor is None or not may & actor.roles:
                wanted = " or ".join(sorted(role.en for role in may))
                raise Failure(
                    f"{as_} さんは{said}ではありません。その役割の方を --as に指定してください。"
                    f" / {as_} is no {wanted}: name one with --as."
                )
            rows = visible(PARTIES, clearance)
            known = connection.execute(sa.select(rows.c.number, rows.c.party_code))
            parties = {row.number: row.party_code for row in known}
            yield Auditing(opened, connection, clearance, actor.party, parties)


def export(
    *, as_: str, party: str | None, since: date | None, until: date | None, to: Path | None
) -> None:
    """Write the reads of the auditor's own party's records as CSV: one line an answer."""
    with auditing(as_, party) as audit:
        today = day_in_tokyo(audit.opened.log.clock())
        before = min(until or today, today) + timedelta(days=1)
        reads = list(audit.reads(since or date(2000, 1, 1), before))
        codes = audit.codes(reads)
    if to is None:
        _write(sys.stdout, audit, reads, codes)
        return
    try:
        with to.open("w", encoding="utf-8-sig", newline="") as stream:
            _write(stream, audit, reads, codes)
    except OSError as e:
        raise Failure(f"{to} に書けません（{e.strerror}）。 / Cannot write {to}.") from e
    err.print(f"{to}: {len(reads)} 件 / reads")


def _write(stream: Any, audit: Auditing, reads: list[Kept], codes: dict[str, str]) -> None:
    writer = csv.writer(stream)
    writer.writerow(HEADERS)
    for read in reads:
        writer.writerow(
            (
                in_tokyo(read.at).isoformat(timespec="seconds"),
                audit.parties.get(read.party, read.party),
                " ".join(read.roles),
                code_of(MEMBERS.prefix, UUID(read.member)),
                read.way.value,
                " ".join(codes[record] for record in read.records),
                read.address or "",
                read.document,
                read.id,
            )
        )


def summary(*, as_: str, party: str | None, week: str | None) -> None:
    """Tell of one week, from Monday to Sunday in Tokyo, who read the own party's records, and how much."""
    with auditing(as_, party) as audit:
        first = _monday(week, day_in_tokyo(audit.opened.log.clock()))
        reads = list(audit.reads(first, first + timedelta(days=7)))
        answers = Counter((audit.parties.get(one.party, "?"), " ".join(one.roles)) for one in reads)
        last = first + timedelta(days=6)
        out.print(f"{first} ～ {last}: {len(reads)} 件の閲覧 / reads", markup=False)
        for (code, roles), count in sorted(answers.items()):
            shown = {
                record
                for one in reads
                if (audit.parties.get(one.party, "?"), " ".join(one.roles)) == (code, roles)
                for record in one.records
            }
            out.print(
                f"  {code} {roles}: {count} 件、記録 {len(shown)} 件 / {count} reads of {len(shown)} records",
                markup=False,
            )


def retain(*, years: int | None, dry_run: bool) -> None:
    """Remove the reads that are older than they are kept; only tell how many, if it is a preview."""
    settings = Settings.from_environment()
    kept = YEARS if years is None else years
    with closing(house.enter(settings)) as opened:
        today = day_in_tokyo(opened.log.clock())
    day = _years_before(today, kept)
    with closing(house.reads_of_owner(settings)) as store:
        count = store.kept_before(day)
        if not dry_run:
            count = store.forget_before(day)
    said = (
        "削除の対象です（まだ消していません） / would be removed"
        if dry_run
        else "削除しました / removed"
    )
    out.print(f"{day} より前の閲覧の記録 / Reads before {day}: {count} 件{said}", markup=False)


def _years_before(day: date, years: int) -> date:
    if years >= day.year:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _monday(week: str | None, today: date) -> date:
    if week is None:
        return today - timedelta(days=today.weekday() + 7)  # the last one that is whole
    try:
        year, _, number = week.partition("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
        monday + timedelta(days=7)  # the calendar ends somewhere
        return monday
    except (ValueError, OverflowError):
        raise Failure(
            f"週 {week} を読めません。2026-W48 の形で指定してください。"
            f" / {week} is no week: say it like 2026-W48."
        ) from None


def in_tokyo(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC).astimezone(TOKYO)
