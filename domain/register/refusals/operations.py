"""Refusals about operation records."""

from domain.refusals import Refusal


class OperationIsStillToCome(Refusal):
    """What was done was done by today."""

    ja = (
        "期間の始まり（{begins}）が未来の日付のため、実施した数や結果を記録できません。"
        "実施した後に記録するか、実施数と結果を空欄にしてください。"
    )
    en = (
        "The period begins in the future ({begins}), so nothing can have been done in it. "
        "Leave the number done and the result blank, or record them afterwards."
    )


class NothingIsCheckedNext(Refusal):
    """A next check day is of continuing countermeasures of one's own party."""

    ja = (
        "次回確認日を設定できる対策がありません。"
        "自社の継続的な対策を指定するか、次回確認日を空欄にしてください。"
    )
    en = (
        "None of these countermeasures has a next check day to set. "
        "Name a continuing one of your own party, or leave nextCheck out."
    )
