"""Refusals about every record."""

from domain.refusals import Refusal


class JudgementNamesNoCategory(Refusal):
    """A judgement says something; unjudged is how a record begins."""

    ja = "情報区分を1つ以上選んでください。どれにも当たらなければ「該当なし」（NONE）です。"
    en = "Name at least one information category. If there is none of them in it, choose NONE."


class NoneStandsAlone(Refusal):
    """NONE beside another category contradicts itself."""

    ja = "「該当なし」（NONE）は他の情報区分と同時に選べません。どちらかを外してください。"
    en = "NONE cannot stand beside another information category. Remove one of them."


class NumberIsNotFinite(Refusal):
    """Infinity and not-a-number count nothing."""

    ja = "{field_ja}が数値ではありません。数値を入力してください。"
    en = "The {field_en} is not a number. Write a number."


class NumberIsNegative(Refusal):
    """A number of things is zero or more."""

    ja = "{field_ja}が負の数です。0以上の数値を入力してください。"
    en = "The {field_en} is negative. Write zero or more."


class NumberIsTooLong(Refusal):
    """A number has more digits than the register keeps."""

    ja = "{field_ja}の桁数が多すぎます。整数部{whole}桁、小数部{fraction}桁以内にしてください。"
    en = (
        "The {field_en} has too many digits. "
        "Keep to {whole} before the point and {fraction} behind it."
    )
