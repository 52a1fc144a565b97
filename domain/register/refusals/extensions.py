"""Refusals about extension requests."""

from domain.refusals import Refusal


class DueIsMovedByRequest(Refusal):
    """Once a due is set, only a decided request makes it later or vaguer."""

    ja = (
        "設定済みの期限の延期や後退は、承認された期限延長の申請によってだけ行われます。"
        "期限延長を申請（requestExtension）してください。"
    )
    en = (
        "A due that is set becomes later or vaguer by a decided request alone."
        " Ask for an extension (requestExtension)."
    )


class MeetingDecidesExtensions(Refusal):
    """Where the meeting decides on more time, nobody else does."""

    ja = (
        "期限延長は合同検討会議が決定します。"
        "申請を議題に加え、決定として記録された結論を反映（applyOutcome）してください。"
    )
    en = (
        "The review meeting decides on more time. Put the request on its agenda, and carry out the outcome that is"
        " recorded as decided (applyOutcome)."
    )


class OfficerDecidesExtensions(Refusal):
    """Where the chief compliance officer decides on more time, a meeting gives its opinion alone."""

    ja = (
        "期限延長はコンプライアンス責任者が決定します。"
        "結論だけを記録し、承認・却下（decideExtension）はコンプライアンス責任者にご依頼ください。"
    )
    en = (
        "The chief compliance officer decides on more time. Record the outcome alone, and ask that officer to"
        " decide the request (decideExtension)."
    )


class OutcomeGrantsNothing(Refusal):
    """Only a request for more time is granted, and by a decision."""

    ja = "期限延長の承認・却下は、申請の議題で、結論が「決定」のときだけ指定できます。指定を省いてください。"
    en = "Only the item of an extension request that is decided is granted or declined. Leave it out."


class LaterCorrectionIsTheOfficers(Refusal):
    """What makes a due later looks like a slip: whoever grants these vouches that it was a typing error."""

    ja = (
        "期限が後ろになる（またはあいまいになる）訂正は、最初の設定から{days}日以内で、その後変更のない実施時期に限ります。"
        "コンプライアンス責任者に訂正を依頼するか、期限延長を申請（requestExtension）してください。"
    )
    en = (
        "A correction that makes a due later or vaguer is made within {days} days of its first setting, while it"
        " was not moved. Later, ask the chief compliance officer to correct it, or ask for an extension"
        " (requestExtension)."
    )


class NothingIsExtended(Refusal):
    """More time is asked for what has a due, and would have a later or vaguer one."""

    ja = (
        "期限の延期や後退にならない対策があります（{named}）。"
        "期限のない対策や、期限を早める変更は、申請せずに実施時期の変更（rescheduleCountermeasure）で登録してください。"
    )
    en = (
        "This makes no due later or vaguer ({named}). What has no due yet, or gets an earlier one, needs no request:"
        " use rescheduleCountermeasure."
    )


class MeasureIsNamedTwice(Refusal):
    """A request asks for one time for each measure."""

    ja = "同じ対策が二度指定されています（{named}）。一つの申請では、対策ごとに実施時期を一つ指定してください。"
    en = "A countermeasure is named twice ({named}). State one schedule for each in a request."


class ExtensionIsPending(Refusal):
    """One request for one measure at a time."""

    ja = (
        "この対策の期限延長は既に申請中です（{named}）。"
        "その申請の承認・却下を待つか、取り下げてから、あらためて申請してください。"
    )
    en = (
        "An extension of this countermeasure is asked for already ({named})."
        " Wait for its decision, or withdraw that request first."
    )


class ExtensionIsDecided(Refusal):
    """A request is decided or withdrawn once."""

    ja = "この申請は既に終わっています（{status}）。必要なら、あらためて申請してください。"
    en = "This request is over ({status}). File another one if there is need."


class AskerDoesNotDecide(Refusal):
    """Nobody grants themself more time."""

    ja = (
        "期限延長は、申請者とは別の方が承認または却下します。"
        "ほかのコンプライアンス責任者にご依頼ください。申請をやめるには、取り下げてください。"
    )
    en = (
        "Whoever asked for an extension does not decide it. Ask another chief compliance officer;"
        " to ask for it no more, withdraw the request."
    )


class ExtensionIsOutdated(Refusal):
    """What is granted is what was asked for, of measures as they stood then."""

    ja = (
        "申請の後に、実施時期または状況が変わった対策があります（{named}）。"
        "この申請を却下するか取り下げ、必要な対策だけをあらためて申請してください。"
    )
    en = (
        "Since this was asked for, the schedule or the status has changed of {named}."
        " Decline or withdraw the request, and file another one for what still needs it."
    )


class DecliningNeedsItsReason(Refusal):
    """Who is declined is told why."""

    ja = "期限延長の却下には理由が必要です。理由を入力してください。"
    en = "Declining an extension needs its reason. Say why."
