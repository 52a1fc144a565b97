"""Years of a register, made quickly: facts are decided one by one and stored many at a time.

Each month some countermeasures are proposed; each then lives for a year and a bit. `MIX` says what
becomes of one, a command a month.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from domain.kernel import Fact, Root
from domain.register.cause import Cause
from domain.register.countermeasure import Countermeasure
from domain.register.link import Link
from domain.register.schedule import Period, Schedule
from store.keys import KeyRing
from store.log import Log, micros
from store.mapper import SealingMapper

EDITOR, CCO = UUID(int=0xED, version=4), UUID(int=0xCC0, version=4)
OWNER: Final = 2
BEGUN: Final = datetime(2023, 1, 10, tzinfo=UTC)
AT_ONCE: Final = 20_000


@dataclass
class Measure:
    """One countermeasure with its schedule."""

    number: int
    measure: Countermeasure
    schedule: Schedule


Step = Callable[[Measure, datetime], None]


def _period(due: date) -> Period:
    return Period(
        wording=f"{due.year}年{due.month}月末までに",
        written_on=date(2023, 2, 17),
        kind="BY",
        start=None,
        due=due,
        certainty="FIRM",
        ambiguous=False,
    )


def _report(status: str, reason: str | None = None) -> Step:
    return lambda one, at: one.measure.report_progress(
        status=status, reason=reason, by=EDITOR, at=at
    )


def _begin(one: Measure, at: datetime) -> None:
    one.measure.report_progress(status="IN_PROGRESS", by=EDITOR, at=at)
    one.schedule.start(day=at.date(), on=at.date(), by=EDITOR, at=at)


def _finish(one: Measure, at: datetime) -> None:
    one.measure.report_progress(status="IMPLEMENTED", by=EDITOR, at=at)
    one.schedule.finish(day=at.date(), on=at.date(), by=EDITOR, at=at)


def _check(days: int) -> Step:
    return lambda one, at: one.schedule.set_check_day(
        day=at.date() + timedelta(days=days), by=EDITOR, at=at
    )


def _remark(text: str) -> Step:
    return lambda one, at: one.measure.change_remark(remark=f"{text} {at:%m/%d}", by=EDITOR, at=at)


def _reschedule(one: Measure, at: datetime) -> None:
    # The request by which it moves back is no part of this history.
    one.schedule.reschedule(
        period=_period(at.date() + timedelta(days=90)),
        reason="委託先での改修が遅れ、単体試験の完了が翌月になるため",
        request=UUID(int=one.number, version=4),
        by=EDITOR,
        at=at,
    )


def _number(one: Measure, at: datetime) -> None:
    one.measure.give_number(number=f"M-{one.number:05}", by=EDITOR, at=at)


def _verdict(one: Measure, at: datetime) -> None:
    one.measure.give_verdict(
        verdict="FOLLOW_UP", reason="三か月の運用記録を見てから判断する", by=CCO, at=at
    )


MIX: Final[tuple[Step, ...]] = (
    _report("PLANNED"),
    _begin,
    _check(40),
    _remark("閲覧権限の棚卸しは終わり、残りは二部署"),
    _reschedule,
    _check(70),
    _report("PLANNED", "先行部署での確認に時間を要しているため"),
    _report("IN_PROGRESS"),
    _number,
    _check(100),
    _remark("研修の受講率は九割を超えた"),
    _finish,
    _verdict,
    _check(130),
)
FACTS_EACH: Final = 20
"""Of one countermeasure: its cause, itself, its schedule and a link, then sixteen of `MIX`."""
SEALED_EACH: Final = 7
"""Of these facts bear a sealed text (nine texts in all)."""


def propose(number: int, at: datetime, ids: Random) -> tuple[Measure, list[Root]]:
    """A cause and its countermeasure with a schedule, linked: four facts of one command."""

    def new() -> UUID:
        return UUID(int=ids.getrandbits(128), version=4)

    asked: dict[str, Any] = {"owner": OWNER, "by": EDITOR, "at": at}
    cause = Cause.state(
        id=new(),
        statement=f"原因 {number}：閲覧の範囲を絞る設定が漏れていた",
        category="システム",
        categories=("NONE",),
        **asked,
    )
    measure = Countermeasure.propose(
        id=new(),
        title=f"対策 {number}：入退室と閲覧の記録を毎月確かめる",
        items=("記録の突き合わせ", "差異の報告"),
        categories=("NONE",),
        **asked,
    )
    period = _period(at.date() + timedelta(days=150))
    schedule = Schedule.set(countermeasure=measure.id, period=period, **asked)
    link = Link.make(cause=cause.id, to=measure.id, to_kind="countermeasure", **asked)
    return Measure(number, measure, schedule), [cause, measure, schedule, link]


def years(facts: int, monthly: int) -> Iterator[tuple[datetime, list[Fact]]]:
    """Commands, with their instants, until there are about so many facts.

    Each month `monthly` countermeasures are proposed and every living one goes a step on.
    """
    ids, month, told = Random(0), 0, 0
    living: list[tuple[Measure, int]] = []
    numbers = iter(range(1, 1 << 60))
    while told < facts:
        at = BEGUN + timedelta(days=30 * month)
        following: list[tuple[Measure, int]] = []
        for one, step in living:
            at += timedelta(seconds=7)
            MIX[step](one, at)
            new = _told(one.measure, one.schedule)
            told += len(new)
            yield at, new
            if step + 1 < len(MIX):
                following.append((one, step + 1))
        for _ in range(monthly):
            at += timedelta(seconds=7)
            one, roots = propose(next(numbers), at, ids)
            new = _told(*roots)
            told += len(new)
            yield at, new
            following.append((one, 0))
        living, month = following, month + 1


def repeated(facts: int, records: int, linked: int = 0) -> Iterator[tuple[datetime, list[Fact]]]:
    """Commands: so many countermeasures, the first `linked` of them with their causes; then one remark
    after another on each in turn."""
    ids, at, told = Random(0), BEGUN, 0
    measures: list[Measure] = []
    for number in range(records):
        at += timedelta(seconds=7)
        one, roots = propose(number, at, ids)
        measures.append(one)
        new = _told(*roots) if number < linked else _told(one.measure, one.schedule)
        told += len(new)
        yield at, new
    while told < facts:
        for one in measures:
            at += timedelta(seconds=7)
            one.measure.change_remark(remark=f"{at}", by=EDITOR, at=at)
            told += 1
            yield at, _told(one.measure)


def until(
    commands: Iterator[tuple[datetime, list[Fact]]], facts: int
) -> Iterator[tuple[datetime, list[Fact]]]:
    """The next commands, until there are so many facts."""
    told = 0
    while told < facts and (command := next(commands, None)) is not None:
        told += len(command[1])
        yield command


def _told(*roots: Root) -> list[Fact]:
    return [fact for root in roots for fact in root.collect_events() if isinstance(fact, Fact)]


def store(log: Log, commands: Iterator[tuple[datetime, list[Fact]]]) -> dict[str, int]:
    """Store the facts behind those that are there, as commands do, without folding them; how many
    there are of each topic."""
    mix: Counter[str] = Counter()
    with log.recorder.writing() as connection:
        position, _ = log.recorder.head(connection)
        tables = log.recorder.tables
        keys = KeyRing(log.wrapping, tables)
        mapper = SealingMapper(keys)
        rows: list[dict[str, object]] = []

        def write() -> None:
            connection.execute(tables.facts.insert(), rows)
            if keys.made:
                connection.execute(tables.keys.insert(), keys.made)
            rows.clear()
            keys.made.clear()

        for at, facts in commands:
            command = position + 1
            for fact in facts:
                position += 1
                stored = mapper.to_stored_event(fact)
                mix[stored.topic] += 1
                rows.append(
                    {
                        "position": position,
                        "command": command,
                        "originator_id": stored.originator_id,
                        "originator_version": stored.originator_version,
                        "topic": stored.topic,
                        "state": stored.state,
                        "recorded_at": micros(at),
                        "author_salt": os.urandom(16),
                        "body_salt": os.urandom(16),
                    }
                )
            if len(rows) >= AT_ONCE:
                write()
        if rows:
            write()
    return dict(mix)
