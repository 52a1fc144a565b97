"""Refusals about countermeasures."""

from domain.refusals import Refusal


class ProposalIsAlreadyUnderWay(Refusal):
    """A countermeasure begins as considered or planned; progress is reported, not assumed."""

    ja = "対策は検討中または計画済みとして登録してください。進捗は登録後に報告してください。"
    en = (
        "A countermeasure is proposed as under consideration or planned. "
        "Report its progress afterwards."
    )


class OnlyContinuingMeasuresOperate(Refusal):
    """A one-off measure ends when it is implemented."""

    ja = (
        "「運用中」「日常業務へ移行」は継続的な対策に限ります。"
        "継続的な対策であれば、先に種別を「継続」に変更してください。"
    )
    en = (
        "Only a continuing measure operates or is handed over to routine. "
        "If this one continues, say so first."
    )


class OperatingMeasureIsContinuing(Refusal):
    """What operates, or was handed over, is a continuing measure."""

    ja = (
        "運用中または日常業務へ移行した対策は「継続」に限ります。"
        "種別を変えるには、先に状況を戻してください。"
    )
    en = (
        "A measure that operates or was handed over to routine is a continuing one. "
        "Move its status back first."
    )


class SteppingBackNeedsItsReason(Refusal):
    """Progress goes back with a reason."""

    ja = "状況を「{before}」から「{after}」に戻すには理由が必要です。理由を入力してください。"
    en = "Going back from “{before}” to “{after}” needs its reason. Give the reason."


class GivingUpNeedsItsReason(Refusal):
    """A countermeasure is cancelled, or its risk accepted, with a reason."""

    ja = "対策の中止またはリスク受容には理由が必要です。理由を入力してください。"
    en = "Cancelling a countermeasure or accepting its risk needs a reason. Give the reason."


class CountermeasureIsNotTakenUpAgain(Refusal):
    """What has ended is taken up again before anything else becomes of it."""

    ja = (
        "この対策は終了しています（{before}）。"
        "変更するには、先に状況を次のいずれかに戻してください：{words}。"
    )
    en = "This countermeasure has ended ({before}). Take it up again first, as one of: {words}."


class VerdictIsTooEarly(Refusal):
    """An effect is judged when there is something that can have one."""

    ja = "現在の状況（{status}）では評価「{verdict}」はできません。実施後に評価してください。"
    en = (
        "The verdict “{verdict}” does not fit the status “{status}”. "
        "Give it once the measure is implemented."
    )


class VerdictIsByTheReporter(Refusal):
    """Who reported a measure as done does not judge it."""

    ja = "実施を報告した方は、その対策を評価できません。別の評価者にご依頼ください。"
    en = "You reported this measure as implemented. Someone else must give the verdict."


class ReporterCheckedIt(Refusal):
    """Who checked the effect of a measure does not report it as done."""

    ja = "この対策の効果を検証した方は、実施を報告できません。別の担当者にご依頼ください。"
    en = "You have checked the effect of this measure. Someone else must report it as done."


class HandingOverNamesItsRule(Refusal):
    """A measure is handed over to routine by a rule and on a decision, not in passing."""

    ja = (
        "日常業務への移行には、根拠となる規程と決定が必要です。"
        "移行の操作（handOverCountermeasure）で登録してください。"
    )
    en = (
        "A measure becomes routine under a rule and on a decision. "
        "Hand it over with handOverCountermeasure."
    )


class ClosingNeedsItsChecks(Refusal):
    """No measure is closed before its effect was checked in every layer its kind needs."""

    ja = (
        "効果検証で達成と確認されていない段階があります（{layers}）。"
        "その段階の効果検証を行ってから、もう一度操作してください。"
    )
    en = (
        "Its effect has not been found met in these layers: {layers}. "
        "Check it there, then close the measure."
    )


