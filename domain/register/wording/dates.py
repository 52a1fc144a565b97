"""Finds the date, whole or in part, that begins at one place of a normalised wording."""

import re
from dataclasses import replace
from typing import Final

from domain.calendar import western_year
from domain.register.wording.written import Part, Unit, Written

Found = tuple[Written, int]
"""A date and the place where it ends."""

# ----- the pieces -------------------------------------------------------------------------------

_NUMBERED: Final = (
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[明大昭平令](?=\d|元)|[MTSHR](?=\.?\d))\.?"
    r"(?P<era_year>元|\d{1,2})|(?P<year>\d{4})|'(?P<quoted>\d\d)|(?P<short>\d{1,2}))"
)
# A unit may be said once for two numbers: 4~6月, 2023~2025年度, 4・5月, R5~R7年度.
_AND: Final = r"(?:[~\-・、,/]|から|及び|と|または|又は|or)"
_NOT_A_YEAR: Final = r"(?!度|間|以内|前(?!半|期)|以上|超|未満|ぶり|来|[弱強物]|目(?![途標処]))"
_UNIT_FOLLOWS: Final = r"(?= ?/?(?:[上下前後]半?期|第?[1-4](?:Q|四半期)|Q[1-4]|H[12](?!\d)|[12]H))"
_YEAR: Final = re.compile(
    rf"{_NUMBERED}(?: ?年(?:(?P<fiscal>度)|{_NOT_A_YEAR})|{_UNIT_FOLLOWS}"
    rf"|(?={_AND}(?:令和|平成|[HR'])?\d{{1,4}}年(?:(?P<shared>度)|{_NOT_A_YEAR})))"
)
_FISCAL_YEAR: Final = re.compile(
    r"(?:FY|Fy|fy) ?'?(?P<year>\d{4}|\d\d)(?:[/-]\d\d)?(?!\d)(?:年度?)?|'?(?P<first>\d{4}|\d\d) ?FY"
)
_CALENDAR_YEAR: Final = re.compile(r"CY ?'?(?P<year>20\d\d)(?!\d)")
_YEARS_ON: Final = {
    **dict.fromkeys(("本年", "今年", "当年", "ことし"), 0),
    **dict.fromkeys(("来年", "明年", "次年", "新年"), 1),
    **dict.fromkeys(("再来年", "翌々年"), 2),
    **dict.fromkeys(("昨年", "去年", "前年"), -1),
}
_YEAR_SAID: Final = re.compile(rf"(?P<said>{'|'.join(_YEARS_ON)})(?P<fiscal>度)?")
_YEAR_FOLLOWING: Final = re.compile(r"(?P<said>[翌同])(?:年(?P<fiscal>度)?|(?=\d{1,2}[月/]))")
_TERM_SAID: Final = re.compile(r"(?P<said>[今当本来翌])期(?!間|末)")
_SEASON_SAID: Final = re.compile(r"(?P<said>[今来翌])(?P<name>[春夏秋冬])季?")
_UNITS: Final = {
    "上期": Unit.FIRST_TERM,
    "下期": Unit.SECOND_TERM,
    **dict.fromkeys(("上半期", "前半期", "前半", "前期", "H1", "1H"), Unit.FIRST_HALF),
    **dict.fromkeys(("下半期", "後半期", "後半", "後期", "H2", "2H"), Unit.SECOND_HALF),
    **dict(zip("春夏秋冬", (Unit.SPRING, Unit.SUMMER, Unit.AUTUMN, Unit.WINTER), strict=True)),
}
_QUARTERS: Final = (Unit.Q1, Unit.Q2, Unit.Q3, Unit.Q4)
_UNIT: Final = re.compile(
    r"第?(?P<quarter>[1-4])(?:四半期|/4半期|Q(?![A-Za-z0-9])"
    rf"|(?={_AND}第?[1-4](?:四半期|Q(?![A-Za-z0-9]))))"
    r"|Q(?P<q>[1-4])(?!\d)"
    r"|(?P<name>[上下]半?期|[前後]半期|(?:H[12]|[12]H)(?![A-Za-z0-9]))"
    r"|(?P<season>[春夏秋冬])(?:季|期)?(?=$|[頃ごこに~\-→のまかよ以中末、,・()をめ])"
)
_UNIT_OF_YEAR: Final = re.compile(r"(?P<name>[前後]半?期|[前後]半|[春夏秋冬])季?(?!間)")
_TERM_IN_SHORT: Final = re.compile(r"[上下](?=$|[~\-)→])")
_YEAR_OF_UNIT: Final = re.compile(r" ?(?:of |/|,)? ?(?=FY|'\d|\d{4}(?!\d))")
_NOT_A_MONTH: Final = r"(?![間期号分比額次例]|以内)"
_MONTH: Final = re.compile(
    rf"(?P<month>\d{{1,2}})(?:月{_NOT_A_MONTH}|(?=(?:{_AND}\d{{1,2}}){{1,11}}月{_NOT_A_MONTH}))"
)
_NOT_A_DAY: Final = r"(?![間後前目]|以内)"
_DAY: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:日{_NOT_A_DAY}|(?=(?:{_AND}\d{{1,2}}){{1,11}}日{_NOT_A_DAY}))"
)
_LONE_DAY: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:日(?=頃?まで|ごろまで|迄)|(?=[~\-]\d{{1,2}}日{_NOT_A_DAY})|(?<=[~\-・、]\d)日{_NOT_A_DAY}|(?<=[~\-・、]\d\d)日{_NOT_A_DAY})"
)
_OF: Final = re.compile(
    r"の(?=[0-9第上下前後春夏秋冬末初半])|[ /](?=[0-9第上下QH])|[-・](?=第?[1-4]Q|Q[1-4]|第?[1-4]四半期|[上下]半?期|[12]H|H[12])"
)
_PARTS: Final = {
    Part.EARLY: r"上旬|初旬|上(?=$|[~\-)→])",
    Part.MIDDLE: r"中旬|(?<=/)中(?!に)|中(?=[~\-→])",
    Part.LATE: r"下旬|下(?=$|[~\-)→])",
    Part.FIRST_HALF: r"前半",
    Part.SECOND_HALF: r"後半",
    Part.BEGINNING: r"初め|初頭|はじめ|始め|初日?|頭|早々|当初|期初|期首|明け(?!渡)",
    Part.CENTRE: r"半ば|なかば|中頃|中ごろ|中盤|央",
    Part.END: r"末日?|終わり|おわり",
}
_PART: Final = re.compile("|".join(f"(?P<{part.name}>{said})" for part, said in _PARTS.items()))
_SEPARATED: Final = re.compile(
    rf"{_NUMBERED}(?P<sign>[./-]) ?(?P<month>\d{{1,2}})(?:(?P=sign) ?(?P<day>\d{{1,2}})"
    r"(?!月|[./]?\d|四半期|Q)日?|月(?![間期号分])|/(?=[上中下末初])|(?!月|\d|Q|四))"
)
_MIXED: Final = re.compile(
    rf"{_NUMBERED}年(?P<month>\d{{1,2}})(?:/(?P<day>\d{{1,2}})(?!\d)|(?=[~\-→)]|$|末|[上中下]旬))"
)
OF_THINGS: Final = r"(?:名|件|社|人|割|[箇かカヵヶケ]所|拠点)(?=[のがをで中済]|完了|受講|対応|$)"
"""How many of how many: 10/20名 is no day."""
_MONTH_DAY: Final = re.compile(
    r"(?!(?:1/[2-5]|2/[35]|3/[45]|4/5)(?:完了|達成|程度|以上|を?目途))"
    rf"(?P<month>\d{{1,2}})/(?:(?P<day>\d{{1,2}})(?![\d/月]|程度|{OF_THINGS})日?|(?=[上中下]旬?|末|初|頭))"
)
_PACKED: Final = re.compile(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)?(?!\d)")
_MONTH_OF_YEAR: Final = re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>20\d\d)(?![\d/.年])")
_BARE_YEAR: Final = re.compile(r"(?P<year>20\d\d)(?!\d|[./,]\d|[円件名人社回A-Za-z])")
_NOW: Final = {
    "再来月": Written(months_on=2),
    "翌々月": Written(months_on=2),
    "来月": Written(months_on=1),
    "翌月": Written(months_on=1, follows=True),
    "今月": Written(months_on=0),
    "当月": Written(months_on=0),
    "本月": Written(months_on=0),
    "同月": Written(months_on=0, follows=True),
    "再来週": Written(weeks_on=2),
    "来週末": Written(weeks_on=1, part=Part.END),
    "来週": Written(weeks_on=1),
    "今週末": Written(weeks_on=0, part=Part.END),
    "今週": Written(weeks_on=0),
    "先月": Written(months_on=-1),
    "前月": Written(months_on=-1, follows=True),
    "先週": Written(weeks_on=-1),
    "明後日": Written(days_on=2),
    "明日": Written(days_on=1),
    "本日": Written(days_on=0),
    "今日": Written(days_on=0),
}
_RELATIVE: Final = (
    (re.compile("|".join(_NOW)), None),
    (re.compile(r"年明け(?:早々)?|年初(?!来)め?|年始"), Written(month=1, rough=True)),
    (
        re.compile(r"年度(?:明け|初頭|初め|初|始め|はじめ|当初|頭)|期初|期首"),
        Written(month=4, rough=True),
    ),
    (re.compile(r"[今当]期末"), Written(years_on=0, fiscal=True, part=Part.END)),
    (re.compile(r"期末"), Written(years_on=0, fiscal=True, part=Part.END, unsure=True)),
    (re.compile(r"年度(?=[末内中央半])"), Written(years_on=0, fiscal=True, follows=True)),
    (re.compile(r"年(?=[末内央])(?!末年始)"), Written(years_on=0, follows=True)),
    (re.compile(r"月(?=[末内])"), Written(months_on=0, follows=True)),
)

