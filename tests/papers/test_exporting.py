"""The table as its reader may see it: import's own columns, then what follows from them."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
import sqlalchemy as sa

from commands.office import Desk
from commands.people.members import enrol_member
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from commands.register.progress import report_progress
from commands.register.releases import release_record
from commands.register.schedules import correct_schedule, set_schedule
from domain.people.roles import OPERATOR
from domain.refusals import NotPermitted
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Checked, Layer
from papers.exporting import DERIVED, IMPORTED, export_rows, export_table
from papers.reading import headers
from projections.clearance import Clearance
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.told import admit
from projections.view import CHUNK
from store.reads import READS, Way
from tests.papers.house import FIRST_DAY, HD, MZ, PAPER_DAY, PG, Office, a_house, table

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there


def exported(house: Office, **who: Any) -> list[dict[str, str]]:
    text = house.export("csv", **who).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def proposed(house: Office, title: str, causes: dict[str, str] | None = None, **more: Any) -> UUID:
    """A measure of MZ with causes, each by its category."""
    measure = house.do(house.mz, lambda desk: propose_countermeasure(desk, title=title, **more))
    for statement, category in (causes or {}).items():
        _answered(house, measure, statement, category)
    return measure


def _answered(house: Office, measure: UUID, statement: str, category: str) -> None:
    cause = house.do(
        house.mz, lambda desk: state_cause(desk, statement=statement, category=category)
    )
    house.do(house.mz, lambda desk: link_records(desk, cause=cause, record=measure))


def test_the_columns_are_imports_own_and_then_derived_ones_it_ignores() -> None:
    with a_house() as house:
        first_line = house.export("csv").decode("utf-8-sig").splitlines()[0]
        assert first_line.split(",") == [*IMPORTED, *DERIVED]
    assert all(headers.is_derived(column) for column in DERIVED)
    assert not any(headers.is_derived(column) for column in IMPORTED)


def test_a_row_says_what_is_kept() -> None:
    with a_house() as house:
        proposed(
            house,
            "点検",
            {"検出漏れ": "システム"},
            items=("毎月", "毎年"),
            kind="CORRECTIVE",
            continuing=True,
            number="M-1",
            remark="要確認",
            wording="2023年3月",
        )
        (row,) = exported(house)
        assert [row[column] for column in IMPORTED] == [
            "M-1",
            "システム",
            "検出漏れ",
            "点検\n①毎月\n②毎年",
            "是正・継続",
            "2023年3月",
            "MZ",
            "",
            "計画",
            "",
            "要確認",
        ]
        assert (row["開始"], row["期限の読み"], row["確度"]) == ("2023-03-01", "2023-03-31", "確定")
        assert (row["所有会社"], row["延期回数"]) == ("MZ", "0")
        assert row["コード"] == house.rows(COUNTERMEASURES)[0]["code"]


def test_causes_of_a_second_category_stand_in_a_row_of_the_same_measure() -> None:
    with a_house() as house:
        proposed(
            house, "点検", {"一つ目": "システム", "二つ目": "ガバナンス", "三つ目": "システム"}
        )
        first, second = exported(house)
        assert (first["分類"], first["原因"], first["対策"]) == (
            "システム",
            "一つ目\n三つ目",
            "点検",
        )
        assert (second["管理番号"], second["分類"], second["原因"], second["対策"]) == (
            "",
            "ガバナンス",
            "二つ目",
            "〃",
        )
        assert house.take(house.export()).facts == 0


def test_a_cause_answered_by_nothing_shows_as_such() -> None:
    with a_house() as house:
        proposed(house, "点検", {"検出漏れ": "システム"})
        house.do(house.mz, lambda desk: state_cause(desk, statement="思い込み", number="C-1"))
        house.do(house.mz, lambda desk: state_cause(desk, statement="優先の誤り"))
        _, numbered, coded = exported(house)
        assert (numbered["管理番号"], numbered["原因"], numbered["対策"]) == (
            "C-1",
            "思い込み",
            "'-",
        )
        assert coded["管理番号"] == coded["コード"] == house.rows(CAUSES)[-1]["code"]


def test_a_measure_without_a_cause_says_so() -> None:
    with a_house() as house:
        proposed(house, "点検")
        (row,) = exported(house)
        assert row["原因"] == "（なし）"
        assert (house.take(house.export()).problems, house.take(house.export()).facts) == ((), 0)


@pytest.mark.parametrize(
    ("number", "shown"), [("M-1", "M-1"), (None, None), ("CM-AAAA-BBBB", None), ("-", None)]
)
def test_the_number_is_ones_own_or_else_the_code(number: str | None, shown: str | None) -> None:
    with a_house() as house:
        proposed(house, "点検", number=number)
        (row,) = exported(house)
        assert row["管理番号"] == (shown or row["コード"])


def test_a_number_that_two_records_bear_gives_way_to_their_codes() -> None:
    with a_house() as house:
        for title in ("点検", "監視"):
            proposed(house, title, number="M-1")
        proposed(house, "教育", number="M-2")
        rows = exported(house)
        assert [row["管理番号"] for row in rows] == [rows[0]["コード"], rows[1]["コード"], "M-2"]


def test_lateness_is_judged_on_the_status_date() -> None:
    with a_house() as house:
        proposed(house, "点検", wording="～2023年3月")
        proposed(house, "教育", wording="2023年4月～")
        proposed(house, "検討会", wording="検討")
        with house.house.log.reading() as connection:
            clearance = Clearance(MZ, PAPER_DAY.isoformat())
            admit(connection, clearance)
            by_day = {
                day: [
                    row[len(IMPORTED) + DERIVED.index("遅れ")]
                    for row in export_rows(connection, clearance, status_date=day)
                ]
                for day in (date(2023, 3, 31), date(2023, 4, 15))
            }
        assert by_day[date(2023, 3, 31)] == [None, "期限なし", "期限なし"]
        assert by_day[date(2023, 4, 15)] == ["期限超過", "着手遅れ・期限なし", "期限なし"]


def test_slips_and_actual_days_stand_in_their_columns() -> None:
    with a_house() as house:
        measure = proposed(house, "点検", wording="～2023年3月")
        house.do(
            house.mz,
            lambda desk: set_schedule(
                desk, countermeasure=measure, wording="～2023年9月", reason="調整"
            ),
        )
        (row,) = exported(house)
        stands = (row["実施時期"], row["申請中の実施時期"], row["延期回数"])
        assert stands == ("～2023年3月", "～2023年9月", "0")
        house.decide()
        house.do(
            house.mz,
            lambda desk: report_progress(desk, countermeasure=measure, status="IMPLEMENTED"),
        )
        (row,) = exported(house)
        assert (row["実施時期"], row["申請中の実施時期"]) == ("～2023年9月", "")
        assert (row["延期回数"], row["当初の実施時期"], row["完了日"]) == (
            "1",
            "～2023年3月",
            "2023-02-17",
        )


def test_what_was_put_right_is_counted_beside_what_was_first_said() -> None:
    with a_house() as house:
        measure = proposed(house, "点検", wording="～2023年3月")
        house.do(
            house.mz,
            lambda desk: correct_schedule(
                desk, countermeasure=measure, wording="～2023年9月", reason="誤記"
            ),
        )
        (row,) = exported(house)
        assert (row["延期回数"], row["訂正回数"], row["当初の実施時期"]) == (
            "0",
            "1",
            "～2023年3月",
        )


def test_a_verdict_that_is_outdated_says_so() -> None:
    with a_house() as house:
        measure = proposed(house, "点検", wording="～2023年3月")
        house.do(
            house.mz,
            lambda desk: report_progress(desk, countermeasure=measure, status="IMPLEMENTED"),
        )
        with house.house.log.writing() as work:
            found = work.load(Countermeasure, measure)
            all_met = Checked(met=frozenset(Layer))
            asked: dict[str, Any] = {"by": uuid4(), "at": work.now}
            found.give_verdict(verdict="RESOLVED", checked=all_met, **asked)
            work.keep(found)
        assert [row["評価"] for row in exported(house)] == ["解決"]
        with house.house.log.writing() as work:
            found = work.load(Countermeasure, measure)
            found.doubt(check=uuid4(), by=uuid4(), at=work.now)
            work.keep(found)
        assert [row["評価"] for row in exported(house)] == ["解決（要再確認）"]


# ----- who may see what -------------------------------------------------------------------------


def test_nobody_sees_more_than_the_reader_may() -> None:
    with a_house() as house:
        measure = proposed(house, "点検", {"検出漏れ": "システム"}, categories=("NONE",))
        proposed(house, "伏せた対策", {"伏せた原因": "システム"}, number="M-7")
        assert exported(house, by=house.pg) == []
        house.do(
            house.mz,
            lambda desk: release_record(desk, COUNTERMEASURES, record=measure, to=PG, basis="公表"),
        )
        (row,) = exported(house, by=house.pg)
        assert (row["対策"], row["原因"], row["所有会社"]) == ("点検", "（なし）", "MZ")
        assert row["管理番号"] == row["コード"]
        assert len(exported(house, by=house.reader)) == 2


def test_every_export_is_on_record_before_it_is_written() -> None:
    """With what it shows of others; also where that is nothing."""
    with a_house() as house:
        reads = house.house.reads
        measure = proposed(house, "点検", {"検出漏れ": "システム"}, categories=("NONE",))
        house.do(
            house.mz,
            lambda desk: release_record(desk, COUNTERMEASURES, record=measure, to=PG, basis="公表"),
        )
        exported(house, by=house.pg)
        exported(house, by=house.mz)
        total, [read] = reads.of_records(MZ, (str(measure),), first=9)
        assert (total, read.way, read.member) == (1, Way.EXPORT, str(house.pg))
        with reads.engine.connect() as connection:
            kept = list(connection.execute(sa.select(READS.c.member)).scalars())
        assert sorted(kept) == sorted([str(house.pg), str(house.mz)])


def test_another_partys_number_and_department_are_not_told() -> None:
    with a_house() as house:
        house.take(
            table(("管理番号", "原因", "対策", "主管部署"), ("M-1", "検出漏れ", "点検", "監査室"))
        )
        (kept,) = house.rows(COUNTERMEASURES)
        record = UUID(kept["id"])

        def judge(desk: Desk) -> Iterable[UUID]:
            measure = desk.load(Countermeasure, record)
            measure.judge(categories=("NONE",), by=desk.by, at=desk.now)
            return desk.keep(measure)

        house.do(house.mz, judge)
        house.do(
            house.mz,
            lambda desk: release_record(desk, COUNTERMEASURES, record=record, to=PG, basis="公表"),
        )
        (row,) = exported(house, by=house.pg)
        assert (row["管理番号"], row["主管部署"]) == (kept["code"], "")


def test_whoever_has_no_role_that_reads_gets_no_export() -> None:
    with a_house() as house:
        stranger = house.do(
            OPERATOR.member,
            lambda desk: enrol_member(
                desk, party=HD, name="管理者", roles=["administrator"], since=FIRST_DAY
            ),
        )
        for member in (stranger, OPERATOR.member):
            with pytest.raises(NotPermitted):
                export_table(house.house.office, member, "csv", io.BytesIO())


# ----- formats ----------------------------------------------------------------------------------


def test_json_holds_the_texts_as_they_are() -> None:
    with a_house() as house:
        proposed(house, "=1+1", {"-": "〃"}, items=("@項目",), remark="〃", wording="検討")
        (row,) = json.loads(house.export("json"))
        assert (row["対策"], row["原因"], row["分類"], row["備考"]) == (
            "=1+1\n・@項目",
            "-",
            "〃",
            "〃",
        )


def test_a_workbook_holds_days_as_days_and_no_formula() -> None:
    with a_house() as house:
        proposed(house, "=1+1", {"検出漏れ": "システム"}, wording="2023年3月")
        book: Any = openpyxl.load_workbook(io.BytesIO(house.export("xlsx")))
        assert book.sheetnames == ["進捗管理表 2023-02-17現在"]
        head, body = book.active.iter_rows()
        cells = {header.value: cell for header, cell in zip(head, body, strict=True)}
        assert cells["開始"].value == datetime(2023, 3, 1)  # noqa: DTZ001 (Excel knows no zones)
        assert cells["対策"].data_type == "s"
        assert cells["対策"].value == "=1+1"


def test_more_rows_than_a_page_come_in_the_order_of_recording() -> None:
    with a_house() as house:
        count = 2 * CHUNK + 1
        rows = [("検出漏れ", f"対策{at}") for at in range(count)]
        house.take(table(("原因", "対策"), *rows))
        told: list[int] = []
        out = io.BytesIO()
        assert export_table(house.house.office, house.mz, "csv", out, progress=told.append) == count
        assert told == [CHUNK, 2 * CHUNK, count]
        assert [row["対策"] for row in exported(house)] == [title for _, title in rows]
