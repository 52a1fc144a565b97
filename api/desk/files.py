"""`GET /tickets/files/{id}`: a file of a ticket, to whoever may see the ticket today."""

from __future__ import annotations

from contextlib import ExitStack
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.answering import keep_read
from api.context import Context
from api.edge.edge import A_FILE, Edge
from api.files import attachment, erased, file_id, handed_out
from commands.desk.office import DeskOffice
from commands.office import Office
from domain.desk.attachment import Attachment
from store.deadline import within
from store.reads import Way


def file_of_ticket(
    office: Office, desk: DeskOffice | None, edge: Edge, member: UUID, named: str, method: str
) -> Response:
    """The file, for a member, on record before it leaves. Hidden, absent and without a desk are one."""
    edge.pay_for_member(member, A_FILE)
    with ExitStack() as stack, within(edge.question_seconds):
        context = Context(office, member, stack, desk_office=desk)
        sight, file = context.desk, file_id(named)
        found = sight.handed_out(file) if sight else None
        if desk is None or sight is None or found is None:
            raise HTTPException(404)
        content = desk.log.content(sight.connection, file, Attachment.Kept)
    if content is None:
        return erased()
    keep_read(context, Way.FILE, f"/tickets/files/{file}")
    return handed_out(content, attachment(found.name, "file"), method)
