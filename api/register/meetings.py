"""Lists of review meetings, of what they came to and of what they asked to be done; and what is proposed for
an agenda."""

from __future__ import annotations

from datetime import date
from enum import Enum

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.paging import Order
from api.register.board.measures import either
from api.register.filters import owned_by, shared
from api.register.kinds.meetings import earlier
from api.register.listing import Conditions
from domain.register.action_item import ActionItemStatus
from domain.register.meeting import PREPARED, MeetingStatus
from domain.register.minutes import EntryKind, Outcome
from projections.register.meetings import REVIEW_MEETINGS


@strawberry.input(
    description="会議の絞り込み / Filter of review meetings; all that is stated must hold."
)
class ReviewMeetingFilter:
    status: list[MeetingStatus] | None = strawberry.field(
        default=None, description="状態 / One of these."
    )
    to_come: bool | None = strawberry.field(
        default=None, description="開催前 / Neither opened nor cancelled."
    )
    held_from: date | None = strawberry.field(
        default=None, description="開催日（始）/ On this day or later."
    )
    held_to: date | None = strawberry.field(
        default=None, description="開催日（終）/ On this day or earlier."
    )
    owner: str | None = strawberry.field(
        default=None, description="招集会社 / Code of the party that convened it."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.status is not None:
            found.append(rows.c.status.in_([one.value for one in self.status]))
        if self.to_come is not None:
            prepared = rows.c.status.in_([one.value for one in PREPARED])
            found.append(either(self.to_come, prepared))
        if self.held_from is not None:
            found.append(rows.c.held_on >= self.held_from.isoformat())
        if self.held_to is not None:
            found.append(rows.c.held_on <= self.held_to.isoformat())
        return found + shared(self, rows, lens)


@strawberry.input(
    description="議題の絞り込み / Filter of agenda items; all that is stated must hold."
)
class AgendaItemFilter:
    meeting: strawberry.ID | None = strawberry.field(
        default=None, description="会議 / Of this meeting."
    )
    record: strawberry.ID | None = strawberry.field(
        default=None, description="対象 / About this record."
    )
    to_come: bool | None = strawberry.field(
        default=None, description="開催前 / Of a meeting that is neither opened nor cancelled."
    )
    annex: bool | None = strawberry.field(
        default=None, description="別紙 / In the annex, or among the common items."
    )
    withdrawn: bool | None = strawberry.field(
        default=None, description="取下げ / Off the agenda, or on it."
    )
    owner: str | None = strawberry.field(
        default=None, description="追加した会社 / Code of the party that put it on the agenda."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text in the topic.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found = _named(self, rows)
        if self.to_come is not None:
            meetings = lens.visible(REVIEW_MEETINGS)
            prepared = sa.select(meetings.c.id).where(
                meetings.c.status.in_([one.value for one in PREPARED])
            )
            found.append(either(self.to_come, rows.c.meeting.in_(prepared)))
        if self.annex is not None:
            found.append(either(self.annex, ~rows.c.common))
        if self.withdrawn is not None:
            found.append(either(self.withdrawn, rows.c.withdrawn))
        return found + shared(self, rows, lens)


@strawberry.input(
    description="議事録の記載の絞り込み / Filter of entries of minutes; all that is stated must hold."
)
class MinutesFilter:
    meeting: strawberry.ID | None = strawberry.field(
        default=None, description="会議 / Of this meeting."
    )
    record: strawberry.ID | None = strawberry.field(
        default=None, description="対象 / About this record."
    )
    kind: list[EntryKind] | None = strawberry.field(
        default=None, description="種類 / One of these."
    )
    outcome: list[Outcome] | None = strawberry.field(
        default=None, description="結論 / One of these."
    )
    struck_out: bool | None = strawberry.field(
        default=None, description="削除 / Struck out, or not."
    )
    owner: str | None = strawberry.field(
        default=None, description="記載会社 / Code of the party that entered it."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found = _named(self, rows)
        if self.kind is not None:
            found.append(rows.c.kind.in_([one.value for one in self.kind]))
        if self.outcome is not None:
            found.append(rows.c.outcome.in_([one.value for one in self.outcome]))
        if self.struck_out is not None:
            found.append(either(self.struck_out, rows.c.struck_out))
        return found + shared(self, rows, lens)


@strawberry.input(
    description="宿題の絞り込み / Filter of action items; all that is stated must hold."
)
class ActionItemFilter:
    meeting: strawberry.ID | None = strawberry.field(
        default=None, description="会議 / Asked for by this meeting."
    )
    until_meeting: strawberry.ID | None = strawberry.field(
        default=None,
        description="この会議まで / Asked for by a meeting before this one in its series.",
    )
    record: strawberry.ID | None = strawberry.field(
        default=None, description="対象 / About this record."
    )
    open: bool | None = strawberry.field(default=None, description="未了 / Still to be done.")
    overdue: bool | None = strawberry.field(
        default=None, description="期限超過 / Open, and due before statusDate."
    )
    due_to: date | None = strawberry.field(
        default=None, description="期限（終）/ Due on this day or earlier."
    )
    party: str | None = strawberry.field(
        default=None, description="担当会社 / Code of the party that is to do it."
    )
    owner: str | None = strawberry.field(
        default=None, description="割当会社 / Code of the party that asked for it."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found = _named(self, rows)
        is_open = rows.c.status == ActionItemStatus.OPEN.value
        if self.until_meeting is not None:
            series = earlier(lens)
            before = sa.select(series.c.before).where(
                series.c.meeting == str(self.until_meeting).lower()
            )
            found.append(rows.c.meeting.in_(before))
        if self.open is not None:
            found.append(either(self.open, is_open))
        if self.overdue is not None:
            late = sa.and_(is_open, rows.c.due < lens.status_date)
            found.append(either(self.overdue, late))
        if self.due_to is not None:
            found.append(rows.c.due <= self.due_to.isoformat())
        if self.party is not None:
            found.append(owned_by(rows, "party", self.party, lens))
        return found + shared(self, rows, lens)


def _named(
    filter_: AgendaItemFilter | MinutesFilter | ActionItemFilter, rows: sa.Subquery
) -> Conditions:
    found: Conditions = []
    if filter_.meeting is not None:
        found.append(rows.c.meeting == str(filter_.meeting).lower())
    if filter_.record is not None:
        found.append(rows.c.about == str(filter_.record).lower())
    return found


@strawberry.enum(
    description="会議の並び順 / Order of review meetings; ties keep the order of recording."
)
class ReviewMeetingOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    HELD_ON = Order("held_on")
    HELD_ON_DESC = Order("held_on", descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="議題の並び順 / Order of agenda items; ties keep the order of recording."
)
class AgendaItemOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="議事録の記載の並び順 / Order of entries of minutes; ties keep the order of recording."
)
class MinutesOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(
    description="宿題の並び順 / Order of action items, blanks last; ties keep the order of recording."
)
class ActionItemOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    DUE = Order("due")
    STATUS = Order("status")
    CHANGED_DESC = Order("changed_at", descending=True)
