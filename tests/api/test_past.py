"""What changed and what was: entry by entry as each viewer saw it, old beside new, without a trace of
anything hidden."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import GraphQLObjectType

from api.context import Context
from commands.people.departments import found_department, rename_department
from commands.people.members import end_role, grant_role
from commands.register.causes import link_records, state_cause, unlink_records
from commands.register.countermeasures import assign_countermeasure, propose_countermeasure
from commands.register.incidents import number_incident, report_incident, revise_incident
from commands.register.releases import release_record
from commands.register.reports import restate_figure, state_figure
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from tests.apart import DESK_QUERIES
from tests.api.stage import SCHEMA
from tests.extending import extend
from tests.houses import EXT, HD, MZ, NUMBERS, PG, Home
from tests.releasing import release, withdraw

SHOWN = """totalCount counts { kind count } pageInfo { hasNextPage endCursor }
    nodes { at kind recordId recordType code title owner { code }
      author { party { code } roles name }
      record { __typename id ... on Incident { title } ... on Countermeasure { status } }
      fields { name label old new } }"""
CHANGES = f"""query ($since: Moment!, $until: Moment, $filter: ChangeFilter, $first: Int! = 50,
    $after: String) {{ changes(since: $since, until: $until, filter: $filter, first: $first,
    after: $after) {{ {SHOWN} }} }}"""
HISTORY = f"""query ($id: ID!, $first: Int! = 50, $after: String) {{
    history(id: $id, first: $first, after: $after) {{ {SHOWN} }} }}"""

Change = dict[str, Any]


def answer(home: Home, who: str, query: str, **given: Any) -> tuple[Any, list[str]]:
    with ExitStack() as stack:
        asking = Context(home.office, home.people[who], stack)
        result = SCHEMA.execute_sync(query, variable_values=given, context_value=asking)
    return result.data, [error.message for error in result.errors or ()]


def ask(home: Home, who: str, query: str, **given: Any) -> Any:
    data, errors = answer(home, who, query, **given)
    assert not errors, errors
    [found] = data.values()
    return found


def at(instant: datetime) -> dict[str, str]:
    return {"at": instant.isoformat()}


def changes(home: Home, who: str, since: datetime, **given: Any) -> list[Change]:
    """The changes a person is told since an instant, apart from those of people."""
    found = ask(home, who, CHANGES, since=at(since), **given)
    assert sum(one["count"] for one in found["counts"]) == found["totalCount"]
    people = ("MEMBER", "DEPARTMENT")
    return [one for one in found["nodes"] if one["recordType"] not in people]


def history(home: Home, who: str, record: UUID | str) -> list[Change]:
    nodes = ask(home, who, HISTORY, id=str(record))["nodes"]
    assert isinstance(nodes, list)
    return nodes


def told(change: Change) -> dict[str, tuple[Any, Any]]:
    """The fields of a change: before and after."""
    return {field["name"]: (field["old"], field["new"]) for field in change["fields"]}


def kinds(found: list[Change]) -> list[tuple[str, str]]:
    return [(one["kind"], one["recordType"]) for one in found]


def incident(home: Home, party: str = "MZ", title: str = "画面の誤表示") -> UUID:
    return home.made(f"{party} editor", report_incident, title=title, categories=("NONE",))


def revise(home: Home, record: UUID, title: str, party: str = "MZ") -> None:
    home.perform(
        f"{party} editor",
        revise_incident,
        incident=record,
        title=title,
        acknowledged=tuple(NUMBERS),
    )


def day_after(home: Home) -> datetime:
    """A day passes; answers when it began."""
    before = home.clock()
    home.clock.pass_by(days=1)
    return before


# ----- what changed ------------------------------------------------------------------------------


def test_a_slip_shows_the_old_and_the_new_wording_the_due_and_the_reason(home: Home) -> None:
    measure = home.made(
        "MZ editor",
        propose_countermeasure,
        title="研修",
        wording="～2023年3月",
        categories=("NONE",),
    )
    since = day_after(home)
    request = extend(home, measure, wording="～2023年6月", reason="教材の遅れ")
    found = changes(home, "MZ member", since)
    [slip] = [one for one in found if one["recordType"] == "COUNTERMEASURE"]
    assert (slip["kind"], slip["recordType"], slip["title"]) == (
        "CHANGED",
        "COUNTERMEASURE",
        "研修",
    )
    fields = told(slip)
    assert fields["schedule.wording"] == ("～2023年3月", "～2023年6月")
    assert fields["schedule.due"] == ("2023-03-31", "2023-06-30")
    assert fields["schedule.slipCount"] == (0, 1)
    before, after = fields["schedule.slips"]
    assert before == []
    assert [one["reason"] for one in after] == ["教材の遅れ"]
    assert fields["slipRequests"] == ([], [str(request)])
    assert "title" not in fields, "what stayed is not told"
    [due] = [one for one in slip["fields"] if one["name"] == "schedule.due"]
    assert due["label"] == "期限"


def test_a_record_that_comes_tells_all_that_is_stated_with_its_types(home: Home) -> None:
    since = day_after(home)
    figure = home.made(
        "MZ editor",
        state_figure,
        label="閲覧",
        measure="閲覧者数",
        value=Decimal("59.30"),
        unit="%",
        about=True,
        categories=("NONE",),
    )
    [added] = changes(home, "MZ member", since)
    assert (added["kind"], added["recordId"]) == ("ADDED", str(figure))
    assert told(added) == {
        "label": (None, "閲覧"),
        "measure": (None, "閲覧者数"),
        "value": (None, "59.30"),
        "unit": (None, "%"),
        "about": (None, True),
        "multiple": (None, False),
        "whole": (None, False),
        "informationCategories": (None, ["NONE"]),
    }


def test_an_entry_is_one_record_at_one_instant_in_order_of_time(home: Home) -> None:
    first, second = incident(home, title="一"), incident(home, title="二")
    since = day_after(home)
    revise(home, second, "二の一")
    revise(home, second, "二の二")
    home.clock.pass_by(hours=1)
    revise(home, first, "一の一")
    revise(home, second, "二の三")
    found = changes(home, "MZ member", since)
    assert [(one["title"], told(one)["title"]) for one in found] == [
        ("二の二", ("二", "二の二")),
        ("一の一", ("一", "一の一")),
        ("二の三", ("二の二", "二の三")),
    ]
    assert found[0]["at"] < found[1]["at"] == found[2]["at"]


def test_what_was_changed_and_changed_back_at_one_instant_is_no_change(home: Home) -> None:
    case = incident(home, title="前")
    since = day_after(home)
    revise(home, case, "後")
    revise(home, case, "前")
    assert changes(home, "MZ member", since) == []


def test_a_window_is_behind_its_beginning_and_with_its_end(home: Home) -> None:
    case = incident(home, title="一")
    times = []
    for title in ("二", "三", "四"):
        home.clock.pass_by(hours=1)
        revise(home, case, title)
        times.append(home.clock())
    home.clock.pass_by(hours=1)
    found = changes(home, "MZ member", times[0], until=at(times[1]))
    assert [one["title"] for one in found] == ["三"]
    assert found[0]["record"] == {"__typename": "Incident", "id": str(case), "title": "三"}
    assert len(changes(home, "MZ member", times[0])) == 2
    assert changes(home, "MZ member", times[2]) == []


def test_a_figure_restated_says_so_to_who_sees_the_newer_one_alone(home: Home) -> None:
    figure = home.made(
        "MZ editor",
        state_figure,
        label="閲覧",
        measure="閲覧者数",
        value=Decimal(10),
        unit="人",
        categories=("NONE",),
    )
    release(home, figure, PG, FIGURES)
    since = day_after(home)
    newer = home.made(
        "MZ editor", restate_figure, figure=figure, value=Decimal(11), reason="再集計"
    )
    found = changes(home, "MZ member", since)
    assert kinds(found) == [("CHANGED", "FIGURE"), ("ADDED", "FIGURE")]
    assert told(found[0]) == {"restatedBy": (None, str(newer))}
    assert told(found[1])["restates"] == (None, str(figure))
    assert changes(home, "PG member", since) == []
    home.clock.pass_by(hours=1)
    release(home, newer, PG, FIGURES)
    found = changes(home, "PG member", since)
    assert kinds(found) == [("CHANGED", "FIGURE"), ("RELEASED", "FIGURE")]
    assert told(found[0]) == {"restatedBy": (None, str(newer))}


# ----- the barrier -------------------------------------------------------------------------------


def test_what_is_released_comes_into_sight_and_goes_with_the_days_end(home: Home) -> None:
    since = day_after(home)
    case = incident(home)
    home.clock.pass_by(hours=1)
    release(home, case, days=1)
    home.clock.pass_by(days=3)
    assert changes(home, "PG member", since) == [], "what may not be seen now has no past"
    release(home, case)
    found = changes(home, "PG member", since)
    assert kinds(found) == [(kind, "INCIDENT") for kind in ("RELEASED", "WITHDRAWN", "RELEASED")]
    ran_out = found[1]
    end = datetime.fromisoformat("2023-02-20T00:00:00+09:00")
    assert datetime.fromisoformat(ran_out["at"]) == end
    assert ran_out["author"] is None
    assert told(ran_out)["title"] == ("画面の誤表示", None)
    assert found[2]["author"]["party"] == {"code": "MZ"}
    during = changes(home, "PG member", since, until=at(end))
    assert during == [one | {"record": None} for one in found[:2]]
    alone = changes(home, "PG member", end - timedelta(hours=1), until=at(end))
    assert alone == [ran_out | {"record": None}], "though no fact lies in the window"
    own = [("ADDED", "INCIDENT"), ("ADDED", "RELEASE"), ("CHANGED", "RELEASE")]
    assert kinds(changes(home, "MZ member", since)) == own


def test_the_owner_alone_sees_what_was_there_before_the_release(home: Home) -> None:
    case = incident(home, title="一")
    since = day_after(home)
    revise(home, case, "二")
    home.clock.pass_by(hours=1)
    release(home, case)
    home.clock.pass_by(hours=1)
    revise(home, case, "三")
    assert [told(one)["title"] for one in changes(home, "PG member", since)] == [
        (None, "二"),
        ("二", "三"),
    ]
    assert [told(one)["title"] for one in history(home, "MZ member", case)] == [
        (None, "一"),
        ("一", "二"),
        ("二", "三"),
    ]


def test_a_release_to_others_leaves_no_trace(home: Home) -> None:
    case = incident(home)
    release(home, case)
    since = day_after(home)
    release(home, case, HD)
    home.clock.pass_by(hours=1)
    withdraw(home, case, HD)
    for who in ("PG member", "HD member"):
        assert changes(home, who, since) == []
    given, taken_back = changes(home, "MZ member", since)
    assert kinds([given, taken_back]) == [("ADDED", "RELEASE"), ("CHANGED", "RELEASE")]
    assert told(given)["to"] == (None, "HD")
    assert told(given)["record"] == (None, str(case))
    assert told(taken_back) == {"withdrawn": (False, True)}


def test_hidden_absent_and_nonsense_have_one_history(home: Home) -> None:
    hidden, withdrawn = incident(home, "HD"), incident(home)
    release(home, withdrawn)
    withdraw(home, withdrawn)
    empty = ask(home, "PG member", HISTORY, id=str(uuid4()))
    assert (empty["totalCount"], empty["counts"], empty["nodes"]) == (0, [], [])
    for record in (str(hidden), str(withdrawn), "none", "", "%"):
        assert ask(home, "PG member", HISTORY, id=record) == empty
    assert kinds(history(home, "MZ member", withdrawn)) == [("ADDED", "INCIDENT")]


def test_a_department_that_the_reader_may_not_see_leaves_no_trace(home: Home) -> None:
    measure = home.made("MZ editor", propose_countermeasure, title="研修", categories=("NONE",))
    release(home, measure, PG, COUNTERMEASURES)
    since = day_after(home)
    unit = home.made("operator", found_department, name="営業部", party=MZ)
    home.clock.pass_by(hours=1)
    home.perform(
        "MZ editor",
        assign_countermeasure,
        countermeasure=measure,
        responsible_department=unit,
        acknowledged=["PG"],
    )
    assert changes(home, "PG member", since) == []
    [assigned] = changes(home, "MZ member", since)
    assert told(assigned) == {"responsible.department": (None, str(unit))}
    [field] = assigned["fields"]
    assert field["label"] == "主管部署"


def test_a_change_of_a_department_is_told_under_the_name_of_the_day(home: Home) -> None:
    """Without the day from which the name stands, and before another begins."""
    since = day_after(home)
    unit = home.made("operator", found_department, name="営業部", party=MZ)
    for name, days in (("お客さま部", 30), ("営業第一部", 0)):
        home.clock.pass_by(days=1)
        begins = home.today + timedelta(days=days)
        home.perform("operator", rename_department, department=unit, name=name, since=begins)
    told = ask(home, "MZ member", CHANGES, since=at(since))["nodes"]
    titles = [one["title"] for one in told if one["recordType"] == "DEPARTMENT"]
    assert titles == ["営業部", "営業部", "営業第一部"]


def test_another_responsible_party_is_told_by_its_code(home: Home) -> None:
    measure = home.made("MZ editor", propose_countermeasure, title="研修", categories=("NONE",))
    since = day_after(home)
    home.perform("MZ editor", assign_countermeasure, countermeasure=measure, responsible_party="PG")
    [assigned] = changes(home, "MZ member", since)
    assert told(assigned) == {"responsible.party": ("MZ", "PG")}


@pytest.mark.parametrize("who", ["HD administrator", "operator"])
def test_who_reads_no_record_is_told_of_none(home: Home, who: str) -> None:
    since = day_after(home)
    case = incident(home, "HD")
    assert changes(home, who, since) == []
    assert history(home, who, case) == []


# ----- links -------------------------------------------------------------------------------------


def test_a_link_made_again_by_another_party_was_the_first_ones_before(home: Home) -> None:
    cause = home.made("MZ editor", state_cause, statement="研修の不足", categories=("NONE",))
    case = incident(home, "PG")
    release(home, cause, PG, CAUSES)
    home.perform(
        "PG barrier_officer", release_record, INCIDENTS, record=case, to=MZ, basis="公表済み"
    )
    since = day_after(home)
    for who, command in (("MZ", link_records), ("MZ", unlink_records), ("PG", link_records)):
        home.clock.pass_by(hours=1)
        home.perform(f"{who} editor", command, cause=cause, record=case)
    for party in ("MZ", "PG"):
        found = changes(home, f"{party} member", since, filter={"types": ["LINK"]})
        assert [(one["kind"], one["owner"]["code"]) for one in found] == [
            ("ADDED", "MZ"),
            ("UNDONE", "MZ"),
            ("ADDED", "PG"),
        ]


def test_a_link_comes_and_goes_with_its_ends(home: Home) -> None:
    cause = home.made("MZ editor", state_cause, statement="研修の不足", categories=("NONE",))
    case = incident(home)
    release(home, cause, PG, CAUSES)
    since = day_after(home)
    home.perform("MZ editor", link_records, cause=cause, record=case)
    assert changes(home, "PG member", since) == []
    for turn in (release, withdraw, release):
        home.clock.pass_by(hours=1)
        turn(home, case)
    home.clock.pass_by(hours=1)
    home.perform("MZ editor", unlink_records, cause=cause, record=case)
    home.clock.pass_by(hours=1)
    home.perform("MZ editor", link_records, cause=cause, record=case)
    filter_ = {"types": ["LINK"]}
    found = changes(home, "PG member", since, filter=filter_)
    assert [one["kind"] for one in found] == [
        "RELEASED",
        "WITHDRAWN",
        "RELEASED",
        "UNDONE",
        "ADDED",
    ]
    assert {one["title"] for one in found} == {"研修の不足 → 画面の誤表示"}
    ends = {"cause": str(cause), "incident": str(case)}
    for one in found:
        gone = one["kind"] in ("WITHDRAWN", "UNDONE")
        assert told(one) == {
            name: (end, None) if gone else (None, end) for name, end in ends.items()
        }
    own = changes(home, "MZ member", since, filter=filter_)
    assert [one["kind"] for one in own] == ["ADDED", "UNDONE", "ADDED"]
    withdraw(home, case)
    assert changes(home, "PG member", since) == []


# ----- who did it --------------------------------------------------------------------------------


def test_an_author_is_a_company_and_a_role_across_the_barrier_and_a_name_at_home(
    home: Home,
) -> None:
    since = day_after(home)
    case = incident(home)
    release(home, case)
    home.clock.pass_by(hours=1)
    revise(home, case, "直した件名")
    own = changes(home, "MZ member", since)[-1]
    assert own["author"] == {"party": {"code": "MZ"}, "roles": ["editor"], "name": "MZ editor"}
    [released, changed] = changes(home, "PG member", since)
    assert changed["author"] == {"party": {"code": "MZ"}, "roles": ["editor"], "name": None}
    assert released["author"]["roles"] == ["barrier_officer"]


def test_an_author_has_the_roles_held_then(home: Home) -> None:
    since = day_after(home)
    case = incident(home)
    editor = home.people["MZ editor"]
    home.perform("operator", end_role, member=editor, role="editor", until=home.today)
    home.clock.pass_by(days=2)
    home.perform("operator", grant_role, member=editor, role="cco")
    assert changes(home, "MZ member", since)[0]["author"]["roles"] == ["editor"]
    assert history(home, "MZ member", case)[0]["author"]["roles"] == ["editor"]


def test_the_operator_is_of_no_company(home: Home) -> None:
    since = day_after(home)
    home.perform("operator", found_department, name="営業部", party=MZ)
    [founded] = ask(home, "MZ member", CHANGES, since=at(since))["nodes"]
    assert (founded["kind"], founded["recordType"]) == ("ADDED", "DEPARTMENT")
    assert founded["author"] == {"party": None, "roles": ["operator"], "name": None}


def test_of_several_at_one_instant_the_author_is_whoever_changed_what_is_seen(home: Home) -> None:
    case = incident(home)
    release(home, case)
    since = day_after(home)
    revise(home, case, "直した件名")
    release(home, case, EXT)  # hidden from PG, and later in the log
    [changed] = changes(home, "PG member", since)
    assert changed["author"]["roles"] == ["editor"]


# ----- filters and pages -------------------------------------------------------------------------


def test_a_filter_narrows_the_list_and_the_counts(home: Home) -> None:
    since = day_after(home)
    mine, other = incident(home, title="一"), incident(home, title="二")
    cause = home.made("MZ editor", state_cause, statement="研修の不足", categories=("NONE",))
    theirs = incident(home, "PG", "三")
    home.clock.pass_by(hours=1)
    release(home, mine)
    revise(home, mine, "一の一")

    def found(**filter_: Any) -> list[tuple[str, str]]:
        some = changes(home, "PG member", since, filter=filter_)
        return [(one["kind"], one["title"]) for one in some]

    assert found() == [("ADDED", "三"), ("RELEASED", "一の一")]
    assert found(types=["INCIDENT", "CAUSE"]) == found()
    assert found(types=["CAUSE"]) == []
    assert found(kinds=["RELEASED"]) == [("RELEASED", "一の一")]
    assert found(owner="PG") == [("ADDED", "三")]
    assert found(owner="XX") == []
    assert found(records=[str(theirs), str(other), "nonsense"]) == [("ADDED", "三")]
    assert found(records=[]) == []
    assert [one["title"] for one in changes(home, "MZ member", since, filter={"types": ["CAUSE"]})]
    assert history(home, "PG member", cause) == []


def test_pages_follow_each_other_and_a_cursor_names_what_is_seen(home: Home) -> None:
    since = day_after(home)
    titles = [f"事案{number}" for number in range(5)]
    cases = []
    for title in titles:
        incident(home, "PG", "隣の会社の事案")
        cases.append(incident(home, title=title))
        home.clock.pass_by(hours=1)
    found, cursor, pages = [], None, 0
    while cursor or not pages:
        page = ask(home, "MZ member", CHANGES, since=at(since), first=2, after=cursor)
        assert page["totalCount"] == 5
        found += [one["title"] for one in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        pages += 1
    assert (found, pages) == (titles, 3)
    for wrong in ("nonsense", "", "W10", "あ"):
        data, errors = answer(home, "MZ member", CHANGES, since=at(since), first=2, after=wrong)
        assert data is None
        assert "start again from the first page" in errors[0]
    _, errors = answer(home, "MZ member", CHANGES, since=at(since), first=101)
    assert "first goes from 0 to 100" in errors[0]
    assert ask(home, "MZ member", HISTORY, id=str(cases[0]), first=0)["nodes"] == []


def test_edges_say_the_same_with_cursors(home: Home) -> None:
    since = day_after(home)
    incident(home)
    found = ask(
        home,
        "MZ member",
        """query ($since: Moment!) { changes(since: $since) {
            edges { cursor node { title } } pageInfo { startCursor endCursor } } }""",
        since=at(since),
    )
    [edge] = found["edges"]
    assert edge["node"] == {"title": "画面の誤表示"}
    assert found["pageInfo"] == {"startCursor": edge["cursor"], "endCursor": edge["cursor"]}


# ----- moments -----------------------------------------------------------------------------------


def test_an_end_before_the_beginning_is_said(home: Home) -> None:
    since = home.clock()
    before = at(since - timedelta(seconds=1))
    _, errors = answer(home, "MZ member", CHANGES, since=at(since), until=before)
    assert "until lies before since" in errors[0]
    assert changes(home, "MZ member", since, until=at(since)) == []


@pytest.mark.parametrize("which", ["since", "until"])
def test_an_instant_needs_its_offset(home: Home, which: str) -> None:
    given = {"since": at(home.clock()), which: {"at": "2023-02-17T09:00:00"}}
    _, errors = answer(home, "MZ member", CHANGES, **given)
    assert "with its offset from UTC" in errors[0]


def test_what_is_still_to_come_is_now(home: Home) -> None:
    since = day_after(home)
    incident(home)
    later = home.clock() + timedelta(days=400)
    assert changes(home, "MZ member", since, until=at(later)) == changes(home, "MZ member", since)
    assert changes(home, "MZ member", later) == []
    long_ago = datetime(1, 1, 1, tzinfo=UTC)
    assert kinds(changes(home, "MZ member", long_ago))[-1] == ("ADDED", "INCIDENT")


def test_a_history_may_be_asked_as_of_a_moment(home: Home) -> None:
    case = incident(home, title="一")
    then = day_after(home)
    revise(home, case, "二")
    asked = """query ($id: ID!, $at: DateTime!) { history(id: $id, asOf: { at: $at }) {
        nodes { title record { ... on Incident { title } } } } }"""
    assert ask(home, "MZ member", asked, id=str(case), at=then.isoformat())["nodes"] == [
        {"title": "一", "record": {"title": "一"}}
    ]
    assert [one["title"] for one in history(home, "MZ member", case)] == ["一", "二"]


def test_every_list_and_record_may_be_asked_as_of_a_moment() -> None:
    query = SCHEMA._schema.query_type
    assert isinstance(query, GraphQLObjectType)
    without = {
        name for name, field in query.fields.items() if "asOf" not in field.args
    } - DESK_QUERIES
    timeless = {"me", "changes"} | {name for name in without if name in TIMELESS}
    assert without == timeless


TIMELESS = (
    "readSchedule",
    "releasePreview",
    "readsOf",
    "readsBy",
    "couldSee",
    "whyVisible",
    "seen",
    "redactionReport",
    "agendaProposals",
    "attention",
    "similarGuidance",
)
"""Questions about no record, or about what is not yet: nothing of them is remembered."""


def test_a_number_given_and_taken_back_is_told_each_time(home: Home) -> None:
    case = incident(home)
    since = day_after(home)
    for number in ("A-1", None):
        home.perform("MZ editor", number_incident, incident=case, number=number)
        home.clock.pass_by(hours=1)
    found = changes(home, "MZ member", since)
    assert [told(one) for one in found] == [{"number": (None, "A-1")}, {"number": ("A-1", None)}]


@pytest.mark.parametrize(("left", "errors"), [(2, []), (1, ["TOO_MANY_ROWS"])])
def test_ten_changes_found_count_as_a_row_read(home: Home, left: int, errors: list[str]) -> None:
    since = day_after(home)
    for number in range(20):
        incident(home, title=f"事案{number}")
    asked = "query ($since: Moment!) { changes(since: $since, first: 0) { totalCount } }"
    with ExitStack() as stack:
        asking = Context(home.office, home.people["MZ member"], stack)
        asking.scope.rows_left = left
        result = SCHEMA.execute_sync(
            asked, variable_values={"since": at(since)}, context_value=asking
        )
    found = [error.extensions["code"] for error in result.errors or () if error.extensions]
    assert found == errors
