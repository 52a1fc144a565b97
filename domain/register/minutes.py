"""An entry of the minutes (議事録の記載): what an item came to, what was resolved, what somebody thought of it."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.refusals import TextIsEmpty
from domain.register.refusals import EntryIsNoOutcome, EntryIsStruckOut, OutcomeNeedsItsReason
from domain.texts import (
    REASON,
    Field,
    Word,
    clean_line_or_none,
    clean_text,
    one_of,
)

_KIND: Final = Field("記載の種類", "kind of entry")
_OUTCOME: Final = Field("結論", "outcome")
_THEME: Final = Field("論点", "theme")
_TEXT: Final = Field("内容", "text")


class EntryKind(Word):
    """What is entered: what an item came to, a resolution (決定事項), or an opinion by its theme."""

    OUTCOME = "OUTCOME", "結論"
    RESOLUTION = "RESOLUTION", "決定事項"
    OPINION = "OPINION", "意見"


class Outcome(Word):
    """What an item came to: 決定, 先送り, 再検討, 精査."""

    DECIDED = "DECIDED", "決定"
    DEFERRED = "DEFERRED", "先送り"
    RECONSIDER = "RECONSIDER", "再検討"
    EXAMINE_FURTHER = "EXAMINE_FURTHER", "精査"


PARKED: Final = frozenset(Outcome) - {Outcome.DECIDED}
"""The meeting is not through with such an item: it comes back at the next one."""

Said = tuple[str | None, str | None, str | None]
"""What an entry says: its outcome, its theme, its text."""


class MinutesEntry(Root):
    """An entry of the minutes, seen by whoever of the meeting sees what it is about."""

    TOPIC = "minutes_entry"

    class Entered(FirstFact):
        """The meeting came to this, or this was said at it."""

        TOPIC = "minutes_entry.entered"
        SEALED = ("theme", "text")
        owner: int
        meeting: UUID
        about: UUID
        about_kind: str
        item: UUID | None
        kind: str
        outcome: str | None
        theme: str | None
        text: str | None

    class Amended(Fact):
        """The entry is put right."""

        TOPIC = "minutes_entry.amended"
        SEALED = ("theme", "text", "reason")
        outcome: str | None
        theme: str | None
        text: str | None
        reason: str | None

    class StruckOut(Fact):
        """The entry is no part of the minutes."""

        TOPIC = "minutes_entry.struck_out"
        SEALED = ("reason",)
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.meeting = UUID(int=0)
        self.kind = EntryKind.RESOLUTION
        self.said: Said = (None, None, None)
        self.struck_out = False
        self.reason: str | None = None

    @classmethod
    def enter(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        meeting: UUID,
        about: UUID,
        about_kind: str,
        item: UUID | None,
        kind: str,
        outcome: str | None = None,
        theme: str | None = None,
        text: str | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Enter what an item, or the meeting itself, came to, or what was said of it."""
        word = one_of(EntryKind, kind, _KIND)
        outcome, theme, text = _said(word, outcome, theme, text)
        return cls._create(
            cls.Entered,
            id=id,
            owner=owner,
            meeting=meeting,
            about=about,
            about_kind=about_kind,
            item=item,
            kind=word.value,
            outcome=outcome,
            theme=theme,
            text=text,
            by=by,
            timestamp=at,
        )

    def amend(
        self,
        *,
        outcome: str | None,
        theme: str | None,
        text: str | None,
        reason: str | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Put the entry right; the same again changes nothing, unless it is for another reason."""
        said, stated = _said(self.kind, outcome, theme, text), clean_text(reason, REASON)
        if said == self.said and stated in (None, self.reason):
            return
        self._require_standing()
        self.trigger_event(
            self.Amended,
            outcome=said[0],
            theme=said[1],
            text=said[2],
            reason=stated,
            by=by,
            timestamp=at,
        )

    def strike_out(self, *, reason: str | None, by: UUID, at: datetime) -> None:
        """Take the entry out of the minutes; the past still shows it. Again changes at most the reason."""
        stated = clean_text(reason, REASON)
        if not self.struck_out or stated not in (None, self.reason):
            self.trigger_event(self.StruckOut, reason=stated, by=by, timestamp=at)

    def _require_standing(self) -> None:
        if self.struck_out:
            raise EntryIsStruckOut()

    def evolve(self, fact: Fact) -> None:
        match fact:
            case MinutesEntry.Entered():
                self.owner, self.meeting = fact.owner, fact.meeting
                self.kind = EntryKind(fact.kind)
                self.said = (fact.outcome, fact.theme, fact.text)
            case MinutesEntry.Amended():
                self.said, self.reason = (fact.outcome, fact.theme, fact.text), fact.reason
            case MinutesEntry.StruckOut():
                self.struck_out, self.reason = True, fact.reason
            case _:
                super().evolve(fact)


def _said(kind: EntryKind, outcome: str | None, theme: str | None, text: str | None) -> Said:
    """What an entry of this kind says: an outcome with its reason, an opinion by a theme, a text."""
    theme, text = clean_line_or_none(theme, _THEME), clean_text(text, _TEXT)
    if kind is not EntryKind.OPINION and theme is not None:
        raise EntryIsNoOutcome(kind=kind, **_THEME.details)
    if kind is not EntryKind.OUTCOME:
        if outcome is not None:
            raise EntryIsNoOutcome(kind=kind, **_OUTCOME.details)
        if text is None:
            raise TextIsEmpty(**_TEXT.details)
        return None, theme, text
    word = one_of(Outcome, outcome or "", _OUTCOME)
    if text is None and word in PARKED:
        raise OutcomeNeedsItsReason()
    return word.value, None, text
