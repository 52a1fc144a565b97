"""The past over random histories, as GraphQL answers it: what was answered then is answered now, what
changed leads from one answer to the other, and what is hidden changes no byte of either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.context import Context
from domain.register.agenda_item import AgendaItem
from domain.register.link import Link
from domain.register.meeting import ReviewMeeting
from domain.register.release import Release
from tests.api.stage import SCHEMA
from tests.grounds import examples
from tests.houses import EVENING, EXT, HD, MZ, PG, Home, Template
from tests.projections.meeting_play import change_meeting, convene
from tests.projections.play import (
    JUDGED,
    RECORDS,
    RELEASING,
    Book,
    Command,
    Step,
    Turn,
    change_cause,
    change_incident,
    change_measure,
    found_report,
    histories,
    judge,
    play,
    propose,
    report_incident,
    state_cause,
    state_figure,
)

Answer = dict[str, dict[str, Any]]
"""The records of an answer by id, each field under its name."""

LISTS = """query ($at: Moment) {
  incidents(first: 100, asOf: $at) { nodes { id title group summary reporting occurredOn number status
    statusReason recurrenceOf { id } informationCategories } }
  causes(first: 100, asOf: $at) { nodes { id statement category kind number standing reason
    informationCategories } }
  countermeasures(first: 100, asOf: $at) { nodes { id title items kind continuing number remark status
    statusReason verdict verdictReason informationCategories
    responsible { party { code } department { id } }
    schedule { wording writtenOn kind start due certainty ambiguous slipCount originalWording
      originalDue startedOn finishedOn nextCheck milestones { day wording }
      correctionCount slips { fromWording toWording fromDue toDue reason recordedAt }
      corrections { fromWording toWording fromDue toDue reason later recordedAt } } } }
  releases(first: 100, asOf: $at) { nodes { id record { id } to { code } basis until releasedAt
    withdrawn wording informationCategories } }
  releasedWordings(first: 100, asOf: $at) { nodes { id text informationCategories } }
  reviewMeetings(first: 100, asOf: $at) { nodes { id title heldOn hours place quorum status openedAt
    adjournedAt correctionsUntil confirmedAt cancelReason follows { id }
    papers { issue statusDate closedAt reason } } }
  minutesEntries(first: 100, asOf: $at) { nodes { id kind outcome theme text reason struckOut
    meeting { id } item { id } record { id } } }
  actionItems(first: 100, asOf: $at) { nodes { id text who due status result doneOn reason
    party { code } meeting { id } item { id } record { id } } }
  reports(asOf: $at) { id title statusDate informationCategories
    figures { id label value incidents { id } report { id } restates { id } investigation { id } }
    investigations { id method title } }
}"""
CHANGES = """query ($since: Moment!, $until: Moment, $after: String) {
  changes(since: $since, until: $until, first: 100, after: $after) {
    totalCount counts { kind count } pageInfo { hasNextPage endCursor }
    nodes { at kind recordId recordType code title owner { code } author { party { code } roles name }
      record { id ... on Incident { title } ... on Countermeasure { title status } }
      fields { name label old new } } } }"""
HISTORY = """query ($id: ID!) { history(id: $id, first: 100) {
    totalCount nodes { at kind title author { party { code } roles } fields { name old new } } } }"""
LISTED = (
    "incidents",
    "causes",
    "countermeasures",
    "releases",
    "releasedWordings",
    "reviewMeetings",
    "minutesEntries",
    "actionItems",
)
APPLIED = (
    "INCIDENT",
    "CAUSE",
    "COUNTERMEASURE",
    "RELEASE",
    "RELEASED_WORDING",
    "REVIEW_MEETING",
    "MINUTES_ENTRY",
    "ACTION_ITEM",
)
"""The types of which a list answers all that is stated."""


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.remove()


def ask(home: Home, who: str, query: str, **given: Any) -> Any:
    with ExitStack() as stack:
        asking = Context(home.office, home.people[who], stack)
        result = SCHEMA.execute_sync(query, variable_values=given, context_value=asking)
    assert not result.errors, result.errors
    return result.data


Moment = datetime | str
"""An instant, or the papers of the meeting with this id."""


def at(moment: Moment) -> dict[str, str]:
    return {"meeting": moment} if isinstance(moment, str) else {"at": moment.isoformat()}


def changes(home: Home, who: str, since: Moment, until: Moment | None) -> list[Any]:
    """All pages of a window."""
    found: list[Any] = []
    after = None
    while True:
        end = None if until is None else at(until)
        page = ask(home, who, CHANGES, since=at(since), until=end, after=after)["changes"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert len(found) == page["totalCount"]
            return found


def listed(home: Home, who: str, moment: Moment | None = None) -> Answer:
    """What the lists answer, each record flat: a field of an object under both names."""
    data = ask(home, who, LISTS, at=None if moment is None else at(moment))
    return {node["id"]: flat(node) for name in LISTED for node in data[name]["nodes"]}


def flat(node: dict[str, Any], path: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in node.items():
        match value:
            case {"id": record, **rest} if not rest:
                found[path + name] = record
            case {"code": code, **rest} if not rest:
                found[path + name] = code
            case dict():
                found |= flat(value, f"{path}{name}.")
            case _:
                found[path + name] = value
    return {
        name: value for name, value in found.items() if value not in (None, []) and name != "id"
    }


def applied(found: list[Any], to: Answer, names: set[str]) -> Answer:
    """An answer after these changes, in fields of these names."""
    now = {record: dict(fields) for record, fields in to.items()}
    for change in found:
        if change["recordType"] not in APPLIED:
            continue
        fields = now.pop(change["recordId"], {})
        for field in (one for one in change["fields"] if one["name"] in names):
            before, after = (None if field[one] == [] else field[one] for one in ("old", "new"))
            assert fields.pop(field["name"], None) == before
            if after is not None:
                fields[field["name"]] = after
        if change["kind"] != "WITHDRAWN":
            now[change["recordId"]] = fields
    return now


def differing(found: Answer, expected: Answer) -> list[Any]:
    """Where two answers differ: record, field, and what each says."""
    return [
        (record, name, found.get(record, {}).get(name), expected.get(record, {}).get(name))
        for record in found.keys() | expected.keys()
        for name in {"", *found.get(record, ()), *expected.get(record, ())}
        if found.get(record, {}).get(name) != expected.get(record, {}).get(name)
        or (record in found) != (record in expected)
    ]


@settings(max_examples=examples(5))
@given(steps=histories(RELEASING, least=12, most=24), party=st.sampled_from(("MZ", "PG")))
def test_what_was_answered_then_is_answered_now_and_changes_lead_there(
    template: Template, lent: Home, steps: list[Step], party: str
) -> None:
    template.restore(home := lent)
    who, book = f"{party} member", Book()
    stood: dict[datetime, Answer] = {EVENING: {}}
    for step in steps:
        play(home.log, home.clock, book, step)
        stood[home.clock()] = listed(home, who)  # the last of several at one instant stays
    home.clock.pass_by(minutes=1)
    now = listed(home, who)
    times = sorted(stood)
    asked = [times[0], *times[1:-1:4], times[-1]]
    then = {moment: listed(home, who, moment) for moment in asked}
    for moment in asked[1:]:
        assert then[moment].keys() == stood[moment].keys() & now.keys()
        for record, fields in then[moment].items():
            hidden = [name for name in NAMES if stood[moment][record].get(name) not in now]
            expected = {
                name: value for name, value in stood[moment][record].items() if name not in hidden
            }
            assert fields == expected
    answers = (now, *stood.values())
    names = {name for answer in answers for fields in answer.values() for name in fields}
    for begin, end in pairwise(asked):
        found = applied(changes(home, who, begin, end), then[begin], names)
        assert not differing(found, then[end])
    found = applied(changes(home, who, asked[0], None), then[asked[0]], names)
    assert not differing(found, now)


PAPERS = """{ reviewMeetings(first: 100) { nodes { id papers { closedAt } } } }"""
MEETINGS: tuple[Command, ...] = (*RELEASING, *(convene, change_meeting, change_meeting) * 12)


@settings(max_examples=examples(5))
@given(steps=histories(MEETINGS, least=16, most=28))
def test_what_changed_leads_from_the_papers_of_one_meeting_to_those_of_the_next(
    template: Template, lent: Home, steps: list[Step]
) -> None:
    """Several commands may be recorded at the instant at which papers are closed: they are not of them."""
    template.restore(home := lent)
    book, stood = Book(), dict[str, dict[str, Answer]]()
    for minutes, commands, seed in steps:
        alone = (
            (change_meeting,) if change_meeting in commands else commands
        )  # as papers are closed
        play(home.log, home.clock, book, (minutes, alone, seed))
        for who in ("MZ member", "PG member"):
            for meeting in ask(home, who, PAPERS)["reviewMeetings"]["nodes"]:
                key = f"{meeting['id']} {len(meeting['papers'])}"
                if meeting["papers"] and key not in stood.setdefault(who, {}):
                    stood[who][key] = listed(home, who)
    for who, kept in stood.items():
        issues = {key.split()[0]: key for key in kept}  # the last of each
        now = listed(home, who)
        then = {meeting: listed(home, who, meeting) for meeting in issues}
        for meeting, key in issues.items():
            assert then[meeting].keys() == kept[key].keys() & now.keys()
        answers = (now, *then.values(), *kept.values())
        names = {name for answer in answers for fields in answer.values() for name in fields}
        in_order = sorted(issues, key=lambda meeting: list(kept).index(issues[meeting]))
        for begin, end in pairwise([*in_order, None]):
            assert begin is not None
            found = applied(changes(home, who, begin, end), then[begin], names)
            assert not differing(found, then[end] if end else now)


NAMES = ("recurrenceOf",)
"""The fields that name another record of these lists, which may be seen no more."""


# ----- two worlds --------------------------------------------------------------------------------

SHARED: tuple[Command, ...] = tuple(
    command for command in RELEASING if command.__name__ not in ("change_people", "add_category")
)


def show_to_ext(turn: Turn) -> None:
    """A record of the shared book is released to a third party, or withdrawn from it: none of the
    viewer's own, of which they know who sees it."""
    name = turn.draw.of(tuple(RECORDS))
    record = turn.some(RECORDS[name], name)
    if record is None or not record.categories or record.owner == MZ:
        return
    known = turn.work.find(Release, Release.id_for(record.id, EXT))
    if known is not None and known.stands_on(turn.today):
        known.withdraw(on=turn.today, **turn.asked)
    elif known is not None:
        known.give_again(basis="別の合意", categories=JUDGED, on=turn.today, **turn.asked)
    else:
        known = Release.give(
            owner=record.owner,
            record=record.id,
            kind=name,
            to=EXT,
            basis="合意",
            categories=JUDGED,
            on=turn.today,
            **turn.asked,
        )
    turn.work.keep(known)