# ----- the date ---------------------------------------------------------------------------------


def find_date(text: str, at: int) -> Found | None:
    """The date written from this place on; None if none begins here."""
    before = text[at - 1] if at else ""
    in_a_word = before.isascii() and before.isalpha() and not text.endswith("or", 0, at)
    if before.isdecimal() or in_a_word:
        return None
    for find in (
        _closed_year,
        _packed,
        _month_of_year,
        _separated,
        _month_and_day,
        _of_a_year,
        _without_year,
    ):
        found = find(text, at)
        if found is not None:
            return found
    return None


def _closed_year(text: str, at: int) -> Found | None:
    """2024年3月期: the business year that ends in that March."""
    match = re.compile(rf"{_NUMBERED}[年./]0?3月?期").match(text, at)
    year = _numbered(match) if match else None
    if match is None or year is None or year.year is None:
        return None
    return _in_year(text, match.end(), Written(year=year.year - 1, fiscal=True))


def _packed(text: str, at: int) -> Found | None:
    match = _PACKED.match(text, at)
    if match is None:
        return None
    day = int(match["day"]) if match["day"] else None
    return Written(year=int(match["year"]), month=int(match["month"]), day=day), match.end()


def _month_of_year(text: str, at: int) -> Found | None:
    """04/2023."""
    match = _MONTH_OF_YEAR.match(text, at)
    return (
        (Written(year=int(match["year"]), month=int(match["month"])), match.end())
        if match
        else None
    )


