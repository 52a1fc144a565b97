"""What a plan finds wrong or worth a look, in Japanese and English, each naming its remedy."""

from dataclasses import dataclass, field
from typing import Final

from domain.refusals import Refusal
from papers.reading.headers import key
from papers.reading.paper import Caution, Place, Problem

NEW_ROWS: Final = "new-rows"

ALLOWABLE: Final[dict[str, tuple[str, str]]] = {
    NEW_ROWS: (
        "登録済みの記録の書き直しかもしれない行を、新しい記録として登録します。",
        "Rows that may be new wordings of known records are taken as new records.",
    ),
}
"""The named options of importing, beside those of reading."""


@dataclass(frozen=True, slots=True)
class _Words:
    ja: str
    en: str
    remedy_ja: str = ""
    remedy_en: str = ""
    option: str | None = None


_RENAMED_BY_NUMBER: Final = (
    "書き直しなら管理番号に「{code}」を書き、新しい記録なら --allow new-rows を付けてください。",
    "If it is a new wording, write {code} as its control number; if it is new, allow new-rows.",
)

PROBLEMS: Final[dict[str, _Words]] = {
    "written-on-in-the-future": _Words(
        "記載日（{value}）が今日（{detail}）より後です。",
        "The paper is said to be written on {value}, after today ({detail}).",
        "--written-on に、文書が書かれた日を指定してください。",
        "Give the day the paper was written as --written-on.",
    ),
    "code-unknown": _Words(
        "「{value}」という番号の記録はありません。",
        "There is no record {value}.",
        "番号を確かめてください。新しい行なら空欄にするか、CM-・CAU-・INC- で始まらない番号を付けて"
        "ください。",
        "Check the code. For a new row leave it blank, or give a number that does not look like "
        "CM-, CAU- or INC- with two groups of four.",
    ),
    "matched-twice": _Words(
        "この行と{detail}は、同じ記録を指しています。",
        "This row and {detail} name the same record.",
        "どちらかの行を消すか、管理番号を直してください。",
        "Remove one of the rows, or correct its number.",
    ),
    "number-of-several": _Words(
        "管理番号「{value}」の記録が複数あります（{detail}）。",
        "Several records bear the number {value} ({detail}).",
        "管理番号の欄に、コード（{detail}のいずれか）を書いてください。",
        "Write the code of the one that is meant ({detail}) as its number.",
    ),
    "unknown-incident": _Words(
        "関係事案「{value}」が見つかりません。",
        "The related incident {value} was not found.",
        "事案の管理番号、コード（INC-…）、概要の全文、または区分を書いてください。",
        "Write the incident's number, its code (INC-…), its whole summary, or a group of incidents.",
    ),
    "company-unknown": _Words(
        "主管会社「{value}」が分かりません。",
        "The company {value} is not known.",
        "{detail} のいずれかを書くか、自社なら空欄にしてください。",
        "Write one of {detail}, or leave it blank for your own.",
    ),
    "measure-new-or-renamed": _Words(
        "登録済みの対策 {code} の書き直しか、新しい対策かが分かりません。",
        "This may be a new wording of the known measure {code}, or a new measure.",
        *_RENAMED_BY_NUMBER,
        NEW_ROWS,
    ),
    "incident-new-or-renamed": _Words(
        "登録済みの事案 {code} の書き直しか、新しい事案かが分かりません。",
        "This may be a new wording of the known incident {code}, or a new incident.",
        *_RENAMED_BY_NUMBER,
        NEW_ROWS,
    ),
    "cause-new-or-renamed": _Words(
        "登録済みの原因 {code} の書き直しか、新しい原因かが分かりません。",
        "This may be a new wording of the known cause {code}, or a new cause.",
        "書き直しなら「原因番号」の列に「{code}」を書き、新しい原因なら --allow new-rows を付けて"
        "ください。",
        "If it is a new wording, write {code} in a column 原因番号 (Cause number); if it is new, "
        "allow new-rows.",
        NEW_ROWS,
    ),
    "figure-new-or-renamed": _Words(
        "登録済みの件数等 {code} の名前の書き直しか、新しい件数等かが分かりません。",
        "This may be the known figure {code} under another label, or a new figure.",
        "同じ件数等なら名前を登録済みのものに戻し、新しい件数等なら --allow new-rows を付けて"
        "ください。",
        "If it is the same figure, keep its label as registered; if it is new, allow new-rows.",
        NEW_ROWS,
    ),
    "changed-date-without-reason": _Words(
        "実施時期が「{detail}」から「{value}」に変わっていますが、変更理由がありません。",
        "The schedule changes from {detail} to {value} without a reason.",
        "「変更理由」の列に理由を書いてください。",
        "Give the reason in a column 変更理由 (Reason for change).",
    ),
    "other-party-row-changed": _Words(
        "他社の記録（{code}）の{detail_ja}が変わっています。他社の記録は取り込みで変更できません。",
        "The {detail_en} of a record of another party ({code}) differs; an import cannot change it.",
        "元の内容に戻すか、行を消してください。変更は所有する会社にご依頼ください。",
        "Put it back as it was, or remove the row. Ask the party that owns it to change it.",
    ),
    "others-will-read": _Words(
        "この表が変更する記録は {value} に開示されており、変更後の内容も {value} が読みます。",
        "Records that this table changes are released to {value}, who will read what it says.",
        "差し支えなければ、{detail} を付けてもう一度取り込んでください。",
        "If that is meant, import it again with {detail}.",
    ),
    "refused": _Words(
        "",
        "",
        "この行を直して、もう一度取り込んでください。",
        "Correct this row and import the file again.",
    ),
}

