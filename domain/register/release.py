"""A release (開示): a party lets another party see one record, on a basis, perhaps until a day."""

from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.register.record import may_be_released
from domain.register.refusals import (
    RecordIsUnjudged,
    ReleaseDoesNotStand,
    ReleaseEndsBeforeToday,
    ReleaseIsToItsOwnParty,
    ReleaseNeedsItsBasis,
    ReleaseStands,
)
from domain.texts import REASON, Field, clean_line, clean_text

_BASIS: Final = Field("開示の根拠", "basis")
_KIND: Final = Field("記録の種類", "kind of record")


class Release(Root):
    """One per record and party: given, withdrawn or run out, and given again."""

    TOPIC = "release"

    class Given(FirstFact):
        """The party may see the record from now on, to the end of a day or without end.

        `record` is what the party sees, `of` the record it is about: the same one, unless the party
        sees a released wording in its place.
        """

        TOPIC = "release.given"
        SEALED = ("basis",)
        class_version = 2
        owner: int
        record: UUID
        kind: str
        of: UUID
        of_kind: str
        to: int
        basis: str
        until: date | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state |= {"of": state["record"], "of_kind": state["kind"]}

    class GivenAgain(Fact):
        """The party may see the record once more."""

        TOPIC = "release.given_again"
        SEALED = ("basis",)
        record: UUID
        kind: str
        owner: int
        to: int
        basis: str
        until: date | None

    class Withdrawn(Fact):
        """The party may see the record no more, as of now."""

        TOPIC = "release.withdrawn"
        SEALED = ("reason",)
        record: UUID
        kind: str
        to: int
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.record = UUID(int=0)
        self.kind = ""
        self.to = -1
        self.basis = ""
        self.until: date | None = None
        self.withdrawn = False

    @staticmethod
    def id_for(record: UUID, to: int) -> UUID:
        """The id of the release of the record to the party."""
        return derived_id("release", record, to)

    @classmethod
    def give(
        cls,
        *,
        owner: int,
        record: UUID,
        kind: str,
        of: UUID | None = None,
        of_kind: str | None = None,
        to: int,
        basis: str,
        until: date | None = None,
        categories: tuple[str, ...],
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Release a record to a party for the first time.

        `kind` is the record's topic, `categories` its information categories, `on` today. `of` and
        `of_kind` are stated where `record` is a released wording.
        """
        if to == owner:
            raise ReleaseIsToItsOwnParty()
        kind = clean_line(kind, _KIND)
        return cls._create(
            cls.Given,
            id=cls.id_for(record, to),
            owner=owner,
            record=record,
            kind=kind,
            of=of or record,
            of_kind=of_kind or kind,
            to=to,
            basis=_sound_basis(record, basis, until, categories, on),
            until=until,
            by=by,
            timestamp=at,
        )

    def stands_on(self, day: date) -> bool:
        """Whether the party may see the record that day; the last day counts."""
        return not self.withdrawn and (self.until is None or day <= self.until)

    def give_again(
        self,
        *,
        basis: str,
        until: date | None = None,
        categories: tuple[str, ...],
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Release the record again; the same terms while the release stands change nothing."""
        basis = _sound_basis(self.record, basis, until, categories, on)
        if self.stands_on(on):
            if (basis, until) == (self.basis, self.until):
                return
            raise ReleaseStands(named=(str(self.record),))
        self.trigger_event(
            self.GivenAgain,
            record=self.record,
            kind=self.kind,
            owner=self.owner,
            to=self.to,
            basis=basis,
            until=until,
            by=by,
            timestamp=at,
        )

    def withdraw(self, *, reason: str | None = None, on: date, by: UUID, at: datetime) -> None:
        """Take the release back at once."""
        if not self.stands_on(on):
            raise ReleaseDoesNotStand()
        self.trigger_event(
            self.Withdrawn,
            record=self.record,
            kind=self.kind,
            to=self.to,
            reason=clean_text(reason, REASON),
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Release.Given():
                self.owner, self.record, self.kind = fact.owner, fact.record, fact.kind
                self.to, self.basis, self.until = fact.to, fact.basis, fact.until
            case Release.GivenAgain():
                self.basis, self.until, self.withdrawn = fact.basis, fact.until, False
            case Release.Withdrawn():
                self.withdrawn = True
            case _:
                super().evolve(fact)


def _sound_basis(
    record: UUID, basis: str, until: date | None, categories: tuple[str, ...], on: date
) -> str:
    """The basis of a release that may be given today."""
    if not may_be_released(categories):
        raise RecordIsUnjudged(named=(str(record),))
    if until is not None and until < on:
        raise ReleaseEndsBeforeToday(until=until)
    stated = clean_text(basis, _BASIS)
    if stated is None:
        raise ReleaseNeedsItsBasis()
    return stated
