"""What a list may be filtered by and sorted by; all judged over visible rows alone."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Protocol

import sqlalchemy as sa
import strawberry
from graphql import GraphQLError

from api.lens import Lens
from api.paging import Order
from api.register.board.conditions import of_departments, ready_to_check
from api.register.board.measures import BoardFilter, either
from api.register.board.recurring import recurs
from api.register.kinds.barrier_rules import active, barred_pairs, over
from api.register.kinds.extensions import pending
from api.register.kinds.releases import stale, stands
from api.register.lateness import check_overdue, late_start, overdue, without_due
from api.register.words import (
    CauseKindWord,
    CauseStandingWord,
    CountermeasureStatusWord,
    IncidentStatusWord,
    LayerWord,
    OperationKindWord,
    VerdictWord,
)
from domain.register.progress import CLOSED_STATUSES, DONE
from domain.register.record import InformationCategory
from projections.people.parties import PARTIES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENDED, EXTENSIONS
from projections.register.operations import OPERATED
from projections.view import normalised

Conditions = list[sa.ColumnElement[bool]]

LONGEST_SEARCH = 1_000


def search(rows: sa.FromClause, text: str) -> sa.ColumnElement[bool]:
    wanted = normalised(text)
    if len(wanted) > LONGEST_SEARCH:
        raise GraphQLError(
            f"検索の語は {LONGEST_SEARCH} 文字までです。"
            f" / A text to search for has at most {LONGEST_SEARCH} characters.",
            extensions={"code": "BAD_FILTER"},
        )
    if "\0" in wanted:  # no record holds one, and SQLite's patterns end at it
        return sa.false()
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return rows.c.search.like(f"%{escaped}%", escape="\\")


def owned_by(rows: sa.FromClause, column: str, code: str, lens: Lens) -> sa.ColumnElement[bool]:
    """Whether a column holds the number of the party with this code."""
    parties = lens.visible(PARTIES)
    return rows.c[column].in_(sa.select(parties.c.number).where(parties.c.party_code == code))


@strawberry.input(description="事案の絞り込み / Filter of incidents; all that is stated must hold.")
class IncidentFilter:
    status: list[IncidentStatusWord] | None = strawberry.field(
        default=None, description="状態 / One of these."
    )
    open: bool | None = strawberry.field(default=None, description="未完了 / Not closed.")
    recurs: bool | None = strawberry.field(
        default=None,
        description="解決済みとした原因の再発 / Repeats a cause that something verified answers, marked so or come"
        " after it was found to work, and has not questioned it yet; as far as you may see.",
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.status is not None:
            found.append(rows.c.status.in_([s.value for s in self.status]))
        if self.open is not None:
            found.append(either(self.open, rows.c.status != "CLOSED"))
        if self.recurs is not None:
            found.append(either(self.recurs, recurs(rows, lens)))
        return found + shared(self, rows, lens)


@strawberry.input(description="原因の絞り込み / Filter of causes; all that is stated must hold.")
class CauseFilter:
    category: list[str] | None = strawberry.field(default=None, description="分類 / One of these.")
    kind: list[CauseKindWord] | None = strawberry.field(
        default=None, description="種別 / One of these."
    )
    standing: list[CauseStandingWord] | None = strawberry.field(
        default=None, description="状態 / One of these."
    )
    unanswered: bool | None = strawberry.field(
        default=None, description="対策なし / Answered by nothing, as far as you may see."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.category is not None:
            found.append(rows.c.category.in_(self.category))
        if self.kind is not None:
            found.append(rows.c.cause_kind.in_([k.value for k in self.kind]))
        if self.standing is not None:
            found.append(rows.c.standing.in_([s.value for s in self.standing]))
        if self.unanswered is not None:
            found.append(either(self.unanswered, ~_answered(rows, lens)))
        return found + shared(self, rows, lens)


def _answered(causes: sa.Subquery, lens: Lens) -> sa.ColumnElement[bool]:
    pairs = lens.links("countermeasure")
    measures = lens.visible(COUNTERMEASURES)
    answered = sa.select(pairs.c.cause).join(measures, measures.c.id == pairs.c.target)
    return causes.c.id.in_(answered)


@strawberry.input(
    description="対策の絞り込み / Filter of countermeasures; all that is stated must hold."
)
class CountermeasureFilter(BoardFilter):
    open: bool | None = strawberry.field(
        default=None, description="未了 / Neither implemented nor closed."
    )
    overdue: bool | None = strawberry.field(default=None, description="期限超過 / At statusDate.")
    late_start: bool | None = strawberry.field(
        default=None, description="着手遅れ / At statusDate."
    )
    check_overdue: bool | None = strawberry.field(
        default=None, description="確認遅れ / At statusDate."
    )
    without_due: bool | None = strawberry.field(default=None, description="期限なし / Has no due.")
    status: list[CountermeasureStatusWord] | None = strawberry.field(
        default=None, description="状況 / One of these."
    )
    verdict: list[VerdictWord] | None = strawberry.field(
        default=None, description="評価 / One of these."
    )
    continuing: bool | None = strawberry.field(default=None, description="継続 / Continuing.")
    verdict_outdated: bool | None = strawberry.field(
        default=None,
        description="評価の再確認要 / Progress or kind changed behind the verdict, or a check was not"
        " met.",
    )
    slipped: bool | None = strawberry.field(default=None, description="後ろ倒しあり / Slipped.")
    corrected: bool | None = strawberry.field(
        default=None, description="訂正あり / Its schedule was put right."
    )
    extension_pending: bool | None = strawberry.field(
        default=None,
        description="期限延長の申請中 / More time is asked for and not decided yet, as far as you may see.",
    )
    due_from: date | None = strawberry.field(default=None, description="期限（始）/ Due from.")
    due_to: date | None = strawberry.field(default=None, description="期限（終）/ Due to.")
    responsible: str | None = strawberry.field(
        default=None, description="主管会社 / Code of the responsible party."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        on = lens.status_date
        done = rows.c.status.in_(DONE | CLOSED_STATUSES)
        flags: list[tuple[bool | None, sa.ColumnElement[bool]]] = [
            (self.open, ~done),
            (self.overdue, overdue(rows, on)),
            (self.late_start, late_start(rows, on)),
            (self.check_overdue, check_overdue(rows, on)),
            (self.without_due, without_due(rows)),
            (self.continuing, rows.c.continuing.is_(sa.true())),
            (self.verdict_outdated, rows.c.verdict_outdated),
            (self.slipped, rows.c.slip_count > 0),
            (self.corrected, rows.c.correction_count > 0),
        ]
        found = [either(wanted, rule) for wanted, rule in flags if wanted is not None]
        if self.extension_pending is not None:
            found.append(either(self.extension_pending, _extension_pending(rows, lens)))
        for column, words in (
            ("status", self.status),
            ("verdict", self.verdict),
        ):
            if words is not None:
                found.append(rows.c[column].in_([word.value for word in words]))
        if self.due_from is not None:
            found.append(rows.c.due >= self.due_from.isoformat())
        if self.due_to is not None:
            found.append(rows.c.due <= self.due_to.isoformat())
        if self.responsible is not None:
            found.append(owned_by(rows, "responsible_party", self.responsible, lens))
        return found + self.on_the_board(rows, lens) + shared(self, rows, lens)


def _extension_pending(measures: sa.Subquery, lens: Lens) -> sa.ColumnElement[bool]:
    pairs, requests = lens.pairs(EXTENDED), lens.visible(EXTENSIONS)
    asked = (
        sa.select(pairs.c.countermeasure)
        .join(requests, requests.c.id == pairs.c.extension)
        .where(pending(requests))
    )
    return measures.c.id.in_(asked)


@strawberry.input(
    description="運用記録の絞り込み / Filter of operation records; all that is stated must hold."
)
class OperationFilter:
    kind: list[OperationKindWord] | None = strawberry.field(
        default=None, description="種別 / One of these."
    )
    countermeasure: strawberry.ID | None = strawberry.field(
        default=None, description="対策 / Shows this countermeasure to operate."
    )
    period_from: date | None = strawberry.field(
        default=None, description="期間（始）/ Its period ends on this day or later."
    )
    period_to: date | None = strawberry.field(
        default=None, description="期間（終）/ Its period begins on this day or earlier."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.kind is not None:
            found.append(rows.c.kind.in_([word.value for word in self.kind]))
        if self.countermeasure is not None:
            pairs = lens.pairs(OPERATED)
            shown = sa.select(pairs.c.operation).where(
                pairs.c.countermeasure == str(self.countermeasure)
            )
            found.append(rows.c.id.in_(shown))
        if self.period_from is not None:
            found.append(rows.c.period_to >= self.period_from.isoformat())
        if self.period_to is not None:
            found.append(rows.c.period_from <= self.period_to.isoformat())
        return found + shared(self, rows, lens)


@strawberry.input(
    description="効果検証の絞り込み / Filter of effectiveness checks; all that is stated must hold."
)
class EffectivenessCheckFilter:
    countermeasure: strawberry.ID | None = strawberry.field(
        default=None, description="対策 / Of this countermeasure."
    )
    layer: list[LayerWord] | None = strawberry.field(
        default=None, description="段階 / One of these."
    )
    met: bool | None = strawberry.field(
        default=None, description="達成 / Found met, or found not met."
    )
    pending: bool | None = strawberry.field(
        default=None, description="未検証 / Nothing was found yet."
    )
    ready: bool | None = strawberry.field(
        default=None,
        description="検証待ち / Nothing was found yet, and its countermeasure is done: it may be looked at.",
    )
    except_departments: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="除く部署 / None of these answers for its countermeasure, as far as you may see.",
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.countermeasure is not None:
            measures = lens.visible(COUNTERMEASURES)
            meant = sa.select(measures.c.id).where(measures.c.id == str(self.countermeasure))
            found.append(rows.c.countermeasure.in_(meant))
        if self.layer is not None:
            found.append(rows.c.layer.in_([word.value for word in self.layer]))
        if self.met is not None:
            found.append(rows.c.met.is_(sa.true() if self.met else sa.false()))
        if self.pending is not None:
            found.append(either(self.pending, rows.c.met.is_(None)))
        if self.ready is not None:
            found.append(either(self.ready, ready_to_check(rows, lens)))
        if self.except_departments is not None:
            found.append(~of_departments(rows, self.except_departments, lens))
        return found + shared(self, rows, lens)


@strawberry.input(description="開示の絞り込み / Filter of releases; all that is stated must hold.")
class ReleaseFilter:
    to: str | None = strawberry.field(default=None, description="開示先 / Party code.")
    record: strawberry.ID | None = strawberry.field(
        default=None, description="対象 / Of this record."
    )
    stands: bool | None = strawberry.field(
        default=None, description="有効 / Neither withdrawn nor past its last day."
    )
    stale: bool | None = strawberry.field(
        default=None,
        description="文面の見直し要 / It stands, and its record has changed since it was worded.",
    )
    barred: bool | None = strawberry.field(
        default=None, description="遮断中 / It stands, and an active barrier rule bars it."
    )
    ends_by: date | None = strawberry.field(
        default=None, description="開示期限（終）/ Its last day is this one or earlier."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(
        default=None, description="検索 / Text in the basis or the wording."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.to is not None:
            found.append(owned_by(rows, "to_party", self.to, lens))
        if self.record is not None:
            found.append(rows.c.of == str(self.record).lower())
        if self.stands is not None:
            found.append(either(self.stands, stands(rows, lens)))
        if self.stale is not None:
            found.append(either(self.stale, stale(rows, lens)))
        if self.barred is not None:
            barred = rows.c.id.in_(sa.select(barred_pairs(lens, now=True).c.release))
            found.append(either(self.barred, barred))
        if self.ends_by is not None:
            found.append(rows.c.until <= self.ends_by.isoformat())
        if self.codes is not None:
            found.append(rows.c.code.in_(self.codes))
        if self.search is not None:
            found.append(search(rows, self.search))
        return found


@strawberry.input(
    description="遮断規則の絞り込み / Filter of barrier rules; all that is stated must hold."
)
class BarrierRuleFilter:
    to: str | None = strawberry.field(default=None, description="遮断先 / Party code.")
    category: list[InformationCategory] | None = strawberry.field(
        default=None, description="対象の情報区分 / One of these."
    )
    active: bool | None = strawberry.field(default=None, description="有効 / It bars today.")
    over: bool | None = strawberry.field(default=None, description="終了 / It bars no more.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(
        default=None, description="検索 / Text in the name or the basis."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.to is not None:
            found.append(owned_by(rows, "to_party", self.to, lens))
        if self.category is not None:
            found.append(rows.c.category.in_([one.value for one in self.category]))
        if self.active is not None:
            found.append(either(self.active, active(rows, lens)))
        if self.over is not None:
            found.append(either(self.over, over(rows, lens)))
        if self.codes is not None:
            found.append(rows.c.code.in_(self.codes))
        if self.search is not None:
            found.append(search(rows, self.search))
        return found


@strawberry.input(
    description="開示された文面の絞り込み / Filter of released wordings; all that is stated must hold."
)
class ReleasedWordingFilter:
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        return shared(self, rows, lens)


class Shared(Protocol):
    """What most filters of records state."""

    owner: str | None
    codes: list[str] | None
    search: str | None


def shared(filter_: Shared, rows: sa.Subquery, lens: Lens) -> Conditions:
    """What is stated of owner, code and text."""
    found: Conditions = []
    if filter_.owner is not None:
        found.append(owned_by(rows, "owner", filter_.owner, lens))
    if filter_.codes is not None:
        found.append(rows.c.code.in_(filter_.codes))
    if filter_.search is not None:
        found.append(search(rows, filter_.search))
    return found


@strawberry.enum(description="事案の並び順 / Order of incidents; ties keep the order of recording.")
class IncidentOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    TITLE = Order("title")
    STATUS = Order("status")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="運用記録の並び順 / Order of operation records; ties keep the order of recording."
)
class OperationOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    PERIOD = Order("period_to")
    PERIOD_DESC = Order("period_to", descending=True)
    KIND = Order("kind")
    TITLE = Order("title")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(description="原因の並び順 / Order of causes; ties keep the order of recording.")
class CauseOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    STATEMENT = Order("statement")
    CATEGORY = Order("category")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="対策の並び順 / Order of countermeasures, blanks last; ties keep the order of recording."
)
class CountermeasureOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    DUE = Order("due")
    DUE_DESC = Order("due", descending=True)
    START = Order("start")
    TITLE = Order("title")
    STATUS = Order("status")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="効果検証の並び順 / Order of effectiveness checks, blanks last; ties keep the order of"
    " recording."
)
class EffectivenessCheckOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    CHECKED_ON = Order("checked_on")
    STATED_ON = Order("stated_on")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="開示の並び順 / Order of releases, blanks last; ties keep the order of recording."
)
class ReleaseOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    UNTIL = Order("until")
    RELEASED_DESC = Order("released_at", descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="遮断規則の並び順 / Order of barrier rules, blanks last; ties keep the order of recording."
)
class BarrierRuleOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    FIRST_DAY = Order("first_day")
    LAST_DAY = Order("last_day")
    NAME = Order("name")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="開示された文面の並び順 / Order of released wordings; ties keep the order of recording."
)
class ReleasedWordingOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)
