"""Files of a ticket: whose they are, how many, and until when any is taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.desk.attachment import Attachment
from domain.desk.contents import Filed
from domain.desk.refusals import SubjectIsErased, TicketHasManyFiles, TicketIsErased
from domain.desk.ticket import MOST_FILES, Ticket
from domain.files import File
from domain.kernel import Fact
from domain.refusals import Refusal
from tests.story import BY_EDITOR, EDITOR, NOON, SUBJECT, TODAY, given, happened, then_begun

CONSULTER, FILE = UUID(int=0xC0), UUID(int=0xF1)
PDF = File("記録.pdf", "application/pdf", 12, "ab" * 32)
LOGGED = happened(
    Ticket.Logged,
    owner=2,
    subject=CONSULTER,
    question="この画面を見てよいか",
    channel="PHONE",
    category="UNJUDGED",
    urgency="NORMAL",
    received_on=TODAY,
)
ASSESSED = happened(Ticket.Assessed, assessment="ADVICE", reason=None, known_to=())
ANSWERED = happened(Ticket.Answered, subject=CONSULTER, text="見てはいけない")
CONCLUDED = happened(Ticket.Concluded, outcome="ADVISED", text="助言した")
THEIRS = happened(
    Ticket.FileAttached,
    subject=CONSULTER,
    attachment=FILE,
    name="記録.pdf",
    media_type="application/pdf",
    size=12,
)
OURS = THEIRS.but(subject=SUBJECT)


def attach(ticket: Ticket, **other: Any) -> UUID:
    stated: dict[str, Any] = {"attachment": FILE, "file": PDF, "from_consulter": True} | other
    return ticket.attach(**stated, **BY_EDITOR)


def ours(ticket: Ticket) -> UUID:
    return attach(ticket, from_consulter=False)


def test_a_file_goes_with_the_key_of_whom_it_is_from() -> None:
    given(Ticket, LOGGED).when(attach).then(THEIRS)
    given(Ticket, LOGGED).when(ours).then(OURS)
    assert attach(given(Ticket, LOGGED).subject) == CONSULTER
    assert ours(given(Ticket, LOGGED).subject) == SUBJECT


def test_the_same_file_again_is_another_file() -> None:
    given(Ticket, LOGGED, THEIRS).when(attach).then(THEIRS)


def test_a_concluded_ticket_takes_files_as_it_takes_messages() -> None:
    given(Ticket, LOGGED, ASSESSED, CONCLUDED).when(attach).then(THEIRS)


@pytest.mark.parametrize(
    ("gone", "theirs", "ours_"),
    [
        ((CONSULTER,), SubjectIsErased, None),
        ((SUBJECT, CONSULTER), TicketIsErased, TicketIsErased),
        ((UUID(int=0xA1),), None, None),
    ],
)
def test_nothing_is_filed_for_whom_was_erased(
    gone: tuple[UUID, ...], theirs: type[Refusal] | None, ours_: type[Refusal] | None
) -> None:
    erased = happened(Ticket.SubjectsErased, subjects=gone)
    for act, refusal, fact in ((attach, theirs, THEIRS), (ours, ours_, OURS)):
        story = given(Ticket, LOGGED, erased).when(act)
        if refusal:
            story.then_refused(refusal)
        else:
            story.then(fact)


def test_a_ticket_takes_so_many_files_of_the_consulter_and_as_many_of_the_desk() -> None:
    full = (LOGGED, *(THEIRS for _ in range(MOST_FILES)))
    given(Ticket, *full).when(attach).then_refused(TicketHasManyFiles, limit=MOST_FILES)
    given(Ticket, *full).when(ours).then(OURS)
    given(Ticket, *full[:-1]).when(attach).then(THEIRS)


def test_a_file_of_the_consulter_waits_for_an_answer_as_their_words_do() -> None:
    for facts, waits in (
        ((LOGGED,), False),
        ((LOGGED, OURS), False),
        ((LOGGED, THEIRS), True),
        ((LOGGED, THEIRS, OURS), True),
        ((LOGGED, THEIRS, ANSWERED), False),
        ((LOGGED, ANSWERED, THEIRS), True),
    ):
        assert given(Ticket, *facts).subject.waits_for_an_answer is waits


def test_a_ticket_remembers_its_files() -> None:
    ticket = given(Ticket, LOGGED, THEIRS, OURS).subject
    told = ("記録.pdf", "application/pdf", 12, EDITOR, NOON)
    assert ticket.files == (Filed(FILE, CONSULTER, *told), Filed(FILE, SUBJECT, *told))


def test_a_content_is_kept_by_the_hash_of_its_sealed_bytes() -> None:
    kept = happened(
        Attachment.Kept, owner=2, ticket=SUBJECT, subject=CONSULTER, sealed_sha256="cd" * 32
    )

    def keep() -> Attachment:
        stated: dict[str, Any] = {"owner": 2, "ticket": SUBJECT, "subject": CONSULTER}
        return Attachment.keep(id=FILE, sealed_sha256="cd" * 32, **stated, **BY_EDITOR)

    then_begun(keep, kept)
    assert (keep().owner, keep().ticket) == (2, SUBJECT)
    with pytest.raises(NotImplementedError):
        keep().evolve(Fact.__new__(Fact))
