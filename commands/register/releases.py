"""Releasing records to another party, whole or in words written for it, and withdrawing releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.expecting import each_as_read
from commands.office import Desk
from commands.register.classifying import JUDGED, NAMES, records_named, require_some
from commands.register.responsible import party_number
from domain.refusals import Refusal, StaleVersion, as_named
from domain.register.barrier_rule import forbids
from domain.register.record import may_be_released
from domain.register.refusals import (
    BarrierRuleForbids,
    JudgementNamesNoCategory,
    RecordIsNotReleased,
    RecordIsUnjudged,
    ReleaseStands,
    WordingIsForNoRecord,
)
from domain.register.release import Release
from domain.register.released_wording import ReleasedWording
from projections.barrier import visible
from projections.own_rules import OwnRule, own_rules
from projections.register.released_wordings import RELEASED_WORDINGS
from projections.register.releases import RELEASES
from projections.view import Row, View

Wording = Mapping[str, Any]
"""A text in place of a record: `id` of the record, `text`, and perhaps the text's own `categories` and the
version that is expected of the release whose wording it replaces (`expected_version`)."""


def release_records(
    desk: Desk,
    *,
    ids: tuple[UUID, ...],
    to: str,
    basis: str,
    until: date | None = None,
    wordings: tuple[Wording, ...] = (),
    expected_versions: tuple[str, ...] | None = None,
) -> Iterable[UUID]:
    """Release records of the actor's party to another one, by its code: all of them, or none.

    Never by cascade: what stands beside a record stays where it is. For a record with a wording the
    other party reads that text and does not see the record; while such a release stands, another
    wording takes the place of the first, and the same one says that it still holds. The wording keeps
    its information categories, at first the record's, unless its own are stated. Answers the
    releases, in order.
    """
    desk.permit("release_records")
    named = tuple(dict.fromkeys(ids))
    require_some(named)
    worded = _by_record(named, wordings)
    party = party_number(desk, to)
    terms = Terms(party, basis, until, rules_against(desk, party))
    found = records_named(desk, named)
    for one, version in each_as_read(ids, expected_versions):
        desk.expect(found[one][0], one, version)
    made: list[UUID] = []
    refused: dict[type[Refusal], list[str]] = {}
    barring: dict[str, None] = {}
    for one in named:
        view, row = found[one]
        try:
            given = _release(desk, view, row, terms, worded.get(one))
        except (RecordIsUnjudged, ReleaseStands) as refusal:
            refused.setdefault(type(refusal), []).append(row["code"])
        except BarrierRuleForbids as refusal:
            barring |= dict.fromkeys(cast("tuple[str, ...]", refusal.details["rules"]))
            refused.setdefault(BarrierRuleForbids, []).append(row["code"])
        else:
            made += given
    for kind, codes in refused.items():
        rules = {"rules": tuple(barring)} if kind is BarrierRuleForbids else {}
        raise kind(named=as_named(tuple(codes)), **rules)
    return made


def release_record(
    desk: Desk,
    view: View,
    *,
    record: UUID,
    to: int,
    basis: str,
    until: date | None = None,
) -> Iterable[UUID]:
    """Release one record of the actor's party, whole, to the party with this number."""
    terms = Terms(to, basis, until, rules_against(desk, to))
    return _release(desk, view, desk.row(view, record), terms, None)


