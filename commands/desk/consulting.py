"""What a consulter does with a receipt code: write back, and say who they are."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from commands.desk.office import Consulting

CONSULTER: Final = UUID(int=1)
"""Who writes with a receipt code: nobody that the log knows."""


def write_back(consulting: Consulting, *, text: str) -> None:
    """Write to the desk again."""
    consulting.ticket.receive(text=text, by=CONSULTER, at=consulting.work.now)
    consulting.work.keep(consulting.ticket)


def leave_identity(
    consulting: Consulting, *, name: str | None = None, contact: str | None = None
) -> None:
    """Say who they are, for the vault; what is left out stays as it is."""
    consulting.ticket.require_consulter()
    identity = consulting.identity()
    known = contact if contact and contact.strip() else identity.contact
    identity.give(
        name=name,
        contact=contact,
        caller=consulting.secrets.caller_or_none(known),
        by=CONSULTER,
        at=consulting.work.now,
    )
    consulting.work.keep(identity)
