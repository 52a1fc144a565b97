"""What a meeting member asks, and what the example register answers."""

from __future__ import annotations

from uuid import UUID

import pytest

from commands.office import Desk
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from tests.api.stage import Stage

MEETING = """
{ countermeasures(first: 100, filter: {overdue: true}, statusDate: "%s") { totalCount
    nodes { id code title items kind continuing status verdict
      responsible { party { code } department { name } }
      schedule { wording kind start due certainty ambiguous slipCount
        slips { fromWording toWording reason } }
      causes { statement category kind } }
    pageInfo { endCursor hasNextPage } } }
"""


def test_the_meeting_asks_what_is_overdue(shared: Stage) -> None:
    member = shared.who("MZ")
    spring = shared.ask(member, MEETING % "2023-04-15")["countermeasures"]
    assert spring["totalCount"] == 2
    assert {n["schedule"]["wording"] for n in spring["nodes"]} == {"2023年3月", "～2023年3月"}
    assert {n["schedule"]["due"] for n in spring["nodes"]} == {"2023-03-31"}
    assert all(n["causes"] for n in spring["nodes"])
    assert {n["responsible"]["party"]["code"] for n in spring["nodes"]} == {"MZ"}
    assert shared.ask(member, MEETING % "2024-04-01")["countermeasures"]["totalCount"] == 4


def test_nothing_is_overdue_on_its_last_day(shared: Stage) -> None:
    assert (
        shared.ask(shared.who("MZ"), MEETING % "2023-03-31")["countermeasures"]["totalCount"] == 0
    )


def test_the_report_gives_sixteen_causes_and_fourteen_measures(shared: Stage) -> None:
    data = shared.ask(
        shared.who("MZ"),
        """{ causes(first: 100) { totalCount
               nodes { id statement category countermeasures { title } incidents { title } } }
             countermeasures(first: 100) { totalCount nodes { schedule { kind due } } }
             withoutDue: countermeasures(filter: {withoutDue: true}) { totalCount } }""",
    )
    assert data["causes"]["totalCount"] == 16
    assert all(cause["incidents"] for cause in data["causes"]["nodes"])
    unanswered = [c["statement"] for c in data["causes"]["nodes"] if not c["countermeasures"]]
    assert len(unanswered) == 2
    kinds = [n["schedule"]["kind"] for n in data["countermeasures"]["nodes"]]
    assert (len(kinds), kinds.count("FROM")) == (14, 8)
    assert data["withoutDue"]["totalCount"] == 10


def test_causes_answered_by_nothing_can_be_listed(shared: Stage) -> None:
    data = shared.ask(
        shared.who("MZ"),
        "{ causes(filter: {unanswered: true}) { totalCount nodes { countermeasures { id } } } }",
    )
    assert data["causes"]["totalCount"] == 2
    assert [n["countermeasures"] for n in data["causes"]["nodes"]] == [[], []]


def test_incidents_show_the_figures_that_cover_them(shared: Stage) -> None:
    data = shared.ask(
        shared.who("MZ"),
        """{ incidents(first: 50) { totalCount nodes { id code title status
             figures { label measure value unit base method distinct } } } }""",
    )["incidents"]
    assert data["totalCount"] == 6
    by_contracts = [
        [f["value"] for f in n["figures"] if f["measure"] == "閲覧契約件数"] for n in data["nodes"]
    ]
    assert by_contracts == [["85783"], ["1"], ["85783"], ["85783"], ["1602"], ["7335"]]
    bases = {f["base"] for n in data["nodes"] for f in n["figures"] if f["base"]}
    assert bases == {"4014", "1404", "2610"}


def test_the_whole_is_as_stated_and_people_are_never_added(shared: Stage) -> None:
    [told] = shared.ask(
        shared.who("MZ"),
        "{ reports { title statusDate figures { label measure value unit method distinct whole } } }",
    )["reports"]
    assert told["statusDate"] == "2023-02-17"
    whole = {
        (f["measure"], f["value"], f["unit"], f["distinct"]) for f in told["figures"] if f["whole"]
    }
    assert whole == {
        ("閲覧契約件数", "94721", "件", None),
        ("閲覧者数", "3677", "人", True),
    }


