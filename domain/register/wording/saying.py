"""What the dated phrases of a wording say one after another: lists, a start and its finish, dates in brackets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.register.wording.changes import Change
from domain.register.wording.days import TO_COME, days_of, lean_of, signs_of
from domain.register.wording.phrases import Phrase
from domain.register.wording.reading import ScheduleKind
from domain.register.wording.relating import Said, said_of
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import Lean, Stretch


def all_said(phrases: Sequence[Phrase], change: Change, written_on: date) -> list[Said] | None:
    """What each phrase says; None if one of them names no days.

    A phrase in brackets within the days of the phrase before it only narrows that one.
    """
    if change.old is None and _is_one_course(phrases):
        running = _each_said(phrases, None, Lean.BEHIND, written_on)
        if running and running[-1].days.last >= written_on:
            return running
    context = change.old.stretch(written_on) if change.old else None
    return _each_said(phrases, context, change.lean if context else None, written_on)


def _is_one_course(phrases: Sequence[Phrase]) -> bool:
    """Whether several dates without years follow one another, from a start to a finish or as a list: 6月開始、12月完了.
    Like a range they run until the last is over."""
    first = phrases[0] if phrases else None
    if first is None or len(phrases) == 1 or lean_of(first) is Lean.BEHIND:
        return False
    starts = Sign.START in signs_of(first) and not signs_of(first) & TO_COME
    listed = not any(phrase.before or phrase.after for phrase in phrases[1:]) and not first.before
    return (starts or listed) and all(
        phrase.says_no_year and phrase.outer is None for phrase in phrases
    )


def _each_said(
    phrases: Sequence[Phrase], context: Stretch | None, lean: Lean | None, written_on: date
) -> list[Said] | None:
    said: list[Said] = []
    whole: dict[int, Stretch] = {}
    for phrase in phrases:
        outer = next((one for one in said if one.phrase is phrase.outer), None)
        days = days_of(phrase, written_on, outer.days if outer else context, lean)
        if days is None:
            return None
        one = said_of(phrase, days, written_on)
        if one is None:
            return None
        if outer and _holds(outer.days, days):
            whole[id(outer.phrase)] = outer.days
            said[said.index(outer)] = _narrowed(outer, one)
        elif outer and (_is_wider(outer, one) or _is_history(outer, one)):
            continue
        elif outer and _contradicts(whole.get(id(outer.phrase), outer.days), outer, one):
            return None
        else:
            said.append(one)
        context, lean = days, None
    return said


def _holds(outer: Stretch, inner: Stretch) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _contradicts(whole: Stretch, outer: Said, inner: Said) -> bool:
    """第1四半期（1～3月）: a bare date in brackets that lies elsewhere, where none could be to follow."""
    follows = outer.kind is ScheduleKind.FROM and inner.days.first >= outer.days.first
    return _is_bare(inner.phrase) and not follows and not _holds(whole, inner.days)


def _is_wider(outer: Said, inner: Said) -> bool:
    """2023年度末（3月）: the month of that day."""
    return _is_bare(inner.phrase) and _holds(inner.days, outer.days)


def _is_bare(phrase: Phrase) -> bool:
    return not phrase.after and all(token.sign is Sign.JOIN for token in phrase.before)


def _is_history(outer: Said, inner: Said) -> bool:
    """2023年度（2022年度から継続）: since when it goes on does not tell when it is done."""
    return inner.kind is ScheduleKind.FROM and inner.days.last < outer.days.first


def _narrowed(outer: Said, inner: Said) -> Said:
    """第1四半期（4～6月）, 2023年度（3月末まで）: the inner days, and the inner relation if it has one."""
    if inner.kind is ScheduleKind.REPORTED:
        return outer
    if inner.kind is ScheduleKind.WITHIN:
        start = inner.days.first if outer.start else None
        due = inner.days.last if outer.due else None
        return replace(outer, start=start, due=due, days=inner.days)
    return replace(inner, phrase=outer.phrase)
