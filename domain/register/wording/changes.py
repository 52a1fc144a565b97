"""Which dates of a wording still hold when it states a change: the new one, not the old."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.register.wording.tokens import Token, places
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import Lean, Written

_EARLIER: Final = ("前倒", "繰り上げ", "繰上げ", "短縮")
_LATER: Final = ("延", "繰り下げ", "繰下げ", "繰り延べ", "繰延べ", "後ろ倒し", "後倒し")
_BEFORE_A_CHANGE: Final = frozenset(
    {
        Sign.LINK,
        Sign.UNTIL,
        Sign.PLAN,
        Sign.START,
        Sign.FINISH,
        Sign.ABOUT,
        Sign.DURING,
        Sign.INSIDE,
        Sign.AIM,
        Sign.HOPE,
        Sign.SINCE,
        Sign.ONWARD,
        Sign.WAVE,
        Sign.DATE,
        Sign.LENGTH,
        Sign.ACTION,
        Sign.SAID,
        Sign.JOIN,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """What counts of a wording that states a change, and what it replaces."""

    new: list[Token]
    old: Written | None
    lean: Lean


def latest(tokens: list[Token]) -> Change:
    """The tokens that still hold: behind an arrow, before に変更, without 当初2023年3月."""
    tokens = _without_left(_with_courses(tokens))
    dates = places(tokens, Sign.DATE)
    arrows = places(tokens, Sign.ARROW)
    if arrows:
        old = [tokens[at].date for at in dates if at < arrows[-1]]
        changed = [token.text for token in tokens[arrows[-1] :] if token.sign is Sign.CHANGED]
        return Change(tokens[arrows[-1] + 1 :], old[-1] if old else None, _lean(changed))
    for at in places(tokens, Sign.CHANGED):
        if not _changes_a_date(tokens, at):
            continue
        start = _new_date(tokens, at)
        old = [tokens[place].date for place in dates if start is not None and place < start]
        if start is not None and old:
            return Change(tokens[start:at] + tokens[at + 1 :], old[-1], _lean([tokens[at].text]))
        if start is not None and _is_moved_away(tokens[start:at], tokens[at]):
            new, gone = tokens[at + 1 :], [tokens[place].date for place in dates if place < at]
            left = new if places(new, Sign.DATE) else [Token(Sign.SPOILER, tokens[at].text)]
            return Change(left, gone[-1], _lean([tokens[at].text]))
    return Change(_without_former(tokens), None, Lean.AHEAD)


_MOVES_A_DATE: Final = (*_EARLIER, *_LATER, "リスケ", "順延")
"""What these say is done to a date, while rules and systems are changed or looked over as well."""
_TO: Final = frozenset({"に", "へ", "と", "に、"})


def _is_moved_away(tokens: Sequence[Token], changed: Token) -> bool:
    """Whether the one date of a change is what it leaves: 6月の予定を延期, and not 6月に延期 or 6月まで延長."""
    behind = [token for token in tokens[1:] if token.sign not in (Sign.JOIN, Sign.FILL)]
    planned = any(token.sign is Sign.PLAN for token in behind)
    if not behind or behind[-1].sign is Sign.UNTIL or behind[-1].text in _TO:
        return False
    return planned or changed.text.startswith(_MOVES_A_DATE)


def _changes_a_date(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is a date that is changed: 10月に変更, 予定を見直し, and not 10月見直し, where a rule may be."""
    text, before = tokens[at].text, tokens[max(at - 3, 0) : at]
    if text.startswith(_MOVES_A_DATE) or places(before, Sign.PLAN):
        return True
    leads = bool(before) and (before[-1].text in _TO or before[-1].sign is Sign.UNTIL)
    return leads and (text.startswith("変更") or bool(places(tokens[:at], Sign.PLAN)))


def _with_courses(tokens: list[Token]) -> list[Token]:
    """6月開始→12月完了: an arrow from a start to a finish leads on, and changes nothing."""
    kept = list(tokens)
    for at in places(tokens, Sign.ARROW):
        before, behind = {one.sign for one in kept[:at]}, {one.sign for one in kept[at + 1 :]}
        if Sign.START in before and Sign.FINISH in behind and Sign.CHANGED not in before | behind:
            kept[at] = Token(Sign.JOIN, kept[at].text)
    return kept


