"""Cuts an English wording into the same tokens as a Japanese one, in the Japanese order."""

import re
from collections.abc import Iterator
from typing import Final

from domain.register.wording.english_dates import (
    find_english_date,
    find_english_length,
)
from domain.register.wording.english_words import ENGLISH_WORDS
from domain.register.wording.tokens import Token
from domain.register.wording.vocabulary import Sign

_JAPANESE: Final = re.compile(r"[\u3005-\u30ff\u3400-\u9fff]")
_ENGLISH_WORD: Final = re.compile(
    r"[A-Za-z]{3}|\b(?:by|in|to|at|on|as|if)\b|[A-Za-z]{2} ", re.IGNORECASE
)


def is_english(text: str) -> bool:
    """Whether a normalised wording is to be read as English; FY23 or Q1 alone reads either way."""
    return _ENGLISH_WORD.search(text) is not None and not _JAPANESE.search(text)


_FORMS: Final = {
    sign: re.compile(rf"(?:{words})(?:(?<![a-z])|(?![a-z]))", re.IGNORECASE)
    for sign, words in ENGLISH_WORDS.items()
}
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]*|\S", re.IGNORECASE)
_ERA_OF_BUSINESS: Final = re.compile(
    r"(?:fiscal(?: year)?|financial year) ?(?='?\d)", re.IGNORECASE
)
_MOVED_TO: Final = re.compile(
    r"\b(?:changed|postponed|moved|rescheduled|extended|revised|deferred|delayed|brought forward)"
    r"(?: from (.{3,30}?))? to ",
    re.IGNORECASE,
)
_BETWEEN_TWO: Final = re.compile(r"\bbetween (.{3,20}?) and ", re.IGNORECASE)


def cut_english(text: str) -> list[Token]:
    """The tokens of a normalised English wording, prepositions moved behind their dates."""
    plain = _BETWEEN_TWO.sub(r"\1 to ", _ERA_OF_BUSINESS.sub("FY", text))
    changed = _MOVED_TO.sub(r"\1 -> ", plain)
    return _in_japanese_order(list(_with_objects(list(_cut(changed)))))


def _cut(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        token, at = _next(text, at)
        if token.sign is not Sign.FILL:
            yield token


def _next(text: str, at: int) -> tuple[Token, int]:
    again = _FORMS[Sign.RECURRENCE].match(text, at)
    if again:
        return Token(Sign.RECURRENCE, again.group()), again.end()
    starts_word = not text[at - 1 : at].isalnum()
    if starts_word and (length := find_english_length(text, at)):
        return Token(Sign.LENGTH, text[at : length[1]], length=length[0]), length[1]
    if starts_word and (found := find_english_date(text, at)):
        return Token(Sign.DATE, text[at : found[1]], date=found[0]), found[1]
    sign, end = Sign.WORD, at
    for known, form in _FORMS.items():
        match = form.match(text, at)
        if match and match.end() > end:
            sign, end = known, match.end()
    if sign is Sign.WORD:
        match = _WORD.match(text, at)
        end = match.end() if match else at + 1
    return Token(sign, text[at:end]), end


_OBJECTS: Final = frozenset({Sign.WORD, Sign.LINK, Sign.ACTION, Sign.OVER})
_EVENTS: Final = frozenset(
    {
        Sign.AFTER_EVENT,
        Sign.ON_EVENT,
        Sign.EACH_TIME,
        Sign.NEXT_EVENT,
        Sign.UNTIL,
        Sign.BEFORE,
        Sign.FINISH,
        Sign.START,
        Sign.PLAN,
        Sign.LENGTH,
    }
)


def _with_objects(tokens: list[Token]) -> Iterator[Token]:
    """Words that go with a known action, or name the event behind after or by, as one action."""
    at, before = 0, Sign.JOIN
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].sign in _OBJECTS:
            end += 1
        run = tokens[at:end]
        if any(token.sign is Sign.WORD for token in run) and (
            before in _EVENTS or any(token.sign is Sign.ACTION for token in run)
        ):
            yield Token(Sign.ACTION, " ".join(token.text for token in run))
            at = end
            continue
        yield from run
        if end < len(tokens):
            yield tokens[end]
            before = tokens[end].sign
        at = end + 1


