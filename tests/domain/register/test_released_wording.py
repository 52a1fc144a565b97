"""Released wordings: what another party reads in place of a record."""

from typing import Any

import pytest

from domain.refusals import TextHasControlCharacters, TextIsEmpty, TextIsTooLong
from domain.register.refusals import NoneStandsAlone
from domain.register.released_wording import ReleasedWording
from tests.story import BY_CCO, BY_EDITOR, SUBJECT, given, happened, then_begun, then_refused

PG, MZ = 1, 2
SAID: dict[str, Any] = {"text": "お客さま1件の情報が\n閲覧された", "categories": ("NONE",)}
WRITTEN = happened(ReleasedWording.Written, owner=PG, to=MZ, **SAID)
REWRITTEN = happened(ReleasedWording.Rewritten, to=MZ, text="2件だった", categories=("PERSONAL",))


def write(**said: Any) -> ReleasedWording:
    whole = SAID | said
    return ReleasedWording.write(id=SUBJECT, owner=PG, to=MZ, **whole, **BY_EDITOR)


def test_a_record_is_put_into_words_for_a_party() -> None:
    then_begun(lambda: write(text=" お客さま1件の情報が\r\n閲覧された "), WRITTEN)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"text": " \n "}, TextIsEmpty),
        ({"text": "長" * 10_001}, TextIsTooLong),
        ({"text": "読め\u202eない"}, TextHasControlCharacters),
        ({"categories": ("NONE", "PERSONAL")}, NoneStandsAlone),
    ],
)
def test_a_wording_can_be_read_and_judged(said: dict[str, Any], refusal: Any) -> None:
    then_refused(lambda: write(**said), refusal)
    (
        given(ReleasedWording, WRITTEN)
        .when(lambda one: one.rewrite(**SAID | said, **BY_EDITOR))
        .then_refused(refusal)
    )


def test_it_is_put_in_other_words_or_judged_otherwise() -> None:
    (
        given(ReleasedWording, WRITTEN)
        .when(lambda one: one.rewrite(text="2件だった", categories=("PERSONAL",), **BY_EDITOR))
        .then(REWRITTEN)
    )
    (
        given(ReleasedWording, WRITTEN)
        .when(lambda one: one.rewrite(**SAID | {"categories": ("PERSONAL",)}, **BY_EDITOR))
        .then(REWRITTEN.but(text=SAID["text"]))
    )


def test_the_same_words_are_a_fact_only_where_the_record_has_changed() -> None:
    given(ReleasedWording, WRITTEN).when(lambda one: one.rewrite(**SAID, **BY_CCO)).then_nothing()
    (
        given(ReleasedWording, WRITTEN)
        .when(lambda one: one.rewrite(**SAID, outdated=True, **BY_EDITOR))
        .then(REWRITTEN.but(**SAID))
    )
