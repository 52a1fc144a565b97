"""Refusals about redactions."""

from domain.refusals import Refusal


class FieldIsNotRedacted(Refusal):
    """Only free texts are sealed one by one, so that one can be destroyed alone."""

    ja = "この項目は消去の対象になりません。対象の項目を指定してください（{fields}）。"
    en = "This field is no text that can be redacted. Use one of: {fields}."


class RecordIsNotRedacted(Refusal):
    """Names of people, departments and categories are not texts about a case."""

    ja = (
        "この種類の記録（{kind_ja}）には、消去の対象になる文がありません。"
        "文が書かれている記録を指定してください（開示用の文面は、その開示を指定します）。"
    )
    en = (
        "Records of this kind ({kind_en}) hold no text that can be redacted. Name the record in which"
        " the text was written; of a released wording, its release."
    )


class NothingToRedact(Refusal):
    """What was never written, or is destroyed already, needs no redaction."""

    ja = "この項目には消去する文がありません（未記入か、既に消去済みです）。記録と項目を確認してください。"
    en = (
        "There is no text in this field to redact: it was never written, or is gone already."
        " Check the record and the field."
    )


class RedactionNeedsItsReason(Refusal):
    """Nothing is destroyed without saying why."""

    ja = "消去には理由が必要です。消去する内容そのものは書かずに、理由を入力してください。"
    en = "A redaction needs a reason. Say why, without repeating what is to be redacted."


class RedactionIsUnderWay(Refusal):
    """One request for one field at a time."""

    ja = "この項目の消去は既に申請されています（{named}）。それを確認または却下してください。"
    en = "A redaction of this field was requested already ({named}). Confirm or decline that one."


class SecondPersonIsNeeded(Refusal):
    """Nobody destroys a text alone."""

    ja = "消去は、申請者とは別の方が確認します。ほかの情報遮断責任者またはコンプライアンス責任者にご依頼ください。"
    en = (
        "Whoever requested a redaction does not confirm it. Ask another barrier officer, or the chief"
        " compliance officer."
    )


class RedactionIsDecided(Refusal):
    """A redaction is confirmed or declined once."""

    ja = "この消去は既に終わっています（{status}）。必要なら、あらためて申請してください。"
    en = "This redaction is over ({status}). Request another one if there is need."
