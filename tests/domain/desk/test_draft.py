"""A draft of an incident: written by the desk, reported by an editor, once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.refusals import DraftIsDone
from domain.refusals import DayIsStillToCome, Refusal, TextHasLines, TextIsEmpty
from tests.story import BY_EDITOR, EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

TICKET, INCIDENT = UUID(int=0x71), UUID(int=0x1C)
TOLD: dict[str, Any] = {
    "owner": 2,
    "ticket": TICKET,
    "incident": INCIDENT,
    "editor": EDITOR,
    "title": "画面に不要な項目が出ていた",
    "summary": None,
    "occurred_on": TODAY,
}
WRITTEN = happened(IncidentDraft.Written, **TOLD)
REPORTED = happened(IncidentDraft.Reported)
WITHDRAWN = happened(IncidentDraft.Withdrawn, reason=None)


def test_the_desk_writes_a_draft_for_an_editor() -> None:
    then_begun(lambda: IncidentDraft.write(id=SUBJECT, **TOLD, on=TODAY, **BY_EDITOR), WRITTEN)


@pytest.mark.parametrize(
    ("but", "refusal"),
    [
        ({"title": " "}, TextIsEmpty),
        ({"title": "一\n二"}, TextHasLines),
        ({"occurred_on": TODAY + timedelta(days=1)}, DayIsStillToCome),
    ],
)
def test_a_draft_that_tells_nothing_sound_is_not_written(
    but: dict[str, Any], refusal: type[Refusal]
) -> None:
    then_refused(
        lambda: IncidentDraft.write(id=SUBJECT, **(TOLD | but), on=TODAY, **BY_EDITOR), refusal
    )


def test_its_editor_reports_it() -> None:
    given(IncidentDraft, WRITTEN).when(lambda draft: draft.report(**BY_EDITOR)).then(REPORTED)


def test_what_was_reported_is_reported_once() -> None:
    given(IncidentDraft, WRITTEN, REPORTED).when(
        lambda draft: draft.report(**BY_EDITOR)
    ).then_nothing()


def test_the_desk_takes_it_back_while_it_is_not_reported() -> None:
    given(IncidentDraft, WRITTEN).when(lambda draft: draft.withdraw(reason=" ", **BY_EDITOR)).then(
        WITHDRAWN
    )


def test_what_is_done_with_goes_nowhere() -> None:
    given(IncidentDraft, WRITTEN, WITHDRAWN).when(
        lambda draft: draft.report(**BY_EDITOR)
    ).then_refused(DraftIsDone, state=DraftState.WITHDRAWN)
    given(IncidentDraft, WRITTEN, REPORTED).when(
        lambda draft: draft.withdraw(**BY_EDITOR)
    ).then_refused(DraftIsDone, state=DraftState.REPORTED)