def _without_left(tokens: list[Token]) -> list[Token]:
    """6月末（3月末から延期）, 6月末に延期（3月末）: the date that is left does not count beside the one that holds."""
    kept = list(tokens)
    for at in reversed(places(tokens, Sign.CHANGED)):
        if len(places(kept, Sign.DATE)) < 2:
            continue
        close = _bare_date_behind(kept, at + 1)
        if close is not None and kept[at - 1].text in _TO:
            del kept[at + 1 : close + 1]
            continue
        bracket = _bracket_around(kept, at)
        if bracket and _says_what_is_left(kept[bracket.start : at]):
            del kept[bracket.start : bracket.stop]
            continue
        behind = at - 1
        while behind > 0 and kept[behind].sign in (Sign.LINK, Sign.LENGTH):
            behind -= 1
        if behind > 0 and kept[behind].sign is Sign.SINCE and kept[behind - 1].date is not None:
            del kept[behind - 1 : at + 1]
    return kept


def _bare_date_behind(tokens: Sequence[Token], start: int) -> int | None:
    """Where the bracket closes that holds a date and no more than that it was planned."""
    signs = [token.sign for token in tokens[start:]]
    if signs[:2] != [Sign.OPEN, Sign.DATE] or Sign.CLOSE not in signs:
        return None
    close = signs.index(Sign.CLOSE)
    return start + close if {*signs[2:close]} <= {Sign.PLAN, Sign.FINISH} else None


def _bracket_around(tokens: Sequence[Token], at: int) -> range | None:
    """The brackets in which a token stands, if a date stands before them."""
    opened = [place for place in places(tokens, Sign.OPEN) if place < at]
    closed = [place for place in places(tokens, Sign.CLOSE) if place > at]
    if not opened or not closed or any(opened[-1] < one < at for one in places(tokens, Sign.CLOSE)):
        return None
    dated = any(place < opened[-1] for place in places(tokens, Sign.DATE))
    return range(opened[-1], closed[0] + 1) if dated else None


def _says_what_is_left(tokens: Sequence[Token]) -> bool:
    """（6月予定から, （6月末の予定を: one date, and not to it."""
    dates = places(tokens, Sign.DATE)
    behind = tokens[dates[0] + 1 :] if len(dates) == 1 else ()
    return bool(behind) and behind[-1].sign is not Sign.UNTIL and behind[-1].text not in _TO


def _lean(changed: Sequence[str]) -> Lean:
    if any(word.startswith(_EARLIER) for word in changed):
        return Lean.BEHIND
    return Lean.AHEAD if any(word.startswith(_LATER) for word in changed) else Lean.NEAREST


def _new_date(tokens: Sequence[Token], changed_at: int) -> int | None:
    """Where the date that a change leads to begins: the nearest before it, a range as a whole."""
    at = changed_at - 1
    while at >= 0 and tokens[at].sign in _BEFORE_A_CHANGE:
        if tokens[at].sign is Sign.DATE:
            in_range = at > 1 and tokens[at - 1].sign is Sign.WAVE
            return at - 2 if in_range and tokens[at - 2].sign is Sign.DATE else at
        at -= 1
    return None


_ALONE: Final = [Sign.OPEN, Sign.FORMERLY, Sign.CLOSE]


def _without_former(tokens: list[Token]) -> list[Token]:
    kept = list(tokens)
    for place in reversed(places(tokens, Sign.FORMERLY)):
        alone = [token.sign for token in kept[place - 1 : place + 2]] == _ALONE
        if alone and place > 1 and kept[place - 2].date is not None:
            del kept[place - 2 : place + 2]  # 3月（旧）6月（新）
            continue
        later = [at for at in places(kept, Sign.DATE) if at > place]
        if later and len(places(kept, Sign.DATE)) > 1:
            end = later[0] + 1
            if end + 1 < len(kept) and kept[end].sign is Sign.WAVE:
                end += 2 if kept[end + 1].sign is Sign.DATE else 1
            del kept[place:end]
        else:
            kept[place] = Token(Sign.SPOILER, kept[place].text)
    return kept
