"""A repeated request is answered as before; a key stands for one request of one member."""

from __future__ import annotations

import pytest

from commands.register.incidents import report_incident
from domain.refusals import KeyWasUsedForAnotherInput, NotPermitted, TextIsEmpty
from tests.houses import Home


def test_a_request_sent_again_is_answered_again_and_records_nothing(home: Home) -> None:
    ask = {"key": "k", "request": b"title=A", "title": "A"}
    first = home.perform("MZ editor", report_incident, **ask)  # type: ignore[arg-type]  # one of each
    before = home.facts()
    again = home.perform("MZ editor", report_incident, **ask)  # type: ignore[arg-type]  # one of each
    assert (first.facts, first.repeated) == (1, False)
    assert (again.facts, again.repeated) == (0, True)
    assert again.records == first.records
    assert home.facts() == before


def test_a_key_used_for_another_request_is_refused(home: Home) -> None:
    home.perform("MZ editor", report_incident, key="k", request=b"A", title="A")
    before = home.facts()
    with pytest.raises(KeyWasUsedForAnotherInput):
        home.perform("MZ editor", report_incident, key="k", request=b"B", title="B")
    assert home.facts() == before


def test_two_members_may_choose_the_same_key(home: Home) -> None:
    first = home.perform("MZ editor", report_incident, key="k", request=b"A", title="A")
    other = home.perform("PG editor", report_incident, key="k", request=b"B", title="B")
    assert not other.repeated
    assert other.records != first.records


def test_a_refused_request_leaves_its_key_free(home: Home) -> None:
    with pytest.raises(TextIsEmpty):
        home.perform("MZ editor", report_incident, key="k", request=b"", title=" ")
    assert home.perform("MZ editor", report_incident, key="k", request=b"A", title="A").facts == 1


def test_without_a_key_the_same_request_is_carried_out_twice(home: Home) -> None:
    made = {home.made("MZ editor", report_incident, title="A") for _ in range(2)}
    assert len(made) == 2


@pytest.mark.parametrize("who", ["MZ member", "MZ auditor", "HD administrator", "operator"])
def test_who_may_not_ask_leaves_no_trace(home: Home, who: str) -> None:
    before = home.facts()
    with pytest.raises(NotPermitted):
        home.perform(who, report_incident, key="k", request=b"A", title="A")
    assert home.facts() == before
    with home.log.writing() as work:
        assert work.answered(home.people[who], "k", b"A") is None
