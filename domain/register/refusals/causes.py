"""Refusals about causes."""

from domain.refusals import Refusal


class DismissalNeedsItsReason(Refusal):
    """A cause is dismissed with a reason."""

    ja = "原因を棄却するには理由が必要です。理由を入力してください。"
    en = "Dismissing a cause needs its reason. Give the reason."
