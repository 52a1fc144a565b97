"""Refusals about review meetings: their papers, their agenda, their minutes and what is to be done."""

from domain.refusals import Refusal


class MeetingNeedsAnotherParty(Refusal):
    """One party alone is no review of what it does itself."""

    ja = "会議に参加する会社が自社だけです。ほかの会社を一つ以上指定してください。"
    en = "Your own party is the only one of this meeting. Name another one at least."


class QuorumIsOutOfRange(Refusal):
    """A quorum is a number of the parties that are convened."""

    ja = "定足数が参加会社の数に合いません。{fewest}から{parties}までの数にしてください。"
    en = "The quorum does not fit the parties convened. State a number from {fewest} to {parties}."


class MeetingStatusForbids(Refusal):
    """Not every step may be taken at every time of a meeting."""

    ja = "この会議は「{status}」のため、この操作はできません。会議が{needed}のときに行えます。"
    en = "The status of the meeting is: {status}. This can be done while it is: {needed}."


class MeetingIsNotFollowed(Refusal):
    """A series is one party's to carry on, and what was called off is followed by nothing."""

    ja = "この会議の続きとして招集できません。自社が招集した、中止されていない会議を指定してください。"
    en = (
        "This meeting cannot be followed. Name one that your own party convened and that was not"
        " cancelled."
    )


class PapersAreNotClosed(Refusal):
    """A meeting is opened over papers that all of its parties know."""

    ja = "資料がまだ確定していません。資料を確定（closePapers）してから開会してください。"
    en = "The papers are not closed yet. Close them (closePapers), then open the meeting."


class PapersAreClosed(Refusal):
    """Papers are closed once; another issue replaces them, and says why."""

    ja = (
        "資料は既に確定しています（第{issue}版）。"
        "差し替えるときは、理由を付けて差替版を出してください（replacePapers）。"
    )
    en = (
        "The papers are closed already (issue {issue})."
        " To replace them, issue new ones with a reason (replacePapers)."
    )


class ReplacementNeedsItsReason(Refusal):
    """Whoever read the first papers is told why there are others."""

    ja = "資料の差替えには理由が必要です。理由を入力してください。"
    en = "Papers are replaced for a reason. State it."


class QuorumIsNotMet(Refusal):
    """A meeting is opened when enough of its parties are there."""

    ja = "定足数に達していません（必要：{quorum}社、出席：{present}社）。出席がそろってから開会するか、会議を改めて招集してください。"
    en = (
        "There is no quorum: {present} of the {quorum} parties needed are present."
        " Open the meeting when they are, or convene another."
    )


class PartyIsNotOfTheMeeting(Refusal):
    """Only the parties that were convened attend, or are given something to do."""

    ja = "この会議に招集されていない会社が含まれています。招集された会社だけを指定してください。"
    en = "A party is named that was not convened for this meeting. Name those alone that were."


class AttendanceIsOutOfRange(Refusal):
    """A party that is present is there with somebody."""

    ja = "出席者の数は会社ごとに1人から{most}人までにしてください。欠席した会社は出席に含めないでください。"
    en = "A party is present with 1 to {most} people. Leave those out that are absent."


class PartyIsNamedTwice(Refusal):
    """Of each party it is said once how many are present."""

    ja = "出席に同じ会社が二度あります（{named}）。会社ごとに一度だけ指定してください。"
    en = "A party is named twice among those present ({named}). State each once."


class MinutesAreStillCorrected(Refusal):
    """Minutes are confirmed once the time for corrections is over."""

    ja = "議事録は {until} まで訂正を受け付けています。翌日以降に確定してください。"
    en = "The minutes may be corrected until {until}. Confirm them on a later day."


class MinutesAreSettled(Refusal):
    """What was said is corrected until a day, and then stands."""

    ja = "議事録の訂正期間は終わっています。次の会議で取り上げてください。"
    en = "The time to correct these minutes is over. Bring it up at the next meeting."


class CorrectionsEndBeforeToday(Refusal):
    """There is a day left on which the minutes can be read and corrected."""

    ja = "訂正期限（{until}）が今日より前です。今日以降の日付にしてください。"
    en = "The last day for corrections ({until}) is over. State today or a later day."


class CorrectionsTakeTooLong(Refusal):
    """Minutes are settled some day."""

    ja = "訂正期限が遠すぎます。{last} までの日付にしてください。"
    en = "The last day for corrections is too far off. State {last} or an earlier day."


# ----- the agenda -------------------------------------------------------------------------------


class RecordIsNotDiscussed(Refusal):
    """An agenda holds what a meeting can decide about."""

    ja = (
        "この種類の記録は議題にできません。対策・事案・原因・報告書・期限延長の申請・要求を指定するか、"
        "記録を指定せずに議題名を入力してください。"
    )
    en = (
        "Records of this kind are not put on an agenda. Name a countermeasure, an incident, a cause, a report,"
        " an extension request or a requirement; or name none and state a topic."
    )


