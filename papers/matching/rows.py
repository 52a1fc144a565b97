"""What a measure row says otherwise of a known measure, and what it makes of a new one."""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from commands.register.progress import actual_days
from commands.register.schedules import period_of
from domain.register.progress import CLOSED_STATUSES, Status
from domain.register.schedule import Period
from papers.matching.edits import ChangeMeasure, FoundDepartment, ProposeMeasure
from papers.matching.findings import PlanFindings, plain
from papers.matching.known import Known, KnownMeasure, code_in
from papers.reading.paper import CauseLine, MeasureRow
from papers.reading.words import is_none_mark
from projections.register.countermeasures import COUNTERMEASURES

_COLUMNS: Final = {
    "number": ("管理番号", "number"),
    "words": ("対策", "measure"),
    "causes": ("原因", "causes"),
    "kind": ("種別", "kind"),
    "wording": ("実施時期", "schedule"),
    "party": ("主管会社", "company"),
    "department": ("主管部署", "department"),
    "status": ("状況", "status"),
    "remark": ("備考", "remark"),
}


class MeasureRows:
    """Turns rows into edits; reads each wording once, and founds each new department once."""

    def __init__(
        self,
        known: Known,
        findings: PlanFindings,
        written_on: date,
        new_id: Callable[[], UUID],
    ) -> None:
        self._known, self._findings = known, findings
        self._written_on, self._new_id = written_on, new_id
        self._periods: dict[str, Period] = {}
        self.departments: dict[str, FoundDepartment] = {}
        self._standing: dict[tuple[int, str], UUID] = {}
        self._know_departments()
        self._parties: dict[str, int] = {}
        for party in sorted(known.parties.values(), key=lambda one: one.number):
            self._parties.setdefault(plain(party.code), party.number)
        for party in sorted(known.parties.values(), key=lambda one: one.number):
            for name in party.names:
                self._parties.setdefault(plain(name), party.number)

    def _know_departments(self) -> None:
        """A department goes by its name of today, then by any it has borne, then by those of the
        departments that were merged into it; those that go on come before those that end."""
        known = sorted(self._known.departments.values(), key=lambda one: one.ends)
        named = [(one, one.names[:1]) for one in known if one.stands]
        named += [(one, one.names) for one in known if one.stands]
        named += [(one, one.names) for one in known]
        for one, names in named:
            found = self._known.in_place_of(one)
            if found.stands:
                for name in names:
                    self._standing.setdefault((found.owner, name), found.id)

    def period(self, wording: str) -> Period:
        """A wording with its reading."""
        if wording not in self._periods:
            self._periods[wording] = period_of(wording, self._written_on)
        return self._periods[wording]

    def reading(self, row: MeasureRow, measure: KnownMeasure | None) -> Period | None:
        """What a row's schedule says: as it is recorded, where the row says nothing else."""
        if row.wording is None:
            return None
        known = measure.period if measure else None
        if known is not None and _same_wording(row.wording, known.wording):
            return known
        return self.period(row.wording)

    # ----- new -----

    def proposed(self, row: MeasureRow) -> ProposeMeasure:
        party = self._party(row, self._known.party)
        return ProposeMeasure(
            measure=self._new_id(),
            row=row,
            party=party,
            department=self._department(row, party),
            period=None if row.wording is None else self.period(row.wording),
        )

    # ----- known -----

    def changed(self, row: MeasureRow, measure: KnownMeasure) -> ChangeMeasure:
        """What the row says otherwise of a measure of the importing party."""
        finish, start, reopened, status = self._progress(row, measure)
        return ChangeMeasure(
            measure=measure.id,
            row=row,
            number=_new_number(row, measure),
            words=(row.title, row.items) != (measure.title, measure.items),
            kind="kind" in row.stated
            and (row.kind, row.continuing) != (measure.kind, measure.continuing),
            assigned=self._assigned(row, measure),
            remark="remark" in row.stated and row.remark != measure.remark,
            period=self._rescheduled(row, measure),
            status=status,
            started_on=start,
            finished_on=finish,
            reopened=reopened,
        )

    def compare_other(
        self,
        row: MeasureRow,
        measure: KnownMeasure,
        lines: tuple[CauseLine, ...],
    ) -> None:
        """Refuse a row of another party's measure unless it says what this member may see."""
        differing = [name for name, differs in self._differences(row, measure, lines) if differs]
        if differing:
            role = {"words": "measure", "causes": "cause"}.get(differing[0], differing[0])
            self._findings.problem(
                "other-party-row-changed",
                row.at(role),
                row.said(role, row.title),
                code=measure.code,
                detail_ja="・".join(_COLUMNS[name][0] for name in differing),
                detail_en=", ".join(_COLUMNS[name][1] for name in differing),
            )

    def _differences(
        self, row: MeasureRow, measure: KnownMeasure, lines: tuple[CauseLine, ...]
    ) -> list[tuple[str, bool]]:
        linked = self._known.causes_of.get(measure.id, [])
        by_category = not lines or "category" in lines[0].stated
        shown = {(cause.category if by_category else None, cause.statement) for cause in linked}
        said = {(line.category if by_category else None, line.statement) for line in lines}
        stated = row.stated
        wording = row.wording is not None and not _same_wording(row.wording, measure.wording)
        return [
            ("words", (row.title, row.items) != (measure.title, measure.items)),
            ("causes", said != shown),
            (
                "kind",
                "kind" in stated
                and (row.kind, row.continuing) != (measure.kind, measure.continuing),
            ),
            ("wording", wording),
            ("party", row.party is not None and self._party(row, measure.party) != measure.party),
            (
                "department",
                "department" in stated
                and row.department not in self._known.department_names(measure),
            ),
            ("status", row.status is not None and row.status != measure.status),
            ("remark", "remark" in stated and row.remark != measure.remark),
        ]

    # ----- one column each -----

    def _party(self, row: MeasureRow, otherwise: int) -> int:
        if row.party is None:
            return otherwise
        found = self._parties.get(plain(row.party))
        if found is None:
            codes = "、".join(party.code for party in self._known.parties.values())
            self._findings.problem("company-unknown", row.at("party"), row.party, detail=codes)
        return otherwise if found is None else found

    def _department(self, row: MeasureRow, party: int) -> UUID | None:
        """The department of that name: of the responsible party, of the importing one, or new."""
        if row.department is None:
            return None
        for owner in (party, self._known.party):
            if (found := self._standing.get((owner, row.department))) is not None:
                return found
        if row.department not in self.departments:
            self.departments[row.department] = FoundDepartment(
                self._new_id(), row.department, row.at("department")
            )
        return self.departments[row.department].department

    def _assigned(self, row: MeasureRow, measure: KnownMeasure) -> tuple[int, UUID | None] | None:
        party, department = self._party(row, measure.party), measure.department
        if "department" in row.stated and row.department not in self._known.department_names(
            measure
        ):
            department = self._department(row, party)
        if (party, department) == (measure.party, measure.department):
            return None
        return party, department

    def _rescheduled(self, row: MeasureRow, measure: KnownMeasure) -> Period | None:
        """The same wording is the same schedule, on whatever day it is read again; and what is asked
        for already need not be asked for again. A dash beside what has ended takes no due away."""
        if row.wording is None or _same_wording(row.wording, measure.wording):
            return None
        if measure.asked is not None and _same_wording(row.wording, measure.asked):
            return None
        ended = (row.status or measure.status) in CLOSED_STATUSES
        if ended and measure.due is not None and _says_none(row.wording.strip()):
            return None
        if measure.wording is not None and row.reason is None:
            self._findings.problem(
                "changed-date-without-reason",
                row.at("wording"),
                row.wording,
                detail=measure.wording or "-",
            )
            return None
        return self.period(row.wording)

    def _progress(
        self, row: MeasureRow, measure: KnownMeasure
    ) -> tuple[date | None, date | None, bool, str | None]:
        """The finish, the start, whether the finish was none, and the status, where they change."""
        status = row.status
        if status is None:
            return None, None, False, None
        if status == measure.status:
            return (*self._other_day(row, measure), False, None)
        said = row.status_day
        days = actual_days(
            status,
            day_of(status, said, self._start(row, measure), self._written_on),
            started=measure.started_on is not None and said is None,
            finished=measure.finished_on is not None
            and not (said is not None and status == Status.IMPLEMENTED),
        )
        return days.finish, days.start, days.reopened, status

    def _start(self, row: MeasureRow, measure: KnownMeasure) -> date | None:
        if row.wording is None or _same_wording(row.wording, measure.wording):
            return measure.start
        return self.period(row.wording).start

    def _other_day(self, row: MeasureRow, measure: KnownMeasure) -> tuple[date | None, date | None]:
        """The same status on another day: the finish or the start to state instead."""
        said, done = row.status_day, measure.status == Status.IMPLEMENTED
        known = measure.finished_on if done else measure.started_on
        if said is None or said == known or not (done or measure.status == Status.IN_PROGRESS):
            return None, None
        if known is not None and (known.month, known.day) == (said.month, said.day):
            # A day without its year is read from the day of writing, which another import may
            # give otherwise.
            self._findings.caution(
                "year-of-the-day", row.at("status"), said.isoformat(), detail=known.isoformat()
            )
            return None, None
        return (said, None) if done else (None, said)


def day_of(status: str, said: date | None, start: date | None, written_on: date) -> date:
    """The actual day a reported status stands for: the one said, else for what is in progress the
    start of its schedule if that has come, else the day of writing."""
    if said is not None:
        return said
    if status == Status.IN_PROGRESS and start is not None and start <= written_on:
        return start
    return written_on


def _new_number(row: MeasureRow, measure: KnownMeasure) -> str | None:
    """A number the row gives the measure; a blank cell, or its code, gives none."""
    if row.number is None or row.number == measure.number:
        return None
    return None if code_in(row.number, COUNTERMEASURES) == measure.code else row.number


def _same_wording(said: str, known: str | None) -> bool:
    """A blank, a dash and no schedule say the same."""
    said, known = said.strip(), known or ""
    return said == known or (_says_none(said) and _says_none(known))


def _says_none(wording: str) -> bool:
    return not wording or is_none_mark(wording)
