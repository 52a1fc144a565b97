"""What a text carries over from sealed ones: names, and passages word for word. What leaves the desk is
rewritten; this warns whoever rewrites."""

import unicodedata
from collections.abc import Iterable
from typing import Final

PASSAGE: Final = 12
"""Letters in a row, blanks and punctuation aside, that are no chance: of Japanese a clause."""
SHORTEST_NAME: Final = 2


def carried_over(written: str, texts: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The names and the passages of `written` that stand in the sealed texts, as they are written there:
    folded, without blanks and punctuation."""
    plain = _folded(written)
    known = {
        text[start : start + PASSAGE]
        for text in map(_folded, texts)
        for start in range(len(text) - PASSAGE + 1)
    }
    found = [part for name in names for part in _named_in(plain, name)]
    end = 0
    for start in range(len(plain) - PASSAGE + 1):
        if start < end or plain[start : start + PASSAGE] not in known:
            continue
        end = start + PASSAGE
        while end < len(plain) and plain[end - PASSAGE + 1 : end + 1] in known:
            end += 1
        found.append(plain[start:end])
    return tuple(dict.fromkeys(found))


def _named_in(plain: str, name: str) -> list[str]:
    """The name, if it stands in the text, or else those of its parts that do: family name, given name."""
    for parts in ([name], name.split()):
        folded = [part for part in map(_folded, parts) if len(part) >= SHORTEST_NAME]
        if any(part in plain for part in folded):
            return [part for part in folded if part in plain]
    return []


def _folded(text: str) -> str:
    """Letters and digits alone, width and case aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
