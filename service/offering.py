"""What the register has to offer to a ticket that was just logged."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Final
from uuid import UUID

from api.context import Context
from api.schema import build_schema
from service.house import House
from store.reads import Way

_DOCUMENT: Final = """query Offered($ticket: String!) {
  ticket(ticket: $ticket) { similarGuidance { code question answer basis basisVersion } } }"""


def similar_to(house: House, member: UUID, ticket: UUID) -> list[dict[str, Any]]:
    """Guidance that resembles the question of a ticket, the likest first; put on record like any answer."""
    with ExitStack() as stack:
        context = Context(house.office, member, stack, desk_office=house.desk)
        told = build_schema().execute_sync(
            _DOCUMENT, variable_values={"ticket": str(ticket)}, context_value=context
        )
    if told.errors or not told.data or told.data["ticket"] is None:
        return []
    context.keep_read(Way.QUESTION, _DOCUMENT)
    return list(told.data["ticket"]["similarGuidance"])
