"""What a person may write into a field: short lines, long texts, and words of a vocabulary."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self, TypeVar
from unicodedata import category

from domain.refusals import (
    TextHasControlCharacters,
    TextHasLines,
    TextIsEmpty,
    TextIsTooLong,
    WordIsUnknown,
)

LINE_LIMIT: Final = 2_000
"""Characters in a title, statement, label or item."""
TEXT_LIMIT: Final = 10_000
"""Characters in a remark, reason, note, basis or summary."""

_LINE_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
TURNING_SIGNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALLOWED_IN_TEXTS: Final = frozenset("\n\t")
_CONTROLLING: Final = re.compile(f"[\0-\x1f\x7f-\x9f\ud800-\udfff{''.join(TURNING_SIGNS)}]")
"""The signs of Unicode's categories Cc and Cs, and those that turn the writing direction."""


class Word(StrEnum):
    """A word of a vocabulary: as facts hold it, and what people call it."""

    _value_: str
    ja: str

    def __new__(cls, value: str, ja: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_, word.ja = value, ja
        return word

    @property
    def en(self) -> str:
        return self.value.lower().replace("_", " ")


V = TypeVar("V", bound=Word)


@dataclass(frozen=True, slots=True)
class Field:
    """The name of a field, as a refusal calls it."""

    ja: str
    en: str

    @property
    def details(self) -> dict[str, str]:
        """The name as details of a refusal."""
        return {"field_ja": self.ja, "field_en": self.en}


NAME: Final = Field("名称", "name")
REASON: Final = Field("理由", "reason")


def clean_line(text: str, field: Field) -> str:
    """The text without outer blanks; refused unless it is one line of 1 to 2,000 characters."""
    plain = text.strip()
    if not any(is_seen(character) for character in plain):
        raise TextIsEmpty(**field.details)
    if _LINE_BREAKS & set(plain):
        raise TextHasLines(**field.details)
    require_length(plain, LINE_LIMIT, field)
    _require_no_control_characters(plain, field)
    return plain


def is_seen(character: str) -> bool:
    """Whether the character leaves a mark: no blank, and no sign of zero width."""
    return not character.isspace() and category(character) != "Cf"


def clean_line_or_none(text: str | None, field: Field) -> str | None:
    """As `clean_line`, where the line may be left out: a blank one is none."""
    return clean_line(text, field) if text is not None and text.strip() else None


def clean_text(text: str | None, field: Field) -> str | None:
    """A long text without outer blanks, its line breaks made alike; a text that leaves no mark is
    none.

    Refused above 10,000 characters or with control characters other than line breaks and tabs.
    """
    plain = (text or "").strip().replace("\r\n", "\n").replace("\r", "\n")
    require_length(plain, TEXT_LIMIT, field)
    _require_no_control_characters(plain, field, allowed=_ALLOWED_IN_TEXTS)
    return plain if any(map(is_seen, plain)) else None


def written(text: str, field: Field) -> str:
    """As `clean_text`, where there must be one: TextIsEmpty."""
    plain = clean_text(text, field)
    if plain is None:
        raise TextIsEmpty(**field.details)
    return plain


def one_of(vocabulary: type[V], word: str, field: Field) -> V:
    """The word of the vocabulary; refused when there is none such."""
    try:
        return vocabulary(word)
    except ValueError:
        raise WordIsUnknown(
            words_ja=tuple(f"{known.ja}（{known.value}）" for known in vocabulary),
            words_en=tuple(known.value for known in vocabulary),
            **field.details,
        ) from None


def one_of_or_none(vocabulary: type[V], word: str | None, field: Field) -> str | None:
    """As `one_of`, as the plain word a fact holds, where the word may be left out."""
    return None if word is None else one_of(vocabulary, word, field).value


def require_length(text: str, limit: int, field: Field) -> None:
    if len(text) > limit:
        raise TextIsTooLong(length=len(text), limit=limit, **field.details)


def _require_no_control_characters(
    text: str, field: Field, *, allowed: frozenset[str] = frozenset()
) -> None:
    """Neither control codes, nor lone surrogates, nor signs that turn the writing direction."""
    refused = set(_CONTROLLING.findall(text)) - allowed
    if refused:
        character = f"U+{ord(min(refused)):04X}"
        raise TextHasControlCharacters(character=character, **field.details)
