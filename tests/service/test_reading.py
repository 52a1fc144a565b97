"""The command line of reads on record: as an auditor takes them along, and as an operator removes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from commands.office import Decider
from commands.register.barrier_rules import impose_barrier_rule
from commands.register.classifying import classify_records
from commands.register.incidents import report_incident
from projections.register.incidents import INCIDENTS
from service import reading, replaying
from service.outcome import Failure
from service.settings import (
    DATABASE_URL,
    EXTENSIONS_BY,
    KEY_FILE,
    OWNER_URL,
    READER_URL,
    READS_DETAIL,
    SettingIsWrong,
    Settings,
)
from store.reads import Read, Way
from tests.houses import MZ, PG, Home
from tests.releasing import release

Run = Callable[..., None]


@pytest.fixture
def told(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A house that the environment names, in which PG was shown an incident of MZ's twice."""
    settings = home.house.settings
    for name, url in (
        (DATABASE_URL, settings.database_url),
        (READER_URL, settings.reader_url),
        (OWNER_URL, settings.owner_url),
    ):
        if settings.on_postgresql or name == DATABASE_URL:
            monkeypatch.setenv(name, url.render_as_string(hide_password=False))
        else:
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(KEY_FILE, str(settings.key_file))
    record = home.made("MZ editor", report_incident, title="秘", categories=("PERSONAL",))
    release(home, record, PG)
    read = Read(
        datetime(2023, 2, 17, 9, tzinfo=UTC),
        home.people["PG member"],
        PG,
        ("member",),
        Way.QUESTION,
        "{ incidents }",
        {str(record): MZ},
    )
    home.house.reads.keep(read)
    home.house.reads.keep(replace(read, at=datetime.now(UTC) - timedelta(days=7)))
    return home


def auditor(home: Home, role: str = "auditor") -> dict[str, Any]:
    return {"as_": str(home.people[f"MZ {role}"]), "party": None}


def test_an_auditor_takes_along_who_read(told: Home, capsys: pytest.CaptureFixture[str]) -> None:
    reading.export(**auditor(told), since=None, until=None, to=None)
    first, *_ = rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    [incident] = told.sees(INCIDENTS, MZ).values()
    assert len(rows) == 2
    assert (first["会社"], first["役割"], first["記録"]) == ("PG", "member", incident["code"])
    assert first["日時"] == "2023-02-17T18:00:00+09:00"
    assert "秘" not in str(rows)


def test_whoever_is_no_auditor_is_told_whom_to_name(told: Home) -> None:
    with pytest.raises(Failure, match="no auditor"):
        reading.export(**auditor(told, "barrier_officer"), since=None, until=None, to=None)


def test_a_week_is_summed_up(told: Home, capsys: pytest.CaptureFixture[str]) -> None:
    reading.summary(**auditor(told), week="2023-W07")
    said = capsys.readouterr().out
    assert "2023-02-13 ～ 2023-02-19: 1 件" in said and "PG member" in said
    with pytest.raises(Failure, match="no week"):
        reading.summary(**auditor(told), week="2023-7")


def test_what_is_older_than_it_is_kept_is_counted_and_then_removed(
    told: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    for dry_run, left in ((True, 2), (False, 1)):
        reading.retain(years=2, dry_run=dry_run)
        assert "1 件" in capsys.readouterr().out
        assert told.house.reads.by_member(MZ, told.people["PG member"], first=9)[0] == left
    reading.retain(years=None, dry_run=False)
    assert "0 件" in capsys.readouterr().out


def test_a_rule_is_replayed_over_what_was_read(
    told: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """By what a record was judged to hold as it was read, and on the days of the rule."""
    [incident] = told.sees(INCIDENTS, MZ).values()

    def replayed(category: str, **days: Any) -> str:
        made = told.made(
            "MZ barrier_officer",
            impose_barrier_rule,
            name="規則",
            category=category,
            to="PG",
            basis="法令",
            **days,
        )
        replaying.run(rule=str(made), as_=str(told.people["MZ barrier_officer"]), party=None)
        return capsys.readouterr().out

    first = {"first_day": told.today}
    assert "would have stopped 2 of 2 reads" in replayed("PERSONAL", **first)
    told.clock.pass_by(days=1)
    told.perform(
        "MZ editor",
        classify_records,
        ids=(UUID(incident["id"]),),
        categories=("NONE",),
        acknowledged=("PG",),
    )
    said = replayed("PERSONAL", **first)
    assert "would have stopped 1 of 2 reads" in said, "a later judgement changes no read"
    assert incident["code"] in said and "PG member" in said
    assert "0 of 2" in replayed("NETWORK_CUSTOMER", **first)
    assert "0 of 1" in replayed("PERSONAL", first_day=told.today)
    with pytest.raises(Failure, match="no barrier rule"):
        replaying.run(rule="BAR-0000-0000", **auditor(told))
    with pytest.raises(Failure, match="no auditor or barrier officer"):
        replaying.run(rule="BAR-0000-0000", **auditor(told, "editor"))


def test_the_environment_says_how_exactly_reads_are_kept() -> None:
    kept = {
        text: Settings.from_environment({READS_DETAIL: text}) for text in ("", "exact", "coarse")
    }
    assert [one.coarse_reads for one in kept.values()] == [False, False, True]
    with pytest.raises(SettingIsWrong, match=READS_DETAIL):
        Settings.from_environment({READS_DETAIL: "day"})


def test_the_environment_says_who_decides_on_more_time() -> None:
    by = {text: Settings.from_environment({EXTENSIONS_BY: text}) for text in ("", "cco", "meeting")}
    assert [one.extensions_by for one in by.values()] == [Decider.CCO, Decider.CCO, Decider.MEETING]
    with pytest.raises(SettingIsWrong, match=EXTENSIONS_BY):
        Settings.from_environment({EXTENSIONS_BY: "board"})
