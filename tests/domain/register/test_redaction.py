"""Redactions: given what happened, when somebody asks, then what is recorded or refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.kernel import Fact
from domain.refusals import Refusal
from domain.register.redaction import Redaction, RedactionStatus
from domain.register.refusals import (
    FieldIsNotRedacted,
    NothingToRedact,
    RedactionIsDecided,
    RedactionNeedsItsReason,
    SecondPersonIsNeeded,
)
from domain.register.sealed import ROOTS, fields_of
from tests.story import CCO, EDITOR, NOON, SUBJECT

ABOUT = UUID(int=0xAB)
ASKED: dict[str, Any] = {
    "id": SUBJECT,
    "owner": 2,
    "about": ABOUT,
    "about_kind": "incident",
    "field": "summary",
    "fields": ("title", "summary"),
    "written_on": date(2023, 1, 10),
    "reason": "個人情報の混入",
    "by": EDITOR,
    "at": NOON,
}
DESTROYED = (f"{ABOUT}/1/summary",)


def requested(**other: Any) -> Redaction:
    return Redaction.request(**(ASKED | other))


def told(redaction: Redaction) -> list[type]:
    return [type(fact) for fact in redaction.collect_events()]


def test_a_second_person_confirms_what_the_first_asked_for() -> None:
    redaction = requested()
    redaction.carry_out(destroyed=DESTROYED, by=CCO, at=NOON)
    assert redaction.status is RedactionStatus.CARRIED_OUT
    assert told(redaction) == [Redaction.Requested, Redaction.CarriedOut]


def test_nobody_does_it_alone() -> None:
    redaction = requested()
    with pytest.raises(SecondPersonIsNeeded):
        redaction.carry_out(destroyed=DESTROYED, by=EDITOR, at=NOON)
    assert told(redaction) == [Redaction.Requested]


@pytest.mark.parametrize("by", [EDITOR, CCO])
def test_either_may_let_the_text_stay(by: UUID) -> None:
    redaction = requested()
    redaction.decline(reason="誤りではない", by=by, at=NOON)
    assert redaction.status is RedactionStatus.DECLINED
    with pytest.raises(RedactionIsDecided):
        redaction.carry_out(destroyed=DESTROYED, by=CCO, at=NOON)


def test_it_is_decided_once() -> None:
    redaction = requested()
    redaction.carry_out(destroyed=DESTROYED, by=CCO, at=NOON)
    with pytest.raises(RedactionIsDecided):
        redaction.carry_out(destroyed=DESTROYED, by=CCO, at=NOON)
    with pytest.raises(RedactionIsDecided):
        redaction.decline(reason="やはり", by=CCO, at=NOON)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"field": "status"}, FieldIsNotRedacted),
        ({"field": "Summary"}, FieldIsNotRedacted),
        ({"fields": ()}, FieldIsNotRedacted),
        ({"written_on": None}, NothingToRedact),
        ({"reason": " \n"}, RedactionNeedsItsReason),
    ],
)
def test_what_is_not_asked_for(given: dict[str, Any], refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        requested(**given)


def test_nothing_is_confirmed_where_nothing_is_left() -> None:
    redaction = requested()
    with pytest.raises(NothingToRedact):
        redaction.carry_out(destroyed=(), by=CCO, at=NOON)
    with pytest.raises(RedactionNeedsItsReason):
        redaction.decline(reason="", by=CCO, at=NOON)


def test_every_sealed_text_of_a_record_stands_behind_a_field() -> None:
    for kind, roots in ROOTS.items():
        behind = {text for texts in fields_of(kind).values() for text in texts}
        sealed = {
            (fact, field)
            for root in roots
            for fact in vars(root).values()
            if isinstance(fact, type) and issubclass(fact, Fact)
            for field in fact.SEALED
        }
        assert sealed <= behind and sealed, kind
