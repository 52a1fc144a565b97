"""Two worlds that differ only in what one party may not see, told by commands.

What everybody may know is told in both at the same instants and under the same ids. What happens out
of the party's sight happens in between: other records in each world, other people, more or less of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from commands.people.members import enrol_member, retire_member
from commands.register.classifying import JUDGED
from commands.register.releases import release_record, release_records, withdraw_release
from commands.register.roll_outs import ask_roll_out, withdraw_roll_out
from domain.register.release import Release
from projections.view import View
from service import house
from service.settings import Settings
from store.reads import Read, Way
from tests.grounds import ground
from tests.houses import NUMBERS, OPENING, Clock, Home, Template
from tests.wall.minting import minting

LETTERS: Final = ("A", "B")
BESIDES: Final = ("administrator", "secretariat", "desk_officer", "custodian", "nobody", "twin")
"""Roles of which every party has one person here, besides those that every house of the tests has.
Nobody has no role any more; the twin is another editor."""
ROLES_OF: Final = {"nobody": ("member",), "twin": ("editor",)}
EVERYBODY: Final = tuple(NUMBERS)
KEEPS: Final = {kind.__name__: view for view, kind in JUDGED.items()}
"""The view of each kind of record, by the name of the record."""

BASIS: Final = "合同会議で共有"
"""On what basis records are released that both worlds know of."""

LATER: Final = 8
"""After so many pauses something happens out of sight in the second world, too."""

Hidden = Iterator[None]
"""What happens out of sight: one act at each step."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who looks (`viewer`), whose records are partly shown to them, and who takes part besides."""

    viewer: str
    owner: str
    third: str

    def code(self, who: str) -> str:
        return {"V": self.viewer, "O": self.owner, "T": self.third}.get(who, who)

    def number(self, who: str) -> int:
        return NUMBERS[self.code(who)]


CASTS: Final = (
    Cast("MZ", "PG", "HD"),
    Cast("PG", "MZ", "HD"),
    Cast("HD", "PG", "MZ"),
    Cast("EXT", "MZ", "PG"),
)
"""Every party looks once."""


