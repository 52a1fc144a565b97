"""Every refusal can be said in both languages, and says what to do."""

import string

import pytest

import domain.people.refusals
import domain.register.refusals
from domain.refusals import NotPermitted, Refusal, TextIsTooLong

REFUSALS = sorted(Refusal.__subclasses__(), key=lambda refusal: refusal.__name__)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_says_the_same_in_both_languages(refusal: type[Refusal]) -> None:
    neutral = {name.removesuffix("_ja") for name in fields(refusal.ja)}
    assert neutral == {name.removesuffix("_en") for name in fields(refusal.en)}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_says_what_is_wrong_and_what_to_do(refusal: type[Refusal]) -> None:
    said = refusal(**dict.fromkeys(fields(refusal.ja) | fields(refusal.en), "…"))
    assert said.message_ja.count("。") >= 2
    assert said.message_en.count(". ") >= 1
    assert said.message_en.endswith(".")
    assert refusal.__doc__


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_a_sentence_of_the_present_tense_and_goes_by_its_name(
    refusal: type[Refusal],
) -> None:
    assert refusal.code == refusal.__name__
    assert not refusal.__name__.endswith("Error")


def test_no_two_refusals_go_by_one_name() -> None:
    assert len({refusal.code for refusal in REFUSALS}) == len(REFUSALS)
    assert domain.people.refusals.RoleIsNotHeld in REFUSALS
    assert domain.register.refusals.SlipNeedsItsReason in REFUSALS


def test_a_refusal_keeps_its_details_and_lists_several() -> None:
    refused = NotPermitted(command="close_incident", roles=("editor", "cco"))
    assert refused.details == {"command": "close_incident", "roles": ("editor", "cco")}
    assert str(refused) == refused.message_en
    assert refused.message_en.endswith("one of: editor, cco.")
    assert "editor、cco" in refused.message_ja


def test_braces_in_a_detail_stay_as_they_are() -> None:
    refused = TextIsTooLong(field_ja="{x}", field_en="{x}", length=3, limit=2)
    assert "{x}" in refused.message_ja
