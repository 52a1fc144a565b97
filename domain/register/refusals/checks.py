"""Refusals about effectiveness checks."""

from domain.refusals import Refusal


class GivenUpMeasureHasNoEffect(Refusal):
    """What is given up has no effect to be checked."""

    ja = (
        "中止またはリスク受容とした対策の効果は検証できません。"
        "再開する場合は、先に状況を戻してください。"
    )
    en = (
        "The effect of a measure that was given up cannot be checked. "
        "If it is taken up again, say so first."
    )


class CriterionHasItsResult(Refusal):
    """A criterion is not moved once there is a result."""

    ja = "結果が記録された検証の基準は変更できません。別の効果検証を登録してください。"
    en = "There is a result against this criterion already. State another check instead."


class CheckIsBeforeItsCriterion(Refusal):
    """A criterion is stated first and checked then."""

    ja = "検証日（{day}）が基準の設定日（{stated}）より前です。設定日以後の日付にしてください。"
    en = (
        "The check ({day}) is before its criterion was stated ({stated}). "
        "State a day on which the criterion stood."
    )


class CheckIsOfAnEarlierRound(Refusal):
    """An effect that was questioned is checked anew."""

    ja = "この検証は、効果の見直しより前のものです。新しい効果検証を登録してください。"
    en = "The effect was questioned since this check was set up. State another check."


class CheckerIsOfTheResponsibleDepartment(Refusal):
    """Who answers for a measure does not check whether it works."""

    ja = "主管部署の方は、その対策の効果を検証できません。別の部署の方にご依頼ください。"
    en = "You belong to the department responsible for the measure. Someone else must check it."


class CheckerReportedItDone(Refusal):
    """Who reported a measure as done does not check whether it works."""

    ja = "実施を報告した方は、その対策の効果を検証できません。別の方にご依頼ください。"
    en = "You reported this measure as done. Someone else must check its effect."
