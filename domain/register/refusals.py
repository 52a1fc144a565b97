"""The refusals of the register: what a record cannot become, and what to do instead."""

from domain.refusals import Refusal

# ----- every record -----------------------------------------------------------------------------


class JudgementNamesNoCategory(Refusal):
    """A judgement says something; unjudged is how a record begins."""

    ja = "情報区分を1つ以上選んでください。該当する情報がない場合は NONE を選んでください。"
    en = "Name at least one information category. If there is none of them in it, choose NONE."


class NoneStandsAlone(Refusal):
    """NONE beside another category contradicts itself."""

    ja = "情報区分の NONE は他の区分と同時に選べません。どちらかを外してください。"
    en = "NONE cannot stand beside another information category. Remove one of them."


class NumberIsNotFinite(Refusal):
    """Infinity and not-a-number count nothing."""

    ja = "{field_ja}が数値ではありません。数値を入力してください。"
    en = "The {field_en} is not a number. Write a number."


class NumberIsNegative(Refusal):
    """A number of things is zero or more."""

    ja = "{field_ja}が負の数です。0以上の数値を入力してください。"
    en = "The {field_en} is negative. Write zero or more."


class NumberIsTooLong(Refusal):
    """A number has more digits than the register keeps."""

    ja = "{field_ja}の桁数が多すぎます。整数部{whole}桁、小数部{fraction}桁以内にしてください。"
    en = (
        "The {field_en} has too many digits. "
        "Keep to {whole} before the point and {fraction} behind it."
    )


# ----- incidents --------------------------------------------------------------------------------


class IncidentIsClosed(Refusal):
    """A closed incident changes no more until it is reopened."""

    ja = "この事案は完了しているため、変更できません。再開してから変更してください。"
    en = "This incident is closed. Reopen it before you change it."


class IncidentIsNotClosed(Refusal):
    """Only what is closed can be reopened."""

    ja = "この事案は完了していないため、再開できません。そのまま変更してください。"
    en = "This incident is not closed, so it cannot be reopened. Change it as it stands."


class IncidentIsNotUnderInvestigation(Refusal):
    """An incident is confirmed out of an investigation."""

    ja = "この事案は調査中ではないため、確定できません。先に調査を開始してください。"
    en = "This incident is not under investigation. Begin the investigation before you confirm it."


class IncidentIsBeyondInvestigation(Refusal):
    """A confirmed incident is investigated again only after it was closed and reopened."""

    ja = "この事案は確定済みです。再調査するには、完了のうえ再開してください。"
    en = "This incident is confirmed. To investigate it again, close and reopen it."


class EarlyClosingNeedsItsReason(Refusal):
    """What was never confirmed is closed with a reason."""

    ja = "確定前の事案を完了するには理由が必要です。理由を入力してください。"
    en = "An incident that was never confirmed closes with a reason only. Give the reason."


class ReopeningNeedsItsReason(Refusal):
    """Reopening says why."""

    ja = "事案を再開するには理由が必要です。理由を入力してください。"
    en = "Reopening needs its reason. Give the reason."


class IncidentIsItsOwnRecurrence(Refusal):
    """A recurrence is of an earlier incident."""

    ja = "事案をそれ自身の再発とすることはできません。以前の事案を指定してください。"
    en = "An incident cannot be a recurrence of itself. Name the earlier incident."


# ----- investigations and figures ---------------------------------------------------------------


class MoreRespondentsThanAsked(Refusal):
    """Nobody answers who was not asked."""

    ja = "回答者数（{respondents}）が対象者数（{population}）を超えています。ご確認ください。"
    en = "More people answered ({respondents}) than were asked ({population}). Check both numbers."


class WholeFigureNamesIncidents(Refusal):
    """A figure is over the whole report or about incidents, not both."""

    ja = "報告全体の件数等に個別の事案は指定できません。どちらかにしてください。"
    en = "A figure over the whole report names no incidents. Choose one of the two."


class WholeFigureNeedsItsReport(Refusal):
    """A figure over the whole says of which report."""

    ja = "報告全体の件数等には、対象の報告書の指定が必要です。報告書を指定してください。"
    en = "A figure over the whole needs its report. Name the report."


class RestatementNeedsItsReason(Refusal):
    """A figure replaces another with a reason."""

    ja = "件数等を訂正するには理由が必要です。理由を入力してください。"
    en = "Restating a figure needs its reason. Give the reason."


class FigureIsRestated(Refusal):
    """A figure is restated once; the newer one may be restated in turn."""

    ja = "この件数等は既に訂正されています。新しい件数等の方を訂正してください。"
    en = "This figure has been restated already. Restate the newer figure instead."


