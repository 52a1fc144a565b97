"""What a text carries over from sealed ones: names and passages, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.carried import PASSAGE, carried_over

TOLD = "昨日の夕方、隣の課の端末に他社の顧客の使用量が表示されたままになっていました。"
PART = "隣の課の端末に他社の顧客の使用量"
"""Of what was told, more than a passage long."""


def found(written: str, *names: str, told: str = TOLD) -> tuple[str, ...]:
    return carried_over(written, [told], names)


def test_what_is_written_anew_carries_nothing_over() -> None:
    assert found("利用権限のない画面が表示された。", "甲太") == ()
    assert found("") == ()
    assert carried_over("利用権限", [], []) == ()


SEEN = "検針の画面に、他の小売の契約番号が出ていました。乙川さんも見ています。"


@pytest.mark.parametrize(
    ("written", "carried"),
    [
        ("権限のない人に、契約に関わる項目が見えた", ()),
        ("担当の乙川が見た", ("乙川",)),
        ("担当の乙 川が見た", ("乙川",)),
        ("他の小売の契約番号が出ていました", ("他の小売の契約番号が出ていました",)),
        ("ほかの小売の契約番号が出ていた件", ("の小売の契約番号が出てい",)),
        ("検針の画面に他の小売", ()),
        ("検針の画面に 他の小売の契", ("検針の画面に他の小売の契",)),
    ],
)
def test_names_and_clauses_are_found(written: str, carried: tuple[str, ...]) -> None:
    assert found(written, "乙川", "", "甲", told=SEEN) == carried


def test_a_passage_is_found_where_it_begins_and_ends() -> None:
    assert found(f"ある日、{PART}を見た。") == (PART,)
    assert found(PART) == (PART,)
    assert found(TOLD) == (TOLD.replace("、", "").replace("。", ""),)


def test_two_passages_are_two() -> None:
    one, other = "隣の課の端末に他社の顧客", "表示されたままになっていました"
    assert found(f"{one}。しかし{other}。") == (one, other)
    assert found(f"{one}。また{one}。") == (one,)


@pytest.mark.parametrize("length", [PASSAGE - 1, PASSAGE, PASSAGE + 1])
def test_a_few_letters_are_chance(length: int) -> None:
    some = PART[:length]
    assert found(f"〈{some}〉") == ((some,) if length >= PASSAGE else ())


@pytest.mark.parametrize(
    "written",
    [
        "Ｔｈｅ　Ｓｃｒｅｅｎ　ｏｆ　Ｏｔｈｅｒｓ",
        "the screen\nof others",
        "THE-SCREEN-OF-OTHERS!",
        "the, screen; of… others",
    ],
)
def test_width_case_blanks_and_punctuation_hide_nothing(written: str) -> None:
    assert found(f"一件 {written}", told="He saw the screen of others.") == ("thescreenofothers",)


def test_a_name_is_found_wherever_it_stands() -> None:
    assert found("営業の甲太が見た", "甲太", "乙") == ("甲太",)
    assert found("営業の甲　太が見た", " 甲太 ") == ("甲太",)
    assert found("営業の甲が見た", "甲") == (), "one letter stands in many words"
    assert found("MZ OFFICER saw it", "mz officer") == ("mzofficer",)
    assert found("甲太と甲太", "甲太", "甲 太") == ("甲太",)


@given(
    st.text("あいうえお", min_size=PASSAGE, max_size=30),
    st.text("かきくけこ、 ", max_size=10),
    st.text("かきくけこ、 ", max_size=10),
)
def test_what_was_told_is_found_in_whatever_stands_around_it(
    told: str, before: str, after: str
) -> None:
    assert found(before + told + after, told=told) == (told,)


@given(st.text("あい、 ", max_size=40), st.text("あい、 ", max_size=40))
def test_whatever_is_found_stands_in_both(written: str, told: str) -> None:
    def plain(text: str) -> str:
        return text.replace("、", "").replace(" ", "")

    passages = found(written, told=told)
    windows = {plain(told)[n : n + PASSAGE] for n in range(len(plain(told)) - PASSAGE + 1)}
    for passage in passages:
        assert passage in plain(written)
        assert all(passage[n : n + PASSAGE] in windows for n in range(len(passage) - PASSAGE + 1))
    starts = range(len(plain(written)) - PASSAGE + 1)
    assert bool(passages) == any(plain(written)[n : n + PASSAGE] in windows for n in starts)


def test_a_part_of_a_name_is_found_where_the_whole_is_not() -> None:
    assert carried_over("丁山さんと太郎", [], ["丁山 太郎"]) == ("丁山", "太郎")
    assert carried_over("丁山太郎さん", [], ["丁山 太郎"]) == ("丁山太郎",)
    assert carried_over("丁寧な山", [], ["丁 山"]) == (), "one letter is no name"
