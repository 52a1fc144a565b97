"""The schema: the register's questions and commands. Its SDL is committed and compared."""

from __future__ import annotations

import logging
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLField, execute_sync, specified_rules
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import validate_document
from strawberry.types.field import StrawberryField

from api.desk.changes import DeskMutations
from api.desk.queries import DeskQueries
from api.desk.receipts import ReceiptMutations
from api.desk.types import Ticket
from api.doors import DoorMutations
from api.edge.documents import KEPT, Read
from api.edge.masking import unexpected
from api.people.types import Department, Member
from api.register.mutations import Mutation as RegisterMutations
from api.register.queries import Query as RegisterQueries
from api.register.subscriptions import Subscription
from api.register.types import (
    ActionItem,
    AgendaItem,
    BarrierRule,
    Cause,
    Countermeasure,
    EffectivenessCheck,
    Evidence,
    ExtensionRequest,
    FieldValue,
    Figure,
    Guidance,
    Incident,
    Investigation,
    Link,
    MinutesEntry,
    Note,
    OperationRecord,
    Redaction,
    Release,
    ReleasedWording,
    Report,
    Requirement,
    ReviewMeeting,
    RollOut,
    RollOutAnswer,
    Taxonomy,
)
from api.shaping import Shaping
from domain.files import HandedIn


def _text(value: Any) -> str:
    """Days and instants leave the database as ISO text already."""
    return value if isinstance(value, str) else str(value.isoformat())


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise GraphQLError(
            "日付は 2023-02-17 のように書いてください。 / Write a day like 2023-02-17.",
            extensions={"code": "BAD_DATE"},
        ) from None


def _instant(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise GraphQLError(
            "日時は 2023-02-17T12:00:00+09:00 のように書いてください。"
            " / Write an instant like 2023-02-17T12:00:00+09:00.",
            extensions={"code": "BAD_MOMENT"},
        ) from None


def _decimal(written: Any) -> Decimal:
    try:
        return Decimal(str(written))
    except InvalidOperation:
        raise GraphQLError(
            "数値は 12 や 12.5 のように書いてください。 / Write a number like 12 or 12.5.",
            extensions={"code": "BAD_DECIMAL"},
        ) from None


DECIMAL = strawberry.scalar(
    name="Decimal",
    description="小数 / A decimal number, exact: 12 or 12.5.",
    serialize=str,
    parse_value=_decimal,
)
DATE = strawberry.scalar(
    name="Date",
    description="日付 / A day, ISO 8601 (2023-02-17).",
    serialize=_text,
    parse_value=_day,
)


def _handed_in(value: Any) -> HandedIn:
    """A file part of the request; text in its place is none."""
    if not isinstance(value, HandedIn):
        raise GraphQLError(
            "ファイルは multipart/form-data で送信してください。"
            " / Send the file as multipart/form-data.",
            extensions={"code": "NO_FILE"},
        )
    return value


def _never(_: Any) -> Any:
    raise TypeError("a file is handed in, never answered")


UPLOAD = strawberry.scalar(
    name="Upload",
    description=(
        "ファイル / A file, as a part of a multipart/form-data request (GraphQL multipart request"
        " specification)."
    ),
    serialize=_never,
    parse_value=_handed_in,
)
DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="日時 / An instant with its offset, ISO 8601 (2023-02-17T09:00:00+09:00).",
    serialize=_text,
    parse_value=_instant,
)

FIELD_VALUE = strawberry.scalar(
    name="FieldValue",
    description="値 / A field's value as JSON: text, a number, true or false, a list, an object.",
    serialize=lambda value: value,
)


class Schema(strawberry.Schema):
    """Strawberry's schema, with unexpected errors masked under an id and no query text logged."""

    def __init__(self, *types: Any, **config: Any) -> None:
        super().__init__(*types, **config)
        self._faults = lru_cache(KEPT)(self._looked_over)
        texts = frozenset({DATE.name, DATE_TIME.name})
        self.shaping = Shaping(_read_by, texts, patient=True)

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: Any = None,  # noqa: ARG002 -- Strawberry's signature
    ) -> None:
        for error in errors:
            unforeseen = error.original_error
            if unforeseen is None or isinstance(unforeseen, GraphQLError):
                continue
            error.message, error.extensions = unexpected(unforeseen)
            error.original_error = None

    def carry_out(
        self,
        read: Read,
        variables: dict[str, Any] | None,
        operation: str | None,
        context: Any,
    ) -> ExecutionResult:
        """What `execute_sync` answers, of a document that was read; it is looked over once."""
        faults = (self._faults if read.kept else self._looked_over)(read)
        if faults:
            return ExecutionResult(None, faults)
        result = execute_sync(
            self._schema,
            read.parsed,
            context_value=context,
            variable_values=variables,
            operation_name=operation,
            executor_class=self.shaping.executing(read.shapes) if read.kept else None,
        )
        if result.errors:
            self.process_errors(result.errors)
        return result

    def _looked_over(self, read: Read) -> list[GraphQLError]:
        return validate_document(self._schema, read.parsed, tuple(specified_rules))


def _read_by(field: GraphQLField) -> str | None:
    """The key under which a row holds a field's value."""
    known = field.extensions.get("strawberry-definition")
    if not isinstance(known, StrawberryField) or known.base_resolver is not None:
        return None
    return known.python_name


def _by_key(source: Any, name: str) -> Any:
    return source[name] if isinstance(source, dict) else getattr(source, name)


@strawberry.type(
    description="問い合わせ / What may be asked; all answers are as far as you may see."
)
class Query(RegisterQueries, DeskQueries):
    """All questions."""


@strawberry.type(description="操作 / What may be done. Each is one command: all of it, or nothing.")
class Mutation(RegisterMutations, DeskMutations, ReceiptMutations, DoorMutations):
    """All mutations."""


def build_schema() -> Schema:
    """The one schema of the service."""
    logging.getLogger("strawberry.execution").disabled = True
    return Schema(
        Query,
        Mutation,
        Subscription,
        types=[
            Report,
            Incident,
            Investigation,
            Figure,
            Cause,
            Countermeasure,
            EffectivenessCheck,
            ExtensionRequest,
            Link,
            OperationRecord,
            Redaction,
            Evidence,
            Note,
            Requirement,
            ReleasedWording,
            RollOut,
            RollOutAnswer,
            Guidance,
            Release,
            BarrierRule,
            ReviewMeeting,
            AgendaItem,
            MinutesEntry,
            ActionItem,
            Taxonomy,
            Department,
            Member,
            Ticket,
        ],
        config=StrawberryConfig(
            default_resolver=_by_key,
            scalar_map={
                date: DATE,
                Decimal: DECIMAL,
                datetime: DATE_TIME,
                HandedIn: UPLOAD,
                FieldValue: FIELD_VALUE,
            },
            disable_field_suggestions=True,
        ),
    )
