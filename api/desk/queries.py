"""The questions of the desk. Who may see no ticket is answered like an empty desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, cast

import strawberry

from api.asking import Asking, below
from api.changing import either, refused
from api.desk import words
from api.desk.changes import OF_A_PERIOD
from api.desk.looking import DeskSight, Shape, receipt_shape
from api.desk.types import (
    CustodianRequest,
    DeskDesignation,
    DeskMember,
    DeskStatistics,
    GuidanceDraft,
    IncidentDraft,
    StatisticsPreview,
    Ticket,
    TicketConnection,
    TicketReadOnRecord,
    TicketReceipt,
)
from api.desk.words import Clock, GuidanceDraftState, RequestState
from api.limits import DEFAULT_PAGE
from api.paging import Page, cursor_of, leads_nowhere, record_of
from api.selecting import asked_fields
from commands.desk.office import DeskOffice
from domain.desk import refusals as rules
from domain.desk.statistics import Period
from domain.refusals import NotPermitted, Refusal
from projections.desk.tickets import Row, is_open, status_of

First = Annotated[int, strawberry.argument(description="件数 / How many, 100 at most.")]
After = Annotated[str | None, strawberry.argument(description="位置 / Behind this cursor.")]
Code = Annotated[str, strawberry.argument(description="受付番号 / The 16 digits of the receipt.")]


@strawberry.input(description="相談の絞り込み / Which tickets; what is left out does not matter.")
class TicketFilter:
    open: bool | None = strawberry.field(
        default=None, description="未終結 / Not concluded yet; false: concluded, or erased."
    )
    status: list[words.TicketStatus] | None = strawberry.field(
        default=None, description="状態 / In one of these."
    )
    assessment: list[words.Assessment] | None = strawberry.field(
        default=None, description="判定 / Assessed as one of these."
    )
    category: list[words.TicketCategory] | None = strawberry.field(
        default=None, description="分類 / In one of these."
    )
    urgency: list[words.Urgency] | None = strawberry.field(
        default=None, description="緊急度 / As urgent as one of these."
    )
    waits_for_an_answer: bool | None = strawberry.field(
        default=None, description="返事待ち / The last word is the consulter's."
    )
    over: list[Clock] | None = strawberry.field(
        default=None, description="超過 / One of these clocks ran out and was not stopped."
    )
    due_within: int | None = strawberry.field(
        default=None, description="残り日数 / A clock that runs ends within so many days."
    )
    kept_over: bool | None = strawberry.field(
        default=None,
        description="保存のお知らせ / The desk is to be reminded that the time it is kept runs out, or has.",
    )
    search: str | None = strawberry.field(
        default=None, description="検索 / Words in it or its code: of what you may see alone."
    )
    contact: str | None = strawberry.field(
        default=None,
        description="連絡先 / Of whoever is reached so: a returning caller, without opening who it is.",
    )


Which = Annotated[TicketFilter | None, strawberry.argument(description="絞り込み / Which tickets.")]
FirstDay = Annotated[date, strawberry.argument(description="期間の初日 / First day of a month.")]
LastDay = Annotated[date, strawberry.argument(description="期間の末日 / Last day of a month.")]
Named = Annotated[str, strawberry.argument(description="相談 / Its id, or its code.")]


@strawberry.type
class DeskQueries:
    @strawberry.field(
        description="相談 / The tickets of the desk that you may see, the newest first: designated for the desk or"
        " the ticket, and not concerned by it."
    )
    def tickets(
        self,
        info: Asking,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Which = None,  # noqa: A002 -- GraphQL's name
    ) -> TicketConnection:
        page = Page(first, after)
        page.check()
        sight = info.context.desk
        rows = [] if sight is None else _chosen(sight, filter or TicketFilter())
        fields = asked_fields(below(info), frozenset({"TicketConnection"}))
        asked = {one.name for one in fields}
        return cast("TicketConnection", _turned_to(sight, rows, page, asked))

    @strawberry.field(
        description="相談 / A ticket by its id or code; null if there is none you may see."
    )
    def ticket(self, info: Asking, ticket: Named) -> Ticket | None:
        sight = info.context.desk
        row = sight.row(ticket) if sight else None
        return cast("Ticket | None", sight.shown([row])[0] if sight and row else None)

    @strawberry.field(
        description="管理者への申請 / What handlers asked, the newest first: of your desk for its custodian, one's own"
        " for others."
    )
    def custodian_requests(
        self,
        info: Asking,
        first: First = DEFAULT_PAGE,
        state: Annotated[
            list[RequestState] | None, strawberry.argument(description="状態 / In one of these.")
        ] = None,
    ) -> list[CustodianRequest]:
        Page(first, None).check()
        sight = info.context.desk
        states = None if state is None else {one.value for one in state}
        return cast("list[CustodianRequest]", sight.requests(first, states) if sight else [])

    @strawberry.field(
        description="事案の下書き / What the desk drafted for you to report as an incident."
    )
    def incident_drafts(self, info: Asking) -> list[IncidentDraft]:
        sight = info.context.desk
        found = sight.drafts_to_report() if sight else []
        return cast("list[IncidentDraft]", found)

    @strawberry.field(
        description="事例の下書き / What the desk of your party may publish as guidance, as far as you may see the tickets"
        " it was written of; the newest first, 100 at most. For the desk."
    )
    def guidance_drafts(
        self,
        info: Asking,
        state: Annotated[
            GuidanceDraftState | None, strawberry.argument(description="状態 / In this state.")
        ] = GuidanceDraftState.WRITTEN,
    ) -> list[GuidanceDraft]:
        sight = info.context.desk
        which = {} if state is None else {"state": state.value}
        found = sight.guidance_drafts(**which) if sight else []
        return cast("list[GuidanceDraft]", found)

    @strawberry.field(
        description="従事者の指定 / Who is designated for your party's desk; for its custodian."
    )
    def desk_designations(self, info: Asking) -> list[DeskDesignation]:
        sight = info.context.desk
        return cast("list[DeskDesignation]", sight.designations() if sight else [])

    @strawberry.field(
        description="従事者に指定できる人 / The members of your party who hold the role of the desk; for its custodian."
    )
    def desk_candidates(self, info: Asking) -> list[DeskMember]:
        sight = info.context.desk
        return cast("list[DeskMember]", sight.candidates() if sight else [])

    @strawberry.field(
        description="相談の閲覧の記録 / Who was shown which ticket, the last one first; for the custodian."
    )
    def ticket_reads(self, info: Asking, first: First = DEFAULT_PAGE) -> list[TicketReadOnRecord]:
        Page(first, None).check()
        sight = info.context.desk
        return cast("list[TicketReadOnRecord]", sight.reads(first) if sight else [])

    @strawberry.field(
        description="公表された相談の統計 / What the desk of your party published, the latest period first."
    )
    def desk_statistics(self, info: Asking) -> list[DeskStatistics]:
        sight = info.context.desk
        return cast("list[DeskStatistics]", sight.published() if sight else [])

    @strawberry.field(
        graphql_type=either(
            "StatisticsPreviewResult",
            StatisticsPreview,
            NotPermitted,
            rules.DeskIsNotSetUp,
            *OF_A_PERIOD,
        ),
        description="相談の統計の見込み / What publishStatistics would tell of a period, or why it would not; for the desk.",
    )
    def statistics_preview(self, info: Asking, first_day: FirstDay, last_day: LastDay) -> Any:
        sight = info.context.desk
        try:
            if sight is None:
                raise rules.DeskIsNotSetUp()
            return sight.preview(Period(first_day, last_day))
        except Refusal as refusal:
            return refused(info, refusal)

    @strawberry.field(
        description="受付番号で見る / What a consulter sees with the receipt code; null for a wrong one. Asked without"
        " a token."
    )
    def receipt(self, info: Asking, code: Code) -> TicketReceipt | None:
        office = info.context.desk_office
        return cast("TicketReceipt | None", _by_code(office, code) if office else None)


def _by_code(office: DeskOffice, code: str) -> Shape | None:
    found = office.looked_up(code)
    return None if found is None else receipt_shape(found)


def _chosen(sight: DeskSight, which: TicketFilter) -> list[Row]:
    """The tickets that may be seen and are asked for."""
    rows = sight.rows()
    if which.open is not None:
        rows = [row for row in rows if is_open(row) == which.open]
    for name, wanted in (
        ("assessment", which.assessment),
        ("category", which.category),
        ("urgency", which.urgency),
    ):
        if wanted is not None:
            rows = [row for row in rows if row[name] in {one.value for one in wanted}]
    if which.status is not None:
        rows = [row for row in rows if status_of(row) in which.status]
    if which.waits_for_an_answer is not None:
        rows = [row for row in rows if row["waits"] == which.waits_for_an_answer]
    if which.over is not None:
        wanted_clocks = {one.value for one in which.over}
        rows = [row for row in rows if _runs(sight, row, wanted_clocks, -1)]
    if which.due_within is not None:
        rows = [row for row in rows if _runs(sight, row, None, which.due_within)]
    if which.kept_over is not None:
        rows = [row for row in rows if sight.retention(row).reminds(sight.on) == which.kept_over]
    if which.contact is not None:
        rows = sight.of_caller(rows, which.contact)
    if which.search is not None and which.search.strip():
        rows = sight.matching(rows, which.search)
    return rows


def _runs(sight: DeskSight, row: Row, clocks: set[str] | None, days: int) -> bool:
    """Whether one of these clocks is not stopped and ends within so many days."""
    return any(
        one.done_on is None and one.days_left <= days
        for one in sight.clocks(row)
        if clocks is None or one.clock in clocks
    )


def _turned_to(sight: DeskSight | None, rows: Sequence[Row], page: Page, asked: set[str]) -> Shape:
    """A page of what may be seen; a cursor names a ticket that may be seen by its id alone. None is opened
    where only their number is asked for."""
    begins = 0
    if page.after is not None:
        places = {row["id"]: place for place, row in enumerate(rows, 1)}
        if record_of(page.after) not in places:
            raise leads_nowhere()
        begins = places[record_of(page.after)]
    some = rows[begins : begins + page.first]
    cursors = [cursor_of(row["id"]) for row in some]
    nodes = sight.shown(some) if sight and asked & {"nodes", "edges"} else []
    return {
        "nodes": nodes,
        "edges": [
            {"cursor": cursor, "node": node} for cursor, node in zip(cursors, nodes, strict=False)
        ],
        "page_info": {
            "has_next_page": len(rows) > begins + page.first,
            "has_previous_page": page.after is not None,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
        "total_count": len(rows),
    }
