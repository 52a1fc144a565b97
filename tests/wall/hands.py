"""Somebody of each role of a party, who can give every mutation that there is: the inputs are those
of tests/api/minimal.py, so that a new mutation is given here as well."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from itertools import count
from typing import Any, Final, cast
from uuid import UUID

from domain.people.roles import Role
from tests.api.annotating import MZ
from tests.api.minimal import ENTRIES, Given
from tests.api.minimal import World as Minimal
from tests.api.stage import Stage
from tests.houses import Home
from tests.wall.minting import minting

US: Final = MZ
"""In those inputs the party that acts is always this one; here it stands for whichever it is."""


class Hands(Minimal):
    """The people of a party at work, in a house of the wall."""

    def __init__(self, home: Home, party: str, about: str, reader: str) -> None:
        """`about` keeps the keys and ids of one set of hands apart from those of another; `reader` is
        the code of the party to which they release records."""
        stage = Stage(home.house, (), cast("Any", home.clock))  # both are clocks
        self._about = about
        self._seeds = count()
        self._party = party
        self._home = home
        super().__init__(stage, reader=reader, us=party)

    def __post_init__(self) -> None:
        for role in Role:
            self.people[US, role] = self._home.people[f"{self._party} {role}"]

    def asker(self, role: str) -> UUID:
        return self._home.people[f"{self.reader} {role}"]

    def key(self) -> str:
        return f"{self._about} {super().key()}"

    def wait_a_day(self) -> None:
        self._home.clock.pass_by(days=1)

    def given(self, mutation: str) -> Given:
        """An input that this mutation takes, about new records."""
        with self._minting():
            return {"idempotencyKey": self.key()} | ENTRIES[mutation].given(self)

    def give(self, mutation: str) -> None:
        """Give this mutation; it must succeed."""
        given = self.given(mutation)
        with self._minting():
            said = self.stage.do(self.people[US, ENTRIES[mutation].by], mutation, **given)
        assert "messageEn" not in said, (mutation, said)

    def _minting(self) -> AbstractContextManager[None]:
        return minting(f"{self._about} {self._party} {next(self._seeds)}")


def command_of(mutation: str) -> str:
    """The command behind a mutation."""
    return re.sub("([A-Z])", lambda capital: f"_{capital[1].lower()}", mutation)
