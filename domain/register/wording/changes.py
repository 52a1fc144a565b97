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
    tokens = _without_left(tokens)
    dates = places(tokens, Sign.DATE)
    arrows = places(tokens, Sign.ARROW)
    if arrows:
        old = [tokens[at].date for at in dates if at < arrows[-1]]
        changed = [token.text for token in tokens[arrows[-1] :] if token.sign is Sign.CHANGED]
        return Change(tokens[arrows[-1] + 1 :], old[-1] if old else None, _lean(changed))
    for at in places(tokens, Sign.CHANGED):
        start = _new_date(tokens, at)
        old = [tokens[place].date for place in dates if start is not None and place < start]
        if start is not None and old:
            return Change(tokens[start:at] + tokens[at + 1 :], old[-1], _lean([tokens[at].text]))
    return Change(_without_former(tokens), None, Lean.AHEAD)


def _without_left(tokens: list[Token]) -> list[Token]:
    """6月末（3月末から延期）: the date that is left does not count beside the one that holds."""
    kept = list(tokens)
    for at in reversed(places(tokens, Sign.CHANGED)):
        behind = at - 1 if kept[at - 1].sign is not Sign.LINK else at - 2
        is_left = behind > 0 and kept[behind].sign is Sign.SINCE
        if is_left and kept[behind - 1].date is not None and len(places(kept, Sign.DATE)) > 1:
            del kept[behind - 1 : at + 1]
    return kept


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


def _without_former(tokens: list[Token]) -> list[Token]:
    kept = list(tokens)
    for place in reversed(places(tokens, Sign.FORMERLY)):
        later = [at for at in places(kept, Sign.DATE) if at > place]
        if later and len(places(kept, Sign.DATE)) > 1:
            end = later[0] + 1
            if end + 1 < len(kept) and kept[end].sign is Sign.WAVE:
                end += 2 if kept[end + 1].sign is Sign.DATE else 1
            del kept[place:end]
        else:
            kept[place] = Token(Sign.SPOILER, kept[place].text)
    return kept
