"""The vocabularies of the register as GraphQL enums: the domain's own words."""

from __future__ import annotations

import strawberry

from domain.register.cause import CauseKind, Standing
from domain.register.clocks import ReportClock
from domain.register.figure import Breakdown
from domain.register.incident import IncidentStatus
from domain.register.investigation import Method
from domain.register.lateness import DueBucket
from domain.register.operation import OperationKind
from domain.register.progress import CountermeasureKind, Layer, Status, Verdict
from domain.register.requirement import Outcome, RequirementKind, RequirementStatus, Stage
from domain.register.roll_out import Applies
from domain.register.wording import Certainty, ScheduleKind

IncidentStatusWord = IncidentStatus
strawberry.enum(
    IncidentStatusWord,
    name="IncidentStatus",
    description="事案の状態 / Reported, under investigation, confirmed, closed.",
)
MethodWord = Method
strawberry.enum(
    MethodWord,
    name="Method",
    description="調査方法 / Log (ログ調査), questionnaire (アンケート), interview (聞き取り).",
)
BreakdownWord = Breakdown
strawberry.enum(
    BreakdownWord, name="Breakdown", description="内訳 / Own staff (当社) or contractor (委託先)."
)
CauseKindWord = CauseKind
strawberry.enum(
    CauseKindWord,
    name="CauseKind",
    description="原因の種別 / Occurrence (発生), escape (検出漏れ), background (背景).",
)
CauseStandingWord = Standing
strawberry.enum(
    CauseStandingWord,
    name="CauseStanding",
    description="原因の状態 / Stated, confirmed, dismissed.",
)
CountermeasureKindWord = CountermeasureKind
strawberry.enum(
    CountermeasureKindWord,
    name="CountermeasureKind",
    description="対策の種別 / Correction (修正), corrective (是正処置), preventive (予防処置).",
)
CountermeasureStatusWord = Status
strawberry.enum(
    CountermeasureStatusWord,
    name="CountermeasureStatus",
    description=(
        "状況（実施側）/ Under consideration (検討中), planned (計画), in progress (実施中),"
        " implemented (実施済), operating (運用中), handed over to routine (日常業務へ移行),"
        " cancelled (中止), risk accepted (リスク受容), split into parts (分割済み)."
    ),
)
LayerWord = Layer
strawberry.enum(
    LayerWord,
    name="Layer",
    description=(
        "効果検証の段階 / It is set up (整備), it is lived by (運用), it has its effect (効果)."
    ),
)
VerdictWord = Verdict
strawberry.enum(
    VerdictWord,
    name="Verdict",
    description=(
        "評価（確認側）/ None yet, follow up (継続フォロー), needs improvement (要改善),"
        " resolved (解決), follow-up ended (フォロー終了)."
    ),
)
DueBucketWord = DueBucket
strawberry.enum(
    DueBucketWord,
    name="DueBucket",
    description=(
        "期限の区分 / At statusDate: overdue (期限超過), due within 30 or 90 days, later, without a due"
        " (期限なし); done (実施済み); or ended: cancelled, split, its risk accepted. Every countermeasure is in"
        " one."
    ),
)
ScheduleKindWord = ScheduleKind
strawberry.enum(
    ScheduleKindWord,
    name="ScheduleKind",
    description=(
        "実施時期の種類 / From a day without end, by a day, within a period, recurring, triggered by"
        " an event, ongoing, undecided, none stated, reported as of a day, unread."
    ),
)
CertaintyWord = Certainty
strawberry.enum(
    CertaintyWord,
    name="Certainty",
    description="確度 / Firm, planned (予定), target (目途), none.",
)
OperationKindWord = OperationKind
strawberry.enum(
    OperationKindWord,
    name="OperationKind",
    description=(
        "運用の種別 / Training (研修), comprehension check (理解度確認), monitoring (点検・モニタリング),"
        " supervision of contractors (委託先の監督), gate of development (開発時の確認), ID check at"
        " start or use (起動時・利用時のID確認), audit (監査), other."
    ),
)
RequirementKindWord = RequirementKind
strawberry.enum(
    RequirementKindWord,
    name="RequirementKind",
    description=(
        "要求の種別 / Information request (報告徴収), recommendation (勧告), order (命令), audit finding"
        " (監査指摘), committee opinion (委員会意見)."
    ),
)
RequirementStatusWord = RequirementStatus
strawberry.enum(
    RequirementStatusWord,
    name="RequirementStatus",
    description=(
        "要求の状況 / Open (対応中), no further reports (追加報告不要), withdrawn by the authority (取下げ)."
    ),
)
OutcomeWord = Outcome
strawberry.enum(
    OutcomeWord,
    name="RequirementOutcome",
    description="終了の種別 / No further reports (追加報告不要), or withdrawn by the authority (取下げ).",
)
StageWord = Stage
strawberry.enum(
    StageWord,
    name="ReportStage",
    description="報告の段階 / First report (第1報・速報), follow-up (追加報告), final report (最終報・確報).",
)
ReportClockWord = ReportClock
strawberry.enum(
    ReportClockWord,
    name="ReportClock",
    description=(
        "報告期限の種別 / Leak of personal data (漏えい等報告): 5 days for the first report and 30 for the"
        " final one, or 60 where the purpose may have been improper (不正の目的); the first day counts."
    ),
)
AppliesWord = Applies
strawberry.enum(
    AppliesWord,
    name="Applies",
    description="該当の有無 / Applies (該当あり), does not (該当なし), under examination (確認中).",
)
