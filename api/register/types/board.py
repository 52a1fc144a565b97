"""The CCO's board as GraphQL shows it: slips, and the matrix of causes and countermeasures."""

from __future__ import annotations

import strawberry

from api.register.types.past import Author
from api.register.types.records import Cause, Countermeasure, Link, PageInfo
from api.register.types.schedules import Slip


@strawberry.type(
    description="後ろ倒し / A slip of a countermeasure, with the days it took and who recorded it."
)
class SlipOfCountermeasure(Slip):
    countermeasure: Countermeasure = strawberry.field(description="対策 / What slipped.")
    days: int | None = strawberry.field(
        description="日数 / From due to due; null: to a vaguer schedule, or to none."
    )
    author: Author | None = strawberry.field(
        description="変更者 / Who recorded it; null where you did not see that change."
    )


@strawberry.type(
    description="絞り込みの値 / What to put into SlipFilter for the slips of a group: fields of the same"
    " names. null: the field is left out; null inside a list is a value."
)
class SlipFilterValues:
    responsible: str | None = strawberry.field(description="主管会社 / Code of the party.")
    department: list[strawberry.ID | None] | None = strawberry.field(
        description="主管部署 / Departments, by id."
    )
    month: list[str] | None = strawberry.field(description="月 / Months, such as 2023-04.")


@strawberry.type(description="後ろ倒しの集計 / Slips of one group, as far as you may see.")
class SlipGroup:
    key: str | None = strawberry.field(
        description="区分 / Party, department or month; null: none is stated, as far as you may see."
    )
    count: int = strawberry.field(description="回数 / How many slips.")
    days: int = strawberry.field(description="日数 / Days they took together, from due to due.")
    without_days: int = strawberry.field(
        description="日数なし / How many of them went to a vaguer schedule, or to none."
    )
    countermeasures: int = strawberry.field(description="対策数 / Of how many countermeasures.")
    filter: SlipFilterValues = strawberry.field(
        description="絞り込み / For slips(filter:) with the same since, until and asOf: it lists these."
    )


@strawberry.type(
    description="後ろ倒しの一覧 / Slips, the newest first, counted as far as you may see."
)
class SlipReport:
    total_count: int = strawberry.field(description="回数 / All slips that meet the filter.")
    days: int = strawberry.field(description="日数 / Days they took together, from due to due.")
    without_days: int = strawberry.field(
        description="日数なし / How many of them went to a vaguer schedule, or to none."
    )
    countermeasures: int = strawberry.field(description="対策数 / Of how many countermeasures.")
    by_party: list[SlipGroup] = strawberry.field(description="会社別 / By the responsible party.")
    by_department: list[SlipGroup] = strawberry.field(
        description="部署別 / By the responsible department."
    )
    by_month: list[SlipGroup] = strawberry.field(
        description="月別 / By the month they were recorded in, in Tokyo, in order of time."
    )
    nodes: list[SlipOfCountermeasure] = strawberry.field(
        description="後ろ倒し / The slips of this page."
    )
    page_info: PageInfo = strawberry.field(description="ページ / Where this page stands.")


@strawberry.type(
    description="表のます / A link of the row's cause to the countermeasure of a column."
)
class CauseMatrixCell:
    column: int = strawberry.field(description="列 / The place of its column, from 0.")
    link: Link = strawberry.field(description="結び付き / The link.")


@strawberry.type(description="表の行 / A cause, and what answers it.")
class CauseMatrixRow:
    category: str | None = strawberry.field(description="分類 / The cause's category.")
    cause: Cause = strawberry.field(description="原因 / The cause.")
    cells: list[CauseMatrixCell] = strawberry.field(
        description="ます / Its links, in the order of the columns; none: answered by nothing."
    )


@strawberry.type(description="表の列 / A countermeasure that answers a cause of this page.")
class CauseMatrixColumn:
    countermeasure: Countermeasure = strawberry.field(description="対策 / The countermeasure.")
    count: int = strawberry.field(description="件数 / How many causes of this page it answers.")


@strawberry.type(description="分類の件数 / Causes of one category.")
class CauseMatrixCategory:
    category: str | None = strawberry.field(description="分類 / The category; null: none.")
    count: int = strawberry.field(description="件数 / How many causes.")
    unanswered: int = strawberry.field(description="対策なし / How many are answered by nothing.")


@strawberry.type(
    description="原因と対策の表 / Causes by category as rows, countermeasures as columns, links as cells, as"
    " far as you may see."
)
class CauseMatrix:
    total_count: int = strawberry.field(description="原因数 / All causes that meet the filter.")
    unanswered_count: int = strawberry.field(
        description="対策なし / How many of them are answered by nothing: causes(filter: {unanswered: true})."
    )
    link_count: int = strawberry.field(description="結び付き数 / Cells of all these rows together.")
    countermeasure_count: int = strawberry.field(description="対策数 / All countermeasures.")
    unlinked_count: int = strawberry.field(
        description="原因なし / Countermeasures that answer nothing: countermeasures(filter: {unlinked: true})."
    )
    categories: list[CauseMatrixCategory] = strawberry.field(
        description="分類別 / These causes counted by category."
    )
    columns: list[CauseMatrixColumn] = strawberry.field(
        description="列 / What answers a cause of this page, in the order of recording."
    )
    nodes: list[CauseMatrixRow] = strawberry.field(
        description="行 / The causes of this page, by category."
    )
    page_info: PageInfo = strawberry.field(description="ページ / Where this page stands.")
