"""The meeting query as it is commonly written: ORM rows, loaded with `selectinload`, become Strawberry's
types, and these are resolved field by field. `uvicorn benchmarks.peers.strawberry_orm:app` serves it.

Here, too, what the barrier decides for each row stands once: the party's own records.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
import strawberry
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    foreign,
    mapped_column,
    relationship,
    selectinload,
    sessionmaker,
)
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL

MINE: Final = 2
NEVER_LATE: Final = ("CANCELLED", "RISK_ACCEPTED", "SPLIT")


class Base(DeclarativeBase):
    metadata = sa.MetaData(schema="register")


link = sa.Table(
    "link",
    Base.metadata,
    sa.Column("cause", sa.Text),
    sa.Column("target", sa.Text),
    sa.Column("target_kind", sa.Text),
    sa.Column("standing", sa.Boolean),
)
coverage = sa.Table(
    "coverage",
    Base.metadata,
    sa.Column("figure", sa.ForeignKey("register.figure.id")),
    sa.Column("incident", sa.ForeignKey("register.incident.id")),
)


class PartyRow(Base):
    __tablename__ = "party"
    number: Mapped[int] = mapped_column(primary_key=True)
    party_code: Mapped[str]


class FigureRow(Base):
    __tablename__ = "figure"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[int]
    born: Mapped[int]
    label: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str]
    restated_by: Mapped[str | None]


class IncidentRow(Base):
    __tablename__ = "incident"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[int]
    born: Mapped[int]
    title: Mapped[str]
    figures: Mapped[list[FigureRow]] = relationship(
        secondary=coverage,
        secondaryjoin=lambda: sa.and_(
            FigureRow.id == coverage.c.figure,
            FigureRow.owner == MINE,
            FigureRow.restated_by.is_(None),
        ),
        order_by=FigureRow.born,
        viewonly=True,
    )


class CauseRow(Base):
    __tablename__ = "cause"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[int]
    born: Mapped[int]
    statement: Mapped[str]
    category: Mapped[str | None]
    cause_kind: Mapped[str | None]
    incidents: Mapped[list[IncidentRow]] = relationship(
        secondary=link,
        primaryjoin=lambda: sa.and_(
            CauseRow.id == foreign(link.c.cause), link.c.standing, link.c.target_kind == "incident"
        ),
        secondaryjoin=lambda: sa.and_(
            IncidentRow.id == foreign(link.c.target), IncidentRow.owner == MINE
        ),
        order_by=IncidentRow.born,
        viewonly=True,
    )


class CountermeasureRow(Base):
    __tablename__ = "countermeasure"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[int]
    born: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    items: Mapped[list[str]] = mapped_column(sa.JSON)
    kind: Mapped[str | None]
    status: Mapped[str]
    verdict: Mapped[str]
    responsible_party: Mapped[int] = mapped_column(sa.ForeignKey("register.party.number"))
    wording: Mapped[str | None]
    schedule_kind: Mapped[str | None]
    start: Mapped[str | None]
    due: Mapped[str | None]
    certainty: Mapped[str | None]
    slips: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    slip_count: Mapped[int]
    finished_on: Mapped[str | None]
    party: Mapped[PartyRow] = relationship()
    causes: Mapped[list[CauseRow]] = relationship(
        secondary=link,
        primaryjoin=lambda: sa.and_(
            CountermeasureRow.id == foreign(link.c.target),
            link.c.standing,
            link.c.target_kind == "countermeasure",
        ),
        secondaryjoin=lambda: sa.and_(CauseRow.id == foreign(link.c.cause), CauseRow.owner == MINE),
        order_by=CauseRow.born,
        viewonly=True,
    )


@strawberry.type
class Figure:
    label: str
    value: str
    unit: str

    @classmethod
    def of(cls, row: FigureRow) -> Figure:
        return cls(label=row.label, value=row.value, unit=row.unit)


@strawberry.type
class Incident:
    title: str
    figures: list[Figure]

    @classmethod
    def of(cls, row: IncidentRow) -> Incident:
        return cls(title=row.title, figures=[Figure.of(one) for one in row.figures])


@strawberry.type
class Cause:
    statement: str
    category: str | None
    kind: str | None
    incidents: list[Incident]

    @classmethod
    def of(cls, row: CauseRow) -> Cause:
        return cls(
            statement=row.statement,
            category=row.category,
            kind=row.cause_kind,
            incidents=[Incident.of(one) for one in row.incidents],
        )


@strawberry.type
class Slip:
    reason: str


@strawberry.type
class Schedule:
    wording: str
    kind: str | None
    start: str | None
    due: str | None
    certainty: str | None
    slip_count: int
    slips: list[Slip]


@strawberry.type
class Party:
    code: str


@strawberry.type
class Responsible:
    party: Party


@strawberry.type
class Countermeasure:
    row: strawberry.Private[CountermeasureRow]
    id: strawberry.ID
    code: str
    title: str
    items: list[str]
    kind: str | None
    status: str
    verdict: str
    overdue: bool
    causes: list[Cause]

    @strawberry.field
    def responsible(self) -> Responsible:
        return Responsible(party=Party(code=self.row.party.party_code))

    @strawberry.field
    def schedule(self) -> Schedule | None:
        row = self.row
        if row.wording is None:
            return None
        return Schedule(
            wording=row.wording,
            kind=row.schedule_kind,
            start=row.start,
            due=row.due,
            certainty=row.certainty,
            slip_count=row.slip_count,
            slips=[Slip(reason=one["reason"]) for one in row.slips],
        )

    @classmethod
    def of(cls, row: CountermeasureRow, on: str) -> Countermeasure:
        return cls(
            row=row,
            id=strawberry.ID(row.id),
            code=row.code,
            title=row.title,
            items=row.items,
            kind=row.kind,
            status=row.status,
            verdict=row.verdict,
            overdue=is_overdue(row, on),
            causes=[Cause.of(one) for one in row.causes],
        )


@strawberry.type
class Countermeasures:
    nodes: list[Countermeasure]


def is_overdue(row: CountermeasureRow, on: str) -> bool:
    """Days are ISO 8601 text, which compares as written."""
    finished = row.finished_on is not None and row.finished_on <= on
    return row.status not in NEVER_LATE and row.due is not None and row.due < on and not finished


sessions: sessionmaker[Session] = sessionmaker(sa.create_engine(os.environ["DATABASE_URL"]))


@strawberry.type
class Query:
    @strawberry.field
    def countermeasures(self, first: int, status_date: date) -> Countermeasures:
        wanted = (
            sa.select(CountermeasureRow)
            .where(CountermeasureRow.owner == MINE)
            .order_by(CountermeasureRow.born)
            .limit(first)
            .options(
                selectinload(CountermeasureRow.party),
                selectinload(CountermeasureRow.causes)
                .selectinload(CauseRow.incidents)
                .selectinload(IncidentRow.figures),
            )
        )
        with sessions() as session:
            rows = session.scalars(wanted).all()
            return Countermeasures(
                nodes=[Countermeasure.of(row, status_date.isoformat()) for row in rows]
            )


app = Starlette(routes=[Route("/graphql", GraphQL[None, None](strawberry.Schema(Query)))])
