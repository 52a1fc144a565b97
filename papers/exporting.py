"""The 進捗管理表 as one member may see it, written page by page, in the words import reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final, Literal
from uuid import UUID

import sqlalchemy as sa

from commands.office import Office, day_in_tokyo
from domain.people.roles import Actor, permit
from domain.register import lateness
from domain.register.progress import NEVER_LATE
from papers.asked import pending_of_others, pending_wordings
from papers.matching.known import code_in
from papers.reading import words
from papers.writing import Value, write_table
from projections.barrier import links_between, visible
from projections.clearance import Clearance
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.identity import enter
from projections.people.parties import PARTIES
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.view import CHUNK, View
from store.reads import Read, Way

Format = Literal["xlsx", "csv", "json"]
Row = Mapping[str, Any]

IMPORTED: Final = (
    "管理番号",
    "分類",
    "原因",
    "対策",
    "種別",
    "実施時期",
    "主管会社",
    "主管部署",
    "状況",
    "変更理由",
    "備考",
)
"""The columns that import reads back."""

DERIVED: Final = (
    "開始",
    "期限の読み",
    "確度",
    "曖昧",
    "着手日",
    "完了日",
    "遅れ",
    "評価",
    "延期回数",
    "訂正回数",
    "当初の実施時期",
    "申請中の実施時期",
    "所有会社",
    "コード",
)
"""The columns that say what follows from these, or from elsewhere; import ignores them."""

_CERTAINTY: Final = {"FIRM": "確定", "PLANNED": "予定", "TARGET": "目標", "NONE": None}
_VERDICT: Final = {
    "NONE_YET": None,
    "FOLLOW_UP": "継続フォロー",
    "NEEDS_IMPROVEMENT": "要改善",
    "RESOLVED": "解決",
    "FOLLOW_UP_ENDED": "フォロー終了",
}


def export_table(
    office: Office,
    member: UUID,
    format: Format,  # noqa: A002 (the word people use for it)
    out: BinaryIO,
    *,
    status_date: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the table as this member may see it now; answers how many rows it has.

    Lateness is judged on `status_date` (today in Tokyo unless given). `progress` is told the rows
    written so far, page by page. The export is on record before anything of it is written. Raises
    NotPermitted, TableCannotBeWritten, ReadIsNotKept.
    """
    now = office.log.clock()
    today = day_in_tokyo(now)
    on = status_date or today
    with office.log.reading() as connection:
        known, clearance = enter(connection, member, today)
        permit("export", known or Actor(member, -1, ()))
        assert known is not None, "whoever may export is known"
        office.reads.keep(
            Read(
                at=now,
                member=member,
                party=known.party,
                roles=sorted(role.value for role in known.roles),
                way=Way.EXPORT,
                document=f"export {format}",
                shown=_of_others(connection, clearance),
            )
        )
        rows = export_rows(
            connection,
            clearance,
            status_date=on,
            plain=format == "json",
            progress=progress,
        )
        sheet = f"進捗管理表 {on.isoformat()}現在"
        return write_table((*IMPORTED, *DERIVED), rows, format, out, sheet=sheet, created=now)


def _of_others(connection: sa.Connection, clearance: Clearance) -> dict[str, int]:
    """The records of other parties that the table shows, with the numbers of their owners."""
    shown = pending_of_others(connection, clearance)
    for view in (COUNTERMEASURES, CAUSES):
        rows = visible(view, clearance)
        others = sa.select(rows.c.id, rows.c.owner).where(rows.c.owner != clearance.party)
        shown |= {row.id: row.owner for row in connection.execute(others)}
    return shown


def export_rows(
    connection: sa.Connection,
    clearance: Clearance,
    *,
    status_date: date,
    plain: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[Value, ...]]:
    """The rows of the table, countermeasures in the order of recording, then causes answered by
    none. With `plain` texts stand as they are; else so that import reads them back as they are.
    """
    table = _Table(connection, clearance, status_date, _Plain() if plain else _ReadBack())
    count = 0
    for page in (table.measures, table.causes):
        for rows in page():
            yield from rows
            count += len(rows)
            if progress is not None:
                progress(count)


