"""No open countermeasure is left with a department that ends, whatever comes at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from commands.office import Receipt
from commands.people.departments import found_department, rename_department
from commands.register.countermeasures import assign_countermeasure, propose_countermeasure
from commands.register.organisation import close_department, merge_departments
from domain.people.department import Department
from domain.people.refusals import DepartmentHasMeasures, DepartmentIsClosed
from domain.register.countermeasure import Countermeasure
from tests.houses import MZ, OPENING, Home
from tests.races import race_often


@dataclass(frozen=True, slots=True)
class Reorganised:
    """Two departments of MZ and a countermeasure that none answers for yet."""

    department: UUID
    successor: UUID
    measure: UUID


def begun(home: Home) -> Reorganised:
    department, successor = (
        home.made("operator", found_department, party=MZ, name=name, since=OPENING)
        for name in ("営業部", "お客さま部")
    )
    measure = home.made("MZ editor", propose_countermeasure, title="点検")
    return Reorganised(department, successor, measure)


def assign(home: Home, about: Reorganised) -> Receipt:
    return home.perform(
        "MZ editor",
        assign_countermeasure,
        countermeasure=about.measure,
        responsible_department=about.department,
    )


def close(home: Home, about: Reorganised) -> Receipt:
    return home.perform("operator", close_department, department=about.department)


def merge(home: Home, about: Reorganised) -> Receipt:
    return home.perform(
        "operator", merge_departments, into=about.successor, departments=(about.department,)
    )


def loaded(home: Home, about: Reorganised) -> tuple[Department, Countermeasure]:
    with home.log.writing() as work:
        return work.load(Department, about.department), work.load(Countermeasure, about.measure)


def test_a_department_is_closed_or_gets_a_measure_never_both(home: Home) -> None:
    def judge(about: Reorganised, closed: object, assigned: object) -> None:
        department, measure = loaded(home, about)
        if isinstance(closed, Receipt):
            assert isinstance(assigned, DepartmentIsClosed)
            assert measure.responsible_department is None
        else:
            assert isinstance(closed, DepartmentHasMeasures)
            assert isinstance(assigned, Receipt)
            assert department.until is None
            assert measure.responsible_department == about.department

    race_often(home, about=begun, one=close, other=assign, judge=judge)


def test_a_measure_assigned_while_departments_merge_goes_along_or_is_refused(home: Home) -> None:
    def judge(about: Reorganised, merged: object, assigned: object) -> None:
        department, measure = loaded(home, about)
        assert isinstance(merged, Receipt)
        assert department.merged_into == about.successor
        if isinstance(assigned, Receipt):
            assert measure.responsible_department == about.successor
        else:
            assert isinstance(assigned, DepartmentIsClosed)
            assert measure.responsible_department is None

    race_often(home, about=begun, one=merge, other=assign, judge=judge)


def test_what_two_name_a_department_is_one_after_the_other(home: Home) -> None:
    def rename(name: str) -> Callable[[Home, Reorganised], Receipt]:
        def act(home: Home, about: Reorganised) -> Receipt:
            return home.perform(
                "operator", rename_department, department=about.department, name=name
            )

        return act

    def judge(about: Reorganised, one: object, other: object) -> None:
        assert isinstance(one, Receipt) and isinstance(other, Receipt)
        department, _ = loaded(home, about)
        assert {name for _, name in department.names} == {"営業部", "甲", "乙"}

    race_often(home, about=begun, one=rename("甲"), other=rename("乙"), judge=judge, times=20)
