"""Mutations about review meetings: their course, and their agenda."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, Creating, Touching, mutation
from api.register.types import AgendaItem, ReviewMeeting
from commands.register.agenda import (
    add_agenda_item,
    reword_agenda_item,
    set_agenda_item_apart,
    share_agenda_item,
    withdraw_agenda_item,
)
from commands.register.meetings import (
    adjourn_meeting,
    cancel_meeting,
    close_papers,
    confirm_minutes,
    convene_meeting,
    open_meeting,
    replace_papers,
    revise_meeting,
)
from domain.refusals import DayIsStillToCome
from domain.register import refusals as rules

_PREPARED = (rules.MeetingStatusForbids,)
_STATUS_DATE = "基準日 / The day against which lateness is judged in the papers; else today. Not still to come."


@strawberry.input(description="会議の招集 / Convene a meeting of your party and others.")
class ConveneMeetingInput(Creating):
    title: str = strawberry.field(
        description="会議名 / What it is called; all its parties read it."
    )
    held_on: date = strawberry.field(description="開催日 / The day.")
    parties: list[str] = strawberry.field(
        description="参加会社 / Codes of the parties; your own need not be named."
    )
    hours: str | None = strawberry.field(
        default=None, description="時間 / From when to when, as 10:00～12:00."
    )
    place: str | None = strawberry.field(default=None, description="場所 / Where.")
    quorum: int | None = strawberry.field(
        default=None, description="定足数 / How many parties must be present; else all of them."
    )
    follows: strawberry.ID | None = strawberry.field(
        default=None,
        description="前回 / The meeting before it in the series: what was left open there is proposed here.",
    )


@strawberry.input(description="会議への操作 / Change a meeting that your party convened.")
class ChangingMeeting(Changing):
    meeting: strawberry.ID = strawberry.field(description="会議 / The meeting.")


@strawberry.input(description=f"会議の変更 / Describe a meeting anew. {LEAVE_OUT}")
class ReviseMeetingInput(ChangingMeeting):
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="会議名 / What it is called; it always has a name."
    )
    held_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="開催日 / The day; it always has one."
    )
    hours: str | None = strawberry.field(
        default=strawberry.UNSET, description="時間 / From when to when."
    )
    place: str | None = strawberry.field(default=strawberry.UNSET, description="場所 / Where.")


@strawberry.input(description="資料の確定 / Pin what the register shows now as the papers.")
class ClosePapersInput(ChangingMeeting):
    status_date: date | None = strawberry.field(default=None, description=_STATUS_DATE)


@strawberry.input(description="資料の差替え / Replace the papers by what the register shows now.")
class ReplacePapersInput(ChangingMeeting):
    reason: str = strawberry.field(description="理由 / Why; all its parties read it.")
    status_date: date | None = strawberry.field(default=None, description=_STATUS_DATE)


@strawberry.input(description="出席 / How many people of a party are present.")
class AttendanceInput:
    party: str = strawberry.field(description="会社 / Its code.")
    people: int = strawberry.field(description="人数 / How many, one or more.")


@strawberry.input(description="開会 / Open a meeting.")
class OpenMeetingInput(ChangingMeeting):
    attendance: list[AttendanceInput] = strawberry.field(
        description="出席 / The parties that are present, each once."
    )


@strawberry.input(description="閉会 / Adjourn a meeting.")
class AdjournMeetingInput(ChangingMeeting):
    corrections_until: date | None = strawberry.field(
        default=None,
        description="訂正期限 / The last day on which the minutes may be corrected; else in two weeks.",
    )


@strawberry.input(description="議事録の確定 / Let the minutes stand.")
class ConfirmMinutesInput(ChangingMeeting):
    pass


@strawberry.input(description="会議の中止 / Call a meeting off.")
class CancelMeetingInput(ChangingMeeting):
    reason: str | None = strawberry.field(
        default=None, description="理由 / Why; all its parties read it."
    )


@strawberry.input(description="議題の追加 / Put something on an agenda.")
class AddAgendaItemInput(Touching):
    meeting: strawberry.ID = strawberry.field(description="会議 / The meeting.")
    record: strawberry.ID | None = strawberry.field(
        default=None,
        description="対象 / A countermeasure, incident, cause, report, extension request or requirement that you"
        " see; else the item is a topic of the meeting's own.",
    )
    topic: str | None = strawberry.field(
        default=None,
        description="議題名 / What it is called; whoever of the meeting sees the record reads it.",
    )
    common: bool = strawberry.field(
        default=False,
        description="共通 / All parties of the meeting see the record together; for the party whose record it is.",
    )


@strawberry.input(description="議題への操作 / Change an agenda item.")
class ChangingItem(Changing):
    item: strawberry.ID = strawberry.field(description="議題 / The item.")


@strawberry.input(description="議題名の変更 / Call an item of your party otherwise.")
class RewordAgendaItemInput(ChangingItem):
    topic: str | None = strawberry.field(
        description="議題名 / What it is called; null: its record."
    )


@strawberry.input(description="議題の取下げ / Take an item of your party off the agenda.")
class WithdrawAgendaItemInput(ChangingItem):
    pass


@strawberry.input(
    description="共通の議題への指定 / Count an item about a record of your party among those that all see."
)
class ShareAgendaItemInput(ChangingItem):
    pass


@strawberry.input(
    description="別紙の議題への指定 / Leave an item about a record of your party to the annex."
)
class SetAgendaItemApartInput(ChangingItem):
    pass


@strawberry.type
class MeetingMutations:
    convene_meeting = mutation(
        convene_meeting,
        ConveneMeetingInput,
        ReviewMeeting,
        "会議を招集する / Convene a review meeting, which all its parties see.",
        rules.MeetingNeedsAnotherParty,
        rules.QuorumIsOutOfRange,
        rules.MeetingIsNotFollowed,
    )
    revise_meeting = mutation(
        revise_meeting,
        ReviseMeetingInput,
        ReviewMeeting,
        "会議の日時・場所を変える / Put a meeting on another day or elsewhere, or call it otherwise.",
        *_PREPARED,
    )
    close_papers = mutation(
        close_papers,
        ClosePapersInput,
        ReviewMeeting,
        "資料を確定する / Close the papers of a meeting: what the register shows now.",
        *_PREPARED,
        rules.PapersAreClosed,
        rules.AgendaIsEmpty,
        DayIsStillToCome,
    )
    replace_papers = mutation(
        replace_papers,
        ReplacePapersInput,
        ReviewMeeting,
        "資料を差し替える / Issue papers in place of those before.",
        *_PREPARED,
        rules.PapersAreNotClosed,
        rules.ReplacementNeedsItsReason,
        rules.AgendaIsEmpty,
        DayIsStillToCome,
    )
    open_meeting = mutation(
        open_meeting,
        OpenMeetingInput,
        ReviewMeeting,
        "開会する / Open a meeting whose papers are closed.",
        *_PREPARED,
        rules.PapersAreNotClosed,
        rules.PartyIsNotOfTheMeeting,
        rules.AttendanceIsOutOfRange,
        rules.PartyIsNamedTwice,
        rules.QuorumIsNotMet,
    )
    adjourn_meeting = mutation(
        adjourn_meeting,
        AdjournMeetingInput,
        ReviewMeeting,
        "閉会する / Adjourn a meeting; it is never opened again.",
        rules.MeetingStatusForbids,
        rules.CorrectionsEndBeforeToday,
        rules.CorrectionsTakeTooLong,
    )
    confirm_minutes = mutation(
        confirm_minutes,
        ConfirmMinutesInput,
        ReviewMeeting,
        "議事録を確定する / Let the minutes stand, once the time for corrections is over.",
        rules.MeetingStatusForbids,
        rules.MinutesAreStillCorrected,
    )
    cancel_meeting = mutation(
        cancel_meeting,
        CancelMeetingInput,
        ReviewMeeting,
        "会議を中止する / Call a meeting off before it is opened.",
        *_PREPARED,
    )
    add_agenda_item = mutation(
        add_agenda_item,
        AddAgendaItemInput,
        AgendaItem,
        "議題を加える / Put a record that you see, or a topic, on the agenda of a meeting of yours.",
        *_PREPARED,
        rules.ItemNeedsItsTopic,
        rules.ItemIsOnTheAgenda,
        rules.RecordIsNotDiscussed,
        rules.ItemIsNotForAll,
    )
    reword_agenda_item = mutation(
        reword_agenda_item,
        RewordAgendaItemInput,
        AgendaItem,
        "議題名を変える / Call an agenda item otherwise.",
        *_PREPARED,
        rules.ItemNeedsItsTopic,
        rules.ItemIsWithdrawn,
    )
    withdraw_agenda_item = mutation(
        withdraw_agenda_item,
        WithdrawAgendaItemInput,
        AgendaItem,
        "議題を取り下げる / Take an item off the agenda.",
        *_PREPARED,
    )
    share_agenda_item = mutation(
        share_agenda_item,
        ShareAgendaItemInput,
        AgendaItem,
        "共通の議題にする / Count an item about a record of your party among those in common.",
        *_PREPARED,
        rules.ItemIsNotForAll,
        rules.ItemIsWithdrawn,
    )
    set_agenda_item_apart = mutation(
        set_agenda_item_apart,
        SetAgendaItemApartInput,
        AgendaItem,
        "別紙の議題にする / Leave an item about a record of your party to the annex.",
        *_PREPARED,
        rules.ItemIsWithdrawn,
    )
