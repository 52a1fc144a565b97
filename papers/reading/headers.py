"""The words by which columns are known, Japanese and English, and what a header means."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_DROPPED: Final = re.compile(r"[\s:*._'’\-]|※\d*")
_BRACKETED: Final = re.compile(r"[(（\[［【〈<].*?[)）\]］】〉>]")
_LONGEST: Final = 60


@lru_cache(maxsize=8192)
def key(header: str) -> str:
    """A header as it is compared: case, full width, blanks and line breaks do not matter."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", header).casefold())


def _words(words: str) -> frozenset[str]:
    return frozenset(map(key, words.split("|")))


def _by_word(roles: Mapping[str, str]) -> dict[str, str]:
    return {key(word): role for role, words in roles.items() for word in words.split("|")}


MEASURES: Final = _by_word(
    {
        "number": "管理番号|対策番号|対策No|対策ID|番号|項番|No|№|ID|Control number|Control no|"
        "Number|Ref|Reference|Measure no|Measure ID",
        "cause_number": "原因番号|原因No|原因ID|Cause number|Cause no|Cause ID",
        "category": "分類|区分|カテゴリ|カテゴリー|原因分類|原因の分類|原因区分|原因の区分|"
        "Category|Cause category|Classification",
        "cause": "原因|発生原因|主な原因|要因|発生要因|根本原因|真因|直接原因|Cause|Causes|"
        "Root cause|Root causes",
        "measure": "対策|再発防止策|再発防止対策|再発防止策等|対応策|改善策|改善措置|対策内容|"
        "対策の内容|再発防止策の内容|Countermeasure|Countermeasures|Measure|Measures|"
        "Corrective action|Corrective actions|Action|Actions|Recurrence prevention",
        "wording": "実施時期|時期|スケジュール|期限|実施期限|対応期限|完了期限|予定時期|"
        "実施予定時期|実施予定|実施予定日|実施期間|実施期日|実施スケジュール|実施年月|対応時期|対応予定|"
        "対応予定日|対応期日|完了予定|完了予定日|完了予定時期|完了時期|完了期日|予定日|予定期日|期日|納期|"
        "目標時期|目標期限|目標期日|計画時期|Schedule|When|Due|Due date|Timing|Timeline|Deadline|"
        "Target date",
        "kind": "種別|対策種別|対策の種別|処置区分|Kind|Type|Kind of measure|Type of measure",
        "party": "主管会社|担当会社|実施会社|責任会社|会社|Responsible company|Company|Party",
        "department": "主管部署|担当部署|主管部門|担当部門|主管部|主管|責任部署|部署|部門|"
        "Department|Responsible department|Division|Section",
        "status": "状況|進捗|進捗状況|実施状況|対応状況|ステータス|Status|Progress|State",
        "incidents": "関係事案|関連事案|関係する事案|対象事案|Related incidents|Related incident|"
        "Incidents|Incident",
        "reason": "変更理由|変更の理由|修正理由|Reason for change|Change reason",
        "remark": "備考|特記事項|摘要|Remarks|Remark|Notes|Note|Comments",
    }
)
"""Column words of a cause and countermeasure table."""

INCIDENTS: Final = _by_word(
    {
        "number": "管理番号|事案番号|番号|項番|No|№|ID|Control number|Control no|Number|Ref|"
        "Reference|Incident no|Incident ID",
        "group": "区分|分類|カテゴリ|カテゴリー|事案の区分|情報の区分|情報区分|Category|Group|"
        "Classification",
        "title": "事案の概要|事案概要|事案の内容|事案内容|事案名|事案|Summary of incident|"
        "Summary of the incident|Incident summary|Description of incident|Incident description|"
        "Incident|Summary",
        "reporting": "報告状況|報告|報告の状況|Reporting status|Reporting|Reported|Report status",
    }
)
"""Column words of an incident table."""

PLAIN_INCIDENT_WORDS: Final = _words("事案|Incident|Summary")
"""Words that name an incident column only beside another column of an incident table."""

FIGURES: Final = _by_word(
    {
        "label": "判明した事案|区分|分類|事案|事案の区分|情報の区分|項目|内訳|Incident found|"
        "Incidents found|Incident|Category|Item|Breakdown|Label|Matter",
        "incidents": "関係事案|関連事案|関係する事案|対象事案|Related incidents|Related incident",
        "reason": "変更理由|変更の理由|修正理由|Reason for change|Change reason",
    }
)
"""Column words of a figure table, beside its value columns (see `value_header`)."""

DERIVED: Final = _words(
    "開始|開始日|開始の読み|期限の読み|期限日|実施時期の読み|読み|時期の種類|確度|期限の確度|"
    "曖昧|あいまい|遅れ|遅延|期限超過|評価|会議側評価|コード|版|前回からの変化|証跡|"
    "整備・運用・効果|整備|運用|効果|開示区分|開示先|着手日|完了日|実績開始|実績完了|"
    "次回確認日|延期回数|訂正回数|当初の実施時期|申請中の実施時期|項目数|所有会社|"
    "Start|Start as read|Due as read|Reading|Kind of schedule|Certainty|Ambiguous|Lateness|"
    "Late|Overdue|Verdict|Code|Version|Changed since|Evidence|Audience|Started on|"
    "Finished on|Next check|Slips|Corrections|First wording|Schedule asked for"
)
"""Columns an export adds: computed, so ignored on the way in."""

METHODS: Final = _by_word(
    {
        "LOG": "ログ調査|ログ|アクセスログ|アクセスログ調査|ログ解析|ログ分析|Log|Logs|Log review|"
        "Log survey|Log analysis|Log investigation|Access log|Access logs|By log",
        "QUESTIONNAIRE": "アンケート|アンケート調査|Questionnaire|Survey|By questionnaire",
        "INTERVIEW": "聞き取り|聞取り|聞き取り調査|聴き取り|聴取|ヒアリング|面談|Interview|"
        "Interviews|Hearing|By interview",
    }
)
"""How a figure was found out."""

