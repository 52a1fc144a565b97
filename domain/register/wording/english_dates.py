"""Finds the date, and the length of time, that begins at one place of an English wording."""

import re
from dataclasses import replace
from typing import Final

from domain.calendar import ENGLISH_MONTHS
from domain.register.wording.dates import Found, find_date
from domain.register.wording.lengths import Length
from domain.register.wording.written import Part, Unit, Written

_MONTH_NAMES: Final = "|".join(rf"{name[:3]}(?:{name[3:]}|t)?\.?" for name in ENGLISH_MONTHS)
_MONTH: Final = rf"(?P<month>{_MONTH_NAMES})(?![a-z])"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|[/.]\d)"
_MONTH_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_MONTH} {_DAY}(?:,? (?P<year>\d{{4}})(?!\d))?",
        rf"{_DAY} (?:of )?{_MONTH}(?:,? (?P<year>\d{{4}})(?!\d))?",
        rf"{_DAY}-{_MONTH}-(?:(?P<year>\d{{4}})|(?P<short>\d\d))(?!\d)",
        rf"(?P<year>\d{{4}})[ /-]{_MONTH}(?![ -]?\d)",
        rf"{_MONTH}(?:,? (?:of )?|[-/])(?:(?P<year>\d{{4}})(?!\d)|'(?P<short>\d\d))",
        _MONTH,
    )
)
_SHORT_MONTHS: Final = "|".join(name[:3] for name in ENGLISH_MONTHS)
_PART_BEFORE: Final = {
    Part.BEGINNING: r"(?:beginning|start) of|early(?: in)?",
    Part.CENTRE: r"middle of|mid(?:dle)?",
    Part.LATE: r"late(?: in)?",
    Part.END: r"(?:very )?end(?: of)?|close of",
    Part.FIRST_HALF: rf"(?:first|1st) half of(?= (?:{_SHORT_MONTHS}))",
    Part.SECOND_HALF: rf"(?:second|2nd|latter) half of(?= (?:{_SHORT_MONTHS}))",
}
_PARTS: Final = tuple(
    (part, re.compile(rf"(?:the )?(?:{said})[ -]", re.IGNORECASE))
    for part, said in _PART_BEFORE.items()
)
_UNIT_WORDS: Final = {
    Unit.FIRST_HALF: r"(?:first|1st) half",
    Unit.SECOND_HALF: r"(?:second|2nd|latter) half",
    Unit.Q1: r"(?:first|1st) quarter",
    Unit.Q2: r"(?:second|2nd) quarter",
    Unit.Q3: r"(?:third|3rd) quarter",
    Unit.Q4: r"(?:fourth|4th) quarter",
    Unit.SPRING: r"spring",
    Unit.SUMMER: r"summer",
    Unit.AUTUMN: r"autumn|fall",
    Unit.WINTER: r"winter",
}
_UNITS: Final = tuple(
    (unit, re.compile(rf"(?P<unit>{said})(?:,? (?:of |in )?)?", re.IGNORECASE))
    for unit, said in _UNIT_WORDS.items()
)
_SAID: Final = {
    r"(?:current|this) (?:fiscal|business) year|this FY": Written(years_on=0, fiscal=True),
    r"(?:next|coming) (?:fiscal|business) year|next FY": Written(years_on=1, fiscal=True),
    r"(?:current|this)(?: calendar)? year": Written(years_on=0),
    r"next(?: calendar)? year": Written(years_on=1),
    r"(?:current|this) month": Written(months_on=0),
    r"next month(?!ly)": Written(months_on=1),
    r"this week": Written(weeks_on=0),
    r"next week": Written(weeks_on=1),
    r"today": Written(days_on=0),
    r"tomorrow": Written(days_on=1),
    r"fiscal year[- ]end": Written(years_on=0, fiscal=True, part=Part.END),
    r"year[- ]end": Written(years_on=0, part=Part.END),
    r"month[- ]end": Written(months_on=0, part=Part.END),
    r"(?:fiscal|business) year(?! ?\d)": Written(years_on=0, fiscal=True),
    r"(?<=the )year(?! ?\d)": Written(years_on=0),
    r"(?<=the )month(?!ly)": Written(months_on=0),
}
_RELATIVE: Final = tuple(
    (re.compile(rf"(?:{form})(?![a-z])", re.IGNORECASE), meant) for form, meant in _SAID.items()
)


def find_english_date(text: str, at: int) -> Found | None:
    """The date written from this place on and its end; None if none begins here."""
    for part, form in _PARTS:
        match = form.match(text, at)
        whole = _whole_date(text, match.end()) if match else None
        if whole and whole[0].day is None:
            return replace(whole[0], part=part), whole[1]
    return _whole_date(text, at)


def _whole_date(text: str, at: int) -> Found | None:
    if text[at : at + 4].lower() == "the ":
        at += 4
    for form in _MONTH_FORMS:
        match = form.match(text, at)
        if match and match.group() != "may":
            return _of_month(match), match.end()
    for unit, form in _UNITS:
        if match := form.match(text, at):
            year = _year(text, match.end())
            written, end = year or (Written(), at + len(match["unit"]))
            return replace(written, unit=unit), end
    if year := _year(text, at):
        return year
    found = find_date(text, at)
    return (replace(found[0], unsure=False), found[1]) if found else None


def _of_month(match: re.Match[str]) -> Written:
    said = match.groupdict()
    names = [name[:3] for name in ENGLISH_MONTHS]
    month = names.index(said["month"][:3].lower()) + 1
    year = said.get("year") or (f"20{said['short']}" if said.get("short") else None)
    day = said.get("day")
    return Written(year=int(year) if year else None, month=month, day=int(day) if day else None)


def _year(text: str, at: int) -> Found | None:
    for form, meant in _RELATIVE:
        if match := form.match(text, at):
            return meant, match.end()
    found = find_date(text, at)
    only_a_year = found and found[0].year and not (found[0].month or found[0].unit)
    return (replace(found[0], unsure=False), found[1]) if found and only_a_year else None


# ----- lengths ----------------------------------------------------------------------------------

_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {"a": 1, "an": 1, "twelve": 12}
_LENGTH: Final = re.compile(
    rf"(?:(?P<least>\d+)(?: to |-| or ))?(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})[ -]"
    r"(?:(?P<open>(?:business|working) days|hours)|(?P<years>years?)|(?P<months>months?)"
    r"|(?P<weeks>weeks?)|(?P<days>days?))\b|(?P<half>half a year)",
    re.IGNORECASE,
)


def find_english_length(text: str, at: int) -> tuple[Length, int] | None:
    """The length written from this place on and its end; None if none begins here."""
    match = _LENGTH.match(text, at)
    if match is None:
        return None
    if match["half"]:
        return Length(months=6), match.end()
    said = match["number"].lower()
    number = _NUMBERS.get(said) or int(said)
    rough = match["least"] is not None
    if match["years"] or match["months"]:
        return Length(months=number * (12 if match["years"] else 1), rough=rough), match.end()
    days = number * (7 if match["weeks"] else 1)
    return Length(days=days, rough=rough, open=match["open"] is not None), match.end()
