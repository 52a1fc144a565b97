"""Refusals about schedules."""

from domain.refusals import Refusal


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

    ja = "実績の日付（{day}）が未来です。今日までの日付にし、予定は実施時期に入力してください。"
    en = "The actual day ({day}) is in the future. State one up to today; plans go into the schedule."


class CountermeasureHasNoSchedule(Refusal):
    """Only what was set can be put right."""

    ja = "この対策には実施時期が設定されていないため、訂正できません。先に設定してください。"
    en = "This countermeasure has no schedule to put right. Set one first."
