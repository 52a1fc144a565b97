"""What each dated phrase of a wording says: from, by, within, or what is past or hangs on an event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.register.wording.changes import Change
from domain.register.wording.phrases import Phrase
from domain.register.wording.reading import Milestone, ScheduleKind
from domain.register.wording.tokens import Token
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import Lean, Stretch


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase with its days and what it says of them."""

    kind: ScheduleKind
    days: Stretch
    phrase: Phrase
    start: date | None = None
    due: date | None = None

    @property
    def is_partial(self) -> bool:
        """一部4月以降: only some of it."""
        return any(token.sign is Sign.PARTLY for token in self.phrase.before)

    @property
    def milestone(self) -> Milestone:
        """The phrase as one of several."""
        return Milestone(self.start, self.due, self.phrase.text)


def all_said(phrases: Sequence[Phrase], change: Change, written_on: date) -> list[Said] | None:
    """What each phrase says; None if one of them names no days.

    A phrase in brackets within the days of the phrase before it only narrows that one.
    """
    said: list[Said] = []
    context = change.old.stretch(written_on) if change.old else None
    lean = change.lean if context else None
    for phrase in phrases:
        outer = next((one for one in said if one.phrase is phrase.outer), None)
        days = _days(phrase, written_on, outer.days if outer else context, lean)
        if days is None:
            return None
        one = _said(phrase, days, written_on)
        if outer and outer.days.first <= days.first and days.last <= outer.days.last:
            said[said.index(outer)] = _narrowed(outer, one)
        else:
            said.append(one)
        context, lean = days, None
    return said


def _narrowed(outer: Said, inner: Said) -> Said:
    """第1四半期（4～6月）, 2023年度（3月末まで）: the inner days, and the inner relation if it has one."""
    if inner.kind is ScheduleKind.REPORTED:
        return outer
    if inner.kind is ScheduleKind.WITHIN:
        start = inner.days.first if outer.start else None
        due = inner.days.last if outer.due else None
        return replace(outer, start=start, due=due, days=inner.days)
    return replace(inner, phrase=outer.phrase)


# ----- the days ---------------------------------------------------------------------------------


def _days(
    phrase: Phrase, written_on: date, context: Stretch | None, lean: Lean | None
) -> Stretch | None:
    """From the first day of the phrase's date or range to its last."""
    lean = lean or (Lean.AHEAD if context else _lean(phrase))
    last = phrase.last
    if last is None:
        return phrase.first.stretch(written_on, lean=lean, after=context)
    if last.has_year and not phrase.first.has_year and not last.follows:
        end = last.stretch(written_on)
        begin = phrase.first.stretch(written_on, before=end) if end else None
    else:
        begin = phrase.first.stretch(written_on, lean=lean, after=context)
        end = last.stretch(written_on, after=begin) if begin else None
    if begin is None or end is None or begin.first > end.last:
        return None
    unsure, vague = begin.ambiguous or end.ambiguous, begin.vague or end.vague
    return Stretch(begin.first, end.last, unsure, vague)


_TO_COME: Final = frozenset({Sign.PLAN, Sign.AIM, Sign.HOPE, Sign.UNTIL, Sign.ABOUT, Sign.DEADLINE})


def _lean(phrase: Phrase) -> Lean:
    """Where the year of a date is to be looked for that does not say it."""
    signs = _signs(phrase)
    starts = bool(signs & {Sign.WAVE, Sign.SINCE, Sign.ONWARD, Sign.START})
    if signs & {Sign.DONE, Sign.AS_OF} or (starts and _is_under_way(phrase)):
        return Lean.BEHIND
    if phrase.explains and Sign.FINISH in signs and not signs & _TO_COME:
        return Lean.BEHIND
    if signs & _TO_COME or _waves_before(phrase):
        return Lean.AHEAD
    if Sign.ONWARD in signs:
        return Lean.AHEAD
    return Lean.JUST_NOW if starts or Sign.FINISH in signs else Lean.AHEAD


def _signs(phrase: Phrase) -> set[Sign]:
    return {token.sign for token in (*phrase.before, *phrase.after)}