class FigureRestatesItself(Refusal):
    """A figure is restated by a newer one."""

    ja = "件数等をそれ自身で訂正することはできません。新しい件数等を登録してください。"
    en = "A figure cannot restate itself. State a new figure."


# ----- causes -----------------------------------------------------------------------------------


class DismissalNeedsItsReason(Refusal):
    """A cause is dismissed with a reason."""

    ja = "原因を棄却するには理由が必要です。理由を入力してください。"
    en = "Dismissing a cause needs its reason. Give the reason."


# ----- countermeasures --------------------------------------------------------------------------


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
    en = "Going back from {before} to {after} needs its reason. Give the reason."


class GivingUpNeedsItsReason(Refusal):
    """A countermeasure is cancelled, or its risk accepted, with a reason."""

    ja = "対策の中止またはリスク受容には理由が必要です。理由を入力してください。"
    en = "Cancelling a countermeasure or accepting its risk needs a reason. Give the reason."


class CountermeasureIsNotTakenUpAgain(Refusal):
    """What has ended is taken up again before anything else becomes of it."""

    ja = (
        "この対策は終了しています（{before}）。"
        "変更するには、先に {words} のいずれかに戻してください。"
    )
    en = "This countermeasure has ended ({before}). Take it up again first, as one of: {words}."


class VerdictIsTooEarly(Refusal):
    """An effect is judged when there is something that can have one."""

    ja = "現在の状況（{status}）では評価「{verdict}」はできません。実施後に評価してください。"
    en = (
        "The verdict {verdict} does not fit the status {status}. "
        "Give it once the measure is implemented."
    )


class VerdictIsByTheReporter(Refusal):
    """Who reported a measure as done does not judge it."""

    ja = "実施を報告した方は、その対策を評価できません。別の評価者にご依頼ください。"
    en = "You reported this measure as implemented. Someone else must give the verdict."


# ----- schedules --------------------------------------------------------------------------------


class SlipNeedsItsReason(Refusal):
    """A due becomes later or vaguer with a reason."""

    ja = "期限の延期や後退には理由が必要です。変更理由を入力してください。"
    en = "A later or vaguer due needs its reason. Give the reason."


class MilestoneHasNoDay(Refusal):
    """A milestone is a day and its wording."""

    ja = "中間目標には日付が必要です。「2023-04-01 名称」の形で入力してください。"
    en = "A milestone needs its day. Write it as 2023-04-01, a blank, and its wording."


class FinishIsBeforeStart(Refusal):
    """Nothing is finished before it was started."""

    ja = "完了日（{finished}）が開始日（{started}）より前です。日付をご確認ください。"
    en = "The finish ({finished}) is before the start ({started}). Check both days."


class DayIsInTheFuture(Refusal):
    """An actual day is past or present."""

    ja = "実績日（{day}）が未来の日付です。予定は実施時期に入力してください。"
    en = "The actual day ({day}) is in the future. A plan belongs into the schedule."


# ----- releases ---------------------------------------------------------------------------------


class ReleaseIsToItsOwnParty(Refusal):
    """The owner sees its record without a release."""

    ja = "自社の記録を自社に開示する必要はありません。開示先を確認してください。"
    en = "A party sees its own records without a release. Check whom to release it to."


class ReleaseNeedsItsBasis(Refusal):
    """A release says on what basis."""

    ja = "開示には根拠が必要です。根拠を入力してください。"
    en = "A release needs its basis. Give the basis."


class ReleaseEndsBeforeToday(Refusal):
    """A release lasts at least for the day it is given."""

    ja = "開示期限（{until}）が過ぎています。本日以降の日付にしてください。"
    en = "The release would have ended on {until} already. Choose today or a later day."


class ReleaseStands(Refusal):
    """A standing release is not given twice."""

    ja = "この開示は既に有効です。内容を変えるには、先に撤回してください。"
    en = "This release stands already. Withdraw it before you give it on other terms."


class ReleaseDoesNotStand(Refusal):
    """Only a standing release is withdrawn."""

    ja = "この開示は既に撤回されたか、期限が過ぎています。撤回の必要はありません。"
    en = "This release has been withdrawn or has ended. There is nothing to withdraw."


class RecordIsUnjudged(Refusal):
    """Nobody releases what nobody has judged."""

    ja = "情報区分が未判定の記録は開示できません。先に情報区分を判定してください。"
    en = "The record's information categories are unjudged. Judge them before you release it."
