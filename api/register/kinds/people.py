"""How departments and members are read: names as they stand on a day, grants with their days."""

from __future__ import annotations

from api.kinds import Kind, Related, Several, Value, column
from api.lens import Lens
from api.levels import Row
from api.register.kinds.shared import columns, party, record
from projections.people.departments import DEPARTMENTS, name_on, names_of
from projections.people.members import MEMBERS


def _name(row: Row, lens: Lens) -> str:
    return name_on(row["names"], lens.status_date)


def _names(row: Row, _: Lens) -> list[Row]:
    return [{"since": since, "name": name} for since, name in names_of(row["names"])]


def _stands(row: Row, lens: Lens) -> bool:
    until = row["standing_until"]
    return row["standing_since"] <= lens.status_date and (
        until is None or lens.status_date <= until
    )


def _grants(rows: list[Row], _: Lens) -> list[list[Row]]:
    return [row["grants"] for row in rows]


DEPARTMENT: Kind = Kind(
    "Department",
    DEPARTMENTS,
    {
        **record(DEPARTMENTS),
        "name": Value(("names",), _name),
        "names": Value(("names",), _names),
        "since": column("standing_since"),
        "until": column("standing_until"),
        "standing": Value(("standing_since", "standing_until"), _stands),
        "merged_into": Related(lambda: DEPARTMENT, many=False, parent="merged_into"),
    },
    ("Record",),
)

GRANT: Kind = Kind(
    "Grant",
    MEMBERS,
    {
        **columns("role", "since", "until"),
        "party": party("party"),
        "department": Related(lambda: DEPARTMENT, many=False, parent="department"),
    },
)

MEMBER: Kind = Kind(
    "Member",
    MEMBERS,
    {
        **record(MEMBERS),
        **columns("name", "retired"),
        "grants": Several(("grants",), lambda: GRANT, _grants),
    },
    ("Record",),
)
