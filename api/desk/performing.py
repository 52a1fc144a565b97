"""How a mutation of the desk is carried out: as a command on its log, answered with what it was about as that
now stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

import orjson
import strawberry

from api.asking import Asking
from api.changing import Creating, Given, arguments, either, refused, sound_key, stated
from api.desk.looking import DeskSight
from api.desk.types import (
    CustodianRequest,
    GuidanceDraft,
    IncidentDraft,
    Ticket,
    TicketOutOfSight,
)
from api.levels import Row
from commands.desk.office import Command
from commands.office import Receipt
from domain import refusals as shared
from domain.desk import refusals as rules
from domain.refusals import Refusal
from projections.desk.statistics import publications
from projections.desk.tickets import designations, requests
from projections.desk.tickets import drafts as drafts_of

Work = Callable[..., Iterable[UUID]]
Shown = Callable[[Asking, Receipt], Row | None]

EVERY: Final[tuple[type[Refusal], ...]] = (
    shared.NotPermitted,
    rules.NoSuchTicket,
    rules.DeskIsNotSetUp,
    shared.NoSuchRecord,
    shared.KeyWasUsedForAnotherInput,
    shared.TextIsEmpty,
    shared.TextHasLines,
    shared.TextIsTooLong,
    shared.TextHasControlCharacters,
)
"""What any mutation of the desk may answer."""


def the_ticket(info: Asking, receipt: Receipt) -> Row | None:
    """The ticket of a command, as who asks may see it now; of who may not, none."""
    return _ticket(info, str(receipt.records[0]))


def _ticket(info: Asking, ticket: str) -> Row | None:
    sight = info.context.desk
    row = sight.row(ticket) if sight else None
    return sight.shown([row])[0] if sight and row else None


def the_request(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    [row] = requests(sight.connection, id=str(receipt.records[0]))
    return sight.request(row) if sight.is_told_of(row) else None


def _sight(info: Asking) -> DeskSight:
    sight = info.context.desk
    assert sight is not None, "the command was carried out at a desk"
    return sight


def the_designation(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    known = designations(sight.connection)
    return next(sight.designation(one) for one in known if one.id == receipt.records[0])


def the_publication(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    known = publications(sight.connection, sight.people.actor.party)
    made = (row for row in known if row["id"] == str(receipt.records[0]))
    return next(map(sight.publication, made), None)


def the_draft(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    [row] = drafts_of(sight.connection, id=str(receipt.records[0]))
    return sight.draft(row) if sight.row(row["ticket"]) else None


def the_guidance_draft(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    return next(iter(sight.guidance_drafts(id=str(receipt.records[0]))), None)


def perform(info: Asking, given: Any, work: Work, shown: Shown = the_ticket) -> Row | None:
    """Run a command of the desk with the input's fields; answer what it was about, if who asks may see it."""
    details = stated(given)
    key = details.pop("idempotency_key")
    request = orjson.dumps([work.__name__, details], default=str, option=orjson.OPT_SORT_KEYS)
    context = info.context
    if context.desk_office is None:
        return refused(info, rules.DeskIsNotSetUp())
    try:
        receipt = context.desk_office.perform(
            context.member,
            _bound(work, arguments(given, details)),
            key=sound_key(key),
            request=request,
        )
    except Refusal as refusal:
        return refused(info, refusal)
    found = shown(info, receipt)
    return found if found is not None else _OUT_OF_SIGHT


_OF_TICKETS: Final = (Ticket, CustodianRequest, IncidentDraft, GuidanceDraft)
"""What is shown where the ticket may be seen; a command that is sent again is asked that again."""
_OUT_OF_SIGHT: Final[Row] = {
    "__typename": "TicketOutOfSight",
    "message": "記録しました。この相談は担当者だけのもの、またはあなたに関わるものになったため、もう表示されません。",
    "message_en": "This is recorded. You see the ticket no more: it is for its handlers alone now, or concerns you.",
}


def _bound(work: Work, given: dict[str, Any]) -> Command:
    return lambda handling: work(handling, **given)


def mutation(
    work: Work,
    given: type[Creating],
    record: Any,
    description: str,
    *refusals: type[Refusal],
    shown: Shown = the_ticket,
) -> Any:
    """The mutation that carries out a command of the desk: named after it, answering `record` or a refusal."""
    first, *others = work.__name__.split("_")
    name = first + "".join(part.title() for part in others)
    told = record | TicketOutOfSight if record in _OF_TICKETS else record
    result = either(f"{name[0].upper()}{name[1:]}Result", told, *EVERY, *refusals)

    def resolve(self: Any, info: Any, input: Any) -> Any:  # noqa: A002, ARG001 -- GraphQL's names
        return perform(info, input, work, shown)

    resolve.__annotations__ = {"info": Asking, "input": Given[given], "return": Any}  # type: ignore[misc, valid-type]  # built at run time
    return strawberry.mutation(
        resolver=resolve, name=name, graphql_type=result, description=description
    )
