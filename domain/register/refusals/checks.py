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


class MeasureIsNotDoneYet(Refusal):
    """What is not done yet is neither lived by nor works, nor is it found set up."""

    ja = (
        "まだ実施が報告されていない対策は、運用・効果を検証できず、整備も達成とはできません。"
        "先に進捗（実施済み）を報告してください。"
    )
    en = (
        "The measure is not reported as done: it can neither be found set up, "
        "nor be checked for its operation or effect. Report its progress first."
    )


class BaselineIsMissing(Refusal):
    """How it was before is said beforehand, or that nobody knows."""

    ja = (
        "運用・効果の検証には、検証前の値が必要です。"
        "比べる値がない場合は「なし」とその理由を入力してください。"
    )
    en = (
        "Checking the operation or the effect needs its baseline: how it was before. "
        "If there is none, say so: none, and why."
    )


class ChangedResultNeedsItsReason(Refusal):
    """Met becomes not met, or the other way round, with a reason."""

    ja = "検証の結果（達成・未達成）を改めるには理由が必要です。理由を入力してください。"
    en = "Changing a result from met to not met, or back, needs its reason. Give the reason."


class CheckIsOfAnEarlierRound(Refusal):
    """An effect that was questioned is checked anew."""

    ja = "この検証は、効果の見直しより前のものです。新しい効果検証を登録してください。"
    en = "The effect was questioned since this check was set up. State another check."


class CheckerIsOfTheResponsibleDepartment(Refusal):
    """Who answers for a measure, or took it over, does not check whether it works."""

    ja = (
        "主管部署の方と、対策を引き継いだ部署の方は、その対策の効果を検証できません。"
        "別の部署の方にご依頼ください。"
    )
    en = (
        "You belong to the department that is responsible for the measure or took it over. "
        "Someone else must check it."
    )


class CheckerEditsForTheWholeParty(Refusal):
    """Who may report the progress of every measure does not check whether one works."""

    ja = (
        "会社全体の編集担当は、どの部署の対策の進捗も報告できる立場のため、"
        "自社の対策の効果を検証できません。コンプライアンス責任者や監査担当の方、"
        "または別の部署に限った編集担当の方にご依頼ください。"
    )
    en = (
        "As an editor of the whole party you may report the progress of each of its measures, "
        "so you check the effect of none. Ask a chief compliance officer, an auditor, "
        "or an editor limited to another department."
    )


class CheckerReportedItDone(Refusal):
    """Who reported a measure as done does not check whether it works."""

    ja = "実施を報告した方は、その対策の効果を検証できません。別の方にご依頼ください。"
    en = "You reported this measure as done. Someone else must check its effect."
