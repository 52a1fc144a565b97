"""Who may do what."""

import re
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.people.roles import (
    DEPARTMENTAL,
    MAY,
    OPERATOR,
    PEOPLE_COMMANDS,
    READS,
    Actor,
    Grant,
    Role,
    permit,
)
from domain.refusals import NotPermitted, NotYourDepartment, NotYourParty

ROLES_MD = Path(__file__).parents[3] / "docs" / "roles.md"
PG, MZ = 1, 2
SALES, SYSTEMS = UUID(int=0x5A), UUID(int=0x57)
DAY = date(2023, 4, 1)


def actor(*roles: Role, party: int = MZ, department: UUID | None = None) -> Actor:
    grants = tuple(Grant(party, role, department, DAY, None) for role in roles)
    return Actor(member=UUID(int=7), party=party, grants=grants)


@pytest.mark.parametrize("command", MAY)
@pytest.mark.parametrize("role", Role)
def test_a_role_allows_its_commands_and_no_others(command: str, role: Role) -> None:
    if role in MAY[command]:
        permit(command, actor(role), owner=MZ)
    else:
        with pytest.raises(NotPermitted) as refused:
            permit(command, actor(role), owner=MZ)
        assert refused.value.details["roles"] == tuple(r for r in Role if r in MAY[command])


@pytest.mark.parametrize("command", MAY)
def test_nobody_acts_without_a_role_or_outside_the_party(command: str) -> None:
    with pytest.raises(NotPermitted):
        permit(command, actor(), owner=MZ)
    with pytest.raises(NotYourParty):
        permit(command, actor(*Role), owner=PG)
    permit(command, actor(*Role))


def test_a_role_in_another_party_counts_for_nothing() -> None:
    grants = actor(Role.EDITOR, party=PG).grants
    with pytest.raises(NotPermitted):
        permit("report_incident", Actor(member=UUID(int=7), party=MZ, grants=grants), owner=MZ)
    mixed = Actor(UUID(int=7), MZ, (*grants, *actor(Role.EDITOR, department=SALES).grants))
    with pytest.raises(NotYourDepartment):
        permit("report_progress", mixed, owner=MZ, department=SYSTEMS)


@pytest.mark.parametrize("command", MAY)
def test_the_operator_does_people_commands_alone(command: str) -> None:
    if command in PEOPLE_COMMANDS:
        permit(command, OPERATOR, owner=MZ)
    else:
        with pytest.raises(NotPermitted):
            permit(command, OPERATOR, owner=MZ)


def test_who_resembles_the_operator_is_not() -> None:
    with pytest.raises(NotPermitted):
        permit("enrol_member", Actor(member=OPERATOR.member, party=MZ, grants=()))


# ----- departments ------------------------------------------------------------------------------


def test_an_editor_of_the_department_reports_its_progress() -> None:
    permit("report_progress", actor(Role.EDITOR, department=SALES), owner=MZ, department=SALES)


def test_an_editor_of_the_whole_party_reports_any_departments_progress() -> None:
    permit("report_progress", actor(Role.EDITOR), owner=MZ, department=SALES)


def test_an_editor_of_another_department_does_not_report_progress() -> None:
    systems = actor(Role.EDITOR, department=SYSTEMS)
    with pytest.raises(NotYourDepartment):
        permit("report_progress", systems, owner=MZ, department=SALES)
    permit("report_progress", systems, owner=MZ, department=None)
    permit("report_progress", systems, owner=MZ, department=SALES, whole_party=True)


def test_another_role_for_the_whole_party_does_not_widen_an_editors_department() -> None:
    grants = (*actor(Role.EDITOR, department=SYSTEMS).grants, *actor(Role.CCO).grants)
    with pytest.raises(NotYourDepartment):
        permit("report_progress", Actor(UUID(int=7), MZ, grants), owner=MZ, department=SALES)


def test_an_editor_of_two_departments_reports_for_both() -> None:
    both = Actor(
        UUID(int=7),
        MZ,
        (
            *actor(Role.EDITOR, department=SALES).grants,
            *actor(Role.EDITOR, department=SYSTEMS).grants,
        ),
    )
    permit("report_progress", both, owner=MZ, department=SALES)
    permit("report_progress", both, owner=MZ, department=SYSTEMS)


@pytest.mark.parametrize("command", sorted(MAY.keys() - DEPARTMENTAL))
def test_only_progress_is_a_matter_of_departments(command: str) -> None:
    permit(command, actor(*Role, department=SYSTEMS), owner=MZ, department=SALES)


# ----- reading ----------------------------------------------------------------------------------


def test_administrators_and_custodians_see_no_record() -> None:
    assert frozenset(Role) - READS == {Role.ADMINISTRATOR, Role.CUSTODIAN}
    assert MAY["export"] == READS


def test_the_table_of_roles_is_the_rule() -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.+)\|$", ROLES_MD.read_text("utf-8"), re.MULTILINE)
    header = re.search(r"^\| command \|(.+)\|$", ROLES_MD.read_text("utf-8"), re.MULTILINE)
    assert header is not None
    roles = [Role(cell.strip()) for cell in header[1].split("|")]
    assert roles == list(Role)
    table = {
        command: frozenset(
            role for role, cell in zip(roles, cells.split("|"), strict=True) if cell.strip() == "●"
        )
        for command, cells in rows
    }
    assert len(rows) == len(table)
    assert table == dict(MAY)
