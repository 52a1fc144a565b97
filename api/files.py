"""`GET /evidence/{id}`: a file of evidence, to whoever the barrier lets see it now. How any file is handed out."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import PurePosixPath
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from api.answering import keep_read
from api.context import Context
from api.edge.edge import A_FILE, Edge
from commands.office import Office
from domain.register.evidence import Evidence
from projections.barrier import visible
from projections.register.evidence import EVIDENCE
from store.deadline import within
from store.reads import Way

_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_UNRESERVED = "!#$&+-.^_`|~"
"""What RFC 8187 lets stand beside letters and digits."""


def file_of_evidence(
    office: Office, edge: Edge, member: UUID, named: str, method: str, address: str | None
) -> Response:
    """The file, for a member at an address. Hidden, absent, withdrawn and without a file are one."""
    edge.pay_for_member(member, A_FILE)
    with ExitStack() as stack, within(edge.question_seconds):
        context = Context(office, member, stack, address)
        scope = context.scope
        evidence = file_id(named)
        rows = visible(EVIDENCE, scope.clearance)
        found = scope.connection.execute(
            sa.select(rows.c.name, rows.c.owner).where(
                rows.c.id == str(evidence), rows.c.media_type.is_not(None), ~rows.c.withdrawn
            )
        ).first()
        if found is None:
            raise HTTPException(404)
        name = found.name
        scope.show(str(evidence), found.owner)
        content = office.log.content(scope.connection, evidence, Evidence.FileAttached)
    if content is None:
        return erased()
    keep_read(context, Way.FILE, f"/evidence/{evidence}")
    return handed_out(content, attachment(name), method)


def handed_out(content: bytes, disposition: str, method: str) -> Response:
    """A file, to be saved and never shown."""
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": disposition,
        "Content-Length": str(len(content)),
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Response(b"" if method == "HEAD" else content, headers=headers)


def erased() -> Response:
    """That there was a file, to who may see that."""
    return PlainTextResponse("このファイルは消去済みです。 / This file was erased.\n", 410)


def file_id(named: str) -> UUID:
    """The id in an address; what is none names no file."""
    try:
        return UUID(named)
    except ValueError:
        raise HTTPException(404) from None


def attachment(name: str, otherwise: str = "evidence") -> str:
    """A Content-Disposition that saves the file under its name (RFC 6266), and never shows it; `otherwise` is
    what old clients call one that has other letters."""
    plain = name if name.isascii() and not set(name) & set('"\\%') else None
    fallback = plain or f"{otherwise}{PurePosixPath(name).suffix}"
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, _UNRESERVED)}"
