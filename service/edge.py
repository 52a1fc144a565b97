"""How the service meets the network, as the environment states it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from api.edge.edge import ADDRESS_RATE, MEMBER_RATE, Edge
from api.edge.origins import Origins
from api.edge.rates import Buckets
from service.settings import SettingIsWrong

ORIGINS = "SEKISHO_ORIGINS"
RATE = "SEKISHO_RATE"
GRAPHIQL = "SEKISHO_GRAPHIQL"
WORKERS = "SEKISHO_WORKERS"
"""Set by `serve` for its own processes: among how many a member's rate is divided."""

_ORIGIN = re.compile(r"https?://(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_SWITCH = {"on": True, "off": False, "": False}


def edge_of(environment: Mapping[str, str] = os.environ, *, graphiql: bool = False) -> Edge:
    """The edge that the environment states; `graphiql`: on unless it says otherwise. Raises
    SettingIsWrong."""
    rate = _rate(environment.get(RATE, ""))
    share = 1 / int(environment.get(WORKERS, "1"))
    return Edge(
        origins=Origins(_origins(environment.get(ORIGINS, ""))),
        members=Buckets(rate * share) if rate else None,
        addresses=Buckets(rate * share * ADDRESS_RATE / MEMBER_RATE) if rate else None,
        graphiql=_switch(environment[GRAPHIQL]) if GRAPHIQL in environment else graphiql,
    )


def _origins(text: str) -> frozenset[str]:
    found = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    for one in found:
        if not _ORIGIN.fullmatch(one):
            raise SettingIsWrong(
                f"{ORIGINS} を読めません（{one}）。例: https://sekisho.example"
                f" / {ORIGINS} cannot be read; write it like https://sekisho.example, without a"
                " path, several with commas."
            )
    return found


def _rate(text: str) -> float:
    if not text:
        return MEMBER_RATE
    if text == "off":
        return 0
    try:
        rate = float(text)
    except ValueError:
        rate = -1
    if not 1 <= rate <= 100_000:
        raise SettingIsWrong(
            f"{RATE} を読めません（{text}）。1秒あたりの問い合わせ数（1以上）か off にしてください。"
            f" / {RATE} is a number of questions a second, 1 or more, or off."
        )
    return rate


def _switch(text: str) -> bool:
    if text not in _SWITCH:
        raise SettingIsWrong(f"{GRAPHIQL}: on / off（{text}）")
    return _SWITCH[text]
