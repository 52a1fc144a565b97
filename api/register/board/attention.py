"""What needs who asks: what their department or party owes, what waits for their roles, what changed since
they last looked. One question, and nothing in it that no list shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from api.asking import Asking, below
from api.context import instant_text
from api.lens import Lens
from api.levels import Row
from api.paging import Order, Page
from api.register.barring import OwnRecordFilter
from api.register.board.behind import Behind, Named, items, written
from api.register.board.findings import FEW
from api.register.duties import RequirementFilter, RollOutFilter
from api.register.extensions import ExtensionRequestFilter
from api.register.filters import CountermeasureFilter, EffectivenessCheckFilter, ReleaseFilter
from api.register.kinds import (
    ACTION_ITEM,
    CHECK,
    COUNTERMEASURE,
    EXTENSION,
    NODES,
    REDACTION,
    RELEASE,
    REQUIREMENT,
    ROLL_OUT,
)
from api.register.listing import First, Moment, StatusDate, lens_of
from api.register.meetings import ActionItemFilter
from api.register.past import ENTRIES_A_ROW, parties_by_number
from api.register.redactions import RedactionFilter
from api.register.types.attention import AttentionReason
from api.selecting import Asked, asked_fields
from commands.office import day_in_tokyo
from domain.calendar import days_after
from domain.people.roles import CHECKERS, READS, Actor, Role
from domain.register.check import edits_for_the_whole_party
from domain.register.lateness import SOON, DueBucket
from domain.register.progress import DONE, Status, Verdict
from domain.register.redaction import RedactionStatus
from projections import changes as past
from projections.people.last_looks import last_look_of
from projections.register.redactions import REDACTIONS

UNTOLD: Final = timedelta(days=30)
"""How far back changes count as new to who never said how far they looked."""
SAID: Final[Mapping[AttentionReason, tuple[str, str]]] = {
    AttentionReason.OVERDUE: (
        "期限を過ぎた対策が{n}件あります。",
        "Countermeasures that are overdue: {n}.",
    ),
    AttentionReason.DUE_SOON: (
        "30日以内に期限を迎える対策が{n}件あります。",
        "Countermeasures due within 30 days: {n}.",
    ),
    AttentionReason.LATE_START: (
        "着手が遅れている対策が{n}件あります。",
        "Countermeasures that are late to start: {n}.",
    ),
    AttentionReason.CHECK_OVERDUE: (
        "確認日を過ぎた継続的な対策が{n}件あります。",
        "Continuing countermeasures whose check day has passed: {n}.",
    ),
    AttentionReason.ACTION_ITEM: (
        "会議の宿題で未了のものが{n}件あります。",
        "Action items of meetings that your party has not done yet: {n}.",
    ),
    AttentionReason.REQUIREMENT_DUE: (
        "期限を過ぎた、または30日以内に期限を迎える要求が{n}件あります。",
        "Requirements that are overdue or due within 30 days: {n}.",
    ),
    AttentionReason.ROLL_OUT_OPEN: (
        "他社から回答を求められている横展開が{n}件あります。",
        "Roll-outs that other parties want answered: {n}.",
    ),
    AttentionReason.EXTENSION_ASKED: (
        "あなたの決定を待っている期限延長の申請が{n}件あります。",
        "Extension requests that wait for your decision: {n}.",
    ),
    AttentionReason.VERDICT_AWAITED: (
        "実施済みで評価を待っている対策が{n}件あります。",
        "Countermeasures that are done and wait for your verdict: {n}.",
    ),
    AttentionReason.VERDICT_OUTDATED: (
        "評価の見直しが必要な対策が{n}件あります。",
        "Countermeasures whose verdict is outdated: {n}.",
    ),
    AttentionReason.STALE_RELEASE: (
        "開示した文面の見直しが必要な開示が{n}件あります。",
        "Releases whose record has changed behind their wording: {n}.",
    ),
    AttentionReason.UNJUDGED_RECORD: (
        "情報区分の判定を待っている記録が{n}件あります。",
        "Records that nobody has judged by whose information they hold: {n}.",
    ),
    AttentionReason.REDACTION_TO_CONFIRM: (
        "あなたの確認を待っている消去が{n}件あります。",
        "Redactions that wait for you to confirm them: {n}.",
    ),
    AttentionReason.CHECK_PENDING: (
        "結果を待っている効果検証が{n}件あります。",
        "Effectiveness checks that wait for what will be found: {n}.",
    ),
    AttentionReason.CHANGED: (
        "前回の確認より後の変更が{n}件あります。",
        "Changes since you last looked: {n}.",
    ),
}

_Groups = Iterator[tuple[AttentionReason, Behind]]
_Asked = Mapping[str, Asked]


def attention(info: Asking, first: First = FEW, status_date: StatusDate = None) -> Row:
    """Everything that needs who asks; nothing for who may read nothing."""
    Page(first, None).check()
    context = info.context
    lens = lens_of(info, None, status_date)
    asked = {one.name: one for one in asked_fields(below(info), frozenset({"Attention"}))}
    actor = context.actor
    looked = last_look_of(lens.scope.connection, context.member)
    since = looked or instant_text(_back(context.now))
    answer: Row = {
        "at": instant_text(context.now),
        "last_looked": looked,
        "since": since,
        "groups": [],
    }
    if "groups" in asked and actor is not None and actor.roles & READS:
        selected = asked["groups"].selections
        each = {one.name: one for one in asked_fields(selected, frozenset({"AttentionGroup"}))}
        answer["groups"] = [
            *_told(lens, actor, first, each, status_date),
            *_changed(info, lens, since, first, each),
        ]
        lens.scope.answer(asked["groups"].times * len(each) * len(answer["groups"]))
    return answer


def _back(now: datetime) -> datetime:
    return now - UNTOLD


def _told(lens: Lens, actor: Actor, first: int, asked: _Asked, status_date: Any) -> Iterator[Row]:
    """A group for each reason that there is."""
    for reason, behind in _every(lens, actor):
        count = behind.count(lens)
        if count:
            some = behind.first(lens, first) if "items" in asked else []
            stated = {"statusDate": status_date if behind.kind is COUNTERMEASURE else None}
            told = items(lens, some, asked.get("items"), behind.day, {})
            yield _group(reason, count, behind.question(**stated), told)


def _group(reason: AttentionReason, count: int, opens: str, told: list[Row]) -> Row:
    ja, en = SAID[reason]
    return {
        "reason": reason,
        "message": ja.format(n=count),
        "message_en": en.format(n=count),
        "count": count,
        "opens": opens,
        "items": told,
    }


def _every(lens: Lens, actor: Actor) -> _Groups:
    own = str(parties_by_number(lens)[actor.party]["code"])
    yield from _owed(own, actor, lens)
    if Role.CCO in actor.roles:
        asked = ExtensionRequestFilter(owner=own, pending=True)
        yield AttentionReason.EXTENSION_ASKED, Behind("extensionRequests", EXTENSION, asked)
        done = [one for one in Status if one in DONE]
        waiting = CountermeasureFilter(owner=own, status=done, verdict=[Verdict.NONE_YET])
        yield AttentionReason.VERDICT_AWAITED, _measures(waiting)
        outdated = CountermeasureFilter(owner=own, verdict_outdated=True)
        yield AttentionReason.VERDICT_OUTDATED, _measures(outdated)
    if Role.BARRIER_OFFICER in actor.roles:
        stale = ReleaseFilter(stale=True)
        yield AttentionReason.STALE_RELEASE, Behind("releases", RELEASE, stale)
        unjudged = OwnRecordFilter(judged=False)
        yield AttentionReason.UNJUDGED_RECORD, Behind("ownRecords", None, unjudged)
    if actor.roles & {Role.BARRIER_OFFICER, Role.CCO}:
        by_others = RedactionFilter(codes=_asked_by_others(lens, actor))
        yield AttentionReason.REDACTION_TO_CONFIRM, Behind("redactions", REDACTION, by_others)
    if actor.roles & CHECKERS and not edits_for_the_whole_party(actor):
        yield AttentionReason.CHECK_PENDING, _pending(own, actor)


def _owed(own: str, actor: Actor, lens: Lens) -> _Groups:
    """What the departments of who asks are responsible for; or the party, for who is of no single one."""
    departments = actor.departments(READS)
    of = None if None in departments else sorted(str(one) for one in departments)

    def measures(day: str = "due", **wanted: Any) -> Behind:
        filter_ = CountermeasureFilter(responsible=own, department=of, **wanted)  # type: ignore[arg-type]  # ids are no null
        return _measures(filter_, day)

    yield AttentionReason.OVERDUE, measures(overdue=True)
    yield AttentionReason.DUE_SOON, measures(due_bucket=[DueBucket.WITHIN_30_DAYS])
    yield AttentionReason.LATE_START, measures(day="start", late_start=True)
    yield AttentionReason.CHECK_OVERDUE, measures(day="next_check", check_overdue=True)
    to_do = ActionItemFilter(party=own, open=True)
    yield (
        AttentionReason.ACTION_ITEM,
        Behind("actionItems", ACTION_ITEM, to_do, Order("due"), "due"),
    )
    soon = days_after(date.fromisoformat(lens.status_date), SOON)
    wanted = RequirementFilter(owner=own, open=True, due_to=soon)
    behind = Behind("requirements", REQUIREMENT, wanted, Order("next_due"), "next_due")
    yield AttentionReason.REQUIREMENT_DUE, behind
    asked = RollOutFilter(to=own, open=True)
    yield AttentionReason.ROLL_OUT_OPEN, Behind("rollOuts", ROLL_OUT, asked, day="answer_by")


def _measures(filter_: CountermeasureFilter, day: str = "due") -> Behind:
    return Behind("countermeasures", COUNTERMEASURE, filter_, Order(day), day)


def _pending(own: str, actor: Actor) -> Behind:
    """The checks that who asks may conclude. Who reported something as done may not, which no list tells."""
    mine = sorted({str(one.department) for one in actor.grants if one.department is not None})
    filter_ = EffectivenessCheckFilter(owner=own, ready=True, except_departments=mine or None)  # type: ignore[arg-type]  # ids
    return Behind("effectivenessChecks", CHECK, filter_, day="stated_on")


def _asked_by_others(lens: Lens, actor: Actor) -> list[str]:
    """Codes of the redactions that wait, of somebody else's asking: nobody confirms their own."""
    rows = lens.visible(REDACTIONS)
    waiting = sa.select(rows.c.code).where(
        rows.c.status == RedactionStatus.REQUESTED.value, rows.c.author != str(actor.member)
    )
    found = list(lens.scope.connection.execute(waiting.order_by(rows.c.born)).scalars())
    lens.scope.spend(len(found))
    return found


def _changed(info: Asking, lens: Lens, since: str, first: int, asked: _Asked) -> Iterator[Row]:
    """What changed, the latest first, each record once; counted as `changes` counts it."""
    begin = datetime.fromisoformat(since)
    found = past.changes(
        lens.scope.connection, lens.clearance, info.context.window(begin, None), NODES
    )
    lens.scope.spend(len(found) // ENTRIES_A_ROW)
    if not found:
        return
    latest: dict[Named, Row] = {}
    for entry in reversed(found):
        day = day_in_tokyo(datetime.fromisoformat(entry.at)).isoformat()
        latest.setdefault((entry.view.kind, entry.id), {"day": day})
    some: Sequence[Named] = list(latest)[:first]
    known = {one: latest[kind, one] for kind, one in some}
    told = items(lens, some, asked.get("items"), None, known)
    opens = f"changes(since: {written(Moment(at=begin))})"
    yield _group(AttentionReason.CHANGED, len(found), opens, told)