@dataclass
class World:
    """One world while it is told, and afterwards.

    `records` are kept under names of the story, `instants` are those at which something may have
    happened out of sight, `betrayed` those at which the viewer was shown what is hidden now, or was kept
    from what is shown now, `given` the commands that were given out of sight.
    """

    home: Home
    letter: str
    cast: Cast
    records: dict[str, UUID] = field(default_factory=dict)
    instants: list[datetime] = field(default_factory=list)
    betrayed: list[datetime] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    _behind: list[Hidden] = field(default_factory=list)
    _told: int = 0
    _kept: int = 0
    _pauses: int = 0

    def __getitem__(self, name: str) -> UUID:
        return self.records[name]

    # ----- what is told in both ------------------------------------------------------------------

    def tell(
        self,
        who: str,
        command: Callable[..., Iterable[UUID]],
        *given: Any,
        named: str | Iterable[str] = (),
        **details: Any,
    ) -> UUID:
        """Somebody gives a command in both worlds: the same ids, at the same instant. Its details
        may differ where the viewer cannot know. What it makes is kept under names."""
        self._told += 1
        return self._perform(f"both {self._told}", who, command, *given, named=named, **details)

    def show(self, *names: str, owner: str = "O", to: str = "V", until: Any = None) -> None:
        """An owner's barrier officer releases records."""
        for name in names:
            self.tell(
                f"{owner} barrier_officer",
                release_record,
                self.view_of(name),
                record=self[name],
                to=self.cast.number(to),
                basis=BASIS,
                until=until,
            )

    def word(self, name: str, text: str, owner: str = "O", to: str = "V") -> None:
        """An owner's barrier officer puts a record into words for another party, which is shown these
        alone."""
        self.tell(f"{owner} barrier_officer", release_records, **self._worded(name, text, to))

    def _worded(self, name: str, text: str, to: str) -> dict[str, Any]:
        return {
            "ids": (self[name],),
            "to": self.cast.code(to),
            "basis": BASIS,
            "wordings": ({"id": self[name], "text": text},),
        }

    # ----- what is told in one alone -------------------------------------------------------------

    def keep(
        self,
        who: str,
        command: Callable[..., Iterable[UUID]],
        *given: Any,
        named: str | Iterable[str] = (),
        **details: Any,
    ) -> UUID:
        """Somebody gives a command in this world alone."""
        self._kept += 1
        self.given.add(command.__name__)
        name = f"{self.letter} {self._kept}"
        return self._perform(name, who, command, *given, named=named, **details)

    def disclose(self, *names: str, owner: str = "O", to: str = "T", until: Any = None) -> None:
        """A release in this world alone."""
        for name in names:
            self.keep(
                f"{owner} barrier_officer",
                release_record,
                self.view_of(name),
                record=self[name],
                to=self.cast.number(to),
                basis=f"{self.letter}だけの合意",
                until=until,
            )
        if to == "V":
            self.betrayed.append(self.home.clock())

    def disclose_in_words(self, name: str, text: str, owner: str = "O", to: str = "T") -> None:
        """A record is put into words in this world alone."""
        told = self._worded(name, text, to)
        release = self.keep(f"{owner} barrier_officer", release_records, **told)
        self.records[f"{name} in words for {to}"] = release
        if to == "V":
            self.betrayed.append(self.home.clock())

    def take_back(
        self, *names: str, owner: str = "O", to: str = "T", in_words: bool = False
    ) -> None:
        """A release is withdrawn in this world alone."""
        for name in names:
            party = self.cast.number(to)
            whole = Release.id_for(self[name], party)
            release = self[f"{name} in words for {to}"] if in_words else whole
            self.keep(f"{owner} barrier_officer", withdraw_release, release=release)

    def ask_about(self, name: str, text: str, owner: str = "O", to: str = "T") -> None:
        """A party is asked about a record in this world alone."""
        parties = ({"party": self.cast.code(to), "text": text},)
        asked = self.keep(
            f"{owner} barrier_officer", ask_roll_out, record=self[name], parties=parties
        )
        self.records[f"{name} asked of {to}"] = asked
        if to == "V":
            self.betrayed.append(self.home.clock())

    def ask_no_more(self, name: str, owner: str = "O", to: str = "T") -> None:
        """A party is asked no more in this world alone."""
        asked = self[f"{name} asked of {to}"]
        self.keep(f"{owner} barrier_officer", withdraw_roll_out, roll_out=asked)

    def read(self, who: str, *names: str, apart: bool = False) -> None:
        """Somebody was shown these records, as both worlds know, or (`apart`) this one alone. What else
        stood in the same answer is of each world."""
        self._told += 1
        party, _, role = who.partition(" ")
        owners = {name: self.cast.number(name.split()[0].replace("H", "O")) for name in names}
        besides = {} if apart else {str(self["H first incident"]): self.cast.number("O")}
        with minting(f"{self.letter if apart else 'both'} read {self._told}"):
            self.home.house.reads.keep(
                Read(
                    self.home.clock(),
                    self.home.people[f"{self.cast.code(party)} {role}"],
                    self.cast.number(party),
                    (role,),
                    Way.QUESTION,
                    "{ incidents }",
                    {str(self[name]): owner for name, owner in owners.items()} | besides,
                )
            )

    def behind(self, *hidden: Hidden) -> None:
        """From now on this goes on out of sight."""
        self._behind += hidden

    # ----- time ----------------------------------------------------------------------------------

    def pause(self, *, acts: int | None = None, **time: float) -> None:
        """Time passes, and out of sight something happens: in one world from the beginning, in the
        other later and at other instants."""
        self._pauses += 1
        places = (0, 1, 2) if self.letter == "A" else (1, 3) if self._pauses > LATER else ()
        self.home.clock.pass_by(**(time or {"minutes": 1}))
        for place in range(4):
            self.home.clock.pass_by(minutes=7)
            self.instants.append(self.home.clock())
            if place in places:
                self._go_on(acts or 1)

    def _go_on(self, acts: int) -> None:
        for _ in range(acts):
            while self._behind:
                try:
                    next(self._behind[0])
                    self._behind.append(self._behind.pop(0))
                    break
                except StopIteration:
                    self._behind.pop(0)

    def at_last(self) -> None:
        """All that still happens out of sight happens now, within three hours."""
        later = self.home.clock() + timedelta(hours=3)
        while self._behind:
            self.home.clock.pass_by(minutes=1)
            self._go_on(1)
        assert self.home.clock() < later, "give it more time"
        self.home.clock.now = later
        self.instants.append(later)

    # ----- looking -------------------------------------------------------------------------------

    def who(self, role: str) -> UUID:
        """Somebody of the viewer's party."""
        return self.home.people[f"{self.cast.viewer} {role}"]

    def view_of(self, name: str) -> View:
        """The view that shows a record of the story: its name ends with what it is."""
        return next(view for view in JUDGED if name.split()[-1].startswith(view.kind))

    def _perform(
        self,
        seed: str,
        who: str,
        command: Callable[..., Iterable[UUID]],
        *given: Any,
        named: str | Iterable[str],
        **details: Any,
    ) -> UUID:
        party, _, role = who.partition(" ")
        actor = f"{self.cast.code(party)} {role}".strip()
        with minting(seed):
            made = self.home.perform(
                actor, command, *given, acknowledged=EVERYBODY, **details
            ).records
        for name, record in zip([named] if isinstance(named, str) else named, made, strict=False):
            assert name not in self.records, f"two of {name}"
            self.records[name] = record
        return made[0]


@dataclass(frozen=True, slots=True)
class Told:
    """A world at rest, to be copied as often as needed."""

    settings: Settings
    letter: str
    cast: Cast
    people: dict[str, UUID]
    records: dict[str, UUID]
    instants: tuple[datetime, ...]
    betrayed: tuple[datetime, ...]
    given: frozenset[str]
    now: datetime

    def opened_in(self, folder: Path) -> World:
        """A copy of its own."""
        settings = ground().copy(self.settings, folder)
        clock = Clock(self.now)
        home = Home(house.enter(settings, clock), clock, dict(self.people))
        return World(
            home,
            self.letter,
            self.cast,
            dict(self.records),
            list(self.instants),
            list(self.betrayed),
            set(self.given),
        )


Story = Callable[[World], None]


def founded(template: Template, folder: Path) -> Template:
    """The house in which every world begins: the parties, and everybody who takes part."""
    home = template.copied_to(folder)
    for party, number in NUMBERS.items():
        for role in BESIDES:
            name = f"{party} {role}"
            if name in home.people:
                continue
            with minting(f"person {name}"):
                home.people[name] = home.made(
                    "operator",
                    enrol_member,
                    party=number,
                    name=name,
                    roles=ROLES_OF.get(role, (role,)),
                    since=OPENING,
                )
        home.perform(
            "operator", retire_member, member=home.people[f"{party} nobody"], until=OPENING
        )
    home.close()
    return Template(home.house.settings, home.people)


def told(template: Template, folder: Path, letter: str, cast: Cast, story: Story) -> Told:
    """A world in which the story happened, at rest."""
    home = template.copied_to(folder)
    world = World(home, letter, cast)
    story(world)
    home.close()
    return Told(
        home.house.settings,
        letter,
        cast,
        home.people,
        world.records,
        tuple(world.instants),
        tuple(world.betrayed),
        frozenset(world.given),
        home.clock(),
    )
