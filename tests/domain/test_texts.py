"""What may be written into a field."""

import re

import pytest

from domain.people.roles import Role
from domain.refusals import (
    TextHasControlCharacters,
    TextHasLines,
    TextIsEmpty,
    TextIsTooLong,
    WordIsUnknown,
)
from domain.texts import (
    LINE_LIMIT,
    TEXT_LIMIT,
    Field,
    Word,
    clean_line,
    clean_line_or_none,
    clean_text,
    one_of,
    one_of_or_none,
)

TITLE = Field("件名", "title")


@pytest.mark.parametrize("outside", [" ", "\u3000", "\n", "\t"])
def test_a_line_loses_its_outer_blanks(outside: str) -> None:
    assert clean_line(f"{outside}相談窓口 の設置{outside}", TITLE) == "相談窓口 の設置"


@pytest.mark.parametrize("blank", ["", " ", "\u3000\n", "\u200b", "\ufeff \u200d"])
def test_a_line_is_not_empty(blank: str) -> None:
    with pytest.raises(TextIsEmpty) as refused:
        clean_line(blank, TITLE)
    assert "件名" in refused.value.message_ja
    assert "title" in refused.value.message_en


@pytest.mark.parametrize("sign", ["\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_line_has_no_line_breaks(sign: str) -> None:
    with pytest.raises(TextHasLines):
        clean_line(f"相談{sign}窓口", TITLE)


def test_a_line_has_two_thousand_characters_at_most() -> None:
    assert clean_line("あ" * LINE_LIMIT, TITLE)
    with pytest.raises(TextIsTooLong) as refused:
        clean_line("あ" * (LINE_LIMIT + 1), TITLE)
    assert "2001" in refused.value.message_en


@pytest.mark.parametrize("sign", ["\t", "\0", "\x1b", "\x7f", "\x9f", "\ud800", "\u202e", "\u2066"])
def test_a_line_has_no_control_characters(sign: str) -> None:
    with pytest.raises(TextHasControlCharacters) as refused:
        clean_line(f"相談{sign}窓口", TITLE)
    assert f"U+{ord(sign):04X}" in refused.value.message_ja


@pytest.mark.parametrize("sign", ["①", "㈱", "～", "〜", "髙", "👩‍💻", "-"])
def test_a_line_keeps_what_people_write(sign: str) -> None:
    assert clean_line(sign, TITLE) == sign


@pytest.mark.parametrize("blank", [None, "", "\u3000"])
def test_a_line_that_may_be_left_out_is_none_when_blank(blank: str | None) -> None:
    assert clean_line_or_none(blank, TITLE) is None


def test_a_line_that_may_be_left_out_keeps_the_rules_of_a_line() -> None:
    assert clean_line_or_none(" MZ-01 ", TITLE) == "MZ-01"
    with pytest.raises(TextHasLines):
        clean_line_or_none("MZ\n01", TITLE)


def test_a_long_text_keeps_its_lines_and_makes_their_breaks_alike() -> None:
    assert clean_text(" 一\r\n二\r三\n\t四 ", TITLE) == "一\n二\n三\n\t四"


@pytest.mark.parametrize("blank", [None, "", " \r\n", "\u200b", " \u2060\n\u200d"])
def test_a_blank_long_text_is_none(blank: str | None) -> None:
    assert clean_text(blank, TITLE) is None


def test_a_long_text_has_ten_thousand_characters_at_most() -> None:
    assert clean_text("あ" * TEXT_LIMIT, TITLE)
    with pytest.raises(TextIsTooLong):
        clean_text("あ" * (TEXT_LIMIT + 1), TITLE)


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\udfff", "\u202d"])
def test_a_long_text_has_no_other_control_characters(sign: str) -> None:
    with pytest.raises(TextHasControlCharacters):
        clean_text(f"一{sign}二", TITLE)


def test_a_word_is_of_its_vocabulary() -> None:
    assert one_of(Role, "editor", TITLE) is Role.EDITOR
    with pytest.raises(WordIsUnknown) as refused:
        one_of(Role, "Editor", TITLE)
    assert "editor, barrier_officer" in refused.value.message_en
    assert "編集担当（editor）、情報遮断責任者（barrier_officer）" in refused.value.message_ja


@pytest.mark.parametrize("vocabulary", Word.__subclasses__(), ids=lambda one: one.__name__)
def test_a_word_has_a_name_of_its_own_in_both_languages(vocabulary: type[Word]) -> None:
    assert len({word.ja for word in vocabulary}) == len(vocabulary)
    for word in vocabulary:
        assert vocabulary(word.value) is word == word.value
        assert word.ja and not re.search(r"[A-Z_]{3,}", word.ja)
        assert word.en and "_" not in word.en


def test_a_word_that_may_be_left_out_is_a_plain_text() -> None:
    assert one_of_or_none(Role, None, TITLE) is None
    assert type(one_of_or_none(Role, "editor", TITLE)) is str
