"""Out of the desk and into the register: the two contexts meet here alone, in two steps that may be tried
again."""

from __future__ import annotations

from uuid import UUID

import strawberry

from api.asking import Asking, below
from api.changing import Creating, Given, either, record_id, refused, sound_key
from api.desk.changes import EVERY
from api.levels import Row
from api.refusals import answer
from api.register.finding import any_record
from api.register.types import Incident
from commands.desk import drafts
from commands.desk.office import DeskOffice, Handling
from commands.register.incidents import report_incident
from domain.desk import refusals as rules
from domain.desk.draft import DraftState, IncidentDraft
from domain.refusals import NoSuchRecord, Refusal
from domain.register.record import InformationCategory


@strawberry.input(
    description="下書きからの事案の登録 / Report the incident that a draft describes."
)
class ReportDraftInput(Creating):
    draft: strawberry.ID = strawberry.field(description="下書き / One of your incidentDrafts.")
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list,
        description="情報区分 / Whose information it holds; leave out while unjudged.",
    )


@strawberry.type
class DoorMutations:
    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "ReportDraftResult", Incident, *EVERY, rules.NoSuchDraft, rules.DraftIsDone
        ),
        description="下書きから事案を登録する / Report the incident that a draft describes, as its editor. Sent again,"
        " it is reported once.",
    )
    def report_draft(self, info: Asking, input: Given[ReportDraftInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        key, context = sound_key(input.idempotency_key), info.context
        desk = context.desk_office
        if desk is None:
            return refused(info, rules.DeskIsNotSetUp())
        try:
            draft = _reporting(desk, context.member, record_id(input.draft))
            categories = tuple(one.value for one in input.information_categories)
            context.office.perform(
                context.member,
                lambda at: report_incident(
                    at,
                    id=draft.incident,
                    title=draft.title,
                    summary=draft.summary,
                    occurred_on=draft.occurred_on,
                    categories=categories,
                ),
            )
            desk.perform(context.member, lambda at: drafts.note_as_reported(at, draft=draft.id))
        except Refusal as refusal:
            return refused(info, refusal)
        found = any_record(context.lens(), str(draft.incident), below(info))
        return found if found is not None else answer(NoSuchRecord(named=key))


def _reporting(desk: DeskOffice, member: UUID, draft: UUID) -> IncidentDraft:
    """The draft, if its editor asks and it was not withdrawn; nothing is recorded yet."""
    found: list[IncidentDraft] = []

    def look(handling: Handling) -> tuple[UUID, ...]:
        found.append(drafts.reporting(handling, draft=draft))
        if found[0].state is DraftState.WITHDRAWN:
            found[0].require_waiting()
        return ()

    desk.perform(member, look)
    return found[0]
