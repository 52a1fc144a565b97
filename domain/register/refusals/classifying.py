"""Refusals about naming many records at once, to judge or to release them."""

from domain.refusals import Refusal


class NoRecordIsNamed(Refusal):
    """A command on many records is on one at least."""

    ja = "対象の記録が指定されていません。1件以上指定してください。"
    en = "No record is named. Name at least one."


class RecordsAreTooMany(Refusal):
    """So many records are named at once, and no more."""

    ja = "一度に指定できるのは{limit}件までです。分けて送信してください。"
    en = "At most {limit} records are named at once. Send them in parts."


class CategoriesAreNotJudged(Refusal):
    """What is no record of its own has no information categories."""

    ja = "{kind_ja}の情報区分は判定しません。対象から外してください。"
    en = "The information categories of a {kind_en} are not judged. Leave it out."