def _separated(text: str, at: int) -> Found | None:
    """2023.3, R5/3/31, '23/3末, 23/3, 2023年3/31."""
    for form in (_SEPARATED, _MIXED):
        match = form.match(text, at)
        if match is None or not _is_month(match["month"]):
            continue
        short = match["short"]
        if short and form is _SEPARATED and not match["day"]:
            # 23/3 cannot be a month and a day; 4/1 is one, and 23-3 or 5.12 is anything.
            if match["sign"] == "-" or int(short) <= 12:
                continue
        elif short and form is _SEPARATED and len(short) < 2:
            continue
        return _month_of(text, match, _numbered(match))
    return None


def _month_and_day(text: str, at: int) -> Found | None:
    """4/1, 4/上旬."""
    match = _MONTH_DAY.match(text, at)
    if match is None or not _is_month(match["month"]):
        return None
    return _month_of(text, match, Written())


def _month_of(text: str, match: re.Match[str], year: Written) -> Found:
    if match["day"]:
        return replace(year, month=int(match["month"]), day=int(match["day"])), match.end()
    return _part(text, match.end(), replace(year, month=int(match["month"])))


def _of_a_year(text: str, at: int) -> Found | None:
    """2023年度上期, 令和5年3月末, 来年の2月, 翌年3月, FY2023 Q2, 来春."""
    if match := _SEASON_SAID.match(text, at):
        year = Written(years_on=0 if match["said"] == "今" else 1)
        return _part(text, match.end(), replace(year, unit=_UNITS[match["name"]]))
    found = _year(text, at)
    if found is None:
        return None
    year, end = found
    of = _OF.match(text, end)
    inner = _inner(text, of.end(), year) if of else None
    inner = inner or _inner(text, end, year)
    if inner is not None:
        return inner
    if year.follows and year.years_on is None:
        return None
    lengthlike = year.short_year is not None and year.short_year <= 12 and not year.fiscal
    if lengthlike and not _TIME_GOES_ON.match(text, end):
        return None
    return _in_year(text, end, year)


# 5年 alone is rather a length; before one of these it is a year.
_TIME_GOES_ON: Final = re.compile(r"の?[末内中初]|[~\-→]|まで|迄|から|以降|頃|ごろ")


