"""given / when / then for aggregates: facts in, facts or a refusal out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, Self, TypedDict, TypeVar
from uuid import UUID

from eventsourcing.utils import get_topic

from domain.kernel import Fact, FirstFact, Root
from domain.refusals import Refusal

R = TypeVar("R", bound=Root)

NOON: Final = datetime(2023, 4, 1, 3, tzinfo=UTC)
"""Noon in Tokyo on the day on which every story plays."""
TODAY: Final = NOON.date()
SUBJECT: Final = UUID(int=1)
"""The id of every aggregate whose history is given."""
EDITOR: Final = UUID(int=0xED)
CCO: Final = UUID(int=0xCC0)

HOUSEKEEPING: Final = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class Asked(TypedDict):
    """The last two details of every decision: who decides, and at what instant."""

    by: UUID
    at: datetime


BY_EDITOR: Final = Asked(by=EDITOR, at=NOON)
BY_CCO: Final = Asked(by=CCO, at=NOON)


@dataclass(frozen=True)
class Happened:
    """A fact without its housekeeping: what happened, and with which details."""

    kind: type[Fact]
    details: dict[str, Any]

    @classmethod
    def reading(cls, fact: Fact) -> Self:
        """What a recorded fact says happened."""
        return cls(type(fact), {k: v for k, v in vars(fact).items() if k not in HOUSEKEEPING})

    def but(self, **details: Any) -> "Happened":
        """The same with other details: its neighbour."""
        unknown = details.keys() - self.details.keys()
        assert not unknown, f"{self.kind.__qualname__} has no {unknown}"
        return Happened(self.kind, self.details | details)


def happened(kind: type[Fact], /, *, by: UUID = EDITOR, **details: Any) -> Happened:
    """A fact as a story tells it; the editor did it unless somebody else is named."""
    return Happened(kind, {"by": by} | details)


class Story(Generic[R]):
    """An aggregate with a past, what is then asked of it, and what comes of it."""

    def __init__(self, subject: R) -> None:
        self.subject = subject
        self.refusal: Refusal | None = None

    def when(self, act: Callable[[R], object]) -> Self:
        """Ask something of the aggregate; only a rule's refusal is an answer, errors are not."""
        assert self.refusal is None, f"the story ended with {self.refusal!r}"
        try:
            act(self.subject)
        except Refusal as refusal:
            self.refusal = refusal
        return self

    def then(self, *expected: Happened) -> None:
        """Exactly these facts were recorded."""
        if self.refusal:
            raise self.refusal
        recorded = self.subject.collect_events()
        assert all(isinstance(fact, Fact) and fact.timestamp == NOON for fact in recorded)
        assert [Happened.reading(f) for f in recorded if isinstance(f, Fact)] == list(expected)

    def then_nothing(self) -> None:
        """Nothing changed, so nothing was recorded."""
        self.then()

    def then_refused(self, refusal: type[Refusal], **details: object) -> None:
        """This rule said no, with these details among others, and nothing was recorded."""
        assert isinstance(self.refusal, refusal), (
            f"expected {refusal.__name__}, got {self.refusal!r}"
        )
        assert details.items() <= self.refusal.details.items(), self.refusal.details
        assert self.refusal.message_ja
        assert self.refusal.message_en
        assert not self.subject.pending_events


def facts(root: type[Root], *history: Happened) -> list[Fact]:
    """The history as stored facts: numbered from one, all at noon."""
    return [
        past.kind(
            originator_id=SUBJECT,
            originator_version=version,
            timestamp=NOON,
            **({"originator_topic": get_topic(root)} if issubclass(past.kind, FirstFact) else {}),
            **past.details,
        )
        for version, past in enumerate(history, start=1)
    ]


def rebuilt(root: type[R], *history: Happened) -> R:
    """The aggregate as its history made it."""
    subject: R | None = None
    for fact in facts(root, *history):
        subject = fact.mutate(subject)
    assert subject is not None, "a story needs a first fact"
    return subject


def given(root: type[R], *history: Happened) -> Story[R]:
    """An aggregate with this past."""
    return Story(rebuilt(root, *history))


def then_begun(create: Callable[[], Root], expected: Happened) -> None:
    """The creating decision records this one fact."""
    Story(create()).then(expected)


def then_refused(create: Callable[[], Root], refusal: type[Refusal], **details: object) -> None:
    """The creating decision is refused by this rule."""
    try:
        begun = create()
    except refusal as refused:
        assert details.items() <= refused.details.items(), refused.details
        assert refused.message_ja
        assert refused.message_en
    else:
        raise AssertionError(f"expected {refusal.__name__}, but {begun!r} began")
