"""A pair of worlds that answers, for one viewer's party; and whoever asks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa

from service.house import reads_of_owner
from store.reads import READS
from tests.houses import Template
from tests.wall.asking import Answer, Asked, Document, require_alike
from tests.wall.pools import Pools, seen_by, spread
from tests.wall.story import story
from tests.wall.worlds import CASTS, LETTERS, Told, told

VIEWERS: Final = tuple(cast.viewer for cast in CASTS)
STRANGER: Final = uuid4()
"""A member of nobody's."""


NOTHING: Final = Answer(0, (), b"")


@dataclass
class Counts:
    """What a test asked, for the summary of the run."""

    documents: int = 0
    answers: int = 0
    clearances: set[str] = field(default_factory=set)


@dataclass
class Pair:
    """Two worlds that answer, and what is asked of both."""

    a: Asked
    b: Asked
    counts: Counts = field(default_factory=Counts)
    last: Answer = NOTHING

    @property
    def viewer(self) -> str:
        return self.a.world.cast.viewer

    def both(self, who: str) -> tuple[UUID | None, UUID | None]:
        """Somebody of the viewer's party, a stranger, or nobody, in either world."""
        if who in ("no token", "stranger"):
            one = None if who == "no token" else STRANGER
            return one, one
        name = who if " " in who else f"{self.viewer} {who}"
        return self.a.world.home.people[name], self.b.world.home.people[name]

    def ask(self, who: str, documents: Iterable[Document], sound: bool = False) -> int:
        """Ask the documents of both worlds, one after another; raises Difference where they are not
        answered alike, and where one that is `sound` is not answered at all."""
        one, other = self.both(who)
        asked, unsound = 0, ""
        for document in documents:
            here = self.a.ask(one, document, document.name)
            there = self.b.ask(other, document, document.name)
            require_alike(document, here, there, f"{self.viewer} {who}")
            self.last = here
            if sound and (here.status != 200 or b'"errors":' in here.body):
                unsound = unsound or f"{document.name}: {here.body[:600].decode()}"
            asked += 1
        self._count(asked, who)
        assert not unsound, unsound
        return asked

    def send(
        self,
        who: str,
        method: str,
        path: str,
        name: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        **request: Any,
    ) -> None:
        """One request that is more, or less, than a document; `name` draws the ids that it makes."""
        answers = []
        for asked, member in zip((self.a, self.b), self.both(who), strict=True):
            held = {} if member is None else {"Authorization": f"Bearer {asked.token(member)}"}
            answers.append(asked.send(method, path, name, **request, headers={**headers, **held}))
        here, there = answers
        require_alike(Document(f"{method} {name}", path, {}), here, there, f"{self.viewer} {who}")
        self.last = here
        self._count(1, who)

    @cached_property
    def pools(self) -> Pools:
        """Values from both sides of the wall."""
        viewer = self.a.world.cast.viewer
        hidden: dict[str, tuple[str, str, str]] = {}
        with unread(self.a), unread(self.b):
            mine = seen_by(self.a, self.a.world.who("member"))
            for asked in (self.a, self.b):
                for party in (asked.world.cast.owner, asked.world.cast.third):
                    hidden |= seen_by(asked, asked.world.home.people[f"{party} member"]).records
        known = {one: about for one, about in hidden.items() if one not in mine.records}
        assert known, f"nothing is hidden from {viewer}"
        betrayed = {at for asked in (self.a, self.b) for at in asked.world.betrayed}
        moments = sorted({*spread(sorted(set(self.a.world.instants)), 5), *betrayed})
        return Pools(mine.records, known, mine.cursors, moments)

    def _count(self, asked: int, who: str) -> None:
        self.counts.documents += asked
        self.counts.answers += 2 * asked
        self.counts.clearances.add(f"{self.viewer} {who}")

    def close(self) -> None:
        self.a.close()
        self.b.close()


@contextmanager
def unread(asked: Asked) -> Iterator[None]:
    """Take off the record again what is read meanwhile: by others, who are shown more in one world."""
    store = reads_of_owner(asked.world.home.house.settings)
    last = sa.select(sa.func.coalesce(sa.func.max(READS.c.number), 0))
    with store.engine.connect() as connection:
        number = connection.execute(last).scalar_one()
    yield
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.delete(READS).where(READS.c.number > number))
    store.close()


@dataclass
class Worlds:
    """All worlds of a run, each told when it is first asked for."""

    base: Template
    folder: Path
    _told: dict[tuple[str, str], Told] = field(default_factory=dict)
    _pairs: dict[tuple[str, str, str, str], Pair] = field(default_factory=dict)
    _copies: int = 0

    def told(self, viewer: str, letter: str) -> Told:
        """One world, at rest."""
        key = viewer, letter
        if key not in self._told:
            cast = next(cast for cast in CASTS if cast.viewer == viewer)
            folder = self.folder / f"{viewer}-{letter}"
            self._told[key] = told(self.base, folder, letter, cast, story)
        return self._told[key]

    def pair(self, viewer: str) -> Pair:
        """The two worlds of a viewer, to be asked and never changed."""
        return self._shared(*((viewer, letter) for letter in LETTERS))

    def unlike(self) -> Pair:
        """Two worlds that have nothing in common but who takes part."""
        return self._shared(("MZ", "A"), ("PG", "B"))

    def fresh(self, viewer: str) -> Pair:
        """A copy of both that may be changed; whoever asks for it closes it."""
        here, there = (self._opened(self.told(viewer, letter)) for letter in LETTERS)
        return Pair(here, there)

    def _shared(self, one: tuple[str, str], other: tuple[str, str]) -> Pair:
        if (key := (*one, *other)) not in self._pairs:
            self._pairs[key] = Pair(self._opened(self.told(*one)), self._opened(self.told(*other)))
        return self._pairs[key]

    def _opened(self, world: Told) -> Asked:
        self._copies += 1
        return Asked(world.opened_in(self.folder / f"copy-{self._copies}"))

    def close(self) -> None:
        for pair in self._pairs.values():
            pair.close()
