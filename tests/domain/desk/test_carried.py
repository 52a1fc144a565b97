"""What a text carries over from sealed ones: names, and passages word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.carried import PASSAGE, carried_over

TEXT = "検針の画面に、他の小売の契約番号が出ていました。乙川さんも見ています。"


@pytest.mark.parametrize(
    ("written", "found"),
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
def test_names_and_clauses_are_found(written: str, found: tuple[str, ...]) -> None:
    assert carried_over(written, [TEXT], ["乙川", "", "甲"]) == found


def test_width_and_case_do_not_hide_anything() -> None:
    assert carried_over("ＳＥＣＲＥＴ ｐａｓｓａｇｅ", ["a secret passage here"], []) == (
        "secretpassage",
    )


LETTERS = st.text("甲乙丙丁戊己庚辛 、。", max_size=40)


@given(LETTERS, LETTERS, LETTERS)
def test_what_is_copied_is_found_and_what_shares_nothing_is_not(
    before: str, copied: str, after: str
) -> None:
    plain = [sign for sign in copied if sign.isalnum()]
    found = carried_over(before + copied + after, [copied], [])
    assert bool(found) or len(plain) < PASSAGE
    assert carried_over("申込書の誤り" * 5, [copied], []) == ()


@given(LETTERS, LETTERS)
def test_what_is_found_stands_in_both(text: str, written: str) -> None:
    def folded(one: str) -> str:
        return "".join(sign for sign in one if sign.isalnum())

    for passage in carried_over(written, [text], []):
        assert passage in folded(text) or len(passage) > PASSAGE
        assert passage in folded(written)
