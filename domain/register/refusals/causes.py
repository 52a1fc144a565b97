"""Refusals about causes."""

from domain.refusals import Refusal


class DismissalNeedsItsReason(Refusal):
    """A cause is dismissed with a reason."""

    ja = "原因を棄却するには理由が必要です。理由を入力してください。"
    en = "Dismissing a cause needs its reason. Give the reason."


class CauseIsDismissed(Refusal):
    """A dismissed cause stays as it was dismissed."""

    ja = (
        "この原因は{day}に棄却したため、変更できません。やはり原因である場合は、理由を付けて"
        "確認してから変更し、別の原因である場合は、新しい原因として登録してください。"
    )
    en = (
        "This cause was dismissed on {day} and changes no more. If it was a cause after all, "
        "confirm it with a reason first; if it is another cause, state that one."
    )


class ReinstatementNeedsItsReason(Refusal):
    """What was dismissed is confirmed after all with a reason."""

    ja = "棄却した原因を原因と確認するには理由が必要です。理由を入力してください。"
    en = "Confirming a cause that was dismissed needs its reason. Give the reason."
