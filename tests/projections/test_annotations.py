"""Who sees operation records, evidence and notes: each by its own audience, whatever it is about."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.register.about import ANNOTATED
from commands.register.countermeasures import propose_countermeasure
from commands.register.evidence import attach_evidence, withdraw_evidence
from commands.register.notes import write_note
from commands.register.operations import record_operation, revise_operation
from domain.files import HandedIn
from domain.register.evidence import Document
from projections.barrier import visible_pairs
from projections.clearance import Moment
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.evidence import EVIDENCE
from projections.register.incidents import INCIDENTS
from projections.register.notes import NOTES
from projections.register.operations import OPERATED, OPERATIONS
from projections.view import View
from tests.houses import EXT, HD, MZ, PG, Home
from tests.projections.test_barrier import incident, seers
from tests.releasing import release, withdraw

DOCUMENT = Document(name="手引", number=None, version=None, place="文書庫")


def measure(home: Home, **given: Any) -> UUID:
    whole = {"title": "研修", "categories": ("NONE",)} | given
    return home.made("MZ editor", propose_countermeasure, **whole)


def operation(home: Home, *measures: UUID, **given: Any) -> UUID:
    whole = {
        "kind": "TRAINING",
        "title": "研修の実施",
        "period_from": date(2023, 1, 1),
        "period_to": date(2023, 1, 31),
        "countermeasures": measures,
        "categories": ("NONE",),
    }
    return home.made("MZ editor", record_operation, **(whole | given))


def evidence(home: Home, record: UUID, who: str = "MZ editor", **given: Any) -> UUID:
    whole = {"title": "記録", "document": DOCUMENT, "categories": ("NONE",)} | given
    return home.made(who, attach_evidence, record=record, **whole)


def note(home: Home, record: UUID, who: str = "MZ editor") -> UUID:
    return home.made(who, write_note, record=record, text="確かめる", categories=("NONE",))


def pairs(home: Home, party: int | None, moment: Moment | None = None) -> set[tuple[UUID, UUID]]:
    with home.looking(party) as connection:
        rows = connection.execute(
            sa.select(visible_pairs(OPERATED, home.clearance(party), moment))
        ).all()
    return {(UUID(row.operation), UUID(row.countermeasure)) for row in rows}


# ----- operations and the countermeasures they show ---------------------------------------------


def test_what_an_operation_shows_is_seen_where_both_are(home: Home) -> None:
    shown, other = measure(home), measure(home)
    recorded = operation(home, shown, other)
    operation(home, other)
    assert {(recorded, shown), (recorded, other)} < pairs(home, MZ)
    assert not pairs(home, PG) and not pairs(home, None)
    release(home, shown, PG, COUNTERMEASURES)
    assert not pairs(home, PG)
    release(home, recorded, PG, OPERATIONS)
    assert pairs(home, PG) == {(recorded, shown)}
    assert pairs(home, HD) == pairs(home, EXT) == set()
    withdraw(home, shown, PG)
    assert not pairs(home, PG)
    assert seers(home, OPERATIONS, recorded) == {MZ, PG}


def test_the_past_of_what_an_operation_shows_follows_both_its_ends(home: Home) -> None:
    shown = measure(home)
    before = home.moment()
    recorded = operation(home, shown)
    unreleased = home.moment()
    for record, view in ((shown, COUNTERMEASURES), (recorded, OPERATIONS)):
        release(home, record, PG, view)
    released = home.moment()
    assert pairs(home, MZ, before) == set()
    assert pairs(home, MZ, unreleased) == {(recorded, shown)}
    assert pairs(home, PG, unreleased) == set()
    assert pairs(home, PG, released) == {(recorded, shown)}
    withdraw(home, recorded, PG)
    assert pairs(home, PG, released) == set(), "nothing of the past but what may be seen now"


def test_what_an_operation_shows_is_no_content_of_it(home: Home) -> None:
    recorded = operation(home, measure(home))
    assert "countermeasures" not in OPERATIONS.content
    before = home.sees(OPERATIONS, MZ)[str(recorded)]
    home.perform("MZ editor", revise_operation, operation=recorded, title="研修（改）")
    after = home.sees(OPERATIONS, MZ)[str(recorded)]
    assert after["version"] != before["version"]
    assert after["countermeasures"] == before["countermeasures"]


# ----- evidence and notes -----------------------------------------------------------------------


@pytest.mark.parametrize(("make", "view"), [(evidence, EVIDENCE), (note, NOTES)])
def test_what_is_written_on_a_record_goes_nowhere_with_it(
    home: Home, make: Any, view: View
) -> None:
    record = incident(home)
    release(home, record, PG)
    mine, theirs = make(home, record), make(home, record, "PG editor")
    assert seers(home, view, mine) == {MZ}
    assert seers(home, view, theirs) == {PG}
    release(home, record, HD)
    assert seers(home, view, mine) == {MZ}
    release(home, mine, EXT, view)
    assert seers(home, view, mine) == {MZ, EXT}
    withdraw(home, record, PG)
    assert seers(home, view, theirs) == {PG}, "one's own words stay one's own"


@pytest.mark.parametrize(("make", "view"), [(evidence, EVIDENCE), (note, NOTES)])
def test_what_a_row_is_about_is_no_content_of_it(home: Home, make: Any, view: View) -> None:
    assert {"about", "about_kind"} & set(view.content) == set()
    made = make(home, incident(home))
    assert home.sees(view, MZ)[str(made)]["about_kind"] == "incident"


def test_the_record_that_is_written_on_shows_no_change(home: Home) -> None:
    record = incident(home)
    before = home.sees(INCIDENTS, MZ)
    made = evidence(home, record, file=HandedIn("a.txt", b"x"), document=None)
    note(home, record)
    home.perform("MZ editor", withdraw_evidence, evidence=made, reason="誤り")
    assert home.sees(INCIDENTS, MZ) == before


def test_evidence_and_notes_are_about_every_record_that_is_judged() -> None:
    assert {view.kind for view in ANNOTATED} >= {
        "incident",
        "cause",
        "countermeasure",
        "figure",
        "investigation",
        "report",
        "operation",
    }
    kinds = {view.kind for view in ANNOTATED}
    assert not kinds & {"evidence", "note", "link", "release", "party", "member", "department"}


def test_without_a_role_that_reads_nothing_of_it_is_seen(home: Home) -> None:
    record = incident(home)
    evidence(home, record)
    note(home, record)
    operation(home, measure(home))
    for view in (EVIDENCE, NOTES, OPERATIONS):
        assert not home.sees(view, None)
