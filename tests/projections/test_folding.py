"""A fold turns facts into rows, one change a command, and refuses a fact it has no row for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.register.reports import record_investigation
from domain.kernel import Recorded
from domain.register.cause import Cause
from domain.register.countermeasure import Countermeasure
from domain.register.incident import Incident
from domain.register.release import Release
from domain.register.schedule import Period, Schedule
from projections.all import VIEWS, fold_register
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.causes import CAUSES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.view import EVERYONE, Row, RowIsMissing, View, bit, code_of, normalised
from store.log import Log
from tests.archive.examples import example, fact_classes, facts_of_the_register
from tests.houses import EVENING, MZ, PG, Home
from tests.projections.play import table_rows

BY = UUID(int=0xED)
DAY = date(2023, 2, 17)


def rows(log: Log, view: View, *, past: bool = False) -> list[Row]:
    with log.following() as connection:
        return table_rows(connection, view.past if past else view.current)


def row(log: Log, view: View, record: UUID) -> Row:
    (found,) = (one for one in rows(log, view) if one["id"] == str(record))
    return found


def period(wording: str, due: date | None = None, start: date | None = None) -> Period:
    return Period(
        wording=wording,
        written_on=DAY,
        kind="BY" if due else "UNDECIDED",
        start=start,
        due=due,
        certainty="FIRM" if due else "NONE",
        ambiguous=False,
    )


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
def test_a_fact_about_a_row_that_is_not_there_is_an_error(home: Home, view: View) -> None:
    for kind in set(view.facts) - set(view.begins):
        orphan = Recorded(home.facts() + 1, home.facts() + 1, EVENING, example(kind))
        with pytest.raises(RowIsMissing), home.log.recorder.writing() as connection:
            fold_register(connection, [orphan])


def test_a_release_of_a_record_that_is_not_there_is_an_error(home: Home) -> None:
    facts = home.facts()
    with pytest.raises(RowIsMissing), home.log.writing() as work:
        work.keep(
            Release.give(
                owner=MZ,
                record=uuid4(),
                kind="incident",
                to=PG,
                basis="公表済み",
                categories=("NONE",),
                on=DAY,
                by=BY,
                at=work.now,
            )
        )
    assert home.facts() == facts


@pytest.mark.sqlite_only("the trigger is in SQLite's own words")
def test_a_row_that_vanished_is_missed_when_it_is_updated(home: Home) -> None:
    """As when somebody deletes from a table by hand while a fold is under way."""
    with pytest.raises(RowIsMissing), home.log.recorder.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TRIGGER t AFTER INSERT ON party_past BEGIN DELETE FROM party; END"
        )
        renamed = example(
            next(kind for kind in fact_classes() if kind.__qualname__ == "Party.Renamed")
        )
        object.__setattr__(renamed, "originator_id", UUID(rows(home.log, PARTIES)[0]["id"]))
        fold_register(connection, [Recorded(home.facts() + 1, home.facts() + 1, EVENING, renamed)])


def test_every_fact_that_a_view_names_changes_its_row() -> None:
    """And every fact of the register is shown by some view."""
    shown = {fact for view in VIEWS for fact in view.facts}
    assert shown == set(facts_of_the_register())
    for view in VIEWS:
        assert set(view.begins) <= set(view.facts)


def test_several_facts_of_one_command_change_a_row_once(home: Home) -> None:
    with home.log.writing() as work:
        case = Incident.report(id=uuid4(), owner=MZ, title="前", by=BY, at=work.now)
        case.begin_investigation(by=BY, at=work.now)
        case.judge(categories=("NONE",), by=BY, at=work.now)
        given_ = Release.give(
            owner=MZ,
            record=case.id,
            kind="incident",
            to=PG,
            basis="公表済み",
            categories=case.categories,
            on=DAY,
            by=BY,
            at=work.now,
        )
        work.keep(case, given_)
    began = row(home.log, INCIDENTS, case.id)
    assert not rows(home.log, INCIDENTS, past=True)
    assert (began["status"], began["categories"]) == ("UNDER_INVESTIGATION", ["NONE"])
    assert began["audience"] == bit(MZ) | bit(PG)
    assert (began["born"], began["since"]) == (home.facts() - 3, home.facts() - 3)
    with home.log.writing() as work:
        found = work.load(Incident, case.id)
        found.confirm(by=BY, at=work.now)
        found.close(by=BY, at=work.now)
        work.keep(found)
    (past,) = rows(home.log, INCIDENTS, past=True)
    assert (past.pop("since"), past.pop("till")) == (began.pop("since"), home.facts() - 1)
    assert past.pop("stood_till") == past["stood_from"], "the clock stood still"
    assert past == began


def test_two_commands_at_one_instant_are_two_changes(home: Home) -> None:
    with home.log.writing() as work:
        case = Incident.report(id=uuid4(), owner=MZ, title="前", by=BY, at=work.now)
        work.keep(case)
    for number in ("1", "2"):
        with home.log.writing() as work:
            found = work.load(Incident, case.id)
            found.give_number(number=number, by=BY, at=work.now)
            work.keep(found)
    assert [past["number"] for past in rows(home.log, INCIDENTS, past=True)] == [None, "1"]


def test_a_confirmed_incident_no_longer_gives_the_reason_of_its_reopening(home: Home) -> None:
    with home.log.writing() as work:
        case = Incident.report(id=uuid4(), owner=MZ, title="前", by=BY, at=work.now)
        case.close(reason="対応済み", by=BY, at=work.now)
        case.reopen(reason="新しい事実", by=BY, at=work.now)
        work.keep(case)
    assert row(home.log, INCIDENTS, case.id)["status_reason"] == "新しい事実"
    with home.log.writing() as work:
        found = work.load(Incident, case.id)
        found.confirm(by=BY, at=work.now)
        work.keep(found)
    assert row(home.log, INCIDENTS, case.id)["status_reason"] is None


# ----- a countermeasure with its schedule -------------------------------------------------------


def measure_with(home: Home, *changes: tuple[str, Period]) -> Row:
    """A countermeasure whose schedule was set, then rescheduled or corrected, a command each."""
    with home.log.writing() as work:
        measure = Countermeasure.propose(id=uuid4(), owner=MZ, title="研修", by=BY, at=work.now)
        first = Schedule.set(
            owner=MZ, countermeasure=measure.id, period=changes[0][1], by=BY, at=work.now
        )
        work.keep(measure, first)
    for how, period_ in changes[1:]:
        home.clock.pass_by(days=1)
        with home.log.writing() as work:
            schedule = work.load(Schedule, Schedule.id_for(measure.id))
            asked: dict[str, Any] = {"reason": "理由", "by": BY, "at": work.now}
            if how == "correct":
                schedule.correct(period=period_, **asked)
            else:
                request = REQUEST if schedule.slips_to(period_) else None
                schedule.reschedule(period=period_, request=request, **asked)
            work.keep(schedule)
    return row(home.log, COUNTERMEASURES, measure.id)


REQUEST = uuid4()
MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)


def test_a_slip_keeps_what_was_first_said_and_both_wordings(home: Home) -> None:
    shown = measure_with(
        home, ("set", period("～3月", MARCH)), ("reschedule", period("～6月", JUNE))
    )
    assert (shown["original_wording"], shown["original_due"]) == ("～3月", "2023-03-31")
    assert (shown["wording"], shown["due"], shown["slip_count"]) == ("～6月", "2023-06-30", 1)
    assert shown["slips"] == [
        {
            "fromWording": "～3月",
            "toWording": "～6月",
            "fromDue": "2023-03-31",
            "toDue": "2023-06-30",
            "reason": "理由",
            "recordedOn": shown["changed_at"],
        }
    ]
    assert shown["slip_requests"] == [str(REQUEST)]


def test_a_correction_keeps_what_was_first_said_and_is_told_with_its_reason(home: Home) -> None:
    shown = measure_with(home, ("set", period("～3月", MARCH)), ("correct", period("～6月", JUNE)))
    assert (shown["original_wording"], shown["original_due"]) == ("～3月", "2023-03-31")
    assert (shown["wording"], shown["slip_count"], shown["slips"]) == ("～6月", 0, [])
    assert shown["correction_count"] == 1
    assert shown["corrections"] == [
        {
            "fromWording": "～3月",
            "toWording": "～6月",
            "fromDue": "2023-03-31",
            "toDue": "2023-06-30",
            "reason": "理由",
            "later": True,
            "recordedOn": shown["changed_at"],
        }
    ]


@pytest.mark.parametrize(
    ("right", "later"),
    [
        (period("～2月", date(2023, 2, 28)), False),
        (period("～3月", MARCH, start=DAY), False),
        (period("～6月", JUNE), True),
        (replace(period("3月めど", MARCH), certainty="TARGET"), True),
        (period("検討中", None), True),
    ],
)
def test_a_correction_tells_whether_the_due_went_back(
    home: Home, right: Period, later: bool
) -> None:
    shown = measure_with(home, ("set", period("～3月", MARCH)), ("correct", right))
    assert [one["later"] for one in shown["corrections"]] == [later]
    assert shown["slip_count"] == 0


def test_the_first_wording_stays_through_slips_and_corrections(home: Home) -> None:
    shown = measure_with(
        home,
        ("set", period("～3月", MARCH)),
        ("correct", period("～2月", date(2023, 2, 28))),
        ("reschedule", period("～6月", JUNE)),
        ("correct", period("～7月", date(2023, 7, 31))),
    )
    assert (shown["original_wording"], shown["original_due"]) == ("～3月", "2023-03-31")
    assert (shown["wording"], shown["slip_count"], shown["correction_count"]) == ("～7月", 1, 2)


def test_what_holds_actual_days_alone_has_no_first_wording_yet(home: Home) -> None:
    blank = period("", None)
    assert measure_with(home, ("set", blank))["original_wording"] is None
    shown = measure_with(
        home, ("set", blank), ("reschedule", period("～3月", MARCH)), ("reschedule", blank)
    )
    assert (shown["original_wording"], shown["original_due"]) == ("～3月", "2023-03-31")


# ----- what tells of other records --------------------------------------------------------------


def test_how_often_an_effect_was_questioned_is_no_content() -> None:
    assert "rounds" not in COUNTERMEASURES.content
    assert "round" not in CHECKS.content


# ----- versions, codes and searching ------------------------------------------------------------


def test_the_version_follows_the_content_and_comes_back_with_it(home: Home) -> None:
    with home.log.writing() as work:
        cause = Cause.state(id=uuid4(), owner=MZ, statement="甲", by=BY, at=work.now)
        work.keep(cause)
    versions = []
    for statement in ("乙", "甲"):
        with home.log.writing() as work:
            found = work.load(Cause, cause.id)
            found.revise(statement=statement, by=BY, at=work.now)
            work.keep(found)
        versions.append(row(home.log, CAUSES, cause.id)["version"])
    past = [one["version"] for one in rows(home.log, CAUSES, past=True)]
    assert len({*past, *versions}) == 2
    assert versions[1] == past[0]


def test_equal_contents_of_two_records_have_two_versions(home: Home) -> None:
    with home.log.writing() as work:
        twins = [
            Incident.report(id=uuid4(), owner=MZ, title="同", by=BY, at=work.now) for _ in "ab"
        ]
        work.keep(*twins)
    assert len({one["version"] for one in rows(home.log, INCIDENTS)}) == 2


def test_codes_follow_nobodys_counting(home: Home) -> None:
    with home.log.writing() as work:
        work.keep(
            *(
                Incident.report(id=uuid4(), owner=MZ, title="件", by=BY, at=work.now)
                for _ in range(200)
            )
        )
    codes = [one["code"] for one in sorted(rows(home.log, INCIDENTS), key=lambda r: str(r["born"]))]
    assert len(set(codes)) == 200
    assert codes != sorted(codes)
    assert len({code[4:8] for code in codes}) > 190


@given(record=st.uuids())
def test_a_code_is_a_prefix_and_two_groups_that_are_read_aloud_without_doubt(record: UUID) -> None:
    prefix, first, second = code_of("INC", record).split("-")
    assert (prefix, len(first), len(second)) == ("INC", 4, 4)
    assert not set(first + second) & set("ILOU")
    assert (first + second).isalnum()
    assert (first + second).upper() == first + second
    assert code_of("INC", record) == code_of("INC", record)


def test_a_code_never_changes() -> None:
    assert code_of("INC", UUID(int=1)) == "INC-4QBN-SDND"


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("ＩＤ管理", "id管理"),
        ("ｼｽﾃﾑ", "システム"),
        ("ガ", "ガ"),
        ("㈱", "(株)"),
        ("①", "1"),
        ("Straße", "STRASSE"),
        ("85，783", "85,783"),
        ("ẞ\u0301", "ss\u0301"),
    ],
)
def test_texts_are_found_whatever_their_width_and_case(written: str, searched: str) -> None:
    assert normalised(searched) in normalised("前文", written, "後文")


@given(texts=st.lists(st.one_of(st.none(), st.text())))
def test_normalising_twice_is_normalising_once(texts: list[str | None]) -> None:
    once = normalised(*texts)
    assert normalised(once) == once


def test_nothing_written_is_nothing_to_search() -> None:
    assert normalised(None, "", None) == ""
    assert normalised(None, "A", "", "B") == "a\nb"


def test_every_party_has_its_bit_and_everyone_has_them_all() -> None:
    bits = [bit(number) for number in range(63)]
    assert len(set(bits)) == 63
    assert all(EVERYONE & one for one in bits)
    assert bit(-1) == 0
    assert sum(bits) == EVERYONE < 2**63


def test_a_number_as_long_as_the_domain_allows_stands_in_its_row(home: Home) -> None:
    most = 10**18 - 1
    made = home.made("MZ editor", record_investigation, method="LOG", population=most)
    assert row(home.log, INVESTIGATIONS, made)["population"] == most


def test_a_members_grants_end_in_the_row_as_they_do_in_the_aggregate(home: Home) -> None:
    shown = row(home.log, MEMBERS, home.people["MZ editor"])
    assert shown["grants"] == [
        {"party": MZ, "role": "editor", "department": None, "since": "2023-01-01", "until": None}
    ]
