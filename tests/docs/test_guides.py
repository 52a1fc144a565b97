"""The guides: each question is answered by the year to whom it is said to be, and each change is one there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from graphql import DocumentNode, OperationDefinitionNode, parse, validate
from graphql.execution import get_variable_values

from domain.calendar import day_in_tokyo
from examples.desk import CAST as AT_THE_DESK
from examples.desk import play_the_desk
from examples.play import CAST, CODES, Clock
from examples.year import stage as acting
from examples.year.play import live
from service import house
from tests.api.stage import SCHEMA, Stage
from tests.grounds import Ground

GUIDES: Final = sorted(Path("docs/guides").glob("*.md"))
_BLOCK: Final = re.compile(
    r"(?:<!-- ask: (?P<who>[\w ]+) -->\n)?```graphql\n(?P<text>.*?)```", re.DOTALL
)
BLOCKS: Final = [
    pytest.param(found["who"], found["text"], id=f"{guide.stem}-{number}")
    for guide in GUIDES
    for number, found in enumerate(_BLOCK.finditer(guide.read_text("utf-8")), 1)
]


@pytest.fixture(scope="module")
def lived(
    ground: Ground, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[acting.Stage, Stage]]:
    clock = Clock()
    opened = house.found(ground.blank(tmp_path_factory.mktemp("year")), clock)
    acted = acting.Stage(opened.office, clock)
    people = live(acted)
    assert opened.desk is not None
    today = day_in_tokyo(house.system_clock())
    desk = play_the_desk(opened.desk, opened.office, clock, people, on=today)
    for (called, party, *_), person in zip(AT_THE_DESK, desk.people, strict=True):
        acted.people[f"{CODES[party]} {called}"] = person.id
    asking = Stage(opened, people, clock)
    yield acted, asking
    asking.remove()


def _needs_variables(document: DocumentNode) -> bool:
    return any(
        isinstance(one, OperationDefinitionNode) and bool(one.variable_definitions)
        for one in document.definitions
    )


@pytest.mark.parametrize(("who", "text"), BLOCKS)
def test_what_a_guide_shows_can_be_pasted(
    lived: tuple[acting.Stage, Stage], who: str | None, text: str
) -> None:
    """What needs no id of one's own register is answered, with something in it."""
    document = parse(text)
    assert validate(SCHEMA._schema, document) == []
    if who is None:
        return
    assert not _needs_variables(document)
    acted, asking = lived
    answer = asking.ask(acted.people[who], text)
    assert '"' in str(answer).replace("'", '"') and answer
    assert any(_said(answer)), text


def _said(value: object) -> Iterator[str]:
    """The texts and numbers of an answer."""
    match value:
        case dict():
            for one in value.values():
                yield from _said(one)
        case list():
            for one in value:
                yield from _said(one)
        case str() | int() if value:
            yield str(value)


_WITH_INPUT: Final = re.compile(
    r"```graphql\n([^`]*\$input[^`]*)```\s+```json\n(.*?)```", re.DOTALL
)
INPUTS: Final = [
    pytest.param(*found.groups(), id=f"{guide.stem}-{number}")
    for guide in GUIDES
    for number, found in enumerate(_WITH_INPUT.finditer(guide.read_text("utf-8")), 1)
]


@pytest.mark.parametrize(("text", "given"), INPUTS)
def test_the_input_that_stands_beside_a_change_is_one_that_it_takes(text: str, given: str) -> None:
    decoder, rest = json.JSONDecoder(), given.strip()
    while rest:
        variables, end = decoder.raw_decode(rest)
        rest = rest[end:].strip()
        [operation] = parse(text).definitions
        assert isinstance(operation, OperationDefinitionNode)
        told = get_variable_values(SCHEMA._schema, operation.variable_definitions or (), variables)
        assert not isinstance(told, list), told


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_whose_token_is_named_is_printed(guide: Path) -> None:
    named = set(re.findall(r"\*((?:HD|PG|MZ|EXT) [^*\n]+)\*", guide.read_text("utf-8")))
    later = {"MZ システム担当", "PG 事務局", "MZ 事務局"}
    assert named, "whose token the examples are asked with"
    desk = {f"{CODES[party]} {title}" for _, party, title, *_ in AT_THE_DESK}
    assert named <= later | desk | {f"{CODES[party]} {title}" for party, title, _ in CAST}


def test_every_role_has_its_guide() -> None:
    assert {guide.stem for guide in GUIDES} == {
        "README",
        *("member", "secretariat", "owner", "cco", "barrier-officer", "auditor", "desk"),
    }


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_mutations_that_a_guide_names_are_there(guide: Path) -> None:
    mutations = SCHEMA._schema.mutation_type
    queries = SCHEMA._schema.query_type
    assert mutations is not None and queries is not None
    named = set(re.findall(r"`([a-z]+[A-Z]\w+)`", guide.read_text("utf-8")))
    known = {*mutations.fields, *queries.fields}
    fields = {
        name for one in SCHEMA._schema.type_map.values() for name in getattr(one, "fields", ())
    }
    assert named <= known | fields, named - known - fields
