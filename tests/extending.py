"""What an editor and the chief compliance officer do in tests: a later due is asked for, and granted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from commands.register.extensions import decide_extension
from commands.register.schedules import reschedule_countermeasure
from domain.register.extension import ExtensionStatus
from projections.register.extensions import EXTENSIONS
from tests.houses import NUMBERS, Home


def asked(home: Home, measure: UUID, party: str = "MZ", **given: Any) -> UUID:
    """The request that a later due of a measure files."""
    stated = {"reason": "部品の遅れ"} | given
    home.perform(f"{party} editor", reschedule_countermeasure, countermeasure=measure, **stated)
    return pending(home, measure, party)


def pending(home: Home, measure: UUID, party: str = "MZ") -> UUID:
    """The request that is not decided yet for a measure."""
    [request] = [
        row["id"]
        for row in home.sees(EXTENSIONS, NUMBERS[party]).values()
        if row["status"] == ExtensionStatus.PENDING and str(measure) in row["countermeasures"]
    ]
    return UUID(request)


def grant(
    home: Home, request: UUID, party: str = "MZ", acknowledged: Iterable[str] = (), **given: Any
) -> None:
    """Its chief compliance officer grants a request."""
    home.perform(
        f"{party} cco",
        decide_extension,
        extension=request,
        granted=True,
        acknowledged=acknowledged,
        **given,
    )


def extend(
    home: Home,
    measure: UUID,
    party: str = "MZ",
    *,
    acknowledged: Iterable[str] = (),
    **given: Any,
) -> UUID:
    """A measure gets a later due: its editor asks, its chief compliance officer grants."""
    request = asked(home, measure, party, **given)
    grant(home, request, party, acknowledged)
    return request
