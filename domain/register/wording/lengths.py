"""Lengths of time (約5年, 3か月, 1年6月, 2週間) and how often something comes back (年2回, 隔月)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.calendar import months_after


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time."""

    months: int = 0
    days: int = 0
    rough: bool = False
    """Two numbers are given (2～3年); the longer counts."""
    open: bool = False
    """Business days and hours: the calendar cannot count them."""

    @property
    def counts_from_writing(self) -> bool:
        """Years and months count from the day of writing; days and weeks from some event."""
        return self.months > 0 or self.days == 0

    def after(self, day: date) -> date:
        """The day so long after another."""
        return months_after(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The day so long before another."""
        return months_after(day, -self.months) - timedelta(days=self.days)


_MONTHS: Final = r"[かカヵヶケ箇個]月"
_NUMBER: Final = r"(?:(?P<least>\d{1,2})(?:[~\-、・,]|から|ないし))?(?P<number>\d{1,3})"
# A year, a month or a day is a length only where the words behind it say so.
_AS_LENGTH: Final = r"(?=以内|間|後(?!半|期)|を?かけ|程度|ほど|くらい|ぐらい|余り|強|弱|をめど|を目途|を目処|で(?![のは]))"
_LENGTH: Final = re.compile(
    rf"{_NUMBER}(?:(?P<years>年)(?:(?P<and_months>\d{{1,2}})(?:{_MONTHS}|月)|(?P<and_half>半))?"
    rf"(?:間|{_AS_LENGTH})"
    rf"|(?P<sum_of_years>[かカヵヶケ箇個]年)(?!計画)間?"
    r"|(?P<years_and_half>年半)"
    rf"|(?P<months>{_MONTHS}|月(?=以内|間|後(?!半|期)))(?P<month_and_half>半)?間?"
    r"|(?P<quarters>四半期)(?=以内|間|後)間?"
    rf"|(?P<weeks>週)(?:間(?![ごに毎])|{_AS_LENGTH})"
    r"|(?P<days>日)(?:間|(?=以内|後|程度))"
    r"|(?P<open>(?:営業|稼働|就業)日間?|時間(?=以内|後)))"
)
_HALF_YEAR: Final = re.compile(r"半年間?|半期(?=以内|後|かけ)")
_HALF_MONTH: Final = re.compile(r"半月間?(?=以内|後|程度|かけ|で)")
_YEARS_SAID: Final = re.compile(rf"{_NUMBER}年(?![度\d末内中初代次目])")


def find_length(text: str, at: int, *, after_about: bool) -> tuple[Length, int] | None:
    """The length written from this place on and its end; None if none begins here.

    `after_about` says that 約, 今後 or the like stands before: then 5年 is a length by itself.
    """
    if text[at - 1 : at].isdecimal():
        return None
    if match := _HALF_YEAR.match(text, at):
        return Length(months=6), match.end()
    if match := _HALF_MONTH.match(text, at):
        return Length(days=15), match.end()
    if match := _LENGTH.match(text, at):
        return _length(match), match.end()
    if after_about and (match := _YEARS_SAID.match(text, at)):
        rough = match["least"] is not None
        return Length(months=12 * int(match["number"]), rough=rough), match.end()
    return None


def _length(match: re.Match[str]) -> Length:
    number, rough = int(match["number"]), match["least"] is not None
    if match["years"]:
        months = int(match["and_months"] or 0) + (6 if match["and_half"] else 0)
        return Length(months=12 * number + months, rough=rough)
    if match["sum_of_years"]:
        return Length(months=12 * number, rough=rough)
    if match["years_and_half"]:
        return Length(months=12 * number + 6, rough=rough)
    if match["months"]:
        return Length(months=number, days=15 if match["month_and_half"] else 0, rough=rough)
    if match["quarters"]:
        return Length(months=3 * number, rough=rough)
    if match["weeks"]:
        return Length(days=7 * number, rough=rough)
    return Length(days=number, rough=rough, open=match["open"] is not None)


# ----- again and again --------------------------------------------------------------------------

_PERIOD: Final = (
    rf"(?:(?:数|\d{{1,2}}(?:[~\-、・]\d{{1,2}})?)(?:年|{_MONTHS}|週間?|日間?|営業日|四半期|半期|時間)"
    r"|各?(?:年度|年間?|四半期|半期|月間?|週間?|日)|半年|隔[年月週])"
)
_COUNT: Final = r"(?:\d{1,3}(?:[~\-、・]\d{1,3})?|複?数)[回度]"
_COUNTED: Final = re.compile(
    rf"{_PERIOD}(?:に(?:つき)?|あたり|当たり|[:、])?"
    r"(?:合?計|延べ|約|概ね|おおむね|原則として|原則|最低でも|最低|少なくとも|各)*"
    rf"{_COUNT}(?:以上|ずつ|以内)?(?:の頻度|のペース|の割合)?"
)
_PER: Final = re.compile(
    rf"{_COUNT}(?:以上)?[/毎](?:年度?|月|週|日|四半期|半期|半年|\d{{1,2}}(?:{_MONTHS}|年|週間?|日))"
)
_EVERY: Final = re.compile(
    rf"(?:{_PERIOD})(?:ごと|毎|おき|置き)(?:に|の)?(?:{_COUNT})?"
    r"|毎(?:年度?|月|週|日|朝|夕|晩|四半期|半期|期|営業日|回|度)(?:の?(?:末|初め?|当初|期初))?"
    rf"|隔[年月週日](?:で|に)?(?:{_COUNT})?"
    r"|各(?:年度|四半期|半期|年|月|週)(?:の?(?:末|初め?|当初))?(?=[にの実開]|$)"
    r"|(?:[年月週日]|四半期|半期)次(?=[でにの、]|実施|報告|点検|確認|レビュー|$)"
    r"|定期(?=[にで]|$|実施|点検|報告|確認|開催|監査|モニタ|見直)|定期的|定例的?(?!会)|周期的|日々|月例|例月|各期?\d{1,2}回"
)
_AROUND: Final = re.compile(r"(?:月初め?|月末|週末|週初め?|週明け)(?=に(?!ま)|の|$|[、,頃ごこ])")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often something comes back; `vague` when the number or the day is left open."""

    vague: bool


def find_recurrence(text: str, at: int) -> tuple[Recurrence, int] | None:
    """The words of recurrence that begin at this place, and their end."""
    if text[at - 1 : at].isdecimal():
        return None
    for form in (_COUNTED, _PER, _EVERY):
        if match := form.match(text, at):
            return Recurrence(vague="数" in match.group()), match.end()
    if match := _AROUND.match(text, at):
        return Recurrence(vague=True), match.end()
    return None
