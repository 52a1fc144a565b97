"""The year that a schedule's header states for the cells below it, as in 実施時期（2023年度）."""

import re
import unicodedata
from typing import Final

_YEAR: Final = re.compile(
    r"(?:西暦)?((?:(?:19|20)\d\d|(?:令和|平成)(?:\d{1,2}|元))年度?)(?:計画|予定|分|中)?"
)
_SPEAKS_OF_A_YEAR: Final = re.compile(
    r"(?:19|20)\d\d|(?:令和|平成)(?:\d|元)|fy|(?<![a-z])[rh]\d{1,2}(?!\d)|[今本来翌昨次前]年|year"
    r"|'\d\d|(?<![\d/.])(?:1[3-9]|[2-9]\d)[/.]\d{1,2}(?!\d)|(?<!\d)\d{1,2}年\d{1,2}月",
    re.IGNORECASE,
)
_AS_OF: Final = re.compile(
    r"現在|時点|更新|作成|改[定訂]|公表|公開|発表|報告|策定|提出|as of", re.IGNORECASE
)
_OF_NO_YEAR: Final = re.compile(
    r"毎[年月週日期に]|毎$|ごと|都度|隔[年月週]|\d+回|every|each|monthly|yearly|annual",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"\d\s*(?:月|日|/|\.|q)|q\s*\d|四半期|[上下]期|半期|半年|年度?[末初央内]|年[度明]|[春夏秋冬]|期[末初]|月[末初]"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter|half|quarter)",
    re.IGNORECASE,
)
_OF_THAT_YEAR: Final = re.compile(r"年度[内末中]")
_WITHIN_THE_YEAR: Final = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|末|初め?|中)?|第?[1-4]四半期[末中初]?|[上下]半?期[末中初]?|[1-4]q)"
    r"(?:[(（](?:予定|目途|見込み?)[)）]|運用|実施|着手|施行|適用|稼働|済み?|頃|ごろ|中|予定|から|より|まで|~|以降|完了|開始|に|を?目途|目処|めど)*",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub("[～〜]", "~", plain)


def with_year(wording: str, header: str) -> str | None:
    """A wording with the year of its header, where it needs it: 2023年度3月末.

    None where the header speaks of a year, the wording of a day without one, and the two cannot
    simply be put together.
    """
    pieces = [
        _plain(piece)
        for piece in re.split(r"[()（）\[\]［］【】〈〉<>\n／:：、]", header)
        if _SPEAKS_OF_A_YEAR.search(_plain(piece)) and not _AS_OF.search(piece)
    ]
    plain = _plain(wording)
    if not pieces or _SPEAKS_OF_A_YEAR.search(plain) or _OF_NO_YEAR.search(plain):
        return wording
    if not _DAY.search(unicodedata.normalize("NFKC", wording)):
        return wording
    year = _YEAR.fullmatch(pieces[0]) if len(pieces) == 1 else None
    if year and year[1].endswith("年度") and _OF_THAT_YEAR.match(plain):
        return year[1] + wording.strip().removeprefix("年度")
    return year[1] + wording if year and _WITHIN_THE_YEAR.fullmatch(plain) else None
