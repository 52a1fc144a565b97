"""How a rule says no, and the refusals that any command may give."""

from typing import ClassVar, Final


class Refusal(Exception):
    """A rule said no. Worded for the person who asked: what is wrong, and what to do.

    A subclass states its `ja` and `en` templates; the details fill them by name. A tuple among
    the details is shown as a list, and a word of a vocabulary as people call it in the language.
    Texts that people wrote never enter a message: messages are logged, and such texts are sealed.
    """

    ja: ClassVar[str]
    en: ClassVar[str]
    code: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = cls.__name__

    def __init__(self, **details: object) -> None:
        super().__init__()
        self.details = details

    def __str__(self) -> str:
        return self.message_en

    @property
    def message_ja(self) -> str:
        """The refusal in Japanese."""
        return self.ja.format_map(self._told("ja", between="、"))

    @property
    def message_en(self) -> str:
        """The refusal in English."""
        return self.en.format_map(self._told("en", between=", "))

    def _told(self, language: str, *, between: str) -> dict[str, str]:
        def told(detail: object) -> str:
            if isinstance(detail, tuple):
                return between.join(map(told, detail))
            return str(getattr(detail, language, detail))

        return {name: told(detail) for name, detail in self.details.items()}


# ----- who may ask ------------------------------------------------------------------------------


class NotPermitted(Refusal):
    """No standing role of the member allows the command."""

    ja = "この操作（{command_ja}）を行う権限がありません。次の役割の方にご依頼ください：{roles}。"
    en = "You have no role for this ({command_en}). Ask someone who holds one of: {roles}."


class NotYourParty(Refusal):
    """Nobody acts outside their party."""

    ja = "他社の記録は変更できません。記録を所有する会社の担当者にご依頼ください。"
    en = "This belongs to another party. Ask someone of the party that owns it."


class NotYourDepartment(Refusal):
    """An editor limited to departments acts for these alone."""

    ja = "この記録は別の部署が主管しています。主管部署の編集担当にご依頼ください。"
    en = "Another department is responsible for this record. Ask an editor of that department."


# ----- which record, and when -------------------------------------------------------------------


class NoSuchRecord(Refusal):
    """Hidden and absent are this one answer, which names nothing but what the asker did."""

    ja = "該当する記録がありません（{named}）。コードまたは識別子をご確認ください。"
    en = "There is no such record ({named}). Check its code or id."

    def __init__(self, *, named: object) -> None:
        super().__init__(named=as_named(named))


class StaleVersion(Refusal):
    """The record has changed since the asker read it."""

    ja = (
        "読み込み後に記録が変更されています。最新の内容を読み直してから、もう一度操作してください。"
    )
    en = "The record has changed since you read it. Read it again, then repeat your change."


class VersionsAreNotAsMany(Refusal):
    """The versions stated of several records are not one for each."""

    ja = (
        "版（expectedVersions）が{versions}件、対象の記録が{records}件で、数が合いません。"
        "記録と同じ順に1件ずつ指定するか、版の指定を省いてください。"
    )
    en = (
        "The numbers differ: records {records}, expectedVersions {versions}."
        " State one for each record, in the same order, or leave expectedVersions out."
    )


class OthersWillRead(Refusal):
    """Others read along: whoever writes says that they know who does."""

    ja = (
        "書いた内容は {readers} も読みます（記録の開示先です。会議で述べることは、参加会社が、"
        "扱う記録を見られる間に読みます。後から開示された場合も同じです）。"
        "差し支えなければ、その会社を確認済み（acknowledgeReaders）として、もう一度送信してください。"
    )
    en = (
        "What you write is read by {readers} too: the record is released to them, or they are of the"
        " meeting and read what is said there as long as they see what it is about, were it released"
        " later. If that is meant, send it again and name them in acknowledgeReaders."
    )


class KeyWasUsedForAnotherInput(Refusal):
    """An idempotency key names one input for good."""

    ja = "この冪等キーは別の内容の操作で使用済みです。新しいキーを付けて送信してください。"
    en = "This idempotency key was used for another input. Send the change under a new key."


