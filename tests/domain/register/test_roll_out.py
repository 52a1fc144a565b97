"""Roll-outs and their answers: words for one party, and what that party says of itself."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest

from domain.refusals import TextIsEmpty, TextIsTooLong, WordIsUnknown
from domain.register.refusals import AnswerIsWantedTooEarly, NoneStandsAlone, RollOutIsYourOwn
from domain.register.roll_out import RollOut, RollOutAnswer
from tests.story import BY_EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

CASE, MEASURE, ASKED_OUT = UUID(int=0x11), UUID(int=0xC0), UUID(int=0x50)
ASKED = happened(
    RollOut.Asked,
    owner=1,
    to=2,
    about=CASE,
    about_kind="incident",
    text="同様の表示がないか\nご確認ください",
    answer_by=date(2023, 4, 28),
    categories=("NONE",),
)
GIVEN = happened(
    RollOutAnswer.Given,
    owner=2,
    roll_out=ASKED_OUT,
    verdict="APPLIES",
    text="該当する画面がある",
    records=(MEASURE,),
    kinds=("countermeasure",),
    categories=("NONE",),
)
WORDS: Final[dict[str, Any]] = {
    "text": ASKED.details["text"],
    "answer_by": date(2023, 4, 28),
    "categories": ("NONE",),
}


def ask(**other: Any) -> RollOut:
    whole = {"owner": 1, "to": 2, "about": CASE, "about_kind": "incident", **WORDS} | other
    return RollOut.ask(id=SUBJECT, **whole, **BY_EDITOR)


def test_a_party_is_asked_in_words_of_its_own() -> None:
    then_begun(ask, ASKED)
    then_begun(lambda: ask(text=" 同様の表示がないか\r\nご確認ください"), ASKED)
    then_begun(lambda: ask(answer_by=TODAY), ASKED.but(answer_by=TODAY))
    then_begun(lambda: ask(answer_by=None), ASKED.but(answer_by=None))


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"text": " \n"}, TextIsEmpty),
        ({"text": "長" * 10_001}, TextIsTooLong),
        ({"answer_by": date(2023, 3, 31)}, AnswerIsWantedTooEarly),
        ({"categories": ("NONE", "PERSONAL")}, NoneStandsAlone),
    ],
)
def test_what_cannot_be_asked_is_refused(other: dict[str, Any], refusal: Any) -> None:
    then_refused(lambda: ask(**other), refusal)


def test_it_is_asked_in_other_words_and_the_same_again_changes_nothing() -> None:
    def revise(roll_out: RollOut, **other: Any) -> None:
        roll_out.revise(**(WORDS | other), **BY_EDITOR)

    given(RollOut, ASKED).when(revise).then()
    said = happened(RollOut.Revised, to=2, **WORDS)
    given(RollOut, ASKED).when(lambda r: revise(r, text="件数も")).then(said.but(text="件数も"))
    given(RollOut, ASKED).when(lambda r: revise(r, answer_by=TODAY)).then(said.but(answer_by=TODAY))
    given(RollOut, ASKED).when(lambda r: revise(r, answer_by=date(2023, 3, 31))).then_refused(
        AnswerIsWantedTooEarly
    )
    past = ASKED.but(answer_by=date(2023, 3, 31))
    given(RollOut, past).when(lambda r: revise(r, text="件数も", answer_by=date(2023, 3, 31))).then(
        said.but(text="件数も", answer_by=date(2023, 3, 31))
    )
    given(RollOut, ASKED, said.but(text="件数も")).when(lambda r: revise(r, text="件数も")).then()


def test_who_asks_does_not_answer() -> None:
    given(RollOut, ASKED).when(lambda r: r.require_asks(1)).then_refused(RollOutIsYourOwn)
    given(RollOut, ASKED).when(lambda r: r.require_asks(2)).then()


def give(**other: Any) -> RollOutAnswer:
    whole: dict[str, Any] = {
        "verdict": "APPLIES",
        "text": "該当する画面がある",
        "records": {MEASURE: "countermeasure"},
        "categories": ("NONE",),
    } | other
    return RollOutAnswer.give(id=SUBJECT, owner=2, roll_out=ASKED_OUT, **whole, **BY_EDITOR)


def test_an_answer_is_given_and_told_anew() -> None:
    then_begun(give, GIVEN)
    then_begun(lambda: give(text=None, records={}), GIVEN.but(text=None, records=(), kinds=()))
    then_refused(lambda: give(verdict="PERHAPS"), WordIsUnknown)

    def revise(answer: RollOutAnswer, **other: Any) -> None:
        known: dict[str, Any] = {
            "verdict": "APPLIES",
            "text": "該当する画面がある",
            "records": {MEASURE: "countermeasure"},
        }
        answer.revise(**(known | other), **BY_EDITOR)

    given(RollOutAnswer, GIVEN).when(revise).then()
    said = happened(
        RollOutAnswer.Revised,
        verdict="APPLIES",
        text="該当する画面がある",
        records=(MEASURE,),
        kinds=("countermeasure",),
    )
    given(RollOutAnswer, GIVEN).when(lambda a: revise(a, verdict="DOES_NOT_APPLY")).then(
        said.but(verdict="DOES_NOT_APPLY")
    )
    given(RollOutAnswer, GIVEN, said.but(text=None)).when(lambda a: revise(a, text="")).then()
    given(RollOutAnswer, GIVEN).when(lambda a: revise(a, records={})).then(
        said.but(records=(), kinds=())
    )
