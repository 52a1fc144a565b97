"""Lists: pages, cursors, order, filters and search; nothing hidden shows through any of them."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.register import kinds
from tests.api.stage import Stage

PAGE = """query ($first: Int!, $after: String, $order: CountermeasureOrder!) {
  countermeasures(first: $first, after: $after, orderBy: $order) { totalCount
    nodes { id title schedule { due } } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

ORDERS = [
    "RECORDED",
    "RECORDED_DESC",
    "DUE",
    "DUE_DESC",
    "START",
    "TITLE",
    "STATUS",
    "CHANGED_DESC",
]


def walk(stage: Stage, party: str, first: int, order: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = stage.ask(stage.who(party), PAGE, first=first, after=after, order=order)[
            "countermeasures"
        ]
        found += page["nodes"]
        assert [e["node"]["id"] for e in page["edges"]] == [n["id"] for n in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert len(page["nodes"]) == first
        after = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("first", [1, 4, 100])
def test_turning_pages_meets_every_row_once_in_one_order(
    shared: Stage, order: str, first: int
) -> None:
    whole = walk(shared, "PG", 100, order)
    assert [n["id"] for n in walk(shared, "PG", first, order)] == [n["id"] for n in whole]
    assert len({n["id"] for n in whole}) == 15


def test_rows_without_a_due_come_last_in_either_direction(shared: Stage) -> None:
    for order in ("DUE", "DUE_DESC"):
        dues = [n["schedule"]["due"] for n in walk(shared, "MZ", 5, order)]
        stated = [due for due in dues if due]
        assert dues == stated + [None] * 10
        assert stated == sorted(stated, reverse=order == "DUE_DESC")


@pytest.mark.parametrize("cursor", ["", "x", "WyJ4Il0", "////", "bnVsbA"])
def test_a_cursor_that_leads_nowhere_says_so(shared: Stage, cursor: str) -> None:
    _, errors = shared.answer(shared.who("MZ"), PAGE, first=2, after=cursor, order="DUE")
    assert [e.extensions["code"] for e in errors] == ["BAD_PAGE"]


def test_a_cursor_on_a_hidden_row_is_like_one_on_no_row(shared: Stage) -> None:
    hidden = next(
        e["cursor"]
        for e in shared.ask(
            shared.who("PG"),
            '{ countermeasures(filter: {owner: "PG"}) { edges { cursor } } }',
        )["countermeasures"]["edges"]
    )
    absent = "WyIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiXQ"
    answers = [
        shared.answer(shared.who("MZ"), PAGE, first=2, after=cursor, order="RECORDED")
        for cursor in (hidden, absent)
    ]
    assert str(answers[0]) == str(answers[1])


@pytest.mark.parametrize("named", ["\0", "', ", "0" * 36, "", None, 7, ["x"], "half \ud800"])
def test_a_cursor_that_names_no_record_leads_nowhere(shared: Stage, named: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([named]).encode()).decode().rstrip("=")
    for after in (cursor, "W10", "\0", "é"):
        _, [error] = shared.answer(shared.who("MZ"), PAGE, first=2, after=after, order="DUE")
        assert error.extensions == {"code": "BAD_PAGE"}


@pytest.mark.parametrize("first", [-1, 101])
def test_a_page_is_bounded(shared: Stage, first: int) -> None:
    _, errors = shared.answer(shared.who("MZ"), PAGE, first=first, after=None, order="DUE")
    assert [e.extensions["code"] for e in errors] == ["BAD_PAGE"]


def test_an_empty_page_still_counts(shared: Stage) -> None:
    page = shared.ask(shared.who("MZ"), PAGE, first=0, after=None, order="DUE")["countermeasures"]
    assert (page["totalCount"], page["nodes"]) == (14, [])


FILTER = """query ($filter: CountermeasureFilter!) {
  countermeasures(first: 100, filter: $filter) { totalCount nodes { title status kind } } }"""


@pytest.mark.parametrize(
    ("filter_", "count"),
    [
        ({"open": True}, 14),
        ({"open": False}, 0),
        ({"continuing": True}, 9),
        ({"kind": ["PREVENTIVE"]}, 3),
        ({"status": ["PLANNED"]}, 13),
        ({"status": []}, 0),
        ({"verdict": ["NONE_YET"]}, 14),
        ({"category": ["ガバナンス"]}, 3),
        ({"category": ["業務運営"]}, 0),
        ({"responsible": "MZ"}, 14),
        ({"responsible": "PG"}, 0),
        ({"owner": "HD"}, 0),
        ({"slipped": True}, 0),
        ({"dueFrom": "2023-04-01"}, 2),
        ({"dueTo": "2023-03-31"}, 2),
        ({"search": "監査"}, 1),
        ({"search": "ＡＩ"}, 1),
        ({"search": "%"}, 0),
        ({"search": "_"}, 0),
        ({"search": "受付票"}, 0),
        ({"withoutDue": True, "kind": ["PREVENTIVE"]}, 1),
    ],
)
def test_a_filter_narrows_to_what_it_says(
    shared: Stage, filter_: dict[str, Any], count: int
) -> None:
    found = shared.ask(shared.who("MZ"), FILTER, filter=filter_)["countermeasures"]
    assert (found["totalCount"], len(found["nodes"])) == (count, count)


def test_a_code_finds_its_record_for_who_may_see_it(shared: Stage) -> None:
    query = "query ($codes: [String!]) { incidents(filter: {codes: $codes}) { nodes { title } } }"
    [hidden] = shared.ask(
        shared.who("PG"), '{ incidents(filter: {owner: "PG"}) { nodes { code title } } }'
    )["incidents"]["nodes"]
    found = shared.ask(shared.who("PG"), query, codes=[hidden["code"]])["incidents"]["nodes"]
    assert found == [{"title": hidden["title"]}]
    assert shared.ask(shared.who("MZ"), query, codes=[hidden["code"]])["incidents"]["nodes"] == []


def test_lists_of_incidents_and_causes_filter_and_sort(shared: Stage) -> None:
    data = shared.ask(
        shared.who("MZ"),
        """{ open: incidents(filter: {open: true, status: [REPORTED]}, orderBy: TITLE) {
               nodes { title } }
             closed: incidents(filter: {open: false}) { totalCount }
             escapes: causes(filter: {kind: [ESCAPE], standing: [STATED]}, orderBy: CATEGORY) {
               totalCount nodes { category } }
             search: causes(filter: {search: "監督", category: ["行為規制の理解・遵守"]}) {
               totalCount } }""",
    )
    titles = [n["title"] for n in data["open"]["nodes"]]
    assert titles == sorted(titles) and len(titles) == 6
    assert data["closed"]["totalCount"] == 0
    assert data["escapes"]["totalCount"] == 5
    assert data["search"]["totalCount"] == 1


days = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@given(on=st.dates(date(2022, 12, 1), date(2024, 12, 31)))
@settings(max_examples=25, deadline=None)
def test_a_filter_and_the_field_of_its_name_agree(shared: Stage, on: date) -> None:
    query = """query ($on: Date!) {
      all: countermeasures(first: 100, statusDate: $on) {
        nodes { id overdue lateStart checkOverdue withoutDue } }
      overdue: countermeasures(first: 100, statusDate: $on, filter: {overdue: true}) { nodes { id } }
      lateStart: countermeasures(first: 100, statusDate: $on, filter: {lateStart: true}) { nodes { id } }
      notLate: countermeasures(first: 100, statusDate: $on, filter: {lateStart: false}) { nodes { id } }
      progress(by: VERDICT, statusDate: $on) { overdue lateStart withoutDue } }"""
    data = shared.ask(shared.who("PG"), query, on=on.isoformat())
    for rule in ("overdue", "lateStart"):
        by_field = {n["id"] for n in data["all"]["nodes"] if n[rule]}
        assert {n["id"] for n in data[rule]["nodes"]} == by_field
        assert data["progress"][0][rule] == len(by_field)
    assert len(data["notLate"]["nodes"]) == 15 - data["progress"][0]["lateStart"]


@given(
    due=st.none() | days,
    finished=st.none() | days,
    start=st.none() | days,
    started=st.none() | days,
    check=st.none() | days,
    continuing=st.sampled_from([None, True, False]),
    status=st.sampled_from(["PLANNED", "IMPLEMENTED", "CANCELLED", "SPLIT", "HANDED_OVER"]),
    on=days,
)
@settings(max_examples=200, deadline=None)
def test_lateness_in_sql_is_the_domains_rule(
    due: date | None,
    finished: date | None,
    start: date | None,
    started: date | None,
    check: date | None,
    continuing: bool | None,
    status: str,
    on: date,
) -> None:
    import sqlalchemy as sa

    from api.register import lateness

    row = {
        "due": due and due.isoformat(),
        "finished_on": finished and finished.isoformat(),
        "start": start and start.isoformat(),
        "started_on": started and started.isoformat(),
        "next_check": check and check.isoformat(),
        "continuing": continuing,
        "status": status,
    }
    columns = [
        sa.literal(value, sa.Boolean if name == "continuing" else sa.Text).label(name)
        for name, value in row.items()
    ]
    rows = sa.select(*columns).subquery()
    rules = [lateness.overdue, lateness.late_start, lateness.check_overdue]
    query = sa.select(*(sa.func.coalesce(rule(rows, on.isoformat()), False) for rule in rules))
    with sa.create_engine("sqlite://").connect() as connection:
        in_sql = [bool(value) for value in connection.execute(query).one()]
        bucket = connection.scalar(sa.select(lateness.due_bucket(rows, on.isoformat())))
    assert bucket == kinds.due_bucket(row, on)
    rules_of_domain = [kinds.overdue, kinds.late_start, kinds.check_overdue]
    assert in_sql == [rule(row, on) for rule in rules_of_domain]


def test_a_list_answers_through_fragments_on_its_own_types(shared: Stage) -> None:
    """Clients that keep a fragment beside each component write nothing else."""
    query = """
        query { causes(first: 1) { ...List edges { ...Row } } }
        fragment List on CauseConnection { totalCount nodes { id } ... on CauseConnection {
          pageInfo { ... on PageInfo { endCursor } } } }
        fragment Row on CauseEdge { cursor node { ... on Cause { statement } } }"""
    causes = shared.ask(shared.who("MZ"), query)["causes"]
    assert causes["totalCount"] == 16
    assert causes["edges"][0]["node"]["statement"]
    assert causes["edges"][0]["cursor"] == causes["pageInfo"]["endCursor"]


SEARCH = "query ($text: String!) { causes(filter: {search: $text}) { totalCount } }"


@pytest.mark.parametrize("text", ["\0", "原\0因", "%", "_", "\\"])
def test_a_search_finds_what_is_written_and_nothing_by_a_pattern(shared: Stage, text: str) -> None:
    assert shared.ask(shared.who("MZ"), SEARCH, text=text)["causes"]["totalCount"] == 0


@pytest.mark.parametrize("text", ["あ" * 1_001, "x" * 50_000, "㌖" * 300])
def test_a_text_too_long_to_search_for_is_refused_in_words(shared: Stage, text: str) -> None:
    _, [error] = shared.answer(shared.who("MZ"), SEARCH, text=text)
    assert error.extensions == {"code": "BAD_FILTER"}
