"""Extension requests, step by step through the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.kernel import Root
from domain.refusals import Refusal
from domain.register.extension import ExtensionRequest, ExtensionStatus, Move
from domain.register.refusals import (
    AskerDoesNotDecide,
    DecliningNeedsItsReason,
    ExtensionIsDecided,
    ExtensionIsOutdated,
    MeasureIsNamedTwice,
    NoRecordIsNamed,
    NothingIsExtended,
    SlipNeedsItsReason,
)
from domain.register.schedule import Period
from projections.register.extensions import EXTENSIONS
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import PEOPLE, TEXTS, RecordMachine, run, text
from tests.story import EDITOR, Asked

MEASURES: Final = tuple(UUID(int=number, version=4) for number in (1, 2))
SOON = Period("～2023年3月", date(2023, 2, 17), "BY", None, date(2023, 3, 31), "FIRM", False)
LATER = replace(SOON, wording="～2023年6月", due=date(2023, 6, 30))
GONE = replace(SOON, wording="検討中", kind="UNDECIDED", due=None, certainty="NONE")
MOVES = st.builds(
    Move,
    st.sampled_from(MEASURES),
    st.just("CM-HF1A-14VZ"),
    st.sampled_from((SOON, LATER, GONE)),
    st.sampled_from((SOON, LATER, GONE)),
)
LATE: Final = ("CM-HF1A-14VZ",)


def unfit(moves: list[Move], reason: str | None) -> type[Refusal] | None:
    """Why nothing can be asked for like this."""
    if not moves:
        return NoRecordIsNamed
    if len({one.countermeasure for one in moves}) < len(moves):
        return MeasureIsNamedTwice
    if text(reason) is None:
        return SlipNeedsItsReason
    order = (SOON, LATER, GONE)
    if any(
        one.before == GONE or order.index(one.after) <= order.index(one.before) for one in moves
    ):
        return NothingIsExtended
    return None


class ExtensionMachine(RecordMachine):
    kind, view = ExtensionRequest, EXTENSIONS
    unshown: ClassVar[frozenset[str]] = frozenset({"asked_by", "wanted"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.measures: list[str] = []
        self.said: str | None = None
        self.decided_at: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        move = Move(MEASURES[0], LATE[0], SOON, LATER)
        return ExtensionRequest.file(
            id=uuid4(), owner=PG, moves=(move,), reason="隣の理由", **asked
        )

    @initialize(moves=st.lists(MOVES, max_size=3), reason=TEXTS)
    def file(self, moves: list[Move], reason: str | None) -> None:
        def filed(moves: list[Move], reason: str | None, asked: Asked) -> ExtensionRequest:
            stated: dict[str, Any] = {"moves": tuple(moves), "reason": reason}
            return ExtensionRequest.file(id=uuid4(), owner=MZ, **stated, **asked)

        refused = unfit(moves, reason)
        if refused:
            self.refuse(lambda asked: filed(moves, reason, asked), refused)
            moves, reason = [Move(MEASURES[1], LATE[0], SOON, GONE)], "部品の遅れ"
        self.begin(
            lambda asked: filed(moves, reason, asked),
            owner=MZ,
            categories=(),
            reason=text(reason),
            asked_by=EDITOR,
            status=ExtensionStatus.PENDING,
        )
        self.measures = [str(one.countermeasure) for one in moves]

    @property
    def shown(self) -> dict[str, Any]:
        return super().shown | {
            "status": self.model["status"].value,
            "countermeasures": self.measures,
            "decision_reason": self.said,
            "decided_at": self.decided_at,
        }

    def _over(self) -> bool:
        return self.model["status"] is not ExtensionStatus.PENDING

    @rule(by=PEOPLE, outdated=st.sampled_from(((), LATE)), reason=TEXTS, met=st.booleans())
    def grant(self, by: UUID, outdated: tuple[str, ...], reason: str | None, met: bool) -> None:
        refused: type[Refusal] | None = None
        if self._over():
            refused = ExtensionIsDecided
        elif by == EDITOR:
            refused = AskerDoesNotDecide
        elif outdated:
            refused = ExtensionIsOutdated
        meeting = UUID(int=9) if met else None
        self.step(
            lambda request, asked: request.grant(
                outdated=outdated, reason=reason, meeting=meeting, **asked
            ),
            by=by,
            refused=refused,
            status=ExtensionStatus.GRANTED,
        )
        self._decided(refused, reason)

    @rule(by=PEOPLE, reason=TEXTS)
    def decline(self, by: UUID, reason: str | None) -> None:
        refused: type[Refusal] | None = None
        if self._over():
            refused = ExtensionIsDecided
        elif by == EDITOR:
            refused = AskerDoesNotDecide
        elif text(reason) is None:
            refused = DecliningNeedsItsReason
        self.step(
            lambda request, asked: request.decline(reason=reason, **asked),
            by=by,
            refused=refused,
            status=ExtensionStatus.DECLINED,
        )
        self._decided(refused, reason)

    def _decided(self, refused: type[Refusal] | None, reason: str | None) -> None:
        if not refused:
            self.said, self.decided_at = text(reason), self.row()["changed_at"]

    @rule(by=PEOPLE)
    def withdraw(self, by: UUID) -> None:
        status = self.model["status"]
        gone = status is ExtensionStatus.WITHDRAWN
        self.step(
            lambda request, asked: request.withdraw(**asked),
            by=by,
            refused=ExtensionIsDecided if self._over() and not gone else None,
            status=ExtensionStatus.WITHDRAWN,
        )


def test_an_extension_request(template: Template) -> None:
    run(ExtensionMachine, template)
