"""Random histories of a register: commands drawn one after another while the clock goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st

from commands.office import day_in_tokyo
from domain.kernel import Root
from domain.people.department import Department
from domain.people.member import Member
from domain.people.party import Party
from domain.refusals import Refusal
from domain.register.barrier_rule import BarrierRule
from domain.register.cause import Cause
from domain.register.check import EffectivenessCheck
from domain.register.countermeasure import Countermeasure
from domain.register.evidence import Document, Evidence
from domain.register.extension import ExtensionRequest, ExtensionStatus, Move
from domain.register.figure import Figure
from domain.register.incident import Incident
from domain.register.investigation import Investigation
from domain.register.link import Link
from domain.register.note import Note
from domain.register.operation import OperationRecord
from domain.register.progress import TAKEN_UP, Checked, Layer, Status, Verdict
from domain.register.record import Record
from domain.register.release import Release
from domain.register.released_wording import ReleasedWording
from domain.register.report import Report
from domain.register.schedule import Period, Schedule, is_slip
from domain.register.taxonomy import Taxonomy
from projections.all import PAIRS, VIEWS
from projections.barrier import visible_pairs
from projections.clearance import Clearance, Moment
from projections.register.causes import CAUSES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.told import admit
from projections.view import Row
from store.log import Log, Work
from tests.houses import NUMBERS, Clock, seen
from tests.projections.meeting_play import (
    MEETING,
    change_item,
    change_meeting,
    convene,
    put_on_agenda,
    speak,
)
from tests.story import CCO, EDITOR

R = TypeVar("R", bound=Root)
RECORDS: dict[str, type[Record]] = {
    "incident": Incident,
    "cause": Cause,
    "countermeasure": Countermeasure,
    "figure": Figure,
    "report": Report,
    "investigation": Investigation,
    "operation": OperationRecord,
    "check": EffectivenessCheck,
    "extension": ExtensionRequest,
    "evidence": Evidence,
    "note": Note,
}
VIEWERS = (*NUMBERS.values(), None)
JUDGED = ("NONE",)
JUDGEMENTS = (JUDGED, ("PERSONAL",), ("NETWORK_CUSTOMER", "PERSONAL"))
ALL_MET = Checked(met=frozenset(Layer))


@dataclass
class Draw:
    """Draws of one command; a seed makes them the same each time."""

    random: Random

    def below(self, limit: int) -> int:
        return self.random.randrange(limit)

    def of(self, choices: list[Any] | tuple[Any, ...]) -> Any:
        return self.random.choice(choices)

    @property
    def text(self) -> str:
        return str(self.of(("閲覧", "誤送信", "研修の不足", "手順の改訂", "ＩＤ管理")))


@dataclass
class Book:
    """What has begun so far, by kind."""

    began: dict[str, list[UUID]] = field(default_factory=dict)

    def copy(self) -> Book:
        return Book({kind: list(records) for kind, records in self.began.items()})

    def one(self, kind: str, draw: Draw) -> UUID | None:
        known = self.began.get(kind)
        return draw.of(known) if known else None

    def began_now(self, kind: str, record: UUID) -> None:
        self.began.setdefault(kind, []).append(record)


@dataclass
class Turn:
    """One command: its transaction, its draws and the book it may look into."""

    work: Work
    draw: Draw
    book: Book
    parties: tuple[int, ...] = tuple(NUMBERS.values())
    by: UUID = EDITOR

    @property
    def asked(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.work.now}

    @property
    def today(self) -> date:
        return day_in_tokyo(self.work.now)

    @property
    def new_id(self) -> UUID:
        """An id for a new record: the same history makes the same ones."""
        known = sum(map(len, self.book.began.values()))
        return UUID(int=self.draw.random.getrandbits(128) ^ known, version=4)

    def some(self, kind: type[R], name: str) -> R | None:
        record = self.book.one(name, self.draw)
        return None if record is None else self.work.load(kind, record)

    def begin(self, kind: str, root: Root) -> None:
        self.work.keep(root)
        self.book.began_now(kind, root.id)

    @property
    def party(self) -> int:
        return int(self.draw.of(self.parties))

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(self.draw.of(JUDGEMENTS)) if self.draw.below(3) else ()

    @property
    def period(self) -> Period:
        due = self.draw.of((None, date(2023, 3, 31), date(2023, 6, 30)))
        return Period(
            wording=f"～{due}" if due else "検討中",
            written_on=date(2023, 2, 17),
            kind="BY" if due else "UNDECIDED",
            start=self.draw.of((None, date(2023, 3, 1))),
            due=due,
            certainty="FIRM" if due else "NONE",
            ambiguous=False,
        )


def report_incident(turn: Turn) -> None:
    owner = turn.party
    incident = Incident.report(
        id=turn.new_id,
        owner=owner,
        title=turn.draw.text,
        recurrence_of=turn.book.one("incident", turn.draw),
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("incident", incident)


def change_incident(turn: Turn) -> None:
    incident = turn.some(Incident, "incident")
    if incident is None:
        return
    acts: list[Callable[[], None]] = [
        lambda: incident.begin_investigation(**turn.asked),
        lambda: incident.confirm(**turn.asked),
        lambda: incident.close(reason=turn.draw.of((None, "対応済み")), **turn.asked),
        lambda: incident.reopen(reason="新しい事実", **turn.asked),
        lambda: incident.give_number(number=turn.draw.of((None, "1")), **turn.asked),
        lambda: incident.revise(
            title=turn.draw.text,
            group=None,
            summary=turn.draw.text,
            reporting=None,
            occurred_on=None,
            **turn.asked,
        ),
    ]
    for _ in range(1 + turn.draw.below(3)):
        turn.draw.of(acts)()
    turn.work.keep(incident)


def state_cause(turn: Turn) -> None:
    owner = turn.party
    cause = Cause.state(
        id=turn.new_id,
        owner=owner,
        statement=turn.draw.text,
        category=turn.draw.of((None, "システム")),
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("cause", cause)


def change_cause(turn: Turn) -> None:
    cause = turn.some(Cause, "cause")
    if cause is None:
        return
    turn.draw.of(
        [
            lambda: cause.revise(statement=turn.draw.text, **turn.asked),
            lambda: cause.confirm(reason="新しいログ", **turn.asked),
            lambda: cause.dismiss(reason="根拠がない", **turn.asked),
            lambda: cause.classify(category="ガバナンス", kind="ESCAPE", **turn.asked),
        ]
    )()
    turn.work.keep(cause)


def propose(turn: Turn) -> None:
    owner = turn.party
    measure = Countermeasure.propose(
        id=turn.new_id,
        owner=owner,
        title=turn.draw.text,
        items=turn.draw.of(((), ("一",), ("一", "二"))),
        continuing=turn.draw.of((None, True, False)),
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("countermeasure", measure)
    if turn.draw.below(2):
        turn.work.keep(
            Schedule.set(owner=owner, countermeasure=measure.id, period=turn.period, **turn.asked)
        )


def change_measure(turn: Turn) -> None:
    """The measure and its schedule in one command: one row changes once."""
    measure = turn.some(Countermeasure, "countermeasure")
    if measure is None:
        return
    turn.draw.of(
        [
            lambda: measure.report_progress(
                status=turn.draw.of(tuple(Status)), reason="理由", **turn.asked
            ),
            lambda: measure.report_progress(
                status="HANDED_OVER", reason="理由", decided_elsewhere=True, **turn.asked
            ),
            lambda: measure.give_verdict(
                verdict=turn.draw.of(tuple(Verdict)), checked=ALL_MET, **turn.asked
            ),
            lambda: measure.hand_over(
                department=turn.book.one("department", turn.draw),
                rule=turn.draw.text,
                decision="会議",
                checked=ALL_MET,
                **turn.asked,
            ),
            lambda: question(turn, measure),
            lambda: question(turn, measure),
            lambda: split(turn, measure),
            lambda: measure.revise(title=turn.draw.text, items=("改",), **turn.asked),
            lambda: measure.change_remark(remark=turn.draw.of((None, "備考")), **turn.asked),
            lambda: measure.assign(
                party=turn.party, department=turn.book.one("department", turn.draw), **turn.asked
            ),
        ]
    )()
    turn.work.keep(measure)
    if turn.draw.below(2):
        change_schedule(turn, measure)


def question(turn: Turn, measure: Countermeasure) -> None:
    incident = turn.book.one("incident", turn.draw)
    if incident is not None and measure.may_be_questioned_by(incident):
        measure.question(incident=incident, **turn.asked)


def split(turn: Turn, measure: Countermeasure) -> None:
    parts = [
        Countermeasure.propose(
            id=turn.new_id,
            owner=measure.owner,
            title=turn.draw.text,
            categories=measure.categories,
            split_from=measure.id,
            **turn.asked,
        )
        for _ in range(2)
    ]
    measure.split(parts=tuple(part.id for part in parts), **turn.asked)
    for part in parts:
        turn.begin("countermeasure", part)


def check(turn: Turn) -> None:
    """State what an effect is held against, or say what was found."""
    known = turn.some(EffectivenessCheck, "check")
    measure = turn.some(Countermeasure, "countermeasure")
    if known is not None and turn.draw.below(2):
        of = turn.work.load(Countermeasure, known.countermeasure)
        if of.status in TAKEN_UP:
            of.report_progress(status="IMPLEMENTED", **turn.asked)
        known.conclude(
            of=of,
            met=bool(turn.draw.below(2)),
            result=turn.draw.text,
            reason="再確認",
            day=turn.today,
            on=turn.today,
            **turn.asked,
        )
        turn.work.keep(known, of)
    elif measure is not None:
        stated = EffectivenessCheck.state(
            id=turn.new_id,
            of=measure,
            layer=turn.draw.of(tuple(Layer)),
            measure=turn.draw.text,
            baseline="12件",
            target="0件",
            categories=turn.categories,
            on=turn.today,
            **turn.asked,
        )
        turn.begin("check", stated)


def change_schedule(turn: Turn, measure: Countermeasure) -> None:
    schedule = turn.work.find(Schedule, Schedule.id_for(measure.id))
    if schedule is None:
        schedule = Schedule.set(
            owner=measure.owner, countermeasure=measure.id, period=turn.period, **turn.asked
        )
    day = turn.draw.of((None, turn.today))
    acts: list[Callable[[], None]] = [
        lambda: schedule.reschedule(period=turn.period, reason="理由", **turn.asked),
        lambda: schedule.correct(period=turn.period, reason="誤記", **turn.asked),
        lambda: schedule.start(day=day, on=turn.today, **turn.asked),
        lambda: schedule.finish(day=day, on=turn.today, **turn.asked),
        lambda: schedule.set_check_day(day=day, **turn.asked),
    ]
    turn.draw.of(acts)()
    turn.work.keep(schedule)


def extend(turn: Turn) -> None:
    """Ask for later dues, or decide what was asked for."""
    known = turn.some(ExtensionRequest, "extension")
    if known is not None and known.status is ExtensionStatus.PENDING and turn.draw.below(2):
        decide(turn, known)
        return
    several = {turn.book.one("countermeasure", turn.draw) for _ in range(2)} - {None}
    moves = [
        Move(one, "CM-HF1A-14VZ", schedule.period, turn.period)
        for one in sorted(one for one in several if one)
        if (schedule := turn.work.find(Schedule, Schedule.id_for(one)))
    ]
    slipping = tuple(one for one in moves if is_slip(one.before, one.after))
    request = ExtensionRequest.file(
        id=turn.new_id,
        owner=turn.party,
        moves=slipping,
        reason=turn.draw.text,
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("extension", request)


def decide(turn: Turn, request: ExtensionRequest) -> None:
    """Grant a request with its schedules, as far as they stand, decline it or take it back."""
    decided = {"reason": turn.draw.of(("認める", "別の手段がある")), "by": CCO, "at": turn.work.now}
    how = turn.draw.below(4)
    if how == 0:
        request.decline(**decided)
    elif how == 1:
        request.withdraw(**turn.asked)
    else:
        request.grant(**decided)
        for measure, asked in request.wanted.items():
            schedule = turn.work.load(Schedule, Schedule.id_for(measure))
            why = {"reason": request.reason, "request": request.id}
            schedule.reschedule(period=asked.period, **decided | why)
            turn.work.keep(schedule)
    turn.work.keep(request)


def link(turn: Turn) -> None:
    cause = turn.book.one("cause", turn.draw)
    kind = turn.draw.of(("incident", "countermeasure"))
    target = turn.book.one(kind, turn.draw)
    if cause is None or target is None:
        return
    known = turn.work.find(Link, Link.id_for(cause, target))
    if known is None:
        known = Link.make(owner=turn.party, cause=cause, to=target, to_kind=kind, **turn.asked)
    elif known.stands:
        known.undo(**turn.asked)
    else:
        known.remake(owner=turn.party, **turn.asked)
    turn.work.keep(known)


def state_figure(turn: Turn) -> None:
    owner = turn.party
    incidents = {turn.book.one("incident", turn.draw) for _ in range(turn.draw.below(3))} - {None}
    earlier = turn.some(Figure, "figure") if turn.draw.below(3) == 0 else None
    if earlier is not None and earlier.restated_by is not None:
        earlier = None
    figure = Figure.state(
        id=turn.new_id,
        owner=owner,
        report=turn.book.one("report", turn.draw),
        label=turn.draw.text,
        measure="閲覧者数",
        value=Decimal(turn.draw.below(4000)),
        unit="人",
        investigation=turn.book.one("investigation", turn.draw),
        incidents=tuple(one for one in incidents if one),
        restates=None if earlier is None else earlier.id,
        reason="再集計",
        categories=turn.categories,
        **turn.asked,
    )
    if earlier is not None:
        earlier.restated(by_figure=figure.id, **turn.asked)
        turn.work.keep(earlier)
    turn.begin("figure", figure)


def found_report(turn: Turn) -> None:
    owner = turn.party
    report = Report.found(
        id=turn.new_id,
        owner=owner,
        title=turn.draw.text,
        status_date=date(2023, 2, 17),
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("report", report)
    investigation = Investigation.record(
        id=turn.new_id,
        owner=owner,
        report=report.id,
        method="LOG",
        categories=turn.categories,
        **turn.asked,
    )
    turn.begin("investigation", investigation)


def change_report(turn: Turn) -> None:
    report, investigation = (
        turn.some(Report, "report"),
        turn.some(Investigation, "investigation"),
    )
    if report is None or investigation is None:
        return
    report.revise(title=turn.draw.text, status_date=turn.draw.of((None, turn.today)), **turn.asked)
    investigation.revise(
        method="INTERVIEW",
        title=turn.draw.text,
        period_from=None,
        period_to=None,
        population=turn.draw.below(3) or None,
        respondents=None,
        note=None,
        **turn.asked,
    )
    turn.work.keep(report, investigation)


def operate(turn: Turn) -> None:
    """Record what was done, or tell it anew."""
    known = turn.some(OperationRecord, "operation")
    account = {
        "kind": turn.draw.of(("TRAINING", "AUDIT")),
        "title": turn.draw.text,
        "period_from": date(2023, 1, 1),
        "period_to": turn.today,
        "planned": None,
        "done": turn.draw.of((None, 3)),
        "people": None,
        "result": None,
        "on": turn.today,
        **turn.asked,
    }
    if known is not None and turn.draw.below(2):
        known.revise(**account)
        turn.work.keep(known)
        return
    shown = {turn.book.one("countermeasure", turn.draw) for _ in range(2)} - {None}
    operation = OperationRecord.record(
        id=turn.new_id,
        owner=turn.party,
        countermeasures=tuple(sorted(one for one in shown if one)),
        categories=turn.categories,
        **account,
    )
    turn.begin("operation", operation)


def annotate(turn: Turn) -> None:
    """Attach evidence to a record, and write a note on it."""
    kind = turn.draw.of(("incident", "cause", "countermeasure", "operation"))
    record = turn.book.one(kind, turn.draw)
    if record is None:
        return
    about = {"about": record, "about_kind": kind, "categories": turn.categories, **turn.asked}
    cited = Document(name=turn.draw.text, number=None, version=None, place=None)
    evidence = Evidence.attach(
        id=turn.new_id, owner=turn.party, title=turn.draw.text, document=cited, **about
    )
    turn.begin("evidence", evidence)
    turn.begin("note", Note.write(id=turn.new_id, owner=turn.party, text=turn.draw.text, **about))


def change_annotations(turn: Turn) -> None:
    evidence, note = turn.some(Evidence, "evidence"), turn.some(Note, "note")
    if evidence is None or note is None:
        return
    acts: list[Callable[[], None]] = [
        lambda: evidence.revise(title=turn.draw.text, **turn.asked),
        lambda: evidence.withdraw(reason="誤り", **turn.asked),
        lambda: note.revise(text=turn.draw.text, **turn.asked),
        lambda: note.withdraw(**turn.asked),
    ]
    turn.draw.of(acts)()
    turn.work.keep(evidence, note)


def judge(turn: Turn) -> None:
    name = turn.draw.of(tuple(RECORDS))
    record = turn.some(RECORDS[name], name)
    if record is not None:
        record.judge(categories=turn.draw.of(JUDGEMENTS), **turn.asked)
        turn.work.keep(record)


def impose_rule(turn: Turn) -> None:
    """Bar something from today on, from before or from a later day on, for good or not."""
    a_day, today = timedelta(days=1), turn.today
    first = turn.draw.of((today - 9 * a_day, today, today, today + a_day, today + 3 * a_day))
    rule = BarrierRule.impose(
        id=turn.new_id,
        owner=turn.party,
        name=turn.draw.text,
        category=turn.draw.of(("PERSONAL", "NETWORK_CUSTOMER")),
        to=turn.party,
        basis="法令",
        first_day=first,
        last_day=turn.draw.of((None, None, today, today + 3 * a_day)),
        on=today,
        **turn.asked,
    )
    turn.begin("rule", rule)


def turn_rule(turn: Turn) -> None:
    """Bar what a party reads from it, or let it read that again."""
    rule, given = turn.some(BarrierRule, "rule"), turn.some(Release, "release")
    if rule is not None and not rule.is_over(turn.today) and turn.draw.below(2):
        rule.end(reason="改正", on=turn.today, **turn.asked)
        turn.work.keep(rule)
    elif given is not None and given.kind in RECORDS:
        record = turn.work.load(RECORDS[given.kind], given.record)
        record.judge(categories=("PERSONAL",), **turn.asked)
        bars = BarrierRule.impose(
            id=turn.new_id,
            owner=given.owner,
            name="規則",
            category="PERSONAL",
            to=given.to,
            basis="法令",
            first_day=turn.today,
            on=turn.today,
            **turn.asked,
        )
        turn.work.keep(record)
        turn.begin("rule", bars)


def end_rule(turn: Turn) -> None:
    rule = turn.some(BarrierRule, "rule")
    if rule is not None:
        day = turn.draw.of((None, None, turn.today, turn.today + timedelta(days=1)))
        rule.end(last_day=day, reason="改正", on=turn.today, **turn.asked)
        turn.work.keep(rule)


def release(turn: Turn) -> None:
    name = turn.draw.of(tuple(RECORDS))
    record = turn.some(RECORDS[name], name)
    if record is None:
        return
    to = turn.party
    terms = {
        "basis": "公表済み",
        "until": turn.draw.of((None, None, turn.today, turn.today + timedelta(days=3))),
        "categories": record.categories,
        "on": turn.today,
        **turn.asked,
    }
    known = turn.work.find(Release, Release.id_for(record.id, to))
    if known is None:
        known = Release.give(owner=record.owner, record=record.id, kind=name, to=to, **terms)
        turn.book.began_now("release", known.id)
    else:
        known.give_again(**terms)
    turn.work.keep(known)


def release_in_words(turn: Turn) -> None:
    """Let a party read some words in place of a record: others than before, or the same again."""
    name = turn.draw.of(tuple(RECORDS))
    record = turn.some(RECORDS[name], name)
    if record is None:
        return
    to = turn.party
    said = {"text": turn.draw.text, "categories": record.categories, **turn.asked}
    about = f"wording of {record.id} for {to}"
    wording = turn.some(ReleasedWording, about)
    if wording is None:
        wording = ReleasedWording.write(id=turn.new_id, owner=record.owner, to=to, **said)
        turn.book.began_now(about, wording.id)
    else:
        wording.rewrite(outdated=bool(turn.draw.below(2)), **said)
    turn.work.keep(wording)
    terms = {
        "basis": "公表済み",
        "until": turn.draw.of((None, None, turn.today, turn.today + timedelta(days=3))),
        "categories": wording.categories,
        "on": turn.today,
        **turn.asked,
    }
    known = turn.work.find(Release, Release.id_for(wording.id, to))
    if known is None:
        known = Release.give(
            owner=record.owner,
            record=wording.id,
            kind="released_wording",
            of=record.id,
            of_kind=name,
            to=to,
            **terms,
        )
        turn.book.began_now("release", known.id)
    else:
        known.give_again(**terms)
    turn.work.keep(known)


def turn_over(turn: Turn) -> None:
    """Let a party see a record that it does not see, or see it no more."""
    name = turn.draw.of(tuple(RECORDS))
    record = turn.some(RECORDS[name], name)
    if record is None:
        return
    to = turn.draw.of([party for party in turn.parties if party != record.owner] or [turn.party])
    known = turn.work.find(Release, Release.id_for(record.id, to))
    if known is not None and known.stands_on(turn.today):
        known.withdraw(on=turn.today, **turn.asked)
        turn.work.keep(known)
        return
    if not record.categories:
        record.judge(categories=JUDGED, **turn.asked)
        turn.work.keep(record)
    terms = {
        "basis": "公表済み",
        "until": turn.draw.of((None, turn.today, turn.today + timedelta(days=1))),
        "categories": record.categories,
        "on": turn.today,
        **turn.asked,
    }
    if known is None:
        known = Release.give(owner=record.owner, record=record.id, kind=name, to=to, **terms)
        turn.book.began_now("release", known.id)
    else:
        known.give_again(**terms)
    turn.work.keep(known)


def withdraw(turn: Turn) -> None:
    given = turn.some(Release, "release")
    if given is not None:
        given.withdraw(reason="誤り", on=turn.today, **turn.asked)
        turn.work.keep(given)


def change_people(turn: Turn) -> None:
    """A department, a member and a party at once."""
    party = turn.party
    department = turn.some(Department, "department")
    if department is None or turn.draw.below(2):
        department = Department.found(
            id=turn.new_id, owner=party, name=turn.draw.text, since=turn.today, **turn.asked
        )
        turn.begin("department", department)
    else:
        department.rename(name=turn.draw.text, since=turn.today, **turn.asked)
        turn.work.keep(department)
    member = turn.some(Member, "member")
    if member is None:
        member = Member.enrol(id=turn.new_id, owner=party, name=turn.draw.text, **turn.asked)
        turn.begin("member", member)
    member.rename(name=turn.draw.text, **turn.asked)
    member.grant(party=member.owner, role="editor", since=turn.today, **turn.asked)
    turn.work.keep(member)
    founded = turn.work.load(Party, Party.id_for(party))
    founded.rename(name=turn.draw.text, since=turn.today, **turn.asked)
    turn.work.keep(founded)


def add_category(turn: Turn) -> None:
    owner = turn.party
    taxonomy = turn.work.find(Taxonomy, Taxonomy.id_for(owner))
    if taxonomy is None:
        taxonomy = Taxonomy.found(owner=owner, **turn.asked)
    taxonomy.add(name=turn.draw.text, **turn.asked)
    turn.work.keep(taxonomy)


Command = Callable[[Turn], None]

COMMANDS: tuple[Command, ...] = (
    report_incident,
    change_incident,
    state_cause,
    change_cause,
    propose,
    change_measure,
    extend,
    extend,
    link,
    state_figure,
    found_report,
    change_report,
    operate,
    check,
    check,
    annotate,
    change_annotations,
    judge,
    release,
    release,
    release,
    release_in_words,
    release_in_words,
    withdraw,
    impose_rule,
    end_rule,
    change_people,
    add_category,
    *MEETING,
)

Step = tuple[int, tuple[Command, ...], int]

OPENING: tuple[tuple[Command, ...], ...] = (
    (report_incident, report_incident, state_cause),
    (state_cause, propose, propose),
    (found_report, state_figure),
    (link, link, link, change_people),
    (release,),
    (release, release),
    (convene, convene, speak),
)
"""How a history begins, so that there is something to change."""


RELEASING: tuple[Command, ...] = (
    *COMMANDS,
    *(turn_over, turn_over, turn_over, link, change_measure, turn_rule, turn_rule) * 8,
    *(put_on_agenda, change_item, change_meeting) * 4,
)
"""Commands of which most change who sees what."""


def histories(
    commands: tuple[Command, ...] = COMMANDS, *, least: int = 0, most: int = 16
) -> st.SearchStrategy[list[Step]]:
    """Lists of (minutes that pass, commands of one transaction, the seed of their draws)."""
    minutes = st.sampled_from((0, 0, 1, 600, 3 * 1440))
    seeds = st.integers(0, 2**32)
    several = st.lists(st.sampled_from(commands), min_size=1, max_size=3).map(tuple)
    opening = st.tuples(*(st.tuples(minutes, st.just(first), seeds) for first in OPENING))
    later = st.lists(st.tuples(minutes, several, seeds), min_size=least, max_size=most)
    return st.builds(lambda first, rest: [*first, *rest], opening, later)


def play(log: Log, clock: Clock, book: Book, step: Step, **who: Any) -> int:
    """Carry out one step in one transaction; what is refused leaves nothing. Answers its facts.

    `who`: the `parties` that take part and the member it is done `by`, unless all and an editor.
    """
    minutes, commands, seed = step
    clock.pass_by(minutes=minutes)
    # A seed alone repeats too often: Hypothesis likes the small ones.
    draw, known = Draw(Random(f"{seed} {clock.now} {book.began}")), book.copy()
    try:
        with log.writing() as work:
            for command in commands:
                command(Turn(work, draw, known, **who))
    except Refusal:
        return 0
    book.began = known.began
    return work.facts


def table_rows(connection: sa.Connection, table: sa.Table) -> list[Row]:
    """All rows of a table, in the order of its key."""
    rows = connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
    return [dict(row) for row in rows]


Sight = dict[str, dict[str, Row]]


def sight(connection: sa.Connection, clearance: Clearance, moment: Moment | None = None) -> Sight:
    """All that one clearance may see, by view and id."""
    admit(connection, clearance)
    rows = {view.kind: seen(connection, view, clearance, moment) for view in VIEWS}
    for pairs in PAIRS:
        found = connection.execute(sa.select(visible_pairs(pairs, clearance, moment))).mappings()
        rows[pairs.table.name] = {" ".join(map(str, pair.values())): dict(pair) for pair in found}
    return rows


def still_seen(then: Sight, now: Sight) -> Sight:
    """What was seen then, without what may not be seen now.

    Links and pairs are judged by their ends: a link that was undone since still stood then.
    """
    left = {
        kind: {id_: row for id_, row in rows.items() if id_ in now[kind]}
        for kind, rows in then.items()
        if kind not in (LINKS.kind, *(pairs.table.name for pairs in PAIRS))
    }
    ends = now[INCIDENTS.kind] | now["countermeasure"]
    links = {
        id_: row
        for id_, row in then[LINKS.kind].items()
        if row["cause"] in now[CAUSES.kind] and row["target"] in ends
    }
    if not now["party"]:
        links = {}  # whoever reads nothing now reads no past
    both = {
        pairs.table.name: {
            id_: row
            for id_, row in then[pairs.table.name].items()
            if all(row[column] in now[view.kind] for column, view in pairs.ends.items())
        }
        for pairs in PAIRS
    }
    return left | {LINKS.kind: links} | both
