"""Reports, incidents, investigations, figures and causes, step by step through the store."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.kernel import Root
from domain.refusals import (
    DayIsStillToCome,
    PeriodEndsBeforeItBegins,
    Refusal,
    TextHasLines,
    WordIsUnknown,
)
from domain.register.cause import Cause
from domain.register.figure import Figure
from domain.register.incident import Incident
from domain.register.investigation import Investigation
from domain.register.refusals import (
    CauseIsDismissed,
    DismissalNeedsItsReason,
    EarlyClosingNeedsItsReason,
    FigureIsRestated,
    FigureRestatesItself,
    IncidentIsBeyondInvestigation,
    IncidentIsClosed,
    IncidentIsItsOwnRecurrence,
    IncidentIsNotClosed,
    IncidentIsNotUnderInvestigation,
    MoreRespondentsThanAsked,
    NumberIsNegative,
    RecurrenceGoesInACircle,
    ReinstatementNeedsItsReason,
    ReopeningNeedsItsReason,
    RestatementNeedsItsReason,
    WholeFigureNamesIncidents,
    WholeFigureNeedsItsReport,
)
from domain.register.report import Report
from projections.register.causes import CAUSES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.reports import REPORTS
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import (
    DAYS,
    LINES,
    TEXTS,
    RecordMachine,
    empty,
    iso,
    line,
    run,
    text,
)
from tests.story import Asked

EARLIER = uuid4()
"""An incident that is named, whether it is there or not."""
PAST_DAYS = DAYS.filter(lambda day: day != date(2023, 5, 1))
LINES_OR_NONE = st.sampled_from((None, "", "甲", " 乙 "))


def line_or_none(written: str | None) -> str | None:
    return (written or "").strip() or None


class DayMachine(RecordMachine):
    """A record with days on which something happened."""

    def to_come(self, day: date | None, name: str) -> type[Refusal] | None:
        """A day that is stated anew has come."""
        if day is None or day == self.model[name]:
            return None
        return DayIsStillToCome if day > self.today else None


class ReportMachine(DayMachine):
    kind, view = Report, REPORTS

    def neighbour(self, asked: Asked) -> Root:
        return Report.found(id=uuid4(), owner=PG, title="隣の報告", **asked)

    @initialize(title=LINES.filter(str.strip), on=PAST_DAYS)
    def found(self, title: str, on: date | None) -> None:
        self.begin(
            lambda asked: Report.found(id=uuid4(), owner=MZ, title=title, status_date=on, **asked),
            owner=MZ,
            categories=(),
            title=line(title),
            status_date=on,
        )

    @property
    def shown(self) -> dict[str, Any]:
        return super().shown | {"status_date": iso(self.model["status_date"])}

    @rule(title=LINES, on=DAYS)
    def revise(self, title: str, on: date | None) -> None:
        self.step(
            lambda report, asked: report.revise(title=title, status_date=on, **asked),
            refused=empty(title) or self.to_come(on, "status_date"),
            title=line(title),
            status_date=on,
        )


class IncidentMachine(DayMachine):
    kind, view = Incident, INCIDENTS
    unshown: ClassVar[frozenset[str]] = frozenset({"group"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.reason: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        return Incident.report(id=uuid4(), owner=PG, title="隣の事案", **asked)

    @initialize(title=LINES.filter(str.strip), summary=TEXTS, number=LINES_OR_NONE, on=PAST_DAYS)
    def report(self, title: str, summary: str | None, number: str | None, on: date | None) -> None:
        self.begin(
            lambda asked: Incident.report(
                id=uuid4(),
                owner=MZ,
                title=title,
                summary=summary,
                number=number,
                occurred_on=on,
                categories=("PERSONAL", "PERSONAL"),
                **asked,
            ),
            owner=MZ,
            categories=("PERSONAL",),
            title=line(title),
            group=None,
            summary=text(summary),
            reporting=None,
            occurred_on=on,
            number=line_or_none(number),
            recurrence_of=None,
            status="REPORTED",
        )

    @property
    def shown(self) -> dict[str, Any]:
        recurrence_of = self.model["recurrence_of"]
        return super().shown | {
            "occurred_on": iso(self.model["occurred_on"]),
            "group_label": self.model["group"],
            "recurrence_of": recurrence_of and str(recurrence_of),
            "status_reason": self.reason,
        }

    @property
    def closed(self) -> type[Refusal] | None:
        return IncidentIsClosed if self.model["status"] == "CLOSED" else None

    @rule(title=LINES, group=LINES_OR_NONE, summary=TEXTS, on=DAYS)
    def revise(self, title: str, group: str | None, summary: str | None, on: date | None) -> None:
        words: dict[str, Any] = {
            "title": line(title),
            "group": line_or_none(group),
            "summary": text(summary),
            "reporting": None,
            "occurred_on": on,
        }
        same = all(self.model[name] == value for name, value in words.items())
        self.step(
            lambda incident, asked: incident.revise(
                title=title, group=group, summary=summary, reporting=" ", occurred_on=on, **asked
            ),
            refused=empty(title)
            or (None if same else self.closed or self.to_come(on, "occurred_on")),
            **words,
        )

    @rule(number=LINES_OR_NONE)
    def give_number(self, number: str | None) -> None:
        same = line_or_none(number) == self.model["number"]
        self.step(
            lambda incident, asked: incident.give_number(number=number, **asked),
            refused=None if same else self.closed,
            number=line_or_none(number),
        )

    @rule()
    def begin_investigation(self) -> None:
        confirmed = self.model["status"] == "CONFIRMED"
        self.step(
            lambda incident, asked: incident.begin_investigation(**asked),
            refused=self.closed or (IncidentIsBeyondInvestigation if confirmed else None),
            status="UNDER_INVESTIGATION",
        )

    @rule()
    def confirm(self) -> None:
        reported = self.model["status"] == "REPORTED"
        refused = self.closed or (IncidentIsNotUnderInvestigation if reported else None)
        if not refused and self.model["status"] != "CONFIRMED":
            self.reason = None
        self.step(
            lambda incident, asked: incident.confirm(**asked), refused=refused, status="CONFIRMED"
        )

    @rule(reason=TEXTS)
    def close(self, reason: str | None) -> None:
        before, why = self.model["status"], text(reason)
        refused: type[Refusal] | None = None
        if before == "CLOSED":
            refused = None if why in (None, self.reason) else IncidentIsClosed
        elif before != "CONFIRMED" and why is None:
            refused = EarlyClosingNeedsItsReason
        else:
            self.reason = why
        self.step(
            lambda incident, asked: incident.close(reason=reason, **asked),
            refused=refused,
            status="CLOSED",
        )

    @rule(reason=st.sampled_from(("新しい事実", "再調査", " ")))
    def reopen(self, reason: str) -> None:
        refused: type[Refusal] | None = None
        if self.model["status"] != "CLOSED":
            refused = IncidentIsNotClosed
        elif text(reason) is None:
            refused = ReopeningNeedsItsReason
        else:
            self.reason = text(reason)
        self.step(
            lambda incident, asked: incident.reopen(reason=reason, **asked),
            refused=refused,
            status="UNDER_INVESTIGATION",
        )

    @rule(itself=st.booleans(), circle=st.booleans())
    def mark_as_recurrence(self, itself: bool, circle: bool) -> None:
        of = self.id if itself else EARLIER
        earlier = (uuid4(), self.id) if circle else (uuid4(),)
        same = of == self.model["recurrence_of"]
        wrong: type[Refusal] | None = RecurrenceGoesInACircle if circle else None
        own = IncidentIsItsOwnRecurrence if itself else wrong
        self.step(
            lambda incident, asked: incident.mark_as_recurrence(of=of, earlier=earlier, **asked),
            refused=None if same else self.closed or own,
            recurrence_of=of,
        )


class InvestigationMachine(DayMachine):
    kind, view = Investigation, INVESTIGATIONS

    def neighbour(self, asked: Asked) -> Root:
        return Investigation.record(id=uuid4(), owner=PG, method="LOG", **asked)

    @initialize(method=st.sampled_from(("LOG", "INTERVIEW")), cited=st.booleans())
    def record(self, method: str, cited: bool) -> None:
        report = uuid4() if cited else None
        self.begin(
            lambda asked: Investigation.record(
                id=uuid4(), owner=MZ, report=report, method=method, **asked
            ),
            owner=MZ,
            categories=(),
            report=report,
            method=method,
            title=None,
            period_from=None,
            period_to=None,
            population=None,
            respondents=None,
            note=None,
        )

    @property
    def shown(self) -> dict[str, Any]:
        report = self.model["report"]
        return super().shown | {
            "report": report and str(report),
            "period_from": iso(self.model["period_from"]),
            "period_to": iso(self.model["period_to"]),
        }

    @rule(
        method=st.sampled_from(("LOG", "QUESTIONNAIRE", "？")),
        title=LINES_OR_NONE,
        period=st.tuples(DAYS, DAYS),
        people=st.tuples(*[st.sampled_from((None, 0, 10, 12_000, -1))] * 2),
        note=TEXTS,
    )
    def revise(
        self,
        method: str,
        title: str | None,
        period: tuple[date | None, date | None],
        people: tuple[int | None, int | None],
        note: str | None,
    ) -> None:
        first, last = period
        asked_, answered = people
        refused: type[Refusal] | None = None
        if first and last and last < first:
            refused = PeriodEndsBeforeItBegins
        elif -1 in people:
            refused = NumberIsNegative
        elif asked_ is not None and answered is not None and answered > asked_:
            refused = MoreRespondentsThanAsked
        elif method == "？":
            refused = WordIsUnknown
        else:
            refused = self.to_come(first, "period_from") or self.to_come(last, "period_to")
        self.step(
            lambda investigation, asked: investigation.revise(
                method=method,
                title=title,
                period_from=first,
                period_to=last,
                population=asked_,
                respondents=answered,
                note=note,
                **asked,
            ),
            refused=refused,
            method=method,
            title=line_or_none(title),
            period_from=first,
            period_to=last,
            population=asked_,
            respondents=answered,
            note=text(note),
        )


class FigureMachine(RecordMachine):
    kind, view = Figure, FIGURES

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.columns: dict[str, Any] = {}

    def neighbour(self, asked: Asked) -> Root:
        return Figure.state(
            id=uuid4(),
            owner=PG,
            label="隣",
            measure="件数",
            value=Decimal(1),
            unit="件",
            incidents=(EARLIER,),
            **asked,
        )

    @initialize(
        label=LINES.filter(str.strip),
        value=st.sampled_from(("0", "3677", "1606.50", "1E+3")),
        base=st.sampled_from((None, "94721")),
        flags=st.tuples(*[st.sampled_from((None, True, False))] * 3),
        incidents=st.lists(st.sampled_from((EARLIER, UUID(int=7))), max_size=3),
    )
    def state(
        self,
        label: str,
        value: str,
        base: str | None,
        flags: tuple[bool | None, bool | None, bool | None],
        incidents: list[UUID],
    ) -> None:
        distinct, about, multiple = flags
        self.begin(
            lambda asked: Figure.state(
                id=uuid4(),
                owner=MZ,
                label=label,
                measure=" 閲覧者数 ",
                value=Decimal(value),
                unit="人",
                base=None if base is None else Decimal(base),
                breakdown="OWN_STAFF",
                distinct=distinct,
                about=bool(about),
                multiple=bool(multiple),
                method="LOG",
                incidents=tuple(incidents),
                **asked,
            ),
            owner=MZ,
            categories=(),
            restated_by=None,
        )
        self.columns = {
            "label": line(label),
            "measure": "閲覧者数",
            "value": f"{Decimal(value):f}",
            "unit": "人",
            "base": base,
            "breakdown": "OWN_STAFF",
            "distinct_people": distinct,
            "about": bool(about),
            "multiple": bool(multiple),
            "method": "LOG",
            "incidents": [str(one) for one in dict.fromkeys(incidents)],
            "whole": False,
            "restates": None,
            "reason": None,
        }

    @property
    def shown(self) -> dict[str, Any]:
        by = self.model["restated_by"]
        return super().shown | self.columns | {"restated_by": by and str(by)}

    @rule(by=st.sampled_from((UUID(int=1), UUID(int=2), None)))
    def restated(self, by: UUID | None) -> None:
        newer = by or self.id
        known = self.model["restated_by"]
        refused: type[Refusal] | None = None
        if known not in (None, newer):
            refused = FigureIsRestated
        elif newer == self.id:
            refused = FigureRestatesItself
        self.step(
            lambda figure, asked: figure.restated(by_figure=newer, **asked),
            refused=refused,
            restated_by=newer,
        )

    @rule()
    def state_wrongly(self) -> None:
        words = {"owner": MZ, "label": "甲", "measure": "件数", "value": Decimal(1), "unit": "件"}
        wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
            (WholeFigureNamesIncidents, {"whole": True, "incidents": (EARLIER,)}),
            (WholeFigureNeedsItsReport, {"whole": True}),
            (RestatementNeedsItsReason, {"restates": EARLIER, "reason": " "}),
            (NumberIsNegative, {"value": Decimal(-1)}),
            (TextHasLines, {"label": "甲\n乙"}),
        ]
        for refusal, details in wrong:
            self.refuse(
                lambda asked, details=details: Figure.state(  # type: ignore[misc]  # bound at once, in the loop
                    **{"id": uuid4(), **words, **details, **asked}
                ),
                refusal,
            )


class CauseMachine(RecordMachine):
    kind, view = Cause, CAUSES
    unshown: ClassVar[frozenset[str]] = frozenset({"kind"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.reason: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        return Cause.state(id=uuid4(), owner=PG, statement="隣の原因", **asked)

    @initialize(statement=LINES.filter(str.strip), category=LINES_OR_NONE)
    def state(self, statement: str, category: str | None) -> None:
        self.begin(
            lambda asked: Cause.state(
                id=uuid4(), owner=MZ, statement=statement, category=category, **asked
            ),
            owner=MZ,
            categories=(),
            statement=line(statement),
            category=line_or_none(category),
            kind=None,
            number=None,
            standing="STATED",
        )

    @property
    def shown(self) -> dict[str, Any]:
        return super().shown | {"cause_kind": self.model["kind"], "reason": self.reason}

    @property
    def is_dismissed(self) -> bool:
        return bool(self.model["standing"] == "DISMISSED")

    def _unless_dismissed(self, **changes: Any) -> type[Refusal] | None:
        """What a change of a dismissed cause is refused with, unless it changes nothing."""
        same = all(self.model[name] == value for name, value in changes.items())
        return CauseIsDismissed if self.is_dismissed and not same else None

    @rule(statement=LINES)
    def revise(self, statement: str) -> None:
        words: dict[str, Any] = {"statement": line(statement)}
        self.step(
            lambda cause, asked: cause.revise(statement=statement, **asked),
            refused=empty(statement) or self._unless_dismissed(**words),
            **words,
        )

    @rule(category=LINES_OR_NONE, kind=st.sampled_from((None, "ESCAPE", "BACKGROUND", "？")))
    def classify(self, category: str | None, kind: str | None) -> None:
        place: dict[str, Any] = {"category": line_or_none(category), "kind": kind}
        self.step(
            lambda cause, asked: cause.classify(category=category, kind=kind, **asked),
            refused=WordIsUnknown if kind == "？" else self._unless_dismissed(**place),
            **place,
        )

    @rule(number=LINES_OR_NONE)
    def give_number(self, number: str | None) -> None:
        self.step(
            lambda cause, asked: cause.give_number(number=number, **asked),
            refused=self._unless_dismissed(number=line_or_none(number)),
            number=line_or_none(number),
        )

    @rule(reason=TEXTS)
    def confirm(self, reason: str | None) -> None:
        why = text(reason)
        unexplained = self.is_dismissed and why is None
        same = self.model["standing"] == "CONFIRMED" and why in (None, self.reason)
        if not same and not unexplained:
            self.reason = why
        self.step(
            lambda cause, asked: cause.confirm(reason=reason, **asked),
            refused=ReinstatementNeedsItsReason if unexplained else None,
            recorded=not same,
            standing="CONFIRMED",
        )

    @rule(reason=TEXTS.filter(lambda written: written is not None))
    def dismiss(self, reason: str) -> None:
        why = text(reason)
        refused: type[Refusal] | None = None
        if self.is_dismissed:
            refused = None if why in (None, self.reason) else CauseIsDismissed
        elif why is None:
            refused = DismissalNeedsItsReason
        else:
            self.reason = why
        self.step(
            lambda cause, asked: cause.dismiss(reason=reason, **asked),
            refused=refused,
            standing="DISMISSED",
        )


def test_a_report(template: Template) -> None:
    run(ReportMachine, template)


def test_an_incident(template: Template) -> None:
    run(IncidentMachine, template)


def test_an_investigation(template: Template) -> None:
    run(InvestigationMachine, template)


def test_a_figure(template: Template) -> None:
    run(FigureMachine, template)


def test_a_cause(template: Template) -> None:
    run(CauseMachine, template)
