"""Departments and members at the command line, by names and by dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Self
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.office import day_in_tokyo
from commands.register.classifying import classify_records
from commands.register.releases import release_record
from projections.register.countermeasures import COUNTERMEASURES
from service.organisation import operating
from tests.service.test_command_line import Shell, founded, shell

__all__ = ["founded", "shell"]

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
TODAY = day_in_tokyo(NOON)
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


class NoonOfToday(datetime):
    """The system's clock, standing still: these tests may run over a midnight of Tokyo."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(NOON.timestamp(), tz)


@pytest.fixture(autouse=True)
def it_is_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.house.datetime", NoonOfToday)


def departments(shell: Shell, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell.do("department", "list", "--json", *more))
    return found


def members(shell: Shell, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell.do("member", "list", "--json", *more))
    return found


def refused(shell: Shell, *arguments: str) -> str:
    done = shell.run(*arguments)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def add(shell: Shell, name: str, party: str = "MZ") -> None:
    shell.do("department", "add", name, "--party", party, "--since", "2023-01-01")


def test_a_department_bears_the_name_of_the_day(founded: Shell) -> None:
    add(founded, "営業部")
    add(founded, "営業部", "PG")
    rename = ("department", "rename", "営業部", "--to", "お客さま部", "--party", "mz")
    founded.do(*rename, "--since", TOMORROW)
    assert [one["name"] for one in departments(founded, "--party", "MZ")] == ["営業部"]
    assert [one["name"] for one in departments(founded, "--on", TOMORROW)] == [
        "営業部",
        "お客さま部",
    ]
    founded.do(*rename)
    assert "お客さま部" in founded.do("department", "list")
    assert "お客さま部" in refused(founded, *rename), "it tells the names there are"


def test_departments_merge_and_close(founded: Shell) -> None:
    for name in ("営業部", "企画室", "総務部"):
        add(founded, name)
    merge = ("department", "merge", "営業部", "企画室", "--into", "総務部", "--party", "MZ")
    assert "未来" in refused(founded, *merge, "--since", TOMORROW)
    founded.do(*merge)
    first, second, into = departments(founded)
    assert [first["until"], second["until"], into["until"]] == [YESTERDAY, YESTERDAY, None]
    assert {first["mergedInto"], second["mergedInto"]} == {"総務部"}
    close = ("department", "close", "総務部", "--party", "MZ", "--until", "2099-03-31")
    founded.do(*close)
    assert departments(founded)[2]["until"] == "2099-03-31"
    assert "廃止" in refused(founded, *close[:-1], "2099-04-01")
    assert (
        founded.run("department", "close", "総務部", "--party", "MZ", "--until", "x").returncode
        == 2
    )


