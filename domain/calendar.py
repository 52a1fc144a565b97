"""Japanese calendar facts: eras, fiscal years, month ends, and days as people write them."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

TOKYO: Final = ZoneInfo("Asia/Tokyo")


def day_in_tokyo(at: datetime) -> date:
    """The calendar day of an instant where the meeting sits."""
    return at.astimezone(TOKYO).date()


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era: its name, its letter, and its first day in the Gregorian calendar."""

    name: str
    letter: str
    first_day: date


ERAS: Final = (
    Era("明治", "M", date(1868, 10, 23)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("令和", "R", date(2019, 5, 1)),
)
REIWA: Final = ERAS[-1]
ENGLISH_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]

# ----- years, months and days -------------------------------------------------------------------


def western_year(era: str, number: int) -> int:
    """The western year of an era's year; the era is its name, its first sign or its letter.

    A number beyond the era's end is read on (平成32年 is 2020): plans were written that way.
    Raises KeyError when there is no such era.
    """
    for known in ERAS:
        if era in (known.name, known.name[0], known.letter):
            return known.first_day.year + number - 1
    raise KeyError(era)


def era_of(day: date) -> Era | None:
    """The era a day falls in; None before Meiji."""
    return next((era for era in reversed(ERAS) if era.first_day <= day), None)


def in_era(day: date) -> str:
    """The day as an official paper writes it: 令和5年2月17日; a western day before Meiji."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年{day.month}月{day.day}日"
    number = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if number == 1 else number}年{day.month}月{day.day}日"


def fiscal_year_of(day: date) -> int:
    """The year in which the day's fiscal year (April to March) began."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year (April to March)."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def days_after(day: date, days: int) -> date:
    """The day so many days later (earlier when negative), or the first or last that a calendar holds."""
    place = day.toordinal() + days
    return date.fromordinal(max(date.min.toordinal(), min(place, date.max.toordinal())))


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or that month's last day.

    Raises ValueError outside the years a date can hold.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(year, month + 1)
    return min(last, last.replace(day=day.day)) if day.day <= last.day else last


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def likely_years(number: int, written_on: date) -> tuple[int, ...]:
    """The years a bare 17年 or 24年 can mean in a text of that day, the likeliest first.

    Candidates are the western year and the year of the era of writing (Heisei before 2019-05,
    Reiwa since). The nearer one wins, and a year behind counts double, since people plan ahead.
    A second year is named only when it fits as well as makes no difference.
    """
    era = era_of(written_on) or REIWA
    candidates = {2000 + number, western_year(era.letter, number)}
    ahead = {year: year - written_on.year for year in candidates}
    distance = {year: 2 * -gap if gap < 0 else gap for year, gap in ahead.items()}
    ranked = sorted(candidates, key=lambda year: (distance[year], year))
    return tuple(year for year in ranked if year == ranked[0] or distance[year] <= 8)


# ----- one way of writing -----------------------------------------------------------------------

_WAVES: Final = dict.fromkeys(map(ord, "〜～∼∿〰˜⁓"), "~")
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹘﹣－⁻₋➖"), "-")
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f"), "")
_SIGNS: Final = _WAVES | _DASHES | _UNSEEN | {ord("’"): "'", ord("‘"): "'", ord("`"): "'"}
# NFKC would turn ①2月 into 12月.
_LIST_NUMBERS: Final = re.compile(
    r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
)
_WIDE: Final = r"\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_BLANK_BESIDE_WIDE: Final = re.compile(rf"(?<=[{_WIDE}~]) | (?=[{_WIDE}~])")
_LONG_VOWEL_AS_DASH: Final = re.compile(r"(?<=[0-9年月日度期旬末])ー(?=[0-9A-Z'同翌当])")
_KANJI_DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0
}
_KANJI_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_KANJI_NUMBER: Final = re.compile(
    r"[〇零一二三四五六七八九十百千]{1,9}?"
    r"(?=四半期|年|月|日(?![市町月本])|週|回|度(?!合)|半期|[かカヵヶケ箇個ヵ]月|営業日|[Qq])"
)


def normalise(text: str) -> str:
    """The text in one way of writing, to compare or to read; never to show.

    Full width becomes half width and ㈱ becomes (株) (Unicode NFKC), every wave becomes ~ and every
    dash -, blanks beside Japanese signs go, and kanji numerals that number a year, month, day,
    week, quarter or time become digits: 平成 二十六 年 四月〜 becomes 平成26年4月~.
    """
    listed = _LIST_NUMBERS.sub(lambda found: f"({_list_number(found.group())})", text)
    plain = unicodedata.normalize("NFKC", listed.translate(_SIGNS)).translate(_SIGNS)
    plain = _BLANKS.sub(" ", plain).strip()
    plain = _BLANK_BESIDE_WIDE.sub("", plain)
    plain = "-" if plain == "ー" else _LONG_VOWEL_AS_DASH.sub("-", plain)
    return _KANJI_NUMBER.sub(_in_digits, plain)


def _list_number(sign: str) -> str:
    """The number in a circle or in brackets: ② and ⑵ are 2; so is ❷, which NFKC leaves alone."""
    return str(int(unicodedata.numeric(sign)))


