"""A redaction (消去): texts that should never have been written are destroyed, by two people."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.register.refusals import (
    FieldIsNotRedacted,
    NothingToRedact,
    RedactionIsDecided,
    RedactionNeedsItsReason,
    SecondPersonIsNeeded,
)
from domain.texts import REASON, Word, clean_text


class RedactionStatus(Word):
    """How far a redaction has come."""

    REQUESTED = "REQUESTED", "確認待ち"
    CARRIED_OUT = "CARRIED_OUT", "消去済み"
    DECLINED = "DECLINED", "却下"


class Redaction(Root):
    """The texts of one field of one record. Whoever asks for their end is not who confirms it."""

    TOPIC = "redaction"

    class Requested(FirstFact):
        """All texts that this field of the record has ever held are to be destroyed.

        `field` is called as answers call it; `written_on` is the day on which the first of the texts was
        recorded.
        """

        TOPIC = "redaction.requested"
        SEALED = ("reason",)
        owner: int
        about: UUID
        about_kind: str
        field: str
        written_on: date
        reason: str

    class CarriedOut(Fact):
        """The keys of these texts were destroyed, each named by stream, version and sealed field."""

        TOPIC = "redaction.carried_out"
        destroyed: tuple[str, ...]

    class Declined(Fact):
        """The texts stay."""

        TOPIC = "redaction.declined"
        SEALED = ("reason",)
        reason: str

    def __init__(self) -> None:
        self.owner = -1
        self.about = UUID(int=0)
        self.about_kind = ""
        self.field = ""
        self.requested_by = UUID(int=0)
        self.status = RedactionStatus.REQUESTED

    @classmethod
    def request(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        about: UUID,
        about_kind: str,
        field: str,
        fields: tuple[str, ...],
        written_on: date | None,
        reason: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Ask for the end of all texts of a field, if there are any; nothing is destroyed yet. `fields` are
        those of such a record that hold texts (`domain.register.sealed`)."""
        if field not in fields:
            raise FieldIsNotRedacted(fields=fields)
        if written_on is None:
            raise NothingToRedact()
        return cls._create(
            cls.Requested,
            id=id,
            owner=owner,
            about=about,
            about_kind=about_kind,
            field=field,
            written_on=written_on,
            reason=_stated(reason),
            by=by,
            timestamp=at,
        )

    def carry_out(self, *, destroyed: tuple[str, ...], by: UUID, at: datetime) -> None:
        """Confirm it, as somebody else: these texts go."""
        self._require_open()
        if by == self.requested_by:
            raise SecondPersonIsNeeded()
        if not destroyed:
            raise NothingToRedact()
        self.trigger_event(self.CarriedOut, destroyed=destroyed, by=by, timestamp=at)

    def decline(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Let the texts stay; who asked may take it back like that."""
        self._require_open()
        self.trigger_event(self.Declined, reason=_stated(reason), by=by, timestamp=at)

    def _require_open(self) -> None:
        if self.status is not RedactionStatus.REQUESTED:
            raise RedactionIsDecided(status=self.status)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Redaction.Requested():
                self.owner, self.requested_by = fact.owner, fact.by
                self.about, self.about_kind, self.field = fact.about, fact.about_kind, fact.field
            case Redaction.CarriedOut():
                self.status = RedactionStatus.CARRIED_OUT
            case Redaction.Declined():
                self.status = RedactionStatus.DECLINED
            case _:
                super().evolve(fact)


def _stated(reason: str) -> str:
    stated = clean_text(reason, REASON)
    if stated is None:
        raise RedactionNeedsItsReason()
    return stated
