"""Refusals about evidence and its files."""

from domain.refusals import Refusal


class EvidenceIsAFileOrADocument(Refusal):
    """A piece of evidence is one file, or one document kept elsewhere."""

    ja = "証跡はファイルか文書のどちらか一方です。どちらか一方だけを指定してください。"
    en = "A piece of evidence is either a file or a document kept elsewhere. State exactly one."


class EvidenceIsWithdrawn(Refusal):
    """What was withdrawn changes no more."""

    ja = "この証跡は{day}に取り下げたため、変更できません。必要なら新しい証跡として添付してください。"
    en = "This evidence was withdrawn on {day} and changes no more. Attach it anew if you need it."


class WithdrawalOfEvidenceNeedsItsReason(Refusal):
    """Evidence is withdrawn with a reason."""

    ja = "証跡を取り下げるには理由が必要です。理由を入力してください。"
    en = "Withdrawing evidence needs its reason. Give the reason."
