"""What MZ's barrier officer does in tests: records are released to other parties, and withdrawn."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from commands.register.releases import release_record, withdraw_release
from domain.register.release import Release
from projections.register.incidents import INCIDENTS
from projections.view import View
from tests.houses import PG, Home


def release(
    home: Home, record: UUID, to: int = PG, view: View = INCIDENTS, days: int | None = None
) -> None:
    """MZ's officer releases a record, for some days or for good."""
    until = None if days is None else home.today + timedelta(days=days)
    home.perform(
        "MZ barrier_officer",
        release_record,
        view,
        record=record,
        to=to,
        basis="公表済み",
        until=until,
    )


def withdraw(home: Home, record: UUID, to: int = PG) -> None:
    home.perform("MZ barrier_officer", withdraw_release, release=Release.id_for(record, to))
