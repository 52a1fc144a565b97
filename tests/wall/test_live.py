"""Whoever listens while both worlds are told hears the same, at the same beats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.listening import Listener
from tests.wall.amount import SOME_VIEWERS
from tests.wall.pairs import Worlds
from tests.wall.story import story
from tests.wall.worlds import CASTS, LETTERS, World

LISTENING = ("member", "administrator")


class Heard(World):
    """A world that is listened to from its beginning: a beat follows each time in which something
    was told, or happened out of sight, or both."""

    listeners: dict[str, Listener]

    def listen(self) -> None:
        self.listeners = {who: Listener(self.home.house, self.who(who)) for who in LISTENING}

    def beat(self) -> None:
        for one in self.listeners.values():
            one.beat()

    def disclose(self, *names: str, to: str = "T", **how: Any) -> None:
        """But to nobody who listens: what was once heard is no secret."""
        if to != "V":
            super().disclose(*names, to=to, **how)

    def disclose_in_words(self, name: str, text: str, owner: str = "O", to: str = "T") -> None:
        if to != "V":
            super().disclose_in_words(name, text, owner, to)

    def take_back(self, *names: str, to: str = "T", **how: Any) -> None:
        if to != "V":
            super().take_back(*names, to=to, **how)

    def ask_about(self, name: str, text: str, owner: str = "O", to: str = "T") -> None:
        if to != "V":
            super().ask_about(name, text, owner, to)

    def ask_no_more(self, name: str, owner: str = "O", to: str = "T") -> None:
        if to != "V":
            super().ask_no_more(name, owner, to)

    def pause(self, **time: Any) -> None:
        super().pause(**time)
        self.beat()

    def at_last(self) -> None:
        super().at_last()
        self.beat()


@pytest.mark.parametrize("viewer", SOME_VIEWERS)
def test_whoever_listens_is_told_alike_in_both(worlds: Worlds, tmp_path: Path, viewer: str) -> None:
    cast = next(cast for cast in CASTS if cast.viewer == viewer)
    heard = []
    for letter in LETTERS:
        world = Heard(worlds.base.copied_to(tmp_path / letter), letter, cast)
        world.listen()
        story(world)
        heard.append({who: (one.heard, one.ended) for who, one in world.listeners.items()})
        world.home.remove()
    for who in LISTENING:
        assert heard[0][who] == heard[1][who], who
    pushes = {who: sum(map(len, beats)) for who, (beats, _) in heard[0].items()}
    assert pushes["member"] > 10
    assert pushes["administrator"] > 0
    assert any(not beat for beat in heard[0]["member"][0])
