"""Numbers as people write them in a table: 85,783件, 約3.4万人, 延べ１２人, 3,677人（実人数）."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from papers.reading.headers import UNITS, key


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the unit it states ("" if none), and whether it is about or distinct."""

    value: Decimal
    unit: str
    about: bool
    distinct: bool | None

    @property
    def margin(self) -> Decimal:
        """How far off a number said to be about may be: one of its last digit that is not 0."""
        if not self.about:
            return Decimal(0)
        exponent = self.value.normalize().as_tuple().exponent
        return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES: Final = {"億": 10**8, "万": 10**4, "千": 10**3, "": 1}
_PART: Final = re.compile(rf"({_DIGITS})(億|万|千|)")
_ABOUT: Final = r"約|およそ|おおよそ|おおむね|概ね|ほぼ|about|approximately|approx\.?|ca\.?|circa"
_TWICE: Final = r"延べ|のべ|延"
_ONCE: Final = r"実人数|実数|実"
_WHOLE: Final = re.compile(
    rf"(?P<before>(?:{_ABOUT}|{_TWICE}|{_ONCE})*)"
    rf"(?P<number>(?:(?:{_DIGITS})[億万千])*(?:{_DIGITS})?)"
    r"(?P<unit>[^\d\s()]*?)"
    r"(?P<around>程度|ほど|前後|くらい|ぐらい|余り|あまり)?"
    r"(?P<brackets>(?:\([^()]*\))*)"
    r"(?:[※*]\d*|注\d*)?"
)
_LONGEST: Final = 80
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
_SAID: Final = {
    **dict.fromkeys(("延べ", "のべ", "延", "延べ人数", "延べ数", "延べ件数", "重複含む"), False),
    **dict.fromkeys(("実", "実人数", "実数", "実件数", "重複除く", "重複を除く"), True),
}


def read_number(text: str) -> Number | None:
    """The number of a cell; None if it is not one (a percentage, a text, a sum of two)."""
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    found = _WHOLE.fullmatch(plain)
    if found is None or not found["number"]:
        return None
    value = _value(found["number"])
    unit = _unit(found["unit"])
    before = found["before"]
    distinct: bool | None = None
    if re.search(_TWICE, before):
        distinct = False
    elif re.search(_ONCE, before):
        distinct = True
    about = bool(re.search(_ABOUT, before) or found["around"])
    for said in _BRACKETED.findall(found["brackets"]):
        if said in _SAID:
            distinct = _SAID[said]
        elif said in ("約", "概数"):
            about = True
        elif not re.fullmatch(r"[※*]\d*|注\d*", said):
            return None
    return None if value is None or unit is None else Number(value, unit, about, distinct)


def _value(digits: str) -> Decimal | None:
    total, last = Decimal(0), 10**12
    for number, scale in _PART.findall(digits):
        if _SCALES[scale] >= last:
            return None
        last = _SCALES[scale]
        total += Decimal(number.replace(",", "")) * last
    return total


def _unit(written: str) -> str | None:
    """The unit in its one spelling; None for a word that is no unit."""
    return UNITS.get(key(written)) if written else ""
