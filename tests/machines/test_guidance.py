"""Guidance of the register, and drafts of it at the desk, step by step through the store."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.calendar import day_in_tokyo
from domain.kernel import Root
from domain.refusals import Refusal
from domain.register.guidance import Guidance
from domain.register.refusals import (
    GuidanceIsSuperseded,
    GuidanceIsWithdrawn,
    WithdrawalOfGuidanceNeedsItsReason,
)
from projections.register.guidance import GUIDANCE
from tests.houses import MZ, PG, Template
from tests.machines.harness import TEXTS, RecordMachine, iso, line, run, text
from tests.story import Asked

NEWER = (uuid4(), uuid4())
LINES = st.sampled_from(("規程 第8条", " 要領 "))


class GuidanceMachine(RecordMachine):
    kind, view = Guidance, GUIDANCE
    unshown: ClassVar[frozenset[str]] = frozenset()

    def neighbour(self, asked: Asked) -> Root:
        return Guidance.publish(
            id=uuid4(), owner=PG, question="隣の質問", answer="回答", basis="規程", **asked
        )

    @initialize(question=TEXTS.filter(text), answer=TEXTS.filter(text), basis=LINES)
    def publish(self, question: str, answer: str, basis: str) -> None:
        self.texts = {"question": text(question), "answer": text(answer), "basis": line(basis)}
        self.begin(
            lambda asked: Guidance.publish(
                id=uuid4(), owner=MZ, question=question, answer=answer, basis=basis, **asked
            ),
            owner=MZ,
            categories=(),
            superseded_by=None,
            withdrawn_on=None,
        )

    @property
    def shown(self) -> dict[str, Any]:
        newer = self.model["superseded_by"]
        return (
            super().shown
            | self.texts
            | {
                "superseded_by": newer and str(newer),
                "withdrawn_on": iso(self.model["withdrawn_on"]),
            }
        )

    @property
    def over(self) -> type[Refusal] | None:
        """Why nothing more becomes of it."""
        if self.model["superseded_by"]:
            return GuidanceIsSuperseded
        return GuidanceIsWithdrawn if self.model["withdrawn_on"] else None

    @rule(newer=st.sampled_from(NEWER))
    def supersede(self, newer: UUID) -> None:
        same = newer == self.model["superseded_by"]
        self.step(
            lambda guidance, asked: guidance.supersede(by_guidance=newer, **asked),
            refused=GuidanceIsSuperseded if self.model["superseded_by"] and not same else None,
            superseded_by=newer,
        )

    @rule(reason=st.sampled_from(("誤り", " ", " 改正\r\n ")))
    def withdraw(self, reason: str) -> None:
        refused = self.over
        if refused is None and text(reason) is None:
            refused = WithdrawalOfGuidanceNeedsItsReason
        self.step(
            lambda guidance, asked: guidance.withdraw(reason=reason, **asked),
            refused=refused,
            withdrawn_on=day_in_tokyo(self.home.clock()),
        )


def test_guidance(template: Template) -> None:
    run(GuidanceMachine, template)
