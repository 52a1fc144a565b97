"""Plays the example register into a fresh log, by a clock that starts on 2023-02-17."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from commands.office import Office
from commands.people.departments import found_department
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident
from commands.register.releases import release_record
from commands.register.reports import found_report, record_investigation, state_figure
from domain.people.roles import OPERATOR
from examples import report
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.reports import REPORTS
from projections.view import View

HD, PG, MZ, EXT = (party.number for party in DEFAULT_PARTIES)
CODES = {party.number: party.code for party in DEFAULT_PARTIES}
SINCE = date(2023, 1, 1)
PUBLIC = ("NONE",)
OF_NETWORK_CUSTOMERS = ("NETWORK_CUSTOMER",)
BASIS = "2023-02-17 に公表した報告の内容"


class Clock:
    """A clock that stands until it is moved on, and joins real time when the play is over."""

    def __init__(self) -> None:
        self._at: datetime | None = datetime(2023, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._at or datetime.now(UTC)

    def move_to(self, day: date, hour: int, minute: int = 0) -> None:
        """Move to a time of a day in Tokyo."""
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
        self._at = at - timedelta(hours=9)

    def join_real_time(self) -> None:
        """Go on as any clock does."""
        self._at = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the play, named after party and role: nobody is meant."""

    id: UUID
    name: str
    party: str
    roles: tuple[str, ...]


COMPANIES = (HD, PG, MZ)
CAST: tuple[tuple[int, str, str], ...] = (
    *((party, "委員", "member") for party in COMPANIES),
    *((party, "編集担当", "editor") for party in COMPANIES),
    *((party, "情報遮断責任者", "barrier_officer") for party in COMPANIES),
    (HD, "事務局", "secretariat"),
    *((party, "CCO", "cco") for party in COMPANIES),
    *((party, "監査担当", "auditor") for party in COMPANIES),
)


def play(office: Office, clock: Clock) -> tuple[Person, ...]:
    """Found the parties, enrol the cast, report, release, and add what stays inside two parties."""
    stage = Stage(office)
    people = stage.enrol()
    who = {(one.party, one.roles[0]): one.id for one in people}
    clock.move_to(report.REPORTED_ON, 10)
    records = stage.report(who["MZ", "editor"])
    clock.move_to(report.REPORTED_ON, 15)
    for view, record in records:
        stage.release(who["MZ", "barrier_officer"], view, record, to=(HD, PG, EXT))
    clock.move_to(date(2023, 2, 24), 11)
    stage.inside_pg(who["PG", "editor"])
    clock.move_to(date(2023, 3, 3), 14)
    stage.inside_hd(who["HD", "editor"])
    clock.join_real_time()
    return people


