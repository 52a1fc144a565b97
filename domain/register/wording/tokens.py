"""Cuts a normalised Japanese wording into dates, lengths, recurrences and words that do something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.register.wording.dates import find_date
from domain.register.wording.lengths import Length, find_length, find_recurrence
from domain.register.wording.vocabulary import WORDS, Sign
from domain.register.wording.written import Written


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a wording and what it does; dates and lengths carry what they say."""

    sign: Sign
    text: str
    date: Written | None = None
    length: Length | None = None
    vague: bool = False
    """A recurrence whose number or day is left open."""


FORMS: Final = {
    sign: re.compile(
        "|".join(f"(?:{word})" for word in sorted(words.split(), key=len, reverse=True))
    )
    for sign, words in WORDS.items()
}
_DURING: Final = re.compile(r"中(?:に|は)?(?![旬間部央期止断身心小国核立長継])")
_INSIDE: Final = re.compile(r"内(?:に|は)?(?![容部外訳示規定線装勤])")
_DAY_OF_RECURRENCE: Final = re.compile(
    r"の?(?:第?\d{1,2}(?:営業)?日(?!間)|第\d(?:[・、]第?\d)*[月火水木金土日]曜日?|最終[月火水木金土日]曜日?|末日?)"
)
_ABOUT_A_LENGTH: Final = frozenset({Sign.ABOUT, Sign.FROM_NOW})


def places(tokens: Sequence[Token], sign: Sign) -> list[int]:
    """Where the tokens of that sign stand."""
    return [at for at, token in enumerate(tokens) if token.sign is sign]


def cut(text: str) -> list[Token]:
    """The tokens of a normalised wording, none left out."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token, end = _next(text, at, tokens[-1] if tokens else None)
        if token.sign is Sign.WORD and tokens and tokens[-1].sign is Sign.WORD:
            token = Token(Sign.WORD, tokens.pop().text + token.text)
        tokens.append(token)
        at = end
    return tokens


def _next(text: str, at: int, last: Token | None) -> tuple[Token, int]:
    if again := find_recurrence(text, at):
        return Token(Sign.RECURRENCE, text[at : again[1]], vague=again[0].vague), again[1]
    behind = last.sign if last else None
    if behind is Sign.RECURRENCE and (match := _DAY_OF_RECURRENCE.match(text, at)):
        return Token(Sign.FILL, match.group()), match.end()
    if length := find_length(text, at, after_about=behind in _ABOUT_A_LENGTH):
        return Token(Sign.LENGTH, text[at : length[1]], length=length[0]), length[1]
    if found := find_date(text, at):
        return Token(Sign.DATE, text[at : found[1]], date=found[0]), found[1]
    if behind is Sign.DATE:
        for sign, form in ((Sign.DURING, _DURING), (Sign.INSIDE, _INSIDE)):
            if match := form.match(text, at):
                return Token(sign, match.group()), match.end()
    sign, end = Sign.WORD, at + 1
    for known, form in FORMS.items():
        match = form.match(text, at)
        if match and (match.end() > end or sign is Sign.WORD):
            sign, end = known, match.end()
    return Token(sign, text[at:end]), end
