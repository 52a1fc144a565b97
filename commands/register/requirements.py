"""Requirements: receiving them, saying what answers them, submitting, and the end of the duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from commands.office import Desk
from commands.register.answering import own_records_named
from commands.revising import anew
from domain.register.incident import Incident
from domain.register.refusals import RequirementHasNoSuchItem
from domain.register.requirement import Requirement, Stage, Told
from projections.register.incidents import INCIDENTS
from projections.register.requirements import REQUIREMENTS

_REPORTED: Final = ("title", "group", "summary", "reporting", "occurred_on")
_ALWAYS: Final = ("kind", "authority", "title", "received_on")
"""What every requirement states."""

ItemGiven = Mapping[str, Any]
"""An item: its `text`, perhaps its own `due`; of one that is there, its `number`."""


def receive_requirement(
    desk: Desk,
    *,
    items: tuple[ItemGiven, ...],
    categories: tuple[str, ...] = (),
    **told: Any,
) -> Iterable[UUID]:
    """Write down what the actor's party was asked by an authority."""
    desk.permit("receive_requirement")
    return desk.keep(
        Requirement.receive(
            id=uuid4(),
            owner=desk.actor.party,
            told=Told(**told, items=_texts(items)),
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_requirement(
    desk: Desk,
    *,
    requirement: UUID,
    items: tuple[ItemGiven, ...] = (),
    expected_version: str | None = None,
    **told: Any,
) -> Iterable[UUID]:
    """Tell a requirement anew; what is left out stays, and so do items that are not named."""
    found = _opened(desk, "revise_requirement", requirement, expected_version)
    known = dict(enumerate(((one.text, one.due) for one in found.items), 1))
    for one in items:
        if one["number"] not in known:
            raise RequirementHasNoSuchItem(named=(str(one["number"]),), first=1, last=len(known))
        text, due = known[one["number"]]
        known[one["number"]] = one.get("text") or text, one.get("due", due)
    stated = {name: found.terms[name] for name in Told.__dataclass_fields__ if name != "items"}
    given = {name: day for name, day in told.items() if day is not None or name not in _ALWAYS}
    clocked = given.keys() & {"clock", "clock_from", "received_on"}
    if clocked:  # the days of the clock follow it, unless they are stated
        stated |= {"first_due": None, "final_due": None} if stated["clock"] else {}
    anew_told = Told(**(stated | given), items=tuple(known.values()))  # type: ignore[arg-type]  # as the terms hold them
    found.revise(told=anew_told, by=desk.by, at=desk.now)
    return desk.keep(found)


def answer_requirement(
    desk: Desk,
    *,
    requirement: UUID,
    item: int,
    add: tuple[UUID, ...] = (),
    remove: tuple[UUID, ...] = (),
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Name records of the actor's own party that answer an item, or name them no longer."""
    found = _opened(desk, "answer_requirement", requirement, expected_version)
    named = own_records_named(desk, (*add, *remove))
    adding = {one: named[one] for one in add}
    found.answer(item=item, add=adding, remove=remove, by=desk.by, at=desk.now)
    return desk.keep(found)


def submit_requirement(
    desk: Desk,
    *,
    requirement: UUID,
    stage: str,
    submitted_on: date | None = None,
    status_date: date | None = None,
    items: tuple[int, ...] | None = None,
    note: str | None = None,
    records: tuple[UUID, ...] = (),
    incidents: tuple[UUID, ...] = (),
    reporting: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Hand something in about items of a requirement, as of now, and get its number.

    `records` were handed in: a report, evidence. `incidents` were reported by it: each of them, of the
    actor's own party, then says so (`reporting`).
    """
    found = _opened(desk, "submit_requirement", requirement, expected_version)
    day = submitted_on or desk.today
    handed_in = own_records_named(desk, (*records, *incidents))
    cases = [_case(desk, one) for one in dict.fromkeys(incidents)]
    found.submit(
        stage=stage,
        submitted_on=day,
        status_date=status_date,
        answering=items,
        note=note,
        records=handed_in,
        by=desk.by,
        at=desk.now,
    )
    for case in cases:
        said = {"reporting": reporting or f"{Stage(stage).ja}を提出（{day}）"}
        case.revise(**anew(case, _REPORTED, said, needed=("title",)), by=desk.by, at=desk.now)
    desk.keep(*cases)  # first, so that the submission is pinned behind them
    return desk.keep(found)


def follow_up_requirement(
    desk: Desk,
    *,
    requirement: UUID,
    items: tuple[ItemGiven, ...],
    asked_on: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Write down what the authority asked further."""
    found = _opened(desk, "follow_up_requirement", requirement, expected_version)
    day = asked_on or desk.today
    found.follow_up(asked_on=day, items=_texts(items), by=desk.by, at=desk.now)
    return desk.keep(found)


def end_requirement(
    desk: Desk,
    *,
    requirement: UUID,
    outcome: str,
    ended_on: date | None = None,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Say that no more is to be reported, or that the authority took the requirement back."""
    found = _opened(desk, "end_requirement", requirement, expected_version)
    day = ended_on or desk.today
    found.end(outcome=outcome, ended_on=day, reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _case(desk: Desk, incident: UUID) -> Incident:
    desk.row(INCIDENTS, incident)
    return desk.load(Incident, incident)


def _texts(items: tuple[ItemGiven, ...]) -> tuple[tuple[str, date | None], ...]:
    return tuple((one["text"], one.get("due")) for one in items)


def _opened(desk: Desk, command: str, requirement: UUID, version: str | None) -> Requirement:
    """The requirement as the actor read it, for a command the actor may give."""
    row = desk.expect(REQUIREMENTS, requirement, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Requirement, requirement)
