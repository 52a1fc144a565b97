"""A document is read and looked over once for each member who asks it."""

from __future__ import annotations

from uuid import uuid4

from api.edge.asked import Question
from api.edge.documents import KEPT, document

QUERY = "{ me { party { code } } }"


def read(member: object, query: str = QUERY) -> object:
    return document(Question(query), member).read  # type: ignore[arg-type]  # any key will do


def test_who_asks_the_same_again_has_it_read_once() -> None:
    member = uuid4()
    assert read(member) is read(member)
    assert read(member) is not read(member, QUERY + " ")


def test_what_one_member_asked_makes_nobody_elses_answer_quicker() -> None:
    assert read(uuid4()) is not read(uuid4())


def test_what_somebody_writes_is_not_kept() -> None:
    member, told = uuid4(), 'mutation { writeNote(input: {text: "山田様"}) { __typename } }'
    assert read(member, told) is not read(member, told)


def test_documents_are_forgotten_when_there_are_many() -> None:
    member = uuid4()
    first = read(member)
    for number in range(KEPT):
        read(member, QUERY + " " * (number + 1))
    assert read(member) is not first
