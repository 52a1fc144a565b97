"""Proposing countermeasures, describing them anew, and splitting them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from commands.register.extending import ask_for, end_requests, move_of
from commands.register.responsible import party_number, require_responsible, responsible_for
from commands.register.schedules import day_written, first_schedule, first_status, period_of
from commands.revising import anew
from domain.register.countermeasure import Countermeasure
from domain.register.extension import Move
from domain.register.link import Link, LinkedKind
from domain.register.refusals import ReasonNeedsAChange, SplitIsTooLarge
from domain.register.schedule import Period, Schedule, is_slip
from domain.texts import REASON, clean_text
from projections.barrier import links_between, visible
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES

MOST_LINKS: Final = 1_000
"""Links that splitting makes at most: while it does, nobody else writes."""
_INHERITED: Final = ("kind", "continuing", "responsible_department")
"""What a part has as the whole had it, unless it is given otherwise."""


def propose_countermeasure(
    desk: Desk,
    *,
    title: str,
    items: tuple[str, ...] = (),
    kind: str | None = None,
    continuing: bool | None = None,
    responsible_party: str | None = None,
    responsible_department: UUID | None = None,
    number: str | None = None,
    remark: str | None = None,
    wording: str | None = None,
    written_on: date | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Propose a countermeasure, with its schedule if a wording is given.

    The actor's party is responsible unless another is named by its code.
    """
    desk.permit("propose_countermeasure")
    party = party_number(desk, responsible_party)
    require_responsible(desk, party, responsible_department)
    written = day_written(desk, written_on)
    period = None if wording is None else period_of(wording, written)
    measure = Countermeasure.propose(
        id=uuid4(),
        owner=desk.actor.party,
        title=title,
        items=items,
        kind=kind,
        continuing=continuing,
        responsible_party=party,
        responsible_department=responsible_department,
        number=number,
        remark=remark,
        status=first_status(period),
        categories=categories,
        by=desk.by,
        at=desk.now,
    )
    desk.keep(measure)
    if period is not None:
        desk.keep(first_schedule(desk, measure, period))
    return (measure.id,)


def revise_countermeasure(
    desk: Desk, *, countermeasure: UUID, expected_version: str | None = None, **words: Any
) -> Iterable[UUID]:
    """Describe a countermeasure by another title or other items; what is left out stays."""
    measure = _opened(desk, "revise_countermeasure", countermeasure, expected_version)
    described = anew(measure, ("title", "items"), words, needed=("title", "items"))
    measure.revise(**described, by=desk.by, at=desk.now)
    return desk.keep(measure)


