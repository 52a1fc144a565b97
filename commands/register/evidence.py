"""Attaching evidence to records: files, which the log keeps sealed, and documents kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from commands.office import Desk
from commands.register.about import about, permit_for
from domain.files import File, HandedIn, examined
from domain.register.evidence import Document, Evidence
from projections.register.evidence import EVIDENCE


def attach_evidence(
    desk: Desk,
    *,
    record: UUID,
    title: str,
    file: HandedIn | None = None,
    document: Document | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Attach a file or cite a document as evidence of a record the actor sees.

    The evidence is the actor's party's, whosever record it is about.
    """
    view, _ = about(desk, record)
    permit_for(desk, "attach_evidence", [record])
    evidence = uuid4()
    return desk.keep(
        Evidence.attach(
            id=evidence,
            owner=desk.actor.party,
            about=record,
            about_kind=view.kind,
            title=title,
            file=None if file is None else _sealed(desk, evidence, file),
            document=document,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def _sealed(desk: Desk, evidence: UUID, file: HandedIn) -> tuple[File, str]:
    """What is known of the file, and the hash of its sealed bytes, which are written along."""
    return examined(file), desk.work.attach(evidence, Evidence.FileAttached, file.content)


def revise_evidence(
    desk: Desk, *, evidence: UUID, title: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Call evidence by another title."""
    found = _opened(desk, "revise_evidence", evidence, expected_version)
    found.revise(title=title, by=desk.by, at=desk.now)
    return desk.keep(found)


def withdraw_evidence(
    desk: Desk, *, evidence: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Withdraw evidence, with the reason; the past still shows it."""
    found = _opened(desk, "withdraw_evidence", evidence, expected_version)
    found.withdraw(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _opened(desk: Desk, command: str, evidence: UUID, version: str | None) -> Evidence:
    row = desk.expect(EVIDENCE, evidence, version)
    permit_for(desk, command, [UUID(row["about"])], owner=row["owner"])
    return desk.load(Evidence, evidence)
