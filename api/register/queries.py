"""The questions of the register: each root field takes its lens and asks the planner."""

from __future__ import annotations

from typing import Annotated, cast

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.context import Context
from api.levels import Row
from api.people.filters import DepartmentFilter, DepartmentOrder, MemberFilter, MemberOrder
from api.people.types import Department, Me, Member
from api.planning import fetch
from api.record import Record
from api.register import auditing, barring, meetings, past, previewing, proposing, reads
from api.register import progress as progress_board
from api.register import redactions as redacting
from api.register.board import attention, findings, matrix, slips
from api.register.duties import (
    RequirementFilter,
    RequirementOrder,
    RollOutAnswerFilter,
    RollOutAnswerOrder,
    RollOutFilter,
    RollOutOrder,
)
from api.register.extensions import ExtensionRequestFilter, ExtensionRequestOrder
from api.register.filters import (
    BarrierRuleFilter,
    BarrierRuleOrder,
    CauseFilter,
    CauseOrder,
    CountermeasureFilter,
    CountermeasureOrder,
    EffectivenessCheckFilter,
    EffectivenessCheckOrder,
    IncidentFilter,
    IncidentOrder,
    OperationFilter,
    OperationOrder,
    ReleasedWordingFilter,
    ReleasedWordingOrder,
    ReleaseFilter,
    ReleaseOrder,
)
from api.register.finding import any_record
from api.register.guidance import GuidanceFilter, GuidanceOrder, similar_guidance
from api.register.kinds import (
    ACTION_ITEM,
    AGENDA_ITEM,
    BARRIER_RULE,
    CAUSE,
    CHECK,
    COUNTERMEASURE,
    DEPARTMENT,
    EXTENSION,
    GUIDANCE,
    INCIDENT,
    MEMBER,
    MINUTES_ENTRY,
    OPERATION,
    REDACTION,
    RELEASE,
    RELEASED_WORDING,
    REPORT,
    REQUIREMENT,
    REVIEW_MEETING,
    ROLL_OUT,
    ROLL_OUT_ANSWER,
    TAXONOMY,
)
from api.register.listing import (
    DEFAULT_PAGE,
    After,
    AsOf,
    First,
    Moment,
    StatusDate,
    WithRightsOf,
    lens_of,
    listing,
)
from api.register.types import (
    ActionItem,
    AgendaItem,
    AgendaProposal,
    Attention,
    BarrierReport,
    BarrierRule,
    Cause,
    CauseMatrix,
    ChangeConnection,
    Connection,
    Countermeasure,
    EffectivenessCheck,
    ExtensionRequest,
    Finding,
    Guidance,
    Incident,
    MinutesEntry,
    OperationRecord,
    ProgressGroup,
    ReadConnection,
    Redaction,
    RedactionReport,
    Release,
    ReleasedWording,
    Report,
    Requirement,
    ReviewMeeting,
    RollOut,
    RollOutAnswer,
    SeenBy,
    Sight,
    SlipReport,
    Taxonomy,
)
from projections.barrier import visible
from projections.people.identity import name_of
from projections.people.parties import PARTIES, names_on

MAX_REPORTS = 100
By = Annotated[progress_board.By, strawberry.argument(description="区分 / What the groups share.")]


