"""How a command becomes a mutation: one input, one command, a union of its record or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import reduce
from operator import or_
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
import strawberry
from graphql import GraphQLError, GraphQLUnionType, get_named_type
from strawberry.types.base import StrawberryContainer
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from api.asking import Asking, below
from api.levels import Row
from api.refusals import CHANGING, CREATING, EXPECTING_SEVERAL, answer, refusal_type
from api.register.finding import any_record
from commands.office import Command, Receipt
from domain.refusals import NoSuchRecord, Refusal, TextIsEmpty
from domain.register.record import InformationCategory
from domain.texts import Field, require_length

Work = Callable[..., Iterable[UUID]]
"""A command: given the desk and the input's fields by name, the ids of what it made or changed."""

Shown = Callable[[Asking, Receipt], Row | None]
"""What a mutation shows of what was done, read through the barrier; None if there is nothing."""

LEAVE_OUT = "省けば今のまま、null で消去 / Leave out what stays as it is; null removes it."

_KEY = Field("冪等キー", "idempotency key")
_KEY_LIMIT = 200

T = TypeVar("T")
Given = Annotated[T, strawberry.argument(description="内容 / What the command needs.")]
"""The one argument of a mutation."""

CATEGORIES = "情報区分 / Whose information the record holds; leave out while unjudged."
_READERS = (
    "確認済みの会社 / Codes of the parties you know to read the record; else OthersWillRead tells."
)


@strawberry.input(description="操作の内容 / What every command takes.")
class Creating:
    idempotency_key: str = strawberry.field(
        description="冪等キー / Your own name for this request: a repeat is answered again, not done"
        " again."
    )


@strawberry.input(description="登録の内容 / What every command takes that makes a record.")
class CreatingRecord(Creating):
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list, description=CATEGORIES
    )


@strawberry.input(description="変更の内容 / What every command takes that writes into records.")
class Touching(Creating):
    acknowledge_readers: list[str] = strawberry.field(default_factory=list, description=_READERS)


@strawberry.input(description="変更の内容 / What every command takes that changes one record.")
class Changing(Touching):
    expected_version: str = strawberry.field(
        description="版 / The version of the record as you read it."
    )


@strawberry.input(description="変更の内容 / What every command takes that names several records.")
class ExpectingSeveral(Creating):
    expected_versions: list[str] | None = strawberry.field(
        default=strawberry.UNSET,
        description="一覧の記録の版 / The versions of the records listed, as you read them and in their"
        " order; left out: they are not compared.",
    )


def first_record(info: Asking, receipt: Receipt) -> Row | None:
    """The first record a command made or changed, as it now stands for who asks."""
    return any_record(info.context.lens(), str(receipt.records[0]), below(info))


def mutation(
    work: Work,
    given: type[Creating],
    record: Any,
    description: str,
    *rules: type[Refusal],
    shown: Shown = first_record,
) -> Any:
    """The mutation that carries out a command: named after it, answering `record` or a refusal.

    `rules` are the refusals the command may give beside those every command may. `shown` reads what
    is answered, where that is not the command's first record.
    """
    name = to_camel_case(work.__name__)
    shared = CHANGING if issubclass(given, Touching) else CREATING
    if issubclass(given, ExpectingSeveral):
        shared = (*shared, *EXPECTING_SEVERAL)
    result = either(f"{name[0].upper()}{name[1:]}Result", record, *shared, *rules)

    def resolve(self: Any, info: Any, input: Any) -> Any:  # noqa: A002, ARG001 -- GraphQL's names
        return perform(info, input, work, shown)

    resolve.__annotations__ = {"info": Asking, "input": Given[given], "return": Any}  # type: ignore[misc, valid-type]  # built at run time
    return strawberry.mutation(
        resolver=resolve, name=name, graphql_type=result, description=description
    )


def either(name: str, record: Any, *refusals: type[Refusal]) -> Any:
    """The union a mutation answers: the record, or a named refusal."""
    types = (record, *(refusal_type(refusal) for refusal in dict.fromkeys(refusals)))
    description = "結果 / The record as it now stands for you, or the rule that said no."
    return Annotated[reduce(or_, types), strawberry.union(name, description=description)]


def perform(info: Asking, given: Any, work: Work, shown: Shown = first_record) -> Row | None:
    """Run the command with the input's fields; answer the record through the barrier.

    A field whose default is UNSET and that is left out is no argument of the command.
    """
    details = stated(given)
    key = details.pop("idempotency_key")
    request = orjson.dumps([work.__name__, details], default=_plain, option=orjson.OPT_SORT_KEYS)
    acknowledged = details.pop("acknowledge_readers", ())
    context = info.context
    try:
        receipt = context.office.perform(
            context.member,
            _bound(work, arguments(given, details)),
            key=sound_key(key),
            request=request,
            acknowledged=acknowledged,
        )
    except Refusal as refusal:
        return refused(info, refusal)
    found = shown(info, receipt)
    return found if found is not None else answer(NoSuchRecord(named=key))


def stated(given: Any) -> dict[str, Any]:
    """What an input states, by the names of its fields."""
    details = {field.name: getattr(given, field.name) for field in fields(given)}
    return {name: value for name, value in details.items() if value is not strawberry.UNSET}


def refused(info: Asking, refusal: Refusal) -> Row:
    """The refusal as one of the mutation's answers; a rule it does not foresee is an error."""
    union = get_named_type(info._raw_info.return_type)
    assert isinstance(union, GraphQLUnionType)
    if type(refusal).__name__ in {one.name for one in union.types}:
        return answer(refusal)
    raise GraphQLError(
        f"{refusal.message_ja} / {refusal.message_en}", extensions={"code": refusal.code}
    )


def arguments(given: Any, details: dict[str, Any]) -> dict[str, Any]:
    """The command's arguments: words for enums, ids for record ids, tuples for lists, and for an
    input inside the input what it states, by name."""
    ids = {field.name for field in fields(given) if _is_id(field)}
    made = {name: _argument(value, name in ids) for name, value in details.items()}
    if "information_categories" in made:
        made["categories"] = made.pop("information_categories")
    return made


def _argument(value: Any, is_id: bool) -> Any:
    match value:
        case Enum():
            return value.value
        case list():
            return tuple(_argument(one, is_id) for one in value)
        case str() if is_id:
            return record_id(value)
        case _ if is_dataclass(value):
            return arguments(value, stated(value))
        case _:
            return value


def _is_id(field: Any) -> bool:
    """Whether an input's field holds a record's id, or several."""
    assert isinstance(field, StrawberryField)
    kind: Any = field.type
    while isinstance(kind, StrawberryContainer):
        kind = kind.of_type
    return kind is strawberry.ID


def _bound(work: Work, given: dict[str, Any]) -> Command:
    return lambda desk: work(desk, **given)


def record_id(text: str) -> UUID:
    """The id a client sent; what is no id names no record."""
    try:
        return UUID(text)
    except ValueError:
        raise NoSuchRecord(named=text) from None


def sound_key(key: str) -> str:
    """The key, if it is one; raises TextIsEmpty, TextIsTooLong."""
    if not key.strip():
        raise TextIsEmpty(**_KEY.details)
    require_length(key, _KEY_LIMIT, _KEY)
    return key


def _plain(value: object) -> str:
    return str(value)
