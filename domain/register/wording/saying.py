"""What the dated phrases of a wording say one after another: lists, a start and its finish, dates in brackets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

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
        if running and running[-1].days.last >= written_on and _began(phrases, running, written_on):
            return running
    context = change.old.stretch(written_on) if change.old else None
    return _each_said(phrases, context, change.lean if context else None, written_on)


def _is_one_course(phrases: Sequence[Phrase]) -> bool:
    """Whether several dates without years follow one another, from a start to a finish or as a list: 6月開始、12月完了.
    Like a range they run until the last is over."""
    first = phrases[0] if phrases else None
    if first is None or len(phrases) == 1 or lean_of(first) is Lean.BEHIND:
        return False
    starts = Sign.START in signs_of(first) and not signs_of(first) & TO_COME and _ends(phrases[-1])
    listed = not any(phrase.before or phrase.after for phrase in phrases[1:]) and not first.before
    return (starts or listed) and all(
        phrase.says_no_year and phrase.outer is None for phrase in phrases
    )


_ENDS: Final = frozenset({Sign.FINISH, Sign.UNTIL})
_OF_ANOTHER: Final = frozenset({Sign.ACTION, Sign.WORD})


def _ends(last: Phrase) -> bool:
    """12月完了 or 12月まで, and not 教育：3月まで, which is another work."""
    of_another = any(token.sign in _OF_ANOTHER for token in last.before)
    return bool(signs_of(last) & _ENDS) and not of_another


def _began(phrases: Sequence[Phrase], running: Sequence[Said], written_on: date) -> bool:
    """翌年3月 is said from the year of writing: what began before it is rather over than meant."""
    follows = any(phrase.first.follows for phrase in phrases)
    return not (follows and running[0].days.first.year < written_on.year)


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
        elif outer and (told := _in_the_year_of(outer, one, written_on)):
            said[said.index(outer)] = _narrowed(told, one)
        elif outer and _contradicts(whole.get(id(outer.phrase), outer.days), outer, one):
            return None
        else:
            said.append(one)
        context, lean = days, None
    return _with_finishes(said)


def _with_finishes(said: list[Said]) -> list[Said]:
    """The finish of what started is its end, also once it is gone by: 開始：4/1　終了：9/30."""
    if not any(one.kind is ScheduleKind.FROM for one in said):
        return said
    return [
        replace(one, kind=ScheduleKind.BY, due=one.days.last)
        if one.kind is ScheduleKind.REPORTED
        and Sign.FINISH in signs_of(one.phrase)
        and not signs_of(one.phrase) & {Sign.DONE, Sign.AS_OF}
        else one
        for one in said
    ]


def _in_the_year_of(outer: Said, inner: Said, written_on: date) -> Said | None:
    """第4四半期（2024年1月～3月）: the year in brackets is that of the period before them."""
    if outer.phrase.first.has_year or outer.phrase.last or not inner.phrase.first.has_year:
        return None
    days = outer.phrase.first.stretch(written_on, after=inner.days)
    return said_of(outer.phrase, days, written_on) if days and _holds(days, inner.days) else None


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
    words = (*outer.phrase.before, *outer.phrase.after)
    comes_back = any(token.sign is Sign.RECURRENCE for token in words)
    earlier = inner.days.last < outer.days.first
    return inner.kind is ScheduleKind.FROM and earlier and not comes_back


def _narrowed(outer: Said, inner: Said) -> Said:
    """第1四半期（4～6月）, 2023年度（3月末まで）: the inner days, and the inner relation if it has one."""
    if inner.kind is ScheduleKind.REPORTED:
        return outer
    if inner.kind is ScheduleKind.WITHIN:
        start = inner.days.first if outer.start else None
        due = inner.days.last if outer.due else None
        return replace(outer, start=start, due=due, days=inner.days)
    return replace(inner, phrase=outer.phrase)
