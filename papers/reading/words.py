"""What the words in the cells mean, and how a text is written so that it reads back as it was.

A line that would otherwise be understood (a mark such as - or 〃, a numbering, a header word) is
written with an apostrophe before it, as spreadsheets do; reading takes that apostrophe off.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from domain.calendar import day_in_text
from papers.reading import headers
from papers.reading.headers import DERIVED as DERIVED
from papers.reading.headers import key

# ----- marks ------------------------------------------------------------------------------------

NO_CAUSE: Final = "（なし）"
"""In a cause cell: this measure answers no cause, and that is meant (the export writes it)."""

NONE_MARK: Final = "-"
"""In any cell: none stated."""

SAME_AS_ABOVE: Final = "〃"
"""In a measure cell: the measure above answers this row's cause too."""

_NONE: Final = re.compile(r"[-‐‑‒–—―−─━－ｰー﹣]{1,3}")
_ABOVE: Final = frozenset(("〃", "″", "〟", "同上", "ditto", "sameasabove"))
_LEFT: Final = frozenset(("同左", "sameasleft"))
_NO_CAUSE: Final = frozenset(("(なし)", "(原因なし)", "(none)", "(nocause)"))
_NOTE: Final = re.compile(
    r"\s*(?:※|[(（]注|注[)）:：\d０-９]|[＊*]\s*\d?[^\s*]|Notes?\s*[:\d]"
    r"|以\s*上\s*[。.]?\s*$|(?:作成|作成者|作成部署|作成部門|お?問い?合わ?せ先|出典|資料|連絡先)\s*[:：])"
)
_NUMBERED: Final = re.compile(
    r"\s*(?:[①-⑳㉑-㉟㊱-㊿❶-❿⑴-⒇⒈-⒛]|[(（][0-9０-９]{1,3}[)）]|[0-9０-９]{1,3}[)）]"
    r"|[0-9０-９]{1,3}[.．](?![0-9０-９])|[0-9０-９]{1,3}[、](?![0-9０-９]))\s*"
)
_BULLETED: Final = re.compile(r"\s*(?:([・･●■◆▪▸►▶•‣*＊])(?!\1)|[-－‐–—−](?![-－‐–—−0-9０-９]))\s*")
_SECTION_MARK: Final = re.compile(
    r"\s*(?:[■●◆□◇◎○◯▼▽△▲★☆§]|【.+】|第[0-9０-９一二三四五六七八九十]+[章節]?[\s　])"
)
_CAPTION: Final = re.compile(r"[(（]?単位[:：)）].*|[(（]?.*\d日?(?:現在|時点)[)）]?")
_NAMES_A_TABLE: Final = re.compile(r"原因|要因|対策|再発防止|事案|件数|一覧")
_TOTAL: Final = re.compile(
    r"(?:総合計|合計|総計|小計|中計|計|(?:grand|sub)?totals?)"
    r"(?:[:(].*|約?\d[\d,]*(?:件|項目|個|名|人|社|items?|measures?|causes?)?)?"
)
_RAISED: Final = re.compile("(?<![A-Za-z⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]")
_GUARDED_LETTERS: Final = "=+\\-@＝＋－＠"
_UNSEEN: Final = r"[\s\u200b-\u200d\u2060\ufeff]"
GUARDED: Final = re.compile(rf"'*(?:{_UNSEEN}*[{_GUARDED_LETTERS}]|[\t\r\n])")
"""A text a spreadsheet may take for a formula, apostrophes before it counted in."""


_LONGEST_MARK: Final = 20


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def is_none_mark(text: str) -> bool:
    """Whether a cell says "none stated"."""
    return len(text) <= _LONGEST_MARK and _NONE.fullmatch(text) is not None


def is_same_as_above(text: str) -> bool:
    """Whether a cell says 〃 or 同上 and nothing else."""
    return 0 < len(text) <= _LONGEST_MARK and (text in _ABOVE or _squeezed(text) in _ABOVE)


def is_same_as_left(text: str) -> bool:
    """Whether a cell says 同左 and nothing else (同左(継続実施) is a wording of its own)."""
    return 0 < len(text) <= _LONGEST_MARK and _squeezed(text) in _LEFT


