"""Whether every word of a wording is understood, or one is left that could change its meaning."""

from collections.abc import Sequence
from typing import Final

from domain.register.wording.tokens import Token
from domain.register.wording.vocabulary import Sign

_NAMES_AN_EVENT: Final = frozenset({Sign.AFTER_EVENT, Sign.ON_EVENT, Sign.EACH_TIME})
_EXPLAINS: Final = _NAMES_AN_EVENT | {
    Sign.ACTION,
    Sign.START,
    Sign.FINISH,
    Sign.DONE,
    Sign.GOING,
    Sign.ASKED,
    Sign.WEIGHED,
    Sign.PLAN,
    Sign.HOPE,
    Sign.UNTIL,
    Sign.TOPIC,
    Sign.CHANGED,
}
_PASSES: Final = frozenset(
    {
        Sign.WORD,
        Sign.LINK,
        Sign.JOIN,
        Sign.FILL,
        Sign.SAID,
        Sign.PLACE,
        Sign.MANNER,
        Sign.PROMPT,
        Sign.NEXT_EVENT,
        Sign.ABOUT,
        Sign.EITHER,
        Sign.AIM,
        Sign.RECURRENCE,
        Sign.OVER,
    }
)
_OPENS_AN_OBJECT: Final = frozenset(
    {Sign.SINCE, Sign.ONWARD, Sign.UNTIL, Sign.WAVE, Sign.AIM, Sign.NEXT_EVENT}
)
_TIMES: Final = frozenset({Sign.DATE, Sign.RECURRENCE})
_NEVER_IN_A_WORD: Final = frozenset("0123456789年月%％$￥\\")
_LONGEST_NOUN: Final = 24


def is_understood(tokens: Sequence[Token]) -> bool:
    """Whether no word is left that could change what the dates mean.

    An unknown noun is harmless as the object of a known action (規程を改定), as a topic before は
    or a colon, as an event before 後 or 時, as what begins or ends there (4月から新体制), where
    something takes place (取締役会で), or as a note in brackets. Anything else spoils the reading.
    """
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.sign is Sign.OPEN) - (token.sign is Sign.CLOSE)
        if token.sign is Sign.SPOILER:
            return False
        if token.sign is Sign.WORD and not _is_harmless(tokens, at, depth):
            return False
    return True


def _is_harmless(tokens: Sequence[Token], at: int, depth: int) -> bool:
    word = tokens[at].text
    if _NEVER_IN_A_WORD.intersection(word) or len(word) > _LONGEST_NOUN:
        return False
    if _begins_or_ends_then(tokens[:at]):
        return True
    if depth > 0 and any(token.sign is Sign.DATE for token in tokens[:at]):
        return True
    if _has_its_date_behind(tokens[at + 1 :]):
        return True
    known_time = any(token.sign in _TIMES for token in tokens[:at])
    for follower in tokens[at + 1 :]:
        if follower.sign in _EXPLAINS:
            return True
        if follower.sign is Sign.PLACE and known_time:
            return True
        if follower.sign is Sign.DATE and not known_time:
            return tokens[at + 1].sign is Sign.JOIN
        if follower.sign is Sign.SINCE and any(
            token.length or token.sign is Sign.MANNER for token in tokens[at:]
        ):
            return True
        if follower.sign not in _PASSES:
            return False
    return False


def _has_its_date_behind(tokens: Sequence[Token]) -> bool:
    """株主総会（6/28）まで: the date of an event in brackets, and what the event is for the measure."""
    signs = [token.sign for token in tokens[:4]]
    return signs[:3] == [Sign.OPEN, Sign.DATE, Sign.CLOSE] and signs[3:] in (
        [Sign.UNTIL],
        [Sign.AFTER_EVENT],
    )


def _begins_or_ends_then(before: Sequence[Token]) -> bool:
    """4月から新体制, 7月を目途に新組織, 次回会議; not 3月までの議事録."""
    behind = [token for token in before if token.text not in ("に", "は", "で")]
    return bool(behind) and behind[-1].sign in _OPENS_AN_OBJECT