def _in_digits(found: re.Match[str]) -> str:
    """二十六 is 26 and 二〇二三 is 2023; the 四 of 四半期 is not a number."""
    signs = found.group()
    if found.string.startswith("半期", found.end()) and signs[-1] == "四":
        return signs
    if not any(sign in _KANJI_TENS for sign in signs):
        return "".join(str(_KANJI_DIGITS[sign]) for sign in signs)
    total = pending = 0
    for sign in signs:
        if sign in _KANJI_TENS:
            total += (pending or 1) * _KANJI_TENS[sign]
            pending = 0
        else:
            pending = _KANJI_DIGITS[sign]
    return str(total + pending)


# ----- one day in a text ------------------------------------------------------------------------

_ERA_SIGN: Final = r"明治|大正|昭和|平成|令和|[明大昭平令]|(?<![A-Za-z])[MTSHR]"
_WHOLE_DAY: Final = re.compile(
    rf"(?<![A-Za-z\d./-])(?:(?:(?:(?P<era>{_ERA_SIGN})\.?(?P<era_year>元|\d{{1,2}})"
    r"|(?P<year>\d{4})|'(?P<short>\d{2})|(?P<bare>\d\d|\d(?=年)))(?:年|[./-]) ?)?"
    r"(?P<month>\d{1,2})(?P<sign>月|[./-]) ?(?P<day>\d{1,2})(?:日|(?![\d./-]))"
    r"|(?P<packed>(?:19|20)\d{6})(?!\d))"
)
_MONTH_NAME: Final = rf"(?P<name>{'|'.join(name[:3] for name in ENGLISH_MONTHS)})[a-z]*\.?"
_ENGLISH_DAY: Final = re.compile(
    rf"\b(?:{_MONTH_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? ?"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH_NAME.replace('name', 'name_last')},? ?)"
    r"(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_AS_OF: Final = re.compile(r"(?:\([月火水木金土日祝・]+\))?(?:現在|時点)")
_DATED: Final = re.compile(r"(?:\([月火水木金土日祝・]+\))?(?:現在|時点|付|版|更新|改訂|作成|$)")
_TWO_YEARS: Final = re.compile(
    rf"(?P<outer>(?:{_ERA_SIGN})(?:元|\d{{1,2}})|\d{{4}})(?P<nen>年(?:度)?)?"
    rf"[(\[](?P<inner>(?:{_ERA_SIGN})(?:元|\d{{1,2}})|\d{{4}})(?:年(?:度)?)?[)\]]"
)


def one_year_of_two(text: str) -> str:
    """A normalised text in which 2023(令和5)年 says its year once; two that differ stay."""

    def once(found: re.Match[str]) -> str:
        if _plain_year(found["outer"]) != _plain_year(found["inner"]):
            return found.group()
        return found["outer"] + (found["nen"] or "")

    return _TWO_YEARS.sub(once, text)


def _plain_year(written: str) -> int:
    """The western year of 2023, 令和5 or 令和元."""
    if written.isdecimal():
        return int(written)
    era = written.rstrip("元0123456789")
    number = written.removeprefix(era)
    return western_year(era, 1 if number == "元" else int(number))


def day_in_text(text: str, *, written_on: date | None) -> date | None:
    """The one whole day a text names, as in （2023年2月17日現在） or R5.2.17; else None.

    A day said to be 現在 or 時点 goes before others; several different days are no answer. A day
    without its year, or with two digits of it, is read from the day of writing: the nearest such
    day, and never without it.
    """
    plain = one_year_of_two(normalise(text))
    found = [
        (day, bool(_AS_OF.match(plain, match.end())))
        for match in (*_WHOLE_DAY.finditer(plain), *_ENGLISH_DAY.finditer(plain))
        if (day := _whole_day(match, written_on)) is not None
    ]
    for wanted in ({day for day, as_of in found if as_of}, {day for day, _ in found}):
        if len(wanted) == 1:
            return wanted.pop()
    return None


def _whole_day(match: re.Match[str], written_on: date | None) -> date | None:
    part = match.groupdict()
    if "packed" not in part:
        names = [name[:3] for name in ENGLISH_MONTHS]
        month = names.index((part["name"] or part["name_last"]).lower()) + 1
        return day_or_none(int(part["year"]), month, int(part["day"] or part["day_first"]))
    if part["packed"]:
        packed = part["packed"]
        return day_or_none(int(packed[:4]), int(packed[4:6]), int(packed[6:]))
    month, day = int(part["month"]), int(part["day"])
    if part["era"]:
        number = 1 if part["era_year"] == "元" else int(part["era_year"])
        return day_or_none(western_year(part["era"], number), month, day)
    if part["year"]:
        return day_or_none(int(part["year"]), month, day)
    if part["short"]:
        return day_or_none(2000 + int(part["short"]), month, day)
    if written_on is None:
        return None
    if part["bare"]:
        return day_or_none(likely_years(int(part["bare"]), written_on)[0], month, day)
    if part["sign"] != "月" and not _DATED.match(match.string, match.end()):
        return None  # 1/2 is more often a fraction or a page than the second of January
    return nearest_day(month, day, written_on)


def nearest_day(month: int, day: int, to: date) -> date | None:
    """The nearest such day of a year, before or after; None where the calendar has none."""
    days = [day_or_none(year, month, day) for year in range(to.year - 1, to.year + 2)]
    return min((one for one in days if one), key=lambda one: abs(one - to), default=None)