def says_no_cause(text: str) -> bool:
    """Whether a cause cell says on purpose that there is no cause."""
    return 0 < len(text) <= _LONGEST_MARK and _squeezed(text) in _NO_CAUSE


def is_note(text: str) -> bool:
    """Whether a text standing alone in its row is a note."""
    return _NOTE.match(text) is not None


def is_total(text: str) -> bool:
    """Whether the first text of a row says that the row is a total: 合計, 計 3件, Subtotal."""
    return len(text) <= _LONGEST_MARK and _TOTAL.fullmatch(_squeezed(text)) is not None


def has_raised_number(text: str) -> bool:
    """Whether ¹ or the like stands in a text as the number of a footnote, not as in m²; an apostrophe
    before the text says that it is meant."""
    return _RAISED.search(text) is not None and not _is_escaped(text)


def is_heading(text: str) -> bool:
    """Whether a text that stands alone in its row looks like the heading of the rows below."""
    return _SECTION_MARK.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a lone text says what the table below it is of: 単位：件, 2023年2月17日現在, 2. 原因と対策."""
    plain = _squeezed(text)
    if _CAPTION.fullmatch(plain):
        return True
    is_marked = without_numbering(text) is not None or is_heading(text)
    return is_marked and _NAMES_A_TABLE.search(plain) is not None


def guarded(text: str) -> str:
    """A text no spreadsheet takes for a formula; `unguarded` gives it back."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from calculating it."""
    return text[1:] if text.startswith("'") and GUARDED.match(text) else text


def kept(text: str) -> str:
    """A text for .xlsx, which needs no guard: an apostrophe taken for one is doubled."""
    return f"'{text}" if unguarded(text) != text else text


# ----- lines ------------------------------------------------------------------------------------


def lines_of(text: str) -> list[str]:
    """The lines of a cell, stripped, without blank ones."""
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def joined(text: str) -> str:
    """A cell of one line: line breaks are layout, closed up beside Japanese, else a blank."""
    whole = ""
    for line in lines_of(text):
        wide = whole and (_is_wide(whole[-1]) or _is_wide(line[0]))
        whole += line if not whole or wide else f" {line}"
    return whole


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WFA"


def _without(marker: re.Pattern[str], line: str) -> str | None:
    """The rest of a line that starts with such a marker; None if it does not, or has no rest."""
    found = marker.match(line)
    rest = line[found.end() :].strip() if found else ""
    return rest or None


def without_numbering(line: str) -> str | None:
    """What stands after ①, (1), 1. or a bullet; None for a line without any."""
    return _without(_NUMBERED, line) or _without(_BULLETED, line)


def numbering(cell: str) -> str | None:
    """A cell that is a number or a bullet and nothing else, as it begins a line: (1) for 1."""
    if re.fullmatch(r"[0-9０-９]{1,3}", cell):
        return f"({cell}) "
    found = _NUMBERED.match(cell) or _BULLETED.match(cell)
    return f"{cell} " if found and found.end() == len(cell) else None


def causes_of(cell: str) -> tuple[str, ...]:
    """The causes of a cell: each line one, bullets and numbers taken off, each text once."""
    found = (_line(line) for line in lines_of(cell))
    return tuple(dict.fromkeys(found))


def _line(line: str) -> str:
    if _is_escaped(line):
        return line[1:].strip()
    return without_numbering(line) or line


def measure_of(cell: str) -> tuple[str, tuple[str, ...]]:
    """The title and the items of a measure cell that is not blank.

    The first line is the title, each further line an item. Where several lines are all numbered
    from the first on there is no head line: the first names the measure and all are items.
    """
    first, *rest = lines_of(cell)
    items = tuple(without_numbering(line) or line for line in rest)
    if _is_escaped(first):
        return first[1:].strip(), items
    title = without_numbering(first)
    if title is None:
        return first, items
    headless = any(without_numbering(line) is not None for line in rest)
    return title, (title, *items) if headless else items


# ----- texts that read back ---------------------------------------------------------------------