def _is_under_way(phrase: Phrase) -> bool:
    """Whether it goes on already (実施中); 4月～継続 alone may as well be a plan."""
    return any(
        (token.sign is Sign.GOING and not token.text.startswith(("継続", "続け", "引")))
        or token.text == "継続中"
        for token in (*phrase.before, *phrase.after)
    )


def _waves_before(phrase: Phrase) -> bool:
    return bool(phrase.before) and phrase.before[-1].sign is Sign.WAVE


# ----- the relation -----------------------------------------------------------------------------

_SINCE: Final = frozenset({Sign.WAVE, Sign.SINCE, Sign.ONWARD})
_MAY_END_IN_UNTIL: Final = frozenset({Sign.DURING, Sign.INSIDE})
_RELATIONS: Final = _SINCE | _MAY_END_IN_UNTIL | {Sign.UNTIL, Sign.BEFORE}


def _said(phrase: Phrase, days: Stretch, written_on: date) -> Said:
    after, signs = [token.sign for token in phrase.after], _signs(phrase)
    relation = next((sign for sign in after if sign in _RELATIONS), None)
    until = relation is Sign.UNTIL or (relation in _MAY_END_IN_UNTIL and Sign.UNTIL in after)
    since = relation in _SINCE and not _waves_before(phrase)
    starting = Said(ScheduleKind.FROM, days, phrase, start=days.first)
    ending = Said(ScheduleKind.BY, days, phrase, due=days.last)
    both = Said(ScheduleKind.WITHIN, days, phrase, start=days.first, due=days.last)
    past = Said(ScheduleKind.REPORTED, days, phrase)
    if Sign.AS_OF in after:
        return past
    if not since and not until and _dates_an_event(phrase.after):
        return Said(ScheduleKind.TRIGGERED, days, phrase)
    if Sign.DONE in signs and not since:
        return past
    if relation is Sign.BEFORE and phrase.last is None:
        return ending if phrase.first.is_day or phrase.first.is_end else _before(phrase, days)
    if since and (lasting := _lasting(phrase, days)):
        return lasting
    if phrase.last is not None:
        return both
    if since:
        return starting
    if until or _waves_before(phrase) or Sign.DEADLINE in signs:
        return ending
    if Sign.EARLIEST in signs:
        return starting
    if Sign.FINISH in signs:
        return past if days.last < written_on and not signs & _TO_COME else ending
    if Sign.INSIDE in after:
        return ending
    if Sign.START in signs and Sign.DURING not in after:
        return starting
    return ending if phrase.first.is_end or Sign.AIM in signs else both


_NAMES_AN_EVENT: Final = frozenset(
    {Sign.LINK, Sign.WORD, Sign.ACTION, Sign.START, Sign.FINISH, Sign.NEXT_EVENT, Sign.FILL}
)


def _dates_an_event(after: Sequence[Token]) -> bool:
    """Whether the date only says when an event is, as in 6月の株主総会後: what follows hangs on it."""
    for at, token in enumerate(after):
        if token.sign is Sign.AFTER_EVENT:
            return at > 0
        if token.sign not in _NAMES_AN_EVENT:
            return False
    return False


def _before(phrase: Phrase, days: Stretch) -> Said:
    """Before April: by the last day of March."""
    return Said(ScheduleKind.BY, days, phrase, due=days.first - timedelta(days=1))


def _lasting(phrase: Phrase, days: Stretch) -> Said | None:
    """2023年4月から1年間: the length from the start on; None where no length is said."""
    length = next((token.length for token in phrase.after if token.length), None)
    if length is None or length.open:
        return None
    limited = any(token.sign is Sign.LIMIT for token in phrase.after)
    end = length.after(days.first)
    days = replace(days, vague=days.vague or length.rough)
    if limited:
        due = end if phrase.first.is_day else end - timedelta(days=1)
        return Said(ScheduleKind.BY, days, phrase, due=due)
    return Said(ScheduleKind.WITHIN, days, phrase, start=days.first, due=end - timedelta(days=1))
