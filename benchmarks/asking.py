"""The meeting query in process, as the service carries it out once it was sent."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from uuid import UUID

import orjson

from api.context import Context
from api.edge.asked import Question
from api.edge.documents import document
from api.schema import Schema, build_schema
from service import house
from store.reads import Way


@cache
def schema() -> Schema:
    """One for all measurements."""
    return build_schema()


def answer(opened: house.House, member: UUID, query: str, *, keep: bool = False) -> bytes:
    """The answer to a member's question; with `keep` what it shows of others' records is put on record."""
    read = document(Question(query), member).read
    with ExitStack() as stack:
        context = Context(opened.office, member, stack, selected=read.selected)
        result = schema().carry_out(read, None, None, context)
    assert result.data is not None and not result.errors, result.errors
    if keep:
        context.keep_read(Way.QUESTION, query)
    return orjson.dumps({"data": result.data})
