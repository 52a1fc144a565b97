"""`sekisho desk due` and `stats`: codes, days and counts of the tickets a member may see. No ticket is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from domain.desk.access import is_handled, may_see
from domain.desk.clocks import A_DAY, Clock, Due, clocks_of
from domain.desk.words import Assessment, Channel, TicketCategory, TicketStatus
from domain.texts import Word
from projections.desk import tickets
from projections.desk.tickets import Row
from service.console import out, say_json
from service.desk import AtTheDesk, at_the_desk

AHEAD: Final = timedelta(days=30)
"""How far ahead a ticket is looked for that will have nobody."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The tickets that a member may see today."""

    desk: AtTheDesk
    connection: sa.Connection
    rows: list[Row]

    @classmethod
    def of(cls, desk: AtTheDesk, connection: sa.Connection) -> Sight:
        there = desk.people(connection)
        rows = tickets.rows_of(connection, there.desks)
        seen = tickets.seen_by(desk.member, rows, there.officers, desk.today)
        return cls(desk, connection, seen)

    def clocks(self, row: Row) -> tuple[Due, ...]:
        """The clocks of a ticket."""
        office = self.desk.office
        return clocks_of(tickets.course_of(row), office.limits, self.desk.today, office.is_working)

    def running(self, within: int | None) -> Iterator[tuple[Row, Due]]:
        """What is due and not done, of each ticket: within so many days, or all."""
        for row in self.rows:
            for one in self.clocks(row):
                if one.done_on is None and (within is None or one.days_left <= within):
                    yield row, one

    def waiting(self) -> list[Row]:
        """The tickets whose consulter waits for an answer."""
        return [row for row in self.rows if row["waits"] and not row["erased"]]

    def outlived(self) -> Iterator[tuple[Row, date]]:
        """The tickets whose time is about to end, and from when they may be erased."""
        for row in self.rows:
            kept = tickets.kept_for(row, self.desk.office.keeping)
            if kept.erase_from is not None and kept.reminds(self.desk.today):
                yield row, kept.erase_from

    def orphaned(self) -> Iterator[tuple[Row, date, frozenset[UUID]]]:
        """The tickets to be done that nobody handles on a day ahead: the first such day, and who sees it now.
        A deputy, asked for where nobody is left, is nobody who handles one that somebody handles today."""
        today, there = self.desk.today, self.desk.people(self.connection)
        left = {row["id"]: row for row in self.rows if self._is_to_be_done(row)}
        for number in range(1, AHEAD.days + 1):
            if not left:
                return
            day = today + number * A_DAY
            then = self.desk.people(self.connection, day)
            for row in list(left.values()):
                access, of = tickets.access_of(row), row["owner"]
                officers, ahead = there.officers.get(of, []), then.officers.get(of, [])
                if is_handled(access, ahead, day):
                    continue
                if is_handled(access, officers, today) or not may_see(access, ahead, day):
                    yield row, day, may_see(access, officers, today)
                    del left[row["id"]]

    def _is_to_be_done(self, row: Row) -> bool:
        runs = any(one.done_on is None for one in self.clocks(row))
        return not row["erased"] and (row["outcome"] is None or row["waits"] or runs)


def due(*, as_: str, party: str | None, within: int | None, as_json: bool) -> None:
    """Tell what is due and not yet done, overdue first; what waits for an answer; what will have nobody;
    and whose time ends."""
    with at_the_desk(as_, party) as desk, desk.office.log.following() as connection:
        sight = Sight.of(desk, connection)
        running = sorted(
            sight.running(within), key=lambda one: (one[1].due, one[0]["born"], one[1].clock)
        )
        waiting = sight.waiting()
        outlived = sorted(sight.outlived(), key=lambda one: (one[1], one[0]["born"]))
        orphaned = sorted(sight.orphaned(), key=lambda one: (one[1], one[0]["born"]))
        names = desk.names(member for _, _, members in orphaned for member in members)
    if as_json:
        say_json(
            {
                "due": [_due_json(row, one) for row, one in running],
                "waiting": [row["code"] for row in waiting],
                "soonNobody": [
                    {
                        "ticket": row["code"],
                        "from": day.isoformat(),
                        "now": [
                            {"member": str(member), "name": names.get(member)}
                            for member in sorted(members)
                        ],
                    }
                    for row, day, members in orphaned
                ],
                "timeEnds": [
                    {"ticket": row["code"], "eraseFrom": day.isoformat()} for row, day in outlived
                ],
            }
        )
        return
    for row, one in running:
        out.print(_due_line(row, one), markup=False)
    if not running:
        out.print("期限を待つものはありません。 / Nothing is due.")
    if waiting:
        codes = " ".join(row["code"] for row in waiting)
        out.print(f"返事待ち / Waiting for an answer: {codes}", markup=False)
    for row, day, members in orphaned:
        now = "、".join(names.get(member, str(member)) for member in sorted(members))
        out.print(
            f"△ {row['code']} は {day} から担当者がいなくなります（現在 {now}）。別の人を指定してください。"
            f" / From {day} nobody handles {row['code']} (now {now}): designate somebody else.",
            markup=False,
        )
    for row, day in outlived:
        out.print(
            f"保存期間 / Retention: {row['code']} は {day} から消去を申請できます。"
            f" / {row['code']} may be erased from {day} on.",
            markup=False,
        )


