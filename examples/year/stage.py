"""The stage of the year: every command is given by somebody on a day, and noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from commands.office import Desk, Office
from commands.people.members import enrol_member
from domain.people.roles import OPERATOR
from examples import report
from examples.play import CODES, Clock, Person
from examples.play import Stage as FirstStage

READERS = ("HD", "PG", "MZ", "EXT")
"""Who may read along: those to whom the retailer's report is released, and all who meet."""


class Stage(FirstStage):
    """Commands by people called by party and role ("MZ editor"), on days of the year.

    `records` keeps what was made under names of the story; `given` the commands that were given; `joined`
    who came to the cast later.
    """

    def __init__(self, office: Office, clock: Clock) -> None:
        super().__init__(office)
        self.office = office
        self.clock = clock
        self.people: dict[str, UUID] = {"operator": OPERATOR.member}
        self.records: dict[str, UUID] = {}
        self.given: set[str] = set()
        self.joined: list[Person] = []

    def cast(self, people: Iterable[Person]) -> None:
        """Let these people take part, each by the first of their roles."""
        for one in people:
            self.people[f"{one.party} {one.roles[0]}"] = one.id

    def join(
        self, who: str, *, party: int, name: str, role: str, department: UUID | None = None
    ) -> None:
        """Let somebody join the cast today: called so in the story, and shown with a token when it is served."""
        member = self.do(
            "operator",
            enrol_member,
            party=party,
            name=name,
            roles=(role,),
            department=department,
            since=self.clock().date(),
        )
        self.people[who] = member
        self.joined.append(Person(member, name, CODES[party], (role,)))

    def on(self, year: int, month: int, day: int, hour: int = 10) -> None:
        """It is this hour of this day in Tokyo."""
        self.clock.move_to(date(year, month, day), hour)

    def do(
        self,
        who: str,
        command: Callable[..., Iterable[UUID]],
        named: str | None = None,
        /,
        **details: Any,
    ) -> UUID:
        """Let somebody give a command; answers the record, and keeps it under a name."""
        record = self._do(self.people[who], command, **details)
        if named is not None:
            self.records[named] = record
        return record

    def __getitem__(self, named: str) -> UUID:
        return self.records[named]

    def _do(self, by: UUID, command: Callable[..., Iterable[UUID]], **details: Any) -> UUID:
        def noted(desk: Desk) -> Iterable[UUID]:
            noted = Noted(desk.work, desk.actor, desk.clearance, desk.extensions_by, self.given)
            return command(noted, **details)

        return self._office.perform(by, noted, acknowledged=READERS).records[0]


@dataclass(frozen=True, slots=True)
class Noted(Desk):
    """A desk that notes which commands were permitted at it."""

    given: set[str] = field(default_factory=set)

    def permit(self, command: str, **how: Any) -> None:
        Desk.permit(self, command, **how)
        self.given.add(command)


def remember_the_report(stage: Stage, made: Iterable[tuple[Any, UUID]]) -> None:
    """Name what the report made: incidents and causes by their keys, measures by the cause they
    answer first, figures by their label and measure."""
    by_kind: dict[str, list[UUID]] = {}
    for view, record in made:
        by_kind.setdefault(view.kind, []).append(record)
    for incident, record in zip(report.INCIDENTS, by_kind["incident"], strict=True):
        stage.records[f"incident {incident.key}"] = record
    for cause, record in zip(report.CAUSES, by_kind["cause"], strict=True):
        stage.records[f"cause {cause.key}"] = record
    for measure, record in zip(report.MEASURES, by_kind["countermeasure"], strict=True):
        name = f"measure {measure.answers[0]}"
        stage.records[f"{name} 2" if name in stage.records else name] = record
    for figure, record in zip(report.FIGURES, by_kind["figure"], strict=True):
        if figure.whole:
            stage.records[f"figure {figure.measure}"] = record
    [stage.records["report"]] = by_kind["report"]
    stage.records["logs"], stage.records["questionnaire"] = by_kind["investigation"]
