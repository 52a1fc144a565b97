"""Founded houses for tests: one founded through Alembic, then copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk, Office, Receipt, day_in_tokyo
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from domain.people.roles import OPERATOR
from projections.barrier import visible
from projections.clearance import Clearance, Moment
from projections.told import admit
from projections.view import Row, View
from service import house
from service.settings import Settings
from store.log import Log
from tests.grounds import ground

HD, PG, MZ, EXT = (party.number for party in DEFAULT_PARTIES)
NUMBERS: Final = {party.code: party.number for party in DEFAULT_PARTIES}
EVENING: Final = datetime(2023, 2, 17, 9, 0, tzinfo=UTC)
"""When a house of the tests is founded: 18:00 in Tokyo on the day of the report."""
OPENING: Final = date(2023, 1, 1)
"""Since when its parties and roles stand."""
ROLES: Final = ("member", "editor", "barrier_officer", "cco", "auditor")
"""Of each, every party has one person; HD has a secretary and an administrator besides."""


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass: `pass_by(days=1)`."""
        self.now += timedelta(**time)


@dataclass(frozen=True, slots=True)
class Home:
    """An opened house with its clock and its people, each called by party and role ("MZ cco")."""

    house: house.House
    clock: Clock
    people: dict[str, UUID]

    @property
    def log(self) -> Log:
        return self.house.log

    @property
    def office(self) -> Office:
        return self.house.office

    @property
    def engine(self) -> sa.Engine:
        return self.house.engine

    @property
    def today(self) -> date:
        return day_in_tokyo(self.clock())

    def perform(
        self,
        who: str,
        command: Callable[..., Iterable[UUID]],
        *given: Any,
        key: str | None = None,
        request: bytes = b"",
        acknowledged: Iterable[str] = (),
        **details: Any,
    ) -> Receipt:
        """Let somebody give a command: `perform("MZ editor", report_incident, title="漏えい")`."""

        def bound(desk: Desk) -> Iterable[UUID]:
            return command(desk, *given, **details)

        return self.office.perform(
            self.people[who], bound, key=key, request=request, acknowledged=acknowledged
        )

    def made(
        self, who: str, command: Callable[..., Iterable[UUID]], *given: Any, **details: Any
    ) -> UUID:
        """The first record that a command made."""
        return self.perform(who, command, *given, **details).records[0]

    def sees(self, view: View, party: int | None, moment: Moment | None = None) -> dict[str, Row]:
        """The rows of a view that a party may see today, by their ids."""
        with self.log.reading() as connection:
            return seen(connection, view, self.clearance(party), moment)

    @contextmanager
    def looking(self, party: int | None) -> Iterator[sa.Connection]:
        """A reading on which a party looks today, as the database is told."""
        with self.log.reading() as connection:
            admit(connection, self.clearance(party))
            yield connection

    def clearance(self, party: int | None) -> Clearance:
        return Clearance(party, day_in_tokyo(self.clock()).isoformat())

    def moment(self) -> Moment:
        """This moment, to be asked for later."""
        with self.log.following() as connection:
            position = self.log.recorder.head(connection)[0]
        return Moment(position, day_in_tokyo(self.clock()).isoformat())

    def facts(self) -> int:
        """How many facts the log holds."""
        return self.log.recorder.max_notification_id() or 0

    def close(self) -> None:
        """Let go of its connections; the next one is opened anew."""
        self.house.close()

    def remove(self) -> None:
        """Let go of it all."""
        self.close()
        ground().drop(self.house.settings)


def seen(
    connection: sa.Connection, view: View, clearance: Clearance, moment: Moment | None = None
) -> dict[str, Row]:
    """What the barrier lets through, by id; the database is told of the same clearance."""
    admit(connection, clearance)
    rows = connection.execute(sa.select(visible(view, clearance, moment))).mappings()
    return {row["id"]: dict(row) for row in rows}


@dataclass(frozen=True, slots=True)
class Template:
    """A founded house at rest, to be copied, on the ground of this run."""

    settings: Settings
    people: dict[str, UUID]

    @classmethod
    def founded_in(cls, folder: Path) -> Self:
        """Found the house of the tests: the default parties and their people."""
        settings = ground().blank(folder)
        home = Home(house.found(settings, Clock()), Clock(), {"operator": OPERATOR.member})
        home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
        for party in DEFAULT_PARTIES:
            besides = ("secretariat", "administrator") if party.number == HD else ()
            for role in (*ROLES, *besides):
                name = f"{party.code} {role}"
                home.people[name] = home.made(
                    "operator",
                    enrol_member,
                    party=party.number,
                    name=name,
                    roles=[role],
                    since=OPENING,
                )
        home.close()  # on SQLite, everything is now in the one file
        return cls(settings, home.people)

    def copied_to(self, folder: Path, clock: Clock | None = None) -> Home:
        """A house of one's own."""
        settings = ground().copy(self.settings, folder)
        clock = clock or Clock()
        return Home(house.enter(settings, clock), clock, dict(self.people))

    def restore(self, home: Home) -> None:
        """Make a copy what it was at first: for properties, which need a fresh one many times.

        Its engines stay, since an engine keeps what it has compiled.
        """
        home.close()
        ground().reset(home.house.settings, self.settings)
        home.clock.now = EVENING
