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


class FileIsEmpty(Refusal):
    """A file without content shows nothing."""

    ja = "ファイルが空です。内容のあるファイルを選んでください。"
    en = "The file is empty. Choose one that has content."


class FileIsTooLarge(Refusal):
    """A file exceeds what the register keeps."""

    ja = (
        "ファイルが大きすぎます（上限 {limit} MB）。"
        "分割または圧縮するか、保管場所を文書として記録してください。"
    )
    en = (
        "The file is too large (the limit is {limit} MB). "
        "Split it, make it smaller, or cite it as a document with its place."
    )


class FileTypeIsNotTaken(Refusal):
    """Only files of a few kinds are taken."""

    ja = "この種類のファイルは添付できません。次のいずれかの拡張子にしてください：{extensions}。"
    en = "Files of this type are not taken. Use one of these extensions: {extensions}."


class FileIsNotWhatItsNameSays(Refusal):
    """A file's content is of the type its extension says, and holds no macros."""

    ja = (
        "ファイルの内容が拡張子（{extension}）と一致しないか、マクロを含んでいます。"
        "元のアプリケーションで、マクロなしの形式で保存し直してください。"
    )
    en = (
        "The content is not what the extension ({extension}) says, or holds macros. "
        "Save it again in its own application, without macros."
    )
