"""What a schedule wording says: its kind, its days, how sure it is, and what it left open."""

from dataclasses import dataclass
from datetime import date

from domain.texts import Word


class ScheduleKind(Word):
    """How a wording fixes time."""

    FROM = "FROM", "開始のみ"
    """A start without an end."""
    BY = "BY", "期限のみ"
    """An end without a start."""
    WITHIN = "WITHIN", "期間"
    """A start and an end: a day, a month, a half, a fiscal year, a range."""
    RECURRING = "RECURRING", "繰り返し"
    """Again and again; a start or an end when the wording gives one."""
    TRIGGERED = "TRIGGERED", "契機による"
    """Promptly, on an event, as needed, in stages, or so long after an event without a date."""
    ONGOING = "ONGOING", "継続中"
    """Already under way, or for the time being."""
    UNDECIDED = "UNDECIDED", "検討中"
    """Still being considered."""
    NONE = "NONE", "記載なし"
    """Blank, a dash, none."""
    REPORTED = "REPORTED", "状況の報告"
    """Says how things stood or what is done; it plans nothing."""
    UNREAD = "UNREAD", "読み取り不能"
    """Not understood; only the wording is kept."""


class Certainty(Word):
    """How far the wording commits itself to its days."""

    FIRM = "FIRM", "確定"
    PLANNED = "PLANNED", "予定"
    TARGET = "TARGET", "目途"
    NONE = "NONE", "なし"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One of several days in a wording, with the words that name it (normalised)."""

    start: date | None
    due: date | None
    wording: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording as given, and what it says. Start and due are whole days, both included."""

    wording: str | None
    kind: ScheduleKind
    start: date | None = None
    due: date | None = None
    certainty: Certainty = Certainty.NONE
    ambiguous: bool = False
    """Two readings fit; start and due hold the likelier one."""
    milestones: tuple[Milestone, ...] = ()
    """Each of the days, when a wording names two or more."""