@strawberry.type(
    description="問い合わせ / What may be asked; all answers are as far as you may see."
)
class Query:
    @strawberry.field(description="自分 / Who asks, with the roles that stand today.")
    def me(self, info: Asking) -> Me | None:
        return cast("Me | None", _me(info.context))

    @strawberry.field(description="記録 / Any record by its id; null if there is none you may see.")
    def node(
        self,
        info: Asking,
        id: Annotated[strawberry.ID, strawberry.argument(description="識別子 / The id.")],  # noqa: A002 -- the name of Relay's field
        as_of: AsOf = None,
        status_date: StatusDate = None,
        with_rights_of: WithRightsOf = None,
    ) -> Record | None:
        lens = lens_of(info, as_of, status_date, with_rights_of)
        return cast("Record | None", any_record(lens, str(id), below(info)))

    @strawberry.field(
        description="変更 / What changed between two moments, as you saw it, as far as you may see it"
        " now: in order of time, one entry for each record and instant."
    )
    def changes(
        self,
        info: Asking,
        since: Annotated[Moment, strawberry.argument(description="から / Behind this moment.")],
        until: Annotated[
            Moment | None,
            strawberry.argument(description="まで / Up to and with this moment; else now."),
        ] = None,
        filter: Annotated[  # noqa: A002 -- the argument's public name
            past.ChangeFilter | None, strawberry.argument(description="絞り込み / Filter.")
        ] = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> ChangeConnection:
        found = past.changes(info, since, until, filter or past.ChangeFilter(), first, after)
        return cast("ChangeConnection", found)

    @strawberry.field(
        description="履歴 / All changes of one record as you saw it; none of what you may not see."
    )
    def history(
        self,
        info: Asking,
        id: Annotated[strawberry.ID, strawberry.argument(description="識別子 / The id.")],  # noqa: A002 -- the name of Relay's field
        first: First = DEFAULT_PAGE,
        after: After = None,
        as_of: AsOf = None,
    ) -> ChangeConnection:
        return cast("ChangeConnection", past.history(info, str(id), as_of, first, after))

    @strawberry.field(description="報告 / Reports, the newest first; at most 100.")
    def reports(
        self,
        info: Asking,
        as_of: AsOf = None,
        status_date: StatusDate = None,
        with_rights_of: WithRightsOf = None,
    ) -> list[Report]:
        lens = lens_of(info, as_of, status_date, with_rights_of)
        found = fetch(
            REPORT,
            lens,
            below(info),
            lambda rows, columns: sa.select(*columns).order_by(rows.c.born.desc()),
            limit=MAX_REPORTS,
        )
        return cast("list[Report]", found)

    incidents = listing(INCIDENT, Incident, IncidentFilter, IncidentOrder, "事案 / Incidents.")
    causes = listing(CAUSE, Cause, CauseFilter, CauseOrder, "原因 / Causes.")
    countermeasures = listing(
        COUNTERMEASURE,
        Countermeasure,
        CountermeasureFilter,
        CountermeasureOrder,
        "対策 / Countermeasures.",
    )
    effectiveness_checks = listing(
        CHECK,
        EffectivenessCheck,
        EffectivenessCheckFilter,
        EffectivenessCheckOrder,
        "効果検証 / Effectiveness checks.",
    )
    extension_requests = listing(
        EXTENSION,
        ExtensionRequest,
        ExtensionRequestFilter,
        ExtensionRequestOrder,
        "期限延長の申請 / Requests for later or vaguer dues.",
    )
    operation_records = listing(
        OPERATION, OperationRecord, OperationFilter, OperationOrder, "運用記録 / Operation records."
    )

    review_meetings = listing(
        REVIEW_MEETING,
        ReviewMeeting,
        meetings.ReviewMeetingFilter,
        meetings.ReviewMeetingOrder,
        "会議 / Review meetings of your party.",
    )
    agenda_items = listing(
        AGENDA_ITEM,
        AgendaItem,
        meetings.AgendaItemFilter,
        meetings.AgendaItemOrder,
        "議題 / What meetings of your party speak of, as far as you may see.",
    )
    minutes_entries = listing(
        MINUTES_ENTRY,
        MinutesEntry,
        meetings.MinutesFilter,
        meetings.MinutesOrder,
        "議事録の記載 / What meetings of your party came to, resolved and thought.",
    )
    action_items = listing(
        ACTION_ITEM,
        ActionItem,
        meetings.ActionItemFilter,
        meetings.ActionItemOrder,
        "宿題 / What meetings of your party asked to be done.",
    )
    agenda_proposals = strawberry.field(
        resolver=proposing.proposals,
        graphql_type=list[AgendaProposal],
        description="議題の候補 / What may belong on the agenda of a meeting and does not stand on it, and why; at"
        " most 200.",
    )
    requirements = listing(
        REQUIREMENT,
        Requirement,
        RequirementFilter,
        RequirementOrder,
        "要求 / What authorities, auditors and committees want.",
    )
    roll_outs = listing(
        ROLL_OUT,
        RollOut,
        RollOutFilter,
        RollOutOrder,
        "横展開 / What your own party asks others, and what they ask it.",
    )
    roll_out_answers = listing(
        ROLL_OUT_ANSWER,
        RollOutAnswer,
        RollOutAnswerFilter,
        RollOutAnswerOrder,
        "横展開への回答 / Answers of your own party, and those released to it.",
    )
    guidance = listing(
        GUIDANCE,
        Guidance,
        GuidanceFilter,
        GuidanceOrder,
        "事例集 / Guidance of consultation desks.",
    )
    similar_guidance = strawberry.field(
        resolver=similar_guidance,
        graphql_type=list[Guidance],
        description="似た質問の事例 / Guidance that stands and resembles a question, the likest first; an empty list if none"
        " does.",
    )

    releases = listing(
        RELEASE,
        Release,
        ReleaseFilter,
        ReleaseOrder,
        "開示 / What your own party opened to others, and what it withdrew.",
    )
    released_wordings = listing(
        RELEASED_WORDING,
        ReleasedWording,
        ReleasedWordingFilter,
        ReleasedWordingOrder,
        "開示された文面 / What others say to your party of records that stay with them.",
    )
    release_preview = strawberry.field(
        resolver=previewing.preview,
        graphql_type=previewing.RESULT,
        description="開示の見込み / What a release would show to the other party and what it would not, as"
        " it would be carried out now; nothing is recorded.",
    )

    barrier_rules = listing(
        BARRIER_RULE,
        BarrierRule,
        BarrierRuleFilter,
        BarrierRuleOrder,
        "遮断規則 / What your own party keeps from others, and what rules are over.",
    )
    barrier_report = strawberry.field(
        resolver=barring.report,
        graphql_type=BarrierReport,
        description="遮断の状況 / Whether the barrier of your own party holds.",
    )
    redactions = listing(
        REDACTION,
        Redaction,
        redacting.RedactionFilter,
        redacting.RedactionOrder,
        "消去 / Which texts of your own party's records are to be destroyed, and which were.",
    )
    redaction_report = strawberry.field(
        resolver=redacting.report,
        graphql_type=RedactionReport | None,
        description="消去の報告 / A redaction, who was shown what is redacted, and what to report of it; for"
        " barrier officers, the chief compliance officer and auditors.",
    )
    reads_of = strawberry.field(
        resolver=reads.of_record,
        graphql_type=ReadConnection,
        description="閲覧の記録 / Who was shown this record of your own party; for its auditors.",
    )
    reads_by = strawberry.field(
        resolver=reads.by_member,
        graphql_type=ReadConnection,
        description="閲覧者の記録 / Which records of your own party somebody was shown; for its auditors.",
    )
    could_see = strawberry.field(
        resolver=auditing.could_see,
        graphql_type=list[Sight],
        description="閲覧できた会社 / Which parties could see a record of your own party at a moment, and by"
        " what; for its auditors.",
    )
    why_visible = strawberry.field(
        resolver=auditing.why_visible,
        graphql_type=Sight | None,
        description="見える理由 / By what a party sees a record of your own party now; null: by nothing. For"
        " its auditors.",
    )
    seen = strawberry.field(
        resolver=auditing.seen,
        graphql_type=list[SeenBy],
        description="閲覧の可否と実際 / Who could see a record of your own party between two moments, against"
        " who did; for its auditors.",
    )
    own_records = strawberry.field(
        resolver=barring.listed,
        graphql_type=Connection[Record],
        description="自社の記録 / Records of your own party, of all kinds that are judged, by whose information"
        " they hold; in the order of recording.",
    )

    members = listing(
        MEMBER,
        Member,
        MemberFilter,
        MemberOrder,
        "利用者 / The members of your own party; its administrators see them too.",
    )
    departments = listing(
        DEPARTMENT,
        Department,
        DepartmentFilter,
        DepartmentOrder,
        "部署 / The departments of your own party; its administrators see them too.",
    )

    @strawberry.field(description="分類体系 / The categories of causes of your own party, if any.")
    def taxonomy(
        self,
        info: Asking,
        as_of: AsOf = None,
        status_date: StatusDate = None,
        with_rights_of: WithRightsOf = None,
    ) -> Taxonomy | None:
        lens = lens_of(info, as_of, status_date, with_rights_of)
        found = fetch(
            TAXONOMY,
            lens,
            below(info),
            lambda rows, columns: sa.select(*columns).order_by(rows.c.born),
        )
        return cast("Taxonomy | None", next(iter(found), None))

    @strawberry.field(
        description="進捗 / Countermeasures counted by group, as far as you may see; at most 200."
    )
    def progress(
        self,
        info: Asking,
        by: By,
        as_of: AsOf = None,
        status_date: StatusDate = None,
        with_rights_of: WithRightsOf = None,
    ) -> list[ProgressGroup]:
        lens = lens_of(info, as_of, status_date, with_rights_of)
        return cast("list[ProgressGroup]", progress_board.board(lens, by))

    attention = strawberry.field(
        resolver=attention.attention,
        graphql_type=Attention,
        description="要対応 / All that needs you: what your department or party owes, what waits for your roles,"
        " and what changed since you last looked.",
    )
    findings = strawberry.field(
        resolver=findings.findings,
        graphql_type=list[Finding],
        description="点検 / What is found wanting in your own party's records, one of each kind, found or not.",
    )
    slips = strawberry.field(
        resolver=slips.report,
        graphql_type=SlipReport,
        description="後ろ倒し / Slips of countermeasures, the newest first: how many, how many days, of whom, and"
        " why.",
    )
    cause_matrix = strawberry.field(
        resolver=matrix.matrix,
        graphql_type=CauseMatrix,
        description="原因と対策の表 / Which countermeasures answer which causes, and what is left over.",
    )


def _me(context: Context) -> Row | None:
    actor = context.actor
    if actor is None:
        return None
    connection_, clearance = context.scope.connection, context.scope.clearance
    parties = visible(PARTIES, clearance)
    party = connection_.execute(
        sa.select(parties.c.party_code, parties.c.names).where(parties.c.number == actor.party)
    ).first()
    return {
        "id": str(actor.member),
        "name": name_of(connection_, actor.member),
        "party": party and {"code": party[0]} | names_on(party[1], clearance.today),
        "roles": sorted(role.value for role in actor.roles),
    }