class Stage:
    """Where the play's commands are given, one after another."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def enrol(self) -> tuple[Person, ...]:
        self._do(OPERATOR.member, found_parties, parties=DEFAULT_PARTIES, since=SINCE)
        people = []
        for party, title, role in CAST:
            name = f"{CODES[party]} {title}"
            member = self._do(
                OPERATOR.member,
                enrol_member,
                party=party,
                name=name,
                roles=(role,),
                since=SINCE,
            )
            people.append(Person(member, name, CODES[party], (role,)))
        return tuple(people)

    def report(self, editor: UUID) -> list[tuple[View, UUID]]:
        """What the retailer told; answers every record that the report made public."""
        told = self._do(
            editor,
            found_report,
            title=report.TITLE,
            status_date=report.REPORTED_ON,
            categories=PUBLIC,
        )
        investigations = self._investigations(editor, told)
        incidents = {
            one.key: self._do(
                editor,
                report_incident,
                title=one.title,
                group=one.group,
                reporting=one.reporting,
                categories=PUBLIC,
            )
            for one in report.INCIDENTS
        }
        figures = [
            self._do(
                editor,
                state_figure,
                report=told,
                label=one.label,
                measure=one.measure,
                value=one.value,
                unit=one.unit,
                base=one.base,
                breakdown=one.breakdown,
                distinct=one.distinct,
                method=one.method,
                investigation=investigations.get(one.method),
                incidents=tuple(incidents[key] for key in one.incidents),
                whole=one.whole,
                categories=PUBLIC,
            )
            for one in report.FIGURES
        ]
        causes, measures = self._causes_and_measures(editor, incidents)
        return [
            (REPORTS, told),
            *((INVESTIGATIONS, one) for one in investigations.values()),
            *((INCIDENTS, one) for one in incidents.values()),
            *((FIGURES, one) for one in figures),
            *((CAUSES, one) for one in causes.values()),
            *((COUNTERMEASURES, one) for one in measures),
        ]

    def release(self, officer: UUID, view: View, record: UUID, *, to: Iterable[int]) -> None:
        for party in to:
            self._do(officer, release_record, view=view, record=record, to=party, basis=BASIS)

    def inside_pg(self, editor: UUID) -> None:
        """What the network company keeps to itself."""
        department = self._do(
            OPERATOR.member, found_department, party=PG, name="託送業務部", since=SINCE
        )
        incident = self._do(
            editor,
            report_incident,
            title="託送申込の受付票が、共用の棚に置かれたままになっていた",
            group="紙の帳票",
            occurred_on=date(2023, 2, 20),
            categories=OF_NETWORK_CUSTOMERS,
        )
        cause = self._do(
            editor,
            state_cause,
            statement="帳票の保管場所を決めていなかった",
            category="業務運営",
            kind="OCCURRENCE",
            categories=OF_NETWORK_CUSTOMERS,
        )
        measure = self._do(
            editor,
            propose_countermeasure,
            title="受付票を施錠した棚に移し、毎日の終業時に確かめる",
            wording="2023年3月末までに",
            written_on=date(2023, 2, 24),
            kind="CORRECTIVE",
            continuing=True,
            responsible_department=department,
            categories=OF_NETWORK_CUSTOMERS,
        )
        self._do(editor, link_records, cause=cause, record=incident)
        self._do(editor, link_records, cause=cause, record=measure)

    def inside_hd(self, editor: UUID) -> None:
        """What the holding company keeps to itself."""
        cause = self._do(
            editor,
            state_cause,
            statement="グループ全体で情報遮断を点検する計画がなかった",
            category="ガバナンス",
            kind="BACKGROUND",
            categories=PUBLIC,
        )
        measure = self._do(
            editor,
            propose_countermeasure,
            title="グループ各社の情報遮断を点検する年間計画を作る",
            wording="2023年6月を目途に",
            written_on=date(2023, 3, 3),
            kind="PREVENTIVE",
            continuing=False,
            categories=PUBLIC,
        )
        self._do(editor, link_records, cause=cause, record=measure)

    def _investigations(self, editor: UUID, told: UUID) -> dict[str | None, UUID]:
        log = self._do(
            editor,
            record_investigation,
            report=told,
            method="LOG",
            title="システムの閲覧記録の調査",
            period_from=date(2022, 11, 20),
            period_to=date(2023, 1, 20),
            categories=PUBLIC,
        )
        questionnaire = self._do(
            editor,
            record_investigation,
            report=told,
            method="QUESTIONNAIRE",
            title="従業員・委託先へのアンケート",
            period_from=date(2016, 4, 1),
            population=4_047,
            respondents=4_014,
            categories=PUBLIC,
        )
        return {"LOG": log, "QUESTIONNAIRE": questionnaire}

    def _causes_and_measures(
        self, editor: UUID, incidents: dict[str, UUID]
    ) -> tuple[dict[str, UUID], list[UUID]]:
        causes = {
            one.key: self._do(
                editor,
                state_cause,
                statement=one.statement,
                category=one.category,
                kind=one.kind,
                categories=PUBLIC,
            )
            for one in report.CAUSES
        }
        for one in report.CAUSES:
            for key in one.incidents:
                self._do(editor, link_records, cause=causes[one.key], record=incidents[key])
        measures = []
        for measure in report.MEASURES:
            proposed = self._do(
                editor,
                propose_countermeasure,
                title=measure.title,
                items=measure.items,
                kind=measure.kind,
                continuing=measure.continuing,
                wording=measure.wording,
                written_on=report.REPORTED_ON,
                categories=PUBLIC,
            )
            for key in measure.answers:
                self._do(editor, link_records, cause=causes[key], record=proposed)
            measures.append(proposed)
        return causes, measures

    def _do(self, by: UUID, command: Callable[..., Iterable[UUID]], **details: Any) -> UUID:
        """Give one command; answers the first record it made."""
        return self._office.perform(by, lambda desk: command(desk, **details)).records[0]