def remark_countermeasure(
    desk: Desk, *, countermeasure: UUID, remark: str | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Put another remark beside a countermeasure, or none."""
    measure = _opened(desk, "remark_countermeasure", countermeasure, expected_version)
    measure.change_remark(remark=remark, by=desk.by, at=desk.now)
    return desk.keep(measure)


def characterise_countermeasure(
    desk: Desk, *, countermeasure: UUID, expected_version: str | None = None, **character: Any
) -> Iterable[UUID]:
    """Say what a countermeasure is for, and whether it continues; what is left out stays."""
    measure = _opened(desk, "characterise_countermeasure", countermeasure, expected_version)
    measure.characterise(
        **anew(measure, ("kind", "continuing"), character, needed=()), by=desk.by, at=desk.now
    )
    return desk.keep(measure)


def assign_countermeasure(
    desk: Desk,
    *,
    countermeasure: UUID,
    expected_version: str | None = None,
    **responsible: Any,
) -> Iterable[UUID]:
    """Make a party (`responsible_party`, by its code) and one of its departments
    (`responsible_department`, None for none in particular) answer for a countermeasure.

    What is left out stays; a department alone stands for its party as well.
    """
    measure = _opened(desk, "assign_countermeasure", countermeasure, expected_version)
    party, department = responsible_for(desk, measure, responsible)
    measure.assign(party=party, department=department, by=desk.by, at=desk.now)
    return desk.keep(measure)


def number_countermeasure(
    desk: Desk, *, countermeasure: UUID, number: str | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Call a countermeasure by the party's own number, or by none."""
    measure = _opened(desk, "number_countermeasure", countermeasure, expected_version)
    measure.give_number(number=number, by=desk.by, at=desk.now)
    return desk.keep(measure)


def split_countermeasure(
    desk: Desk,
    *,
    countermeasure: UUID,
    parts: tuple[Mapping[str, Any], ...],
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Put parts in the place of a countermeasure: at least two, each with a `title`.

    A part answers the same causes, and has the kind, the department and the schedule of the whole
    unless it is given `kind`, `continuing` or `responsible_department` of its own. With a `wording`
    it is rescheduled from the schedule of the whole; where that slips it is asked for, with its
    `reason`: one request for all parts of one reason.
    """
    whole = _opened(desk, "split_countermeasure", countermeasure, expected_version)
    causes = list(_causes_of(desk, whole))
    if len(parts) * max(len(causes), 1) > MOST_LINKS:
        raise SplitIsTooLarge(parts=len(parts), causes=len(causes), most=MOST_LINKS)
    schedule = desk.find(Schedule, Schedule.id_for(whole.id))
    period = schedule.promised if schedule else None
    moves: dict[str | None, list[Move]] = {}
    made = [_part(desk, whole, period, part, moves) for part in parts]
    whole.split(parts=tuple(part.id for part in made), by=desk.by, at=desk.now)
    for cause in causes:
        for part in made:
            _link(desk, cause, part)
    desk.keep(whole)
    end_requests(desk, whole.id)
    for reason, several in moves.items():
        ask_for(desk, tuple(several), reason)
    return (whole.id, *(part.id for part in made))


def _part(
    desk: Desk,
    whole: Countermeasure,
    period: Period | None,
    given: Mapping[str, Any],
    moves: dict[str | None, list[Move]],
) -> Countermeasure:
    """A new part; more time than the whole has joins what is to be asked, by its reason."""
    stated = {name: value for name, value in given.items() if value is not None}
    inherited = {name: stated.get(name, getattr(whole, name)) for name in _INHERITED}
    require_responsible(desk, whole.responsible_party, inherited["responsible_department"])
    written = day_written(desk, stated.get("written_on"))
    own = period_of(stated["wording"], written) if "wording" in stated else period
    slips = period is not None and own is not None and is_slip(period, own)
    part = Countermeasure.propose(
        id=uuid4(),
        owner=whole.owner,
        title=stated["title"],
        items=stated.get("items", ()),
        **inherited,
        responsible_party=whole.responsible_party,
        status=first_status(period if slips else own),
        categories=whole.categories,
        split_from=whole.id,
        by=desk.by,
        at=desk.now,
    )
    desk.keep(part)
    if own is not None:
        schedule = first_schedule(desk, part, period or own)
        reason = clean_text(stated.get("reason"), REASON)
        if slips:
            moves.setdefault(reason, []).append(move_of(part.id, schedule.period, own))
        else:
            schedule.reschedule(period=own, reason=reason, by=desk.by, at=desk.now)
        desk.keep(schedule)
    elif clean_text(stated.get("reason"), REASON) is not None:
        raise ReasonNeedsAChange()
    return part


def _causes_of(desk: Desk, measure: Countermeasure) -> Iterator[UUID]:
    """The causes it answers, as far as the actor may see."""
    pairs = links_between(desk.clearance, LinkedKind.COUNTERMEASURE)
    causes = visible(CAUSES, desk.clearance)
    found = desk.work.connection.execute(
        sa.select(causes.c.id)
        .join(pairs, pairs.c.cause == causes.c.id)
        .where(pairs.c.target == str(measure.id))
        .order_by(causes.c.born)
    )
    return (UUID(cause) for cause in found.scalars().all())


def _link(desk: Desk, cause: UUID, measure: Countermeasure) -> None:
    desk.keep(
        Link.make(
            owner=measure.owner,
            cause=cause,
            to=measure.id,
            to_kind=LinkedKind.COUNTERMEASURE,
            by=desk.by,
            at=desk.now,
        )
    )


def _opened(desk: Desk, command: str, countermeasure: UUID, version: str | None) -> Countermeasure:
    """The measure as the actor read it, for a command the actor may give."""
    row = desk.expect(COUNTERMEASURES, countermeasure, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Countermeasure, countermeasure)
