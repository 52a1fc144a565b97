"""Roll-outs: asking other parties in words written for them, and answering what one is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from commands.register.answering import own_answer_to, own_records_named
from commands.register.classifying import JUDGED, NAMES, records_named
from commands.register.releases import Terms, require_no_rule, rules_against
from commands.register.responsible import party_number
from domain.refusals import as_named
from domain.register.record import may_be_released
from domain.register.refusals import (
    JudgementNamesNoCategory,
    RecordIsNotReleased,
    RecordIsUnjudged,
    RollOutAsksNobody,
    RollOutAsksTwice,
    RollOutIsAnswered,
    RollOutIsWithdrawn,
    RollOutStands,
)
from domain.register.release import Release
from domain.register.roll_out import RollOut, RollOutAnswer
from projections.barrier import visible
from projections.register.releases import RELEASES
from projections.register.roll_outs import ROLL_OUT_ANSWERS, ROLL_OUTS
from projections.view import Row, View

BASIS: Final = "横展開の依頼"
"""On what basis a party reads what it is asked, unless another is stated."""

Asked = Mapping[str, Any]
"""Whom one asks: the code of the `party`, the `text` written for it, perhaps the text's own `categories`."""


def ask_roll_out(
    desk: Desk,
    *,
    record: UUID,
    parties: tuple[Asked, ...],
    answer_by: date | None = None,
    basis: str | None = None,
) -> Iterable[UUID]:
    """Ask other parties whether what a record of the actor's party tells applies to them.

    Each is asked by itself, in its own words, and sees no more of the record than it did. The words hold
    the record's information categories, unless their own are stated. Answers the roll-outs, in order.
    """
    desk.permit("ask_roll_out")
    numbers = _numbers(desk, parties)
    view, row = records_named(desk, (record,))[record]
    desk.permit("ask_roll_out", owner=row["owner"])
    _require_may_be_asked(view, row)
    asked = zip(parties, numbers, strict=True)
    return [_ask(desk, view, row, one, to, answer_by, basis or BASIS) for one, to in asked]


def revise_roll_out(
    desk: Desk, *, roll_out: UUID, expected_version: str | None = None, **words: Any
) -> Iterable[UUID]:
    """Ask in other words, or by another day; what is left out stays."""
    found, release = _opened(desk, "revise_roll_out", roll_out, expected_version)
    own = words.get("categories")
    if own is not None and not own:
        raise JudgementNamesNoCategory
    categories = found.categories if own is None else tuple(own)
    found.revise(
        text=words.get("text") or found.text,
        answer_by=words.get("answer_by", found.answer_by),
        categories=categories,
        by=desk.by,
        at=desk.now,
    )
    terms = Terms(found.to, release.basis, release.until, rules_against(desk, found.to))
    require_no_rule(desk, terms, desk.row(ROLL_OUTS, roll_out)["code"], found.categories)
    return desk.keep(found)