def link_to_hidden(turn: Turn) -> None:
    """A link between a record that the viewer may see and one that they may not."""
    cause = turn.book.one("hidden cause", turn.draw)
    target = turn.book.one("incident", turn.draw)
    if cause is None or target is None:
        return
    known = turn.work.find(Link, Link.id_for(cause, target))
    if known is None:
        known = Link.make(owner=EXT, cause=cause, to=target, to_kind="incident", **turn.asked)
    elif known.stands:
        known.undo(**turn.asked)
    else:
        known.remake(owner=EXT, **turn.asked)
    turn.work.keep(known)


NAMING: tuple[Command, ...] = (report_incident, found_report, state_cause, propose)
"""Hidden commands that make records which name visible ones."""
CHANGING: tuple[Command, ...] = (change_incident, change_cause, change_measure, judge, state_figure)
"""Hidden commands on hidden records."""


def discuss_apart(turn: Turn) -> None:
    """Others meet, and speak of a record that the viewer may see."""
    record = turn.book.one("incident", turn.draw)
    meeting = ReviewMeeting.convene(
        id=turn.new_id,
        owner=EXT,
        title="別の会議",
        held_on=turn.today,
        parties=(HD,),
        **turn.asked,
    )
    turn.work.keep(meeting)
    if record is not None:
        about: dict[str, Any] = {"meeting": meeting.id, "about": record, "about_kind": "incident"}
        turn.work.keep(AgendaItem.add(id=turn.new_id, owner=EXT, **about, **turn.asked))


