"""`sekisho check` compares every file of evidence with the hash that its fact holds."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from commands.register.evidence import attach_evidence
from commands.register.incidents import report_incident
from domain.files import HandedIn
from projections.register.evidence import EVIDENCE
from projections.view import code_of
from service.checking import SHOWN, Finding, findings
from store.engine import open_engine
from store.tables import REGISTER
from tests.grounds import postgresql
from tests.houses import Home

FILES = REGISTER.files


@pytest.fixture
def evidence(home: Home) -> tuple[UUID, UUID]:
    """Two files of evidence, beside a document and other facts."""
    case = home.made("MZ editor", report_incident, title="誤表示")
    document = {"name": "手引", "number": None, "version": None, "place": None}
    home.perform("MZ editor", attach_evidence, record=case, title="手引", document=document)
    one, other = (
        home.made(
            "MZ editor",
            attach_evidence,
            record=case,
            title="実施記録",
            file=HandedIn(f"{name}.pdf", b"%PDF-1.7 " + name.encode()),
        )
        for name in ("a", "b")
    )
    return one, other


def tamper(home: Home, change: sa.UpdateBase) -> None:
    """Change the files behind the back of what refuses to."""
    settings = home.house.settings
    if settings.on_postgresql:
        statement = change.compile(
            dialect=home.engine.dialect, compile_kwargs={"literal_binds": True}
        )
        with postgresql().as_superuser(settings) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("SET search_path = register")
            connection.execute(str(statement).encode())
        return
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        for name in ("UPDATE", "DELETE", "REPLACE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS register_files_never_{name}")
        connection.execute(change)
        connection.commit()
    engine.dispose()


def told(home: Home) -> list[Finding]:
    """What is said about files."""
    found = [one for one in findings(home.house.settings) if "ファイル / Files" in one.what]
    found += [one for one in findings(home.house.settings) if "The file of EVI" in one.what]
    return found


def test_files_that_are_as_they_were_sealed_are_counted(
    home: Home, evidence: tuple[UUID, UUID]
) -> None:
    assert [(one.well, one.what) for one in told(home)] == [(True, "ファイル / Files: 2")]


@pytest.mark.parametrize("way", ["missing", "altered", "strange"])
def test_a_file_that_is_not_as_its_fact_says_is_told_by_name(
    home: Home, evidence: tuple[UUID, UUID], way: str
) -> None:
    bad, _ = evidence
    mine = FILES.c.originator_id == bad
    if way == "missing":
        tamper(home, FILES.delete().where(mine))
    elif way == "altered":
        tamper(home, FILES.update().where(mine).values(content=b"of somebody else"))
    else:
        bad = uuid4()
        strange = {"originator_id": bad, "originator_version": 1, "content": b"smuggled in"}
        tamper(home, FILES.insert().values(strange))
    first, second = told(home)
    assert not first.well and first.serious
    said = {
        "missing": "is missing",
        "altered": "is not the one that was recorded",
        "strange": "belongs to no fact",
    }
    assert f"{code_of(EVIDENCE.prefix, bad)} ({bad})" in second.what
    assert second.what.endswith(said[way])
    assert not second.well and second.serious and " / " in second.remedy


def test_where_many_are_damaged_the_rest_are_counted(
    home: Home, evidence: tuple[UUID, UUID]
) -> None:
    strange = [
        {"originator_id": uuid4(), "originator_version": 1, "content": b"-"} for _ in range(SHOWN)
    ]
    tamper(home, FILES.delete())
    tamper(home, FILES.insert().values(strange))
    wrong = [one.what for one in findings(home.house.settings) if not one.well]
    assert (
        wrong[0]
        == f"ファイル / Files: {SHOWN + 2}（{SHOWN + 2} 件が記録と違います / not as recorded）"
    )
    assert (len(wrong), wrong[-1]) == (1 + SHOWN + 1, "… ほか 2 件 / and 2 more")