def _means_something(text: str) -> bool:
    """Whether a line would be understood instead of kept."""
    return (
        is_none_mark(text)
        or is_same_as_above(text)
        or is_same_as_left(text)
        or says_no_cause(text)
        or is_note(text)
        or is_total(text)
        or _RAISED.search(text) is not None
        or _NUMBERED.match(text) is not None
        or _BULLETED.match(text) is not None
        or _is_header_word(text)
    )


@lru_cache(maxsize=8192)
def _is_header_word(text: str) -> bool:
    """Whether a text could make a row look like a header (the required columns are enough)."""
    return len(text) <= 60 and (
        headers.role_of(text, headers.MEASURES) == "measure"
        or headers.role_of(text, headers.INCIDENTS) == "title"
        or headers.value_header((text,)) is not None
    )


def _is_escaped(text: str) -> bool:
    return text.startswith("'") and _means_something(text.lstrip("'").lstrip())


def cell_of_text(text: str | None) -> str:
    """A cell that reads back to this text, whatever it is (blank for None)."""
    if text is None:
        return ""
    return f"'{text}" if _means_something(text.lstrip("'").lstrip()) else text


def text_of(cell: str) -> str:
    """The text of a cell that holds a text and no mark."""
    return cell[1:].strip() if _is_escaped(cell) else cell


def cell_of_wording(wording: str | None) -> str:
    """A schedule cell that reads back to this wording; a dash stays a dash."""
    return wording if wording and is_none_mark(wording) else cell_of_text(wording)


def cell_of_measure(title: str, items: Sequence[str] = ()) -> str:
    """A measure cell that reads back to this title and these items (single lines, stripped)."""
    lines = [cell_of_text(title)]
    for number, item in enumerate(items, start=1):
        sign = chr(ord("①") + number - 1) if number <= 20 else f"({number})"
        lines.append(f"{sign}{item}")
    return "\n".join(lines)


def cell_of_causes(statements: Iterable[str]) -> str:
    """A cause cell that reads back to these statements; none of them is said on purpose."""
    return "\n".join(cell_of_text(statement) for statement in statements) or NO_CAUSE


# ----- kind -------------------------------------------------------------------------------------

KIND_WORDS: Final = {"CORRECTION": "修正", "CORRECTIVE": "是正", "PREVENTIVE": "予防"}
"""The word the export writes for each kind."""

CONTINUING_WORDS: Final = {False: "単発", True: "継続"}
"""The word the export writes for a one-off and for a continuing measure."""

_KINDS: Final[dict[str | bool, str]] = {
    "CORRECTION": "修正|修正処置|修正措置|応急|応急処置|応急措置|応急対応|暫定|暫定対策|"
    "暫定対応|Correction|Immediate|Immediate action|Containment|Interim",
    "CORRECTIVE": "是正|是正処置|是正措置|恒久|恒久対策|恒久対応|Corrective|Corrective action",
    "PREVENTIVE": "予防|予防処置|予防措置|未然防止|Preventive|Preventive action|Prevention",
    False: "単発|一回|1回|一回限り|One-off|One off|One time|Once",
    True: "継続|継続的|継続実施|恒常|Continuing|Continuous|Ongoing|Recurring",
}
KINDS: Final = {key(word): kind for kind, words in _KINDS.items() for word in words.split("|")}
"""What each word of a 種別 cell says: a kind, or whether the measure continues."""


def kind_of(cell: str) -> tuple[str | None, bool | None] | None:
    """The kind and the continuing of a 種別 cell such as 是正・継続; None if not understood."""
    pieces = re.split(r"[・･,、，／/＋+()（）\n&]|\s+and\s+", cell)
    if key(cell) in KINDS:
        pieces = [cell]
    said = [KINDS.get(key(piece)) for piece in pieces if key(piece)]
    if None in said and len(pieces) == 1:
        said = [KINDS.get(key(piece)) for piece in cell.split()]
    kinds = {one for one in said if isinstance(one, str)}
    continuing = {one for one in said if isinstance(one, bool)}
    if not said or None in said or len(kinds) > 1 or len(continuing) > 1:
        return None
    return next(iter(kinds), None), next(iter(continuing), None)