NAMED_AT_MOST: Final = 5
LONGEST_NAME: Final = 60


def as_named(named: object) -> tuple[str, ...]:
    """What somebody asked for, one thing or several, as they named it: the first few, none long."""
    several = named if isinstance(named, tuple) else (named,)
    shown = tuple(_in_line(str(one)) for one in several[:NAMED_AT_MOST])
    more = len(several) - NAMED_AT_MOST
    return (*shown, f"… +{more}") if more > 0 else shown


def _in_line(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 1]}…"


# ----- what people write ------------------------------------------------------------------------


class TextIsEmpty(Refusal):
    """A text that must be there is blank."""

    ja = "{field_ja}が空です。内容を入力してください。"
    en = "The {field_en} is empty. Write something into it."


class TextHasLines(Refusal):
    """A text of one line holds a line break."""

    ja = "{field_ja}に改行が含まれています。1行で入力してください。"
    en = "The {field_en} has line breaks. Write it in one line."


class TextIsTooLong(Refusal):
    """A text exceeds its limit, counted in characters."""

    ja = "{field_ja}が長すぎます（{length}文字）。{limit}文字以内にしてください。"
    en = "The {field_en} is too long ({length} characters). Keep it within {limit}."


class TextHasControlCharacters(Refusal):
    """A text holds characters that cannot be seen and may mislead."""

    ja = "{field_ja}に使用できない制御文字（{character}）が含まれています。取り除いてください。"
    en = "The {field_en} holds a control character ({character}). Remove it."


class WordIsUnknown(Refusal):
    """A field takes words of a fixed vocabulary only."""

    ja = "{field_ja}に使用できない値です。次のいずれかにしてください：{words_ja}。"
    en = "This is no known {field_en}. Use one of: {words_en}."


# ----- days -------------------------------------------------------------------------------------


class DayIsStillToCome(Refusal):
    """What has happened did so by today."""

    ja = "{field_ja}（{day}）が未来の日付です。今日（{today}）以前の日付にしてください。"
    en = "The {field_en} ({day}) is still to come. State today ({today}) or an earlier day."


class PeriodEndsBeforeItBegins(Refusal):
    """A period's last day lies before its first."""

    ja = "終わりの日（{ends}）が始まりの日（{begins}）より前です。日付をご確認ください。"
    en = "The period ends ({ends}) before it begins ({begins}). Check both days."


# ----- files ------------------------------------------------------------------------------------


class FileIsEmpty(Refusal):
    """A file without content shows nothing."""

    ja = "ファイルが空です。内容のあるファイルを選んでください。"
    en = "The file is empty. Choose one that has content."


class FileIsTooLarge(Refusal):
    """A file exceeds what is kept."""

    ja = (
        "ファイルが大きすぎます（上限 {limit} MB）。"
        "分割または圧縮するか、保管場所を書き添えてください。"
    )
    en = (
        "The file is too large (the limit is {limit} MB). "
        "Split it, make it smaller, or write down where it is kept."
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


class PictureIsUnreadable(Refusal):
    """A picture whose pixels cannot be read cannot be drawn anew."""

    ja = "画像を読み取れません。壊れているか途中で切れています。開いて保存し直すか、撮り直してください。"
    en = "The picture cannot be read: it is damaged or cut short. Open and save it again, or take another."


class PictureHasTooManyPixels(Refusal):
    """A picture that takes too much room once unpacked is not unpacked."""

    ja = "画像の画素が多すぎます（上限 {limit} メガピクセル）。必要な部分を切り抜くか、縮小してください。"
    en = "The picture has too many pixels (the limit is {limit} megapixels). Crop it, or make it smaller."


class PictureMoves(Refusal):
    """Of a picture of several frames no one is the picture."""

    ja = "動く画像は受け取れません。必要な場面を1枚の画像として保存してください。"
    en = "A picture that moves is not taken. Save what matters as one still picture."
