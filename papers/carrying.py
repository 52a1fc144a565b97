"""Carrying out the edits of an import: each decided by its aggregate, each refusal kept with its row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from commands.office import Desk
from commands.register.causes import join_taxonomy, require_linkable
from commands.register.checks import checked_so_far
from commands.register.extending import ask_for, move_of, require_none_pending
from commands.register.progress import actual_days
from commands.register.schedules import first_status, period_of
from domain.kernel import Root
from domain.people.department import Department
from domain.refusals import Refusal
from domain.register.cause import Cause
from domain.register.countermeasure import Countermeasure, require_department_of
from domain.register.extension import Move
from domain.register.figure import Figure
from domain.register.incident import Incident
from domain.register.link import Link
from domain.register.progress import PROPOSABLE, UNCHECKED, Checked
from domain.register.report import Report
from domain.register.schedule import Period, Schedule
from papers.matching.edits import (
    ChangeCause,
    ChangeIncident,
    ChangeMeasure,
    Edit,
    FoundDepartment,
    FoundReport,
    MakeLink,
    ProposeMeasure,
    RedateReport,
    ReportIncident,
    RestateFigure,
    StateCause,
    StateFigure,
)
from papers.matching.findings import refused
from papers.matching.rows import day_of
from papers.reading.paper import MeasureRow, Place, Problem
from papers.summary import LaterDue


class Carrying:
    """Decides edits one by one. With `problems` the transaction is to be rolled back."""

    def __init__(self, desk: Desk, written_on: date) -> None:
        self._desk, self._written_on = desk, written_on
        self.problems: list[Problem] = []
        self.kept: dict[UUID, None] = {}
        self.later: list[LaterDue] = []
        self._asked: dict[str | None, list[tuple[Move, Place]]] = {}
        self._joined: set[str] = set()
        self._proposed: set[UUID] = set()

    def decide(self, edit: Edit) -> None:
        """Decide one edit; a refusal becomes a problem of its row."""
        match edit:
            case FoundReport() | RedateReport():
                self._report(edit)
            case FoundDepartment():
                self._found_department(edit)
            case ReportIncident() | ChangeIncident():
                self._incident(edit)
            case StateFigure() | RestateFigure():
                self._figure(edit)
            case StateCause() | ChangeCause():
                self._cause(edit)
            case ProposeMeasure():
                self._propose(edit)
            case ChangeMeasure():
                self._change(edit)
            case MakeLink():
                self._link(edit)

    def ask(self) -> None:
        """Ask for the later dues that the edits want: one request for all rows of one reason."""
        for reason, several in self._asked.items():
            with self._of_row(several[0][1], reason or ""):
                request = ask_for(self._desk, tuple(move for move, _ in several), reason)
                self.kept[request] = None

    def _keep(self, *aggregates: Root) -> None:
        self.kept.update(dict.fromkeys(self._desk.keep(*aggregates)))

    @contextmanager
    def _of_row(self, place: Place | None, value: str) -> Iterator[None]:
        """A paper is an edge: whatever a rule says of a row is told with the row."""
        try:
            yield
        except Refusal as refusal:
            self.problems.append(refused(refusal, place, value))

    # ----- reports, departments, incidents, figures -----

    def _report(self, edit: FoundReport | RedateReport) -> None:
        desk = self._desk
        if isinstance(edit, FoundReport):
            with self._of_row(edit.place, edit.title):
                report = Report.found(
                    id=edit.report,
                    owner=desk.actor.party,
                    title=edit.title,
                    status_date=edit.status_date,
                    by=desk.by,
                    at=desk.now,
                )
                self._keep(report)
            return
        report = desk.load(Report, edit.report)
        with self._of_row(edit.place, report.title):
            report.revise(title=report.title, status_date=edit.status_date, by=desk.by, at=desk.now)
            self._keep(report)

    def _found_department(self, edit: FoundDepartment) -> None:
        desk = self._desk
        with self._of_row(edit.place, edit.name):
            department = Department.found(
                id=edit.department,
                owner=desk.actor.party,
                name=edit.name,
                since=self._written_on,
                by=desk.by,
                at=desk.now,
            )
            self._keep(department)

    def _incident(self, edit: ReportIncident | ChangeIncident) -> None:
        desk, row = self._desk, edit.row
        if isinstance(edit, ReportIncident):
            with self._of_row(row.place, row.title):
                incident = Incident.report(
                    id=edit.incident,
                    owner=desk.actor.party,
                    title=row.title,
                    group=row.group,
                    reporting=row.reporting,
                    number=row.number,
                    by=desk.by,
                    at=desk.now,
                )
                self._keep(incident)
            return
        incident = desk.load(Incident, edit.incident)
        with self._of_row(row.place, row.title):
            incident.revise(
                title=row.title,
                group=row.group if "group" in row.stated else incident.group,
                summary=incident.summary,
                reporting=row.reporting if "reporting" in row.stated else incident.reporting,
                occurred_on=incident.occurred_on,
                by=desk.by,
                at=desk.now,
            )
        if edit.number is not None:
            with self._of_row(row.at("number"), edit.number):
                incident.give_number(number=edit.number, by=desk.by, at=desk.now)
        self._keep(incident)

    def _figure(self, edit: StateFigure | RestateFigure) -> None:
        desk, row = self._desk, edit.row
        if isinstance(edit, StateFigure):
            with self._of_row(row.place, row.raw):
                figure = Figure.state(
                    id=edit.figure,
                    owner=desk.actor.party,
                    report=edit.report,
                    label=row.label,
                    measure=row.measure,
                    value=row.value,
                    unit=row.unit,
                    distinct=row.distinct,
                    about=row.about,
                    method=row.method,
                    incidents=edit.incidents,
                    whole=row.whole,
                    by=desk.by,
                    at=desk.now,
                )
                self._keep(figure)
            return
        earlier = desk.load(Figure, edit.earlier)
        stated = earlier.stated
        assert stated is not None, "every figure begins as stated"
        with self._of_row(row.place, row.raw):
            newer = Figure.state(
                id=edit.figure,
                owner=earlier.owner,
                report=stated.report,
                label=stated.label,
                measure=stated.measure,
                value=row.value,
                unit=stated.unit,
                base=stated.base,
                breakdown=stated.breakdown,
                distinct=edit.distinct,
                about=row.about,
                multiple=stated.multiple,
                method=stated.method,
                investigation=stated.investigation,
                incidents=edit.incidents,
                whole=stated.whole,
                restates=edit.earlier,
                reason=edit.reason,
                categories=earlier.categories,
                by=desk.by,
                at=desk.now,
            )
            earlier.restated(by_figure=newer.id, by=desk.by, at=desk.now)
            self._keep(earlier, newer)

    # ----- causes and links -----

    def _cause(self, edit: StateCause | ChangeCause) -> None:
        desk, line = self._desk, edit.line
        if isinstance(edit, StateCause):
            with self._of_row(line.place, line.statement):
                self._join(line.category)
                cause = Cause.state(
                    id=edit.cause,
                    owner=desk.actor.party,
                    statement=line.statement,
                    category=line.category,
                    number=line.number,
                    by=desk.by,
                    at=desk.now,
                )
                self._keep(cause)
            return
        cause = desk.load(Cause, edit.cause)
        with self._of_row(line.place, line.statement):
            cause.revise(statement=line.statement, by=desk.by, at=desk.now)
        with self._of_row(line.at("category"), edit.category or ""):
            self._join(edit.category)
            cause.classify(category=edit.category, kind=cause.kind, by=desk.by, at=desk.now)
        if edit.number is not None:
            with self._of_row(line.place, edit.number):
                cause.give_number(number=edit.number, by=desk.by, at=desk.now)
        self._keep(cause)

    def _join(self, category: str | None) -> None:
        if category is not None and category not in self._joined:
            join_taxonomy(self._desk, category)
            self._joined.add(category)

    def _link(self, edit: MakeLink) -> None:
        desk = self._desk
        if edit.target not in self._proposed:
            with self._of_row(edit.place, ""):
                require_linkable(desk, edit.kind, edit.target)
        link = None if edit.is_new else desk.find(Link, Link.id_for(edit.cause, edit.target))
        if link is None:
            link = Link.make(
                owner=desk.actor.party,
                cause=edit.cause,
                to=edit.target,
                to_kind=edit.kind,
                by=desk.by,
                at=desk.now,
            )
        else:
            link.remake(owner=desk.actor.party, by=desk.by, at=desk.now)
        self._keep(link)

    # ----- countermeasures -----

    def _propose(self, edit: ProposeMeasure) -> None:
        desk, row = self._desk, edit.row
        first = first_status(edit.period)
        self._proposed.add(edit.measure)
        self._require_responsible(edit.party, edit.department, row)
        with self._of_row(row.place, row.title):
            measure = Countermeasure.propose(
                id=edit.measure,
                owner=desk.actor.party,
                title=row.title,
                items=row.items,
                kind=row.kind,
                continuing=row.continuing,
                responsible_party=edit.party,
                responsible_department=edit.department,
                number=row.number,
                remark=row.remark,
                status=row.status if row.status in PROPOSABLE else first,
                by=desk.by,
                at=desk.now,
            )
            self._keep(measure)
            if row.status is not None and row.status not in PROPOSABLE:
                with self._of_row(row.at("status"), row.said("status")):
                    self._progress(measure, row.status, row.reason, UNCHECKED)
        schedule = None
        if edit.period is not None:
            with self._of_row(row.at("wording"), edit.period.wording):
                schedule = self._set(edit.measure, edit.period)
        if row.status is not None:
            with self._of_row(row.at("status"), row.said("status")):
                start = edit.period.start if edit.period else None
                days = actual_days(
                    row.status,
                    day_of(row.status, row.status_day, start, self._written_on),
                    started=False,
                    finished=False,
                )
                self._actual(edit.measure, schedule, days.start, days.finish)

    def _change(self, edit: ChangeMeasure) -> None:
        desk, row = self._desk, edit.row
        by, at = desk.by, desk.now
        measure = desk.load(Countermeasure, edit.measure)
        if edit.number is not None:
            with self._of_row(row.at("number"), edit.number):
                measure.give_number(number=edit.number, by=by, at=at)
        if edit.words:
            with self._of_row(row.place, row.title):
                measure.revise(title=row.title, items=row.items, by=by, at=at)
        if edit.kind and row.continuing:
            self._characterise(measure, edit)  # before it operates
        if edit.status is not None:
            with self._of_row(row.at("status"), row.said("status")):
                checks = checked_so_far(desk, measure)
                self._progress(measure, edit.status, row.reason, checks)
        if edit.kind and not row.continuing:
            self._characterise(measure, edit)  # when it operates no more
        if edit.assigned is not None:
            party, department = edit.assigned
            self._require_responsible(party, department, row)
            with self._of_row(row.at("department"), row.said("department")):
                measure.assign(party=party, department=department, by=by, at=at)
        if edit.remark:
            with self._of_row(row.at("remark"), row.said("remark")):
                measure.change_remark(remark=row.remark, by=by, at=at)
        self._keep(measure)
        self._reschedule(edit, measure)

    def _require_responsible(self, party: int, department: UUID | None, row: MeasureRow) -> None:
        """Every department that a sheet may name is of the importing party; one whose last day is
        stated is given nothing new."""
        if department is not None:
            with self._of_row(row.at("department"), row.said("department")):
                require_department_of(party, self._desk.actor.party)
                self._desk.load(Department, department).require_open()

    def _progress(
        self, measure: Countermeasure, status: str, reason: str | None, checks: Checked
    ) -> None:
        """What a sheet calls handed over was decided elsewhere; on what terms it does not say."""
        measure.report_progress(
            status=status,
            reason=reason,
            checked=checks,
            decided_elsewhere=True,
            by=self._desk.by,
            at=self._desk.now,
        )

    def _characterise(self, measure: Countermeasure, edit: ChangeMeasure) -> None:
        row = edit.row
        with self._of_row(row.at("kind"), row.said("kind")):
            measure.characterise(
                kind=row.kind, continuing=row.continuing, by=self._desk.by, at=self._desk.now
            )

    def _reschedule(self, edit: ChangeMeasure, measure: Countermeasure) -> None:
        desk, row = self._desk, edit.row
        if edit.period is None and not (edit.started_on or edit.finished_on or edit.reopened):
            return
        schedule = desk.find(Schedule, Schedule.id_for(edit.measure))
        if edit.period is not None:
            with self._of_row(row.at("wording"), edit.period.wording):
                if edit.status is None:  # a sheet may end a measure and its schedule in one row
                    measure.require_open()
                if schedule is None:
                    schedule = self._set(edit.measure, edit.period)
                elif schedule.slips_to(edit.period):
                    self._want(edit.measure, schedule.promised, edit.period, row)
                else:
                    schedule.reschedule(
                        period=edit.period, reason=row.reason, by=desk.by, at=desk.now
                    )
        with self._of_row(row.at("status"), row.said("status")):
            if edit.reopened and schedule is not None:
                schedule.finish(day=None, on=desk.today, by=desk.by, at=desk.now)
            self._actual(edit.measure, schedule, edit.started_on, edit.finished_on)
        if schedule is not None:
            self._keep(schedule)

    def _want(self, measure: UUID, before: Period, after: Period, row: MeasureRow) -> None:
        """Only a decided request makes a due later; what the row says joins one."""
        require_none_pending(self._desk, measure)
        move = move_of(measure, before, after)
        self.later.append(LaterDue(move.code, before.wording, after.wording))
        self._asked.setdefault(row.reason, []).append((move, row.at("wording")))

    def _set(self, measure: UUID, period: Period) -> Schedule:
        desk = self._desk
        schedule = Schedule.set(
            owner=desk.actor.party, countermeasure=measure, period=period, by=desk.by, at=desk.now
        )
        self._keep(schedule)
        return schedule

    def _actual(
        self,
        measure: UUID,
        schedule: Schedule | None,
        start: date | None,
        finish: date | None,
    ) -> None:
        """State actual days; a measure without a schedule gets a blank one to hold them."""
        desk = self._desk
        if start is None and finish is None:
            return
        schedule = schedule or self._set(measure, period_of("", self._written_on))
        if start is not None:
            schedule.start(day=start, on=desk.today, by=desk.by, at=desk.now)
        if finish is not None:
            schedule.finish(day=finish, on=desk.today, by=desk.by, at=desk.now)