def withdraw_release(desk: Desk, *, release: UUID, reason: str | None = None) -> Iterable[UUID]:
    """Withdraw a release at once."""
    row = desk.row(RELEASES, release)
    desk.permit("withdraw_release", owner=row["owner"])
    found = desk.load(Release, release)
    found.withdraw(reason=reason, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def _by_record(named: tuple[UUID, ...], wordings: tuple[Wording, ...]) -> dict[UUID, Wording]:
    """The wordings by the record they are for; raises WordingIsForNoRecord."""
    worded = {one["id"]: one for one in wordings}
    counted = Counter(one["id"] for one in wordings)
    wrong = tuple(str(one) for one, times in counted.items() if times > 1 or one not in named)
    if wrong:
        raise WordingIsForNoRecord(named=as_named(wrong))
    return worded


@dataclass(frozen=True, slots=True)
class Terms:
    """To which party, on what terms, and which rules of the owner are against that party."""

    to: int
    basis: str
    until: date | None
    rules: tuple[OwnRule, ...]


def rules_against(desk: Desk, to: int) -> tuple[OwnRule, ...]:
    """The rules of the actor's party against another one that are not over."""
    rules = own_rules(desk.work.connection, desk.clearance)
    return tuple(rule for rule in rules if rule.to == to)


def require_no_rule(desk: Desk, terms: Terms, code: str, categories: tuple[str, ...]) -> None:
    """Refuse what a rule forbids on any day of the release."""
    barring = tuple(
        f"{rule.code} {rule.name}"
        for rule in terms.rules
        if forbids(
            rule.category,
            date.fromisoformat(rule.first_day),
            date.fromisoformat(rule.last_day) if rule.last_day else None,
            categories=categories,
            since=desk.today,
            until=terms.until,
        )
    )
    if barring:
        raise BarrierRuleForbids(rules=as_named(barring), named=(code,))


def _release(
    desk: Desk, view: View, row: Row, terms: Terms, wording: Wording | None
) -> tuple[UUID, ...]:
    """Release one record, or a wording of it; the two never stand beside each other."""
    to = terms.to
    desk.permit("release_records", owner=row["owner"])
    if view not in JUDGED:
        ja, en = NAMES[view.kind]
        raise RecordIsNotReleased(kind_ja=ja, kind_en=en)
    record, categories = UUID(row["id"]), tuple(row["categories"])
    if not may_be_released(categories):
        raise RecordIsUnjudged(named=(row["code"],))
    words = _words_for(desk, record, to)
    if (words is not None) if wording is None else _stands(desk, record, to):
        raise ReleaseStands(named=(row["code"],))
    opened, kind = record, view.kind
    if wording is not None:
        said = _worded(desk, row, to, wording, words)
        opened, kind, categories = said.id, RELEASED_WORDINGS.kind, said.categories
    require_no_rule(desk, terms, row["code"], categories)
    if wording is not None:
        desk.keep(said)  # before its release, which opens it
    stated: dict[str, Any] = {
        "basis": terms.basis,
        "until": terms.until,
        "categories": categories,
        "on": desk.today,
        "by": desk.by,
        "at": desk.now,
    }
    release = desk.find(Release, Release.id_for(opened, to))
    if release is None:
        release = Release.give(
            owner=row["owner"],
            record=opened,
            kind=kind,
            of=record,
            of_kind=view.kind,
            to=to,
            **stated,
        )
    else:
        release.give_again(**stated)
    return desk.keep(release)


def _words_for(desk: Desk, record: UUID, to: int) -> UUID | None:
    """The wording of the record that the party reads today, if any.

    What was withdrawn or has run out does not come back: other words are another record then, or a
    name that slipped into the first ones would be read again. Its id follows from nothing: who knew
    the record once does not know that it is the one.
    """
    rows = visible(RELEASES, desk.clearance)
    wanted = sa.select(rows.c.record).where(
        rows.c.of == str(record),
        rows.c.to_party == to,
        rows.c.record_kind == RELEASED_WORDINGS.kind,
    )
    found = map(UUID, desk.work.connection.execute(wanted).scalars())
    return next((one for one in found if _stands(desk, one, to)), None)


def _stands(desk: Desk, opened: UUID, to: int) -> bool:
    release = desk.find(Release, Release.id_for(opened, to))
    return release is not None and release.stands_on(desk.today)


def _worded(desk: Desk, row: Row, to: int, wording: Wording, words: UUID | None) -> ReleasedWording:
    """The record in these words for the party: written, or put otherwise."""
    own = wording.get("categories")
    if own is not None and not own:
        raise JudgementNamesNoCategory
    version = wording.get("expected_version")
    if version is not None:
        if words is None:
            raise StaleVersion
        desk.expect(RELEASES, Release.id_for(words, to), version)
    said = None if words is None else desk.load(ReleasedWording, words)
    known = row["categories"] if said is None else said.categories
    stated: dict[str, Any] = {
        "text": wording["text"],
        "categories": tuple(known if own is None else own),
        "by": desk.by,
        "at": desk.now,
    }
    if said is None:
        return ReleasedWording.write(id=uuid4(), owner=row["owner"], to=to, **stated)
    outdated = datetime.fromisoformat(row["changed_at"]) > said.said_at
    said.rewrite(outdated=outdated, **stated)
    return said
