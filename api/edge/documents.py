"""A question's document: read, measured, and one operation of it chosen, before it is validated."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    TokenKind,
    parse,
)

from api.edge.asked import Question
from api.edge.wrong import RequestIsWrong
from api.limits import DocumentIsTooLarge, check, too_large
from api.selecting import Known
from api.shaping import Functions

MAX_TOKENS = 2_000
MAX_DIGITS = 50
"""Of a number in a document: Python reads no more than some thousands, and no field takes as many."""
MAX_VALUES = 5_000
"""Values that the variables of one request may have, those inside lists and objects included."""
KEPT: Final = 64
"""How many documents are kept, read and looked over, for who asks the same again: up to 1 MB each."""
NUL = "\x00"
_NUMBERS = (TokenKind.INT, TokenKind.FLOAT)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A document that was read; its like in other letters is another one. One that is not `kept` is held
    no longer than its request."""

    parsed: DocumentNode
    kept: bool = True
    shapes: Functions = field(default_factory=Functions)
    selected: Known = field(default_factory=Known)
    costs: dict[Hashable, int] = field(default_factory=dict)
    """The functions made for it (`api.shaping`), what is made of its selections, and what it costs by the
    numbers among its variables."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be carried out, and how much it asks for."""

    read: Read
    operation: OperationType
    cost: int


def document(asked: Question, member: UUID) -> Document:
    """The document of a member's question. Raises RequestIsWrong where it is beyond a limit or may not be
    carried out here, and GraphQLError where it is no GraphQL."""
    try:
        read = _fresh(asked.query) if _may_tell(asked.query) else _kept(member, asked.query)
        parsed = read.parsed
        cost = _cost(read, asked.variables)
        _look_through(asked.variables)
    except DocumentIsTooLarge as e:
        raise RequestIsWrong(400, str(e), "DOCUMENT_LIMIT") from None
    except RecursionError:
        raise RequestIsWrong(
            400, "入れ子が深すぎます。 / Nested too deep.", "DOCUMENT_LIMIT"
        ) from None
    return Document(read, _operation(parsed, asked.operation), cost)


def _may_tell(query: str) -> bool:
    """Whether a document may hold what somebody writes into the register: a text that is redacted later
    must not stand here."""
    return '"' in query and any(word in query for word in _TELLING)


_TELLING: Final = ("mutation", "receipt", "ticket")
"""What is written into the register, by which somebody comes back, or what is searched for at the desk."""


@lru_cache(KEPT)
def _kept(_: UUID, query: str) -> Read:
    """Kept for each member apart: how soon an answer comes must not tell what others asked."""
    return Read(_parsed(query))


def _fresh(query: str) -> Read:
    return Read(_parsed(query), kept=False)


def _parsed(query: str) -> DocumentNode:
    try:
        return parse(query, max_tokens=MAX_TOKENS)
    except GraphQLError as e:
        if "token" in e.message and str(MAX_TOKENS) in e.message:
            raise too_large("tokens", MAX_TOKENS) from None
        raise


def _cost(read: Read, variables: dict[str, Any] | None) -> int:
    """What it costs to carry out a document, which is looked at once: pages may be as long as a variable
    says."""
    numbers = tuple((name, one) for name, one in (variables or {}).items() if isinstance(one, int))
    cost = read.costs.get(numbers)
    if cost is None:
        cost = check(read.parsed, variables)
        _look_at_letters(read.parsed)
        if len(read.costs) < KEPT:
            read.costs[numbers] = cost
    return cost


def _look_at_letters(parsed: DocumentNode) -> None:
    """No number without end, and no text with the character that databases take for its end: not all of
    them store it."""
    token = parsed.loc.start_token if parsed.loc else None
    while token is not None:
        if token.value is not None:
            if NUL in token.value:
                raise _nul()
            if token.kind in _NUMBERS and len(token.value) > MAX_DIGITS:
                raise too_large("digits", MAX_DIGITS)
        token = token.next


def _look_through(variables: dict[str, Any] | None) -> None:
    """No more values than may be, and none with that character."""
    left: list[Any] = [variables]
    for _ in range(MAX_VALUES + 1):
        if not left:
            return
        match left.pop():
            case str() as text if NUL in text:
                raise _nul()
            case dict() as given:
                if any(NUL in name for name in given):
                    raise _nul()
                left += given.values()
            case list() as several:
                left += several
    raise too_large("variables", MAX_VALUES)


def _nul() -> RequestIsWrong:
    return RequestIsWrong(
        400,
        "文字列に NUL 文字（U+0000）が含まれています。取り除いてください。"
        " / A text holds the NUL character (U+0000): remove it.",
        "NUL",
    )


def _operation(parsed: DocumentNode, name: str | None) -> OperationType:
    """One operation at a time, one mutation in it: a command is one transaction, with its answer."""
    operations = [one for one in parsed.definitions if isinstance(one, OperationDefinitionNode)]
    chosen = [one for one in operations if one.name is not None and one.name.value == name]
    if name is None and len(operations) == 1:
        chosen = operations
    if not chosen:
        raise RequestIsWrong(
            400,
            "operationName で操作を1つ選んでください。 / Name one operation with operationName.",
            "OPERATION_NAME",
        )
    fragments = {
        one.name.value: one for one in parsed.definitions if isinstance(one, FragmentDefinitionNode)
    }
    for one in operations:
        if (
            one.operation is OperationType.MUTATION
            and _root_fields(one.selection_set, dict(fragments)) != 1
        ):
            raise RequestIsWrong(
                400,
                "1回の送信に書ける操作は1つです。 / One mutation per operation.",
                "ONE_MUTATION",
            )
    return chosen[0].operation


def _root_fields(selected: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> int:
    """How many fields stand at the root, with its fragments opened, each once."""
    found = 0
    for one in selected.selections:
        match one:
            case InlineFragmentNode():
                found += _root_fields(one.selection_set, fragments)
            case FragmentSpreadNode():
                fragment = fragments.pop(one.name.value, None)
                found += 0 if fragment is None else _root_fields(fragment.selection_set, fragments)
            case _:
                found += 1
    return found
