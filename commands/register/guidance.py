"""Guidance: published by the desk of a party, superseded by newer, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commands.office import Desk
from domain.register.guidance import Guidance
from domain.register.record import normalised_categories
from domain.register.refusals import GuidanceIsPublished
from projections.register.guidance import GUIDANCE


def publish_guidance(
    desk: Desk,
    *,
    id: UUID,  # noqa: A002 -- the library's own word
    question: str,
    answer: str,
    basis: str,
    basis_version: str | None = None,
    supersedes: UUID | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Publish guidance of the actor's party under an id that was minted before, in place of earlier guidance of
    the same party if some is named; a second time changes nothing, and is refused if it says otherwise."""
    desk.permit("publish_guidance")
    if (known := desk.find(Guidance, id)) is not None:
        if known.supersedes != supersedes or (
            categories and known.categories != normalised_categories(categories)
        ):
            raise GuidanceIsPublished()
        return desk.keep(known)
    if supersedes is not None:
        row = desk.row(GUIDANCE, supersedes)
        desk.permit("publish_guidance", owner=row["owner"])
        earlier = desk.load(Guidance, supersedes)
        earlier.supersede(by_guidance=id, by=desk.by, at=desk.now)
        desk.keep(earlier)
    return desk.keep(
        Guidance.publish(
            id=id,
            owner=desk.actor.party,
            question=question,
            answer=answer,
            basis=basis,
            basis_version=basis_version,
            supersedes=supersedes,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def withdraw_guidance(
    desk: Desk, *, guidance: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Take guidance back without anything in its place, with the reason; it stays readable."""
    row = desk.expect(GUIDANCE, guidance, expected_version)
    desk.permit("withdraw_guidance", owner=row["owner"])
    one = desk.load(Guidance, guidance)
    one.withdraw(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(one)
