"""A release and the rule that forbids it never both have their way, given at one moment."""

from __future__ import annotations

from uuid import UUID

from commands.office import Receipt
from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from commands.register.incidents import report_incident
from commands.register.releases import release_records
from domain.register.refusals import BarrierRuleForbids
from domain.register.release import Release
from projections.register.incidents import INCIDENTS
from tests.houses import PG, Home
from tests.races import race_often

OFFICER = "MZ barrier_officer"


def test_a_release_and_its_rule_never_both_win(home: Home) -> None:
    rules: list[UUID] = []
    won: set[bool] = set()

    def record(home: Home) -> UUID:
        while rules:
            home.perform(
                OFFICER, end_barrier_rule, rule=rules.pop(), reason="次へ", acknowledged=("PG",)
            )
        return home.made("MZ editor", report_incident, title="閲覧", categories=("PERSONAL",))

    def release(home: Home, about: UUID) -> Receipt:
        return home.perform(OFFICER, release_records, ids=(about,), to="PG", basis="共有")

    def impose(home: Home, _: UUID) -> Receipt:
        return home.perform(
            OFFICER, impose_barrier_rule, name="規則", category="PERSONAL", to="PG", basis="法令"
        )

    def judge(about: UUID, released: object, imposed: object) -> None:
        assert isinstance(imposed, Receipt)
        rules.extend(imposed.records)
        assert str(about) not in home.sees(INCIDENTS, PG)
        won.add(isinstance(released, Receipt))
        if not isinstance(released, Receipt):
            assert isinstance(released, BarrierRuleForbids)
            with home.log.writing() as work:
                assert work.find(Release, Release.id_for(about, PG)) is None

    race_often(home, about=record, one=release, other=impose, judge=judge)
    assert won == {True, False}, "each came first at least once"
