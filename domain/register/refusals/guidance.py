"""Refusals about guidance."""

from domain.refusals import Refusal


class GuidanceIsSuperseded(Refusal):
    """Newer guidance stands in its place already."""

    ja = "この事例には、すでに新しい版があります。新しい版（supersededBy）を対象にしてください。"
    en = "Newer guidance stands in its place already. Take that one (supersededBy)."


class GuidanceIsWithdrawn(Refusal):
    """What was withdrawn is not withdrawn again."""

    ja = "この事例は{day}にすでに取り下げられています。新しい事例を公表するときに、旧版として指定できます。"
    en = "This guidance was withdrawn on {day} already. Newer guidance may be published in its place."


class GuidanceIsPublished(Refusal):
    """What was published already is not published otherwise."""

    ja = (
        "この下書きはすでに公表されていて、旧版や情報区分の指定は変えられません。情報区分は記録の側で変更（classifyRecords）し、"
        "旧版を指定するには新しい下書き（draftGuidance）を公表してください。"
    )
    en = (
        "This draft is published already, superseding something else or nothing, or judged otherwise. Judge it by"
        " classifyRecords; to supersede something, publish another draft (draftGuidance)."
    )


class WithdrawalOfGuidanceNeedsItsReason(Refusal):
    """Guidance is withdrawn with a reason: people have relied on it."""

    ja = "事例を取り下げるには理由が必要です。理由を入力してください。"
    en = "Withdrawing guidance needs its reason: people relied on it. Give the reason."
