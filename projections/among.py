"""Whether a column holds one of several values: one statement, however many there are.

An IN that lists them is another statement for each count of them, which the database has to understand
and plan anew. Behind PostgreSQL's second lock that takes longer than to carry it out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_SPECIAL: Final = re.compile(r'["\\]').search
"""What stands behind a backslash in the text of an array."""


def among(column: sa.ColumnElement[Any], values: Collection[Any] | str) -> sa.ColumnElement[bool]:
    """Whether `column` holds one of these values, or of those given under this name."""
    of = _Several(column.type)
    if isinstance(values, str):
        return _Among(column, sa.bindparam(values, type_=of))
    return _Among(column, sa.bindparam(None, list(values), type_=of))


class _Several(sa.TypeDecorator[Collection[Any]]):
    """Several values as one text: an array in PostgreSQL's words, JSON on SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, of: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: Collection[Any] | None, dialect: sa.Dialect) -> Any:
        listed = list(value or ())
        if dialect.name != "postgresql":
            return orjson.dumps(listed).decode()
        return f"{{{','.join(map(_element, listed))}}}"


def _element(value: str | int | None) -> str:
    """A value in the text of an array."""
    if not isinstance(value, str):
        return "NULL" if value is None else str(value)
    plain = value.replace("\\", "\\\\").replace('"', '\\"') if _SPECIAL(value) else value
    return f'"{plain}"'


class _Among(FunctionElement[bool]):
    name = "among"
    type = sa.Boolean()
    inherit_cache = True


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 -- compiled names and marks


@compiles(_Among, "postgresql")
def _any_of(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = element.clauses
    assert isinstance(values.type, _Several)
    of = compiler.dialect.type_compiler_instance.process(postgresql.ARRAY(values.type.of))
    given = compiler.process(values, **how)
    return f"{compiler.process(column, **how)} = ANY (CAST({given} AS {of}))"
