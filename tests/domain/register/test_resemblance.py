"""How much texts resemble each other: questions of the like are found, of nothing alike none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.register.resemblance import LEAST, resemblance

KNOWN = (
    "グループ会社の設備担当に、契約者の連絡先を渡してよいか",
    "引継ぎのとき、担当していないお客さまの契約を見てよいか",
    "異動した後も前の部署の画面が開く。どうすればよいか",
    "検針の予定表を印刷して持ち帰ってよいか",
    "委託先の人に画面の操作を頼んでよいか",
)


@pytest.mark.parametrize(
    ("asked", "likest"),
    [
        ("親会社の設備の人から、お客さまの連絡先がほしいと言われました。渡してもいいですか。", 0),
        ("担当ではない契約を、引き継ぐために見る必要があります", 1),
        ("部署を異動しましたが、以前の画面がまだ開きます", 2),
        ("予定表を家に持ち帰って読みたい", 3),
        ("ﾏﾆｭｱﾙを見ながら、委託先の社員に操作してもらうのは問題ありませんか", 4),
    ],
)
def test_a_question_of_the_like_is_the_likest(asked: str, likest: int) -> None:
    found = resemblance(asked, KNOWN)
    assert max(range(len(KNOWN)), key=found.__getitem__) == likest
    assert found[likest] >= LEAST


@pytest.mark.parametrize(
    "asked",
    [
        "駐車場の利用時間を知りたいのですが、どうすればよいでしょうか",
        "懇親会の費用を会社で負担してよいか",
        "上司から強い口調で叱責されました。どうすればよいですか",
        "Where is the canteen?",
        "？",
        "",
    ],
)
def test_of_nothing_alike_none_is_found(asked: str) -> None:
    assert max(resemblance(asked, KNOWN)) < LEAST


WRITTEN = st.text(alphabet="見てよいかﾐ画面A1 。\n", max_size=20)


@given(WRITTEN, st.lists(WRITTEN, max_size=4))
def test_it_lies_between_nothing_and_the_same(asked: str, known: list[str]) -> None:
    found = resemblance(asked, known)
    assert len(found) == len(known)
    assert all(0 <= one <= 1 + 1e-9 for one in found)
    for one, text in zip(found, known, strict=True):
        if text == asked and any(map(str.isalnum, text)):
            assert one == pytest.approx(1)


@given(WRITTEN, WRITTEN)
def test_two_texts_resemble_each_other_alike(some: str, other: str) -> None:
    assert bool(resemblance(some, [other])[0]) == bool(resemblance(other, [some])[0])
