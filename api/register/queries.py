"""The questions of the register: each root field takes its lens and asks the planner."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, cast

import sqlalchemy as sa
import strawberry
from graphql import GraphQLError
from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from api.context import Context
from api.people.types import Me
from api.planning import Lens, Page, Row, connection, fetch
from api.record import Record
from api.register import progress as progress_board
from api.register.filters import (
    CauseFilter,
    CauseOrder,
    CountermeasureFilter,
    CountermeasureOrder,
    IncidentFilter,
    IncidentOrder,
)
from api.register.kinds import CAUSE, COUNTERMEASURE, INCIDENT, NODES, REPORT
from api.register.types import (
    Cause,
    Connection,
    Countermeasure,
    Incident,
    ProgressGroup,
    Report,
)
from projections.barrier import visible
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES

MAX_REPORTS = 100
DEFAULT_PAGE = 50

Asking = Info[Context, None]


@strawberry.input(
    one_of=True, description="時点 / A moment: what the register knew then. State one field."
)
class Moment:
    at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="日時 / An instant, with its offset from UTC."
    )


AsOf = Annotated[
    Moment | None,
    strawberry.argument(
        description="時点 / Answer as the register knew it then, as far as you may see it now."
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
By = Annotated[progress_board.By, strawberry.argument(description="区分 / What the groups share.")]


def _lens(info: Asking, as_of: Moment | None, status_date: date | None) -> Lens:
    at = (as_of.at or None) if as_of is not None else None
    if at is not None and at.tzinfo is None:
        raise GraphQLError(
            "日時には UTC との差（例 +09:00）を付けてください。"
            " / Give the instant with its offset from UTC, such as +09:00.",
            extensions={"code": "BAD_MOMENT"},
        )
    return info.context.lens(at, status_date)


@strawberry.type(
    description="問い合わせ / What may be asked; all answers are as far as you may see."
)
class Query:
    @strawberry.field(description="自分 / Who asks, with the roles that stand today.")
    def me(self, info: Asking) -> Me | None:
        return cast("Me | None", _me(info.context))

    @strawberry.field(description="記録 / Any record by its id; null if there is none you may see.")
    def node(
        self,
        info: Asking,
        id: Annotated[strawberry.ID, strawberry.argument(description="識別子 / The id.")],  # noqa: A002 -- the name of Relay's field
        as_of: AsOf = None,
        status_date: StatusDate = None,
    ) -> Record | None:
        lens = _lens(info, as_of, status_date)
        return cast("Record | None", any_record(lens, str(id), below(info)))

    @strawberry.field(description="報告 / Reports, the newest first; at most 100.")
    def reports(
        self, info: Asking, as_of: AsOf = None, status_date: StatusDate = None
    ) -> list[Report]:
        lens = _lens(info, as_of, status_date)
        found = fetch(
            REPORT,
            lens,
            below(info),
            lambda rows, columns: sa.select(*columns).order_by(rows.c.born.desc()),
            limit=MAX_REPORTS,
        )
        return cast("list[Report]", found)

    @strawberry.field(description="事案 / Incidents.")
    def incidents(
        self,
        info: Asking,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[  # noqa: A002 -- the argument's public name
            IncidentFilter | None, strawberry.argument(description="絞り込み / Filter.")
        ] = None,
        order_by: Annotated[
            IncidentOrder, strawberry.argument(description="並び順 / Order.")
        ] = IncidentOrder.RECORDED,
        as_of: AsOf = None,
        status_date: StatusDate = None,
    ) -> Connection[Incident]:
        lens = _lens(info, as_of, status_date)
        page = connection(
            INCIDENT,
            lens,
            _asked(info),
            Page(first, after),
            order_by.value,
            filter.conditions if filter else _all,
        )
        return cast("Connection[Incident]", page)

    @strawberry.field(description="原因 / Causes.")
    def causes(
        self,
        info: Asking,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[  # noqa: A002 -- the argument's public name
            CauseFilter | None, strawberry.argument(description="絞り込み / Filter.")
        ] = None,
        order_by: Annotated[
            CauseOrder, strawberry.argument(description="並び順 / Order.")
        ] = CauseOrder.RECORDED,
        as_of: AsOf = None,
        status_date: StatusDate = None,
    ) -> Connection[Cause]:
        lens = _lens(info, as_of, status_date)
        page = connection(
            CAUSE,
            lens,
            _asked(info),
            Page(first, after),
            order_by.value,
            filter.conditions if filter else _all,
        )
        return cast("Connection[Cause]", page)

    @strawberry.field(description="対策 / Countermeasures.")
    def countermeasures(
        self,
        info: Asking,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[  # noqa: A002 -- the argument's public name
            CountermeasureFilter | None, strawberry.argument(description="絞り込み / Filter.")
        ] = None,
        order_by: Annotated[
            CountermeasureOrder, strawberry.argument(description="並び順 / Order.")
        ] = CountermeasureOrder.RECORDED,
        as_of: AsOf = None,
        status_date: StatusDate = None,
    ) -> Connection[Countermeasure]:
        lens = _lens(info, as_of, status_date)
        page = connection(
            COUNTERMEASURE,
            lens,
            _asked(info),
            Page(first, after),
            order_by.value,
            filter.conditions if filter else _all,
        )
        return cast("Connection[Countermeasure]", page)

    @strawberry.field(
        description="進捗 / Countermeasures counted by group, as far as you may see; at most 200."
    )
    def progress(
        self,
        info: Asking,
        by: By,
        as_of: AsOf = None,
        status_date: StatusDate = None,
    ) -> list[ProgressGroup]:
        lens = _lens(info, as_of, status_date)
        return cast("list[ProgressGroup]", progress_board.board(lens, by))


def any_record(lens: Lens, record_id: str, selections: list[Selection]) -> Row | None:
    """The visible record with this id, of whatever kind, shaped for the selections."""
    connection_ = lens.scope.connection
    for kind in NODES.values():
        rows = lens.visible(kind.view)
        if connection_.execute(sa.select(rows.c.id).where(rows.c.id == record_id)).first():
            [found] = fetch(
                kind,
                lens,
                selections,
                lambda rows, columns: sa.select(*columns).where(rows.c.id == record_id),
                limit=1,
            )
            return found
    return None


def _me(context: Context) -> Row | None:
    actor = context.actor
    if actor is None:
        return None
    connection_, clearance = context.scope.connection, context.scope.clearance
    mine = sa.select(MEMBERS.current.c.name).where(MEMBERS.current.c.id == str(actor.member))
    parties = visible(PARTIES, clearance)
    party = connection_.execute(
        sa.select(parties.c.party_code, parties.c.name, parties.c.name_en).where(
            parties.c.number == actor.party
        )
    ).first()
    return {
        "id": str(actor.member),
        "name": connection_.execute(mine).scalar(),
        "party": party and {"code": party[0], "name": party[1], "name_en": party[2]},
        "roles": sorted(role.value for role in actor.roles),
    }


def _all(_rows: sa.Subquery, _lens: Lens) -> list[sa.ColumnElement[bool]]:
    return []


def _asked(info: Asking) -> list[SelectedField]:
    return [one for one in info.selected_fields if isinstance(one, SelectedField)]


def below(info: Asking) -> list[Selection]:
    return [below for one in _asked(info) for below in one.selections]
