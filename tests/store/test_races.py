"""Rules hold when two commands are given at one moment: what comes out could have come out one after
the other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Receipt
from commands.people.departments import found_department
from commands.register.incidents import report_incident, revise_incident
from commands.register.organisation import merge_departments
from commands.register.releases import release_record, withdraw_release
from commands.register.reports import restate_figure, state_figure
from domain.refusals import OthersWillRead
from domain.register.figure import Figure
from domain.register.refusals import FigureIsRestated
from domain.register.release import Release
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.view import bit
from store.tables import REGISTER
from tests.houses import MZ, PG, Home
from tests.races import doors, race, race_often


def test_of_two_restatements_one_stands(home: Home) -> None:
    def state(home: Home) -> UUID:
        return home.made(
            "MZ editor", state_figure, label="閲覧", measure="件数", value=Decimal(1), unit="件"
        )

    def restate(home: Home, figure: UUID) -> Receipt:
        return home.perform(
            "MZ editor", restate_figure, figure=figure, value=Decimal(2), reason="精査"
        )

    def judge(figure: UUID, *said: object) -> None:
        [receipt] = [one for one in said if isinstance(one, Receipt)]
        [refused] = [one for one in said if one is not receipt]
        assert isinstance(refused, FigureIsRestated)
        with home.log.writing() as work:
            earlier = work.load(Figure, figure)
        assert earlier.restated_by in receipt.records
        restating = FIGURES.current.c.restates == str(figure)
        with home.log.following() as connection:
            newer = connection.execute(sa.select(FIGURES.current.c.id).where(restating)).all()
        assert len(newer) == 1

    race_often(home, about=state, one=restate, other=restate, judge=judge)


def test_of_one_request_sent_twice_at_once_one_is_carried_out(home: Home) -> None:
    def send(home: Home, key: str) -> Receipt:
        return home.perform("MZ editor", report_incident, key=key, request=b"A", title="A")

    def judge(key: str, *said: object) -> None:
        first, second = (one for one in said if isinstance(one, Receipt))
        assert first.records == second.records
        assert sorted([(first.repeated, first.facts), (second.repeated, second.facts)]) == [
            (False, 1),
            (True, 0),
        ]

    before = home.facts()
    keys: list[str] = []

    def key(_: Home) -> str:
        keys.append(str(uuid4()))
        return keys[-1]

    race_often(home, about=key, one=send, other=send, judge=judge)
    assert home.facts() == before + len(keys)


def test_a_release_withdrawn_and_given_again_at_once_ends_as_its_last_word_says(home: Home) -> None:
    def released(home: Home) -> UUID:
        incident = home.made("MZ editor", report_incident, title="A", categories=("NONE",))
        release(home, incident)
        return incident

    def release(home: Home, incident: UUID) -> Receipt:
        return home.perform(
            "MZ barrier_officer", release_record, INCIDENTS, record=incident, to=PG, basis="約定"
        )

    def withdraw(home: Home, incident: UUID) -> Receipt:
        return home.perform(
            "MZ barrier_officer", withdraw_release, release=Release.id_for(incident, PG)
        )

    def judge(incident: UUID, withdrawn: object, given: object) -> None:
        assert isinstance(withdrawn, Receipt) and isinstance(given, Receipt)
        with home.log.writing() as work:
            stands = work.load(Release, Release.id_for(incident, PG)).stands_on(home.today)
        # Given again after the withdrawal, it stands; before it, nothing was new and it fell.
        assert stands == bool(given.facts)
        row = home.sees(INCIDENTS, MZ)[str(incident)]
        assert bool(row["audience"] & bit(PG)) == stands
        assert (str(incident) in home.sees(INCIDENTS, PG)) == stands

    race_often(home, about=released, one=withdraw, other=release, judge=judge)


def test_nobody_writes_into_a_record_that_another_reads_by_then_without_knowing_it(
    home: Home,
) -> None:
    """A rule across two records: the release is a stream of its own."""

    def reported(home: Home) -> UUID:
        return home.made("MZ editor", report_incident, title="A", categories=("NONE",))

    def release(home: Home, incident: UUID) -> Receipt:
        return home.perform(
            "MZ barrier_officer", release_record, INCIDENTS, record=incident, to=PG, basis="約定"
        )

    def revise(home: Home, incident: UUID) -> Receipt:
        return home.perform("MZ editor", revise_incident, incident=incident, title="B")

    def judge(incident: UUID, released: object, revised: object) -> None:
        assert isinstance(released, Receipt)
        first = position_of(home, Release.id_for(incident, PG), 1)
        if isinstance(revised, OthersWillRead):
            assert home.sees(INCIDENTS, PG)[str(incident)]["title"] == "A"
        else:
            assert isinstance(revised, Receipt)
            assert position_of(home, incident, 2) < first, "written before it was released"

    race_often(home, about=reported, one=release, other=revise, judge=judge)


def test_two_departments_are_not_merged_into_each_other(home: Home) -> None:
    def founded(home: Home) -> tuple[UUID, UUID]:
        return department(home, "業務部"), department(home, "監査部")

    def merge(home: Home, into: UUID, gone: UUID) -> Receipt:
        return home.perform("operator", merge_departments, into=into, departments=(gone,))

    def judge(_: tuple[UUID, UUID], *said: object) -> None:
        assert sorted(type(one).__name__ for one in said) == ["DepartmentIsClosed", "Receipt"]

    race_often(
        home,
        about=founded,
        one=lambda home, pair: merge(home, *pair),
        other=lambda home, pair: merge(home, *reversed(pair)),
        judge=judge,
    )


def test_races_find_what_is_decided_too_early(home: Home) -> None:
    """Else the tests above would pass whatever happened: here the figure is read before the lock."""
    lost = 0
    with doors(home) as (left, right):
        for _ in range(20):
            figure = home.made(
                "MZ editor", state_figure, label="閲覧", measure="件数", value=Decimal(1), unit="件"
            )

            def restate(home: Home, figure: UUID = figure) -> bool:
                restating = FIGURES.current.c.restates == str(figure)
                with home.log.following() as connection:
                    there = connection.execute(sa.select(FIGURES.current).where(restating)).first()
                if there is None:
                    with home.log.writing() as work:
                        work.keep(another(figure, at=work.now))
                return there is None

            lost += race(lambda: restate(left), lambda: restate(right)) == [True, True]
    assert lost


def another(figure: UUID, **asked: Any) -> Figure:
    return Figure.state(
        id=uuid4(),
        owner=MZ,
        label="閲覧",
        measure="件数",
        value=Decimal(2),
        unit="件",
        restates=figure,
        reason="精査",
        by=UUID(int=1),
        **asked,
    )


def department(home: Home, name: str) -> UUID:
    day = home.today.replace(day=1)
    return home.made("operator", found_department, party=MZ, name=name, since=day)


def position_of(home: Home, stream: UUID, version: int) -> int:
    facts = REGISTER.facts.c
    with home.log.following() as connection:
        position: int = connection.execute(
            sa.select(facts.position).where(
                facts.originator_id == stream, facts.originator_version == version
            )
        ).scalar_one()
    return position
