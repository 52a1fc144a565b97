"""A later due in a workbook is asked for, once; the date that counts stays until that is granted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from commands.register.classifying import classify_records
from commands.register.releases import release_record
from papers.importing import ImportResult
from papers.summary import LaterDue, as_plain
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from projections.view import View
from tests.papers.house import MZ, PG, Office, a_house, table

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

HEADERS = ("管理番号", "原因", "対策", "実施時期", "状況", "変更理由", "備考")
ROWS = {
    name: (name, "確認の漏れ", f"対策{name}", "～2023年3月", "計画", "", "")
    for name in ("A-1", "A-2", "A-3")
}
LATER, LATEST = "～2023年6月", "～2023年9月"


def edited(name: str, **cells: str) -> tuple[str, ...]:
    return tuple(cells.get(header, cell) for header, cell in zip(HEADERS, ROWS[name], strict=True))


def taken(house: Office, *rows: Sequence[str], **how: Any) -> ImportResult:
    return house.take(table(HEADERS, *rows), **how)


def asked(house: Office) -> list[tuple[str, int, str]]:
    """Every request: its reason, for how many measures, and what became of it."""
    return [
        (row["reason"], len(row["countermeasures"]), row["status"])
        for row in house.rows(EXTENSIONS)
    ]


def dues(house: Office) -> list[str]:
    return [row["due"] for row in house.rows(COUNTERMEASURES)]


def test_rows_of_one_reason_become_one_request() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        rows = [
            edited("A-1", 実施時期=LATER, 変更理由="部品の遅れ"),
            edited("A-2", 実施時期=LATEST, 変更理由="部品の遅れ"),
            edited("A-3", 実施時期=LATER, 変更理由="人手の不足"),
        ]
        result = taken(house, *rows)
        assert (result.problems, result.facts) == ((), 5)
        assert asked(house) == [("部品の遅れ", 2, "PENDING"), ("人手の不足", 1, "PENDING")]
        assert dues(house) == ["2023-03-31"] * 3
        assert taken(house, *rows).facts == 0, "it is asked for already"
        assert taken(house, *ROWS.values()).facts == 0, "the old date says nothing new"
        house.decide()
        assert dues(house) == ["2023-06-30", "2023-09-30", "2023-06-30"]
        assert taken(house, *rows).facts == 0, "and now it stands"
        reasons = [row["slips"][0]["reason"] for row in house.rows(COUNTERMEASURES)]
        assert reasons == ["部品の遅れ", "部品の遅れ", "人手の不足"]


def test_the_summary_tells_what_is_asked_for() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        rows = [
            edited("A-1", 実施時期=LATER, 変更理由="部品の遅れ"),
            edited("A-2", 実施時期="～2023年2月", 変更理由="前倒し"),
        ]
        rehearsed, done = taken(house, *rows, dry_run=True), taken(house, *rows)
        [code] = [row["code"] for row in house.rows(COUNTERMEASURES) if row["number"] == "A-1"]
        for result in (rehearsed, done):
            assert result.summary is not None
            assert result.summary.later == (LaterDue(code, "～2023年3月", LATER),)
            [plain] = as_plain(result.summary)["later"]
            assert plain == {"code": code, "before": "～2023年3月", "wanted": LATER}
        assert asked(house) == [("部品の遅れ", 1, "PENDING")]
        assert dues(house) == ["2023-03-31", "2023-02-28", "2023-03-31"]


def test_another_wish_is_refused_with_its_row_while_one_is_pending() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        taken(house, edited("A-1", 実施時期=LATER, 変更理由="部品の遅れ"))
        [request] = house.rows(EXTENSIONS)
        result = taken(house, edited("A-1", 実施時期=LATEST, 変更理由="部品の遅れ"))
        [problem] = result.problems
        assert problem.rule == "extension-is-pending" and request["code"] in problem.message_ja
        assert str(problem.place) == "登録簿.csv!D2"
        house.decide(granted=False)
        assert taken(house, edited("A-1", 実施時期=LATEST, 変更理由="部品の遅れ")).problems == ()
        assert [status for *_, status in asked(house)] == ["DECLINED", "PENDING"]


def test_an_earlier_date_moves_at_once_beside_what_is_pending() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        taken(house, edited("A-1", 実施時期=LATER, 変更理由="部品の遅れ"))
        sooner = edited("A-1", 実施時期="～2023年2月", 変更理由="前倒し")
        assert (taken(house, sooner).problems, dues(house)[0]) == ((), "2023-02-28")


def test_a_row_that_ends_a_measure_takes_no_due_away() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        ended = edited("A-1", 状況="中止", 実施時期="-", 変更理由="見直し")
        assert (taken(house, ended).problems, asked(house)) == ((), [])
        assert taken(house, ended).facts == 0
        back = edited("A-1", 状況="計画", 実施時期=LATER, 変更理由="再開")
        assert taken(house, back).problems == ()
        assert (asked(house), dues(house)[0]) == ([("再開", 1, "PENDING")], "2023-03-31")


def test_a_later_date_beside_an_end_is_asked_for_all_the_same() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        ended = edited("A-1", 状況="中止", 実施時期=LATER, 変更理由="見直し")
        assert (taken(house, ended).problems, dues(house)[0]) == ((), "2023-03-31")
        assert asked(house) == [("見直し", 1, "PENDING")]
        assert taken(house, ended).facts == 0


def test_a_reason_that_cannot_be_kept_is_refused_with_its_row() -> None:
    with a_house() as house:
        taken(house, *ROWS.values())
        result = taken(house, edited("A-1", 実施時期=LATER, 変更理由="長い理由。" * 5_000))
        assert [one.rule for one in result.problems] == ["text-is-too-long"]
        assert asked(house) == []


def test_what_others_ask_for_is_exported_as_far_as_it_is_shown_and_put_on_record() -> None:
    with a_house() as house:
        house.take(table(HEADERS, ROWS["A-1"]), by=house.pg)
        later = edited("A-1", 実施時期=LATER, 変更理由="部品の遅れ")
        house.take(table(HEADERS, later), by=house.pg)
        [measure] = house.rows(COUNTERMEASURES, PG)
        [request] = house.rows(EXTENSIONS, PG)
        for view, row in ((COUNTERMEASURES, measure), (EXTENSIONS, request)):
            assert LATER not in house.export("csv").decode()
            shown(house, view, UUID(row["id"]))
        assert LATER in house.export("csv").decode()
        for row in (measure, request):
            total, _ = house.house.reads.of_records(PG, (row["id"],), first=9)
            assert total == (2 if row is measure else 1)


def shown(house: Office, view: View, record: UUID) -> None:
    """PG judges a record of its own, and releases it to MZ."""
    house.do(house.pg, lambda desk: classify_records(desk, ids=(record,), categories=("NONE",)))
    house.do(house.pg, lambda desk: release_record(desk, view, record=record, to=MZ, basis="公表"))
