"""Every problem and caution by its rule, in Japanese and English, each naming its remedy."""

from dataclasses import dataclass, field
from typing import Final

from papers.reading.paper import Caution, Place, Problem

ALLOWABLE: Final[dict[str, tuple[str, str]]] = {
    "header-twice": (
        "同じ意味の見出しが2つある表では、左の列を読み、右の列は読みません。",
        "Where two columns have the same meaning, the left one is read and the others are not.",
    ),
    "longer-row": (
        "見出しのない列にある値は読みません。",
        "Values in columns without a header are not read.",
    ),
    "measure-without-cause": (
        "原因のない対策を、どの原因にも答えない対策として読みます。",
        "A measure without a cause is read as one that answers no cause.",
    ),
    "struck-through": (
        "取り消し線の文字は、消されたものとして読みません。",
        "Struck-through text is taken as deleted and not read.",
    ),
    "hidden": (
        "非表示の行・列・シートは、紙の上に見えないので読みません。",
        "Hidden rows, columns and sheets are not read, as they do not show on paper.",
    ),
    "comments": (
        "コメント(メモ)は読みません。セルの値だけを読みます。",
        "Comments are not read; the cells' values are.",
    ),
    "formulas": (
        "値のない、またはエラーの数式のセルを空欄として読みます。",
        "Cells whose formula has no value, or an error, are read as blank.",
    ),
    "two-tables": (
        "同じ種類の表を、上から順にすべて読み、1つの表として扱います。",
        "All tables of one kind are read, in order, as one table.",
    ),
}
"""The named options: what each turns a refusal into, in Japanese and English."""


@dataclass(frozen=True, slots=True)
class _Words:
    ja: str
    en: str
    remedy_ja: str
    remedy_en: str
    option: str | None = None


