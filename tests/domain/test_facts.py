"""What holds for every fact of the house: plain, permanent, sealed where it is free text."""

import dataclasses
import inspect
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

import domain.desk.attachment
import domain.desk.designation
import domain.desk.draft
import domain.desk.guidance_draft
import domain.desk.identity
import domain.desk.publication
import domain.desk.request
import domain.desk.ticket
import domain.people.department
import domain.people.last_look
import domain.people.member
import domain.people.party
import domain.register.action_item
import domain.register.agenda_item
import domain.register.barrier_rule
import domain.register.cause
import domain.register.check
import domain.register.countermeasure
import domain.register.evidence
import domain.register.extension
import domain.register.figure
import domain.register.guidance
import domain.register.incident
import domain.register.investigation
import domain.register.link
import domain.register.meeting
import domain.register.minutes
import domain.register.note
import domain.register.operation
import domain.register.redaction
import domain.register.release
import domain.register.released_wording
import domain.register.report
import domain.register.requirement
import domain.register.roll_out
import domain.register.schedule
import domain.register.taxonomy
from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.register.record import JudgedFact, Record
from tests.archive.examples import roots
from tests.story import EDITOR, NOON, SUBJECT

ROOTS: list[type[Root]] = [
    domain.people.department.Department,
    domain.people.last_look.LastLook,
    domain.people.member.Member,
    domain.people.party.Party,
    domain.register.cause.Cause,
    domain.register.check.EffectivenessCheck,
    domain.register.countermeasure.Countermeasure,
    domain.register.evidence.Evidence,
    domain.register.extension.ExtensionRequest,
    domain.register.figure.Figure,
    domain.register.guidance.Guidance,
    domain.register.incident.Incident,
    domain.register.investigation.Investigation,
    domain.register.link.Link,
    domain.register.note.Note,
    domain.register.operation.OperationRecord,
    domain.register.barrier_rule.BarrierRule,
    domain.register.redaction.Redaction,
    domain.register.release.Release,
    domain.register.released_wording.ReleasedWording,
    domain.register.report.Report,
    domain.register.requirement.Requirement,
    domain.register.roll_out.RollOut,
    domain.register.roll_out.RollOutAnswer,
    domain.register.schedule.Schedule,
    domain.register.taxonomy.Taxonomy,
    domain.register.meeting.ReviewMeeting,
    domain.register.agenda_item.AgendaItem,
    domain.register.minutes.MinutesEntry,
    domain.register.action_item.ActionItem,
    domain.desk.ticket.Ticket,
    domain.desk.designation.Designation,
    domain.desk.identity.Identity,
    domain.desk.request.CustodianRequest,
    domain.desk.draft.IncidentDraft,
    domain.desk.guidance_draft.GuidanceDraft,
    domain.desk.attachment.Attachment,
    domain.desk.publication.StatisticsPublication,
]
RECORDS = [root for root in ROOTS if issubclass(root, Record)]
PLAIN = {str, int, bool, Decimal, UUID, date, datetime}


def facts_of(root: type[Root]) -> list[type[Fact]]:
    return [
        kind
        for name, kind in vars(root).items()
        if name != "Event" and isinstance(kind, type) and issubclass(kind, Fact)
    ]


class Unheard(Fact):
    """A fact of no aggregate."""


FACTS = [(root, fact) for root in ROOTS for fact in facts_of(root)]
NAMES = [fact.__qualname__ for _, fact in FACTS]


def details_of(fact: type[Fact]) -> dict[str, typing.Any]:
    hints = typing.get_type_hints(fact)
    return {
        field.name: hints[field.name]
        for field in dataclasses.fields(fact)
        if field.name != "originator_id"  # the library's own, generic over kinds of id
    }


def topic_of(kind: type[Root] | type[Fact]) -> str:
    """The explicit topic; the library nests a subclass of its own in each aggregate."""
    return str(getattr(kind, "TOPIC", ""))


def is_plain(kind: typing.Any) -> bool:
    if isinstance(kind, types.UnionType):
        return all(arg is types.NoneType or is_plain(arg) for arg in typing.get_args(kind))
    if typing.get_origin(kind) is tuple:
        item, *rest = typing.get_args(kind)
        return rest == [...] and is_plain(item)
    return kind in PLAIN


def test_every_aggregate_is_named_here() -> None:
    assert set(ROOTS) == {root for root in roots() if any(map(is_first, facts_of(root)))}


def is_first(fact: type[Fact]) -> bool:
    return issubclass(fact, FirstFact)


@pytest.mark.parametrize(("root", "fact"), FACTS, ids=NAMES)
def test_a_fact_holds_plain_values_alone(root: type[Root], fact: type[Fact]) -> None:
    assert all(is_plain(kind) for kind in details_of(fact).values())


@pytest.mark.parametrize(("root", "fact"), FACTS, ids=NAMES)
def test_a_fact_goes_by_the_name_of_its_aggregate(root: type[Root], fact: type[Fact]) -> None:
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in fact.__name__).strip("_")
    assert topic_of(fact) == f"{topic_of(root)}.{snake}"
    assert inspect.getdoc(fact)


@pytest.mark.parametrize(("root", "fact"), FACTS, ids=NAMES)
def test_what_a_fact_seals_is_text_that_it_has(root: type[Root], fact: type[Fact]) -> None:
    allowed = (str, str | None, tuple[str, ...])
    assert all(details_of(fact)[name] in allowed for name in fact.SEALED)
    free = {"title", "summary", "statement", "reason", "remark", "basis", "note", "items", "label"}
    free |= {"text", "result", "place", "question", "contact", "caller"}
    assert free & details_of(fact).keys() <= set(fact.SEALED)


@pytest.mark.parametrize(("root", "fact"), FACTS, ids=NAMES)
def test_a_fact_is_remembered_by_its_aggregate(root: type[Root], fact: type[Fact]) -> None:
    if issubclass(fact, JudgedFact):
        assert issubclass(root, Record)
    else:
        assert f"{root.__name__}.{fact.__name__}()" in inspect.getsource(root.evolve)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.__name__)
def test_an_aggregate_begins_with_an_owner(root: type[Root]) -> None:
    begins = [fact for fact in facts_of(root) if issubclass(fact, FirstFact)]
    assert len(begins) == (2 if root is domain.register.evidence.Evidence else 1)
    assert all(details_of(first).keys() & {"owner", "number"} for first in begins)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_begins_with_its_categories_and_can_be_judged(record: type[Record]) -> None:
    begins = [fact for fact in facts_of(record) if issubclass(fact, FirstFact)]
    assert all(details_of(first)["categories"] == tuple[str, ...] for first in begins)
    assert issubclass(record.Judged, JudgedFact)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.__name__)
def test_a_fact_that_nobody_handles_is_told_at_once(root: type[Root]) -> None:
    kind: type[typing.Any] = Unheard
    unheard = kind(originator_id=SUBJECT, originator_version=2, timestamp=NOON, by=EDITOR)
    blank = root.__new__(root)
    blank.__init__()  # type: ignore[misc]  # as the library calls it before the first fact
    with pytest.raises(NotImplementedError):
        blank.evolve(unheard)


def test_no_two_aggregates_share_an_id_by_chance() -> None:
    assert Root.create_id() != Root.create_id()


def test_derived_ids_never_change() -> None:
    assert derived_id("party", 2) == UUID("3a4484db-ae41-59be-9d3d-433ff224108f")
    assert derived_id("link", SUBJECT, EDITOR) != derived_id("link", EDITOR, SUBJECT)