class ItemNeedsItsTopic(Refusal):
    """An item that is about no record says what it is about."""

    ja = "記録を指定しない議題には議題名が必要です。議題名を入力してください。"
    en = "An item about no record needs a topic. State it."


class ItemIsOnTheAgenda(Refusal):
    """A record stands on an agenda once."""

    ja = "この記録は既に議題にあります（{named}）。追加は不要です。"
    en = "This record is on the agenda already ({named}). Nothing needs to be added."


class ItemIsWithdrawn(Refusal):
    """What was taken off the agenda is not spoken of there."""

    ja = "この議題は取り下げられています。必要なら、あらためて議題に加えてください。"
    en = "This item was taken off the agenda. Add the record again if there is need."


class ItemIsNotForAll(Refusal):
    """What all parties are to see together was released to each of them."""

    ja = (
        "この議題の記録は、参加する会社のうち {parties} が閲覧できません。"
        "情報遮断責任者に開示を依頼するか、別紙のままにしてください。"
    )
    en = (
        "The record of this item is not seen by {parties}, who are of the meeting. Ask the barrier"
        " officer to release it, or leave the item in the annex."
    )


class ItemIsNotTheirs(Refusal):
    """Nobody is asked to do what they cannot read."""

    ja = (
        "この議題の記録は {parties} が閲覧できないため、宿題の担当にできません。"
        "情報遮断責任者に開示を依頼するか、閲覧できる会社の宿題にしてください。"
    )
    en = (
        "The record of this item is not seen by {parties}, who would not read what it is asked to do."
        " Ask the barrier officer to release it, or name a party that sees it."
    )


class AgendaIsEmpty(Refusal):
    """Papers are about something."""

    ja = "議題がありません。議題を加えてから資料を確定してください。"
    en = "There is nothing on the agenda. Add an item, then close the papers."


# ----- the minutes ------------------------------------------------------------------------------


class OutcomeIsRecorded(Refusal):
    """An item comes to one outcome, which may be amended."""

    ja = "この議題の結論は既に記録されています（{named}）。直すときは訂正してください（amendMinutes）。"
    en = "The outcome of this item was recorded already ({named}). Amend that one (amendMinutes)."


class OutcomeNeedsItsReason(Refusal):
    """Whatever is not decided is left open for a reason."""

    ja = "「決定」以外の結論には理由が必要です。理由を入力してください。"
    en = "An outcome other than decided needs a reason. State it."


class VerdictIsOfAMeasure(Refusal):
    """A verdict is given on a countermeasure."""

    ja = "評価は対策の議題だけに付けられます。評価を省いてください。"
    en = "A verdict is given on countermeasures alone. Leave it out."


class EntryIsNoOutcome(Refusal):
    """A resolution and an opinion have no outcome, and an outcome has no theme."""

    ja = "この項目（{field_ja}）は、この種類の記載（{kind}）にはありません。省いてください。"
    en = "An entry of this kind ({kind}) has no {field_en}. Leave it out."


class EntryIsStruckOut(Refusal):
    """What was struck out is said no more."""

    ja = "この記載は削除されています。必要なら、会議の間に新しく記載してください。"
    en = "This entry was struck out. Enter it anew while the meeting is open."


class NothingIsConcluded(Refusal):
    """A verdict or a decision is carried out once the item has come to an outcome."""

    ja = "この議題の結論がまだ記録されていません。先に結論を記録（recordOutcome）してください。"
    en = "This item has come to no outcome yet. Record it first (recordOutcome)."


class OutcomeWasCarriedOut(Refusal):
    """What was granted or declined by an outcome is not said otherwise afterwards."""

    ja = "この結論によって期限延長の申請が決定されています。決定と異なる内容には直せません。次の会議で取り上げてください。"
    en = "By this outcome an extension request was decided, so it stays. Bring it up at the next meeting."


class DecisionIsSeenByNobodyElse(Refusal):
    """A meeting decides on what another of its parties sees, too."""

    ja = (
        "この記録を閲覧できる会社がほかに出席していないため、会議の決定にはできません。"
        "情報遮断責任者に開示を依頼するか、社内の手続きで決定してください。"
    )
    en = (
        "No other party of the meeting sees this record, so the meeting decides nothing on it. Ask the barrier"
        " officer to release it, or decide it inside your party."
    )


# ----- what is to be done -----------------------------------------------------------------------


class ActionItemIsOver(Refusal):
    """What was done or dropped is not done again."""

    ja = "この宿題は既に終わっています（{status}）。必要なら再開してください（reopenActionItem）。"
    en = "This action item is over ({status}). Reopen it (reopenActionItem) if there is need."


class ActionItemIsOpen(Refusal):
    """Only what is over is reopened."""

    ja = "この宿題はまだ終わっていません。再開は不要です。"
    en = "This action item is open already. There is nothing to reopen."


class DueIsOver(Refusal):
    """What is to be done is due today or later."""

    ja = "期限（{due}）が過ぎています。今日（{today}）以降の日付にしてください。"
    en = "The due day ({due}) is over. State today ({today}) or a later day."