def cell_of_kind(kind: str | None, continuing: bool | None) -> str:
    """A 種別 cell that reads back to this kind and continuing."""
    words = [KIND_WORDS[kind]] if kind else []
    words += [CONTINUING_WORDS[continuing]] if continuing is not None else []
    return "・".join(words)


# ----- status -----------------------------------------------------------------------------------

STATUS_WORDS: Final = {
    "UNDER_CONSIDERATION": "検討中",
    "PLANNED": "計画",
    "IN_PROGRESS": "実施中",
    "IMPLEMENTED": "実施済",
    "OPERATING": "運用中",
    "HANDED_OVER": "移行済",
    "CANCELLED": "中止",
    "RISK_ACCEPTED": "リスク受容",
    "SPLIT": "分割済み",
}
"""The word the export writes for each status, in the order a measure passes through them."""

STATUSES: Final = {
    key(word): status
    for status, words in {
        "UNDER_CONSIDERATION": "検討中|検討|要検討|Under consideration|Considering|Under review",
        "PLANNED": "計画|計画中|計画済|計画済み|予定|実施予定|準備中|実施準備中|未|未着手|未実施|"
        "未対応|未了|×|✕|✖|╳|Planned|Not started|Open|To do|Scheduled|Pending",
        "IN_PROGRESS": "実施中|対応中|進行中|着手|着手済|着手済み|一部実施|一部済|△|▲|In progress|"
        "Ongoing|Underway|Under way|Started|Partly done|Doing",
        "IMPLEMENTED": "実施済|実施済み|済|済み|完了|完了済|完了済み|実施完了|対応済|対応済み|"
        "対応完了|措置済|措置済み|○|〇|◯|●|◎|Implemented|Done|Complete|Completed|Finished",
        "OPERATING": "運用中|運用|運用開始|継続実施中|継続して実施中|Operating|In operation|"
        "Running",
        "HANDED_OVER": "移行済|移行済み|移行|日常業務へ移行|日常業務に移行|日常業務へ移行済|"
        "日常業務移行|Handed over|Handed over to routine|Routine",
        "CANCELLED": "中止|取りやめ|取止め|取下げ|取り下げ|廃止|Cancelled|Canceled|Withdrawn|"
        "Dropped",
        "RISK_ACCEPTED": "リスク受容|受容|Risk accepted|Accepted|Accepted risk",
        "SPLIT": "分割済み|分割済|分割|Split|Split up",
    }.items()
    for word in words.split("|")
}
"""What each word or sign of a 状況 cell says; anything else is an error."""

_LONGEST_STATUS: Final = 60
_WITH_DAY: Final = (
    re.compile(r"(?P<word>[^(（\d０-９]+)[(（](?P<day>.+)[)）]", re.DOTALL),
    re.compile(
        r"(?P<word>\D*?[^\d０-９RHSTMrhstm'’令平昭])\s*(?P<day>['’RHSTMrhstm令平昭]*[\d０-９].*)"
    ),
    re.compile(r"(?P<day>[^(（]*[\d０-９]日?)\s*に?\s*(?P<word>[^\d０-９日]+)"),
)


def status_of(cell: str, *, written_on: date | None) -> tuple[str, date | None] | None:
    """The status and the day a 状況 cell names, as in 完了（3/15）; None if not understood."""
    if (plain := STATUSES.get(key(cell))) is not None:
        return plain, None
    for pattern in _WITH_DAY if len(cell) <= _LONGEST_STATUS else ():
        found = pattern.fullmatch(cell)
        status = STATUSES.get(key(found["word"])) if found else None
        if found and status is not None:
            day = day_in_text(found["day"], written_on=written_on)
            if day is not None:
                return status, day
    return None


def cell_of_status(status: str | None, day: date | None = None) -> str:
    """A 状況 cell that reads back to this status, and to the day if one is given."""
    if status is None:
        return ""
    word = STATUS_WORDS[status]
    return f"{word}（{day.year}年{day.month}月{day.day}日）" if day else word
