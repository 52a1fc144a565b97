"""What is found wanting in the records of one's own party, each kind with its number and its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import strawberry

from api.asking import Asking, below
from api.lens import Lens
from api.levels import Row
from api.paging import Order, Page
from api.people.filters import MemberFilter
from api.register.board.behind import Behind, items
from api.register.board.holders import lapsing_roles, sole_holders
from api.register.filters import CauseFilter, CountermeasureFilter, IncidentFilter
from api.register.kinds import CAUSE, COUNTERMEASURE, INCIDENT, MEMBER
from api.register.listing import AsOf, First, Moment, StatusDate, lens_of
from api.register.past import parties_by_number
from api.register.types.attention import FindingKind
from api.selecting import Asked, asked_fields
from domain.calendar import days_after
from domain.register.cause import Standing
from domain.register.lateness import SOON
from domain.register.progress import CLOSED_STATUSES, DONE, NEVER_LATE, Status

FEW = 20
LONG = 90
Days = Annotated[
    int,
    strawberry.argument(
        description="日数 / How many days ago something must have been finished to be found unproven."
    ),
]
SAID: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.NO_DEPARTMENT: (
        "主管部署が決まっていない対策が{n}件あります。",
        "Countermeasures with no responsible department: {n}.",
    ),
    FindingKind.NO_DUE: (
        "期限のない未了の対策が{n}件あります。",
        "Countermeasures that are not done and have no due: {n}.",
    ),
    FindingKind.NO_EVIDENCE: (
        "実施済みなのに証跡のない対策が{n}件あります。",
        "Countermeasures that are done and have no evidence: {n}.",
    ),
    FindingKind.NO_CRITERION: (
        "実施済みなのに効果検証の基準が定められていない対策が{n}件あります。",
        "Countermeasures that are done and have no criterion to check their effect against: {n}.",
    ),
    FindingKind.LONG_UNPROVEN: (
        "完了から{days}日以上たっても効果が確認されていない対策が{n}件あります。",
        "Countermeasures finished {days} days ago or more whose effect is not proven: {n}.",
    ),
    FindingKind.NOT_SHOWN_TO_OPERATE: (
        "運用中の継続的な対策のうち、運用記録のないものが{n}件あります。",
        "Continuing countermeasures that operate and have no operation record: {n}.",
    ),
    FindingKind.UNANSWERED_CAUSE: (
        "対策のない原因が{n}件あります。",
        "Causes answered by nothing: {n}.",
    ),
    FindingKind.UNLINKED_COUNTERMEASURE: (
        "どの原因にも結び付いていない対策が{n}件あります。",
        "Countermeasures that answer no cause: {n}.",
    ),
    FindingKind.RECURRENCE: (
        "解決済みとした原因が再発したとみられる事案が{n}件あります。",
        "Incidents that repeat a cause thought resolved: {n}.",
    ),
    FindingKind.SOLE_HOLDER: (
        "ほかに担い手のいない役割をもつ利用者が{n}人います。",
        "Members who alone hold a role of the party: {n}.",
    ),
    FindingKind.LAPSING_ROLE: (
        "30日以内に役割の期限を迎える利用者が{n}人います。",
        "Members a role of whom ends within 30 days: {n}.",
    ),
}


@dataclass(frozen=True, slots=True)
class _About:
    """Whose records are looked at, and when."""

    owner: str
    lens: Lens
    days: int


def findings(
    info: Asking,
    days: Days = LONG,
    first: First = FEW,
    as_of: AsOf = None,
    status_date: StatusDate = None,
) -> list[Row]:
    """Every kind of finding over the own party's records, with the first of each."""
    Page(first, None).check()
    lens = lens_of(info, as_of, status_date)
    asked = {one.name: one for one in asked_fields(below(info), frozenset({"Finding"}))}
    at = _stated(as_of, status_date)
    told = [
        _finding(lens, kind, behind, first, asked, days, at)
        for kind, behind in _every(_About(_own(lens), lens, days))
    ]
    lens.scope.answer(len(asked) * len(told))
    return told


