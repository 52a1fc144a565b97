"""What may be seen: releases widen and narrow it, days end it, and the past tells no more."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from commands.office import Desk, day_in_tokyo
from commands.people.departments import found_department
from commands.register.causes import link_records, state_cause, unlink_records
from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident
from commands.register.reports import restate_figure, state_figure
from domain.people.department import Department
from domain.people.member import Member
from domain.people.roles import OPERATOR
from domain.register.countermeasure import Countermeasure
from domain.register.incident import Incident
from domain.register.link import Link
from projections.all import VIEWS
from projections.barrier import links_between, visible_pairs
from projections.clearance import Clearance
from projections.people.departments import DEPARTMENTS
from projections.people.identity import actor_of, clearance_of
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.coverage import COVERED
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.view import EVERYONE, Row, View
from tests.houses import EXT, HD, MZ, NUMBERS, PG, Home, seen
from tests.releasing import release, withdraw


def incident(home: Home, party: str = "MZ", title: str = "画面の誤表示") -> UUID:
    return home.made(f"{party} editor", report_incident, title=title, categories=("NONE",))


def rename(home: Home, record: UUID, title: str) -> None:
    with home.log.writing() as work:
        found = work.load(Incident, record)
        found.revise(
            title=title,
            group=None,
            summary=None,
            reporting=None,
            occurred_on=None,
            by=home.people["MZ editor"],
            at=work.now,
        )
        work.keep(found)


def seers(home: Home, view: View, record: UUID) -> set[int]:
    """The parties that see the record today."""
    return {party for party in NUMBERS.values() if str(record) in home.sees(view, party)}


# ----- who sees a record ------------------------------------------------------------------------


def test_a_record_is_its_owners_alone_at_first(home: Home) -> None:
    incident(home, "PG", "隣の会社の事案")
    assert seers(home, INCIDENTS, incident(home)) == {MZ}


def test_a_release_widens_the_audience_and_a_withdrawal_narrows_it_at_once(home: Home) -> None:
    mine, neighbour = incident(home), incident(home)
    release(home, mine, PG)
    release(home, mine, EXT)
    assert seers(home, INCIDENTS, mine) == {MZ, PG, EXT}
    withdraw(home, mine, PG)
    assert seers(home, INCIDENTS, mine) == {MZ, EXT}
    release(home, mine, PG)
    assert seers(home, INCIDENTS, mine) == {MZ, PG, EXT}
    assert seers(home, INCIDENTS, neighbour) == {MZ}


def test_the_release_itself_is_its_owners_alone(home: Home) -> None:
    release(home, incident(home), PG)
    assert len(home.sees(RELEASES, MZ)) == 1
    assert not home.sees(RELEASES, PG)


def test_a_dated_release_ends_behind_its_last_day_without_any_fact(home: Home) -> None:
    mine = incident(home)
    release(home, mine, PG, days=2)
    release(home, mine, HD)
    facts = home.facts()
    for passed, others in ((0, {PG, HD}), (2, {PG, HD}), (3, {HD}), (400, {HD})):
        today = (day_in_tokyo(home.clock()) + timedelta(days=passed)).isoformat()
        with home.log.reading() as connection:
            seers_then = {
                party
                for party in NUMBERS.values()
                if seen(connection, INCIDENTS, Clearance(party, today))
            }
        assert seers_then == {MZ} | others, passed
    assert home.facts() == facts


def test_a_dated_release_given_again_for_good_ends_no_more(home: Home) -> None:
    mine = incident(home)
    release(home, mine, PG, days=1)
    home.clock.pass_by(days=2)
    assert seers(home, INCIDENTS, mine) == {MZ}
    release(home, mine, PG)
    home.clock.pass_by(days=400)
    assert seers(home, INCIDENTS, mine) == {MZ, PG}


def test_parties_are_seen_by_everyone_who_reads(home: Home) -> None:
    for party in NUMBERS.values():
        assert {row["party_code"] for row in home.sees(PARTIES, party).values()} == set(NUMBERS)


# ----- who sees nothing -------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
def test_without_a_role_that_reads_there_is_nothing(home: Home, view: View) -> None:
    mine, moment = incident(home), home.moment()
    release(home, mine, PG)
    assert not home.sees(view, None)
    assert not home.sees(view, None, moment)


@pytest.mark.parametrize(
    ("who", "party"),
    [
        ("MZ member", MZ),
        ("MZ editor", MZ),
        ("PG auditor", PG),
        ("HD secretariat", HD),
    ],
)
def test_the_clearance_follows_the_standing_roles(home: Home, who: str, party: int | None) -> None:
    today = day_in_tokyo(home.clock())
    with home.log.reading() as connection:
        actor = actor_of(connection, home.people[who], today)
    assert clearance_of(actor, today) == Clearance(party, today.isoformat())


def test_who_administers_people_is_cleared_for_these_and_for_no_record(home: Home) -> None:
    today = day_in_tokyo(home.clock())
    with home.log.reading() as connection:
        administrator = actor_of(connection, home.people["HD administrator"], today)
    for actor, people, parties in (
        (administrator, 1 << HD, {HD}),
        (OPERATOR, EVERYONE, set(NUMBERS.values())),
    ):
        clearance = clearance_of(actor, today)
        assert clearance == Clearance(None, today.isoformat(), people)
        with home.log.reading() as connection:
            for view in VIEWS:
                owners = {row["owner"] for row in seen(connection, view, clearance).values()}
                if view is PARTIES:
                    assert owners == set(NUMBERS.values())
                elif view is MEMBERS:
                    assert owners == parties
                elif view is not DEPARTMENTS:
                    assert owners == set(), view.kind


def test_departments_are_seen_by_their_party_and_by_who_administers_it(home: Home) -> None:
    for name, party in (("営業部", MZ), ("総務部", HD)):
        home.perform("operator", found_department, party=party, name=name)
    names = {}
    for who in ("MZ member", "HD administrator", "PG auditor", "MZ custodian", "operator"):
        today = day_in_tokyo(home.clock())
        with home.log.reading() as connection:
            member = home.people.get(who)
            actor = (
                OPERATOR if who == "operator" else member and actor_of(connection, member, today)
            )
            rows = seen(connection, DEPARTMENTS, clearance_of(actor or None, today)).values()
        names[who] = sorted(row["names"][0].split(" ")[1] for row in rows)
    assert names == {
        "MZ member": ["営業部"],
        "HD administrator": ["総務部"],
        "PG auditor": [],
        "MZ custodian": [],
        "operator": ["営業部", "総務部"],
    }


def test_a_role_that_has_not_begun_or_has_ended_clears_nothing(home: Home) -> None:
    today = day_in_tokyo(home.clock())
    with home.log.writing() as work:
        someone = Member.enrol(id=uuid4(), owner=PG, name="後任", by=uuid4(), at=work.now)
        someone.grant(
            party=PG,
            role="member",
            since=today + timedelta(days=1),
            until=today + timedelta(days=2),
            by=uuid4(),
            at=work.now,
        )
        work.keep(someone)
    cleared = []
    for days in range(4):
        on = today + timedelta(days=days)
        with home.log.reading() as connection:
            cleared.append(clearance_of(actor_of(connection, someone.id, on), on).party)
    assert cleared == [None, PG, PG, None]
    with home.log.reading() as connection:
        assert clearance_of(actor_of(connection, uuid4(), today), today).party is None


# ----- the past ---------------------------------------------------------------------------------


def test_the_past_is_told_in_the_words_it_had(home: Home) -> None:
    mine = incident(home, title="当初の件名")
    then = home.moment()
    home.clock.pass_by(days=1)
    rename(home, mine, "直した件名")
    assert home.sees(INCIDENTS, MZ)[str(mine)]["title"] == "直した件名"
    assert home.sees(INCIDENTS, MZ, then)[str(mine)]["title"] == "当初の件名"


def test_before_it_was_recorded_there_is_nothing(home: Home) -> None:
    before = home.moment()
    incident(home)
    assert not home.sees(INCIDENTS, MZ, before)


def test_what_was_released_later_is_not_in_an_earlier_moment(home: Home) -> None:
    mine = incident(home)
    before = home.moment()
    home.clock.pass_by(days=1)
    release(home, mine, PG)
    after = home.moment()
    assert not home.sees(INCIDENTS, PG, before)
    assert home.sees(INCIDENTS, PG, after)


def test_what_was_withdrawn_is_hidden_in_the_past_too(home: Home) -> None:
    mine = incident(home)
    release(home, mine, PG)
    while_released = home.moment()
    assert home.sees(INCIDENTS, PG, while_released)
    withdraw(home, mine, PG)
    assert not home.sees(INCIDENTS, PG, while_released)
    assert home.sees(INCIDENTS, MZ, while_released)


def test_a_dated_release_is_judged_on_the_day_of_the_moment_and_today(home: Home) -> None:
    mine = incident(home)
    release(home, mine, PG, days=1)
    during = home.moment()
    home.clock.pass_by(days=1)
    assert home.sees(INCIDENTS, PG, during)
    home.clock.pass_by(days=1)
    ended = home.moment()
    assert not home.sees(INCIDENTS, PG, during), "it has ended today"
    home.clock.pass_by(days=1)
    release(home, mine, PG)
    assert home.sees(INCIDENTS, PG, during)
    assert not home.sees(INCIDENTS, PG, ended), "between the two releases nothing was to be seen"


# ----- links and coverage -----------------------------------------------------------------------


def linked(home: Home) -> tuple[UUID, UUID, UUID]:
    """A cause of MZ, linked to its incident and its countermeasure."""
    cause = home.made("MZ editor", state_cause, statement="研修の不足", categories=("NONE",))
    measure = home.made(
        "MZ editor",
        propose_countermeasure,
        title="研修",
        categories=("NONE",),
        wording="～2023年3月",
    )
    explained = incident(home)
    for record in (explained, measure):
        home.perform("MZ editor", link_records, cause=cause, record=record)
    return cause, explained, measure


def targets(home: Home, party: int) -> set[UUID]:
    return {UUID(row["target"]) for row in home.sees(LINKS, party).values()}


def test_a_link_is_seen_where_both_its_ends_are(home: Home) -> None:
    cause, explained, measure = linked(home)
    assert targets(home, MZ) == {explained, measure}
    release(home, cause, PG, CAUSES)
    assert targets(home, PG) == set()
    release(home, measure, PG, COUNTERMEASURES)
    assert targets(home, PG) == {measure}
    release(home, explained, PG)
    assert targets(home, PG) == {explained, measure}
    withdraw(home, cause, PG)
    assert targets(home, PG) == set()


def test_a_link_that_was_undone_stood_until_then(home: Home) -> None:
    cause, explained, measure = linked(home)
    then = home.moment()
    with home.log.writing() as work:
        link = work.load(Link, Link.id_for(cause, explained))
        link.undo(by=home.people["MZ editor"], at=work.now)
        work.keep(link)
    assert targets(home, MZ) == {measure}
    assert len(home.sees(LINKS, MZ, then)) == 2


def test_a_link_made_again_tells_nothing_of_an_earlier_one(home: Home) -> None:
    """It may have been made and undone before anybody else saw its ends."""
    cause, explained, measure = linked(home)
    home.perform("MZ editor", unlink_records, cause=cause, record=explained)
    home.clock.pass_by(days=1)
    for record, view in ((cause, CAUSES), (explained, INCIDENTS), (measure, COUNTERMEASURES)):
        release(home, record, PG, view)
    home.perform("MZ editor", link_records, cause=cause, record=explained)
    seen_by_pg = home.sees(LINKS, PG).values()
    again, first = sorted(seen_by_pg, key=lambda row: row["target"] != str(explained))
    assert again["recorded_at"] == again["stood_from"] > first["recorded_at"]
    assert again["born"] == again["since"] > first["born"]


def test_links_between_are_pairs_of_one_kind(home: Home) -> None:
    cause, explained, measure = linked(home)
    with home.looking(MZ) as connection:
        for kind, target in (("incident", explained), ("countermeasure", measure)):
            pairs = connection.execute(sa.select(links_between(home.clearance(MZ), kind))).all()
            assert [tuple(pair) for pair in pairs] == [(str(cause), str(target))]
    with home.looking(None) as connection:
        assert not connection.execute(
            sa.select(links_between(home.clearance(None), "incident"))
        ).all()


def test_coverage_is_seen_where_the_figure_and_the_incident_are(home: Home) -> None:
    covered, other = incident(home), incident(home)
    figure = home.made(
        "MZ editor",
        state_figure,
        label="閲覧",
        measure="閲覧者数",
        value=Decimal(10),
        unit="人",
        incidents=(covered, other),
        categories=("NONE",),
    )

    def pairs_of(party: int) -> set[tuple[str, str]]:
        with home.looking(party) as connection:
            pairs = connection.execute(
                sa.select(visible_pairs(COVERED, home.clearance(party)))
            ).all()
        return {(pair.figure, pair.incident) for pair in pairs}

    assert pairs_of(MZ) == {(str(figure), str(covered)), (str(figure), str(other))}
    release(home, figure, PG, FIGURES)
    assert pairs_of(PG) == set()
    release(home, covered, PG)
    assert pairs_of(PG) == {(str(figure), str(covered))}


# ----- what a row tells of what is hidden -------------------------------------------------------


def told(row: Row) -> tuple[object, ...]:
    """What moves when a record moves, as a viewer may observe it."""
    return row["version"], row["changed_at"], row["recorded_at"], row["code"], row["search"]


def test_a_release_to_another_party_changes_nothing_that_is_told(home: Home) -> None:
    mine = incident(home)
    release(home, mine, PG)
    before = told(home.sees(INCIDENTS, PG)[str(mine)])
    home.clock.pass_by(days=1)
    release(home, mine, HD)
    withdraw(home, mine, HD)
    assert told(home.sees(INCIDENTS, PG)[str(mine)]) == before


def test_a_change_of_content_is_told(home: Home) -> None:
    mine = incident(home, title="前")
    before = home.sees(INCIDENTS, MZ)[str(mine)]
    home.clock.pass_by(days=1)
    rename(home, mine, "後")
    after = home.sees(INCIDENTS, MZ)[str(mine)]
    assert after["version"] != before["version"]
    assert after["changed_at"] > before["changed_at"]
    assert (after["recorded_at"], after["code"]) == (before["recorded_at"], before["code"])


def test_a_figure_does_not_tell_that_a_hidden_one_restates_it(home: Home) -> None:
    figure = home.made(
        "MZ editor",
        state_figure,
        label="閲覧",
        measure="閲覧者数",
        value=Decimal(10),
        unit="人",
        categories=("NONE",),
    )
    release(home, figure, PG, FIGURES)
    before = told(home.sees(FIGURES, PG)[str(figure)])
    home.clock.pass_by(days=1)
    home.perform("MZ editor", restate_figure, figure=figure, value=Decimal(11), reason="再集計")
    assert told(home.sees(FIGURES, PG)[str(figure)]) == before
    assert len(home.sees(FIGURES, PG)) == 1


def test_a_countermeasure_does_not_tell_which_hidden_department_answers_for_it(home: Home) -> None:
    measure = home.made("MZ editor", propose_countermeasure, title="研修", categories=("NONE",))
    release(home, measure, PG, COUNTERMEASURES)
    before = told(home.sees(COUNTERMEASURES, PG)[str(measure)])
    home.clock.pass_by(days=1)
    by = home.people["MZ editor"]
    with home.log.writing() as work:
        department = Department.found(
            id=uuid4(),
            owner=MZ,
            name="営業部",
            since=day_in_tokyo(work.now),
            by=by,
            at=work.now,
        )
        found = work.load(Countermeasure, measure)
        found.assign(party=MZ, department=department.id, by=by, at=work.now)
        work.keep(department, found)
    assert home.sees(COUNTERMEASURES, MZ)[str(measure)]["responsible_department"]
    assert told(home.sees(COUNTERMEASURES, PG)[str(measure)]) == before


def test_hidden_and_absent_are_one_answer_to_a_command(home: Home) -> None:
    """Each named as the asker named it."""
    hidden = incident(home, "PG")
    answers = []
    for record in (hidden, uuid4()):
        with pytest.raises(Exception, match="no such record") as refused:
            home.perform("MZ editor", look_at, record)
        answers.append((type(refused.value), str(refused.value).replace(str(record), "…")))
    assert answers[0] == answers[1]


def look_at(desk: Desk, record: UUID) -> tuple[UUID, ...]:
    desk.row(INCIDENTS, record)
    return ()
