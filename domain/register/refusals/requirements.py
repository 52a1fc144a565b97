"""Refusals about requirements, what answers them, and what is submitted."""

from domain.refusals import Refusal


class RequirementNamesNoItem(Refusal):
    """Whoever asks, asks for something."""

    ja = "要求事項がありません。1つ以上入力してください。"
    en = "Nothing is asked for. State at least one item."


class RequirementHasNoSuchItem(Refusal):
    """Items go by their numbers."""

    ja = "番号 {named} の要求事項はありません。{first}から{last}までの番号を指定してください。"
    en = "There is no item {named}. State numbers from {first} to {last}."


class RequirementIsOver(Refusal):
    """Where nothing more is to be reported, nothing is submitted or asked further."""

    ja = (
        "この要求への報告は {day} に終了しています。"
        "改めて求められた場合は、新しい要求として登録してください。"
    )
    en = (
        "Nothing more was to be reported from {day} on. "
        "If something is asked again, receive it as a new requirement."
    )


class DayIsBeforeReceipt(Refusal):
    """Nothing about a requirement is due, or happens, before it was asked."""

    ja = "{field_ja}（{day}）が、求められた日（{since}）より前です。日付をご確認ください。"
    en = "The {field_en} ({day}) lies before the day it was asked ({since}). Check the days."


class SubmissionNamesNoItem(Refusal):
    """A submission is about something that was asked."""

    ja = "提出の対象となる要求事項がありません。再提出の場合は、対象の番号を指定してください。"
    en = "The submission is about no item. To submit again, state the numbers of the items."


class RecordAnswersNothing(Refusal):
    """Records of what happened and what was done answer a requirement; other kinds do not."""

    ja = "{kind_ja}は要求への回答に使えません。事案・原因・対策・証跡などの記録を指定してください。"
    en = (
        "No {kind_en} answers a requirement. "
        "Name records of what happened or was done, such as incidents, countermeasures or evidence."
    )
