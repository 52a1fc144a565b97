"""Several values that are one parameter: whatever stands in them, each is itself."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from projections.among import among
from projections.prepared import ask
from tests.grounds import examples
from tests.houses import Home

TEXTS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
    | st.sampled_from("\"\\{},' \t\n"),
    max_size=6,
)


def _found(of: sa.types.TypeEngine[Any], value: object) -> sa.Select[tuple[bool]]:
    column = sa.literal(value, of)
    return sa.select(sa.type_coerce(among(column, "several"), sa.Boolean))


def _is_among(home: Home, of: sa.types.TypeEngine[Any], value: object, several: Any) -> bool:
    with home.office.log.following() as connection:
        by_hand = ask(connection, _found, of, value, several=several)
        by_name = connection.execute(_found(of, value), {"several": several}).scalar()
        listed = sa.select(among(sa.literal(value, of), several))
        assert bool(by_name) == bool(by_hand[0][0]) == bool(connection.execute(listed).scalar())
    return bool(by_name)


_TEXT: sa.types.TypeEngine[Any] = sa.String()
_NUMBER: sa.types.TypeEngine[Any] = sa.BigInteger()


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=TEXTS, several=st.lists(TEXTS, max_size=4))
@example(value="NULL", several=["null", "NULL"])
@example(value="", several=[""])
@example(value="a", several=['a","b', "\\a"])
def test_texts(home: Home, value: str, several: list[str]) -> None:
    assert _is_among(home, _TEXT, value, several) is (value in several)
    assert _is_among(home, _TEXT, value, [*several, value])


def test_numbers(home: Home) -> None:
    assert _is_among(home, _NUMBER, 2**40, [1, 2**40])
    assert not _is_among(home, _NUMBER, 3, [1, -3])
    assert not _is_among(home, _NUMBER, 3, [])


def test_what_is_no_value_is_none(home: Home) -> None:
    assert not _is_among(home, _TEXT, "None", [None])
    assert not _is_among(home, _TEXT, "NULL", [None])
    assert _is_among(home, _TEXT, "a", [None, "a"])