_BEFORE_A_DATE: Final = frozenset({Sign.SINCE, Sign.UNTIL, Sign.BEFORE, Sign.DURING, Sign.AS_OF})
_BEFORE_AN_EVENT: Final = frozenset({Sign.UNTIL, Sign.SINCE, Sign.AFTER_EVENT})
_BEFORE_A_LENGTH: Final = frozenset({Sign.LIMIT, Sign.OVER, Sign.UNTIL})
_BETWEEN: Final = frozenset({Sign.LINK, Sign.ABOUT, Sign.AIM, Sign.FROM_NOW})
_LATER: Final = Token(Sign.AFTER_EVENT, "after")


def _in_japanese_order(tokens: list[Token]) -> list[Token]:
    """From April to June becomes April to June from; within a month of approval, approval a month within."""
    ordered: list[Token] = []
    last: list[Token] = []
    at = 0
    while at < len(tokens):
        token, target = tokens[at], at + 1
        while target < len(tokens) and tokens[target].sign in _BETWEEN:
            target += 1
        goal = tokens[target].sign if target < len(tokens) else None
        to_it = token.text.lower() in _TO and _is_date(ordered)
        if token.sign in _BEFORE_A_DATE and goal is Sign.DATE and not to_it:
            end = _range_end(tokens, target)
            ordered += [*tokens[at + 1 : end], token]
            at = end
        elif to_it and goal is Sign.DATE:
            ordered.append(Token(Sign.WAVE, token.text))
            at += 1
        elif token.sign is Sign.LENGTH and _lasts_from_a_date(tokens, at):
            ordered += [tokens[at + 2], tokens[at + 1], token]
            at += 3
        elif goal is Sign.LENGTH and (token.sign in _BEFORE_A_LENGTH or token.text.lower() == "in"):
            moved = _LATER if token.sign is Sign.LINK else token
            group = [*tokens[at + 1 : target + 1], moved]
            of_event = target + 1 < len(tokens) and _counts_from(tokens[target + 1])
            (last if of_event else ordered).extend(group)
            if of_event and tokens[target + 1].sign in (Sign.ACTION, Sign.LINK):
                ordered.append(_LATER)
            at = target + 1
        elif token.sign in _BEFORE_AN_EVENT and (held_on := _dated_event(tokens, at)):
            ordered += [tokens[held_on], *tokens[at + 1 : held_on], token]
            at = held_on + 1
        elif token.sign is Sign.AFTER_EVENT and goal is Sign.DATE:
            ordered.append(Token(Sign.SPOILER, token.text))  # after April may still be in it
            at += 1
        else:
            ordered.append(token)
            at += 1
    return ordered + last


_TO: Final = frozenset({"through", "thru", "until", "till", "up to"})


def _is_date(ordered: list[Token]) -> bool:
    return bool(ordered) and ordered[-1].sign is Sign.DATE


def _lasts_from_a_date(tokens: list[Token], at: int) -> bool:
    """3 years from April 2023."""
    return [token.sign for token in tokens[at + 1 : at + 3]] == [Sign.SINCE, Sign.DATE]


def _dated_event(tokens: list[Token], at: int) -> int | None:
    """Where the date of an event stands: after the meeting in June 2023."""
    end = at + 1
    while end < len(tokens) and tokens[end].sign in _OBJECTS | {Sign.NEXT_EVENT}:
        end += 1
    is_dated = end > at + 1 and end < len(tokens) and tokens[end].sign is Sign.DATE
    return end if is_dated else None


def _range_end(tokens: list[Token], start: int) -> int:
    end = start + 1
    while end + 1 < len(tokens) and tokens[end].sign in (Sign.WAVE, Sign.UNTIL):
        if tokens[end + 1].sign is not Sign.DATE:
            break
        tokens[end] = Token(Sign.WAVE, tokens[end].text)
        end += 2
    return end


def _counts_from(token: Token) -> bool:
    return token.sign in (Sign.AFTER_EVENT, Sign.SINCE) or token.text.lower().startswith("of")
