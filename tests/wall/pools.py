"""What documents are asked with: ids, codes, cursors, words and moments of both sides of the wall.

The pools are gathered by asking: the viewer, and those who see what the viewer does not. Values for an
argument are found by its type, and by its name where the type is plain text.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any, Final
from uuid import UUID

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from tests.apart import DESK_QUERIES
from tests.houses import NUMBERS
from tests.wall.asking import SCHEMA, Asked, Document
from tests.wall.story import WORDS
from tests.wall.worlds import BASIS

ABSENT: Final = "00000000-0000-4000-8000-000000000000"
NONSENSE: Final = "nonsense"
NO_CODE: Final = "INC-0000-0000"
EVER: Final = {"at": "0001-01-01T00:00:00+00:00"}
RECORDS: Final = """query ($after: String) { changes(since: {at: "0001-01-01T00:00:00Z"}, first: 100,
    after: $after) { pageInfo { hasNextPage endCursor } nodes { recordId code
    record { __typename version } } } }"""
_QUERY: Final = SCHEMA._schema.query_type
ROOTS: Final = {
    name: one for name, one in (_QUERY.fields if _QUERY else {}).items() if name not in DESK_QUERIES
}
"""The questions of the register; those of the desk are asked in test_desk.py."""
LISTS: Final = tuple(name for name, one in ROOTS.items() if "orderBy" in one.args)
"""The roots that list records in pages."""


@dataclass
class Seen:
    """What somebody sees of one world: of each record its type, code and version; and the cursors of
    each list."""

    records: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    cursors: dict[str, list[str]] = field(default_factory=dict)


def seen_by(asked: Asked, member: UUID) -> Seen:
    """Everything somebody sees, found by asking what ever changed."""
    found, after = Seen(), None
    while True:
        # Everybody asks in a writing of their own: what is kept for one must not be another's here.
        document = Document("records", f"{RECORDS} # {member}", {"after": after})
        page = asked.data(member, document)["changes"]
        for node in page["nodes"]:
            if node["record"] is not None:
                record = node["record"]
                about = record["__typename"], node["code"], record["version"]
                found.records[node["recordId"]] = about
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    for name in LISTS:
        text = f"{{ {name}(first: 100) {{ edges {{ cursor }} }} }} # {member}"
        document = Document(name, text, {})
        edges = asked.data(member, document)[name]["edges"]
        found.cursors[name] = [edge["cursor"] for edge in edges]
    return found


@dataclass
class Pools:
    """Values by what they are; of hidden ones those of either world.

    `few` is how many of each sort stand for all of them.
    """

    visible: dict[str, tuple[str, str, str]]
    hidden: dict[str, tuple[str, str, str]]
    cursors: dict[str, list[str]]
    moments: list[datetime]
    few: int = 3

    def ids(self, type_name: str | None = None) -> list[str]:
        """Ids on both sides of the wall, of one type of record or of all; and ids of nothing."""
        sides = (self.visible, self.hidden)
        return [*(i for side in sides for i in self._some(side, type_name)), ABSENT, NONSENSE, ""]

    def _some(self, side: dict[str, tuple[str, str, str]], type_name: str | None) -> list[str]:
        of_type: dict[str, list[str]] = {}
        for one, (known, _, _) in side.items():
            if type_name in (None, known):
                of_type.setdefault(known, []).append(one)
        few = 1 if type_name is None else self.few
        return [one for some in of_type.values() for one in spread(some, few)]

    def codes(self) -> list[str]:
        """Codes of records of both sides, and one of none."""
        known = self.visible | self.hidden
        return [*(known[one][1] for one in self.ids() if one in known), NO_CODE]

    def instants(self) -> list[str]:
        """Before, between and behind what happened; one that is still to come, and no instant."""
        edges = [self.moments[0] - timedelta(days=99), self.moments[-1] + timedelta(days=999)]
        told = [one.isoformat() for one in (*edges, *self.moments)]
        return [*told, "2023-02-17T12:00:00", NONSENSE]

    def values(self, of: GraphQLInputType, name: str, root: str) -> list[Any]:
        """Values for an argument, or a field of an input object, of a root field."""
        inner = get_nullable_type(of)
        if is_list_type(inner):
            each = self.values(inner.of_type, name, root)
            if not is_non_null_type(inner.of_type):
                each.append(None)
            return [[], *([one] for one in each), each]
        named = get_named_type(of)
        match named:
            case GraphQLEnumType():
                return list(named.values)
            case GraphQLInputObjectType() if named.name == "ReleaseTerms":
                return list(self.terms())
            case GraphQLInputObjectType() if named.name == "RightsOf":
                return list(self.rights())
            case GraphQLInputObjectType() if named.is_one_of:
                return [
                    {inside: value}
                    for inside, each in named.fields.items()
                    for value in self.values(each.type, inside, root)
                ]
            case GraphQLInputObjectType():
                return [{}, *self._inputs(named, root)]
            case _:
                return self._plain(named.name, name, root)

    def terms(self) -> Iterator[dict[str, Any]]:
        """What may be asked to be released to whom: records of either side of the wall, whole or in
        other words, and some that may not be."""
        parties = cycle(PARTIES)
        for one in self.ids():
            yield {"ids": [one], "to": next(parties), "basis": BASIS}
        some = self.ids("Incident")
        for to in PARTIES:
            yield {
                "ids": some[:1],
                "to": to,
                "basis": BASIS,
                "wordings": [{"id": some[0], "text": "要旨"}],
            }
        yield {"ids": some, "to": "HD", "basis": BASIS}
        yield {"ids": some[:1], "to": "HD", "basis": " "}
        yield {"ids": some[:1], "to": "HD", "basis": BASIS, "until": "2023-01-01"}

    def rights(self) -> Iterator[dict[str, Any]]:
        """The rights of each party, now and at some moments."""
        for party in PARTIES:
            yield {"party": party}
        for party, moment in zip(cycle(NUMBERS), self.moments[1:-1], strict=False):
            yield {"party": party, "at": {"at": moment.isoformat()}}

    def _inputs(self, of: GraphQLInputObjectType, root: str) -> Iterator[dict[str, Any]]:
        for name, each in of.fields.items():
            for value in self.values(each.type, name, root):
                yield {name: value}

    def _plain(self, type_name: str, name: str, root: str) -> list[Any]:
        if type_name == "String":
            assert name in TEXTS, f"say in tests/wall/pools.py what the text {name} may be"
            return TEXTS[name](self, root)
        assert type_name in PLAIN, f"say in tests/wall/pools.py what a {type_name} may be"
        return PLAIN[type_name](self)


def spread(some: Iterable[Any], few: int) -> list[Any]:
    """A few of these, from the first to the last."""
    every = list(some)
    if len(every) <= few:
        return every
    return [every[round(n * (len(every) - 1) / max(1, few - 1))] for n in range(few)]


def cursor_of(*named: Any) -> str:
    """A cursor as the service makes them, for what it names."""
    return base64.urlsafe_b64encode(orjson.dumps(list(named))).decode().rstrip("=")


PARTIES: Final = [*NUMBERS, "mz", "XX", ""]
WORDS_SOUGHT: Final = [
    *WORDS.values(),
    *(word[0] for word in WORDS.values()),
    *("秘密", "密の", "3677", "3,677", "３６７７", "%", "_", "", " ", "'", "システム"),
]
"""Of texts on both sides, of both worlds; and what a database may take for something else."""


def _terms(pools: Pools, _: str) -> list[str]:
    return [*WORDS_SOUGHT, *spread(pools.codes(), 4), pools.codes()[0][4:8].lower()]


def _cursors(pools: Pools, root: str) -> list[str]:
    ids = pools.ids()[:: 4 if root in LISTS else 9]
    return [*spread(pools.cursors.get(root, ()), 8), *map(cursor_of, ids), NONSENSE, "", "W10"]


def _categories(_: Pools, __: str) -> list[str]:
    return ["システム", *(f"{word}の分類" for word in WORDS.values()), ""]


TEXTS: Final[dict[str, Callable[[Pools, str], list[Any]]]] = {
    "search": _terms,
    "after": _cursors,
    "before": _cursors,
    "category": _categories,
    "owner": lambda *_: PARTIES,
    "to": lambda *_: PARTIES,
    "party": lambda *_: PARTIES,
    "responsible": lambda *_: PARTIES,
    "codes": lambda pools, _: pools.codes(),
    "text": lambda *_: (
        [f"{word}の画面を見てよいか" for word in WORDS.values()] + ["見てよいか", ""]
    ),
    "month": lambda *_: ["2023-02", "2023-04", "2024-01", NONSENSE],
}
"""What a text may be, by the name of the argument."""

PLAIN: Final[dict[str, Callable[[Pools], list[Any]]]] = {
    "Boolean": lambda _: [True, False],
    "Int": lambda _: [0, 1, 2, 3, 40, 101, -1],
    "ID": lambda pools: pools.ids(),
    "Date": lambda _: ["2023-01-31", "2023-02-18", "2023-06-30", "2024-04-01", NONSENSE],
    "DateTime": lambda pools: pools.instants(),
}
"""What a value of a plain type may be."""