def test_progress_is_counted_by_category(shared: Stage) -> None:
    groups = shared.ask(
        shared.who("MZ"),
        """{ progress(by: CATEGORY, statusDate: "2023-04-15") { key total
             byStatus { status count } overdue lateStart withoutDue } }""",
    )["progress"]
    assert [g["key"] for g in groups] == [
        "システム",
        "ガバナンス",
        "行為規制の理解・遵守",
        "コンプライアンス",
        "企業風土・職場風土",
    ]
    assert [g["total"] for g in groups] == [5, 3, 3, 2, 1]
    assert [g["overdue"] for g in groups] == [0, 2, 0, 0, 0]
    assert sum(g["withoutDue"] for g in groups) == 10
    for group in groups:
        assert sum(one["count"] for one in group["byStatus"]) == group["total"]


@pytest.mark.parametrize("by", ["PARTY", "DEPARTMENT", "KIND", "VERDICT"])
def test_progress_by_anything_counts_every_visible_measure_once(shared: Stage, by: str) -> None:
    member = shared.who("PG")
    data = shared.ask(
        member, f"{{ progress(by: {by}) {{ key total }} countermeasures {{ totalCount }} }}"
    )
    assert sum(g["total"] for g in data["progress"]) == data["countermeasures"]["totalCount"]


def test_two_people_asking_the_same_see_two_registers(shared: Stage) -> None:
    query = "{ incidents { totalCount nodes { title } } causes { totalCount } }"
    mz, pg, hd = (shared.ask(shared.who(p), query) for p in ("MZ", "PG", "HD"))
    assert [d["incidents"]["totalCount"] for d in (mz, pg, hd)] == [6, 7, 6]
    assert [d["causes"]["totalCount"] for d in (mz, pg, hd)] == [16, 17, 17]
    hidden = {n["title"] for n in pg["incidents"]["nodes"]} - {
        n["title"] for n in mz["incidents"]["nodes"]
    }
    assert len(hidden) == 1


def test_a_department_of_another_party_is_not_named(shared: Stage) -> None:
    query = """{ countermeasures(filter: {owner: "PG"}) {
      nodes { title responsible { party { code } department { name } } } } }"""
    [mine] = shared.ask(shared.who("PG"), query)["countermeasures"]["nodes"]
    assert mine["responsible"] == {"party": {"code": "PG"}, "department": {"name": "託送業務部"}}
    assert shared.ask(shared.who("MZ"), query)["countermeasures"]["nodes"] == []


def test_who_asks_is_told_who_they_are(shared: Stage) -> None:
    me = shared.ask(shared.who("HD", "secretariat"), "{ me { id name party { code } roles } }")
    assert me["me"] == {
        "id": str(shared.who("HD", "secretariat")),
        "name": "HD 事務局",
        "party": {"code": "HD"},
        "roles": ["secretariat"],
    }


def test_a_record_is_found_by_its_id_and_a_hidden_one_like_an_absent_one(shared: Stage) -> None:
    query = """query ($id: ID!) { node(id: $id) { __typename id code
      ... on Incident { title } ... on Cause { statement } } }"""
    [hidden] = shared.ask(
        shared.who("PG"), '{ incidents(filter: {owner: "PG"}) { nodes { id title } } }'
    )["incidents"]["nodes"]
    seen = shared.ask(shared.who("PG"), query, id=hidden["id"])["node"]
    assert (seen["__typename"], seen["title"]) == ("Incident", hidden["title"])
    absent = "00000000-0000-0000-0000-000000000000"
    for other in ("MZ", "HD"):
        assert shared.answer(shared.who(other), query, id=hidden["id"]) == shared.answer(
            shared.who(other), query, id=absent
        )
        assert shared.answer(shared.who(other), query, id="no id at all")[0] == {"node": None}


