"""The days of a dated phrase: the year looked for that it does not say, a range from its first day to its last."""

from dataclasses import replace
from datetime import date
from typing import Final

from domain.register.wording.phrases import Phrase
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import JUST_MISSED, Lean, Stretch, Written


def days_of(
    phrase: Phrase, written_on: date, context: Stretch | None, lean: Lean | None
) -> Stretch | None:
    """From the first day of the phrase's date or range to its last."""
    lean = lean or (Lean.AHEAD if context else lean_of(phrase))
    last = phrase.last
    if last is None:
        return phrase.first.stretch(written_on, lean=lean, after=context)
    if context is None and lean is not Lean.BEHIND and phrase.says_no_year:
        return _running_or_next(phrase.first, last, written_on, lean)
    if last.has_year and not phrase.first.has_year and not last.follows:
        end = last.stretch(written_on)
        begin = phrase.first.stretch(written_on, before=end) if end else None
    else:
        begin = phrase.first.stretch(written_on, lean=lean, after=context)
        end = last.stretch(written_on, after=begin) if begin else None
        if begin and end and not last.has_year and _are_turned_round(begin, end):
            return None
    return _from_to(begin, end)


def _from_to(begin: Stretch | None, end: Stretch | None) -> Stretch | None:
    if begin is None or end is None or begin.first > end.last:
        return None
    unsure, vague = begin.ambiguous or end.ambiguous, begin.vague or end.vague
    return Stretch(begin.first, end.last, unsure, vague)


def _are_turned_round(begin: Stretch, end: Stretch) -> bool:
    """Two days of one month of two years, where the second says none: 6月30日～6月1日."""
    are_days = begin.first == begin.last and end.first == end.last
    return are_days and begin.first.month == end.first.month and begin.first.year < end.first.year


def _running_or_next(first: Written, last: Written, written_on: date, lean: Lean) -> Stretch | None:
    """4月～12月 is running until December is over; then the next one is meant, perhaps.

    翌年3月 is said from the year of writing: what began before it is rather over than meant.
    """
    begin = first.stretch(written_on, lean=Lean.BEHIND)
    running = _from_to(begin, last.stretch(written_on, after=begin) if begin else None)
    began_before = running is not None and running.first.year < written_on.year
    if running and running.last >= written_on and not (last.follows and began_before):
        mostly_over = written_on - running.first > (running.last - running.first) * 3 / 4
        return replace(running, ambiguous=running.ambiguous or mostly_over)
    begin = first.stretch(written_on, lean=lean)
    following = _from_to(begin, last.stretch(written_on, after=begin) if begin else None)
    just_over = running is not None and written_on - running.last <= JUST_MISSED
    return replace(following, ambiguous=True) if following and just_over else following


TO_COME: Final = frozenset({Sign.PLAN, Sign.AIM, Sign.HOPE, Sign.UNTIL, Sign.ABOUT, Sign.DEADLINE})


def lean_of(phrase: Phrase) -> Lean:
    """Where the year of a date is to be looked for that does not say it."""
    signs = signs_of(phrase)
    starts = bool(signs & {Sign.WAVE, Sign.SINCE, Sign.ONWARD, Sign.START})
    if signs & {Sign.DONE, Sign.AS_OF} or (starts and _is_under_way(phrase)):
        return Lean.BEHIND
    if phrase.explains and Sign.FINISH in signs and not signs & TO_COME:
        return Lean.BEHIND
    if signs & TO_COME or waves_before(phrase):
        return Lean.AHEAD
    if Sign.ONWARD in signs:
        return Lean.AHEAD
    return Lean.JUST_NOW if starts or Sign.FINISH in signs else Lean.AHEAD


def signs_of(phrase: Phrase) -> set[Sign]:
    return {token.sign for token in (*phrase.before, *phrase.after)}


def _is_under_way(phrase: Phrase) -> bool:
    """Whether it goes on already (実施中); 4月～継続 alone may as well be a plan."""
    return any(
        (token.sign is Sign.GOING and not token.text.startswith(("継続", "続け", "引")))
        or token.text == "継続中"
        for token in (*phrase.before, *phrase.after)
    )


def waves_before(phrase: Phrase) -> bool:
    return bool(phrase.before) and phrase.before[-1].sign is Sign.WAVE