BESIDE: tuple[Command, ...] = (show_to_ext, show_to_ext, link_to_hidden, discuss_apart)
"""Hidden commands about visible records."""


def play_hidden(home: Home, shared: Book, hidden: Book, seed: int) -> None:
    """Something that happens beside the shared history, out of sight."""
    # Seeds repeat, and what is done beside the shared history shows in no book: the log knows.
    draw = Random(f"{seed} {hidden.began} {home.facts()}")
    commands = draw.choice((NAMING, CHANGING, BESIDE))
    step: Step = (0, (draw.choice(commands),), draw.getrandbits(32))
    if commands is CHANGING:
        book = hidden
    else:
        book = shared.copy()
        book.began["hidden cause"] = list(hidden.began.get("cause", ()))
    before = {kind: len(known) for kind, known in book.began.items()}
    play(home.log, home.clock, book, step, parties=(EXT,))
    if book is not hidden and commands is NAMING:
        for kind, known in book.began.items():
            for record in known[before.get(kind, 0) :]:
                hidden.began_now(kind, record)


def all_answers(home: Home, who: str, book: Book, times: list[datetime]) -> bytes:
    """Everything that is answered to one viewer about the past and the present."""
    moments = [None, *(at(moment) for moment in times)]
    answers = [ask(home, who, LISTS, at=moment) for moment in moments]
    answers += [changes(home, who, EVENING - timedelta(days=9), None)]
    answers += [changes(home, who, begin, end) for begin, end in pairwise(times)]
    records: list[UUID] = [one for known in book.began.values() for one in known]
    answers += [ask(home, who, HISTORY, id=str(record)) for record in records]
    return orjson.dumps(answers)


@settings(max_examples=examples(5))
@given(
    steps=histories(SHARED, least=10, most=20),
    seeds=st.lists(st.integers(0, 9), min_size=30, max_size=30),
)
def test_what_is_hidden_changes_no_byte(
    template: Template, lent: Home, steps: list[Step], seeds: list[int]
) -> None:
    home, answers, facts = lent, [], []
    for with_hidden in (False, True):
        template.restore(home)
        book, hidden, times = Book(), Book(), [EVENING]
        for step, seed in zip(steps, seeds, strict=False):
            if with_hidden:
                for nth in range(seed % 4):
                    play_hidden(home, book, hidden, 1000 * seed + nth)
            by = home.people["MZ editor"]
            shared = tuple(one for one in step[1] if one.__name__ != "change_people")
            play(
                home.log, home.clock, book, (step[0], shared, step[2]), parties=(HD, PG, MZ), by=by
            )
            times.append(home.clock())
        if with_hidden:
            for nth in range(9):
                play_hidden(home, book, hidden, nth)
        home.clock.pass_by(minutes=1)
        facts.append(home.facts())
        answers.append(all_answers(home, "MZ member", book, times[:: max(1, len(times) // 3)]))
    assert answers[0] == answers[1], facts