def test_roles_are_granted_and_ended_by_dates(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    add(founded, "営業部")
    founded.do("member", "grant", "甲", "--role", "cco", "--role", "auditor", "--since", TOMORROW)
    founded.do("member", "grant", "甲", "--role", "member", "--department", "営業部")
    assert [one["roles"] for one in members(founded)] == [["editor", "member（営業部）"]]
    later = members(founded, "--on", TOMORROW, "--party", "MZ")
    assert later[0]["roles"] == ["editor", "cco", "auditor", "member（営業部）"]
    founded.do("member", "end", "甲", "--role", "editor")
    assert members(founded, "--on", TOMORROW)[0]["roles"] == ["cco", "auditor", "member（営業部）"]
    assert "持っていません" in refused(founded, "member", "end", "甲", "--role", "custodian")
    assert "barrier_officer" in refused(founded, "member", "grant", "甲", "--role", "king")
    founded.do("member", "rename", "甲", "--to", "乙")
    assert members(founded)[0]["name"] == "乙"
    assert "営業部" in refused(
        founded, "member", "grant", "乙", "--role", "cco", "--department", "無い部"
    )


def test_a_move_ends_all_roles_and_begins_anew(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "PG", "--role", "editor", "--role", "cco")
    add(founded, "営業部")
    move = ("member", "move", "甲", "--to", "MZ", "--role", "member", "--department", "営業部")
    said = founded.do(*move, "--since", TOMORROW)
    assert "sekisho token '甲' --party MZ" in said
    before, after = members(founded), members(founded, "--on", TOMORROW)
    assert [(one["party"], one["roles"]) for one in after] == [
        ("PG", []),
        ("MZ", ["member（営業部）"]),
    ]
    assert before[0]["roles"] == [f"editor ～{TODAY}", f"cco ～{TODAY}"]
    assert before[0]["retired"] == TODAY.isoformat()
    assert after[0]["id"] != after[1]["id"]
    assert founded.do("token", "甲").count(".") == 2, "who has retired is not asked for"
    assert "退任" in refused(founded, "member", "grant", "甲", "--party", "PG", "--role", "editor")
    assert "所属" in refused(founded, *move)


def test_who_leaves_retires(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "PG", "--role", "editor")
    founded.do("member", "retire", "甲")
    [gone] = members(founded)
    assert (gone["retired"], gone["roles"]) == (TODAY.isoformat(), [f"editor ～{TODAY}"])
    assert "member move" in refused(
        founded, "member", "add", "甲", "--party", "MZ", "--role", "cco"
    )


@pytest.mark.parametrize("command", ["department", "member"])
def test_lists_are_shown_as_tables_too(founded: Shell, command: str) -> None:
    add(founded, "[/営業部]")
    founded.do(
        "member", "add", "[/]甲", "--party", "MZ", "--role", "editor", "--department", "[/営業部]"
    )
    assert "[/営業部]" in founded.do(command, "list")


TABLE = "管理番号,原因,対策,備考\n{code},確認の漏れ,二人で確かめる,{remark}\n"


def test_an_import_names_the_option_for_who_reads_along(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    founded.do("member", "add", "乙", "--party", "MZ", "--role", "barrier_officer")
    file = founded.folder / "表.csv"
    importing = ("import", str(file), "--party", "MZ", "--by", "甲")
    file.write_text(TABLE.format(code="", remark=""), "utf-8")
    founded.do(*importing)
    [row] = json.loads(founded.do("export", "--as", "甲", "--format", "json"))
    release_to_pg(row["管理番号"])
    file.write_text(TABLE.format(code=row["管理番号"], remark="試行中"), "utf-8")
    for more in ((), ("--dry-run",)):
        done = founded.run(*importing, *more)
        assert done.returncode == 1
        assert "--acknowledge-readers PG" in done.stdout
        assert "Who else reads what is changed: PG" in done.stdout
    planned = json.loads(
        founded.do(*importing, "--acknowledge-readers", "pg", "--dry-run", "--format", "json")
    )
    assert planned["summary"]["readers"] == ["PG"]
    said = founded.do(*importing, "--acknowledge-readers", "PG")
    assert "Who else reads what is changed: PG" in said


def test_an_import_tells_in_both_languages_what_is_asked_for(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    file = founded.folder / "表.csv"
    importing = ("import", str(file), "--party", "MZ", "--by", "甲", "--written-on", "2023-02-17")
    rows = "管理番号,原因,対策,実施時期,変更理由\nM-1,確認の漏れ,二人で確かめる,{due},{reason}\n"
    file.write_text(rows.format(due="～2023年3月", reason=""), "utf-8")
    assert "asked for" not in founded.do(*importing)
    file.write_text(rows.format(due="～2023年6月", reason="[/]遅れ"), "utf-8")
    for more in (("--dry-run",), ()):
        said = founded.do(*importing, *more)
        assert "期限の延期は申請になります" in said and "Later dues are asked for" in said
        assert "～2023年3月 → ～2023年6月" in said
    again = founded.do(*importing)
    assert "asked for" not in again and "Recorded 0 facts" in again


def release_to_pg(code: str) -> None:
    """Release a countermeasure of MZ, in the register that the settings name."""
    table = COUNTERMEASURES.current
    with operating() as operator:
        member = operator.member("乙", "MZ")
        with operator.opened.log.following() as connection:
            record = connection.execute(sa.select(table.c.id).where(table.c.code == code))
            measure = record.scalar_one()
    with operating() as operator:
        for command, details in (
            (classify_records, {"ids": (UUID(measure),), "categories": ("NONE",)}),
            (
                release_record,
                {"view": COUNTERMEASURES, "record": UUID(measure), "to": 1, "basis": "共有"},
            ),
        ):
            operator.opened.office.perform(
                member,
                lambda desk, command=command, details=details: command(desk, **details),  # type: ignore[misc]  # bound at once
            )
