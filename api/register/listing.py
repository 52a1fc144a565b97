"""What all root lists share: a moment, a page, a filter and an order, asked of one kind of record."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Protocol

import sqlalchemy as sa
import strawberry
from graphql import GraphQLError

from api.asking import Asking, below
from api.context import FIRST_DAY, LAST_DAY, Papers, When, instant
from api.kinds import Kind
from api.lens import Lens
from api.levels import Row
from api.paging import Page, connection
from api.register.auditors import auditing
from api.register.types import Connection
from projections.people.parties import PARTIES
from projections.register.meetings import REVIEW_MEETINGS

DEFAULT_PAGE = 50

Conditions = list[sa.ColumnElement[bool]]


class Filter(Protocol):
    """An input that narrows a list, judged over visible rows alone."""

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions: ...


@strawberry.input(
    one_of=True, description="時点 / A moment: what the register knew then. State one field."
)
class Moment:
    at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="日時 / An instant, with its offset from UTC."
    )
    meeting: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="会議 / The papers of this meeting: what the register knew as their last issue was closed,"
        " and the day against which they judge lateness.",
    )


@strawberry.input(
    description="権限 / The rights of a party at a moment: what it would have been shown of your own party's"
    " records, had it asked then."
)
class RightsOf:
    party: str = strawberry.field(description="会社 / Its code.")
    at: Moment | None = strawberry.field(
        default=None, description="時点 / With its rights at this moment; else now."
    )


AsOf = Annotated[
    Moment | None,
    strawberry.argument(
        description="時点 / Answer as the register knew it then, as far as you may see it now."
    ),
]
WithRightsOf = Annotated[
    RightsOf | None,
    strawberry.argument(
        description="他社の権限 / Only what this party could see of your own party's records, as of the"
        " moment of its rights or, if stated, of an earlier asOf; for auditors."
    ),
]
StatusDate = Annotated[
    date | None,
    strawberry.argument(
        description="基準日 / The day lateness is judged at; else the moment's day in Tokyo."
    ),
]
First = Annotated[int, strawberry.argument(description="件数 / Rows of the page, at most 100.")]
After = Annotated[
    str | None, strawberry.argument(description="カーソル / endCursor of the page before.")
]


def when_of(info: Asking, moment: Moment | None) -> When | None:
    """The place in time that a moment names; an instant without an offset names none."""
    if moment is None:
        return None
    if isinstance(moment.meeting, str):
        return _papers_of(info, moment.meeting.lower())
    at = moment.at
    assert isinstance(at, datetime), "one of the two is stated"
    if at.tzinfo is None:
        raise GraphQLError(
            "日時には UTC との差（例 +09:00）を付けてください。"
            " / Give the instant with its offset from UTC, such as +09:00.",
            extensions={"code": "BAD_MOMENT"},
        )
    return min(max(at, FIRST_DAY), LAST_DAY)


def until_lies_before() -> GraphQLError:
    """What is said of a window that ends before it begins."""
    return GraphQLError(
        "until は since より後の日時にしてください。"
        " / until lies before since: give a later until.",
        extensions={"code": "BAD_MOMENT"},
    )


def instant_of(info: Asking, moment: Moment | None) -> datetime | None:
    """The instant that a moment names."""
    when = when_of(info, moment)
    return when.at if isinstance(when, Papers) else when


def _papers_of(info: Asking, meeting: str) -> Papers:
    """The last papers of a meeting of the viewer's; a meeting that is hidden is none."""
    rows = info.context.lens().visible(REVIEW_MEETINGS)
    query = sa.select(rows.c.papers, rows.c.papers_position).where(rows.c.id == meeting)
    row = info.context.scope.connection.execute(query).first()
    if row is None:
        raise GraphQLError(
            "該当する会議がありません。会議の識別子を確認してください。"
            " / There is no such meeting: check its id.",
            extensions={"code": "BAD_MOMENT"},
        )
    if row.papers_position is None:
        raise GraphQLError(
            "この会議の資料はまだ確定していません。日時（at）で指定してください。"
            " / The papers of this meeting are not closed yet: state an instant (at).",
            extensions={"code": "BAD_MOMENT"},
        )
    last = row.papers[-1]
    return Papers(
        datetime.fromisoformat(last["closed_at"]),
        row.papers_position,
        date.fromisoformat(last["status_date"]),
    )


def lens_of(
    info: Asking,
    as_of: Moment | None,
    status_date: date | None,
    with_rights_of: RightsOf | None = None,
) -> Lens:
    """How a root field looks, from the arguments that all of them take."""
    moment = when_of(info, as_of)
    if with_rights_of is None:
        return info.context.lens(moment, status_date)
    auditing(info)
    at, now = when_of(info, with_rights_of.at), info.context.now
    if moment is not None and min(instant(moment), now) > min(instant(at or now), now):
        raise GraphQLError(
            "asOf は withRightsOf の時点以前にしてください。"
            " / asOf lies behind the moment of withRightsOf.",
            extensions={"code": "BAD_MOMENT"},
        )
    return info.context.lens_with_rights(
        number_of(info, with_rights_of.party), at, moment, status_date
    )


def number_of(info: Asking, code: str) -> int:
    """The number of the party with this code; whoever names none is told so."""
    rows = info.context.lens().visible(PARTIES)
    query = sa.select(rows.c.number).where(rows.c.party_code == code)
    number = info.context.scope.connection.execute(query).scalar()
    if number is None:
        raise GraphQLError(
            "このコードの会社はありません。 / There is no party with this code.",
            extensions={"code": "NO_SUCH_PARTY"},
        )
    return int(number)


def listing(
    kind: Kind, record: Any, filter_: type[Filter], order: type[Enum], description: str
) -> Any:
    """The root field that lists a kind of record: a Relay connection over what is visible.

    `order` names an `Order` each, RECORDED by default.
    """

    def resolve(
        self: Any,  # noqa: ARG001 -- GraphQL's root
        info: Asking,
        first: int = DEFAULT_PAGE,
        after: str | None = None,
        filter: Filter | None = None,  # noqa: A002 -- the argument's public name
        order_by: Enum = order["RECORDED"],
        as_of: Moment | None = None,
        status_date: date | None = None,
        with_rights_of: RightsOf | None = None,
    ) -> Row:
        lens = lens_of(info, as_of, status_date, with_rights_of)
        page, conditions = Page(first, after), filter.conditions if filter else None
        return connection(kind, lens, below(info), page, order_by.value, conditions)

    resolve.__annotations__ = {
        "info": Asking,
        "first": First,
        "after": After,
        "filter": Annotated[filter_ | None, strawberry.argument(description="絞り込み / Filter.")],
        "order_by": Annotated[order, strawberry.argument(description="並び順 / Order.")],
        "as_of": AsOf,
        "status_date": StatusDate,
        "with_rights_of": WithRightsOf,
        "return": Any,
    }
    return strawberry.field(
        resolver=resolve, graphql_type=Connection[record], description=description
    )
