"""A GraphQL request, however it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.edge.wrong import RequestIsWrong


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL document with what belongs to it."""

    query: str
    variables: dict[str, Any] | None = None
    operation: str | None = None


def in_shape(told: Any) -> Question:
    """The question that a JSON value is; raises RequestIsWrong."""
    if not isinstance(told, dict) or not isinstance(told.get("query"), str):
        raise RequestIsWrong(
            400, '{"query": "…"} の形で送信してください。 / Send a query.', "QUERY"
        )
    variables, operation = told.get("variables"), told.get("operationName")
    extensions = told.get("extensions")
    if not (
        isinstance(variables, dict | None)
        and isinstance(operation, str | None)
        and isinstance(extensions, dict | None)
    ):
        raise RequestIsWrong(
            400,
            "variables と extensions はオブジェクト、operationName は文字列です。"
            " / variables and extensions are objects, operationName is a text.",
            "QUERY",
        )
    return Question(told["query"], variables, operation)