def _stated(as_of: Moment | None, status_date: date | None) -> dict[str, Any]:
    """The arguments of time, for the question that lists the same."""
    return {"asOf": as_of, "statusDate": status_date}


def _own(lens: Lens) -> str:
    """The code of the own party; of none, one that no party has."""
    parties = parties_by_number(lens)
    own = lens.clearance.party
    return "" if own is None else str(parties[own]["code"])


def _finding(
    lens: Lens,
    kind: FindingKind,
    behind: Behind,
    first: int,
    asked: Mapping[str, Asked],
    days: int,
    at: Mapping[str, Any],
) -> Row:
    count = behind.count(lens)
    ja, en = SAID[kind]
    some = behind.first(lens, first) if "items" in asked and count else []
    return {
        "kind": kind,
        "message": ja.format(n=count, days=days),
        "message_en": en.format(n=count, days=days),
        "count": count,
        "opens": behind.question(**at),
        "items": items(lens, some, asked.get("items"), behind.day, behind.known),
    }


def _every(about: _About) -> Iterator[tuple[FindingKind, Behind]]:
    yield from _of_measures(about)
    owner = about.owner
    stands = [Standing.STATED, Standing.CONFIRMED]
    unanswered = CauseFilter(owner=owner, unanswered=True, standing=stands)
    yield FindingKind.UNANSWERED_CAUSE, Behind("causes", CAUSE, unanswered)
    yield (
        FindingKind.UNLINKED_COUNTERMEASURE,
        _measures(owner, unlinked=True, status=_but(NEVER_LATE)),
    )
    recurring = IncidentFilter(owner=owner, open=True, recurs=True)
    yield FindingKind.RECURRENCE, Behind("incidents", INCIDENT, recurring, day="occurred_on")
    yield FindingKind.SOLE_HOLDER, _members(sole_holders(about.lens))
    yield FindingKind.LAPSING_ROLE, _members(lapsing_roles(about.lens, SOON))


def _of_measures(about: _About) -> Iterator[tuple[FindingKind, Behind]]:
    owner, done = about.owner, _among(DONE)
    undecided = {"responsible": owner, "department": [None], "status": _but(CLOSED_STATUSES)}
    yield FindingKind.NO_DEPARTMENT, _measures(owner, **undecided)
    yield FindingKind.NO_DUE, _measures(owner, without_due=True, open=True)
    yield FindingKind.NO_EVIDENCE, _measures(owner, evidenced=False, status=done)
    yield FindingKind.NO_CRITERION, _measures(owner, with_criterion=False, status=done)
    yield (
        FindingKind.LONG_UNPROVEN,
        _measures(owner, unproven=True, finished_by=_ago(about.lens.status_date, about.days)),
    )
    operating = [Status.OPERATING, Status.HANDED_OVER]
    yield (
        FindingKind.NOT_SHOWN_TO_OPERATE,
        _measures(owner, continuing=True, operated=False, status=operating),
    )


def _measures(owner: str, **wanted: Any) -> Behind:
    filter_ = CountermeasureFilter(owner=owner, **wanted)
    return Behind("countermeasures", COUNTERMEASURE, filter_, Order("due"), "due")


def _members(known: Mapping[str, Row]) -> Behind:
    """The members with these codes, and what is told of each."""
    by_id = {str(one["id"]): {"roles": one["roles"], "day": one["day"]} for one in known.values()}
    return Behind("members", MEMBER, MemberFilter(codes=list(known)), known=by_id)


def _among(statuses: frozenset[Status]) -> list[Status]:
    return [one for one in Status if one in statuses]


def _but(statuses: frozenset[Status]) -> list[Status]:
    return [one for one in Status if one not in statuses]


def _ago(on: str, days: int) -> date:
    return days_after(date.fromisoformat(on), -days)
