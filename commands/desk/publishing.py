"""Out of the desk, by the door of numbers: its statistics, of which no small number follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.desk.office import DeskOffice, Handling, People
from domain.desk.access import is_open_to_all
from domain.desk.publication import StatisticsPublication
from domain.desk.statistics import Period, Table, Terms, table_of
from domain.people.roles import permit
from projections.desk.statistics import publications, received_in
from projections.desk.tickets import access_of


def publish_statistics(handling: Handling, *, first_day: date, last_day: date) -> Iterable[UUID]:
    """Tell everybody of one's party how many tickets its desk received in a period; once for each day."""
    handling.permit("publish_statistics")
    desk, period = _desk_of(handling.people), Period(first_day, last_day)
    connection = handling.work.connection
    made = StatisticsPublication.publish(
        id=uuid4(),
        owner=desk,
        terms=_terms(handling.office, connection, desk, period),
        table=_told(handling.people, connection, desk, period),
        on=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(made)


def preview_statistics(
    office: DeskOffice, connection: sa.Connection, people: People, period: Period
) -> Table:
    """What would be told of a period now: by whom, and of which, it could be published."""
    desk = _desk_of(people)
    _terms(office, connection, desk, period).require(people.on)
    return _told(people, connection, desk, period)


def _desk_of(people: People) -> int:
    """The desk of one's party, at which one works; raises NotPermitted, NotDesignated."""
    permit("publish_statistics", people.actor)
    return people.own_desk()


def _terms(office: DeskOffice, connection: sa.Connection, desk: int, period: Period) -> Terms:
    published = tuple(
        Period(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
        for row in publications(connection, desk)
    )
    return Terms(period, published, office.limits.decide, office.is_working)


def _told(people: People, connection: sa.Connection, desk: int, period: Period) -> Table:
    """What is told of a period: of the tickets that the whole desk may see, so that whoever takes away what
    they see themselves finds nothing."""
    officers = people.officers.get(desk, ())
    return table_of(
        (row["category"], row["channel"])
        for row in received_in(connection, desk, period)
        if is_open_to_all(access_of(row), officers, people.on)
    )
