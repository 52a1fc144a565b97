"""Named refusals as GraphQL types: one per rule, each an answer of the mutations it may meet."""

from __future__ import annotations

from typing import Any

import strawberry

from api.record import Named
from domain.desk.refusals import TextIsCarriedOver
from domain.refusals import (
    KeyWasUsedForAnotherInput,
    NoSuchRecord,
    NotPermitted,
    NotYourParty,
    OthersWillRead,
    Refusal,
    StaleVersion,
    TextHasControlCharacters,
    TextHasLines,
    TextIsEmpty,
    TextIsTooLong,
    VersionsAreNotAsMany,
    WordIsUnknown,
)


@strawberry.interface(
    name="Refusal",
    description="拒否 / A rule said no; nothing was changed. The type names the rule.",
)
class RefusalAnswer(Named):
    message: str = strawberry.field(description="説明 / What is wrong and what to do, in Japanese.")
    message_en: str = strawberry.field(description="英語の説明 / The same in English.")


@strawberry.type(
    name="OthersWillRead",
    description="拒否 / Others read along: say in acknowledgeReaders that you know who does.",
)
class OthersWillReadAnswer(RefusalAnswer):
    readers: list[str] = strawberry.field(
        description="読む会社 / Codes of the parties to whom the record is released, or that are of the meeting."
    )


@strawberry.type(
    name="TextIsCarriedOver",
    description="拒否 / What leaves the desk is written anew: no name and no passage of the ticket.",
)
class TextIsCarriedOverAnswer(RefusalAnswer):
    passages: list[str] = strawberry.field(
        description="残っている箇所 / The names and passages, folded and without blanks."
    )


_TYPES: dict[type[Refusal], type[RefusalAnswer]] = {
    OthersWillRead: OthersWillReadAnswer,
    TextIsCarriedOver: TextIsCarriedOverAnswer,
}


def refusal_type(refusal: type[Refusal]) -> type[RefusalAnswer]:
    """The GraphQL type of a refusal, named after its rule."""
    if refusal not in _TYPES:
        made = type(refusal.__name__, (RefusalAnswer,), {"__module__": __name__})
        summary = (refusal.__doc__ or "").strip().splitlines()[0]
        _TYPES[refusal] = strawberry.type(made, description=f"拒否 / {summary}")
    return _TYPES[refusal]


def answer(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the planner's rows look."""
    return {
        "__typename": type(refusal).__name__,
        "message": refusal.message_ja,
        "message_en": refusal.message_en,
        "readers": list(refusal.details.get("readers", ())),  # type: ignore[call-overload] # a tuple of codes
        "passages": list(refusal.details.get("passages", ())),  # type: ignore[call-overload] # a tuple
    }


CREATING: tuple[type[Refusal], ...] = (
    NotPermitted,
    NotYourParty,
    NoSuchRecord,
    KeyWasUsedForAnotherInput,
    TextIsEmpty,
    TextHasLines,
    TextIsTooLong,
    TextHasControlCharacters,
    WordIsUnknown,
)
"""What any mutation that makes a record may answer."""

CHANGING: tuple[type[Refusal], ...] = (*CREATING, StaleVersion, OthersWillRead)
"""What any mutation that changes a record may answer."""

EXPECTING_SEVERAL: tuple[type[Refusal], ...] = (StaleVersion, VersionsAreNotAsMany)
"""What any mutation may answer besides that takes the versions of several records."""
