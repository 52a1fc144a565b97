"""Causes: stating and weighing them, filing them, linking them to what they explain and what
answers them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from commands.office import Desk
from commands.revising import anew
from domain.refusals import NoSuchRecord, NotYourParty
from domain.register.cause import Cause
from domain.register.countermeasure import Countermeasure
from domain.register.link import Link, LinkedKind
from domain.register.taxonomy import Taxonomy
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
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
    _file(desk, category)
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


def revise_cause(
    desk: Desk, *, cause: UUID, statement: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """State a cause in other words."""
    found = _opened(desk, "revise_cause", cause, expected_version)
    found.revise(statement=statement, by=desk.by, at=desk.now)
    return desk.keep(found)


def classify_cause(
    desk: Desk, *, cause: UUID, expected_version: str | None = None, **filed: Any
) -> Iterable[UUID]:
    """File a cause under a category and a kind; what is left out stays.

    A category that is new joins the party's taxonomy.
    """
    found = _opened(desk, "classify_cause", cause, expected_version)
    place = anew(found, ("category", "kind"), filed, needed=())
    _file(desk, place["category"])
    found.classify(**place, by=desk.by, at=desk.now)
    return desk.keep(found)


def number_cause(
    desk: Desk, *, cause: UUID, number: str | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Call a cause by the party's own number, or by none."""
    found = _opened(desk, "number_cause", cause, expected_version)
    found.give_number(number=number, by=desk.by, at=desk.now)
    return desk.keep(found)


def confirm_cause(
    desk: Desk, *, cause: UUID, reason: str | None = None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say that it was a cause; after it was dismissed, with the reason."""
    found = _opened(desk, "confirm_cause", cause, expected_version)
    found.confirm(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def dismiss_cause(
    desk: Desk, *, cause: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say that it was no cause, and why."""
    found = _opened(desk, "dismiss_cause", cause, expected_version)
    found.dismiss(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _opened(desk: Desk, command: str, cause: UUID, version: str | None) -> Cause:
    """The cause as the actor read it, for a command the actor may give."""
    row = desk.expect(CAUSES, cause, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Cause, cause)


# ----- categories -------------------------------------------------------------------------------


def add_category(desk: Desk, *, name: str) -> Iterable[UUID]:
    """Let a category join the party's taxonomy; a known one changes nothing."""
    desk.permit("add_category")
    join_taxonomy(desk, name)
    return (Taxonomy.id_for(desk.actor.party),)


def join_taxonomy(desk: Desk, category: str) -> bool:
    """Let the category join the actor's party's taxonomy; whether it was new."""
    taxonomy = desk.find(Taxonomy, Taxonomy.id_for(desk.actor.party))
    if taxonomy is None:
        taxonomy = Taxonomy.found(owner=desk.actor.party, by=desk.by, at=desk.now)
    known = category in taxonomy.categories_of_cause
    taxonomy.add(name=category, by=desk.by, at=desk.now)
    desk.keep(taxonomy)
    return not known


def _file(desk: Desk, category: str | None) -> None:
    """A category that is named joins the taxonomy; a blank one names none."""
    if (category or "").strip():
        join_taxonomy(desk, category or "")


# ----- links ------------------------------------------------------------------------------------


def link_records(desk: Desk, *, cause: UUID, record: UUID) -> Iterable[UUID]:
    """Link a cause to an incident it explains or a countermeasure that answers it.

    At least one end belongs to the actor's party; both must be visible to the actor.
    """
    desk.permit("link_records")
    kind = _require_own_end(desk, cause, record)
    link = desk.find(Link, Link.id_for(cause, record))
    if link is None or not link.stands:
        require_linkable(desk, kind, record)
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
        link.remake(owner=desk.actor.party, by=desk.by, at=desk.now)
    return desk.keep(link)


def unlink_records(
    desk: Desk,
    *,
    cause: UUID,
    record: UUID,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Take back a link of the actor's party; it stays where it stood in the past.

    Answers the cause: an undone link is a record to nobody.
    """
    row = _expect_link(desk, cause, record, expected_version)
    desk.permit("unlink_records", owner=row["owner"])
    require_linkable(desk, row["target_kind"], record)
    link = desk.load(Link, Link.id_for(cause, record))
    link.undo(reason=reason, by=desk.by, at=desk.now)
    desk.keep(link)
    return (cause,)


def require_linkable(desk: Desk, kind: str, record: UUID) -> None:
    """Refuse to link or unlink a measure that was split: it changes no more, its parts do."""
    if kind == LinkedKind.COUNTERMEASURE:
        desk.load(Countermeasure, record).require_whole()


def _expect_link(desk: Desk, cause: UUID, record: UUID, version: str | None) -> Row:
    """The link as the actor read it; one that is not seen is refused by the names of both ends."""
    try:
        return desk.expect(LINKS, Link.id_for(cause, record), version)
    except NoSuchRecord:
        raise NoSuchRecord(named=(cause, record)) from None


def _require_own_end(desk: Desk, cause: UUID, record: UUID) -> str:
    """The kind of the record that a cause is linked to, where one of both is the actor's party's."""
    cause_row = desk.row(CAUSES, cause)
    kind, target_row = _target(desk, record)
    if desk.actor.party not in (cause_row["owner"], target_row["owner"]):
        raise NotYourParty
    return kind


def _target(desk: Desk, record: UUID) -> tuple[str, Row]:
    for view in (INCIDENTS, COUNTERMEASURES):
        try:
            return view.kind, desk.row(view, record)
        except NoSuchRecord:
            continue
    raise NoSuchRecord(named=record)
