"""Whom each sealed text of the desk is about: with whose key it goes."""

from typing import get_type_hints

import pytest

from domain.desk.designation import Designation
from domain.desk.draft import IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft
from domain.desk.ticket import Ticket
from domain.kernel import Fact
from domain.register.note import Note
from tests.archive.examples import STREAM, TOLD, example, fact_classes, is_of_the_desk

FACTS = [fact for fact in fact_classes() if fact.__module__.startswith("domain.desk.")]
SEALED = [fact for fact in FACTS if fact.SEALED]

OF_ITS_OWN_STREAM: set[type[Fact]] = {
    Ticket.Assessed,
    Ticket.NoteWritten,
    Ticket.ActionTaken,
    Ticket.Concluded,
    Ticket.WelfareChecked,
    Ticket.Reopened,
    Ticket.HoldPlaced,
    Ticket.HoldLifted,
    IncidentDraft.Withdrawn,
    GuidanceDraft.Withdrawn,
    Designation.Granted,
    Designation.Revoked,
}
"""What the desk keeps for itself: of the ticket, of the designation, of the draft."""


def test_every_fact_of_the_desk_is_sealed_by_subject() -> None:
    assert FACTS
    assert all(map(is_of_the_desk, FACTS))


@pytest.mark.parametrize("fact", SEALED, ids=lambda fact: fact.__qualname__)
def test_a_text_is_about_whom_its_fact_names_or_else_about_its_stream(fact: type[Fact]) -> None:
    one = example(fact)
    about = STREAM if fact in OF_ITS_OWN_STREAM else TOLD["subject"]
    assert {one.subject_of(field) for field in fact.SEALED} == {about}
    assert ("subject" in get_type_hints(fact)) == (fact not in OF_ITS_OWN_STREAM)


def test_of_the_register_nobody_is_told() -> None:
    assert example(Note.Written).subject_of("text") is None
