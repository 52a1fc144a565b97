"""Stating causes, and linking them to what they explain and what answers them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from commands.office import Desk
from domain.refusals import NoSuchRecord, NotYourParty
from domain.register.cause import Cause
from domain.register.link import Link
from domain.register.taxonomy import Taxonomy
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.view import Row


def state_cause(
    desk: Desk,
    *,
    statement: str,
    category: str | None = None,
    kind: str | None = None,
    number: str | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """State a cause; a category that is new joins the party's taxonomy."""
    desk.permit("state_cause")
    if category is not None:
        join_taxonomy(desk, category)
    return desk.keep(
        Cause.state(
            id=uuid4(),
            owner=desk.actor.party,
            statement=statement,
            category=category,
            kind=kind,
            number=number,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def join_taxonomy(desk: Desk, category: str) -> bool:
    """Let the category join the actor's party's taxonomy; whether it was new."""
    taxonomy = desk.find(Taxonomy, Taxonomy.id_for(desk.actor.party))
    if taxonomy is None:
        taxonomy = Taxonomy.found(owner=desk.actor.party, by=desk.by, at=desk.now)
    known = category in taxonomy.categories_of_cause
    taxonomy.add(name=category, by=desk.by, at=desk.now)
    desk.keep(taxonomy)
    return not known


def link_records(desk: Desk, *, cause: UUID, record: UUID) -> Iterable[UUID]:
    """Link a cause to an incident it explains or a countermeasure that answers it.

    At least one end belongs to the actor's party; both must be visible to the actor.
    """
    desk.permit("link_records")
    cause_row = desk.row(CAUSES, cause)
    kind, target_row = _target(desk, record)
    if desk.actor.party not in (cause_row["owner"], target_row["owner"]):
        raise NotYourParty
    link = desk.find(Link, Link.id_for(cause, record))
    if link is None:
        link = Link.make(
            owner=desk.actor.party,
            cause=cause,
            to=record,
            to_kind=kind,
            by=desk.by,
            at=desk.now,
        )
    else:
        link.remake(by=desk.by, at=desk.now)
    return desk.keep(link)


def _target(desk: Desk, record: UUID) -> tuple[str, Row]:
    for view in (INCIDENTS, COUNTERMEASURES):
        try:
            return view.kind, desk.row(view, record)
        except NoSuchRecord:
            continue
    raise NoSuchRecord
