"""Reads a wording that names no date: a length, an occasion, a state, or nothing settled."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.register.wording.reading import Certainty, ScheduleKind
from domain.register.wording.tokens import Token
from domain.register.wording.vocabulary import Sign

Sense = tuple[ScheduleKind, date | None, date | None, Certainty]
"""Kind, start, due and certainty."""

_NOT_FIRM: Final = frozenset({Sign.ABOUT, Sign.AIM, Sign.HOPE})
_AFTER_AN_EVENT: Final = frozenset(
    {Sign.AFTER_EVENT, Sign.ON_EVENT, Sign.SINCE, Sign.ONWARD, Sign.EACH_TIME, Sign.NEXT_EVENT}
)
_TRIGGERS: Final = frozenset(
    {
        Sign.MANNER,
        Sign.PROMPT,
        Sign.AT_ONCE,
        Sign.EACH_TIME,
        Sign.AFTER_EVENT,
        Sign.ON_EVENT,
        Sign.NEXT_EVENT,
    }
)
_STATES: Final = {
    Sign.GOING: ScheduleKind.ONGOING,
    Sign.ASKED: ScheduleKind.UNDECIDED,
    Sign.WEIGHED: ScheduleKind.UNDECIDED,
    Sign.OPEN_TIME: ScheduleKind.UNDECIDED,
    Sign.DONE: ScheduleKind.REPORTED,
}


def certainty_of(signs: frozenset[Sign]) -> Certainty:
    """How far words commit themselves to a day: めど and 頃 aim, 予定 plans, nothing said is firm."""
    if signs & (_NOT_FIRM | {Sign.EARLIEST, Sign.WEIGHED}):
        return Certainty.TARGET
    return Certainty.PLANNED if Sign.PLAN in signs else Certainty.FIRM


def trigger_certainty(signs: frozenset[Sign]) -> Certainty:
    """An event without a day commits to none, unless each time, at once, or by a bound."""
    bound = signs & {Sign.EACH_TIME, Sign.AT_ONCE, Sign.LIMIT, Sign.UNTIL, Sign.BEFORE}
    if bound and not signs & _NOT_FIRM:
        return Certainty.FIRM
    if bound or signs & (_NOT_FIRM | {Sign.PROMPT}):
        return Certainty.TARGET
    return Certainty.PLANNED if Sign.PLAN in signs else Certainty.NONE


def read_timeless(tokens: Sequence[Token], written_on: date) -> Sense | None:
    """The sense of a wording without a date; None if it has none that can be told."""
    signs = frozenset(token.sign for token in tokens)
    at = next((place for place, token in reversed([*enumerate(tokens)]) if token.length), None)
    if at is not None:
        return _length(tokens, at, signs, written_on)
    states = [token.sign for token in tokens if token.sign in _TRIGGERS | _STATES.keys()]
    if states and states[-1] is Sign.DONE and not signs & {Sign.AFTER_EVENT, Sign.ON_EVENT}:
        return ScheduleKind.REPORTED, None, None, Certainty.NONE
    if signs & _TRIGGERS and states[0] is not Sign.GOING:
        return ScheduleKind.TRIGGERED, None, None, trigger_certainty(signs)
    if signs & {Sign.UNTIL, Sign.BEFORE, Sign.ONWARD, Sign.SINCE} and signs & {
        Sign.WORD,
        Sign.ACTION,
        Sign.START,
        Sign.FINISH,
    }:
        return ScheduleKind.TRIGGERED, None, None, trigger_certainty(signs)
    for sign in (Sign.OPEN_TIME, Sign.WEIGHED, Sign.ASKED, Sign.GOING, Sign.DONE):
        if sign in signs:
            return _STATES[sign], None, None, Certainty.NONE
    if Sign.FINISH in signs and not signs & {Sign.PLAN, Sign.AIM, Sign.HOPE}:
        return ScheduleKind.REPORTED, None, None, Certainty.NONE
    if signs & {Sign.FROM_NOW, Sign.PLAN}:
        return ScheduleKind.UNDECIDED, None, None, Certainty.NONE
    return None


def _length(
    tokens: Sequence[Token], at: int, signs: frozenset[Sign], written_on: date
) -> Sense | None:
    """3年以内をめどに, 約5年かけて, 半年後, 契約締結後1か月以内, 1週間以内に."""
    length = tokens[at].length
    assert length is not None
    behind = frozenset(token.sign for token in tokens[at + 1 :])
    leads_up = at + 1 < len(tokens) and tokens[at + 1].text.startswith("前")
    if leads_up and tokens[at + 1].sign in (Sign.ON_EVENT, Sign.BEFORE):  # 稼働の3か月前
        return ScheduleKind.TRIGGERED, None, None, trigger_certainty(signs)
    from_now = Sign.FROM_NOW in signs
    of_event = any(token.sign in _AFTER_AN_EVENT for token in tokens[:at]) and not from_now
    counted = not length.open and (length.counts_from_writing or from_now)
    if of_event or not counted:
        sure = Certainty.TARGET if signs & _NOT_FIRM or length.rough else Certainty.FIRM
        return ScheduleKind.TRIGGERED, None, None, sure
    sure = Certainty.TARGET if length.rough else certainty_of(signs)
    end = length.after(written_on)
    if behind & {Sign.LIMIT, Sign.AIM, Sign.UNTIL, Sign.FINISH, Sign.INSIDE}:
        return ScheduleKind.BY, None, end, sure
    if Sign.AFTER_EVENT in behind:
        if behind & {Sign.SINCE, Sign.ONWARD, Sign.WAVE, Sign.START}:
            return ScheduleKind.FROM, end, None, sure
        return ScheduleKind.WITHIN, end, end, sure
    lasts = tokens[at].text.endswith("間") or Sign.OVER in behind or from_now or Sign.ABOUT in signs
    return (ScheduleKind.WITHIN, written_on, end, sure) if lasts else None
