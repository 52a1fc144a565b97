"""Composes what the phrases of a wording say into one reading."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.register.wording.changes import latest
from domain.register.wording.phrases import grouped
from domain.register.wording.reading import Certainty, Reading, ScheduleKind
from domain.register.wording.relating import Said
from domain.register.wording.saying import all_said
from domain.register.wording.timeless import certainty_of, read_timeless, trigger_certainty
from domain.register.wording.tokens import Token, places
from domain.register.wording.understanding import is_understood
from domain.register.wording.vocabulary import Sign

_STATES = (ScheduleKind.ONGOING, ScheduleKind.UNDECIDED)
_UNREAD = Reading(None, ScheduleKind.UNREAD)


def composed(tokens: list[Token], written_on: date) -> Reading:
    """The reading of a wording's tokens, without the wording; UNREAD where they make no sense."""
    change = latest(tokens)
    if not is_understood(change.new):
        return _UNREAD
    signs = frozenset(token.sign for token in change.new)
    phrases, loose = grouped(change.new)
    said = all_said(phrases, change, written_on)
    if said is None:
        return _UNREAD
    plans = [one for one in said if one.due or one.start]
    if places(change.new, Sign.RECURRENCE):
        return _recurring(plans, change.new, written_on)
    if plans:
        return _planned(plans, signs)
    if any(one.kind is ScheduleKind.TRIGGERED for one in said):
        return Reading(None, ScheduleKind.TRIGGERED, certainty=trigger_certainty(signs))
    sense = read_timeless(loose or change.new, written_on)
    if said and (sense is None or sense[0] not in _STATES):
        return Reading(None, ScheduleKind.REPORTED)
    if sense is None:
        return _UNREAD
    kind, start, due, certainty = sense
    return Reading(None, kind, start, due, certainty)


def _recurring(plans: Sequence[Said], tokens: Sequence[Token], written_on: date) -> Reading:
    """毎月, 年2回: a date beside it tells when within the period, unless it says from or until."""
    signs = frozenset(token.sign for token in tokens)
    again = [token for token in tokens if token.sign is Sign.RECURRENCE]
    yearly = any(_YEARLY.search(token.text) for token in again)
    bounds = [one for one in map(_first_time, plans) if _bounds(one, yearly=yearly)]
    certainty = certainty_of(signs)
    if any(token.vague for token in again):
        certainty = Certainty.TARGET
    if not bounds:
        end = None if plans or len(again) > 1 else _lasts_until(tokens, written_on)
        begin = written_on if end else None
        return Reading(None, ScheduleKind.RECURRING, begin, end, certainty)
    whole = _together(bounds)
    unsure = any(one.days.ambiguous for one in bounds)
    if _goes_on(whole, bounds, tokens, signs):
        whole = replace(whole, due=None)
    return replace(whole, kind=ScheduleKind.RECURRING, certainty=certainty, ambiguous=unsure)


_YEARLY = re.compile(r"年|期|year|annual|quarter", re.IGNORECASE)


def _bounds(one: Said, *, yearly: bool) -> bool:
    """Whether a date bounds a recurrence: 毎週（6月まで） does, 毎年3月末まで and 年1回（2023年10月） do not."""
    phrase = one.phrase
    follows = any(token.sign is Sign.RECURRENCE for token in phrase.before)
    if phrase.is_within_a_month or (phrase.explains and one.is_one_time):
        return False
    if one.kind is ScheduleKind.FROM:
        return phrase.first.has_year or not (yearly and phrase.explains)
    if phrase.first.has_year:
        return True
    if phrase.last is not None:
        return not yearly
    return one.kind is ScheduleKind.BY and not ((follows or phrase.explains) and yearly)


def _first_time(one: Said) -> Said:
    """初回：2023年10月 tells from when on, not until when."""
    if not any(token.sign is Sign.NEXT_EVENT for token in one.phrase.before):
        return one
    return replace(one, kind=ScheduleKind.FROM, start=one.days.first, due=None)


def _goes_on(
    whole: Reading, bounds: Sequence[Said], tokens: Sequence[Token], signs: frozenset[Sign]
) -> bool:
    """Whether it comes back beyond the last date: 2023年9月まで毎月、10月以降は四半期ごと."""
    if Sign.ONWARD in signs and whole.kind is ScheduleKind.WITHIN:
        return True
    last = places(tokens, Sign.RECURRENCE)[-1]
    dated = places(tokens, Sign.DATE)[0]
    changes = any(dated < at < last for at in places(tokens, Sign.RECURRENCE))
    return changes and (Sign.ONWARD in signs or any(one.start and not one.due for one in bounds))


def _lasts_until(tokens: Sequence[Token], written_on: date) -> date | None:
    """今後3年間、四半期ごと: the last day of the length, counted from the day of writing."""
    from_now = any(token.sign is Sign.FROM_NOW for token in tokens)
    for token in tokens:
        length = token.length
        if length and not length.open and length.counts_from_writing:
            return length.after(written_on) if from_now or token.text.endswith("間") else None
    return None


def _planned(plans: Sequence[Said], signs: frozenset[Sign]) -> Reading:
    certainty = certainty_of(signs)
    if any(one.days.vague for one in plans):
        certainty = Certainty.TARGET
    unsure = Sign.EITHER in signs or any(one.days.ambiguous or one.is_partial for one in plans)
    return replace(_together(plans), certainty=certainty, ambiguous=unsure)


def _together(plans: Sequence[Said]) -> Reading:
    """One reading of several: the last due counts, and a deadline is never lost to a start.

    Start, then end: within. Periods: from the first to the last. An end, then a start (3月までに
    策定、4月から運用): by the end. A period, then a start: from that start. Each is a milestone.
    """
    milestones = tuple(one.milestone for one in plans) if len(plans) > 1 else ()
    plans = [one for one in plans if not one.is_partial] or plans
    kinds = [one.kind for one in plans]
    starts = [one.start for one in plans if one.start]
    dues = [one.due for one in plans if one.due]
    if ScheduleKind.BY in kinds:
        due = max(dues)
        opening = plans[0].start if kinds[0] is ScheduleKind.FROM or plans[0].starts else None
        if opening and opening <= due:
            return Reading(None, ScheduleKind.WITHIN, opening, due, milestones=milestones)
        return Reading(None, ScheduleKind.BY, None, due, milestones=milestones)
    if ScheduleKind.FROM in kinds:
        opening = next(one.start for one in plans if one.kind is ScheduleKind.FROM)
        return Reading(None, ScheduleKind.FROM, opening, None, milestones=milestones)
    return Reading(None, ScheduleKind.WITHIN, min(starts), max(dues), milestones=milestones)
