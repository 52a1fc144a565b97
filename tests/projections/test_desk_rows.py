"""A row of the desk says what its ticket says, whatever becomes of it, and holds nobody who was erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.access import Concerned
from domain.desk.identity import Identity
from domain.desk.ticket import Ticket
from domain.files import File
from domain.kernel import Fact, Recorded, Root
from domain.refusals import Refusal
from projections.desk.folding import empty, fold_desk
from projections.desk.tables import IDENTITIES, METADATA, TICKETS
from projections.desk.tickets import access_of, course_of, is_open, status_of, tickets_of_caller
from tests.archive.examples import example

BEGAN = datetime(2023, 4, 1, 3, tzinfo=UTC)
FIRST = date(2023, 3, 28)
TICKET, CONSULTER, IDENTITY = UUID(int=0x71), UUID(int=0xC0), UUID(int=0x1D)
BY = UUID(int=0xDE)
MEMBERS = [UUID(int=0xB1), UUID(int=0xB2)]
PICTURE = File("画面の写し.png", "image/png", 52_301, "ab" * 32)
PERSONS = [UUID(int=0xA1), UUID(int=0xA2)]

Act = Callable[[Ticket, date, datetime], object]


@contextmanager
def rows() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def recorded(*of: Root) -> list[Recorded]:
    """What was decided, in order, each a command of its own."""
    facts = [fact for one in of for fact in one.collect_events() if isinstance(fact, Fact)]
    return [Recorded(n, n, fact.timestamp, fact) for n, fact in enumerate(facts, 1)]


def logged() -> Ticket:
    return Ticket.log(
        id=TICKET,
        owner=2,
        consulter=CONSULTER,
        question="見てよいか",
        received_on=FIRST,
        on=date(2023, 4, 1),
        by=BY,
        at=BEGAN,
    )


def deposited() -> Identity:
    return Identity.deposit(
        id=IDENTITY,
        owner=2,
        ticket=TICKET,
        consulter=CONSULTER,
        name="営業の甲",
        contact="内線 1234",
        caller="ab",
        by=BY,
        at=BEGAN,
    )


BACK = st.integers(0, 4).map(lambda days: timedelta(days=days))
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda category, back: (
            lambda t, on, at: t.describe(
                category=category, received_on=on - back, on=on, by=BY, at=at
            )
        ),
        st.sampled_from(["UNJUDGED", "I_SAW"]),
        BACK,
    ),
    st.builds(
        lambda back: lambda t, on, at: t.acknowledge(on=on - back, today=on, by=BY, at=at), BACK
    ),
    st.builds(
        lambda judged, named: (
            lambda t, on, at: t.assess(assessment=judged, handlers=named, today=on, by=BY, at=at)
        ),
        st.sampled_from(["ADVICE", "WHISTLEBLOWING"]),
        st.lists(st.sampled_from(MEMBERS), max_size=2),
    ),
    st.builds(
        lambda member, days: (
            lambda t, on, at: t.designate(member=member, since=on, until=on + days, by=BY, at=at)
        ),
        st.sampled_from(MEMBERS),
        BACK,
    ),
    st.builds(
        lambda member, back: (
            lambda t, on, at: t.release(member=member, until=on - back, by=BY, at=at)
        ),
        st.sampled_from(MEMBERS),
        BACK,
    ),
    st.builds(
        lambda person, member: (
            lambda t, _, at: t.name_person(
                person=person, name="営業の乙", member=member, by=BY, at=at
            )
        ),
        st.sampled_from(PERSONS),
        st.none() | st.sampled_from(MEMBERS),
    ),
    st.builds(
        lambda person: lambda t, _, at: t.strike_out(person=person, by=BY, at=at),
        st.sampled_from(PERSONS),
    ),
    st.builds(
        lambda back: (
            lambda t, on, at: t.tell_decision(taken_up=True, on=on - back, today=on, by=BY, at=at)
        ),
        BACK,
    ),
    st.just(lambda t, _, at: t.answer(text="見てはいけない", by=BY, at=at)),
    st.just(lambda t, _, at: t.receive(text="見てしまった", by=BY, at=at)),
    st.just(lambda t, _, at: t.conclude(outcome="ADVISED", text="助言した", by=BY, at=at)),
    st.builds(
        lambda back: lambda t, on, at: t.tell_result(on=on - back, today=on, by=BY, at=at), BACK
    ),
    st.builds(
        lambda back: (
            lambda t, on, at: t.check_welfare(suffered=False, on=on - back, today=on, by=BY, at=at)
        ),
        BACK,
    ),
    st.just(lambda t, _, at: t.reopen(reason="まだ見える", by=BY, at=at)),
    st.builds(
        lambda theirs: (
            lambda t, _, at: t.attach(
                attachment=UUID(int=0xAF), file=PICTURE, from_consulter=theirs, by=BY, at=at
            )
        ),
        st.booleans(),
    ),
    st.just(lambda t, _, at: t.issue_receipt(code_hash="cd", by=BY, at=at)),
)
LAST: st.SearchStrategy[Act] = st.builds(
    lambda subject: lambda t, _, at: t.erase(subject=subject, by=BY, at=at),
    st.sampled_from([None, CONSULTER]),
)


def lived(acts: Iterable[Act]) -> Ticket:
    """A ticket of which something becomes each day, as far as the rules allow it."""
    ticket = logged()
    for days, act in enumerate(acts):
        at = BEGAN + timedelta(days=days)
        try:
            act(ticket, at.date(), at)
        except Refusal:
            continue
    return ticket


def row_of(connection: sa.Connection) -> sa.RowMapping:
    return connection.execute(sa.select(TICKETS)).mappings().one()


@given(st.lists(ACTS, max_size=14), st.lists(LAST, max_size=1))
def test_a_row_says_what_its_ticket_says(acts: Sequence[Act], last: Sequence[Act]) -> None:
    ticket, identity = lived([*acts, *last]), deposited()
    facts = recorded(identity, ticket)
    with rows() as connection:
        fold_desk(connection, facts)
        row = row_of(connection)
        assert status_of(row) is ticket.status
        assert is_open(row) == (ticket.outcome is None and TICKET not in ticket.erased)
        told: dict[str, Any] = {
            "channel": ticket.channel,
            "category": ticket.category,
            "urgency": ticket.urgency,
            "assessment": ticket.assessment,
            "outcome": ticket.outcome,
            "receipt": ticket.receipt,
            "waits": ticket.waits_for_an_answer,
        }
        assert {name: row[name] for name in told} == told
        access = access_of(row)
        assert (access.reserved, access.handlers) == (ticket.reserved, ticket.handlers)
        assert access.concerned == tuple(
            Concerned(one.member, one.department, one.party) for one in ticket.persons
        )
        course = course_of(row)
        assert course.received_on == ticket.received_on
        assert course.acknowledged_on == ticket.acknowledged_on
        assert course.decision_told_on == ticket.decision_told_on
        assert course.result_told_on == ticket.result_told_on
        assert course.welfare_checked_on == ticket.welfare_checked_on
        assert bool(tickets_of_caller(connection, "ab")) == (CONSULTER not in ticket.erased)
        empty(connection)
        fold_desk(connection, facts)
        assert row_of(connection) == row


def days_on(act: Act, days: int) -> Act:
    def later(ticket: Ticket, _on: date, _at: datetime) -> None:
        at = BEGAN + timedelta(days=days)
        act(ticket, at.date(), at)

    return later


CONCLUDE: list[Act] = [
    lambda t, on, at: t.assess(assessment="ADVICE", today=on, by=BY, at=at),
    lambda t, _, at: t.conclude(outcome="ADVISED", text="助言した", by=BY, at=at),
]
REOPEN: Act = days_on(lambda t, _, at: t.reopen(reason="まだ見える", by=BY, at=at), 30)
TELL: Act = days_on(lambda t, on, at: t.tell_result(on=on, today=on, by=BY, at=at), 10)


@pytest.mark.parametrize(
    ("acts", "resumed"),
    [
        ([*CONCLUDE, TELL], None),
        ([*CONCLUDE, REOPEN], None),
        ([*CONCLUDE, TELL, REOPEN], date(2023, 5, 1)),
        ([*CONCLUDE, TELL, REOPEN, CONCLUDE[1], REOPEN], date(2023, 5, 1)),
    ],
)
def test_what_is_taken_up_again_is_resumed_only_once_its_result_was_told(
    acts: list[Act], resumed: date | None
) -> None:
    """Whoever concludes and reopens without telling anybody gains no time by it."""
    with rows() as connection:
        fold_desk(connection, recorded(lived(acts)))
        assert course_of(row_of(connection)).resumed_on == resumed


def test_who_was_erased_is_recognised_no_more_and_others_are() -> None:
    other = Identity.deposit(
        id=UUID(int=0x1E),
        owner=2,
        ticket=UUID(int=0x72),
        consulter=UUID(int=0xC1),
        name=None,
        contact="内線 1234",
        caller="ab",
        by=BY,
        at=BEGAN,
    )
    ticket = logged()
    ticket.erase(subject=CONSULTER, by=BY, at=BEGAN)
    with rows() as connection:
        fold_desk(connection, recorded(deposited(), other, ticket))
        assert tickets_of_caller(connection, "ab") == {str(UUID(int=0x72))}
        kept = connection.execute(sa.select(IDENTITIES.c.caller, IDENTITIES.c.consulter)).all()
        assert {tuple(one) for one in kept} == {("", str(CONSULTER)), ("ab", str(UUID(int=0xC1)))}


def test_a_fact_of_no_ticket_is_told_at_once() -> None:
    fact = example(Ticket.Acknowledged)
    with rows() as connection, pytest.raises(LookupError, match="speaks of no row of ticket"):
        fold_desk(connection, [Recorded(1, 1, BEGAN, fact)])