def _year(text: str, at: int) -> Found | None:
    if match := _YEAR_SAID.match(text, at):
        fiscal = match["fiscal"] is not None
        return Written(years_on=_YEARS_ON[match["said"]], fiscal=fiscal), match.end()
    if match := _YEAR_FOLLOWING.match(text, at):
        if match.group() == match["said"]:
            return Written(follows=True), match.end()
        years_on, fiscal = int(match["said"] == "翌"), match["fiscal"] is not None
        return Written(years_on=years_on, fiscal=fiscal, follows=True), match.end()
    if match := _TERM_SAID.match(text, at):
        return Written(years_on=int(match["said"] in "来翌"), fiscal=True), match.end()
    if match := _FISCAL_YEAR.match(text, at):
        digits = match["year"] or match["first"]
        year = int(digits) + (2000 if len(digits) == 2 else 0)
        return Written(year=year, fiscal=True), match.end()
    if match := _CALENDAR_YEAR.match(text, at):
        return Written(year=int(match["year"])), match.end()
    if match := _YEAR.match(text, at):
        fiscal = match["fiscal"] is not None or match["shared"] is not None
        return replace(_numbered(match), fiscal=fiscal), match.end()
    return None


def _numbered(match: re.Match[str]) -> Written:
    """The year of `_NUMBERED`: an era's, four digits, '23, or two digits that leave it open."""
    if match["era"]:
        number = 1 if match["era_year"] == "元" else int(match["era_year"])
        return Written(year=western_year(match["era"], number))
    if match["year"]:
        return Written(year=int(match["year"]))
    if match["quoted"]:
        return Written(year=2000 + int(match["quoted"]))
    return Written(short_year=int(match["short"]))


def _in_year(text: str, at: int, year: Written) -> Found:
    of = _OF.match(text, at)
    return _inner(text, of.end() if of else at, year) or _part(text, of.end() if of else at, year)


def _inner(text: str, at: int, year: Written) -> Found | None:
    """The term, half, quarter, season or month, and the day, of a year."""
    if match := _TERM_IN_SHORT.match(text, at):
        return replace(year, unit=_UNITS[f"{match.group()}期"]), match.end()
    if match := _UNIT_OF_YEAR.match(text, at):
        return _part(text, match.end(), replace(year, unit=_UNITS[match["name"]]))
    return _unit(text, at, year) or _month(text, at, year)


def _unit(text: str, at: int, year: Written) -> Found | None:
    match = _UNIT.match(text, at)
    if match is None:
        return None
    quarter, end = match["quarter"] or match["q"], match.end()
    unit = _QUARTERS[int(quarter) - 1] if quarter else _UNITS[match["name"] or match["season"]]
    behind = None if year.has_year else _YEAR_OF_UNIT.match(text, end)
    if behind and (later := _year(text, behind.end()) or _bare_year(text, behind.end())):
        year, end = replace(later[0], unsure=False), later[1]
    return _part(text, end, replace(year, unit=unit))


def _month(text: str, at: int, year: Written) -> Found | None:
    match = _MONTH.match(text, at)
    if match is None or not _is_month(match["month"]):
        return None
    written = replace(year, month=int(match["month"]))
    return _day(text, match.end(), written) or _part(text, match.end(), written)


def _day(text: str, at: int, month: Written) -> Found | None:
    match = _DAY.match(text, at + (text[at : at + 1] == "の"))
    return (replace(month, day=int(match["day"])), match.end()) if match else None


def _part(text: str, at: int, whole: Written) -> Found:
    """The date with 上旬, 末 and the like behind it, if there is one."""
    match = _PART.match(
        text, at + (text[at : at + 2] in ("の末", "の初", "の半", "の中頃", "の上", "の下"))
    )
    if match is None or whole.part is not None:
        return whole, at
    return replace(whole, part=Part[match.lastgroup or ""]), match.end()


def _without_year(text: str, at: int) -> Found | None:
    """4月1日, 第1四半期, 来月12日, 年度末, 本日, 2023."""
    found = _unit(text, at, Written()) or _month(text, at, Written())
    if found is not None:
        return found
    for form, meant in _RELATIVE:
        if match := form.match(text, at):
            written = meant or _NOW[match.group()]
            return _day(text, match.end(), written) or _part(text, match.end(), written)
    if match := _LONE_DAY.match(text, at):
        return Written(day=int(match["day"])), match.end()
    if text[at - 1 : at] in _RANGE_SIGNS and (match := _LONE_PART.match(text, at)):
        return _part(text, at, Written(months_on=0, follows=True))
    return _bare_year(text, at)


_RANGE_SIGNS: Final = ("~", "-", "・", "、", "→", "ら", "び")
_LONE_PART: Final = re.compile(r"[中下]旬|末(?!端)")


def _bare_year(text: str, at: int) -> Found | None:
    match = _BARE_YEAR.match(text, at)
    return (Written(year=int(match["year"]), unsure=True), match.end()) if match else None


def _is_month(digits: str) -> bool:
    return 1 <= int(digits) <= 12
