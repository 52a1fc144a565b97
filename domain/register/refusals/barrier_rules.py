"""Refusals about barrier rules."""

from domain.refusals import Refusal


class RuleIsAboutItsOwnParty(Refusal):
    """Nothing is barred from whoever owns it."""

    ja = "自社の情報を自社に対して遮断することはできません。遮断先の会社を確認してください。"
    en = "A rule cannot bar a party from its own information. Check whom it is to bar."


class RuleCoversNoInformation(Refusal):
    """NONE says that there is nothing to bar."""

    ja = "「該当なし」（NONE）の情報は遮断の対象になりません。対象とする情報区分を選んでください。"
    en = "NONE is no information to bar. Choose the information category that the rule covers."


class RuleNeedsItsBasis(Refusal):
    """A rule says on what law or agreement it rests."""

    ja = "遮断規則には法令等の根拠が必要です。根拠を入力してください。"
    en = "A barrier rule needs its legal basis. State the basis."


class RuleEndsBeforeItBegins(Refusal):
    """A rule lasts at least for a day."""

    ja = "遮断規則の終了日（{ends}）が開始日（{begins}）より前です。日付を確認してください。"
    en = "The rule would end on {ends}, before it begins on {begins}. Check its days."


class RuleEndsBeforeToday(Refusal):
    """A rule that is over bars nothing."""

    ja = "遮断規則の終了日（{ends}）が過ぎています。本日以降の日付にしてください。"
    en = "The rule would have ended on {ends} already. Choose today or a later day."


class RuleIsOver(Refusal):
    """What is over ends no more."""

    ja = "この遮断規則は既に終了しています。終了の必要はありません。"
    en = "This barrier rule has ended already. There is nothing to end."


class RuleIsNotProlonged(Refusal):
    """Ending a rule makes it shorter."""

    ja = (
        "この遮断規則は {ends} に終了します。それより前の日付にしてください。"
        "延長するには、新しい規則を設定してください。"
    )
    en = (
        "This barrier rule ends on {ends} anyway. Choose an earlier day."
        " To bar for longer, set another rule."
    )


class RuleEndNeedsItsReason(Refusal):
    """Nobody opens a barrier without saying why."""

    ja = "遮断規則を終了するには理由が必要です。理由を入力してください。"
    en = "To end a barrier rule needs a reason. Give the reason."


class BarrierRuleForbids(Refusal):
    """A rule beats every role: what it covers is released to nobody whom it bars."""

    ja = (
        "遮断規則（{rules}）により、この記録（{named}）はこの会社に開示できません。"
        "規則の対象となる情報を含まない開示用の文面にするか、開示期限を規則の開始より前にしてください。"
    )
    en = (
        "A barrier rule ({rules}) forbids to release this ({named}) to that party."
        " Release a wording that holds none of what the rule covers, or let the release end before"
        " the rule begins."
    )