class _ReadBack:
    """Cells that import reads back as the text they hold."""

    text = staticmethod(words.cell_of_text)
    wording = staticmethod(words.cell_of_wording)
    measure = staticmethod(words.cell_of_measure)
    causes = staticmethod(words.cell_of_causes)


class _Plain:
    """Cells that hold the text itself."""

    @staticmethod
    def text(text: str | None) -> str:
        return text or ""

    wording = text

    @staticmethod
    def measure(title: str, items: Sequence[str]) -> str:
        return "\n".join((title, *(f"・{item}" for item in items)))

    @staticmethod
    def causes(statements: Sequence[str]) -> str:
        return "\n".join(statements) or words.NO_CAUSE


@dataclass(slots=True)
class _Cause:
    category: str | None
    statement: str


class _Table:
    def __init__(
        self,
        connection: sa.Connection,
        clearance: Clearance,
        status_date: date,
        cells: _ReadBack | _Plain,
    ) -> None:
        self._connection, self._clearance = connection, clearance
        self._on, self._cells = status_date, cells
        parties = visible(PARTIES, clearance)
        self._parties: dict[int, str] = {
            row.number: row.party_code
            for row in connection.execute(sa.select(parties.c.number, parties.c.party_code))
        }
        self._asked = pending_wordings(connection, clearance)
        departments = visible(DEPARTMENTS, clearance)
        self._departments: dict[str, str] = {
            row.id: name_on(row.names, status_date.isoformat())
            for row in connection.execute(sa.select(departments.c.id, departments.c.names))
        }

    # ----- countermeasures -----

    def measures(self) -> Iterator[list[tuple[Value, ...]]]:
        """The rows of each page of countermeasures: one row for each category of their causes."""
        repeated = self._repeated_numbers(COUNTERMEASURES)
        for page in self._pages(visible(COUNTERMEASURES, self._clearance)):
            causes = self._causes_of([row["id"] for row in page])
            yield [
                cells
                for row in page
                for cells in self._rows_of_measure(row, causes.get(row["id"], []), repeated)
            ]

    def _rows_of_measure(
        self, row: Row, causes: Sequence[_Cause], repeated: frozenset[str]
    ) -> Iterator[tuple[Value, ...]]:
        by_category: dict[str | None, list[str]] = {}
        for cause in causes:
            by_category.setdefault(cause.category, []).append(cause.statement)
        first, *more = by_category.items() if by_category else [(None, [])]
        cells = self._cells
        yield (
            self._number(row, COUNTERMEASURES, repeated),
            self._category(first[0]),
            cells.causes(first[1]),
            cells.measure(row["title"], row["items"]),
            words.cell_of_kind(row["kind"], row["continuing"]),
            cells.wording(row["wording"]),
            self._parties.get(row["responsible_party"], ""),
            cells.text(self._departments.get(row["responsible_department"])),
            words.cell_of_status(row["status"]),
            "",
            cells.text(row["remark"]),
            *self._derived(row),
        )
        for category, statements in more:
            yield self._blank(
                category=self._category(category),
                cause=cells.causes(statements),
                measure=words.SAME_AS_ABOVE,
            )

    def _derived(self, row: Row) -> tuple[Value, ...]:
        return (
            _day(row["start"]),
            _day(row["due"]),
            _CERTAINTY.get(row["certainty"]),
            "両様" if row["ambiguous"] else None,
            _day(row["started_on"]),
            _day(row["finished_on"]),
            self._lateness(row),
            _verdict(row),
            row["slip_count"],
            row["correction_count"],
            self._cells.wording(row["original_wording"]),
            self._cells.wording(self._asked.get(row["id"])),
            self._parties.get(row["owner"], ""),
            row["code"],
        )

    def _lateness(self, row: Row) -> str | None:
        closed, on = row["status"] in NEVER_LATE, self._on
        start, due = _day(row["start"]), _day(row["due"])
        started, finished = _day(row["started_on"]), _day(row["finished_on"])
        check = _day(row["next_check"])
        said = (
            ("期限超過", lateness.is_overdue(due=due, finished_on=finished, on=on, closed=closed)),
            (
                "着手遅れ",
                lateness.is_late_start(
                    start=start, started_on=started, finished_on=finished, on=on, closed=closed
                ),
            ),
            (
                "確認遅れ",
                lateness.is_check_overdue(
                    continuing=bool(row["continuing"]), next_check=check, on=on, closed=closed
                ),
            ),
            ("期限なし", lateness.is_without_due(due)),
        )
        return "・".join(word for word, is_so in said if is_so) or None

    # ----- causes -----

    def causes(self) -> Iterator[list[tuple[Value, ...]]]:
        """The causes that no visible countermeasure answers."""
        causes, measures = (visible(view, self._clearance) for view in (CAUSES, COUNTERMEASURES))
        links = links_between(self._clearance, COUNTERMEASURES.kind)
        answered = (
            sa.select(links.c.cause)
            .where(links.c.cause == causes.c.id, links.c.target.in_(sa.select(measures.c.id)))
            .exists()
        )
        repeated = self._repeated_numbers(CAUSES)
        for page in self._pages(causes, ~answered):
            yield [
                self._blank(
                    number=self._number(row, CAUSES, repeated),
                    category=self._category(row["category"]),
                    cause=self._cells.causes([row["statement"]]),
                    measure=words.NONE_MARK,
                    owner=self._parties.get(row["owner"], ""),
                    code=row["code"],
                )
                for row in page
            ]

    def _causes_of(self, measures: Sequence[str]) -> dict[str, list[_Cause]]:
        causes = visible(CAUSES, self._clearance)
        links = links_between(self._clearance, COUNTERMEASURES.kind)
        query = (
            sa.select(links.c.target, causes.c.category, causes.c.statement)
            .join_from(links, causes, causes.c.id == links.c.cause)
            .where(links.c.target.in_(measures))
            .order_by(causes.c.born)
        )
        found: dict[str, list[_Cause]] = {}
        for target, category, statement in self._connection.execute(query):
            found.setdefault(target, []).append(_Cause(category, statement))
        return found

    # ----- cells -----

    def _blank(
        self,
        *,
        number: str = "",
        category: str,
        cause: str,
        measure: str,
        owner: str | None = None,
        code: str | None = None,
    ) -> tuple[Value, ...]:
        blanks = [""] * (len(IMPORTED) - 4)
        return (
            *(number, category, cause, measure),
            *blanks,
            *([None] * (len(DERIVED) - 2)),
            *(owner, code),
        )

    def _category(self, category: str | None) -> str:
        """Where merges are lost a blank would mean the category above."""
        return words.NONE_MARK if category is None else self._cells.text(category)

    def _number(self, row: Row, view: View, repeated: frozenset[str]) -> str:
        """The number of an own record, if it names this one alone as it stands; else its code."""
        number = row["number"]
        own = row["owner"] == self._clearance.party
        if number is None or not own or number in repeated or code_in(number, view):
            return str(row["code"])
        return str(number if words.cell_of_text(number) == number else row["code"])

    def _repeated_numbers(self, view: View) -> frozenset[str]:
        rows = visible(view, self._clearance)
        query = (
            sa.select(rows.c.number)
            .where(rows.c.owner == self._clearance.party, rows.c.number.is_not(None))
            .group_by(rows.c.number)
            .having(sa.func.count() > 1)
        )
        return frozenset(self._connection.execute(query).scalars())

    def _pages(self, rows: sa.Subquery, *conditions: sa.ColumnElement[bool]) -> Iterator[list[Row]]:
        """Rows in the order of recording, a page in memory at a time."""
        after = 0
        while True:
            query = (
                sa.select(rows)
                .where(rows.c.born > after, *conditions)
                .order_by(rows.c.born)
                .limit(CHUNK)
            )
            page: list[Row] = [dict(row) for row in self._connection.execute(query).mappings()]
            if not page:
                return
            yield page
            after = page[-1]["born"]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _verdict(row: Row) -> str | None:
    """The reviewer's verdict; one that is to be given anew says so."""
    verdict = _VERDICT.get(row["verdict"])
    return f"{verdict}（要再確認）" if verdict and row["verdict_outdated"] else verdict
