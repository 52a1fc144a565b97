"""Guidance: published, superseded by newer, withdrawn with a reason, and never reworded."""

from typing import Any
from uuid import UUID

import pytest

from domain.refusals import Refusal, TextHasLines, TextIsEmpty
from domain.register.guidance import Guidance
from domain.register.refusals import (
    GuidanceIsSuperseded,
    GuidanceIsWithdrawn,
    WithdrawalOfGuidanceNeedsItsReason,
)
from tests.story import BY_EDITOR, SUBJECT, given, happened, then_begun, then_refused

EARLIER, NEWER = UUID(int=0x6A), UUID(int=0x6B)
TEXTS: dict[str, Any] = {
    "question": "見てよいか",
    "answer": "見られない",
    "basis": "規程",
    "basis_version": "第3版",
}
PUBLISHED = happened(Guidance.Published, owner=2, supersedes=None, categories=(), **TEXTS)
SUPERSEDED = happened(Guidance.Superseded, by_guidance=NEWER)
WITHDRAWN = happened(Guidance.Withdrawn, reason="誤り")


def publish(**other: Any) -> Guidance:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2}
    return Guidance.publish(**(stated | TEXTS | other), **BY_EDITOR)


def supersede(guidance: Guidance, by: UUID = NEWER) -> None:
    guidance.supersede(by_guidance=by, **BY_EDITOR)


def withdraw(guidance: Guidance, reason: str = " 誤り ") -> None:
    guidance.withdraw(reason=reason, **BY_EDITOR)


def test_guidance_is_published() -> None:
    then_begun(publish, PUBLISHED)
    then_begun(
        lambda: publish(supersedes=EARLIER, basis_version=None, categories=("NONE",)),
        PUBLISHED.but(supersedes=EARLIER, basis_version=None, categories=("NONE",)),
    )


@pytest.mark.parametrize(
    ("stated", "refusal"),
    [
        ({"question": " "}, TextIsEmpty),
        ({"answer": ""}, TextIsEmpty),
        ({"basis": ""}, TextIsEmpty),
        ({"basis": "一行目\n二行目"}, TextHasLines),
    ],
)
def test_it_says_what_it_rests_on(stated: dict[str, Any], refusal: type[Refusal]) -> None:
    then_refused(lambda: publish(**stated), refusal)


def test_newer_guidance_supersedes_it_once() -> None:
    given(Guidance, PUBLISHED).when(supersede).then(SUPERSEDED)
    given(Guidance, PUBLISHED, SUPERSEDED).when(supersede).then()
    given(Guidance, PUBLISHED, SUPERSEDED).when(lambda g: supersede(g, EARLIER)).then_refused(
        GuidanceIsSuperseded
    )
    given(Guidance, PUBLISHED, WITHDRAWN).when(supersede).then(SUPERSEDED)


def test_it_is_withdrawn_with_its_reason() -> None:
    given(Guidance, PUBLISHED).when(withdraw).then(WITHDRAWN)
    given(Guidance, PUBLISHED).when(lambda g: withdraw(g, " ")).then_refused(
        WithdrawalOfGuidanceNeedsItsReason
    )
    given(Guidance, PUBLISHED, SUPERSEDED).when(withdraw).then_refused(GuidanceIsSuperseded)
    given(Guidance, PUBLISHED, WITHDRAWN).when(withdraw).then_refused(GuidanceIsWithdrawn)
