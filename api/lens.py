"""How an operation looks at the register: one snapshot, one viewer, what it may still fetch and answer; and
through whose eyes each root field of it looks, as of which moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from graphql import GraphQLError

from projections.barrier import links_between, visible, visible_of, visible_pairs
from projections.clearance import Clearance, Moment
from projections.rights import Rights, links_visible_to, pairs_visible_to, visible_to
from projections.rows import Values
from projections.view import Pairs, View, bit
from store.deadline import is_over

MAX_ROWS = 20_000
"""Rows one operation may fetch, counted as far as the viewer may see them."""
MAX_VALUES = 200_000
"""Values one answer may hold. Rows are fetched once and stand under each parent: a dozen causes,
each answered by the same dozen measures, are 12^n rows in n levels."""


@dataclass
class Scope:
    """What a whole operation shares: its snapshot, its viewer, how many rows it may still fetch,
    and how many values it may still answer."""

    connection: sa.Connection
    clearance: Clearance
    rows_left: int = MAX_ROWS
    values_left: int = MAX_VALUES
    shown: dict[str, int] = field(default_factory=dict)
    """The records of other parties that are shown, by id, with the number of their owner."""
    alike: set[str] = field(default_factory=set)
    """The records that were offered to a question like theirs."""
    noted: set[str] = field(default_factory=set)
    """The records that were looked up to note them, whosever they are."""

    def show(self, record: str, owner: int) -> None:
        """Note that a record is shown; one's own need no note, nor do people whom one administers."""
        if not bit(owner) & (self.clearance.bit | self.clearance.people):
            self.shown[record] = owner

    def show_all(self, rows: Sequence[Values], record: int, owner: int) -> None:
        """Note the same of rows whose values in these places are id and owner; owners are few."""
        owners = {row[owner] for row in rows}
        mine = self.clearance.bit | self.clearance.people
        others = {one for one in owners if not bit(one) & mine}
        if others:
            self.shown.update((row[record], row[owner]) for row in rows if row[owner] in others)

    def go_on(self) -> None:
        """Raise where the time of the operation is up; what a database does ends by itself."""
        if is_over():
            raise GraphQLError("時間切れです。 / The time is up.", extensions={"code": "TIMEOUT"})

    def spend(self, rows: int) -> None:
        self.go_on()
        self.rows_left -= rows
        if self.rows_left < 0:
            raise GraphQLError(
                f"一度に読める行数（{MAX_ROWS}）を超えました。first を小さくしてください。"
                f" / More than {MAX_ROWS} rows in one operation: ask for smaller pages.",
                extensions={"code": "TOO_MANY_ROWS"},
            )

    def answer(self, values: int) -> None:
        self.go_on()
        self.values_left -= values
        if self.values_left < 0:
            raise GraphQLError(
                f"一度に答えられる値の数（{MAX_VALUES}）を超えました。first か項目を減らしてください。"
                f" / More than {MAX_VALUES} values in one answer: ask for smaller pages or less"
                " of each record.",
                extensions={"code": "TOO_MANY_VALUES"},
            )


@dataclass(frozen=True)
class Vantage:
    """Through whose eyes one root field looks, as of which moment, and against which status date (ISO). A
    preview looks at records of one party alone (`owner`), as they stand now; an auditor may look at the
    own party's with the `rights` of another one."""

    clearance: Clearance
    moment: Moment | None
    status_date: str
    owner: int | None = None
    rights: Rights | None = None

    def visible(self, view: View) -> sa.Subquery:
        if self.owner is not None:
            return visible_of(view, self.clearance, self.owner)
        if self.rights is not None:
            return visible_to(view, self.clearance, self.rights, self.moment)
        return visible(view, self.clearance, self.moment)

    def pairs(self, pairs: Pairs) -> sa.Subquery:
        """The pairs of which both ends may be seen."""
        if self.rights is not None:
            return pairs_visible_to(pairs, self.clearance, self.rights, self.moment)
        return visible_pairs(pairs, self.clearance, self.moment)

    def links(self, target_kind: str) -> sa.Subquery:
        """Standing links to a kind of target; both ends must come from `visible`."""
        if self.rights is not None:
            return links_visible_to(self.clearance, target_kind, self.rights, self.moment)
        return links_between(self.clearance, target_kind, self.moment)


@dataclass(frozen=True)
class Lens(Vantage):
    """A vantage within an operation, with what the whole operation shares."""

    scope: Scope = field(kw_only=True)

    @property
    def vantage(self) -> Vantage:
        """The vantage alone: equal ones ask by the same statements."""
        return Vantage(self.clearance, self.moment, self.status_date, self.owner, self.rights)
