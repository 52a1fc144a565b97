"""The vocabularies of the desk as GraphQL enums: the domain's own words."""

from __future__ import annotations

import strawberry

from domain.desk.clocks import Clock
from domain.desk.draft import DraftState
from domain.desk.guidance_draft import GuidanceDraftState
from domain.desk.request import Purpose, RequestState
from domain.desk.words import (
    Assessment,
    Channel,
    Outcome,
    Part,
    TicketCategory,
    TicketStatus,
    Urgency,
)
from domain.texts import Word

__all__ = [
    "Assessment",
    "Channel",
    "Clock",
    "DraftState",
    "GuidanceDraftState",
    "Outcome",
    "Part",
    "Purpose",
    "RequestState",
    "TicketCategory",
    "TicketStatus",
    "Urgency",
]


def _said(vocabulary: type[Word]) -> str:
    return " · ".join(f"{word.value} {word.ja}" for word in vocabulary)


for _vocabulary, _name, _description in (
    (Channel, "TicketChannel", "受付方法 / How somebody came to the desk"),
    (TicketCategory, "TicketCategory", "相談の分類 / What a ticket is about"),
    (Urgency, "TicketUrgency", "緊急度 / How soon it has to be looked at"),
    (Assessment, "TicketAssessment", "判定 / What a ticket turned out to be"),
    (Outcome, "TicketOutcome", "結果 / What a ticket came to"),
    (Part, "PartInTicket", "関わり / What somebody has to do with a ticket"),
    (TicketStatus, "TicketStatus", "相談の状態 / How far a ticket is"),
    (Clock, "TicketClock", "期限の種類 / What runs"),
    (Purpose, "RequestPurpose", "申請の目的 / What is asked of the custodian"),
    (DraftState, "DraftState", "下書きの状態 / What has become of a draft"),
    (
        GuidanceDraftState,
        "GuidanceDraftState",
        "事例の下書きの状態 / What has become of a draft of guidance",
    ),
    (RequestState, "RequestState", "申請の状態 / What has become of a request"),
):
    strawberry.enum(_vocabulary, name=_name, description=f"{_description}: {_said(_vocabulary)}.")
