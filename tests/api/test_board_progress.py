"""The progress board: every number opens the list behind it, and the buckets of the due add up."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.measuring import PG, a_measure, change, department, done, release
from tests.api.numbers import EVERY_BY, GROUPS, require_lists
from tests.api.stage import Stage
from tests.api.test_effects import a_cause

DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("party", ["HD", "PG", "MZ"])
def test_every_number_of_the_example_opens_its_list(shared: Stage, party: str) -> None:
    ask = partial(shared.ask, shared.who(party))
    assert require_lists(ask) > 100


@given(on=DAYS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_and_so_on_any_day(shared: Stage, on: date) -> None:
    require_lists(partial(shared.ask, shared.who("PG")), on=on.isoformat())


def test_groups_without_a_key_open_their_lists_too(stage: Stage) -> None:
    """Measures of no kind, no department and no category, and of several; one of each beside them."""
    sales = department(stage)
    lone = a_measure(stage)
    for given_ in ({"kind": "CORRECTION", "responsibleDepartment": str(sales)}, {}):
        a_cause(stage, a_measure(stage, **given_))
    two = a_measure(stage, kind="PREVENTIVE")
    a_cause(stage, two)
    classified = stage.do(
        stage.who("MZ", "editor"),
        "stateCause",
        idempotencyKey="classified",
        statement="手順がない",
        category="システム",
    )
    stage.do(
        stage.who("MZ", "editor"),
        "linkRecords",
        idempotencyKey="both",
        cause=classified["id"],
        record=two["id"],
    )
    change(stage, "cancelCountermeasure", a_measure(stage), reason="不要")
    ask = partial(stage.ask, stage.who("MZ"))
    require_lists(ask)
    for by in ("CATEGORY", "KIND", "DEPARTMENT"):
        found = {one["key"]: one["total"] for one in ask(GROUPS, by=by)["progress"]}
        assert found[None] >= 3, (by, found)
    query = """query ($f: CountermeasureFilter) { countermeasures(first: 100, filter: $f) {
        nodes { id } } }"""
    uncategorised = ask(query, f={"category": [None]})["countermeasures"]["nodes"]
    assert {lone["id"], two["id"]} <= {one["id"] for one in uncategorised}
    named = ask(query, f={"category": ["システム"]})["countermeasures"]["nodes"]
    assert two["id"] in {one["id"] for one in named}
    assert ask(query, f={"category": [], "kind": []})["countermeasures"]["nodes"] == []


def test_the_buckets_of_the_due_are_what_their_names_say_and_add_up(stage: Stage) -> None:
    on = date(2023, 6, 30)

    def due(days: int | None) -> dict[str, object]:
        measure = a_measure(stage, title=f"期限{days}")
        if days is None:
            return measure
        day = on + timedelta(days=days)
        wording = f"{day.year}年{day.month}月{day.day}日までに"
        return change(stage, "setSchedule", measure, wording=wording, writtenOn="2023-02-17")

    days = (-1, 0, 30, 31, 90, 91, None)
    made = {n: due(n)["id"] for n in days}
    late_and_done = change(stage, "reportProgress", due(-9), status="IMPLEMENTED")["id"]
    operating = done(stage)["id"]
    ended = change(stage, "cancelCountermeasure", due(-5), reason="不要")["id"]
    query = """query ($on: Date, $f: CountermeasureFilter) {
        countermeasures(first: 100, statusDate: $on, filter: $f) { totalCount nodes { id dueBucket } } }"""
    ask = partial(stage.ask, stage.who("MZ"), query, on=on.isoformat())
    everything = ask(f={"owner": "MZ"})["countermeasures"]
    bucket = {one["id"]: one["dueBucket"] for one in everything["nodes"]}
    assert [bucket[made[n]] for n in days] == [
        "OVERDUE",
        "WITHIN_30_DAYS",
        "WITHIN_30_DAYS",
        "WITHIN_90_DAYS",
        "WITHIN_90_DAYS",
        "LATER",
        "WITHOUT_DUE",
    ]
    # It was finished on a day behind the status date: then it was not done yet.
    assert bucket[late_and_done] == "OVERDUE"
    assert (bucket[operating], bucket[ended]) == ("WITHOUT_DUE", "ENDED")
    listed = [
        {
            one["id"]
            for one in ask(f={"owner": "MZ", "dueBucket": [name]})["countermeasures"]["nodes"]
        }
        for name in sorted(set(bucket.values()))
    ]
    assert sum(map(len, listed)) == everything["totalCount"] == len(set().union(*listed))


def test_a_status_date_at_the_end_of_time_has_buckets(shared: Stage) -> None:
    for by in EVERY_BY:
        shared.ask(shared.who("PG"), GROUPS, by=by, on="9999-12-31")


def test_what_is_hidden_is_in_no_group_nor_behind_a_filter(stage: Stage) -> None:
    """PG sees MZ's measure, but neither its department nor the cause that it answers."""
    sales = department(stage)
    before = stage.ask(stage.who("PG"), GROUPS, by="DEPARTMENT")["progress"]
    measure = a_measure(
        stage, informationCategories=["NONE"], responsibleDepartment=str(sales), kind="CORRECTION"
    )
    hidden = a_measure(stage, responsibleDepartment=str(sales))
    cause = a_cause(stage, measure, hidden)
    assert stage.ask(stage.who("PG"), GROUPS, by="DEPARTMENT")["progress"] == before
    release(stage, COUNTERMEASURES, measure["id"], PG)
    them = partial(stage.ask, stage.who("PG"))
    require_lists(them)
    count = """query ($f: CountermeasureFilter) { countermeasures(filter: $f) { nodes { id } } }"""
    for filter_, seen in (
        ({"department": [str(sales)]}, False),
        ({"department": [None]}, True),
        ({"category": [None]}, True),
        ({"unlinked": True}, True),
        ({"unlinked": False}, False),
    ):
        nodes = them(count, f=filter_ | {"owner": "MZ"})["countermeasures"]["nodes"]
        assert ({"id": measure["id"]} in nodes) is seen, filter_
        assert {"id": hidden["id"]} not in nodes
    release(stage, CAUSES, cause["id"], PG)
    nodes = them(count, f={"unlinked": False, "owner": "MZ"})["countermeasures"]["nodes"]
    assert {"id": measure["id"]} in nodes and {"id": hidden["id"]} not in nodes
