"""An action item (宿題): what a party is to do by a day, as a meeting asked of it."""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.refusals import TextIsEmpty
from domain.register.record import require_come
from domain.register.refusals import ActionItemIsOpen, ActionItemIsOver, DueIsOver
from domain.texts import REASON, Field, Word, clean_line_or_none, clean_text

_TEXT: Final = Field("内容", "text")
_WHO: Final = Field("担当", "who")
_RESULT: Final = Field("結果", "result")
_DONE_ON: Final = Field("完了日", "day it was done")


class ActionItemStatus(Word):
    """Whether it is still to be done."""

    OPEN = "OPEN", "未了"
    DONE = "DONE", "完了"
    DROPPED = "DROPPED", "取りやめ"


class ActionItem(Root):
    """Given to one party of a meeting, which reports it as done; without a day it is due at the next meeting."""

    TOPIC = "action_item"

    class Assigned(FirstFact):
        """The party is to do this."""

        TOPIC = "action_item.assigned"
        SEALED = ("text", "who")
        owner: int
        meeting: UUID
        about: UUID
        about_kind: str
        item: UUID | None
        text: str
        party: int
        who: str | None
        due: date | None

    class Revised(Fact):
        """It is to be done otherwise, by somebody else there, or by another day."""

        TOPIC = "action_item.revised"
        SEALED = ("text", "who")
        text: str
        who: str | None
        due: date | None

    class Done(Fact):
        """It is done."""

        TOPIC = "action_item.done"
        SEALED = ("result",)
        result: str | None
        done_on: date

    class Dropped(Fact):
        """It need not be done."""

        TOPIC = "action_item.dropped"
        SEALED = ("reason",)
        reason: str | None

    class Reopened(Fact):
        """It is to be done after all."""

        TOPIC = "action_item.reopened"
        SEALED = ("reason",)
        reason: str | None

    def __init__(self) -> None:
        self.owner = self.party = -1
        self.meeting = UUID(int=0)
        self.text = ""
        self.who: str | None = None
        self.due: date | None = None
        self.status = ActionItemStatus.OPEN

    @classmethod
    def assign(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        meeting: UUID,
        about: UUID,
        about_kind: str,
        item: UUID | None,
        text: str,
        party: int,
        who: str | None = None,
        due: date | None = None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Give a party something to do, as of today (`on`)."""
        return cls._create(
            cls.Assigned,
            id=id,
            owner=owner,
            meeting=meeting,
            about=about,
            about_kind=about_kind,
            item=item,
            text=_told(text),
            party=party,
            who=clean_line_or_none(who, _WHO),
            due=_still_to_come(due, on),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        text: str,
        who: str | None,
        due: date | None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Say anew what is to be done; the same again changes nothing."""
        text, who = _told(text), clean_line_or_none(who, _WHO)
        if (text, who, due) == (self.text, self.who, self.due):
            return
        self._require_open()
        if due != self.due:
            due = _still_to_come(due, on)
        self.trigger_event(self.Revised, text=text, who=who, due=due, by=by, timestamp=at)

    def report_done(self, *, result: str | None, done_on: date, by: UUID, at: datetime) -> None:
        """Report it as done, on a day that has come."""
        self._require_open()
        require_come(done_on, _DONE_ON, at)
        self.trigger_event(
            self.Done, result=clean_text(result, _RESULT), done_on=done_on, by=by, timestamp=at
        )

    def drop(self, *, reason: str | None, by: UUID, at: datetime) -> None:
        """Let it be."""
        self._require_open()
        self.trigger_event(self.Dropped, reason=clean_text(reason, REASON), by=by, timestamp=at)

    def reopen(self, *, reason: str | None, by: UUID, at: datetime) -> None:
        """Have it done after all."""
        if self.status == ActionItemStatus.OPEN:
            raise ActionItemIsOpen()
        self.trigger_event(self.Reopened, reason=clean_text(reason, REASON), by=by, timestamp=at)

    def _require_open(self) -> None:
        if self.status != ActionItemStatus.OPEN:
            raise ActionItemIsOver(status=self.status)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case ActionItem.Assigned():
                self.owner, self.meeting, self.party = fact.owner, fact.meeting, fact.party
                self.text, self.who, self.due = fact.text, fact.who, fact.due
            case ActionItem.Revised():
                self.text, self.who, self.due = fact.text, fact.who, fact.due
            case ActionItem.Done():
                self.status = ActionItemStatus.DONE
            case ActionItem.Dropped():
                self.status = ActionItemStatus.DROPPED
            case ActionItem.Reopened():
                self.status = ActionItemStatus.OPEN
            case _:
                super().evolve(fact)


def _told(text: str) -> str:
    told = clean_text(text, _TEXT)
    if told is None:
        raise TextIsEmpty(**_TEXT.details)
    return told


def _still_to_come(due: date | None, on: date) -> date | None:
    if due is not None and due < on:
        raise DueIsOver(due=due, today=on)
    return due
