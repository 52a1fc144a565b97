"""Drafts of guidance: written by the desk, published once or dropped."""

from typing import Any
from uuid import UUID

import pytest

from domain.desk.guidance_draft import GuidanceDraft, GuidanceDraftState
from domain.desk.refusals import GuidanceDraftIsDone
from domain.refusals import Refusal, TextHasLines, TextIsEmpty, TextIsTooLong
from tests.story import (
    BY_EDITOR,
    NOON,
    SUBJECT,
    Asked,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

OFFICER, TICKET, GUIDANCE = UUID(int=0xDE), UUID(int=0x71), UUID(int=0x6A)
BY_OFFICER = Asked(by=OFFICER, at=NOON)
TEXTS = {
    "question": "見てよいか",
    "answer": "見られない",
    "basis": "規程",
    "basis_version": "第3版",
}
WRITTEN = happened(
    GuidanceDraft.Written,
    by=OFFICER,
    owner=2,
    subject=TICKET,
    ticket=TICKET,
    guidance=GUIDANCE,
    **TEXTS,
)
PUBLISHED = happened(GuidanceDraft.Published)
WITHDRAWN = happened(GuidanceDraft.Withdrawn, by=OFFICER, reason="重複")


def write(**other: Any) -> GuidanceDraft:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "ticket": TICKET, "guidance": GUIDANCE}
    return GuidanceDraft.write(**(stated | TEXTS | other), **BY_OFFICER)


def withdraw(draft: GuidanceDraft, reason: str | None = "重複 ") -> None:
    draft.withdraw(reason=reason, **BY_OFFICER)


def test_a_draft_is_written_of_a_ticket_or_of_none() -> None:
    then_begun(write, WRITTEN)
    then_begun(lambda: write(ticket=None), WRITTEN.but(ticket=None, subject=SUBJECT))
    then_begun(
        lambda: write(answer="一行目\r\n二行目 ", basis_version=" "),
        WRITTEN.but(answer="一行目\n二行目", basis_version=None),
    )


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"question": " "}, TextIsEmpty),
        ({"answer": "\n"}, TextIsEmpty),
        ({"answer": "長" * 10_001}, TextIsTooLong),
        ({"basis": " "}, TextIsEmpty),
        ({"basis": "一行目\n二行目"}, TextHasLines),
        ({"basis_version": "一行目\n二行目"}, TextHasLines),
    ],
)
def test_a_draft_says_what_guidance_says(stated: dict[str, Any], refusal: type[Refusal]) -> None:
    then_refused(lambda: write(**stated), refusal)


def test_a_draft_is_published_once() -> None:
    given(GuidanceDraft, WRITTEN).when(lambda d: d.publish(**BY_EDITOR)).then(PUBLISHED)
    given(GuidanceDraft, WRITTEN, PUBLISHED).when(lambda d: d.publish(**BY_EDITOR)).then_nothing()
    given(GuidanceDraft, WRITTEN, WITHDRAWN).when(lambda d: d.publish(**BY_EDITOR)).then(PUBLISHED)
    given(GuidanceDraft, WRITTEN, WITHDRAWN).when(lambda d: d.require_waiting()).then_refused(
        GuidanceDraftIsDone, state=GuidanceDraftState.WITHDRAWN
    )


def test_a_draft_is_dropped_while_it_is_not_published() -> None:
    given(GuidanceDraft, WRITTEN).when(withdraw).then(WITHDRAWN)
    given(GuidanceDraft, WRITTEN).when(lambda d: withdraw(d, " ")).then(WITHDRAWN.but(reason=None))
    given(GuidanceDraft, WRITTEN, PUBLISHED).when(withdraw).then_refused(
        GuidanceDraftIsDone, state=GuidanceDraftState.PUBLISHED
    )
    given(GuidanceDraft, WRITTEN, WITHDRAWN).when(withdraw).then_refused(GuidanceDraftIsDone)


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ((WRITTEN,), GuidanceDraftState.WRITTEN),
        ((WRITTEN, PUBLISHED), GuidanceDraftState.PUBLISHED),
        ((WRITTEN, WITHDRAWN), GuidanceDraftState.WITHDRAWN),
    ],
)
def test_what_has_become_of_a_draft(
    history: tuple[Happened, ...], state: GuidanceDraftState
) -> None:
    draft = rebuilt(GuidanceDraft, *history)
    assert draft.state is state
    assert (draft.owner, draft.ticket, draft.guidance) == (2, TICKET, GUIDANCE)
    assert {name: getattr(draft, name) for name in TEXTS} == TEXTS
    assert (draft.written_at, draft.written_by) == (NOON, OFFICER)
