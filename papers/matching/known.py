"""What the register holds already, as far as the importing member may see it: read set by set."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from domain.register.schedule import Period
from domain.register.taxonomy import DEFAULT
from papers.asked import pending_wordings
from projections.barrier import visible
from projections.people.departments import DEPARTMENTS, name_on, names_of
from projections.people.parties import PARTIES, every_name
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.reports import REPORTS
from projections.register.taxonomies import TAXONOMIES
from projections.view import CHUNK, View

_CODE: Final = re.compile(r"(CM|CAU|INC)-[0-9A-Z]{4}-[0-9A-Z]{4}")


def code_in(number: str | None, view: View) -> str | None:
    """The number as a code of this kind of record, such as CM-7K3Q-9FM2; None if it has no such
    shape. A number of that shape is always taken for a code: what it hides must not show."""
    if number is None:
        return None
    plain = unicodedata.normalize("NFKC", number).strip().upper()
    found = _CODE.fullmatch(plain)
    return plain if found and found[1] == view.prefix else None


@dataclass(frozen=True, slots=True)
class KnownIncident:
    id: UUID
    code: str
    owner: int
    number: str | None
    title: str
    group: str | None
    reporting: str | None


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure that no newer one restates; `incidents` are all it covers, hidden ones too."""

    id: UUID
    code: str
    report: UUID | None
    label: str
    measure: str
    method: str | None
    unit: str
    whole: bool
    value: Decimal
    about: bool
    distinct: bool | None
    incidents: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class KnownReport:
    id: UUID
    title: str
    status_date: date | None


@dataclass(frozen=True, slots=True)
class KnownCause:
    id: UUID
    code: str
    owner: int
    number: str | None
    category: str | None
    statement: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A countermeasure with its schedule. `department` may be one the member cannot see."""

    id: UUID
    code: str
    owner: int
    number: str | None
    title: str
    items: tuple[str, ...]
    kind: str | None
    continuing: bool | None
    party: int
    department: UUID | None
    remark: str | None
    status: str
    wording: str | None
    start: date | None
    due: date | None
    period: Period | None
    """Its schedule as recorded; None where nobody has set one."""
    started_on: date | None
    finished_on: date | None
    asked: str | None
    """The wording that a request asks for and nobody has decided on."""


@dataclass(frozen=True, slots=True)
class KnownDepartment:
    """A department with every name it has borne, the one of today first.

    It `stands` today, also where its last day is stated already (`ends`) and still to come.
    """

    id: UUID
    owner: int
    names: tuple[str, ...]
    stands: bool
    ends: bool
    merged_into: UUID | None


@dataclass(frozen=True, slots=True)
class KnownParty:
    number: int
    code: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Known:
    """Everything a plan compares with; `party` is the importing one.

    Lists are in the order of recording. Measures are the party's own, and of other parties those
    whose code the file names. What the member may not see is not here.
    """

    party: int
    parties: dict[int, KnownParty] = field(default_factory=dict)
    departments: dict[UUID, KnownDepartment] = field(default_factory=dict)
    categories: tuple[str, ...] = DEFAULT
    reports: list[KnownReport] = field(default_factory=list)
    incidents: dict[UUID, KnownIncident] = field(default_factory=dict)
    figures: list[KnownFigure] = field(default_factory=list)
    causes: dict[UUID, KnownCause] = field(default_factory=dict)
    measures: dict[UUID, KnownMeasure] = field(default_factory=dict)
    causes_of: dict[UUID, list[KnownCause]] = field(default_factory=lambda: defaultdict(list))
    incidents_of: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def seen_from(cls, desk: Desk, measure_codes: Iterable[str]) -> Self:
        """What the actor at this desk may see, in a dozen SELECTs whatever the size."""
        known = cls(desk.actor.party)
        see = _Sight(desk)
        known.parties = {row.number: _party(row) for row in see.rows(PARTIES)}
        known.departments = {UUID(row.id): _department(row, desk) for row in see.rows(DEPARTMENTS)}
        for row in see.own(TAXONOMIES):
            known.categories = tuple(row.names)
        known.reports = [
            KnownReport(UUID(row.id), row.title, _day(row.status_date)) for row in see.own(REPORTS)
        ]
        known.incidents = {UUID(row.id): _incident(row) for row in see.rows(INCIDENTS)}
        known.figures = [_figure(row) for row in see.own(FIGURES) if row.restated_by is None]
        known.causes = {UUID(row.id): _cause(row) for row in see.rows(CAUSES)}
        asked = pending_wordings(desk.work.connection, desk.clearance)
        known.measures = {
            UUID(row.id): _measure(row, asked.get(row.id))
            for rows in (see.own(COUNTERMEASURES), see.coded(COUNTERMEASURES, measure_codes))
            for row in rows
        }
        for row in see.rows(LINKS):
            cause, target = UUID(row.cause), UUID(row.target)
            if row.target_kind == COUNTERMEASURES.kind:
                known.causes_of[target].append(known.causes[cause])
            else:
                known.incidents_of[cause].add(target)
        return known

    @property
    def own_incidents(self) -> list[KnownIncident]:
        return [one for one in self.incidents.values() if one.owner == self.party]

    @property
    def own_causes(self) -> list[KnownCause]:
        return [one for one in self.causes.values() if one.owner == self.party]

    @property
    def own_measures(self) -> list[KnownMeasure]:
        return [one for one in self.measures.values() if one.owner == self.party]

    def department_names(self, measure: KnownMeasure) -> tuple[str | None, ...]:
        """All names of the responsible department, as far as the member may see it; else None."""
        found = self.departments.get(measure.department) if measure.department else None
        return found.names if found else (None,)

    def in_place_of(self, department: KnownDepartment) -> KnownDepartment:
        """The department that stands where this one stood, through all mergers."""
        while department.merged_into in self.departments:
            department = self.departments[department.merged_into]
        return department


class _Sight:
    """Rows through the barrier, in the order of recording."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self, view: View) -> Iterator[Any]:
        return self._read(visible(view, self._desk.clearance))

    def own(self, view: View) -> Iterator[Any]:
        rows = visible(view, self._desk.clearance)
        return self._read(rows, rows.c.owner == self._desk.actor.party)

    def coded(self, view: View, codes: Iterable[str]) -> Iterator[Any]:
        """Rows of other parties under these codes."""
        rows = visible(view, self._desk.clearance)
        wanted = sorted(set(codes))
        for start in range(0, len(wanted), CHUNK):
            yield from self._read(
                rows,
                rows.c.owner != self._desk.actor.party,
                rows.c.code.in_(wanted[start : start + CHUNK]),
            )

    def _read(self, rows: sa.Subquery, *conditions: sa.ColumnElement[bool]) -> Iterator[Any]:
        query = sa.select(rows).where(*conditions).order_by(rows.c.born)
        yield from self._desk.work.connection.execute(query)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _department(row: Any, desk: Desk) -> KnownDepartment:
    borne = (name_on(row.names, desk.clearance.today), *(name for _, name in names_of(row.names)))
    return KnownDepartment(
        UUID(row.id),
        row.owner,
        tuple(dict.fromkeys(borne)),
        row.standing_until is None or row.standing_until >= desk.clearance.today,
        row.standing_until is not None,
        UUID(row.merged_into) if row.merged_into else None,
    )


