"""Who asked: kept apart, all of one length, and told later if the consulter wishes."""

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import example
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.desk.identity import LONGEST, Identity
from domain.refusals import Refusal, TextHasControlCharacters, TextHasLines, TextIsTooLong
from tests.story import (
    NOON,
    SUBJECT,
    Asked,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

OFFICER, CONSULTER, TICKET = UUID(int=0xDE), UUID(int=0xC0), UUID(int=0x71)
BY_OFFICER = Asked(by=OFFICER, at=NOON)
LENGTH = 1_300
"""Bytes of a name or a contact, as a fact keeps it."""


def filled(text: str) -> str:
    return text + " " * (LENGTH - len(json.dumps(text, ensure_ascii=False).encode()))


NOBODY: dict[str, Any] = {"name": filled(""), "contact": filled(""), "caller": "ab"}
DEPOSITED = happened(
    Identity.Deposited, by=OFFICER, owner=2, ticket=TICKET, subject=CONSULTER, **NOBODY
)
GIVEN = happened(
    Identity.Given,
    by=OFFICER,
    subject=CONSULTER,
    name=filled("営業の甲"),
    contact=filled("内線 1234"),
    caller="cd",
)


def deposit(name: str | None = None, contact: str | None = None) -> Identity:
    return Identity.deposit(
        id=SUBJECT,
        owner=2,
        ticket=TICKET,
        consulter=CONSULTER,
        name=name,
        contact=contact,
        caller="ab",
        **BY_OFFICER,
    )


def give(one: Identity, name: str | None = None, contact: str | None = None) -> None:
    one.give(name=name, contact=contact, caller="cd", **BY_OFFICER)


def test_every_ticket_has_an_identity_named_or_not() -> None:
    then_begun(deposit, DEPOSITED)
    then_begun(lambda: deposit(" ", "\u3000"), DEPOSITED)
    then_begun(
        lambda: deposit(" 営業の甲 ", "内線 1234"),
        DEPOSITED.but(name=filled("営業の甲"), contact=filled("内線 1234")),
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("甲\n乙", TextHasLines),
        ("甲\x00", TextHasControlCharacters),
        ("甲\u202e", TextHasControlCharacters),
        ("甲" * (LONGEST + 1), TextIsTooLong),
        ("甲" * 2_001, TextIsTooLong),
    ],
)
def test_a_name_and_a_contact_are_lines_that_can_be_read(text: str, refusal: type[Refusal]) -> None:
    for one in ({"name": text}, {"contact": text}):
        then_refused(lambda one=one: deposit(**one), refusal)  # type: ignore[misc]  # bound at once
        given(Identity, DEPOSITED).when(
            lambda i, one=one: give(i, **one)  # type: ignore[misc]  # bound at once
        ).then_refused(refusal)


def test_the_consulter_says_who_they_are_later() -> None:
    given(Identity, DEPOSITED).when(lambda i: give(i, "営業の甲 ", " 内線 1234")).then(GIVEN)


@pytest.mark.parametrize("left_out", [None, "", " \u3000"])
def test_what_is_left_out_stays(left_out: str | None) -> None:
    given(Identity, DEPOSITED, GIVEN).when(lambda i: give(i, left_out, "内線 5678")).then(
        GIVEN.but(contact=filled("内線 5678"))
    )
    given(Identity, DEPOSITED, GIVEN).when(lambda i: give(i, "営業の乙", left_out)).then(
        GIVEN.but(name=filled("営業の乙"))
    )


def test_what_was_said_already_changes_nothing() -> None:
    for again in ({}, {"name": "営業の甲"}, {"name": " 営業の甲", "contact": "内線 1234"}):
        given(Identity, DEPOSITED, GIVEN).when(
            lambda i, again=again: give(i, **again)  # type: ignore[misc]  # bound at once
        ).then_nothing()
    given(Identity, DEPOSITED).when(give).then_nothing()


@pytest.mark.parametrize(
    ("history", "known"),
    [
        ((DEPOSITED,), (None, None)),
        ((DEPOSITED, GIVEN), ("営業の甲", "内線 1234")),
        ((DEPOSITED, GIVEN.but(contact=filled(""))), ("営業の甲", None)),
    ],
)
def test_what_is_known_is_read_without_what_fills_it(
    history: tuple[Happened, ...], known: tuple[str | None, str | None]
) -> None:
    one = rebuilt(Identity, *history)
    assert (one.name, one.contact) == known
    assert (one.owner, one.ticket, one.subject) == (2, TICKET, CONSULTER)


def test_who_asks_and_how_they_are_recognised_is_sealed_for_the_consulter() -> None:
    for kind in (Identity.Deposited, Identity.Given):
        assert kind.SEALED == ("name", "contact", "caller")


LINES = st.none() | st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"),
    max_size=LONGEST,
)


@drawn(LINES, LINES)
@example("甲" * LONGEST, '"' * LONGEST)
@example("\U0001f600" * LONGEST, "\\" * LONGEST)
@example('\U0001f600"' * (LONGEST // 2), "\u00a0")
@example(None, "\u3000甲\u3000")
def test_neither_a_name_nor_a_contact_is_told_by_its_length(
    name: str | None, contact: str | None
) -> None:
    try:
        one = deposit(name, contact)
    except TextHasControlCharacters:  # what turns the writing direction
        return
    except Refusal as refusal:  # nothing but what leaves no mark
        assert refusal.code == "TextIsEmpty"
        return
    [fact] = one.collect_events()
    for text in (fact.name, fact.contact):  # type: ignore[attr-defined]  # of a deposit
        assert len(msgspec.json.encode(text)) == LENGTH
    assert (one.name or "", one.contact or "") == ((name or "").strip(), (contact or "").strip())
