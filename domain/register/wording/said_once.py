"""Says twice what a range or a list says once for all its dates: FY2023-25, 2023.6.15~17, 6/15・22."""

import re
from typing import Final

from domain.register.wording.dates import OF_THINGS

_END: Final = r"(?![\d./年月日-])"
_FISCAL: Final = re.compile(rf"(FY ?'?)((?:20)?\d\d)([-~・、,])((?:20)?\d\d){_END}", re.IGNORECASE)
_FISCAL_BEHIND: Final = re.compile(r"(20\d\d)([-~])(20\d\d) ?FY", re.IGNORECASE)
_FISCAL_YEARS: Final = re.compile(rf"(20\d\d年度)([-~])((?:20)?\d\d){_END}")
_DAYS_OF_A_YEAR: Final = re.compile(
    r"(?P<year>(?:20\d\d|'\d\d|[RH]\d{1,2})(?P<sign>[./]))(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    rf"(?P<to>[~-])(?:(?P<last_month>\d{{1,2}})(?P=sign))?(?P<last_day>\d{{1,2}}){_END}"
)
_MONTHS_OF_A_YEAR: Final = re.compile(rf"(20\d\d/)(\d{{1,2}})([~-])(\d{{1,2}}){_END}")
_DAYS_OF_A_MONTH: Final = re.compile(
    rf"(?<![\d./-])(\d{{1,2}}/)(\d{{1,2}})((?:[~・、,-]\d{{1,2}})+){_END}(?!回|{OF_THINGS})"
)
_UNIT_BEHIND: Final = re.compile(r"(?<!\d)(20\d\d)-(?=Q[1-4]|[1-4]Q|H[12]|[12]H)")
_FISCAL_BY_TWO: Final = re.compile(r"20(\d\d)/(\d\d)年度")
_YEAR_TWICE: Final = re.compile(
    r"(?<=\d年)年(?=[内末初明始])|(?<=\d年度)年度(?=[内末初])|(?<![\d一-龥])年度(?=[上下]半?期|第?[1-4]四半期)"
)
_DAY_FIRST: Final = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)")


def said_each_time(text: str) -> str:
    """The normalised text with each date whole; raises ValueError for a day whose month is not told."""
    text = _UNIT_BEHIND.sub(r"\1 ", text)
    text = _FISCAL_BY_TWO.sub(_fiscal_by_two, _YEAR_TWICE.sub("", text))
    text = _FISCAL.sub(_fiscal, text)
    text = _FISCAL_BEHIND.sub(r"FY\1\2FY\3", text)
    text = _FISCAL_YEARS.sub(_fiscal_years, text)
    text = _DAYS_OF_A_YEAR.sub(_days_of_a_year, text)
    text = _MONTHS_OF_A_YEAR.sub(_months_of_a_year, text)
    text = _DAYS_OF_A_MONTH.sub(_days_of_a_month, text)
    return _DAY_FIRST.sub(_year_first, text)


def _fiscal(found: re.Match[str]) -> str:
    """FY2023-24 is one year by two names; FY2023-25 and FY23~24 are several."""
    name, first, sign, last = found.groups()
    if sign == "-" and len(last) == 2 and int(last) == (int(first) + 1) % 100:
        return found.group()
    return f"{name}{first}{sign}{name}{last}"


def _fiscal_by_two(found: re.Match[str]) -> str:
    """2023/24年度 begins in 2023."""
    first, last = map(int, found.groups())
    return f"20{first:02}年度" if last == (first + 1) % 100 else found.group()


def _fiscal_years(found: re.Match[str]) -> str:
    first, sign, last = found.groups()
    year = last if len(last) == 4 else f"20{last}"
    return f"{first}{sign}{year}年度"


def _days_of_a_year(found: re.Match[str]) -> str:
    year, sign, month = found["year"], found["sign"], found["month"]
    last = f"{year}{found['last_month'] or month}{sign}{found['last_day']}"
    return f"{year}{month}{sign}{found['day']}~{last}"


def _months_of_a_year(found: re.Match[str]) -> str:
    year, first, _, last = found.groups()
    return f"{year}{first}~{year}{last}" if int(first) < int(last) <= 12 else found.group()


def _days_of_a_month(found: re.Match[str]) -> str:
    month, first, more = found.groups()
    days = [int(first), *map(int, re.findall(r"\d+", more))]
    if not 1 <= int(month[:-1]) <= 12 or days != sorted(set(days)) or days[-1] > 31:
        return found.group()
    signs = re.findall(r"\D", more.replace("-", "~"))
    return f"{month}{first}" + "".join(
        f"{sign}{month}{day}" for sign, day in zip(signs, days[1:], strict=True)
    )


def _year_first(found: re.Match[str]) -> str:
    """31/03/2024 is a day of March; of 05/06/2024 nobody can tell."""
    one, other, year = found.groups()
    months = {(m, d) for m, d in ((int(one), int(other)), (int(other), int(one))) if m <= 12}
    if len(months) != 1:
        raise ValueError(found.group())
    [(month, day)] = months
    return f"{year}/{month}/{day}"
