"""What is proposed for the agenda of a meeting: what needs it, as far as who asks may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.lens import Lens
from api.levels import Row
from api.register import lateness
from api.register.finding import records_named
from api.register.kinds.extensions import pending
from api.register.kinds.meetings import earlier, papers_of
from api.register.types.meetings import ProposalReason
from api.selecting import Asked, asked_fields
from domain.register.action_item import ActionItemStatus
from domain.register.minutes import PARKED, EntryKind
from domain.register.progress import CLOSED_STATUSES, DONE, Verdict
from projections.barrier import visible
from projections.clearance import Moment
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, DISCUSSED, MINUTES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from projections.register.meetings import REVIEW_MEETINGS
from projections.view import View

MOST = 200
"""Records that are proposed at once."""

Found = Iterator[tuple[ProposalReason, sa.Select[Any]]]


def proposals(
    info: Asking,
    meeting: Annotated[strawberry.ID, strawberry.argument(description="会議 / The meeting.")],
) -> list[Row]:
    """The records that may belong on the agenda of a meeting and do not stand on it, with the reasons, in the
    order of what weighs most; none for a meeting that is hidden."""
    lens, one = info.context.lens(), str(meeting).lower()
    meetings = lens.visible(REVIEW_MEETINGS)
    query = sa.select(meetings.c.follows, meetings.c.held_on).where(meetings.c.id == one)
    row = lens.scope.connection.execute(query).first()
    if row is None:
        return []
    papers = papers_of(lens, [row.follows]) if row.follows else {}
    reasons: dict[str, list[ProposalReason]] = defaultdict(list)
    for reason, of in _reasons(lens, one, row.held_on, papers.get(row.follows)):
        for record in lens.scope.connection.execute(of).scalars():
            if reason not in reasons[record]:
                reasons[record].append(reason)
    items = lens.visible(AGENDA_ITEMS)
    there = sa.select(items.c.about).where(items.c.meeting == one, ~items.c.withdrawn)
    on_it = set(lens.scope.connection.execute(there).scalars())
    wanted = [record for record in reasons if record not in on_it][:MOST]
    asked = {
        field.name: field for field in asked_fields(below(info), frozenset({"AgendaProposal"}))
    }
    found = records_named(lens, wanted, asked.get("record", Asked("record")))
    lens.scope.answer(sum(len(reasons[row["_id"]]) for row in found))
    return [{"record": row, "reasons": reasons[row["_id"]]} for row in found]


def _reasons(lens: Lens, meeting: str, held_on: str, papers: Moment | None) -> Found:
    """Each reason with the records for which it holds; `papers` are those of the meeting before."""
    yield from _parked(lens, meeting)
    yield from _to_do(lens, meeting, held_on)
    requests = lens.visible(EXTENSIONS)
    asked = sa.select(requests.c.id).where(pending(requests)).order_by(requests.c.born)
    yield ProposalReason.EXTENSION_ASKED, asked
    yield from _of_measures(lens, papers)
    if papers is not None:
        for view in DISCUSSED:
            yield from _since(lens, view, papers)


def _of_measures(lens: Lens, papers: Moment | None) -> Found:
    measures, on = lens.visible(COUNTERMEASURES), lens.status_date
    of = sa.select(measures.c.id).order_by(measures.c.born)
    yield ProposalReason.OVERDUE, of.where(lateness.overdue(measures, on))
    yield ProposalReason.LATE_START, of.where(lateness.late_start(measures, on))
    yield ProposalReason.CHECK_OVERDUE, of.where(lateness.check_overdue(measures, on))
    unjudged = sa.or_(measures.c.verdict == Verdict.NONE_YET.value, measures.c.verdict_outdated)
    done = measures.c.status.in_(DONE)
    yield ProposalReason.WAITS_FOR_VERDICT, of.where(done, unjudged)
    checks = lens.visible(CHECKS)
    pending = sa.select(checks.c.countermeasure).where(checks.c.met.is_(None))
    yield ProposalReason.WAITS_FOR_VERIFICATION, of.where(done, measures.c.id.in_(pending))
    if papers is None:
        slipped = measures.c.slip_count > 0
    else:
        then = visible(COUNTERMEASURES, lens.clearance, papers).alias("then")
        fewer = sa.select(then.c.slip_count).where(then.c.id == measures.c.id).scalar_subquery()
        slipped = measures.c.slip_count > sa.func.coalesce(fewer, 0)
    yield ProposalReason.SLIPPED, of.where(slipped, measures.c.status.not_in(CLOSED_STATUSES))


def _since(lens: Lens, view: View, papers: Moment) -> Found:
    """What came into sight since the papers before, or reads otherwise than in them."""
    rows, then = lens.visible(view), visible(view, lens.clearance, papers).alias("then")
    of = sa.select(rows.c.id).order_by(rows.c.born)
    yield ProposalReason.NEW, of.where(rows.c.id.not_in(sa.select(then.c.id)))
    same = sa.select(then.c.id).where(then.c.id == rows.c.id, then.c.version != rows.c.version)
    yield ProposalReason.CHANGED, of.where(same.exists())


def _parked(lens: Lens, meeting: str) -> Found:
    """What the last outcome of the series left open."""
    entries, series = lens.visible(MINUTES), earlier(lens)
    before = sa.select(series.c.before).where(series.c.meeting == meeting)
    outcomes = sa.and_(
        entries.c.kind == EntryKind.OUTCOME.value,
        ~entries.c.struck_out,
        entries.c.meeting.in_(before),
    )
    later = lens.visible(MINUTES).alias("later")
    newer = sa.select(later.c.id).where(
        later.c.about == entries.c.about,
        later.c.kind == EntryKind.OUTCOME.value,
        ~later.c.struck_out,
        later.c.meeting.in_(before),
        later.c.born > entries.c.born,
    )
    of = sa.select(entries.c.about).where(
        outcomes,
        entries.c.outcome.in_([one.value for one in PARKED]),
        entries.c.about != entries.c.meeting,
        ~newer.exists(),
    )
    yield ProposalReason.PARKED, of.order_by(entries.c.born)


def _to_do(lens: Lens, meeting: str, held_on: str) -> Found:
    """What an earlier meeting of the series asked for, due by the day of this one."""
    actions, series = lens.visible(ACTION_ITEMS), earlier(lens)
    before = sa.select(series.c.before).where(series.c.meeting == meeting)
    of = sa.select(actions.c.about).where(
        actions.c.status == ActionItemStatus.OPEN.value,
        actions.c.meeting.in_(before),
        sa.or_(actions.c.due.is_(None), actions.c.due <= held_on),
        actions.c.about != actions.c.meeting,
    )
    yield ProposalReason.ACTION_ITEM_DUE, of.order_by(actions.c.born)
