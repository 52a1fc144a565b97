"""Mutations that impose barrier rules, and let them end."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import Changing, Creating, mutation
from api.register.types.barrier_rules import BarrierRule
from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from domain.register import refusals as rules
from domain.register.record import InformationCategory


@strawberry.input(description="遮断規則 / Keep information of your own party from another party.")
class ImposeBarrierRuleInput(Creating):
    name: str = strawberry.field(
        description="名称 / What the rule is called: whoever would break it is told this name."
    )
    category: InformationCategory = strawberry.field(
        description="対象の情報区分 / Which of your own party's information it covers; not NONE."
    )
    to: str = strawberry.field(description="遮断先 / Code of the party that never gets it.")
    basis: str = strawberry.field(description="法令等の根拠 / The legal basis.")
    first_day: date | None = strawberry.field(
        default=None,
        description="開始日 / The first day; left out: today. One in the past is kept, and the rule bars"
        " from now on.",
    )
    last_day: date | None = strawberry.field(
        default=None, description="終了日 / The last day; left out: for good."
    )


@strawberry.input(description="遮断規則の終了 / Let a rule end.")
class EndBarrierRuleInput(Changing):
    rule: strawberry.ID = strawberry.field(description="遮断規則 / The rule.")
    last_day: date | None = strawberry.field(
        default=None, description="終了日 / Its last day; left out: it ends at once."
    )
    reason: str = strawberry.field(description="理由 / Why.")


@strawberry.type
class BarrierRuleMutations:
    impose_barrier_rule = mutation(
        impose_barrier_rule,
        ImposeBarrierRuleInput,
        BarrierRule,
        "遮断規則を設ける / Keep information from a party, whatever was or will be released: standing"
        " releases of it are barred at once, and barredReleases lists them.",
        rules.RuleCoversNoInformation,
        rules.RuleEndsBeforeItBegins,
        rules.RuleEndsBeforeToday,
        rules.RuleIsAboutItsOwnParty,
        rules.RuleNeedsItsBasis,
    )
    end_barrier_rule = mutation(
        end_barrier_rule,
        EndBarrierRuleInput,
        BarrierRule,
        "遮断規則を終える / Let a rule end with a day, or at once. Releases that it bars and that still stand"
        " are open again: OthersWillRead tells to whom.",
        rules.RuleEndNeedsItsReason,
        rules.RuleEndsBeforeItBegins,
        rules.RuleEndsBeforeToday,
        rules.RuleIsNotProlonged,
        rules.RuleIsOver,
    )
