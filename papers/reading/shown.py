"""How a spreadsheet shows a number: the digits its number format leaves, with the format's words."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<single>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|@)|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_SECTION: Final = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<![^;])(?=;|$)', re.DOTALL)
_MORE_THAN_DIGITS: Final = re.compile("[a-z/]", re.IGNORECASE)
"""Unquoted, these are days, fractions or powers of ten: the number shows as something else."""
_CONDITION: Final = re.compile("[<>=]")
_SAYS: Final = re.compile(r"[^\W\d_]|[○◯●◎×△▲✓]")
_SAYS_HOW_MANY: Final = re.compile("[千万億kmb]", re.IGNORECASE)
_LONGEST: Final = 255
_EXACT: Final = Context(prec=1_000)

_Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as its cell shows it; not `whole` where that is not all it says, or not known."""

    text: str
    whole: bool = True


def number_shown(number: Decimal, code: str) -> Shown:
    """A number in the digits and the words of its format: 2023.10, T-01, 85783件.

    Thousands separators are left out. General drops zeros that were perhaps typed (2023.10 shows
    as 2023.1), so there only an integer is whole.
    """
    sections = _sections(code) if number.is_finite() else None
    if sections is None:
        return Shown(_plain(number), whole=False)
    at = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0
    kinds = {kind for kind, _ in sections[at]}
    sign = "-" if number < 0 and len(sections) == 1 else ""
    if "general" in kinds:
        digits = _plain(abs(number))
        text = "".join(digits if kind == "general" else text for kind, text in sections[at])
        return Shown(sign + text, whole=number == number.to_integral_value())
    if "place" in kinds:
        return _filled(number, sign, sections[at])
    words = "".join(text for _, text in sections[at])
    return Shown(words) if _SAYS.search(words) else Shown(_plain(number), whole=False)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Parts, ...] | None:
    """What a format shows of a positive, a negative number and of zero; None if not known."""
    if len(code) > _LONGEST:
        return None
    sections = [_parts(section[0]) for section in _SECTION.finditer(code)]
    known = tuple(parts for parts in sections[:3] if parts is not None)
    return known if len(known) == len(sections[:3]) else None


def _parts(section: str) -> _Parts | None:
    """The parts of a format in their order; None if it shows more than digits and words."""
    parts: list[tuple[str, str]] = []
    for token in _TOKEN.finditer(section):
        kind = token.lastgroup
        if kind == "sign" and token[0] == "%":
            parts.append(("percent", "%"))
        elif (kind == "sign" and _MORE_THAN_DIGITS.fullmatch(token[0])) or (
            kind == "bracket" and _CONDITION.search(token["bracket"])
        ):
            return None
        elif kind in ("place", "point", "comma", "general"):
            parts.append((kind, token[0]))
        elif kind in ("quoted", "single", "currency", "sign"):
            parts.append(("word", token[kind]))
    return tuple(parts) if sum(kind == "point" for kind, _ in parts) < 2 else None


def _filled(number: Decimal, sign: str, parts: _Parts) -> Shown:
    """The digits of a number put into the places of its format."""
    kinds = [kind for kind, _ in parts]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    before = [at for at in range(point) if kinds[at] == "place"]
    behind = [at for at in range(point, len(kinds)) if kinds[at] == "place"]
    thousands = _thousands(kinds, max([*before, *behind], default=point))
    if thousands and not _SAYS_HOW_MANY.search(
        "".join(text for kind, text in parts if kind == "word")
    ):
        return Shown(_plain(number), whole=False)  # in thousands, and nothing says so
    scale = 2 * kinds.count("percent") - 3 * thousands
    meant = abs(number).scaleb(scale, _EXACT)
    rounded = meant.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP, _EXACT)
    whole, _, fraction = format(rounded, "f").partition(".")
    places = _integer(whole.lstrip("0"), before, parts) | _fraction(fraction, behind, parts)
    if not any(places.values()) or (whole.strip("0") and not before):
        return Shown(_plain(number), whole=False)
    if any(places[at] for at in behind):
        places[point] = "."
    shown = (
        text if kind in ("word", "percent") else places.get(at, "")
        for at, (kind, text) in enumerate(parts)
    )
    return Shown(sign + "".join(shown), whole=rounded == meant)


def _thousands(kinds: list[str], last: int) -> int:
    """How many commas stand behind the last digit: each shows the number in thousands."""
    behind = kinds[last + 1 :]
    return next((at for at, kind in enumerate(behind) if kind != "comma"), len(behind))


def _integer(digits: str, places: list[int], parts: _Parts) -> dict[int, str]:
    """The digits before the point by place, from the right; what is over stands in the first."""
    zeros = next((len(places) - nth for nth, at in enumerate(places) if parts[at][1] == "0"), 0)
    left = digits.rjust(zeros, "0")
    written = {}
    for at in reversed(places[1:]):
        left, written[at] = left[:-1], left[-1:]
    return written | dict.fromkeys(places[:1], left)


def _fraction(digits: str, places: list[int], parts: _Parts) -> dict[int, str]:
    """The digits behind the point by place; zeros at the end stand only where a 0 asks for them."""
    least = max((nth for nth, at in enumerate(places, 1) if parts[at][1] == "0"), default=0)
    kept = digits[:least] + digits[least:].rstrip("0")
    return {at: kept[nth : nth + 1] for nth, at in enumerate(places)}
