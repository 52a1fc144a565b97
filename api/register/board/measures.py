"""What the board counts countermeasures by, as filters of their list: every number opens what is behind it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.register.board import conditions as judged
from api.register.lateness import due_bucket
from api.register.words import CountermeasureKindWord, DueBucketWord, LayerWord
from domain.register.progress import DONE, Layer

Conditions = list[sa.ColumnElement[bool]]


def either(wanted: bool, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition, or its contrary where it is false or unknown."""
    return condition if wanted else sa.not_(sa.func.coalesce(condition, sa.false()))


@strawberry.input(description="対策の絞り込み / What the board counts countermeasures by.")
class BoardFilter:
    category: list[str | None] | None = strawberry.field(
        default=None,
        description="分類 / Answers a visible cause of one of these categories; null among them: a cause of"
        " none, or no cause.",
    )
    kind: list[CountermeasureKindWord | None] | None = strawberry.field(
        default=None, description="種別 / One of these; null among them: none is stated."
    )
    department: list[strawberry.ID | None] | None = strawberry.field(
        default=None,
        description="主管部署 / One of these is responsible; null among them: none that you may see.",
    )
    due_bucket: list[DueBucketWord] | None = strawberry.field(
        default=None, description="期限の区分 / One of these, at statusDate."
    )
    unproven: bool | None = strawberry.field(
        default=None,
        description="実施済みだが効果未確認 / Looks done (implemented, operating, handed over), and a layer that"
        " it needs was not found met, as far as you may see.",
    )
    lacks_layer: list[LayerWord] | None = strawberry.field(
        default=None,
        description="未確認の段階 / Needs one of these layers, and no check that you may see found it met.",
    )
    with_criterion: bool | None = strawberry.field(
        default=None, description="効果検証の設定 / Has a check that you may see and that counts."
    )
    evidenced: bool | None = strawberry.field(
        default=None, description="証跡あり / Has evidence that you may see."
    )
    operated: bool | None = strawberry.field(
        default=None, description="運用記録あり / Has an operation record that you may see."
    )
    unlinked: bool | None = strawberry.field(
        default=None, description="原因なし / Answers no cause that you may see."
    )
    finished_by: date | None = strawberry.field(
        default=None, description="完了日（終）/ Finished on this day or earlier."
    )

    def on_the_board(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        """What of it rows must meet."""
        found: Conditions = []
        if self.category is not None:
            found.append(judged.answers(rows, self.category, lens))
        if self.kind is not None:
            words = [one and one.value for one in self.kind]
            found.append(judged.one_of(rows.c.kind, words))
        if self.department is not None:
            found.append(judged.of_department(rows, self.department, lens))
        if self.due_bucket is not None:
            buckets = [one.value for one in self.due_bucket]
            found.append(due_bucket(rows, lens.status_date).in_(buckets))
        if self.lacks_layer is not None:
            found.append(judged.lacks(rows, self.lacks_layer, lens))
        if self.finished_by is not None:
            found.append(rows.c.finished_on <= self.finished_by.isoformat())
        return found + self._beside(rows, lens)

    def _beside(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        """What is told by what stands beside them; looked for where it is asked for alone."""
        found: Conditions = []
        if self.unproven is not None:
            unproven = sa.and_(rows.c.status.in_(DONE), judged.lacks(rows, Layer, lens))
            found.append(either(self.unproven, unproven))
        for wanted, rule in (
            (self.with_criterion, judged.has_criterion),
            (self.evidenced, judged.evidenced),
            (self.operated, judged.shown_to_operate),
            (self.unlinked, judged.answers_nothing),
        ):
            if wanted is not None:
                found.append(either(wanted, rule(rows, lens)))
        return found