def withdraw_roll_out(
    desk: Desk, *, roll_out: UUID, reason: str | None = None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Ask no more: the party asked sees the roll-out no longer, and its answer stays its own."""
    found, release = _opened(desk, "withdraw_roll_out", roll_out, expected_version)
    release.withdraw(reason=reason, on=desk.today, by=desk.by, at=desk.now)
    desk.keep(release)
    return (found.id,)


def answer_roll_out(
    desk: Desk,
    *,
    roll_out: UUID,
    verdict: str,
    text: str | None = None,
    records: tuple[UUID, ...] = (),
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Answer what the actor's party is asked, by a record of its own; who asked does not see it yet."""
    desk.row(ROLL_OUTS, roll_out)
    desk.permit("answer_roll_out")
    desk.load(RollOut, roll_out).require_asks(desk.actor.party)
    given = own_answer_to(desk, roll_out)
    if given is not None:
        raise RollOutIsAnswered(named=(given,))
    return desk.keep(
        RollOutAnswer.give(
            id=uuid4(),
            owner=desk.actor.party,
            roll_out=roll_out,
            verdict=verdict,
            text=text,
            records=own_records_named(desk, records),
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_roll_out_answer(
    desk: Desk, *, answer: UUID, expected_version: str | None = None, **said: Any
) -> Iterable[UUID]:
    """Answer otherwise; what is left out stays."""
    row = desk.expect(ROLL_OUT_ANSWERS, answer, expected_version)
    desk.permit("revise_roll_out_answer", owner=row["owner"])
    found = desk.load(RollOutAnswer, answer)
    named = said.get("records")
    found.revise(
        verdict=said.get("verdict") or found.verdict,
        text=said.get("text", found.text),
        records=found.records if named is None else own_records_named(desk, named),
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(found)


def _numbers(desk: Desk, parties: tuple[Asked, ...]) -> list[int]:
    """The numbers of the parties asked; raises RollOutAsksNobody, RollOutAsksTwice, NoSuchRecord."""
    if not parties:
        raise RollOutAsksNobody
    counted = Counter(one["party"] for one in parties)
    twice = tuple(code for code, times in counted.items() if times > 1)
    if twice:
        raise RollOutAsksTwice(named=as_named(twice))
    return [party_number(desk, one["party"]) for one in parties]


def _require_may_be_asked(view: View, row: Row) -> None:
    """As a record may be released: words of it cross the barrier."""
    if view not in JUDGED:
        ja, en = NAMES[view.kind]
        raise RecordIsNotReleased(kind_ja=ja, kind_en=en)
    if not may_be_released(tuple(row["categories"])):
        raise RecordIsUnjudged(named=(row["code"],))


def _ask(
    desk: Desk, view: View, row: Row, asked: Asked, to: int, answer_by: date | None, basis: str
) -> UUID:
    own = asked.get("categories")
    if own is not None and not own:
        raise JudgementNamesNoCategory
    _require_not_asked(desk, row, to)
    record = UUID(row["id"])
    roll_out = RollOut.ask(
        id=uuid4(),  # follows from nothing, as of a wording
        owner=row["owner"],
        to=to,
        about=record,
        about_kind=view.kind,
        text=asked["text"],
        answer_by=answer_by,
        categories=tuple(row["categories"] if own is None else own),
        by=desk.by,
        at=desk.now,
    )
    release = Release.give(
        owner=row["owner"],
        record=roll_out.id,
        kind=ROLL_OUTS.kind,
        of=record,
        of_kind=view.kind,
        to=to,
        basis=basis,
        categories=roll_out.categories,
        on=desk.today,
        by=desk.by,
        at=desk.now,
    )
    terms = Terms(to, basis, None, rules_against(desk, to))
    require_no_rule(desk, terms, row["code"], roll_out.categories)
    desk.keep(roll_out, release)  # in this order: the release opens what is there
    return roll_out.id


def _require_not_asked(desk: Desk, row: Row, to: int) -> None:
    releases, rows = visible(RELEASES, desk.clearance), visible(ROLL_OUTS, desk.clearance)
    standing = (
        sa.select(rows.c.code)
        .join(releases, releases.c.record == rows.c.id)
        .where(rows.c.about == row["id"], rows.c.to_party == to, releases.c.standing)
    )
    code = desk.work.connection.execute(standing).scalar()
    if code is not None:
        raise RollOutStands(named=(code,))


def _opened(
    desk: Desk, command: str, roll_out: UUID, version: str | None
) -> tuple[RollOut, Release]:
    """The roll-out as the actor read it, with the release by which it is read, while that stands."""
    row = desk.expect(ROLL_OUTS, roll_out, version)
    desk.permit(command, owner=row["owner"])
    found = desk.load(RollOut, roll_out)
    release = desk.load(Release, Release.id_for(roll_out, found.to))
    if not release.stands_on(desk.today):
        raise RollOutIsWithdrawn
    return found, release
