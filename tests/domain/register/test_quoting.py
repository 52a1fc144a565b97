"""Where a text quotes a figure."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.register.quoting import SMALLEST, excerpt, may_be_quoted, quotes, spellings

_WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def quoted(value: str, text: str) -> list[str]:
    """The parts of the text that quote the value."""
    return [text[begins:ends] for begins, ends in quotes(Decimal(value), text)]


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("94721", "閲覧は94,721件", ["94,721"]),
        ("94721", "閲覧は９４，７２１件、契約は94721", ["９４，７２１", "94721"]),
        ("94721", "(94,721)", ["94,721"]),
        ("94721", "94,721.", ["94,721"]),
        ("94721", "94,721.0", ["94,721.0"]),
        ("94721", "94,721²", ["94,721"]),
        ("1606.5", "1,606.50件", ["1,606.50"]),
        ("1606.50", "1606.5", ["1606.5"]),
        ("4014", "2,382/4,014人", ["4,014"]),
        ("4014", "3677,4014,85", ["4014"]),
        ("4014", "約4014千円", ["4014"]),
        ("1234567", "1,234,567", ["1,234,567"]),
    ],
)
def test_a_value_is_quoted_however_its_digits_are_written(
    value: str, text: str, found: list[str]
) -> None:
    assert quoted(value, text) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3677", "13677"),
        ("3677", "36770"),
        ("3677", "3677.5"),
        ("3677", "0.3677"),
        ("3677", "13,677"),
        ("3677", "3,677,000"),
        ("3677", "9万3677件"),
        ("3677", "3677万5000"),
        ("677", "3,677"),
        ("3677", "MZ-3677"),
        ("3677", "ＭＺ－3677"),
        ("3677", "ID3677"),
        ("3677", "0120-3677-00"),
        ("2023", "2023年2月17日"),
        ("2023", "2023-02-17"),
        ("2023", "2023/2/17"),
        ("100", "①００"),
        ("94721", "94,7 21"),
        ("94721", ""),
    ],
)
def test_a_value_is_not_quoted_by_a_part_of_another_number(value: str, text: str) -> None:
    assert quoted(value, text) == []


VALUES = st.decimals(SMALLEST, 10**9, places=2, allow_nan=False) | st.integers(
    SMALLEST, 10**12
).map(Decimal)
AROUND = st.text(st.sampled_from("閲覧は、件の。\n（）人")).filter(
    lambda text: not text.startswith("年")
)


@given(VALUES, AROUND, AROUND, st.booleans(), st.booleans())
def test_every_spelling_of_a_value_is_found_between_words(
    value: Decimal, before: str, behind: str, separated: bool, wide: bool
) -> None:
    written = f"{value:,f}" if separated else f"{value:f}"
    written = written.translate(_WIDE) if wide else written
    assert quoted(str(value), f"{before}{written}{behind}") == [written]
    whole = unicodedata.normalize("NFKC", written).split(".")[0]
    assert whole in spellings(value), "what the lists search for is in the text"


@given(VALUES, st.sampled_from("0123456789"), st.booleans())
def test_a_digit_more_on_either_side_is_another_number(
    value: Decimal, digit: str, before: bool
) -> None:
    written = f"{value:f}"
    longer = f"{digit}{written}" if before else f"{written}{digit}"
    assume(Decimal(longer) != value)
    assert quoted(str(value), longer) == []


@given(st.text(), VALUES)
def test_what_is_found_is_the_value_itself(text: str, value: Decimal) -> None:
    for part in quoted(str(value), text):
        plain = unicodedata.normalize("NFKC", part).replace(",", "")
        assert Decimal(plain) == value


def test_small_values_are_not_looked_for() -> None:
    assert [may_be_quoted(Decimal(value)) for value in ("99.9", "100", "0")] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("94,721件", "94,721件"),
        ("一行目\n閲覧は94,721件だった\n三行目", "閲覧は94,721件だった"),
        ("あ" * 30 + "94,721" + "い" * 30, "…" + "あ" * 20 + "94,721" + "い" * 20 + "…"),
        ("あ" * 20 + "94,721" + "い" * 20, "あ" * 20 + "94,721" + "い" * 20),
    ],
)
def test_an_excerpt_is_of_one_line(text: str, shown: str) -> None:
    [(begins, ends)] = quotes(Decimal(94721), text)
    assert excerpt(text, begins, ends) == shown