def _party(row: Any) -> KnownParty:
    return KnownParty(row.number, row.party_code, (row.party_code, *every_name(row.names)))


def _incident(row: Any) -> KnownIncident:
    return KnownIncident(
        UUID(row.id), row.code, row.owner, row.number, row.title, row.group_label, row.reporting
    )


def _figure(row: Any) -> KnownFigure:
    return KnownFigure(
        id=UUID(row.id),
        code=row.code,
        report=UUID(row.report) if row.report else None,
        label=row.label,
        measure=row.measure,
        method=row.method,
        unit=row.unit,
        whole=row.whole,
        value=Decimal(row.value),
        about=row.about,
        distinct=row.distinct_people,
        incidents=tuple(map(UUID, row.incidents)),
    )


def _cause(row: Any) -> KnownCause:
    return KnownCause(
        UUID(row.id), row.code, row.owner, row.number, row.category, row.statement, row.cause_kind
    )


def _period(row: Any) -> Period | None:
    if row.schedule_kind is None:
        return None
    return Period(
        wording=row.wording,
        written_on=date.fromisoformat(row.written_on),
        kind=row.schedule_kind,
        start=_day(row.start),
        due=_day(row.due),
        certainty=row.certainty,
        ambiguous=row.ambiguous,
        milestones=tuple(row.milestones),
    )


def _measure(row: Any, asked: str | None) -> KnownMeasure:
    return KnownMeasure(
        id=UUID(row.id),
        code=row.code,
        owner=row.owner,
        number=row.number,
        title=row.title,
        items=tuple(row.items),
        kind=row.kind,
        continuing=row.continuing,
        party=row.responsible_party,
        department=UUID(row.responsible_department) if row.responsible_department else None,
        remark=row.remark,
        status=row.status,
        wording=row.wording,
        start=_day(row.start),
        due=_day(row.due),
        period=_period(row),
        started_on=_day(row.started_on),
        finished_on=_day(row.finished_on),
        asked=asked,
    )
