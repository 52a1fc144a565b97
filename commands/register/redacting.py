"""Redactions: asking for the end of texts that should not stand here, and confirming it as a second person."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from commands.register.classifying import NAMES, records_named
from domain.calendar import day_in_tokyo
from domain.register.redaction import Redaction, RedactionStatus
from domain.register.refusals import RecordIsNotRedacted, RedactionIsUnderWay
from domain.register.schedule import Schedule
from domain.register.sealed import Sealed, fields_of
from projections.barrier import own_rows, visible
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.links import LINKS
from projections.register.redactions import REDACTIONS
from projections.register.released_wordings import RELEASED_WORDINGS
from projections.register.releases import RELEASES
from projections.register.roll_outs import ROLL_OUTS
from projections.view import Row, View
from store.log import Kept


def redact_text(desk: Desk, *, record: UUID, field: str, reason: str) -> Iterable[UUID]:
    """Ask for the end of every text that a field of a record has held; a second person confirms it.

    `field` is called as answers call it, such as `summary` or `schedule.slips`.
    """
    view, row = _named(desk, record)
    desk.permit("redact_text", owner=row["owner"])
    if not fields_of(view.kind):
        ja, en = NAMES[view.kind]
        raise RecordIsNotRedacted(kind_ja=ja, kind_en=en)
    texts = _texts(desk, view.kind, row, field)
    redaction = Redaction.request(
        id=uuid4(),
        owner=row["owner"],
        about=record,
        about_kind=view.kind,
        field=field,
        fields=tuple(fields_of(view.kind)),
        written_on=min((day_in_tokyo(one.recorded_at) for one in texts), default=None),
        reason=reason,
        by=desk.by,
        at=desk.now,
    )
    _require_no_other(desk, record, field)
    return desk.keep(redaction)


def confirm_redaction(
    desk: Desk, *, redaction: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Destroy the keys of the texts, as somebody else than who asked.

    These are all that there were when it was asked for, and the same words where they were recorded again
    since. What was written otherwise meanwhile stays.
    """
    row = desk.expect(REDACTIONS, redaction, expected_version)
    desk.permit("confirm_redaction", owner=row["owner"])
    found = desk.load(Redaction, redaction)
    _, about = _named(desk, found.about)
    texts = _texts(desk, found.about_kind, about, found.field)
    then = [one for one in texts if one.position <= row["born"]]
    said = {one.says for one in then}
    gone = [one for one in texts if one.position <= row["born"] or one.says in said]
    found.carry_out(destroyed=tuple(map(_place, gone)), by=desk.by, at=desk.now)
    for one in gone:
        desk.work.forget(one)
    return desk.keep(found)


def decline_redaction(
    desk: Desk, *, redaction: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Let the texts stay; who asked for their end may take it back so."""
    row = desk.expect(REDACTIONS, redaction, expected_version)
    desk.permit("decline_redaction", owner=row["owner"])
    found = desk.load(Redaction, redaction)
    found.decline(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _named(desk: Desk, record: UUID) -> tuple[View, Row]:
    """The record as the actor sees it, with its view; of the own party's links also one that was undone.
    Raises NoSuchRecord."""
    rows = own_rows(LINKS, desk.clearance)
    undone = sa.select(rows).where(rows.c.id == str(record))
    row = desk.work.connection.execute(undone).mappings().first()
    return (LINKS, dict(row)) if row else records_named(desk, (record,))[record]


def _texts(desk: Desk, kind: str, row: Row, field: str) -> list[Kept]:
    """The texts behind a field that can still be read."""
    behind = fields_of(kind).get(field, frozenset())
    return [
        text
        for stream in _streams(kind, row)
        for text in desk.work.kept_texts(stream)
        if Sealed(text.fact, text.field) in behind
    ]


def _streams(kind: str, row: Row) -> list[UUID]:
    """The streams whose facts speak in a record: a schedule in its countermeasure, a wording or a roll-out
    in its release."""
    record = UUID(row["id"])
    if kind == COUNTERMEASURES.kind:
        return [record, Schedule.id_for(record)]
    if kind == RELEASES.kind and row["record_kind"] in (RELEASED_WORDINGS.kind, ROLL_OUTS.kind):
        return [record, UUID(row["record"])]
    return [record]


def _place(text: Kept) -> str:
    """Where a text is sealed, as the fact of its end names it."""
    return f"{text.stream}/{text.version}/{text.field}"


def _require_no_other(desk: Desk, record: UUID, field: str) -> None:
    rows = visible(REDACTIONS, desk.clearance)
    pending = sa.select(rows.c.code).where(
        rows.c.about == str(record),
        rows.c.field == field,
        rows.c.status == RedactionStatus.REQUESTED.value,
    )
    code = desk.work.connection.execute(pending).scalar()
    if code is not None:
        raise RedactionIsUnderWay(named=(code,))
