"""Mutations about guidance that was published; publishing it is a door of the desk (`api.doors`)."""

from __future__ import annotations

import strawberry

from api.changing import Changing, mutation
from api.register.types import Guidance
from commands.register.guidance import withdraw_guidance
from domain.register import refusals as rules


@strawberry.input(description="事例の取下げ / Withdraw guidance that holds no longer.")
class WithdrawGuidanceInput(Changing):
    guidance: strawberry.ID = strawberry.field(description="事例 / The guidance.")
    reason: str = strawberry.field(description="理由 / Why; whoever may see the guidance reads it.")


@strawberry.type
class GuidanceMutations:
    withdraw_guidance = mutation(
        withdraw_guidance,
        WithdrawGuidanceInput,
        Guidance,
        "事例を取り下げる / Withdraw guidance of your party with nothing in its place; it stays readable.",
        rules.GuidanceIsSuperseded,
        rules.GuidanceIsWithdrawn,
        rules.WithdrawalOfGuidanceNeedsItsReason,
    )