def _due_json(row: Row, one: Due) -> dict[str, Any]:
    return {
        "ticket": row["code"],
        "urgency": row["urgency"],
        "clock": one.clock.value,
        "due": one.due.isoformat(),
        "daysLeft": one.days_left,
        "workingDaysLeft": one.working_days_left,
        "over": one.over,
    }


def _due_line(row: Row, one: Due) -> str:
    days, working = abs(one.days_left), abs(one.working_days_left)
    left = (
        f"{days}日超過（営業日 {working}） / {days} days over ({working} working)"
        if one.over
        else f"残り{days}日（営業日 {working}） / {days} days left ({working} working)"
    )
    mark = "×" if one.over else "○"
    return f"{mark} {row['code']}  {one.due}  {one.clock.ja} / {one.clock.en}  {left}"


def stats(
    *, as_: str, party: str | None, since: date | None, until: date | None, as_json: bool
) -> None:
    """Count the tickets that a member may see, received from one day on up to another."""
    with at_the_desk(as_, party) as desk, desk.office.log.following() as connection:
        sight = Sight.of(desk, connection)
        rows = [row for row in sight.rows if _received(row, since, until)]
        clocks = Counter((one.clock, _state(one)) for row in rows for one in sight.clocks(row))
    assessed = Counter(row["assessment"] or _NOT_YET for row in rows)
    counted = {
        "status": _by(TicketStatus, (tickets.status_of(row).value for row in rows)),
        "category": _by(TicketCategory, (row["category"] for row in rows)),
        "channel": _by(Channel, (row["channel"] for row in rows)),
        "assessment": {_NOT_YET: assessed[_NOT_YET]} | _by(Assessment, assessed.elements()),
    }
    kept = {
        clock.value: {state: clocks[clock, state] for state in ("kept", "over", "running")}
        for clock in Clock
    }
    if as_json:
        say_json({"tickets": len(rows), **counted, "clocks": kept})
        return
    out.print(f"相談 / Tickets: {len(rows)}")
    for title, vocabulary, part in (
        ("状態 / Status", TicketStatus, counted["status"]),
        ("分類 / Category", TicketCategory, counted["category"]),
        ("受付方法 / Channel", Channel, counted["channel"]),
        ("判定 / Assessment", Assessment, counted["assessment"]),
    ):
        told = [f"{_called(vocabulary, word)} {count}" for word, count in part.items() if count]
        out.print(f"{title}: {'、'.join(told) or '－'}", markup=False)
    for clock in Clock:
        told_by = kept[clock.value]
        if any(told_by.values()):
            out.print(
                f"{clock.ja} / {clock.en}: 期限内 / kept {told_by['kept']}、超過 / over {told_by['over']}、"
                f"進行中 / running {told_by['running']}",
                markup=False,
            )


_NOT_YET: Final = "NOT_YET"


def _received(row: Row, since: date | None, until: date | None) -> bool:
    day = date.fromisoformat(row["received_on"])
    return (since is None or since <= day) and (until is None or day <= until)


def _state(one: Due) -> str:
    if one.over:
        return "over"
    return "running" if one.done_on is None else "kept"


def _by(vocabulary: type[Word], words: Iterable[str]) -> dict[str, int]:
    counted = Counter(words)
    return {word.value: counted[word.value] for word in vocabulary}


def _called(vocabulary: type[Word], word: str) -> str:
    return (
        "未判定 / not yet" if word == _NOT_YET else f"{vocabulary(word).ja} / {vocabulary(word).en}"
    )
