"""A command with its folds, against a bare transaction that writes exactly the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count, cycle
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from benchmarks.grounds import Ground
from benchmarks.measure import Measured, Target, times
from commands.office import Desk
from commands.register.countermeasures import propose_countermeasure, remark_countermeasure
from examples.play import Clock, play
from projections.all import FOLDING
from service import house
from store.tables import REGISTER

# What is reached depends on the disk: the quicker it keeps a commit, the more a command weighs.
TARGETS: Final = {
    "SQLite": Target(0.6, at_least=True, reached=0.3),
    "PostgreSQL": Target(0.6, at_least=True, reached=0.3),
}

Statement = tuple[str, list[tuple[Any, ...]]]


def measure(ground: Ground, *, smoke: bool) -> Iterator[Measured]:
    """One command that begins a row (two facts), and one that changes it (one fact)."""
    rounds = 40 if smoke else 400
    settings = ground.blank("commands")
    clock = Clock()
    opened = house.found(settings, clock)
    people = play(opened.office, clock)
    editor = next(p.id for p in people if p.party == "MZ" and p.roles == ("editor",))
    keys, months = count(), cycle(range(1, 13))

    def perform(command: Callable[[Desk], Any]) -> UUID:
        key = f"bench-{next(keys)}"
        return opened.office.perform(editor, command, key=key, request=b"{}").records[0]

    def begin() -> UUID:
        return perform(
            lambda desk: propose_countermeasure(
                desk,
                title="入退室の記録を毎月確かめる",
                items=("記録の確認", "差異の報告"),
                wording=f"2023年{next(months)}月末までに",
                written_on=date(2023, 2, 17),
            )
        )

    unchanged = iter([begin() for _ in range(2 * rounds + 1)])

    def change() -> UUID:
        record = next(unchanged)
        return perform(
            lambda desk: remark_countermeasure(
                desk, countermeasure=record, remark="先行部署での確認を終えた"
            )
        )

    for what, command in (("begins a row (2 facts)", begin), ("changes a row (1 fact)", change)):
        opened.close()
        bare = ground.bare(ground.copy(settings, f"floor-{what[:6]}"))
        behind = opened.log.recorder.max_notification_id() or 0
        for _ in range(rounds + 1):
            command()
        commands = written(opened, behind, ground.mark)
        assert len(commands) == rounds + 1, "each command has its floor"
        told = sum(len(rows) for sql, rows in commands[0])
        write = _writing(ground, bare, iter(commands))
        write()
        ours, bottom = times(command, write, rounds=rounds)
        bare.close()
        yield Measured(
            f"{ground.name}: a command that {what}",
            f"a bare transaction of the same {told} rows",
            bottom / ours,
            f"share of the floor's speed; {rounds} rounds",
            TARGETS[ground.name],
        )
    opened.close()


def _writing(ground: Ground, bare: Any, commands: Iterator[list[Statement]]) -> Callable[[], None]:
    """Writes the next command's rows in a transaction of the bare driver."""

    def write() -> None:
        ground.begin(bare, write=True)
        cursor = bare.cursor()
        for sql, rows in next(commands):
            if len(rows) == 1:
                cursor.execute(sql, rows[0])
            else:
                cursor.executemany(sql, rows)
        bare.commit()

    return write


def written(opened: house.House, behind: int, mark: str) -> list[list[Statement]]:
    """What each command behind this position wrote, as statements that write it once more."""
    found: dict[int, list[Statement]] = {}
    with opened.engine.connect() as connection:
        facts = _rows(connection, REGISTER.facts, f"position > {behind}")
        members = {(row["originator_id"], row["originator_version"]): row for row in facts}
        for row in facts:
            _add(found.setdefault(row["command"], []), REGISTER.facts, row, mark)
        for row in _rows(connection, REGISTER.keys, "wrapped IS NOT NULL"):
            fact = members.get((row["originator_id"], row["originator_version"]))
            if fact is not None:
                _add(found[fact["command"]], REGISTER.keys, row, mark)
        requests = _rows(connection, REGISTER.requests, "true", "ORDER BY recorded_at, key")
        in_order = sorted(requests, key=lambda row: int(row["key"].rpartition("-")[2]))
        for command, row in zip(sorted(found), in_order[-len(found) :], strict=True):
            _add(found[command], REGISTER.requests, row, mark)
        for view in FOLDING.views:
            was = {
                (row["id"], row["till"]): row
                for row in _rows(connection, view.past, f"till > {behind}")
            }
            for (_, till), row in was.items():
                _add(found[till], view.past, row, mark)
            stood = [row for row in was.values() if row["since"] > behind]
            for row in [*stood, *_rows(connection, view.current, f"since > {behind}")]:
                row = {name: row[name] for name in view.names}
                before = was.get((row["id"], row["since"]))
                if before is None:
                    _add(found[row["since"]], view.current, row, mark)
                else:
                    _change(found[row["since"]], view.current, before, row, mark)
    return [statements for _, statements in sorted(found.items())]


def _rows(
    connection: sa.Connection, table: sa.Table, where: str, order: str = ""
) -> list[dict[str, Any]]:
    """Rows as the driver hands them over, texts of JSON as texts."""
    text = "::text" if connection.dialect.name == "postgresql" else ""
    names = [f"{c.name}{text if isinstance(c.type, sa.JSON) else ''}" for c in table.c]
    rows = connection.exec_driver_sql(
        f'SELECT {", ".join(names)} FROM "{table.name}" WHERE {where} {order}'
    )
    return [dict(zip(table.c.keys(), row, strict=True)) for row in rows]


def _add(to: list[Statement], table: sa.Table, row: dict[str, Any], mark: str) -> None:
    marks = ", ".join([mark] * len(row))
    sql = f'INSERT INTO "{table.name}" ({", ".join(row)}) VALUES ({marks})'
    if to and to[-1][0] == sql:
        to[-1][1].append(tuple(row.values()))
    else:
        to.append((sql, [tuple(row.values())]))


def _change(
    to: list[Statement], table: sa.Table, before: dict[str, Any], row: dict[str, Any], mark: str
) -> None:
    changed = {name: value for name, value in row.items() if value != before[name]}
    assign = ", ".join(f"{name} = {mark}" for name in changed)
    sql = f'UPDATE "{table.name}" SET {assign} WHERE id = {mark}'
    to.append((sql, [(*changed.values(), row["id"])]))
