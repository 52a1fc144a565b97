"""What a schedule wording says: its kind, its days, how sure it is, and what it left open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ScheduleKind(StrEnum):
    """How a wording fixes time."""

    FROM = "FROM"
    """A start without an end."""
    BY = "BY"
    """An end without a start."""
    WITHIN = "WITHIN"
    """A start and an end: a day, a month, a half, a fiscal year, a range."""
    RECURRING = "RECURRING"
    """Again and again; a start or an end when the wording gives one."""
    TRIGGERED = "TRIGGERED"
    """Promptly, on an event, as needed, in stages, or so long after an event without a date."""
    ONGOING = "ONGOING"
    """Already under way, or for the time being."""
    UNDECIDED = "UNDECIDED"
    """Still being considered."""
    NONE = "NONE"
    """Blank, a dash, none."""
    REPORTED = "REPORTED"
    """Says how things stood or what is done; it plans nothing."""
    UNREAD = "UNREAD"
    """Not understood; only the wording is kept."""


class Certainty(StrEnum):
    """How far the wording commits itself to its days."""

    FIRM = "FIRM"
    PLANNED = "PLANNED"
    TARGET = "TARGET"
    NONE = "NONE"


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
