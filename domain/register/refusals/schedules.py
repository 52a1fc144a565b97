"""Refusals about schedules."""

from domain.refusals import Refusal


class SlipNeedsItsReason(Refusal):
    """A due becomes later or vaguer with a reason."""

    ja = "期限の延期や後退には理由が必要です。変更理由を入力してください。"
    en = "A later or vaguer due needs its reason. Give the reason."


class CorrectionNeedsItsReason(Refusal):
    """What was written down or read wrongly is put right with a reason."""

    ja = (
        "実施時期の訂正には理由が必要です。何が誤りだったかを入力してください。"
        "予定が変わった場合は、訂正ではなく変更（rescheduleCountermeasure）で登録してください。"
    )
    en = (
        "Putting a schedule right needs its reason. Say what was wrong. "
        "If the plan itself has moved, use rescheduleCountermeasure instead."
    )


class ReasonNeedsAChange(Refusal):
    """A reason is kept with the change that it explains."""

    ja = (
        "理由は、設定済みの実施時期を変えるときにだけ記録できます。理由を省くか、"
        "変更後の実施時期を入力してください。補足であればメモに書いてください。"
    )
    en = (
        "A reason is kept only with a change of the schedule that stands. "
        "Leave it out, or write what the schedule changes to; to add something, write a note."
    )


class MilestoneHasNoDay(Refusal):
    """A milestone is a day and its wording."""

    ja = "節目には日付が必要です。「2023-04-01 名称」の形で入力してください。"
    en = "A milestone needs its day. Write it as 2023-04-01, a blank, and its wording."


class FinishIsBeforeStart(Refusal):
    """Nothing is finished before it was started."""

    ja = "完了日（{finished}）が着手日（{started}）より前です。日付をご確認ください。"
    en = "The finish ({finished}) is before the start ({started}). Check both days."


class DayIsInTheFuture(Refusal):
    """An actual day is past or present."""

    ja = "実績の日付（{day}）が未来です。今日までの日付にし、予定は実施時期に入力してください。"
    en = "The actual day ({day}) is in the future. State one up to today; plans go into the schedule."


class CountermeasureHasNoSchedule(Refusal):
    """Only what was set can be put right."""

    ja = "この対策には実施時期が設定されていないため、訂正できません。先に設定してください。"
    en = "This countermeasure has no schedule to put right. Set one first."
