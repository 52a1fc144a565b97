"""Refusals about judging many records at once."""

from domain.refusals import Refusal


class NoRecordIsNamed(Refusal):
    """A judgement of many is of at least one."""

    ja = "対象の記録が指定されていません。1件以上指定してください。"
    en = "No record is named. Name at least one."


class RecordsAreTooMany(Refusal):
    """So many records are judged at once, and no more."""

    ja = "一度に判定できるのは{limit}件までです。分けて送信してください。"
    en = "At most {limit} records are judged at once. Send them in parts."


class CategoriesAreNotJudged(Refusal):
    """What is no record of its own has no information categories."""

    ja = "{kind_ja}の情報区分は判定しません。対象から外してください。"
    en = "The information categories of a {kind_en} are not judged. Leave it out."
