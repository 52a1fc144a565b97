"""Histories drawn at random, behind the story: everybody's work goes on, in both worlds alike as far as
the viewer may know, and otherwise as each world pleases."""

from __future__ import annotations

from random import Random
from uuid import UUID

from commands.register.incidents import report_incident, revise_incident
from commands.register.releases import release_record, withdraw_release
from domain.register.release import Release
from projections.register.incidents import INCIDENTS
from tests.api.minimal import ENTRIES, TAKING_DAYS
from tests.wall.affairs import PUBLIC
from tests.wall.hands import Hands
from tests.wall.minting import minting
from tests.wall.pairs import Pair, Worlds
from tests.wall.story import WORDS
from tests.wall.worlds import World

OUT_OF_SIGHT = 4
"""How often something may happen out of sight before the next that everybody may know."""


def told_at_random(worlds: Worlds, viewer: str, seed: int, steps: int) -> Pair:
    """A pair of worlds in which more happened; whoever asks for it closes it."""
    pair = worlds.fresh(viewer)
    for asked in (pair.a, pair.b):
        go_on(asked.world, f"{viewer} {seed}", steps)
    return pair


def go_on(world: World, seed: str, steps: int) -> None:
    """So many changes that the viewer may know of, and others in between."""
    cast, secret = world.cast, WORDS[world.letter]
    shared, alone = Random(seed), Random(f"{seed} {world.letter}")
    mine = Hands(world.home, cast.viewer, f"history {seed}", cast.owner)
    others = [
        Hands(world.home, party, f"history {seed} {world.letter}", reader)
        for party, reader in ((cast.owner, cast.third), (cast.third, cast.owner))
    ]
    shown: list[UUID] = []

    def pass_time() -> None:
        for _ in range(OUT_OF_SIGHT):
            world.home.clock.pass_by(minutes=shared.choice((1, 30, 700)))
            world.instants.append(world.home.clock())
            if alone.random() < 0.5:
                alone.choice(others).give(alone.choice(sorted(ENTRIES.keys() - TAKING_DAYS)))

    def told(number: int, who: str, command: object, **details: object) -> UUID:
        with minting(f"history {seed} {number} {command}"):
            made: UUID = world.home.made(f"{cast.owner} {who}", command, **details)  # type: ignore[arg-type]  # a command
        return made

    def show(number: int) -> None:
        """The owner writes something down, changes it out of sight, and shows what it became."""
        incident = told(number, "editor", report_incident, title=secret, categories=PUBLIC)
        pass_time()
        if alone.random() < 0.5:
            told(number, "editor", revise_incident, incident=incident, title=f"{secret}の途中")
        told(number, "editor", revise_incident, incident=incident, title="見せる事案")
        told(
            number,
            "barrier_officer",
            release_record,
            view=INCIDENTS,
            record=incident,
            to=cast.number("V"),
            basis="共有",
            until=None,
        )
        shown.append(incident)

    def take_back(number: int) -> None:
        """And hides it again, and goes on with it."""
        incident = shown.pop(shared.randrange(len(shown)))
        told(
            number,
            "barrier_officer",
            withdraw_release,
            release=Release.id_for(incident, cast.number("V")),
        )
        told(number, "editor", revise_incident, incident=incident, title=f"{secret}に戻った")

    for number in range(steps):
        pass_time()
        drawn = shared.random()
        if drawn < 0.6:
            mine.give(shared.choice(list(ENTRIES)))
        elif drawn < 0.85 or not shown:
            show(number)
        else:
            take_back(number)
    pass_time()