PROBLEMS: Final[dict[str, _Words]] = {
    # ----- the file -----
    "old-excel": _Words(
        "古い形式のExcelファイル(.xls)です。",
        "This is an old Excel file (.xls).",
        "Excelで開き、「Excel ブック (*.xlsx)」として保存し直してください。",
        "Open it in Excel and save it as an Excel workbook (*.xlsx).",
    ),
    "binary-excel": _Words(
        "Excelのバイナリ形式(.xlsb)です。",
        "This is an Excel binary workbook (.xlsb).",
        "Excelで開き、「Excel ブック (*.xlsx)」として保存し直してください。",
        "Open it in Excel and save it as an Excel workbook (*.xlsx).",
    ),
    "strict-excel": _Words(
        "「Strict Open XML スプレッドシート」の形式です。",
        "This is a Strict Open XML spreadsheet.",
        "Excelで開き、ふつうの「Excel ブック (*.xlsx)」として保存し直してください。",
        "Open it in Excel and save it as an ordinary Excel workbook (*.xlsx).",
    ),
    "text-not-excel": _Words(
        "名前は .xlsx ですが、中身はExcelのブックではなく、文字のファイル(CSVなど)のようです。",
        "It is named .xlsx, but is no Excel workbook; it seems to be a text file such as a CSV.",
        "CSVなら名前の末尾を .csv に直すか、Excelで開いて「Excel ブック (*.xlsx)」として保存し直してください。",
        "If it is a CSV, let its name end in .csv; or open it in Excel and save it as an Excel "
        "workbook (*.xlsx).",
    ),
    "empty-file": _Words(
        "ファイルが空です(0バイト)。",
        "The file is empty (0 bytes).",
        "送る前の元のファイルを確かめ、もう一度保存するか送ってください。",
        "Check the file it was made from, and save or send it again.",
    ),
    "password": _Words(
        "パスワードで保護されたファイルです。",
        "The file is protected by a password.",
        "パスワードを外して保存し直してください。",
        "Remove the password and save it again.",
    ),
    "format-unknown": _Words(
        "読める形式のファイルではありません({detail})。",
        "This is not a kind of file that can be read ({detail}).",
        ".xlsx または .csv (UTF-8、CP932) で保存し直してください。",
        "Save it as .xlsx or .csv (UTF-8 or CP932).",
    ),
    "unreadable": _Words(
        "ファイルが壊れていて読めません({detail})。",
        "The file is broken and cannot be read ({detail}).",
        "元のソフトで開けるか確かめ、保存し直してください。",
        "Check that it opens where it was made, and save it again.",
    ),
    "too-large": _Words(
        "ファイルが大きすぎます({detail})。",
        "The file is too large ({detail}).",
        "表の外の書式や不要なシートを消すか、ファイルを分けてください。",
        "Remove formatting outside the tables and unneeded sheets, or split the file.",
    ),
    "xml-entities": _Words(
        "ファイルの中に文書型宣言があり、安全に読めません({detail})。",
        "The file holds a document type declaration and is not safe to read ({detail}).",
        "Excelで開いて保存し直してください。",
        "Open it in Excel and save it again.",
    ),
    "undecodable": _Words(
        "文字コードがUTF-8でもCP932でもありません({detail})。",
        "The text is neither UTF-8 nor CP932 ({detail}).",
        "「CSV UTF-8 (コンマ区切り)」で保存し直してください。",
        "Save it as CSV UTF-8.",
    ),
    "csv-broken": _Words(
        "CSVの引用符または区切りが壊れています({detail})。",
        "The CSV's quotes or separators are broken ({detail}).",
        '引用符(")が対になっているか確かめ、表計算ソフトで保存し直してください。',
        'Check that the quotes (") come in pairs, and save it from a spreadsheet.',
    ),
    "unknown-option": _Words(
        "「{value}」という許可の名前はありません。",
        "There is no option named {value}.",
        "使えるのは {detail} です。",
        "Those that exist: {detail}.",
    ),
    # ----- the tables -----
    "no-table": _Words(
        "読める表が見つかりません。",
        "No table was found.",
        "見出しの行に「原因」と「対策」、「事案の概要」、または「区分」と「閲覧契約件数」などを"
        "置いてください。",
        "Give a header row with 原因 and 対策 (Cause, Countermeasure), 事案の概要 (Summary of "
        "incident), or 区分 and 閲覧契約件数 (Category, Contracts viewed).",
    ),
    "header-missing": _Words(
        "この行は表の見出しのようですが、「{detail}」の列がありません。",
        "This row looks like a header, but has no column {detail}.",
        "「{detail}」の見出しを加えてください。",
        "Add the header {detail}.",
    ),
    "header-twice": _Words(
        "見出し「{value}」は、{detail}の「{other}」と同じ意味です。",
        "The header {value} means the same as {other} in {detail}.",
        "どちらかの列を消すか、見出しを変えてください。",
        "Remove one of the columns, or rename it.",
        "header-twice",
    ),
    "header-before-and-after": _Words(
        "見出し「{value}」と、{detail}の「{other}」は、変更の前後のようです。",
        "The headers {value} and {other} in {detail} seem to be before and after a change.",
        "今のものだけを残し、前のものは列を消すか「備考」に移してください。",
        "Keep the one that holds now; delete the other column, or move it to 備考 (Remarks).",
    ),
    "longer-row": _Words(
        "見出しのない列に値があります。",
        "There is a value in a column without a header.",
        "見出しを付けるか、値を消してください。",
        "Give the column a header, or remove the value.",
        "longer-row",
    ),
    "two-tables": _Words(
        "同じ種類の表が2つあります。1つ目は{detail}です。",
        "There are two tables of one kind; the first is at {detail}.",
        "1つの表にまとめるか、ファイルを分けてください。",
        "Put them into one table, or split the file.",
        "two-tables",
    ),
    # ----- what the eye does not see -----
    "struck-through": _Words(
        "取り消し線の文字があります。",
        "There is struck-through text.",
        "消す文字は消し、残す文字は取り消し線を外してください。",
        "Delete what is deleted, and remove the line from what stays.",
        "struck-through",
    ),
    "hidden": _Words(
        "非表示の{detail_ja}に値があります。",
        "There are values in a hidden {detail_en}.",
        "再表示して確かめるか、消してください(フィルターも解除してください)。",
        "Unhide and check it, or delete it (clear filters too).",
        "hidden",
    ),
    "comments": _Words(
        "コメント(メモ)があります。",
        "There is a comment.",
        "内容を備考の列に移すか、コメントを消してください。",
        "Move what it says to the remarks column, or delete it.",
        "comments",
    ),
    "formulas": _Words(
        "数式に値がないか、エラーになっています。",
        "The formula has no value, or an error.",
        "Excelで開いて計算し、保存し直すか、値に置き換えてください。",
        "Open it in Excel so that it is calculated and save it, or replace it by its value.",
        "formulas",
    ),
    "superscript": _Words(
        "上付きの数字があり、ふつうの数字とつながって読めます({value})。",
        "There is a number in superscript, which reads as part of the text beside it ({value}).",
        "注の番号なら消すか「※1」のように書き、そうでなければ上付きをやめてください。",
        "Delete the number of a footnote or write it as in ※1; else take off the superscript.",
    ),
    "control-characters": _Words(
        "文字として読めない制御文字が入っています。",
        "There are control characters in the text.",
        "そのセルを打ち直してください。",
        "Type the cell's text again.",
    ),
    # ----- the rows -----
    "ditto-without-source": _Words(
        "「{value}」の写す元がありません。",
        "{value} has nothing to repeat.",
        "写す元の文を書いてください。",
        "Write the text it should repeat.",
    ),
    "measure-without-cause": _Words(
        "対策に対する原因がありません。",
        "The measure has no cause.",
        "原因を書くか、原因のセルを結合するか、上と同じなら「〃」、原因がないなら「（なし）」と書いて"
        "ください。",
        "Write the cause, merge the cause cell over its measures, write 〃 if it is the one "
        "above, or （なし） if there is none.",
        "measure-without-cause",
    ),
    "measure-blank": _Words(
        "対策が空欄です。CSVでは結合が失われるため、2通りに読めます。",
        "The measure is blank; as CSV loses merges it can be read in two ways.",
        "上の対策と同じなら「〃」、対策がないなら「-」と書いてください。",
        "Write 〃 if it is the measure above, or - if there is none.",
    ),
    "schedule-without-measure": _Words(
        "対策がないのに実施時期があります。",
        "There is a schedule but no measure.",
        "対策を書くか、実施時期を「-」にしてください。",
        "Write the measure, or put - for the schedule.",
    ),
    "row-without-cause-and-measure": _Words(
        "原因も対策もない行です。",
        "The row has neither a cause nor a measure.",
        "原因か対策を書くか、行を消すか、注なら「※」で始めてください。",
        "Write a cause or a measure, delete the row, or start it with ※ if it is a note.",
    ),
    "row-astray": _Words(
        "空行の後に1つだけある文は、上の表の行とも、次の表の題とも読めます。",
        "A text alone after a blank row may be a row of the table above, or the next one's title.",
        "表の行なら空行を消し、題ならセルを横に結合するか別の列に移し、注なら「※」で始めてください。",
        "Delete the blank row if it is a row; merge it over several columns or move it to another "
        "column if it is a title; start it with ※ if it is a note.",
    ),
    "year-in-header": _Words(
        "実施時期「{value}」に年がなく、見出し「{detail}」の年と合わせて読めません。",
        "The schedule {value} has no year and cannot be read with that of its header {detail}.",
        "セルに「2023年度3月末」のように年を書いてください。",
        "Write the year into the cell, as in 2023年度3月末.",
    ),
    "total-row": _Words(
        "「{value}」の行は合計で、原因・対策・事案として読めません。",
        "The row {value} is a total and no cause, measure or incident.",
        "行を消すか、注なら「※」で始めてください。",
        "Delete the row, or start it with ※ if it is a note.",
    ),
    "heading-row": _Words(
        "「{value}」は、下の行の見出しとも原因とも読めます。",
        "{value} may be a heading of the rows below, or a cause.",
        "見出しなら「分類」の列に移すか、表の幅に結合し、対策のない原因なら対策に「-」と書いてください。",
        "Move a heading to the column 分類 (Category) or merge it over the table; write - for the "
        "measure of a cause without one.",
    ),
    "schedule-a-number": _Words(
        "実施時期が数値で、紙の上で何と読めるか分かりません({value})。",
        "The schedule is a number, and what it says on paper is not clear ({value}).",
        "「2023年10月」のように文字で、または日付として入力してください"
        "(2023.10 は数値では 2023.1 になります)。",
        "Write it as text, as in 2023年10月, or as a date (as a number, 2023.10 becomes 2023.1).",
    ),
    "same-measure-differs": _Words(
        "上と同じ対策(〃)なのに、この欄が上の行({detail})と違います。",
        "It is the measure above (〃), but this cell differs from the row above ({detail}).",
        "空欄にするか、別の対策なら対策の文を書いてください。",
        "Leave it blank, or write the measure's text if it is another measure.",
    ),
    "merged-cause-differs": _Words(
        "結合された原因の分類「{value}」が、その1行目と違います。",
        "The category {value} of a merged cause differs from that of its first row.",
        "分類を1行目に合わせるか空欄にし、別の原因なら結合を外してください。",
        "Make it that of the first row or blank; unmerge the cause if these are two.",
    ),
    "number-twice": _Words(
        "管理番号「{value}」は{detail}にもあります。",
        "The number {value} stands in {detail} too.",
        "番号を分けるか、同じ対策なら対策に「〃」と書いてください。",
        "Give each its own number, or write 〃 for the measure if it is the same one.",
    ),
    "incident-without-title": _Words(
        "事案の概要が空欄です。",
        "The incident has no summary.",
        "事案の概要を書くか、行を消してください。",
        "Write the summary, or delete the row.",
    ),
    "kind-unknown": _Words(
        "種別「{value}」が分かりません。",
        "The kind {value} is not understood.",
        "修正(応急)・是正・予防 と 単発・継続 から選び、両方なら「是正・継続」のように書いて"
        "ください。",
        "Use correction, corrective or preventive, and one-off or continuing, such as 是正・継続.",
    ),
    "status-unknown": _Words(
        "状況「{value}」が分かりません。",
        "The status {value} is not understood.",
        "{understood}から選んでください。日付は「完了（3/15）」のように書けます。",
        "Use one of {understood}; a day may follow as in 完了（3/15）.",
    ),
    "percent": _Words(
        "件数や人数の欄に割合があります。",
        "There is a percentage where a number is expected.",
        "割合の元の件数や人数を書いてください。",
        "Write the number itself.",
    ),
    "not-a-number": _Words(
        "件数や人数として読めません。",
        "This cannot be read as a number.",
        "「85,783件」「約3万人」「延べ12人」のように書くか、なければ「-」にしてください。",
        "Write it as in 85,783件, 約3万人 or 延べ12人, or - if there is none.",
    ),
    "figure-without-label": _Words(
        "この数に区分の名前がありません。",
        "The number has no label.",
        "区分の欄を書いてください。",
        "Write the label.",
    ),
}

