"""Notes: the writer's own word."""

from uuid import UUID

import pytest

from domain.refusals import TextHasControlCharacters, TextIsEmpty, TextIsTooLong
from domain.register.note import Note
from domain.register.refusals import NoteIsSomebodyElses, NoteIsWithdrawn
from tests.story import BY_CCO, BY_EDITOR, CCO, SUBJECT, given, happened, then_begun, then_refused

RECORD = UUID(int=0x11)
WRITTEN = happened(
    Note.Written,
    owner=1,
    about=RECORD,
    about_kind="incident",
    text="対象の範囲を\n次回に確かめる",
    categories=("NONE",),
)
REVISED = happened(Note.Revised, text="次回に確かめた")
WITHDRAWN = happened(Note.Withdrawn)


def write(text: str) -> Note:
    return Note.write(
        id=SUBJECT,
        owner=1,
        about=RECORD,
        about_kind="incident",
        text=text,
        categories=("NONE",),
        **BY_EDITOR,
    )


def test_a_note_is_written_on_a_record() -> None:
    then_begun(lambda: write(" 対象の範囲を\r\n次回に確かめる "), WRITTEN)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" \n ", TextIsEmpty),
        ("長" * 10_001, TextIsTooLong),
        ("読め\u202eない", TextHasControlCharacters),
    ],
)
def test_a_note_says_something_that_can_be_read(text: str, refusal: type[Exception]) -> None:
    then_refused(lambda: write(text), refusal)  # type: ignore[arg-type]  # refusals, all of them
    (
        given(Note, WRITTEN)
        .when(lambda note: note.revise(text=text, **BY_EDITOR))
        .then_refused(refusal)  # type: ignore[arg-type]  # refusals, all of them
    )


def test_its_writer_puts_it_in_other_words() -> None:
    (
        given(Note, WRITTEN)
        .when(lambda note: note.revise(text="次回に確かめた ", **BY_EDITOR))
        .then(REVISED)
    )


def test_the_same_words_change_nothing_whoever_says_them() -> None:
    (
        given(Note, WRITTEN, REVISED)
        .when(lambda note: note.revise(text="次回に確かめた", **BY_CCO))
        .then_nothing()
    )


def test_nobody_else_puts_it_in_other_words_or_takes_it_back() -> None:
    (
        given(Note, WRITTEN)
        .when(lambda note: note.revise(text="別のこと", **BY_CCO))
        .then_refused(NoteIsSomebodyElses)
    )
    given(Note, WRITTEN).when(lambda note: note.withdraw(**BY_CCO)).then_refused(
        NoteIsSomebodyElses
    )


def test_the_writer_is_who_wrote_it_first() -> None:
    theirs = WRITTEN.but(by=CCO)
    given(Note, theirs).when(lambda note: note.withdraw(**BY_CCO)).then(
        happened(Note.Withdrawn, by=CCO)
    )
    given(Note, theirs).when(lambda note: note.withdraw(**BY_EDITOR)).then_refused(
        NoteIsSomebodyElses
    )


def test_a_note_is_taken_back_once() -> None:
    given(Note, WRITTEN).when(lambda note: note.withdraw(**BY_EDITOR)).then(WITHDRAWN)
    given(Note, WRITTEN, WITHDRAWN).when(lambda note: note.withdraw(**BY_CCO)).then_nothing()


def test_a_note_taken_back_changes_no_more_but_is_still_judged() -> None:
    (
        given(Note, WRITTEN, WITHDRAWN)
        .when(lambda note: note.revise(text="別のこと", **BY_EDITOR))
        .then_refused(NoteIsWithdrawn)
    )
    (
        given(Note, WRITTEN, WITHDRAWN)
        .when(lambda note: note.judge(categories=("PERSONAL",), **BY_CCO))
        .then(happened(Note.Judged, categories=("PERSONAL",), by=CCO))
    )