CAUTIONS: Final[dict[str, _Words]] = {
    "measures-not-in-the-file": _Words(
        "登録済みの対策 {count}件 がこの表にありません: {value}",
        "{count} known measures are not in this table: {value}",
        "取り消していません。中止なら、行を戻して状況を「中止」にしてください。",
        "They were not cancelled. To cancel one, keep its row with the status 中止.",
    ),
    "causes-not-in-the-file": _Words(
        "登録済みの原因 {count}件 がこの表にありません: {value}",
        "{count} known causes are not in this table: {value}",
        "登録は変えていません。",
        "They stay as they are.",
    ),
    "incidents-not-in-the-file": _Words(
        "登録済みの事案 {count}件 がこの表にありません: {value}",
        "{count} known incidents are not in this table: {value}",
        "登録は変えていません。",
        "They stay as they are.",
    ),
    "figures-not-in-the-file": _Words(
        "登録済みの件数等 {count}件 がこの表にありません: {value}",
        "{count} known figures are not in this table: {value}",
        "登録は変えていません。",
        "They stay as they are.",
    ),
    "causes-not-in-the-row": _Words(
        "この対策に結び付いた原因が、行にありません: {value}",
        "Causes linked to this measure are not in its row: {value}",
        "結び付きは残しています。",
        "The links stay.",
    ),
    "restated-without-reason": _Words(
        "訂正の理由が書かれていないため、「{value}」を理由とします。",
        "No reason for the restated figure is given; {value} is taken for it.",
        "理由を残すなら、表に「変更理由」の列を加えてください。",
        "To keep a better one, add a column 変更理由 (Reason for change).",
    ),
    "incidents-without-cause": _Words(
        "関係事案は原因に結び付きます。この対策には原因がないため、結び付けていません。",
        "Related incidents are linked to causes; this measure has none, so nothing was linked.",
        "原因を書くと結び付きます。",
        "Write the cause to link them.",
    ),
    "year-of-the-day": _Words(
        "状況の日付（{value}）は、登録済みの日付（{detail}）と年だけが違います。変えていません。",
        "The day of the status ({value}) differs from the registered one ({detail}) in its year "
        "only; it was left as it is.",
        "年を直すなら、進捗の報告で日付を指定してください。",
        "To correct the year, report the progress with its day.",
    ),
}


@dataclass(slots=True)
class PlanFindings:
    """All problems and cautions of one plan, in the order found."""

    allow: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)

    def problem(self, rule: str, place: Place | None, value: str = "", **details: str) -> None:
        """Refuse the paper for a rule; `details` fill the rule's sentences."""
        self.problems.append(Problem(*_told(PROBLEMS, rule, place, value, details)))

    def caution(self, rule: str, place: Place | None, value: str = "", **details: str) -> None:
        """Point something out; `details` fill the rule's sentences."""
        self.cautions.append(Caution(*_told(CAUTIONS, rule, place, value, details)))


def _told(
    sentences: dict[str, _Words],
    rule: str,
    place: Place | None,
    value: str,
    details: dict[str, str],
) -> tuple[str, Place | None, str, str, str, str, str, str | None]:
    words = sentences[rule]
    told = {name: _short(text) for name, text in {"value": value, "detail": "", **details}.items()}
    return (
        rule,
        place,
        value,
        words.ja.format(**told),
        words.en.format(**told),
        words.remedy_ja.format(**told),
        words.remedy_en.format(**told),
        words.option,
    )


def refused(refusal: Refusal, place: Place | None, value: str) -> Problem:
    """What a rule of the domain says of a row, as a problem of that row."""
    rule = "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in refusal.code)
    words = PROBLEMS["refused"]
    return Problem(
        rule.removeprefix("-"),
        place,
        value,
        refusal.message_ja,
        refusal.message_en,
        words.remedy_ja,
        words.remedy_en,
    )


def others_will_read(parties: list[str]) -> Problem:
    """What is changed is released to these parties, and nobody has said to know it."""
    options = " ".join(f"--acknowledge-readers {code}" for code in parties)
    named = "、".join(parties)
    return Problem(*_told(PROBLEMS, "others-will-read", None, named, {"detail": options}))


def several(names: list[str], most: int = 20) -> str:
    """Names in one line, the first of them."""
    more = len(names) - most
    return "、".join(names[:most]) + (f" 他{more} (+{more})" if more > 0 else "")


def plain(name: str) -> str:
    """A name as it is compared with what people write: width, case and blanks do not matter."""
    return key(name)


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