CAUTIONS: Final[dict[str, _Words]] = {
    "sheet-unrecognised": _Words(
        "シート「{value}」に読める表がなく、読んでいません。",
        "No table was found on the sheet {value}; it was not read.",
        "読むべき表なら、見出しを確かめてください。",
        "Check its headers if it should have been read.",
    ),
    "header-unknown": _Words(
        "列「{value}」は読んでいません。",
        "The column {value} was not read.",
        "読むべき列なら、見出しを READMEの言葉に直してください。",
        "Use one of the README's header words if it should have been read.",
    ),
    "start-not-read": _Words(
        "「{value}」の列は計算された列とみなし、読んでいません。",
        "The column {value} is taken for a computed one and was not read.",
        "開始も伝えるなら、実施時期に「2023年4月～9月」のように書いてください。",
        "If the start matters, write the schedule as in 2023年4月～9月.",
    ),
    "formula-read": _Words(
        "数式のセルを、保存された値で読みました: {value}",
        "Formula cells were read by their saved values: {value}",
        "値が最新か確かめてください。",
        "Check that the values are up to date.",
    ),
    "colour-without-text": _Words(
        "色だけで文字のないセルがあります: {value}",
        "There are coloured cells without text: {value}",
        "色に意味があるなら、文字で書いてください。",
        "If the colour means something, write it in words.",
    ),
    "drawing-text": _Words(
        "テキストボックスや図形の文字は読んでいません: {value}",
        "Text in boxes and shapes was not read: {value}",
        "必要な内容はセルに書いてください。",
        "Write what is needed into cells.",
    ),
    "external-links": _Words(
        "他のファイルへのリンクがあります。リンク先は読んでいません。",
        "The file links to other files; they were not read.",
        "値に置き換えると確実です。",
        "Replacing them by values is safer.",
    ),
    "garbled": _Words(
        "文字化けの印(�)があります: {value}",
        "There are replacement characters (�), so text was lost before: {value}",
        "元のファイルと見比べてください。",
        "Compare with the original.",
    ),
    "left-out": _Words(
        "許可に従い、次を読んでいません: {value}",
        "Not read, as allowed: {value}",
        "意図どおりか確かめてください。",
        "Check that this is meant.",
    ),
    "cell-ignored": _Words(
        "結合された対策の2行目以降にある値は読まず、1行目({detail})の値を使います。",
        "The value in a later row of a merged measure is not read; that of its first row "
        "({detail}) is.",
        "別の対策なら結合を外してください。",
        "Unmerge it if these are two measures.",
    ),
    "cell-without-measure": _Words(
        "対策のない行の値は読んでいません。",
        "A value in a row without a measure was not read.",
        "対策を書くか、値を消してください。",
        "Write the measure, or remove the value.",
    ),
    "measure-repeated": _Words(
        "同じ対策の文が{detail}にもあります。別々の対策として読みます。",
        "The same measure text stands in {detail} too; they are read as two measures.",
        "同じ対策なら「〃」と書くか、セルを結合してください。",
        "Write 〃 or merge the cells if it is one measure.",
    ),
    "total-differs": _Words(
        "合計{value}は、内訳と合いません({detail})。",
        "The total {value} does not fit its parts ({detail}).",
        "合計か内訳を確かめてください。書かれたとおりに読んでいます。",
        "Check the total and its parts; it was read as stated.",
    ),
    "unit-differs": _Words(
        "セルの単位「{value}」が見出しの単位「{detail}」と違います。",
        "The unit of the cell ({value}) is not that of its header ({detail}).",
        "どちらが正しいか確かめてください。セルの単位で読んでいます。",
        "Check which is right; the cell's was used.",
    ),
    "status-dates-differ": _Words(
        "基準日が表によって違います({value})。{detail}を使います。",
        "The tables state different status dates ({value}); {detail} is used.",
        "基準日を確かめてください。",
        "Check the status date.",
    ),
    "title-in-column": _Words(
        "表の列にある「{value}」を、次の表の題として読みました。",
        "{value} stands in a column of the table, and was read as the next table's title.",
        "上の表の行なら、空行を消し、原因か対策も書いてください。",
        "If it is of the table above, delete the blank row and write the cause or the measure, too.",
    ),
    "text-below-table": _Words(
        "表の下の文を注として読みました。",
        "Text below the table was read as a note.",
        "表の行なら、表に続けて書いてください。",
        "If it is a row of the table, put it directly below the others.",
    ),
}

