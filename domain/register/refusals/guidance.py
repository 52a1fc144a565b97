"""Refusals about guidance."""

from domain.refusals import Refusal


class GuidanceIsSuperseded(Refusal):
    """Newer guidance stands in its place already."""

    ja = "この事例には、すでに新しい版があります。新しい版（supersededBy）を対象にしてください。"
    en = "Newer guidance stands in its place already. Take that one (supersededBy)."


class GuidanceIsWithdrawn(Refusal):
    """What was withdrawn is neither superseded nor withdrawn again."""

    ja = "この事例は{day}に取り下げられています。必要なら、差し替えの指定（supersedes）なしで新しい事例として公表してください。"
    en = "This guidance was withdrawn on {day}. If you need it, publish it anew, superseding nothing."


class WithdrawalOfGuidanceNeedsItsReason(Refusal):
    """Guidance is withdrawn with a reason: people have relied on it."""

    ja = "事例を取り下げるには理由が必要です。理由を入力してください。"
    en = "Withdrawing guidance needs its reason: people relied on it. Give the reason."
