"""Reads of tickets on record: who was shown which ticket, when; kept in the desk's database before the answer
leaves, for its custodian."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from store.engine import snapshot
from store.reads import ReadIsNotKept
from store.tables import DESK_METADATA

TICKET_READS = sa.Table(
    "ticket_read",
    DESK_METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("at", sa.String(27), nullable=False),
    sa.Column("member", sa.String(36), nullable=False),
    sa.Column("ticket", sa.String(36), nullable=False),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Column("identity", sa.Boolean, nullable=False),
    sa.Column("file", sa.Boolean, nullable=False),
    sa.Index("ticket_read_owner", "owner", "at"),
)
"""One row a ticket shown. `identity`: who asked was shown with it; `file`: a file of it was handed out."""


@dataclass(frozen=True, slots=True)
class TicketRead:
    """A ticket that was shown to a member."""

    at: str
    member: str
    ticket: str
    identity: bool
    file: bool


@dataclass(frozen=True, slots=True)
class TicketReads:
    """The reads of tickets, on the desk's engine."""

    engine: sa.Engine

    def keep(
        self,
        at: datetime,
        member: UUID,
        shown: Iterable[tuple[str, int]],
        opened: Iterable[str],
        handed_out: Iterable[str] = (),
    ) -> None:
        """Put on record that these tickets, each of a desk, were shown, of some also who asked, and that a
        file of some was handed out; durable when this returns. Raises ReadIsNotKept."""
        opened, handed_out = set(opened), set(handed_out)
        rows = [
            {
                "id": str(uuid4()),
                "at": at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z",
                "member": str(member),
                "ticket": ticket,
                "owner": owner,
                "identity": ticket in opened,
                "file": ticket in handed_out,
            }
            for ticket, owner in sorted(shown)
        ]
        if not rows:
            return
        try:
            with (
                self.engine.connect().execution_options(writes=True) as connection,
                connection.begin(),
            ):
                connection.execute(sa.insert(TICKET_READS), rows)
        except (sa.exc.SQLAlchemyError, OSError) as e:
            raise ReadIsNotKept from e

    def of_desk(self, owner: int, ticket: str | None, most: int) -> list[TicketRead]:
        """The last reads of a desk's tickets, or of one of them."""
        reads = TICKET_READS
        query = sa.select(
            reads.c.at, reads.c.member, reads.c.ticket, reads.c.identity, reads.c.file
        )
        query = query.where(reads.c.owner == owner).order_by(reads.c.at.desc(), reads.c.id)
        if ticket is not None:
            query = query.where(reads.c.ticket == ticket)
        with snapshot(self.engine) as connection:
            return [TicketRead(*row) for row in connection.execute(query.limit(most))]
