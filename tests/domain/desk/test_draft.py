"""Drafts of incidents: rewritten for one editor, reported once or taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.refusals import DraftIsDone
from domain.refusals import DayIsStillToCome, Refusal, TextHasLines, TextIsEmpty, TextIsTooLong
from tests.story import (
    BY_EDITOR,
    EDITOR,
    NOON,
    SUBJECT,
    TODAY,
    Asked,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

OFFICER, TICKET, INCIDENT = UUID(int=0xDE), UUID(int=0x71), UUID(int=0x13)
BY_OFFICER = Asked(by=OFFICER, at=NOON)

WRITTEN = happened(
    IncidentDraft.Written,
    by=OFFICER,
    owner=2,
    subject=TICKET,
    ticket=TICKET,
    incident=INCIDENT,
    editor=EDITOR,
    title="権限の誤設定",
    summary=None,
    occurred_on=None,
)
REPORTED = happened(IncidentDraft.Reported)
WITHDRAWN = happened(IncidentDraft.Withdrawn, by=OFFICER, reason="重複")


def write(**other: Any) -> IncidentDraft:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "ticket": TICKET, "incident": INCIDENT}
    stated |= {"editor": EDITOR, "title": " 権限の誤設定 ", "on": TODAY}
    return IncidentDraft.write(**(stated | other), **BY_OFFICER)


def withdraw(draft: IncidentDraft, reason: str | None = "重複 ") -> None:
    draft.withdraw(reason=reason, **BY_OFFICER)


def test_a_draft_is_written_for_an_editor() -> None:
    then_begun(write, WRITTEN)
    then_begun(
        lambda: write(summary="一行目\r\n二行目 ", occurred_on=TODAY),
        WRITTEN.but(summary="一行目\n二行目", occurred_on=TODAY),
    )
    then_begun(lambda: write(summary=" "), WRITTEN)


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"title": " "}, TextIsEmpty),
        ({"title": "一行目\n二行目"}, TextHasLines),
        ({"summary": "長" * 10_001}, TextIsTooLong),
        ({"occurred_on": TODAY + timedelta(days=1)}, DayIsStillToCome),
    ],
)
def test_a_draft_says_what_an_incident_says(stated: dict[str, Any], refusal: type[Refusal]) -> None:
    then_refused(lambda: write(**stated), refusal)


def test_a_draft_is_reported_once() -> None:
    given(IncidentDraft, WRITTEN).when(lambda d: d.report(**BY_EDITOR)).then(REPORTED)
    given(IncidentDraft, WRITTEN, REPORTED).when(lambda d: d.report(**BY_EDITOR)).then_nothing()
    given(IncidentDraft, WRITTEN, WITHDRAWN).when(lambda d: d.report(**BY_EDITOR)).then(REPORTED)
    given(IncidentDraft, WRITTEN, WITHDRAWN).when(lambda d: d.require_waiting()).then_refused(
        DraftIsDone, state=DraftState.WITHDRAWN
    )


def test_a_draft_is_taken_back_while_it_is_not_reported() -> None:
    given(IncidentDraft, WRITTEN).when(withdraw).then(WITHDRAWN)
    given(IncidentDraft, WRITTEN).when(lambda d: withdraw(d, " ")).then(WITHDRAWN.but(reason=None))
    given(IncidentDraft, WRITTEN, REPORTED).when(withdraw).then_refused(
        DraftIsDone, state=DraftState.REPORTED
    )
    given(IncidentDraft, WRITTEN, WITHDRAWN).when(withdraw).then_refused(DraftIsDone)


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ((WRITTEN,), DraftState.WRITTEN),
        ((WRITTEN, REPORTED), DraftState.REPORTED),
        ((WRITTEN, WITHDRAWN), DraftState.WITHDRAWN),
    ],
)
def test_what_has_become_of_a_draft(history: tuple[Happened, ...], state: DraftState) -> None:
    draft = rebuilt(IncidentDraft, *history)
    assert draft.state is state
    assert (draft.owner, draft.ticket, draft.incident, draft.editor) == (
        2,
        TICKET,
        INCIDENT,
        EDITOR,
    )
    assert (draft.title, draft.summary, draft.occurred_on) == ("権限の誤設定", None, None)
    assert draft.written_at == NOON
