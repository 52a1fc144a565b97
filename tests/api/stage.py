"""A played example register that tests may ask and change, each in a copy of its own."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from api.context import Context
from api.http import build_app
from api.schema import Schema, build_schema
from examples.play import Clock, Person, play
from service import house
from service.settings import Settings

SCHEMA: Schema = build_schema()

_MEASURE = """... on Countermeasure { status schedule { wording kind due startedOn finishedOn
    slipCount slips { fromWording toWording reason } originalWording } }"""
SHOWN = {
    "proposeCountermeasure": _MEASURE,
    "setSchedule": _MEASURE,
    "reportProgress": _MEASURE,
    "restateFigure": "... on Figure { value reason restates { value } }",
    "linkRecords": """... on Link { cause { statement } incident { title }
        countermeasure { title } }""",
}
"""What a test reads of each mutation's record, beside what every record shows."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The opened house of one test, its people by party and role, and its clock."""

    house: house.House
    people: tuple[Person, ...]
    clock: Clock

    def who(self, party: str, role: str = "member") -> UUID:
        return next(p.id for p in self.people if p.party == party and p.roles == (role,))

    def ask(self, member: UUID, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        data, errors = self.answer(member, query, **variables)
        assert not errors, errors
        assert data is not None
        return data

    def answer(
        self, member: UUID, query: str, **variables: Any
    ) -> tuple[dict[str, Any] | None, list[Any]]:
        with ExitStack() as stack:
            result = SCHEMA.execute_sync(
                query,
                variable_values=variables,
                context_value=Context(self.house.office, member, stack),
            )
        return result.data, list(result.errors or ())

    def do(self, member: UUID, mutation: str, **given: Any) -> dict[str, Any]:
        """One mutation by its name; answers what its union answered."""
        input_type = mutation[0].upper() + mutation[1:] + "Input"
        document = f"""
            mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{
              __typename
              ... on Record {{ id code version owner {{ code }} informationCategories }}
              ... on Refusal {{ message messageEn }}
              {SHOWN.get(mutation, "")}
            }} }}"""
        answer = self.ask(member, document, input=given)[mutation]
        assert isinstance(answer, dict)
        return answer

    def facts(self) -> int:
        """How many facts the log holds."""
        return self.house.log.recorder.max_notification_id() or 0

    def client(self) -> TestClient:
        return TestClient(build_app(self.house.office, self.house.tokens, SCHEMA))

    def token(self, member: UUID) -> str:
        return self.house.tokens.issue(member, at=self.clock(), valid=timedelta(hours=1))


def play_into(folder: Path) -> tuple[Person, ...]:
    """Play the example into a new database in the folder."""
    clock = Clock()
    opened = house.found(_settings(folder), clock)
    people = play(opened.office, clock)
    opened.engine.dispose()
    return people


def copy_of(played: Path, into: Path, people: tuple[Person, ...]) -> Stage:
    """The played house, opened in a folder of its own."""
    shutil.copytree(played, into, dirs_exist_ok=True)
    clock = Clock()
    clock.join_real_time()
    return Stage(house.enter(_settings(into), clock), people, clock)


def _settings(folder: Path) -> Settings:
    return Settings.of(f"sqlite:///{folder / 'register.sqlite'}")
