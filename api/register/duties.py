"""What lists of requirements, roll-outs and answers may be filtered by and sorted by."""

from __future__ import annotations

from datetime import date
from enum import Enum

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.paging import Order
from api.register.board.measures import either
from api.register.filters import Conditions, owned_by, shared
from api.register.kinds.requirements import duty_overdue
from api.register.kinds.roll_outs import withdrawn
from api.register.words import AppliesWord, RequirementKindWord, RequirementStatusWord
from domain.register.requirement import RequirementStatus
from domain.register.roll_out import Applies
from projections.named import named_in
from projections.register.requirements import REQUIREMENTS
from projections.register.roll_outs import ROLL_OUT_ANSWERS, ROLL_OUTS


@strawberry.input(
    description="要求の絞り込み / Filter of requirements; all that is stated must hold."
)
class RequirementFilter:
    kind: list[RequirementKindWord] | None = strawberry.field(
        default=None, description="種別 / One of these."
    )
    status: list[RequirementStatusWord] | None = strawberry.field(
        default=None, description="状況 / One of these."
    )
    open: bool | None = strawberry.field(
        default=None, description="対応中 / The duty to report stands."
    )
    overdue: bool | None = strawberry.field(
        default=None, description="期限超過 / A due of an item or a report, at statusDate."
    )
    due_from: date | None = strawberry.field(
        default=None, description="次の期限（始）/ Its next due is this day or later."
    )
    due_to: date | None = strawberry.field(
        default=None, description="次の期限（終）/ Its next due is this day or earlier."
    )
    record: strawberry.ID | None = strawberry.field(
        default=None, description="回答する記録 / Answered by this record, which you may see."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.kind is not None:
            found.append(rows.c.kind.in_([word.value for word in self.kind]))
        if self.status is not None:
            found.append(rows.c.status.in_([word.value for word in self.status]))
        if self.open is not None:
            found.append(either(self.open, rows.c.status == RequirementStatus.OPEN.value))
        if self.overdue is not None:
            found.append(either(self.overdue, duty_overdue(rows, lens.status_date)))
        if self.due_from is not None:
            found.append(rows.c.next_due >= self.due_from.isoformat())
        if self.due_to is not None:
            found.append(rows.c.next_due <= self.due_to.isoformat())
        if self.record is not None:
            found.append(_answered_by(rows, str(self.record).lower(), lens))
        return found + shared(self, rows, lens)


def _answered_by(rows: sa.Subquery, record: str, lens: Lens) -> sa.ColumnElement[bool]:
    """Whether a record that may be seen answers a requirement: of one that may not, nothing is said."""
    from api.register.kinds import NODES  # requirements are one of them

    each = named_in(lens.visible(REQUIREMENTS), "answers")
    seen = []
    for kind in NODES.values():
        records = lens.visible(kind.view)
        seen.append(sa.select(records.c.id).where(records.c.id == record).exists())
    answered = sa.select(each.c.id).where(each.c.named == record)
    return sa.and_(rows.c.id.in_(answered), sa.or_(*seen))


@strawberry.enum(
    description="要求の並び順 / Order of requirements, blanks last; ties keep the order of recording."
)
class RequirementOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    NEXT_DUE = Order("next_due")
    RECEIVED = Order("received_on")
    RECEIVED_DESC = Order("received_on", descending=True)
    KIND = Order("kind")
    TITLE = Order("title")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.input(
    description="横展開の絞り込み / Filter of roll-outs; all that is stated must hold."
)
class RollOutFilter:
    open: bool | None = strawberry.field(
        default=None,
        description="未回答 / Not withdrawn, and nothing but that it is under examination was answered,"
        " as far as you may see.",
    )
    answered: bool | None = strawberry.field(
        default=None, description="回答あり / There is an answer that you may see."
    )
    to: str | None = strawberry.field(default=None, description="依頼先 / Party code.")
    about: strawberry.ID | None = strawberry.field(
        default=None, description="対象 / About this record, which you may see."
    )
    answer_to: date | None = strawberry.field(
        default=None, description="回答期限（終）/ An answer is wanted by this day or earlier."
    )
    owner: str | None = strawberry.field(default=None, description="依頼元 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        answers = lens.visible(ROLL_OUT_ANSWERS)
        given = sa.select(answers.c.roll_out)
        settled = given.where(answers.c.verdict != Applies.UNDER_EXAMINATION.value)
        if self.open is not None:
            asked = sa.and_(~withdrawn(rows), rows.c.id.not_in(settled))
            found.append(either(self.open, asked))
        if self.answered is not None:
            found.append(either(self.answered, rows.c.id.in_(given)))
        if self.to is not None:
            found.append(owned_by(rows, "to_party", self.to, lens))
        if self.about is not None:
            found.append(_about(rows, str(self.about).lower(), lens))
        if self.answer_to is not None:
            found.append(rows.c.answer_by <= self.answer_to.isoformat())
        return found + shared(self, rows, lens)


def _about(rows: sa.Subquery, record: str, lens: Lens) -> sa.ColumnElement[bool]:
    """Whether a roll-out is about a record that may be seen."""
    from api.register.kinds import NODES  # roll-outs are one of them

    seen = []
    for kind in NODES.values():
        records = lens.visible(kind.view)
        seen.append(sa.select(records.c.id).where(records.c.id == record).exists())
    return sa.and_(rows.c.about == record, sa.or_(*seen))


@strawberry.enum(
    description="横展開の並び順 / Order of roll-outs, blanks last; ties keep the order of recording."
)
class RollOutOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    ANSWER_BY = Order("answer_by")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.input(
    description="横展開への回答の絞り込み / Filter of answers to roll-outs; all that is stated must hold."
)
class RollOutAnswerFilter:
    verdict: list[AppliesWord] | None = strawberry.field(
        default=None, description="該当の有無 / One of these."
    )
    roll_out: strawberry.ID | None = strawberry.field(
        default=None, description="横展開 / To this one, which you may see."
    )
    owner: str | None = strawberry.field(default=None, description="回答した会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.verdict is not None:
            found.append(rows.c.verdict.in_([word.value for word in self.verdict]))
        if self.roll_out is not None:
            asked = lens.visible(ROLL_OUTS)
            meant = sa.select(asked.c.id).where(asked.c.id == str(self.roll_out).lower())
            found.append(rows.c.roll_out.in_(meant))
        return found + shared(self, rows, lens)


@strawberry.enum(
    description="横展開への回答の並び順 / Order of answers to roll-outs; ties keep the order of recording."
)
class RollOutAnswerOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    VERDICT = Order("verdict")
    CHANGED_DESC = Order("changed_at", descending=True)
