"""How often somebody may ask: for each a bucket that fills steadily, and pays for every question."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock

from api.edge.wrong import RequestIsWrong

MOST_KEPT = 10_000
"""So many buckets are kept, the last ones used: whoever is forgotten begins with a full one."""
BURST = 10
"""Seconds of rate that a full bucket holds."""


class Buckets:
    """The buckets of one process."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._full = per_second * BURST
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def pay(self, key: Hashable, price: float) -> None:
        """Take so much out of the key's bucket; raises RequestIsWrong where it holds less, and
        takes nothing then. What costs more than half a full bucket is given for that half."""
        now, price = self._clock(), min(price, self._full / 2)
        with self._lock:
            held, at = self._kept.get(key, (self._full, now))
            held = min(self._full, held + (now - at) * self._rate)
            enough = held >= price
            self._kept[key] = (held - price if enough else held, now)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        if not enough:
            raise too_often(ceil((price - held) / self._rate))


def too_often(seconds: int) -> RequestIsWrong:
    """What is said to who asks too often, and when to come back."""
    return RequestIsWrong(
        429,
        f"問い合わせが多すぎます。{seconds} 秒後にやり直してください。"
        f" / Too many questions: try again in {seconds} s.",
        "RATE",
        {"Retry-After": str(seconds)},
    )


def place(address: str | None) -> str:
    """What counts as one address: of IPv6 a whole /64, since one machine has all of it."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return address or "-"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or known.exploded[:19])
    return str(known)
