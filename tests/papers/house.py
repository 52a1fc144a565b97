"""A fresh house in a folder, with its parties and people, and what its register then holds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from commands.register.extensions import decide_extension
from domain.people.roles import OPERATOR
from papers.exporting import Format, export_table
from papers.importing import ImportResult, import_paper
from projections.register.extensions import EXTENSIONS
from projections.view import View
from service import house
from service.settings import Settings
from tests.grounds import ground
from tests.papers.workbooks import separated

HD, PG, MZ = 0, 1, 2
PAPER_DAY = date(2023, 2, 17)
FIRST_DAY = date(2023, 1, 1)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2023, 2, 17, 3, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@dataclass
class Office:
    """A founded house: an editor of MZ (`mz`) and one of PG (`pg`), a reader of MZ, and the chief
    compliance officers of both, by the number of their party."""

    house: house.House
    clock: Clock
    mz: UUID
    pg: UUID
    reader: UUID
    cco: dict[int, UUID]

    def do(
        self, member: UUID, command: Callable[[Desk], Any], acknowledged: tuple[str, ...] = ()
    ) -> UUID:
        """Perform a command; answers the first record of its receipt."""
        office = self.house.office
        return office.perform(member, command, acknowledged=acknowledged).records[0]

    def decide(
        self,
        *,
        granted: bool = True,
        acknowledged: tuple[str, ...] = (),
        of: UUID | None = None,
    ) -> int:
        """Every request for a later due that is pending, perhaps of one measure, is granted or declined;
        how many there were."""
        asked = [
            one
            for one in self.rows(EXTENSIONS, owner=None)
            if one["status"] == "PENDING" and (of is None or str(of) in one["countermeasures"])
        ]
        for one in asked:
            self.do(
                self.cco[one["owner"]],
                lambda desk, one=one: decide_extension(  # type: ignore[misc]  # bound at once
                    desk, extension=UUID(one["id"]), granted=granted, reason="審査した"
                ),
                acknowledged=acknowledged,
            )
        return len(asked)

    def take(
        self,
        data: bytes,
        filename: str = "登録簿.csv",
        *,
        by: UUID | None = None,
        written_on: date = PAPER_DAY,
        dry_run: bool = False,
        allow: tuple[str, ...] = (),
        acknowledged: tuple[str, ...] = (),
    ) -> ImportResult:
        """Import a file, by the editor of MZ unless another is named."""
        return import_paper(
            self.house.office,
            by or self.mz,
            data,
            filename,
            written_on=written_on,
            dry_run=dry_run,
            allow=frozenset(allow),
            acknowledged=frozenset(acknowledged),
        )

    def rows(self, view: View, owner: int | None = MZ) -> list[dict[str, Any]]:
        """All current rows of a view in order of recording, of one party or (None) of all."""
        table = view.current
        query = sa.select(table).order_by(table.c.born)
        if owner is not None:
            query = query.where(table.c.owner == owner)
        with self.house.log.following() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def facts(self, since: int = 0) -> list[str]:
        """The topics of all facts after a position, in order."""
        table = self.house.log.recorder.tables.facts
        query = sa.select(table.c.topic).where(table.c.position > since).order_by(table.c.position)
        with self.house.log.following() as connection:
            return list(connection.execute(query).scalars())

    def position(self) -> int:
        """The last position of the log."""
        with self.house.log.following() as connection:
            return self.house.log.recorder.head(connection)[0]

    def export(self, format: Format = "csv", *, by: UUID | None = None) -> bytes:  # noqa: A002
        """The table as MZ's editor may see it, unless another is named."""
        out = BytesIO()
        export_table(self.house.office, by or self.mz, format, out)
        return out.getvalue()


@contextmanager
def a_house(clock: Clock | None = None) -> Iterator[Office]:
    """A freshly founded house in a folder of its own."""
    with TemporaryDirectory() as folder:
        template, mz, pg, reader, cco = _template()
        settings = ground().copy(template, Path(folder))
        clock = clock or Clock()
        opened = house.enter(settings, clock)
        try:
            yield Office(opened, clock, mz, pg, reader, cco)
        finally:
            opened.close()
            ground().drop(settings)


def table(*rows: Sequence[object]) -> bytes:
    """A CSV of these rows, the first the headers."""
    return separated(rows)


@cache
def _template() -> tuple[Settings, UUID, UUID, UUID, dict[int, UUID]]:
    """A founded house to copy: migrating is slow."""
    settings = ground().blank(Path(mkdtemp()))
    built = house.found(settings, Clock())
    office = built.office
    office.perform(
        OPERATOR.member, lambda desk: found_parties(desk, parties=DEFAULT_PARTIES, since=FIRST_DAY)
    )

    def enrolled(party: int, name: str, roles: list[str]) -> UUID:
        return office.perform(
            OPERATOR.member,
            lambda desk: enrol_member(desk, party=party, name=name, roles=roles, since=FIRST_DAY),
        ).records[0]

    mz = enrolled(MZ, "編集者", ["editor", "barrier_officer"])
    pg = enrolled(PG, "他社の編集者", ["editor", "barrier_officer"])
    reader = enrolled(MZ, "閲覧者", ["member"])
    cco = {party: enrolled(party, "責任者", ["cco"]) for party in (MZ, PG)}
    built.close()
    return settings, mz, pg, reader, cco
