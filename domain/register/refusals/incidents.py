"""Refusals about incidents."""

from domain.refusals import Refusal


class IncidentIsClosed(Refusal):
    """A closed incident changes no more until it is reopened."""

    ja = "この事案は{day}に完了したため、変更できません。再開してから変更してください。"
    en = "This incident was closed on {day}. Reopen it before you change it."


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


class RecurrenceGoesInACircle(Refusal):
    """What comes back came before."""

    ja = "指定した事案は、この事案の再発として記録されています。先に起きた事案を指定してください。"
    en = "The incident you name is itself a recurrence of this one. Name the one that came first."
