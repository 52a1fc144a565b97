"""The nested list of a hundred countermeasures, against its own flat SELECTs by the bare driver."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import orjson

from benchmarks.asking import answer, schema
from benchmarks.floor import bare, replay_reads, traced
from benchmarks.measure import Measured, Target, times
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from examples.play import Clock, play
from service import house
from service.settings import Settings

QUERY = """
{ countermeasures(first: 100, statusDate: "2023-04-15") { nodes { id code title items kind
    status verdict overdue responsible { party { code } }
    schedule { wording kind start due certainty slipCount slips { reason } }
    causes { statement category kind incidents { title figures { label value unit } } } } } }
"""


def measure(folder: Path, *, smoke: bool) -> list[Measured]:
    """The meeting query in process: parse, validate, plan, fetch, shape."""
    opened, editor = meeting(Settings.of(f"sqlite:///{folder / 'register.sqlite'}"))
    shaping = schema().shaping

    def ask() -> bytes:
        return answer(opened, editor, QUERY)

    def interpreted() -> bytes:
        shaping.off = True
        try:
            return ask()
        finally:
            shaping.off = False

    once = ask()
    assert once == interpreted(), "both answer alike before they are timed"
    before = shaping.generated, shaping.interpreted
    assert ask() == once
    after = shaping.generated, shaping.interpreted
    assert after == (before[0] + 1, before[1]), "from the second time on nothing falls back"
    told = orjson.loads(once)
    assert len(told["data"]["countermeasures"]["nodes"]) == 100, "the answer is whole"
    with traced(opened.engine) as statements:
        ask()
    connection = bare(folder / "register.sqlite")

    def flat() -> bytes:
        replay_reads(connection, [(sql, (), False) for sql in statements])
        return orjson.dumps(told)

    rounds = 10 if smoke else 100
    ours, floor = times(ask, flat, rounds=rounds)
    # Apart from the floor: the executor leaves nothing in the caches.
    shaped, without = times(ask, interpreted, rounds=rounds)
    connection.close()
    return [
        Measured(
            "the nested list of 100 over GraphQL, in process",
            "its flat SELECTs + orjson",
            ours / floor,
            f"{ours * 1000:.2f} ms and {floor * 1000:.2f} ms; {len(statements)} statements (lower is better)",
            Target(1.4, reached=2.4),
        ),
        Measured(
            "the same, shaped by a generated function",
            "shaped by the executor",
            shaped / without,
            f"{len(once)} bytes; {without * 1000:.2f} ms by the executor (lower is better)",
        ),
    ]


def meeting(settings: Settings) -> tuple[house.House, UUID]:
    """The register that the meeting query is asked of, founded there, and the editor who asks it."""
    clock = Clock()
    opened = house.found(settings, clock)
    people = play(opened.office, clock)
    editor = next(p.id for p in people if p.party == "MZ" and p.roles == ("editor",))
    for number in range(86):
        _measure_of(opened, editor, number)
    return opened, editor


def _measure_of(opened: house.House, editor: UUID, number: int) -> None:
    perform = opened.office.perform
    cause = perform(
        editor,
        lambda desk: state_cause(desk, statement=f"原因 {number}", category="システム"),
    ).records[0]
    made = perform(
        editor,
        lambda desk: propose_countermeasure(
            desk, title=f"対策 {number}", wording="2023年6月末までに", written_on=date(2023, 2, 17)
        ),
    ).records[0]
    perform(editor, lambda desk: link_records(desk, cause=cause, record=made))
