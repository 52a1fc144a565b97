"""A text that is forgotten: its key goes, its rows, and what the file still held of either."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.register.incidents import report_incident, revise_incident
from commands.register.redacting import confirm_redaction, redact_text
from domain.kernel import FORGOTTEN
from domain.register.incident import Incident
from projections.register.incidents import INCIDENTS
from service.checking import findings
from store.tables import REGISTER
from tests.houses import MZ, Home

SECRET = "山田太郎様の契約情報"


def spilled(home: Home) -> UUID:
    """An incident in whose summary a name stood, and was revised away."""
    record = home.made("MZ editor", report_incident, title="閲覧の発覚", summary=SECRET)
    home.clock.pass_by(seconds=1)
    home.perform("MZ editor", revise_incident, incident=record, summary="お客さま1件")
    return record


def redact(home: Home, record: UUID, field: str = "summary") -> None:
    home.clock.pass_by(seconds=1)
    asked = home.made("MZ barrier_officer", redact_text, record=record, field=field, reason="混入")
    home.perform("MZ cco", confirm_redaction, redaction=asked)


def wrapped_keys(home: Home, record: UUID) -> dict[tuple[int, str], bytes | None]:
    keys = REGISTER.keys
    with home.log.following() as connection:
        rows = connection.execute(sa.select(keys).where(keys.c.originator_id == record))
        return {(row.originator_version, row.field): row.wrapped for row in rows}


def test_its_keys_are_gone_and_its_facts_stand(home: Home) -> None:
    record = spilled(home)
    facts, before = home.facts(), wrapped_keys(home, record)
    redact(home, record)
    after = wrapped_keys(home, record)
    gone = {place for place, wrapped in after.items() if wrapped is None}
    assert gone == {(1, "summary"), (2, "summary")}
    assert all(after[place] == wrapped for place, wrapped in before.items() if place not in gone)
    assert home.facts() == facts + 2
    with home.log.following() as connection:
        told = [one.fact for one in home.log.facts(connection, facts - 2, 2)]
    assert [(fact.title, fact.summary) for fact in told if isinstance(fact, Incident.Revised)] == [
        ("閲覧の発覚", FORGOTTEN)
    ]


def test_the_file_holds_nothing_of_it_any_more(home: Home) -> None:
    file = home.house.settings.database_file
    if file is None:
        pytest.skip("what PostgreSQL still holds is for its operator to remove")
    record = spilled(home)
    wrapped = wrapped_keys(home, record)[1, "summary"]
    log = file.with_name(f"{file.name}-wal")

    def held() -> bytes:
        return file.read_bytes() + (log.read_bytes() if log.exists() else b"")

    assert wrapped is not None
    assert SECRET.encode() in held() and wrapped in held()
    redact(home, record)
    assert SECRET.encode() not in held(), (
        "neither in a row, nor in a page let go, nor in the log of pages"
    )
    assert wrapped not in held()


def test_what_somebody_still_reads_is_let_go_of_with_a_later_command(home: Home) -> None:
    """Nobody is kept waiting for a reader of an older state, and nothing stays for good."""
    file = home.house.settings.database_file
    if file is None:
        pytest.skip("what PostgreSQL still holds is for its operator to remove")
    record, log = spilled(home), file.with_name(f"{file.name}-wal")
    with home.log.reading() as connection:
        connection.execute(sa.select(REGISTER.facts.c.position).limit(1)).all()
        redact(home, record)
        assert SECRET.encode() in log.read_bytes()
        home.made("MZ editor", report_incident, title="別件")
    home.made("MZ editor", report_incident, title="別件")
    assert SECRET.encode() not in file.read_bytes() + log.read_bytes()


def test_another_command_decides_on_what_is_left(home: Home) -> None:
    record = spilled(home)
    redact(home, record)
    home.perform("MZ editor", revise_incident, incident=record, title="閲覧の発覚（続報）")
    row = home.sees(INCIDENTS, MZ)[str(record)]
    assert (row["title"], row["summary"]) == ("閲覧の発覚（続報）", FORGOTTEN)


def test_a_check_tells_keys_that_nobody_redacted(home: Home) -> None:
    record = spilled(home)
    redact(home, record)
    settings = home.house.settings
    assert all(finding.well for finding in findings(settings) if "消去" in finding.what)
    keys = REGISTER.keys
    with home.log.recorder.writing() as connection:
        connection.execute(
            sa.update(keys)
            .where(keys.c.originator_id == record, keys.c.field == "title")
            .values(wrapped=None)
        )
    [found] = [finding for finding in findings(settings) if "消去" in finding.what]
    assert not found.well and "2" in found.what
