"""What spans a countermeasure and its checks holds when both are written to at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.office import Receipt
from commands.people.departments import found_department
from commands.people.members import enrol_member
from commands.register.checks import check_effect, state_criterion
from commands.register.countermeasures import propose_countermeasure
from commands.register.progress import give_verdict, report_progress
from domain.register.check import EffectivenessCheck
from domain.register.countermeasure import Countermeasure
from domain.register.refusals import (
    CheckerReportedItDone,
    ClosingNeedsItsChecks,
    ReporterCheckedIt,
)
from store.tables import REGISTER
from tests.houses import MZ, OPENING, Home
from tests.races import race_often


@dataclass(frozen=True, slots=True)
class Measured:
    """A countermeasure and a check of it."""

    measure: UUID
    check: UUID


@pytest.fixture
def home_with_clerk(home: Home) -> Home:
    """A house in which somebody of MZ may both report and check: an editor of one department."""
    department = home.made("operator", found_department, party=MZ, name="情報部", since=OPENING)
    home.people["MZ clerk"] = home.made(
        "operator",
        enrol_member,
        party=MZ,
        name="担当",
        roles=["editor"],
        department=department,
        since=OPENING,
    )
    return home


def stated(home: Home, **measure: Any) -> Measured:
    """A new measure with a criterion of what it sets up."""
    proposed = home.made("MZ editor", propose_countermeasure, title="点検", **measure)
    criterion = {"layer": "SET_UP", "measure": "規程", "target": "ある"}
    check = home.made("MZ auditor", state_criterion, countermeasure=proposed, **criterion)
    return Measured(proposed, check)


def find(who: str, *, met: bool) -> Callable[[Home, Measured], Receipt]:
    """Say what a check found, and why it may be another result than before."""
    found: dict[str, Any] = {"met": met, "result": "確かめた", "reason": "見直した"}
    return lambda home, about: home.perform(who, check_effect, check=about.check, **found)


def test_nobody_both_reports_a_measure_as_done_and_checks_it(home_with_clerk: Home) -> None:
    home = home_with_clerk

    def report(home: Home, about: Measured) -> Receipt:
        return home.perform(
            "MZ clerk", report_progress, countermeasure=about.measure, status="IMPLEMENTED"
        )

    def judge(about: Measured, reported: object, found: object) -> None:
        with home.log.writing() as work:
            measure = work.load(Countermeasure, about.measure)
            check = work.load(EffectivenessCheck, about.check)
        clerk = home.people["MZ clerk"]
        if isinstance(reported, Receipt):
            assert isinstance(found, CheckerReportedItDone)
            assert measure.reported_done_by == {clerk}
            assert not check.concluded_by
        else:
            assert isinstance(reported, ReporterCheckedIt)
            assert isinstance(found, Receipt)
            assert check.concluded_by == {clerk}
            assert not measure.reported_done_by

    race_often(home, about=stated, one=report, other=find("MZ clerk", met=False), judge=judge)


def test_nothing_is_closed_behind_a_finding_that_it_is_not_met(home: Home) -> None:
    def ready(home: Home) -> Measured:
        about = stated(home, kind="CORRECTION")
        home.perform(
            "MZ editor", report_progress, countermeasure=about.measure, status="IMPLEMENTED"
        )
        find("MZ auditor", met=True)(home, about)
        home.clock.pass_by(seconds=1)
        return about

    def resolve(home: Home, about: Measured) -> Receipt:
        return home.perform(
            "MZ cco", give_verdict, countermeasure=about.measure, verdict="RESOLVED"
        )

    def judge(about: Measured, resolved: object, found: object) -> None:
        assert isinstance(found, Receipt)
        with home.log.writing() as work:
            measure = work.load(Countermeasure, about.measure)
        if isinstance(resolved, Receipt):
            assert measure.verdict_is_outdated, "it was found not to be met behind the verdict"
            assert last_of(home, about.measure) > last_of(home, about.check)
        else:
            assert isinstance(resolved, ClosingNeedsItsChecks)
            assert not measure.verdict_is_outdated

    race_often(home, about=ready, one=resolve, other=find("MZ auditor", met=False), judge=judge)


def last_of(home: Home, stream: UUID) -> int:
    """The position of the last fact of a stream."""
    facts = REGISTER.facts.c
    with home.log.following() as connection:
        position: int = connection.execute(
            sa.select(sa.func.max(facts.position)).where(facts.originator_id == stream)
        ).scalar_one()
    return position
