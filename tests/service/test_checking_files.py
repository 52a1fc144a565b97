"""`sekisho check` compares every file of evidence, and of tickets, with the hash that its fact holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from commands.desk.files import attach_to_ticket, taken
from commands.register.evidence import attach_evidence
from commands.register.incidents import report_incident
from domain.files import HandedIn
from projections.desk.tables import TICKETS
from projections.register.evidence import EVIDENCE
from projections.view import code_of
from service.checking import SHOWN, Finding, findings
from store.engine import open_engine
from store.tables import DESK, REGISTER
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
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


# ----- files of tickets -------------------------------------------------------------------------


@pytest.fixture
def attached(home: Home) -> tuple[UUID, UUID]:
    """Two files of a ticket, of which one is the consulter's."""
    open_the_desk(home)
    ticket = logged(home)
    for name, theirs in (("a", True), ("b", False)):
        file = taken(HandedIn(f"{name}.pdf", b"%PDF-1.7 " + name.encode()))
        details: dict[str, Any] = {"file": file, "from_consulter": theirs}
        handle(home, "MZ handler", attach_to_ticket, ticket=ticket, **details)
    one, other = loaded(home, ticket).files
    return one.id, other.id


def tamper_at_the_desk(home: Home, change: sa.UpdateBase) -> None:
    """The same at the desk."""
    settings = home.house.settings
    if settings.on_postgresql:
        statement = change.compile(
            dialect=home.engine.dialect, compile_kwargs={"literal_binds": True}
        )
        with postgresql().as_superuser(settings) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("SET search_path = desk")
            connection.execute(str(statement).encode())
        return
    with desk_of(home).log.recorder.writing() as connection:
        for name in ("UPDATE", "DELETE", "REPLACE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS desk_files_never_{name}")
        connection.execute(change)


def told_of_tickets(home: Home) -> list[tuple[bool, str]]:
    return [
        (one.well, one.what)
        for one in findings(home.house.settings)
        if "Attachments" in one.what or "ATT-" in one.what
    ]


def test_files_of_tickets_are_counted_and_those_erased_are_as_they_were_sealed(
    home: Home, attached: tuple[UUID, UUID]
) -> None:
    sound = [(True, "相談の添付 / Attachments of tickets: 2")]
    assert told_of_tickets(home) == sound
    with desk_of(home).log.following() as connection:
        [ticket] = connection.execute(sa.select(TICKETS.c.id)).scalars()
    erased(home, ticket)
    assert told_of_tickets(home) == sound


@pytest.mark.parametrize("way", ["missing", "altered", "strange"])
def test_a_file_of_a_ticket_that_is_not_as_its_fact_says_is_told_by_its_id(
    home: Home, attached: tuple[UUID, UUID], way: str
) -> None:
    bad, _ = attached
    of = DESK.files
    if way == "missing":
        tamper_at_the_desk(home, of.delete().where(of.c.originator_id == bad))
    elif way == "altered":
        mine = of.update().where(of.c.originator_id == bad)
        tamper_at_the_desk(home, mine.values(content=b"of somebody else"))
    else:
        bad = uuid4()
        strange = {"originator_id": bad, "originator_version": 1, "content": b"smuggled in"}
        tamper_at_the_desk(home, of.insert().values(strange))
    (first, _), (second, what) = told_of_tickets(home)
    assert not first and not second
    assert str(bad) in what
    said = {
        "missing": "is missing",
        "altered": "is not the one that was recorded",
        "strange": "belongs to no fact",
    }
    assert what.endswith(said[way])