def test_the_past_shows_what_was_known_then(shared: Stage) -> None:
    query = """query ($at: DateTime!) { countermeasures(asOf: {at: $at}) { totalCount }
      incidents(asOf: {at: $at}) { totalCount } }"""
    counts = {
        at: shared.ask(shared.who("MZ"), query, at=at)["countermeasures"]["totalCount"]
        for at in ("2023-02-17T09:00:00+09:00", "2023-02-17T12:00:00+09:00")
    }
    assert list(counts.values()) == [0, 14]
    pg = shared.who("PG")
    before = shared.ask(pg, query, at="2023-02-17T12:00:00+09:00")
    assert before["countermeasures"]["totalCount"] == 0, "released at 15:00, and forward only"
    after = shared.ask(pg, query, at="2023-02-17T16:00:00+09:00")
    assert after["countermeasures"]["totalCount"] == 14


def test_a_moment_needs_its_offset(shared: Stage) -> None:
    _, errors = shared.answer(
        shared.who("MZ"), '{ incidents(asOf: {at: "2023-02-17T09:00:00"}) { totalCount } }'
    )
    assert errors and errors[0].extensions["code"] == "BAD_MOMENT"


def test_the_status_date_defaults_to_the_moments_day(shared: Stage) -> None:
    query = '{ countermeasures(asOf: {at: "2023-04-15T00:30:00+09:00"}, filter: {overdue: true}) { totalCount } }'
    assert shared.ask(shared.who("MZ"), query)["countermeasures"]["totalCount"] == 2


def test_one_field_asked_twice_and_through_fragments_answers_all_of_it(shared: Stage) -> None:
    data = shared.ask(
        shared.who("MZ"),
        """query ($no: Boolean!) {
          countermeasures(first: 1) { nodes { ...a ...b again: causes { code }
            schedule @include(if: $no) { due } kept: schedule @skip(if: $no) { wording } } } }
        fragment a on Countermeasure { causes { statement } }
        fragment b on Record { id ... on Countermeasure { causes { category } } }""",
        no=False,
    )
    [node] = data["countermeasures"]["nodes"]
    assert node["causes"] == [{"statement": node["causes"][0]["statement"], "category": "システム"}]
    assert node["again"][0]["code"].startswith("CAU-")
    assert "schedule" not in node
    assert node["kept"]["wording"] == "2023年2月～"


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "0001-01-01T23:59:59-23:59"]
)
def test_before_all_records_nothing_was_known(shared: Stage, at: str) -> None:
    query = "query ($at: DateTime!) { causes(asOf: {at: $at}) { totalCount } }"
    assert shared.ask(shared.who("MZ"), query, at=at)["causes"]["totalCount"] == 0


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59"])
def test_a_moment_to_come_is_now(shared: Stage, at: str) -> None:
    query = "query ($at: DateTime!) { causes(asOf: {at: $at}) { totalCount } }"
    assert shared.ask(shared.who("MZ"), query, at=at)["causes"]["totalCount"] == 16


def test_an_answer_is_bounded_however_its_rows_are_linked(stage: Stage) -> None:
    """A dozen causes and measures, all linked, are 12^n rows in n levels, and 24 to fetch."""
    editor = stage.who("MZ", "editor")

    def state(desk: Desk) -> tuple[UUID, ...]:
        causes = [state_cause(desk, statement=f"原因{n}", category="網") for n in range(12)]
        measures = [propose_countermeasure(desk, title=f"対策{n}") for n in range(12)]
        return tuple(record for made in causes + measures for record in made)

    stated = stage.house.office.perform(editor, state).records

    def entangle(desk: Desk) -> tuple[UUID, ...]:
        for cause in stated[:12]:
            for measure in stated[12:]:
                link_records(desk, cause=cause, record=measure)
        return ()

    stage.house.office.perform(editor, entangle)

    def levels(count: int, leaf: str = "id") -> str:
        below = leaf
        for level in range(count, 0, -1):
            below = f"{'countermeasures' if level % 2 else 'causes'} {{ {below} }}"
        return f'{{ causes(filter: {{category: ["網"]}}) {{ nodes {{ {below} }} }} }}'

    assert len(str(stage.ask(editor, levels(2)))) > 12**3
    many_names = " ".join(f"a{n}: status" for n in range(28))
    for query in (levels(9), levels(4), levels(3, f"id {many_names}")):
        data, [error] = stage.answer(editor, query)
        assert data is None
        assert error.extensions == {"code": "TOO_MANY_VALUES"}
