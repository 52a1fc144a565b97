"""What a consulter does with a receipt code and no token: read answers, write back, say who they are.

Nothing finer than a day is kept of them, and no address.
"""

from __future__ import annotations

from typing import Any, Final

import orjson
import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.asking import Asking
from api.changing import Given, either, refused, sound_key, stated
from api.desk.changes import FILES
from api.desk.inputs import FILE_TAKEN
from api.desk.looking import receipt_shape
from api.desk.types import TicketReceipt
from api.levels import Row
from commands.desk import files
from commands.desk.consulting import leave_identity, write_back
from commands.desk.office import Consulting
from domain import refusals as shared
from domain.desk import refusals as rules
from domain.files import HandedIn
from domain.refusals import Refusal

FOR_CONSULTERS: Final = frozenset(
    {"receipt", "writeBack", "attachWithReceipt", "leaveIdentity", "__typename"}
)
"""The root fields that are answered without a token."""

_RULES: Final = (
    rules.CodeIsWrong,
    rules.DeskIsNotSetUp,
    rules.SubjectIsErased,
    rules.TicketIsErased,
    shared.KeyWasUsedForAnotherInput,
    shared.TextIsEmpty,
    shared.TextHasLines,
    shared.TextIsTooLong,
    shared.TextHasControlCharacters,
)


@strawberry.input(description="受付番号 / What a consulter's command takes.")
class WithReceipt:
    idempotency_key: str = strawberry.field(
        description="冪等キー / Your own name for this request: a repeat is answered again, not done"
        " again."
    )
    code: str = strawberry.field(description="受付番号 / The 16 digits of the receipt.")


@strawberry.input(description="連絡 / Write to the desk again.")
class WriteBackInput(WithReceipt):
    text: str = strawberry.field(description="本文 / What you write.")


@strawberry.input(description="ファイル / Hand a file in to the desk.")
class AttachWithReceiptInput(WithReceipt):
    file: HandedIn = strawberry.field(description=f"ファイル / {FILE_TAKEN}")


@strawberry.input(description="身元 / Say who you are, if you wish; the desk keeps it apart.")
class LeaveIdentityInput(WithReceipt):
    name: str | None = strawberry.field(default=None, description="氏名 / Your name.")
    contact: str | None = strawberry.field(default=None, description="連絡先 / How to reach you.")


def _result(name: str, *besides: type[Refusal]) -> Any:
    return either(name, TicketReceipt, *_RULES, *besides)


@strawberry.type
class ReceiptMutations:
    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=_result("WriteBackResult"),
        description="窓口に書く / Write to the desk again, with the receipt code and without a token.",
    )
    def write_back(
        self,
        info: Asking,
        input: Given[WriteBackInput],  # noqa: A002 -- GraphQL's name
    ) -> Row | None:
        return _perform(info, input, write_back)

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=_result("AttachWithReceiptResult", *FILES),
        description="ファイルを渡す / Hand a file in to the desk, with the receipt code and without a token.",
    )
    def attach_with_receipt(
        self,
        info: Asking,
        input: Given[AttachWithReceiptInput],  # noqa: A002 -- GraphQL's name
    ) -> Row | None:
        office = info.context.desk_office
        try:
            if office is not None and office.looked_up(input.code) is None:
                raise rules.CodeIsWrong()
            taken = files.taken(input.file)
        except Refusal as refusal:
            return refused(info, refusal)

        def attach_with_receipt(consulting: Consulting, **_: Any) -> None:
            files.attach_with_receipt(consulting, file=taken)

        return _perform(info, input, attach_with_receipt)

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=_result("LeaveIdentityResult"),
        description="名乗る / Say who you are, with the receipt code and without a token. The desk opens it only"
        " with a reason and a second person.",
    )
    def leave_identity(
        self,
        info: Asking,
        input: Given[LeaveIdentityInput],  # noqa: A002 -- GraphQL's name
    ) -> Row | None:
        return _perform(info, input, leave_identity)


def _perform(info: Asking, given: Any, work: Any) -> Row | None:
    details = stated(given)
    key, code = details.pop("idempotency_key"), details.pop("code")
    office = info.context.desk_office
    if office is None:
        return refused(info, rules.DeskIsNotSetUp())
    request = orjson.dumps([work.__name__, details], default=str, option=orjson.OPT_SORT_KEYS)

    def command(consulting: Consulting) -> None:
        work(consulting, **details)

    try:
        ticket = office.by_receipt(code, command, key=sound_key(key), request=request)
        return receipt_shape(ticket)
    except Refusal as refusal:
        return refused(info, refusal)


def is_for_consulters(parsed: DocumentNode, operation: str | None) -> bool:
    """Whether all that is asked for needs a receipt code alone."""
    fragments = {
        one.name.value: one for one in parsed.definitions if isinstance(one, FragmentDefinitionNode)
    }
    operations = [one for one in parsed.definitions if isinstance(one, OperationDefinitionNode)]
    chosen = [one for one in operations if operation is None or _named(one) == operation]
    asked = {name for one in chosen for name in _root_fields(one.selection_set, fragments)}
    return bool(asked) and asked <= FOR_CONSULTERS


def _named(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def _root_fields(
    selected: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]
) -> set[str]:
    """The names of the fields at the root, fragments opened: each once, since they may go round in circles."""
    found: set[str] = set()
    left, opened = [selected], set[str]()
    while left:
        for one in left.pop().selections:
            match one:
                case FieldNode():
                    found.add(one.name.value)
                case FragmentSpreadNode():
                    name = one.name.value
                    if name in fragments and name not in opened:
                        opened.add(name)
                        left.append(fragments[name].selection_set)
                case _:
                    left.append(one.selection_set)  # type: ignore[attr-defined]  # an inline fragment
    return found
