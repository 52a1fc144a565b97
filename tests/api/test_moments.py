"""Moments and days that are hardly any: a meeting without a name, and the edge of the calendar."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage


@pytest.mark.parametrize(
    "asked",
    [
        '{ countermeasures(asOf: {meeting: ""}) { totalCount } }',
        '{ changes(since: {meeting: ""}) { totalCount } }',
        '{ changes(since: {at: "2023-02-17T00:00:00Z"}, until: {meeting: ""}) { totalCount } }',
        '{ slips(since: {meeting: ""}) { totalCount } }',
    ],
)
def test_a_meeting_without_a_name_is_no_moment(stage: Stage, asked: str) -> None:
    """A question about the past is not answered with the present."""
    _, [error] = stage.answer(stage.who("MZ"), asked)
    assert error.extensions["code"] == "BAD_MOMENT" and "会議" in error.message


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_that_no_calendar_holds_elsewhere_is_the_nearest(stage: Stage, at: str) -> None:
    auditor = stage.who("MZ", "auditor")
    for asked in (
        "query ($m: Moment!) { slips(since: $m) { totalCount } }",
        "query ($m: Moment!) { countermeasures(asOf: $m) { totalCount } }",
        'query ($m: Moment!) { countermeasures(withRightsOf: {party: "PG", at: $m}) { totalCount } }',
    ):
        stage.ask(auditor, asked, m={"at": at})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_what_needs_one_is_told_of_any_day(stage: Stage, day: str) -> None:
    query = "query ($d: Date) { attention(statusDate: $d) { groups { count } } }"
    for role in ("member", "editor", "cco"):
        stage.ask(stage.who("MZ", role), query, d=day)