UNITS: Final = _by_word(
    {
        "件": "件|契約|Contracts|Contract|Cases|Case|Views|Items",
        "人": "人|名|People|Persons|Person|Viewers|Viewer|Employees|Respondents",
        "社": "社|Companies",
        "口": "口",
        "戸": "戸|世帯|Households",
        "回": "回|Times",
        "か所": "か所|箇所|ヶ所|カ所|Places",
    }
)
"""Units of count, in the one spelling that is kept."""

DISTINCTNESS: Final = {
    True: _words("実|実数|実人数|実件数|重複除く|重複を除く|重複除き|Distinct|Unique"),
    False: _words("延べ|延|のべ|延べ数|延べ人数|延べ件数|重複含む|重複を含む|Gross"),
}
"""Words that say whether a person counted twice is one person."""

_COUNT_WORDS: Final = _words(
    "閲覧契約件数|閲覧件数|契約件数|件数|閲覧者数|閲覧人数|人数|Contracts viewed|"
    "Viewed contracts|Contracts|Viewers|People who viewed|Views|Cases"
)
_COUNT: Final = re.compile(r"(?:件数|者数|人数|名数|口数|戸数|社数|世帯数|回数|箇所数)$|^numberof")
_COUNTED_TWICE_OR_NOT: Final = re.compile(r"^(延べ|のべ|実)(?=.*(?:件数|者数|人数))")
_DEFAULT_UNITS: Final = (
    (re.compile(r"者数|人数|名数|people|person|viewers|employees|respondents|staff"), "人"),
    (re.compile(r"件数|contract|views|cases"), "件"),
    (re.compile(r"口数"), "口"),
    (re.compile(r"世帯数|戸数"), "戸"),
    (re.compile(r"社数|companies"), "社"),
    (re.compile(r"回数|times"), "回"),
    (re.compile(r"箇所数"), "か所"),
)


@dataclass(frozen=True, slots=True)
class ValueHeader:
    """What the header of a value column says of every number below it."""

    measure: str
    method: str | None
    unit: str
    distinct: bool | None


def value_header(path: tuple[str, ...]) -> ValueHeader | None:
    """The meaning of a value column from its header, top first; None if it counts nothing."""
    measure: str | None = None
    method: str | None = None
    unit: str | None = None
    distinct: bool | None = None
    more: list[str] = []
    for place, fragment in _placed_fragments(path):
        word = key(fragment)
        if word in METHODS:
            method = METHODS[word]
        elif distinctness(word) is not None:
            distinct = distinctness(word)
        elif measure is not None and word.removeprefix("単位") in UNITS:
            unit = UNITS[word.removeprefix("単位")]
        elif measure is None and place == 0 and len(word) <= _LONGEST and counts(word):
            twice = _COUNTED_TWICE_OR_NOT.match(fragment)
            if twice:
                distinct = twice[1] == "実"
                fragment = fragment[twice.end() :]
            measure = " ".join(fragment.split())
        else:
            more.append(" ".join(fragment.split()))
    if measure is None:
        return None
    if unit is None:
        unit = next((unit for word, unit in _DEFAULT_UNITS if word.search(key(measure))), "")
    return ValueHeader("／".join([measure, *more]), method, unit, distinct)


def counts(word: str) -> bool:
    """Whether a header (as `key` gives it) is a number of something."""
    return word in _COUNT_WORDS or _COUNT.search(word) is not None


def distinctness(word: str) -> bool | None:
    """True for 実, False for 延べ, None for a word (as `key` gives it) that says neither."""
    return next((told for told, words in DISTINCTNESS.items() if word in words), None)


def _placed_fragments(path: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """What the header says outside and inside of brackets, with its place in its part."""
    for part in path:
        pieces = re.split(r"[()（）\[\]［］【】\n／/：:、]", part)
        yield from enumerate(piece.strip() for piece in pieces if piece.strip())


_OF_A_CHANGE: Final = re.compile(
    r"(?:変更|改[定訂]|修正|延期|見直し|更新)(?:する)?[前後]|当初|従来|旧|(?<!更)新|(?<![a-z])(?:before|after|old|new|previous|"
    r"original|former|current|revised)(?![a-z])"
)


def is_of_a_change(header: str) -> bool:
    """Whether a header says that it holds what stood before a change, or what stands after it."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return _OF_A_CHANGE.search(plain) is not None


def role_of(header: str, roles: Mapping[str, str]) -> str | None:
    """The role of a header in a kind of table; what it says in brackets matters only if needed."""
    if not header or len(header) > _LONGEST:
        return None
    return roles.get(key(header)) or roles.get(_outside_brackets(header))


def _outside_brackets(header: str) -> str:
    bare = _BRACKETED.sub("", header)
    return key(bare) if bare != header else ""


def is_derived(header: str) -> bool:
    """Whether an export computed this column."""
    return key(header) in DERIVED or _outside_brackets(header) in DERIVED


_KNOWN: Final = DERIVED.union(MEASURES, INCIDENTS, FIGURES, METHODS, UNITS, *DISTINCTNESS.values())


def is_header_word(text: str) -> bool:
    """Whether a text can stand in a header, be it in its first or its second row."""
    if len(text) > _LONGEST:
        return False
    word = key(text)
    if word in _KNOWN or counts(word):
        return True
    bare = _outside_brackets(text) or word.strip("()").removeprefix("単位")
    return bare in _KNOWN or counts(bare)
