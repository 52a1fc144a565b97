"""Generated shaping: whatever the document and the rows, it answers what GraphQL's own executor answers."""

from __future__ import annotations

from typing import Any, Final

import orjson
import pytest
from graphql import (
    ExecutionResult,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    execute_sync,
    parse,
    print_schema,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from api.levels import Below, Kept, Level, Made, Place, Within
from api.shapes import LONGEST
from api.shaping import MOST, Functions, Shaping
from tests.grounds import examples

SDL: Final = """
interface Named { id: ID! name: String }
enum Colour { RED GREEN }
scalar Price
union Either = Box | Bag
type Box implements Named { id: ID! name: String count: Int flag: Boolean! weight: Float tags: [String!]!
  colour: Colour price: Price! lid: Box boxes: [Box!]! held: Named either: [Either] rows: [[Int]!] }
type Bag implements Named { id: ID! name: String colours: [Colour!] of: [Named!]! }
type Query { box: Box boxes: [Box!]! either: [Either] named: Named! count: Int! }
"""
SCHEMA = build_schema(SDL)
for _of in SCHEMA.type_map.values():
    if isinstance(_of, GraphQLObjectType | GraphQLInterfaceType) and not _of.name.startswith("__"):
        for _name, _field in _of.fields.items():
            _field.extensions["key"] = _name

ANYTHING: Final[st.SearchStrategy[Any]] = st.sampled_from(
    (None, True, False, 0, 1, -1, 2**31, 1.5, float("inf"), "", "RED", "山", [], [None], {}, ["a"])
)
"""What may stand where something else should."""


def rows(depth: int, *, sound: bool) -> st.SearchStrategy[Any]:
    """Rows as a planner makes them; some not quite, unless they are to be sound."""

    def some(plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        if sound:
            return plain
        return st.integers(0, 9).flatmap(lambda one: plain if one else ANYTHING)

    def of(make: Any, end: Any) -> st.SearchStrategy[Any]:
        return some(make() if depth else st.just(end))

    def deeper() -> st.SearchStrategy[Any]:
        return rows(depth - 1, sound=sound)

    words = st.sampled_from(("", "名", "RED"))
    box = st.fixed_dictionaries(
        {
            "__typename": some(st.just("Box")),
            "id": some(st.sampled_from(("a", "b"))),
            "name": some(st.none() | words),
            "count": some(st.none() | st.integers(-(2**31), 2**31 - 1)),
            "flag": some(st.booleans()),
            "weight": some(st.none() | st.sampled_from((1, 1.5))),
            "tags": some(st.lists(words, max_size=2)),
            "colour": some(st.none() | st.sampled_from(("RED", "GREEN"))),
            "price": some(st.sampled_from(("1.50", 2))),
            "lid": of(lambda: st.none() | boxes(depth - 1, sound=sound), None),
            "boxes": of(lambda: st.lists(boxes(depth - 1, sound=sound), max_size=2), []),
            "held": of(lambda: st.none() | deeper(), None),
            "either": of(lambda: st.none() | st.lists(st.none() | deeper(), max_size=2), None),
            "rows": some(st.none() | st.lists(st.lists(st.none() | st.integers(0, 9)), max_size=2)),
        }
    )
    bag = st.fixed_dictionaries(
        {
            "__typename": some(st.just("Bag")),
            "id": some(st.just("c")),
            "name": some(st.none() | words),
            "colours": some(st.none() | st.lists(st.just("GREEN"), max_size=2)),
            "of": of(lambda: st.lists(deeper(), max_size=2), []),
        }
    )
    return box | bag


def boxes(depth: int, *, sound: bool) -> st.SearchStrategy[Any]:
    return rows(depth, sound=sound).filter(
        lambda row: "flag" in row if isinstance(row, dict) else True
    )


def answers(*, sound: bool) -> st.SearchStrategy[dict[str, Any]]:
    box = boxes(2, sound=sound)
    return st.fixed_dictionaries(
        {
            "box": st.none() | box,
            "boxes": st.lists(box, max_size=3),
            "either": st.lists(st.none() | rows(1, sound=sound), max_size=2),
            "named": rows(1, sound=sound),
            "count": st.integers(0, 9),
        }
    )


def asked(text: str, rows: Any, shaping: Shaping | None, **variables: Any) -> ExecutionResult:
    kept = Functions()
    return execute_sync(
        SCHEMA,
        parse(text),
        rows,
        variable_values=variables,
        executor_class=shaping.executing(kept) if shaping else None,
    )


def told(result: ExecutionResult) -> bytes:
    """An answer to the byte, with its errors in order."""
    return orjson.dumps(
        {"data": result.data, "errors": [one.formatted for one in result.errors or ()]}
    )


def a_shaping() -> Shaping:
    return Shaping(lambda field: field.extensions.get("key"))


@settings(max_examples=examples(150))
@given(text=queries(print_schema(SCHEMA)), answer=answers(sound=True))
def test_sound_rows_are_shaped_by_the_function_alone(text: str, answer: dict[str, Any]) -> None:
    shaping = a_shaping()
    assert told(asked(text, answer, shaping)) == told(asked(text, answer, None))
    assert shaping.generated and not shaping.interpreted


@settings(max_examples=examples(150))
@given(text=queries(print_schema(SCHEMA)), answer=answers(sound=False))
def test_rows_that_are_not_as_they_should_be_are_told_by_the_executor(
    text: str, answer: dict[str, Any]
) -> None:
    assert told(asked(text, answer, a_shaping())) == told(asked(text, answer, None))


@st.composite
def levels(
    draw: st.DrawFn, type_: str, depth: int, *, sound: bool, keys: tuple[str, ...] = ()
) -> Level:
    """Rows of one type as a planner fetches them; with `keys`, each below a row that has one of these."""

    def some(plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return plain if sound else st.integers(0, 19).flatmap(lambda n: plain if n else ANYTHING)

    names = ("id", "name", "key", *COLUMNS[type_], *(("_parent",) if keys else ()))
    key = st.none() | st.sampled_from(("k", "l"))
    columns = [some(st.sampled_from(("a", "b"))), some(st.none() | st.just("名")), key]
    columns += [some(one) for one in COLUMNS[type_].values()]
    columns += [st.sampled_from(keys)] if keys else []
    rows = draw(st.lists(st.tuples(*columns), max_size=3))

    def below(*types: str) -> st.SearchStrategy[list[Level]]:
        if not depth:
            return st.just([])
        each = (levels(one, depth - 1, sound=sound, keys=("k", "l")) for one in types)
        return st.tuples(*each).map(list)

    places: dict[str, tuple[Place, Any]] = {
        name: (Kept(place), None) for place, name in enumerate(names) if name in TYPES[type_]
    }
    if type_ == "Box":
        flags = draw(st.lists(some(st.booleans()), min_size=len(rows), max_size=len(rows)))
        places["flag"] = Made(), flags
        places["boxes"] = Below(2, many=True), draw(below("Box"))
        places["held"] = Below(2, many=False), draw(below("Box", "Bag"))
        inner = {
            **places,
            "boxes": (Made(), [[] for _ in rows]),
            "lid": (Made(), [None] * len(rows)),
        }
        within = _level("Box", names, rows, inner)
        present = draw(st.none() | st.just(2))
        places["lid"] = Within(present, within.layout), within
    else:
        places["of"] = Below(2, many=True), draw(below("Bag", "Box"))
    return _level(type_, names, rows, places)


def _level(
    type_: str, names: tuple[str, ...], rows: list[Any], places: dict[str, tuple[Place, Any]]
) -> Level:
    layout = tuple((name, type(one).__name__, one) for name, (one, _) in places.items())
    return Level(
        type_, names, rows, layout, [beside for _, beside in places.values()], [1] * len(rows)
    )


TEXTS: Final = st.lists(st.sampled_from(("", "名", "RED")), max_size=2)
COLUMNS: Final[dict[str, dict[str, st.SearchStrategy[Any]]]] = {
    "Box": {
        "count": st.none() | st.integers(-(2**31), 2**31 - 1),
        "weight": st.none() | st.sampled_from((1, 1.5)),
        "tags": TEXTS,
        "colour": st.none() | st.sampled_from(("RED", "GREEN")),
        "price": st.sampled_from(("1.50", 2)),
        "rows": st.none() | st.lists(st.lists(st.none() | st.integers(0, 9)), max_size=2),
        "either": st.none() | st.just([]),
    },
    "Bag": {"colours": st.none() | st.lists(st.just("GREEN"), max_size=2)},
}
TYPES: Final = {
    name: set(of.fields)
    for name, of in SCHEMA.type_map.items()
    if isinstance(of, GraphQLObjectType)
}
FETCHED: Final[tuple[st.SearchStrategy[Any], ...]] = tuple(
    st.fixed_dictionaries(
        {
            "box": st.none(),
            "boxes": levels("Box", 2, sound=sound),
            "either": levels("Bag", 2, sound=sound),
            "named": st.just(
                {"__typename": "Bag", "id": "c", "name": None, "colours": None, "of": []}
            ),
            "count": st.just(1),
        }
    )
    for sound in (True, False)
)


@settings(max_examples=examples(80))
@given(text=queries(print_schema(SCHEMA)), answer=FETCHED[0])
def test_sound_levels_are_shaped_by_functions_of_their_rows(text: str, answer: Any) -> None:
    shaping = a_shaping()
    assert told(asked(text, answer, shaping)) == told(asked(text, answer, None))
    assert shaping.generated and not shaping.interpreted


@settings(max_examples=examples(80))
@given(text=queries(print_schema(SCHEMA)), answer=FETCHED[1])
def test_levels_that_are_not_as_they_should_be_are_told_by_the_executor(
    text: str, answer: Any
) -> None:
    assert told(asked(text, answer, a_shaping())) == told(asked(text, answer, None))


def test_the_functions_of_one_document_serve_levels_of_any_layout() -> None:
    """As columns stand elsewhere from one time to the next, no value is read from another's place."""
    shaping, kept = a_shaping(), Functions()
    document = parse("{ boxes { id name } }")
    for names in (("id", "name"), ("name", "id"), ("id", "name")):
        row = tuple({"id": "a", "name": "名"}[name] for name in names)
        places: dict[str, tuple[Place, Any]] = {
            name: (Kept(at), None) for at, name in enumerate(names)
        }
        found = {"boxes": _level("Box", names, [row], places)}
        result = execute_sync(SCHEMA, document, found, executor_class=shaping.executing(kept))
        assert result.data == {"boxes": [{"id": "a", "name": "名"}]}
    assert (shaping.generated, shaping.interpreted) == (3, 0)


BOX: Final = {
    **dict.fromkeys(("name", "count", "weight", "colour", "lid", "held", "either", "rows")),
    "__typename": "Box",
    "id": "a",
    "flag": True,
    "tags": ["x"],
    "price": 1,
    "boxes": [],
}
ANSWER: Final = {
    "box": BOX,
    "boxes": [BOX | {"boxes": [BOX]}],
    "either": [BOX, None],
    "named": BOX,
    "count": 3,
}


@pytest.mark.parametrize("switch", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "query ($s: Boolean!) { box { a: id @skip(if: $s) b: id @include(if: $s) id } count }",
        "query ($s: Boolean!) { box @skip(if: $s) { id } boxes { ... @include(if: $s) { flag tags } id } }",
        "query ($s: Boolean!) { named { ...N ... on Box { tags ...N @skip(if: $s) } } } fragment N on Named { name id }",
        "query ($s: Boolean!) { boxes { id boxes { id @skip(if: $s) } } boxes { boxes { flag } price } }",
        "query ($s: Boolean!) { either { __typename ... on Named { id @skip(if: $s) } ... on Bag { of { id } } } }",
        "query ($s: Boolean!) { e: either { t: __typename } __typename one: count two: count @skip(if: $s) }",
    ],
)
def test_directives_fragments_and_mentions_that_merge(text: str, switch: bool) -> None:
    shaping, kept = a_shaping(), Functions()
    document, plain = parse(text), told(asked(text, ANSWER, None, s=switch))
    for _ in range(2):
        for turn in (switch, not switch, switch):
            result = execute_sync(
                SCHEMA,
                document,
                ANSWER,
                variable_values={"s": turn},
                executor_class=shaping.executing(kept),
            )
            if turn is switch:
                assert told(result) == plain
    assert shaping.interpreted == 0
    assert 0 < len(kept.by_key) <= MOST


def test_what_has_a_resolver_or_arguments_of_its_own_is_left_to_the_executor() -> None:
    schema = build_schema("type Query { box: Box } type Box { id: ID! at(day: Int): Int }")
    box = schema.type_map["Box"]
    assert isinstance(box, GraphQLObjectType)
    box.fields["at"].resolve = lambda row, _, day=0: row["id"] + day
    for name, field in box.fields.items():
        field.extensions["key"] = name
    shaping = a_shaping()
    result = execute_sync(
        schema,
        parse("{ box { at(day: 2) } }"),
        {"box": {"id": 1}},
        executor_class=shaping.executing(Functions()),
    )
    assert result.data == {"box": {"at": 3}} and shaping.interpreted == 1


def test_a_patient_one_writes_a_function_for_what_is_asked_again() -> None:
    shaping, kept = a_shaping(), Functions()
    shaping.patient = True
    document = parse("{ boxes { id } }")
    for _ in range(3):
        execute_sync(SCHEMA, document, ANSWER, executor_class=shaping.executing(kept))
    assert (shaping.generated, shaping.interpreted) == (2, 1)
    nothing = execute_sync(SCHEMA, document, {}, executor_class=shaping.executing(kept))
    assert nothing.errors and nothing.data is None, "what must be there is missed as ever"


def test_it_can_be_switched_off() -> None:
    shaping = a_shaping()
    shaping.off = True
    assert asked("{ boxes { id } }", ANSWER, shaping).data == {"boxes": [{"id": "a"}]}
    assert shaping.generated == 0


def test_no_document_has_functions_without_end() -> None:
    """However often its switches stand otherwise: beyond its measure the executor answers, as ever."""
    switches = [f"s{n}" for n in range(8)]
    heads = ", ".join(f"${one}: Boolean!" for one in switches)
    fields = " ".join(f"{one}{n}: id @skip(if: ${one})" for one in switches for n in range(40))
    document = parse(f"query ({heads}) {{ boxes {{ {fields} }} }}")
    shaping, kept = a_shaping(), Functions()
    for number in range(100):
        given = {one: bool(number >> place & 1) for place, one in enumerate(switches)}
        how = {"variable_values": given, "executor_class": shaping.executing(kept)}
        assert execute_sync(SCHEMA, document, ANSWER, **how).data
    assert kept.measure.names <= LONGEST and len(kept.by_key) <= MOST
    assert shaping.generated and shaping.interpreted
