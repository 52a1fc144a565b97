"""Composes what the phrases of a wording say into one reading."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.register.wording.changes import latest
from domain.register.wording.phrases import grouped
from domain.register.wording.reading import Certainty, Reading, ScheduleKind
from domain.register.wording.saying import Said, all_said
from domain.register.wording.timeless import certainty_of, read_timeless, trigger_certainty
from domain.register.wording.tokens import Token
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
    again = [token for token in change.new if token.sign is Sign.RECURRENCE]
    if again:
        return _recurring(plans, again, signs)
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


def _recurring(plans: Sequence[Said], again: Sequence[Token], signs: frozenset[Sign]) -> Reading:
    """毎月, 年2回: a date beside it tells when within the period, unless it says from or until."""
    yearly = any(_YEARLY.search(token.text) for token in again)
    bounds = [one for one in plans if _bounds(one, yearly=yearly)]
    certainty = certainty_of(signs)
    if any(token.vague for token in again):
        certainty = Certainty.TARGET
    if not bounds:
        return Reading(None, ScheduleKind.RECURRING, certainty=certainty)
    whole = _together(bounds)
    unsure = any(one.days.ambiguous for one in bounds)
    if Sign.ONWARD in signs and whole.kind is ScheduleKind.WITHIN:
        whole = replace(whole, due=None)
    return replace(whole, kind=ScheduleKind.RECURRING, certainty=certainty, ambiguous=unsure)


_YEARLY = re.compile(r"年|期|year|annual|quarter", re.IGNORECASE)


def _bounds(one: Said, *, yearly: bool) -> bool:
    """Whether a date bounds a recurrence: 毎週（6月まで） does, 毎年3月末まで, 年2回（4月、10月） do not."""
    if one.phrase.first.has_year or one.kind is ScheduleKind.FROM:
        return True
    follows = any(token.sign is Sign.RECURRENCE for token in one.phrase.before)
    return one.kind is ScheduleKind.BY and not (follows and yearly)


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
        opening = plans[0].start if kinds[0] is ScheduleKind.FROM else None
        if opening and opening <= due:
            return Reading(None, ScheduleKind.WITHIN, opening, due, milestones=milestones)
        return Reading(None, ScheduleKind.BY, None, due, milestones=milestones)
    if ScheduleKind.FROM in kinds:
        opening = next(one.start for one in plans if one.kind is ScheduleKind.FROM)
        return Reading(None, ScheduleKind.FROM, opening, None, milestones=milestones)
    return Reading(None, ScheduleKind.WITHIN, min(starts), max(dues), milestones=milestones)
