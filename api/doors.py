"""Out of the desk and into the register: the two contexts meet here alone, in two steps that may be tried
again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from uuid import UUID

import orjson
import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.changing import (
    Changing,
    CreatingRecord,
    Given,
    Touching,
    either,
    perform,
    record_id,
    refused,
    sound_key,
    stated,
)
from api.desk.performing import EVERY
from api.edge.masking import log
from api.levels import Row
from api.refusals import CHANGING, answer
from api.register.finding import any_record
from api.register.types import Guidance, Incident
from commands.desk import drafts
from commands.desk import guidance as guiding
from commands.desk.office import Command as DeskCommand
from commands.desk.office import DeskOffice, Handling
from commands.office import Command
from commands.register.guidance import publish_guidance, withdraw_guidance
from commands.register.incidents import report_incident
from domain.desk import refusals as rules
from domain.desk.draft import IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft
from domain.refusals import NoSuchRecord, NotYourParty, OthersWillRead, Refusal
from domain.register.record import InformationCategory
from domain.register.refusals import (
    GuidanceIsPublished,
    GuidanceIsSuperseded,
    GuidanceIsWithdrawn,
    NoneStandsAlone,
    WithdrawalOfGuidanceNeedsItsReason,
)
from store.deadline import is_over

T = TypeVar("T", IncidentDraft, GuidanceDraft)
_SHARED: Final[tuple[type[Refusal], ...]] = (*EVERY, rules.RegisterIsAway, NoneStandsAlone)


@strawberry.input(
    description="下書きからの事案の登録 / Report the incident that a draft describes."
)
class ReportDraftInput(CreatingRecord):
    draft: strawberry.ID = strawberry.field(description="下書き / One of your incidentDrafts.")


@strawberry.input(description="事例の公表 / Publish a draft as guidance of your party.")
class PublishGuidanceInput(CreatingRecord, Touching):
    draft: strawberry.ID = strawberry.field(
        description="下書き / One of the guidanceDrafts, by its id."
    )
    supersedes: strawberry.ID | None = strawberry.field(
        default=None,
        description="旧版 / Guidance of your party that it stands in place of, by its id; that stays readable.",
    )
    carried_over_is_meant: bool = strawberry.field(
        default=False,
        description="引継ぎの確認 / The names and passages of the ticket in it are meant to stand there.",
    )


@strawberry.input(description="事例の取下げ / Withdraw guidance that holds no longer.")
class WithdrawGuidanceInput(Changing):
    guidance: strawberry.ID = strawberry.field(description="事例 / The guidance, by its id.")
    reason: str = strawberry.field(description="理由 / Why; whoever may see the guidance reads it.")


@strawberry.type
class DoorMutations:
    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "ReportDraftResult", Incident, *_SHARED, rules.NoSuchDraft, rules.DraftIsDone
        ),
        description="下書きから事案を登録する / Report the incident that a draft describes, as its editor. Sent again,"
        " it is reported once.",
    )
    def report_draft(self, info: Asking, input: Given[ReportDraftInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        def report(one: IncidentDraft) -> Command:
            return lambda at: report_incident(
                at,
                id=one.incident,
                title=one.title,
                summary=one.summary,
                occurred_on=one.occurred_on,
                categories=_words(input.information_categories),
            )

        return _out(
            info,
            input,
            lambda at: drafts.reporting(at, draft=record_id(input.draft)),
            lambda one: one.incident,
            report,
            lambda at: drafts.note_as_reported(at, draft=record_id(input.draft)),
        )

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "PublishGuidanceResult",
            Guidance,
            *_SHARED,
            NotYourParty,
            OthersWillRead,
            rules.NoSuchGuidanceDraft,
            rules.GuidanceDraftIsDone,
            rules.GuidanceIsOfItsOwnParty,
            rules.TextIsCarriedOver,
            rules.TicketIsErased,
            GuidanceIsSuperseded,
            GuidanceIsPublished,
        ),
        description="事例を公表する / Publish a draft as guidance that your whole party reads; it is released to others like"
        " any record. Sent again, it is published once.",
    )
    def publish_guidance(self, info: Asking, input: Given[PublishGuidanceInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        def publish(one: GuidanceDraft) -> Command:
            return lambda at: publish_guidance(
                at,
                id=one.guidance,
                question=one.question,
                answer=one.answer,
                basis=one.basis,
                basis_version=one.basis_version,
                supersedes=None if input.supersedes is None else record_id(input.supersedes),
                categories=_words(input.information_categories),
            )

        return _out(
            info,
            input,
            lambda at: guiding.publishing(
                at,
                draft=record_id(input.draft),
                carried_over_is_meant=input.carried_over_is_meant,
            ),
            lambda one: one.guidance,
            publish,
            lambda at: guiding.note_as_published(at, draft=record_id(input.draft)),
        )

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "WithdrawGuidanceResult",
            Guidance,
            *CHANGING,
            rules.DeskIsNotSetUp,
            rules.NotDesignated,
            GuidanceIsSuperseded,
            GuidanceIsWithdrawn,
            WithdrawalOfGuidanceNeedsItsReason,
        ),
        description="事例を取り下げる / Withdraw guidance of your party with nothing in its place, as somebody designated for"
        " its desk; it stays readable.",
    )
    def withdraw_guidance(self, info: Asking, input: Given[WithdrawGuidanceInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        desk = info.context.desk_office
        if desk is None:
            return refused(info, rules.DeskIsNotSetUp())
        try:
            _looked_at(desk, info.context.member, guiding.withdrawing)
        except Refusal as refusal:
            return refused(info, refusal)
        return perform(info, input, withdraw_guidance)


def _words(categories: list[InformationCategory]) -> tuple[str, ...]:
    return tuple(one.value for one in categories)


def _out(
    info: Asking,
    given: Any,
    look: Callable[[Handling], T],
    record_of: Callable[[T], UUID],
    make: Callable[[T], Command],
    note: DeskCommand,
) -> Row | None:
    """Take a draft out of the desk: look at it, make its record, note that it stands. Whatever stops between two
    steps, the same again goes on from there, since the record's id is the draft's own."""
    details, context = stated(given), info.context
    key = details.pop("idempotency_key")
    request = orjson.dumps(
        [type(given).__name__, details], default=str, option=orjson.OPT_SORT_KEYS
    )
    desk = context.desk_office
    if desk is None:
        return refused(info, rules.DeskIsNotSetUp())
    try:
        sound_key(key)
        with _within_reach():
            draft = _looked_at(desk, context.member, look)
            context.office.perform(
                context.member,
                make(draft),
                key=key,
                request=request,
                acknowledged=details.get("acknowledge_readers", ()),
            )
            desk.perform(context.member, note)
    except Refusal as refusal:
        return refused(info, refusal)
    found = any_record(context.lens(), str(record_of(draft)), below(info))
    return found if found is not None else answer(NoSuchRecord(named=key))


@contextmanager
def _within_reach() -> Iterator[None]:
    """Refuse with RegisterIsAway where a database cannot be reached; not where the time is up."""
    try:
        yield
    except (sa.exc.DBAPIError, OSError) as error:
        if is_over():
            raise
        log.error("door_stopped", kind=type(error).__name__)
        raise rules.RegisterIsAway() from None


L = TypeVar("L")


def _looked_at(desk: DeskOffice, member: UUID, look: Callable[[Handling], L]) -> L:
    """What the desk says, if who asks may do it; nothing is recorded yet."""
    found: list[L] = []

    def first(handling: Handling) -> tuple[UUID, ...]:
        found.append(look(handling))
        return ()

    desk.perform(member, first)
    return found[0]