class DepartmentIsOfAnotherParty(Refusal):
    """A department answers for its own party alone."""

    ja = (
        "主管部署が主管会社の部署ではありません。主管会社の部署を指定してください。"
        "部署を決めない場合は、主管部署を空にしてください。"
    )
    en = (
        "The responsible department is not one of the responsible party. "
        "Name a department of that party, or null for none in particular."
    )


class GivenUpMeasureHasNoDays(Refusal):
    """Nobody waits for what is given up."""

    ja = (
        "中止またはリスク受容とした対策の実施時期、着手日・完了日、次回確認日は変更できません。"
        "日付は中止の前に記録し、再開する場合は先に状況を戻してください。"
    )
    en = (
        "The days of a measure that was given up change no more. "
        "State them before you give it up; if it is taken up again, say so first."
    )


class RoutineIsNotRescheduled(Refusal):
    """What is routine has no other time to be done by."""

    ja = (
        "日常業務へ移行した対策の実施時期は変更できません。次に確認する日は次回確認日に設定し、"
        "対策をやり直す場合は先に状況を戻してください。"
    )
    en = (
        "A measure that became routine is not rescheduled. Set its next check day; "
        "if it is done anew, move its status back first."
    )


class CountermeasureIsSplit(Refusal):
    """A measure that was split changes no more; its parts do."""

    ja = "この対策は分割済みのため、変更できません。分割後の対策を変更してください。"
    en = "This countermeasure was split and changes no more. Change its parts instead."


class ProgressDoesNotSplit(Refusal):
    """A measure is split by naming its parts, not by its status."""

    ja = "「分割済み」は進捗として報告できません。分割の操作で、分割後の対策を登録してください。"
    en = "Progress does not say that a measure is split. Split it by naming its parts."


class OnlyOpenMeasuresAreSplit(Refusal):
    """What is done or given up is not split: its parts would begin anew."""

    ja = (
        "現在の状況（{status}）の対策は分割できません。"
        "実施中までの状況に戻してから分割してください。"
    )
    en = (
        "A measure that is {status} cannot be split. "
        "Move it back to what is still to be done, then split it."
    )


class SplittingNeedsTwoParts(Refusal):
    """One part would be the measure itself."""

    ja = "対策の分割には2つ以上の対策が必要です。1つであれば、内容を改めてください。"
    en = "A measure is split into two parts at least. To put one in its place, revise it."


class SplitIsTooLarge(Refusal):
    """Each part answers each cause; nobody follows some thousand links."""

    ja = (
        "原因 {causes} 件の対策を {parts} 件に分割すると、結び付きが {most} 件を超えます。"
        "分割する数を減らすか、先に原因との結び付きを整理してください。"
    )
    en = (
        "Splitting a measure that answers {causes} causes into {parts} parts makes more than {most} "
        "links. Name fewer parts, or undo links to causes first."
    )


class EffectIsNotVerified(Refusal):
    """Only an effect that counts as proven can be questioned."""

    ja = (
        "この対策の効果はまだ確認されていないため、見直しの対象になりません。"
        "評価が解決またはフォロー終了、または日常業務へ移行した対策を指定してください。"
    )
    en = (
        "The effect of this measure does not count as proven, so there is nothing to question. "
        "Name measures that are resolved, no longer followed up or handed over."
    )


class NothingToQuestion(Refusal):
    """No verified measure answers what the incident repeats."""

    ja = (
        "この事案と原因が同じで、効果が確認済みの自社の対策はありません。"
        "事案に原因を結び付けるか、再発元の事案を指定してください。"
    )
    en = (
        "No verified measure of your party answers a cause of this incident. "
        "Link the incident to its causes, or say which earlier one it repeats."
    )


class MeasureAnswersAnotherCause(Refusal):
    """An incident questions the measures that were to prevent it, and no others."""

    ja = "この対策は、事案の原因に対するものではありません。事案と原因の結び付きをご確認ください。"
    en = "This measure answers no cause of the incident. Check the links of the incident."
