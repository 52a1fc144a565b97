"""Out of the desk, by the door of guidance: a question and its answer, rewritten, for everybody who has the same
one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.desk.drafts import require_rewritten
from commands.desk.office import Handling, People
from domain.desk.guidance_draft import GuidanceDraft, GuidanceDraftState
from domain.desk.refusals import (
    GuidanceDraftIsDone,
    GuidanceIsOfItsOwnParty,
    NoSuchGuidanceDraft,
)
from domain.desk.ticket import Ticket
from projections.desk.tickets import Row, guidance_drafts, row_of


def draft_guidance(
    handling: Handling,
    *,
    question: str,
    answer: str,
    basis: str,
    basis_version: str | None = None,
    ticket: str | None = None,
    carried_over_is_meant: bool = False,
) -> Iterable[UUID]:
    """Write a question and its answer for everybody, perhaps of what a ticket asked; refused with what it carries
    over from the ticket, unless that is meant."""
    about = None
    if ticket is None:
        handling.permit("draft_guidance")
        desk = handling.people.own_desk()
    else:
        one = handling.ticket("draft_guidance", ticket)
        if one.owner != handling.actor.party:
            raise GuidanceIsOfItsOwnParty()
        one.require_content()
        texts = (question, answer, basis, basis_version)
        require_rewritten(handling, one, texts, meant=carried_over_is_meant)
        desk, about = one.owner, one.id
    return handling.keep(
        GuidanceDraft.write(
            id=uuid4(),
            owner=desk,
            ticket=about,
            guidance=uuid4(),
            question=question,
            answer=answer,
            basis=basis,
            basis_version=basis_version,
            by=handling.by,
            at=handling.now,
        )
    )


def withdraw_guidance_draft(
    handling: Handling, *, draft: UUID, reason: str | None = None
) -> Iterable[UUID]:
    """Drop a draft while it is not published."""
    one = _seen(handling, draft)
    handling.permit("withdraw_guidance_draft")
    if handling.office.is_in_the_register(one.guidance):
        raise GuidanceDraftIsDone(state=GuidanceDraftState.PUBLISHED)
    one.withdraw(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def publishing(
    handling: Handling, *, draft: UUID, carried_over_is_meant: bool = False
) -> GuidanceDraft:
    """The draft that somebody of the desk is about to publish; refused with what it carries over from its ticket,
    as that stands now, unless that is meant."""
    one = _of_ones_own(handling, draft)
    if handling.office.is_in_the_register(one.guidance):
        # What was begun is finished, whatever became of the draft or the ticket meanwhile.
        return one
    if one.state is not GuidanceDraftState.PUBLISHED:
        one.require_waiting()
    if one.ticket is not None:
        ticket = handling.work.load(Ticket, one.ticket)
        ticket.require_content()
        texts = (one.question, one.answer, one.basis, one.basis_version)
        require_rewritten(handling, ticket, texts, meant=carried_over_is_meant)
    return one


def withdrawing(handling: Handling) -> None:
    """Refuse who may not withdraw guidance of the own party: it takes a designation."""
    handling.permit("withdraw_guidance")
    handling.people.own_desk()


def note_as_published(handling: Handling, *, draft: UUID) -> Iterable[UUID]:
    """Note that the guidance of a draft stands in the register."""
    one = _of_ones_own(handling, draft)
    one.publish(by=handling.by, at=handling.now)
    return handling.keep(one)


def sees_draft(people: People, connection: sa.Connection, row: Row) -> bool:
    """Whether who asks may see this draft: where they may see its ticket, or, if it is of none, work at its
    desk."""
    if row["ticket"] is not None:
        return people.sees(row_of(connection, row["ticket"]))
    return people.works_at(row["owner"])


def _of_ones_own(handling: Handling, draft: UUID) -> GuidanceDraft:
    one = _seen(handling, draft)
    handling.permit("publish_guidance")
    if one.owner != handling.actor.party:
        raise GuidanceIsOfItsOwnParty()
    return one


def _seen(handling: Handling, draft: UUID) -> GuidanceDraft:
    connection = handling.work.connection
    rows = guidance_drafts(connection, id=str(draft))
    if not rows or not sees_draft(handling.people, connection, rows[0]):
        raise NoSuchGuidanceDraft(named=draft)
    return handling.work.load(GuidanceDraft, draft)
