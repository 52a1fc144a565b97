"""What a list in a column names: one row for each id in it, in the words of either database."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


def named_in(rows: sa.FromClause, column: str, named: str = "named") -> sa.Subquery:
    """Each of these rows (`id`) beside each of the ids (`named`) that a list column of it holds."""
    each = each_of(rows.c[column])
    return (
        sa.select(rows.c.id, each.c.value.label(named))
        .select_from(rows.join(each, sa.true()))
        .distinct()
        .subquery(f"named_in_{column}")
    )


def each_of(listed: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    """The texts (`value`) in a list, as rows beside the one that holds it."""
    return EachOf(listed).table_valued(sa.column("value", sa.Text), joins_implicitly=True)


class EachOf(GenericFunction[Any]):
    """The values of a JSON list, as rows of one column, `value`."""

    name = "each_of"
    inherit_cache = True


_CALLED: Final = {"postgresql": "json_array_elements_text", "sqlite": "json_each"}


@compiles(EachOf)
def _called(element: EachOf, compiler: SQLCompiler, **how: Any) -> str:
    return f"{_CALLED[compiler.dialect.name]}{compiler.process(element.clause_expr, **how)}"