_MOST_NAMED: Final = 20


@dataclass(slots=True)
class Findings:
    """All problems and cautions of one reading, in the order found."""

    allow: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)

    def problem(self, rule: str, place: Place | None, value: str = "", **details: str) -> None:
        """Refuse the paper for a rule; `details` fill the rule's sentences."""
        words = PROBLEMS[rule]
        told = {"value": _short(value), "detail": "", **details}
        self.problems.append(
            Problem(
                rule,
                place,
                value,
                words.ja.format(**told),
                words.en.format(**told),
                words.remedy_ja.format(**told),
                words.remedy_en.format(**told),
                words.option,
            )
        )

    def caution(self, rule: str, place: Place | None, value: str = "", **details: str) -> None:
        """Point something out; `details` fill the rule's sentences."""
        words = CAUTIONS[rule]
        told = {"value": _short(value), "detail": "", **details}
        self.cautions.append(
            Caution(
                rule,
                place,
                value,
                words.ja.format(**told),
                words.en.format(**told),
                words.remedy_ja.format(**told),
                words.remedy_en.format(**told),
            )
        )

    def refuse_unless_allowed(
        self, option: str, place: Place | None, value: str = "", **details: str
    ) -> bool:
        """Refuse for the rule of an option; True if the option allows it."""
        if option in self.allow:
            return True
        self.problem(option, place, value, **details)
        return False


def several(cells: list[str]) -> str:
    """Names of cells in one line, the first twenty of them."""
    more = len(cells) - _MOST_NAMED
    return "、".join(cells[:_MOST_NAMED]) + (f" 他{more} (+{more})" if more > 0 else "")


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
