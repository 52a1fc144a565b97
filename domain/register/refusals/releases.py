"""Refusals about releases."""

from domain.refusals import Refusal


class ReleaseIsToItsOwnParty(Refusal):
    """The owner sees its record without a release."""

    ja = "自社の記録を自社に開示する必要はありません。開示先を確認してください。"
    en = "A party sees its own records without a release. Check whom to release it to."


class ReleaseNeedsItsBasis(Refusal):
    """A release says on what basis."""

    ja = "開示には根拠が必要です。根拠を入力してください。"
    en = "A release needs its basis. Give the basis."


class ReleaseEndsBeforeToday(Refusal):
    """A release lasts at least for the day it is given."""

    ja = "開示期限（{until}）が過ぎています。本日以降の日付にしてください。"
    en = "The release would have ended on {until} already. Choose today or a later day."


class ReleaseStands(Refusal):
    """A standing release is not given twice."""

    ja = "既に有効な開示があります（{named}）。内容を変えるには、先に撤回してください。"
    en = "A release stands already ({named}). Withdraw it before you give it on other terms."


class ReleaseDoesNotStand(Refusal):
    """Only a standing release is withdrawn."""

    ja = "この開示は既に撤回されたか、期限が過ぎています。撤回の必要はありません。"
    en = "This release has been withdrawn or has ended. There is nothing to withdraw."


class RecordIsUnjudged(Refusal):
    """Nobody releases what nobody has judged."""

    ja = "情報区分が未判定の記録は開示できません（{named}）。先に情報区分を判定してください。"
    en = "Information categories are unjudged ({named}). Judge them before you release the record."


class RecordIsNotReleased(Refusal):
    """Some kinds of record are released to nobody."""

    ja = "{kind_ja}は開示の対象ではありません。開示する記録を選び直してください。"
    en = "No {kind_en} is released to anybody. Choose the records to release."


class WordingIsForNoRecord(Refusal):
    """A wording stands in the place of one of the records released, and each has one at most."""

    ja = (
        "開示用の文面が、開示する記録のどれにも当たらないか、同じ記録に二つあります（{named}）。"
        "文面は開示する記録ごとに一つまでにしてください。"
    )
    en = (
        "A wording is for none of the records released, or for one that has another ({named}). "
        "Give one at most for each of the records."
    )
