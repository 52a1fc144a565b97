"""Out of the desk and into the register: the two contexts meet here alone, in two steps that may be tried
again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import strawberry

from api.asking import Asking, below
from api.changing import Creating, CreatingRecord, Given, either, record_id, refused, sound_key
from api.desk.changes import EVERY
from api.levels import Row
from api.refusals import answer
from api.register.finding import any_record
from api.register.types import Guidance, Incident
from commands.desk import drafts
from commands.desk import guidance as guiding
from commands.desk.office import Command as DeskCommand
from commands.desk.office import DeskOffice, Handling
from commands.office import Command
from commands.register.guidance import publish_guidance
from commands.register.incidents import report_incident
from domain.desk import refusals as rules
from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft, GuidanceDraftState
from domain.refusals import NoSuchRecord, NotYourParty, Refusal
from domain.register.record import InformationCategory
from domain.register.refusals import GuidanceIsSuperseded, GuidanceIsWithdrawn, NoneStandsAlone

T = TypeVar("T", IncidentDraft, GuidanceDraft)


@strawberry.input(
    description="下書きからの事案の登録 / Report the incident that a draft describes."
)
class ReportDraftInput(Creating):
    draft: strawberry.ID = strawberry.field(description="下書き / One of your incidentDrafts.")
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list,
        description="情報区分 / Whose information it holds; leave out while unjudged.",
    )


@strawberry.input(description="事例の公表 / Publish a draft as guidance of your party.")
class PublishGuidanceInput(CreatingRecord):
    draft: strawberry.ID = strawberry.field(description="下書き / One of the guidanceDrafts.")
    supersedes: strawberry.ID | None = strawberry.field(
        default=None,
        description="旧版 / Guidance of your party that it stands in place of; that stays readable.",
    )


@strawberry.type
class DoorMutations:
    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "ReportDraftResult",
            Incident,
            *EVERY,
            rules.NoSuchDraft,
            rules.DraftIsDone,
            NoneStandsAlone,
        ),
        description="下書きから事案を登録する / Report the incident that a draft describes, as its editor. Sent again,"
        " it is reported once.",
    )
    def report_draft(self, info: Asking, input: Given[ReportDraftInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        categories = _words(input.information_categories)

        def report(one: IncidentDraft) -> Command:
            return lambda at: report_incident(
                at,
                id=one.incident,
                title=one.title,
                summary=one.summary,
                occurred_on=one.occurred_on,
                categories=categories,
            )

        def look(at: Handling) -> IncidentDraft:
            one = drafts.reporting(at, draft=record_id(input.draft))
            if one.state is DraftState.WITHDRAWN:
                one.require_waiting()
            return one

        return _out(
            info,
            input.idempotency_key,
            look,
            lambda one: one.incident,
            report,
            lambda at: drafts.note_as_reported(at, draft=record_id(input.draft)),
        )

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "PublishGuidanceResult",
            Guidance,
            *EVERY,
            NotYourParty,
            rules.NoSuchGuidanceDraft,
            rules.GuidanceDraftIsDone,
            rules.GuidanceIsOfItsOwnParty,
            GuidanceIsSuperseded,
            GuidanceIsWithdrawn,
            NoneStandsAlone,
        ),
        description="事例を公表する / Publish a draft as guidance that your whole party reads; it is released to others like"
        " any record. Sent again, it is published once.",
    )
    def publish_guidance(self, info: Asking, input: Given[PublishGuidanceInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        categories = _words(input.information_categories)

        def publish(one: GuidanceDraft) -> Command:
            return lambda at: publish_guidance(
                at,
                id=one.guidance,
                question=one.question,
                answer=one.answer,
                basis=one.basis,
                basis_version=one.basis_version,
                supersedes=record_id(input.supersedes) if input.supersedes else None,
                categories=categories,
            )

        def look(at: Handling) -> GuidanceDraft:
            one = guiding.publishing(at, draft=record_id(input.draft))
            if one.state is GuidanceDraftState.WITHDRAWN:
                one.require_waiting()
            return one

        return _out(
            info,
            input.idempotency_key,
            look,
            lambda one: one.guidance,
            publish,
            lambda at: guiding.note_as_published(at, draft=record_id(input.draft)),
        )


def _words(categories: list[InformationCategory]) -> tuple[str, ...]:
    return tuple(one.value for one in categories)


def _out(
    info: Asking,
    idempotency_key: str,
    look: Callable[[Handling], T],
    record_of: Callable[[T], UUID],
    make: Callable[[T], Command],
    note: DeskCommand,
) -> Row | None:
    """Take a draft out of the desk: look at it, make its record, note that it stands. Whatever stops between two
    steps, the same again goes on from there, since the record's id is the draft's own."""
    key, context = sound_key(idempotency_key), info.context
    desk = context.desk_office
    if desk is None:
        return refused(info, rules.DeskIsNotSetUp())
    try:
        draft = _looked_at(desk, context.member, look)
        context.office.perform(context.member, make(draft))
        desk.perform(context.member, note)
    except Refusal as refusal:
        return refused(info, refusal)
    found = any_record(context.lens(), str(record_of(draft)), below(info))
    return found if found is not None else answer(NoSuchRecord(named=key))


def _looked_at(desk: DeskOffice, member: UUID, look: Callable[[Handling], T]) -> T:
    """The draft, if who asks may take it out; nothing is recorded yet."""
    found: list[T] = []

    def first(handling: Handling) -> tuple[UUID, ...]:
        found.append(look(handling))
        return ()

    desk.perform(member, first)
    return found[0]
