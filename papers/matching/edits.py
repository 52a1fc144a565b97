"""What an import would do, as data: each edit names its records and the row that asks for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.register.schedule import Period
from papers.reading.paper import CauseLine, FigureRow, IncidentRow, MeasureRow, Place


@dataclass(frozen=True, slots=True)
class FoundReport:
    report: UUID
    title: str
    status_date: date
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RedateReport:
    report: UUID
    status_date: date
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class FoundDepartment:
    department: UUID
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReportIncident:
    incident: UUID
    row: IncidentRow


@dataclass(frozen=True, slots=True)
class ChangeIncident:
    """The row says something else of a known incident, in the columns it has."""

    incident: UUID
    row: IncidentRow
    number: str | None
    """The number to give; None leaves it as it is."""


@dataclass(frozen=True, slots=True)
class StateFigure:
    figure: UUID
    row: FigureRow
    report: UUID | None
    incidents: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class RestateFigure:
    """`figure` is the newer one."""

    figure: UUID
    earlier: UUID
    row: FigureRow
    incidents: tuple[UUID, ...]
    distinct: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class StateCause:
    cause: UUID
    line: CauseLine


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """The line words or files a known cause otherwise, or gives it a number (None: leaves it)."""

    cause: UUID
    line: CauseLine
    category: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class ProposeMeasure:
    measure: UUID
    row: MeasureRow
    party: int
    department: UUID | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class ChangeMeasure:
    """What a row says otherwise of a known measure; what is None, or False, stays as it is."""

    measure: UUID
    row: MeasureRow
    number: str | None = None
    words: bool = False
    kind: bool = False
    assigned: tuple[int, UUID | None] | None = None
    remark: bool = False
    period: Period | None = None
    status: str | None = None
    started_on: date | None = None
    finished_on: date | None = None
    reopened: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything to change."""
        return self != ChangeMeasure(self.measure, self.row)


@dataclass(frozen=True, slots=True)
class MakeLink:
    """`is_new`: an end of it is, so that there can be no link yet, not even an undone one."""

    cause: UUID
    target: UUID
    kind: str
    is_new: bool
    place: Place


Edit = (
    FoundReport
    | RedateReport
    | FoundDepartment
    | ReportIncident
    | ChangeIncident
    | StateFigure
    | RestateFigure
    | StateCause
    | ChangeCause
    | ProposeMeasure
    | ChangeMeasure
    | MakeLink
)
