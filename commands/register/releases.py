"""Releasing a record to another party, and withdrawing the release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from commands.office import Desk
from domain.refusals import NoSuchRecord
from domain.register.release import Release
from projections.view import View


def release_record(
    desk: Desk,
    view: View,
    *,
    record: UUID,
    to: int,
    basis: str,
    until: date | None = None,
) -> Iterable[UUID]:
    """Release one record of the actor's party to another party, on a basis, until a date or for good.

    Never by cascade: what stands beside the record stays where it is.
    """
    row = desk.row(view, record)
    desk.permit("release_record", owner=row["owner"])
    categories = tuple(row["categories"])
    release = desk.find(Release, Release.id_for(record, to))
    if release is None:
        release = Release.give(
            owner=row["owner"],
            record=record,
            kind=view.kind,
            to=to,
            basis=basis,
            until=until,
            categories=categories,
            on=desk.today,
            by=desk.by,
            at=desk.now,
        )
    else:
        release.give_again(
            basis=basis,
            until=until,
            categories=categories,
            on=desk.today,
            by=desk.by,
            at=desk.now,
        )
    return desk.keep(release)


def withdraw_release(
    desk: Desk, *, record: UUID, to: int, owner: int, reason: str | None = None
) -> Iterable[UUID]:
    """Withdraw a release at once."""
    desk.permit("withdraw_release", owner=owner)
    release = desk.find(Release, Release.id_for(record, to))
    if release is None:
        raise NoSuchRecord(named=record)
    release.withdraw(reason=reason, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(release)
