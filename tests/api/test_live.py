"""What subscribers are told: what changes for them, at each beat, with the rights of that moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import orjson
import pytest

from commands.people.members import end_role, grant_role
from commands.register.incidents import report_incident, revise_incident
from commands.register.releases import release_record, release_records, withdraw_release
from domain.register.incident import Incident
from domain.register.release import Release
from projections.register.incidents import INCIDENTS
from tests.api.listening import Listener, nodes_of
from tests.houses import MZ, NUMBERS, PG, Home, Template


def listening(home: Home, who: str = "PG member", **variables: Any) -> Listener:
    return Listener(home.house, home.people[who], variables=variables)


def report(home: Home, party: str = "PG", title: str = "誤送信") -> UUID:
    home.clock.pass_by(seconds=1)
    return home.made(f"{party} editor", report_incident, title=title, categories=("NONE",))


def revise(home: Home, incident: UUID, title: str, party: str = "MZ") -> None:
    home.clock.pass_by(seconds=1)
    home.perform(
        f"{party} editor", revise_incident, incident=incident, title=title, acknowledged=NUMBERS
    )


def release(home: Home, incident: UUID, to: int = PG, days: int | None = None) -> None:
    home.clock.pass_by(seconds=1)
    until = None if days is None else home.today + timedelta(days=days)
    home.perform(
        "MZ barrier_officer",
        release_record,
        INCIDENTS,
        record=incident,
        to=to,
        basis="公表済み",
        until=until,
    )


def withdraw(home: Home, incident: UUID, to: int = PG) -> None:
    home.clock.pass_by(seconds=1)
    home.perform("MZ barrier_officer", withdraw_release, release=Release.id_for(incident, to))


def titles_of(push: bytes | None) -> list[str]:
    assert push is not None
    return [entry["title"] for entry in nodes_of(push)]


# ----- what is told -------------------------------------------------------------------------------


def test_a_subscriber_is_told_what_changes_from_then_on(home: Home) -> None:
    report(home, title="その前")
    subscriber = listening(home)
    assert subscriber.heard == [[]]
    incident = report(home, title="誤送信")
    revise(home, incident, "メールの誤送信", "PG")
    assert subscriber.kinds() == [("ADDED", "誤送信"), ("CHANGED", "メールの誤送信")]
    assert subscriber.kinds() == []


def test_an_entry_is_that_of_the_changes_asked_for(home: Home) -> None:
    subscriber = listening(home)
    since = home.clock()
    report(home)
    [push] = subscriber.beat()
    asked = listening(home, since={"at": since.isoformat()})
    assert asked.heard == [[push]]
    [entry] = nodes_of(push)
    assert entry["owner"] == {"code": "PG"}
    assert entry["author"] == {"party": {"code": "PG"}, "roles": ["editor"]}
    assert {"name": "title", "label": "事案の概要", "old": None, "new": "誤送信"} in entry["fields"]
    assert entry["record"]["id"] == entry["recordId"]
    assert set(orjson.loads(push)) == {"data"}


def test_who_states_since_is_told_at_once_and_then_goes_on(home: Home) -> None:
    first, last = report(home, title="一"), report(home, title="二")
    subscriber = listening(home, since={"at": (home.clock() - timedelta(seconds=1)).isoformat()})
    assert [entry["recordId"] for entry in nodes_of(subscriber.heard[0][0])] == [str(last)]
    assert first != last
    report(home, title="三")
    assert subscriber.kinds() == [("ADDED", "三")]


def test_who_goes_on_from_the_last_entry_misses_and_repeats_nothing(home: Home) -> None:
    subscriber = listening(home)
    report(home, title="一")
    [last] = subscriber.entries()
    report(home, "HD", "見えない")
    report(home, title="二")
    again = listening(home, since={"at": last["at"]})
    assert titles_of(again.heard[0][0]) == ["二"]


def test_what_fits_no_page_follows_at_once(home: Home) -> None:
    subscriber = listening(home, first=2)
    for number in range(5):
        report(home, title=f"事案{number}")
    pushes = [orjson.loads(push)["data"]["changed"] for push in subscriber.beat()]
    assert [len(push["nodes"]) for push in pushes] == [2, 2, 1]
    assert [push["totalCount"] for push in pushes] == [5, 3, 1]
    assert [push["pageInfo"]["hasNextPage"] for push in pushes] == [True, True, False]
    titles = [entry["title"] for push in pushes for entry in push["nodes"]]
    assert titles == [f"事案{number}" for number in range(5)]
    assert subscriber.beat() == []


def test_what_changes_between_two_pages_is_told_after_them_and_once(home: Home) -> None:
    subscriber = listening(home, first=1)
    first = report(home, title="一")
    report(home, title="二")
    assert titles_of(subscriber.look()) == ["一"]
    revise(home, first, "改題", "PG")
    assert titles_of(subscriber.look()) == ["二"]
    assert [titles_of(push) for push in subscriber.beat()] == [["改題"]]
    assert subscriber.beat() == []


def test_a_filter_narrows_what_is_told(home: Home) -> None:
    subscriber = listening(home, filter={"types": ["INCIDENT"], "kinds": ["CHANGED"]})
    incident = report(home)
    assert subscriber.beat() == []
    revise(home, incident, "改題", "PG")
    assert subscriber.kinds() == [("CHANGED", "改題")]


def test_commands_recorded_at_one_instant_are_told_once_each(home: Home) -> None:
    """As where the clock was set back: all that is recorded then is recorded at one instant."""
    subscriber = listening(home)
    incident = home.made("PG editor", report_incident, title="一", categories=("NONE",))
    assert subscriber.kinds() == [("ADDED", "一")]
    home.perform("PG editor", revise_incident, incident=incident, title="二")
    assert subscriber.kinds() == [("CHANGED", "二")]
    home.perform(
        "PG barrier_officer", release_record, INCIDENTS, record=incident, to=MZ, basis="可"
    )
    assert subscriber.kinds() == [("ADDED", "可")], "the release, and no change of the incident"


def test_nothing_is_missed_or_told_twice_while_several_write(home: Home) -> None:
    subscriber = listening(home, first=7)

    def write(number: int) -> UUID:
        home.clock.pass_by(microseconds=1)
        return home.made("PG editor", report_incident, title=f"{number}", categories=("NONE",))

    told: list[str] = []
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, number) for number in range(60)]
        while not all(one.done() for one in writing):
            told += [entry["recordId"] for entry in subscriber.entries()]
    told += [entry["recordId"] for entry in subscriber.entries()]
    assert sorted(told) == sorted(str(one.result()) for one in writing)


# ----- releases -----------------------------------------------------------------------------------


def test_a_release_is_told_and_then_what_becomes_of_the_record(home: Home) -> None:
    subscriber = listening(home)
    incident = report(home, "MZ")
    assert subscriber.beat() == []
    release(home, incident)
    assert subscriber.kinds() == [("RELEASED", "誤送信")]
    revise(home, incident, "改題")
    assert subscriber.kinds() == [("CHANGED", "改題")]


def test_what_is_pushed_of_another_partys_record_is_on_record(home: Home) -> None:
    incident = report(home, "MZ")
    subscriber, owner = listening(home), listening(home, "MZ member")
    release(home, incident)
    assert subscriber.kinds() == [("RELEASED", "誤送信")]
    revise(home, incident, "続報")
    owner.beat()
    assert len(subscriber.beat()) == 1
    assert subscriber.beat() == [], "silence shows nothing"
    total, reads = home.house.reads.of_records(MZ, (str(incident),), first=9)
    assert (total, {read.way.value for read in reads}) == (2, {"PUSH"})
    assert {read.member for read in reads} == {str(home.people["PG member"])}


def test_a_withdrawal_is_silence_and_so_is_all_behind_it(home: Home) -> None:
    subscriber = listening(home)
    incident = report(home, "MZ")
    release(home, incident)
    assert len(subscriber.entries()) == 1
    withdraw(home, incident)
    assert subscriber.beat() == []
    revise(home, incident, "知られてはならない")
    assert subscriber.beat() == []
    assert subscriber.ended is None


def test_of_a_record_in_other_words_a_subscriber_is_told_the_words_alone(home: Home) -> None:
    subscriber = listening(home)
    incident = report(home, "MZ", "知られてはならない")

    def word(text: str) -> UUID:
        home.clock.pass_by(seconds=1)
        return home.made(
            "MZ barrier_officer",
            release_records,
            ids=(incident,),
            to="PG",
            basis="共有",
            wordings=({"id": incident, "text": text},),
        )

    given = word("要旨")
    assert subscriber.kinds() == [("ADDED", "要旨")]
    revise(home, incident, "なお知られてはならない")
    word("要旨")
    assert subscriber.beat() == [], "found to hold still"
    word("改めた要旨")
    assert subscriber.kinds() == [("CHANGED", "改めた要旨")]
    home.clock.pass_by(seconds=1)
    home.perform("MZ barrier_officer", withdraw_release, release=given)
    assert subscriber.beat() == []
    word("別の要旨")
    assert subscriber.kinds() == [("ADDED", "別の要旨")]


def test_what_changed_before_a_withdrawal_and_was_not_told_yet_is_told_no_more(home: Home) -> None:
    incident = report(home, "MZ")
    release(home, incident)
    subscriber = listening(home)
    revise(home, incident, "間に合わない")
    withdraw(home, incident)
    assert subscriber.beat() == []


def test_a_withdrawal_between_two_pages_takes_its_record_out_of_the_second(home: Home) -> None:
    subscriber = listening(home, first=1)
    report(home, title="一")
    second = report(home, "MZ", "二")
    release(home, second)
    report(home, title="三")
    assert titles_of(subscriber.look()) == ["一"]
    withdraw(home, second)
    assert titles_of(subscriber.look()) == ["三"]
    assert subscriber.beat() == []


def test_a_dated_release_runs_out_in_silence(home: Home) -> None:
    subscriber = listening(home)
    incident = report(home, "MZ")
    release(home, incident, days=1)
    assert len(subscriber.entries()) == 1
    home.clock.pass_by(days=2)
    assert subscriber.beat() == []
    revise(home, incident, "知られてはならない")
    assert subscriber.beat() == []


def test_what_is_released_again_is_told_again(home: Home) -> None:
    subscriber = listening(home)
    incident = report(home, "MZ")
    release(home, incident)
    assert subscriber.kinds() == [("RELEASED", "誤送信")]
    withdraw(home, incident)
    revise(home, incident, "改題")
    assert subscriber.beat() == []
    release(home, incident)
    assert subscriber.kinds() == [("RELEASED", "改題")]


# ----- rights -------------------------------------------------------------------------------------


def test_whose_role_ends_is_told_so_and_nothing_more(home: Home) -> None:
    subscriber = listening(home)
    home.perform(
        "operator", end_role, member=home.people["PG member"], role="member", until=home.today
    )
    report(home)
    assert subscriber.kinds()[-1] == ("ADDED", "誤送信")
    home.clock.pass_by(days=1)
    assert subscriber.beat() == []
    assert subscriber.code == "RIGHTS_CHANGED"
    report(home)
    assert subscriber.beat() == []


def test_who_is_given_a_role_subscribes_anew(home: Home) -> None:
    subscriber = listening(home, "HD administrator")
    report(home, "HD")
    assert subscriber.beat() == []
    home.perform("operator", grant_role, member=home.people["HD administrator"], role="member")
    assert subscriber.beat() == []
    assert subscriber.code == "RIGHTS_CHANGED"


def test_another_role_of_the_same_party_is_no_end(home: Home) -> None:
    subscriber = listening(home)
    home.perform("operator", grant_role, member=home.people["PG member"], role="auditor")
    report(home)
    assert subscriber.kinds()[-1] == ("ADDED", "誤送信")


def test_a_stream_ends_with_its_token(home: Home) -> None:
    subscriber = listening(home)
    home.clock.pass_by(days=10)
    report(home)
    assert subscriber.beat() == []
    assert subscriber.code == "UNAUTHENTICATED"


def test_a_stranger_hears_nothing(home: Home) -> None:
    stranger = Listener(home.house, uuid5(UUID(int=0), "stranger"))
    report(home)
    assert stranger.beat() == []
    assert stranger.ended is None


# ----- what may not be asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ me { name } }", "SUBSCRIPTIONS_ONLY"),
        ("mutation { __typename }", "SUBSCRIPTIONS_ONLY"),
        ("subscription a { changed { totalCount } } subscription b { changed { totalCount } }", "OPERATION_NAME"),
        ("subscription { changed " + "{ nodes { record " * 7 + "{ id }" + "} }" * 7 + " }", "DOCUMENT_LIMIT"),
        ('subscription { changed(filter: {owner: "a\\u0000"}) { totalCount } }', "NUL"),
        ("subscription { changed(first: 0) { totalCount } }", "BAD_PAGE"),
        ("subscription { changed(first: 101) { totalCount } }", "BAD_PAGE"),
        ('subscription { changed(since: {at: "2023"}) { totalCount } }', "BAD_MOMENT"),
        ('subscription { changed(since: {at: "2023-01-01T00:00:00"}) { totalCount } }', "BAD_MOMENT"),
    ],
)  # fmt: skip
def test_what_is_wrong_ends_the_subscription_as_it_begins(
    home: Home, query: str, code: str
) -> None:
    asked = Listener(home.house, home.people["PG member"], query)
    assert (asked.heard, asked.code) == ([[]], code)


@pytest.mark.parametrize(
    "query",
    [
        "subscription {",
        "subscription { nothing }",
        "subscription { __typename }",
        "subscription { changed { nothing } }",
        "subscription { a: changed { totalCount } b: changed { totalCount } }",
        'subscription { changed(filter: {owners: "PG"}) { totalCount } }',
        "subscription ($no: Boolean = false) { changed @include(if: $no) { totalCount } }",
        "subscription { ... @skip(if: true) { changed { totalCount } } }",
    ],
)
def test_a_document_that_cannot_run_is_told_without_guesses(home: Home, query: str) -> None:
    asked = Listener(home.house, home.people["PG member"], query)
    assert asked.heard == [[]]
    assert asked.ended is not None
    assert set(orjson.loads(asked.ended)) == {"errors"}
    assert b"Did you mean" not in asked.ended


# ----- two worlds ---------------------------------------------------------------------------------


def told_as(home: Home, who: str, hidden: bool) -> list[list[bytes]]:
    """What somebody hears in a world with, or without, what they may not know of."""
    subscriber = listening(home, who)
    ids = (uuid5(UUID(int=0), str(number)) for number in range(9))

    def kept(party: str, incident: UUID, title: str) -> None:
        home.clock.pass_by(seconds=1)
        with home.log.writing() as work:
            work.keep(
                Incident.report(
                    id=incident,
                    owner=NUMBERS[party],
                    title=title,
                    group=None,
                    summary=None,
                    reporting=None,
                    occurred_on=None,
                    number=None,
                    recurrence_of=None,
                    categories=("NONE",),
                    by=home.people[f"{party} editor"],
                    at=work.now,
                )
            )

    def apart(act: Callable[[], Any]) -> None:
        """Something they may not know of, at an instant of its own or not at all."""
        now = home.clock.now
        if hidden:
            act()
        home.clock.now = now

    mine, theirs = next(ids), next(ids)
    kept(who[:2], mine, "一")
    apart(lambda: report(home, "MZ", "見えない"))
    subscriber.beat()
    apart(lambda: report(home, "MZ", "見えない"))
    subscriber.beat()
    kept("MZ", theirs, "いつか開示")
    apart(lambda: revise(home, theirs, "いつか開示"))
    subscriber.beat()
    apart(lambda: release(home, theirs, to=NUMBERS["EXT"]))
    release(home, theirs, to=NUMBERS[who[:2]])
    apart(lambda: withdraw(home, theirs, to=NUMBERS["EXT"]))
    subscriber.beat()
    apart(lambda: release(home, theirs, to=NUMBERS["EXT"]))
    subscriber.beat()
    revise(home, theirs, "改題")
    apart(lambda: revise(home, theirs, "改題"))
    subscriber.beat()
    withdraw(home, theirs, to=NUMBERS[who[:2]])
    subscriber.beat()
    for number in range(3):
        apart(lambda: revise(home, theirs, f"秘密{number}"))  # noqa: B023 -- called here
        subscriber.beat()
    kept(who[:2], next(ids), "二")
    subscriber.beat()
    assert subscriber.ended is None
    return subscriber.heard


@pytest.mark.parametrize("who", ["PG member", "HD cco"])
def test_neither_what_is_pushed_nor_at_which_beat_tells_of_what_is_hidden(
    template: Template, tmp_path: Path, who: str
) -> None:
    worlds = []
    for hidden in (False, True):
        home = template.copied_to(tmp_path / str(hidden))
        worlds.append((told_as(home, who, hidden), home.facts()))
        home.remove()
    (plain, fewer), (interleaved, more) = worlds
    assert more > fewer + 5
    assert interleaved == plain
    assert [len(beat) for beat in plain] == [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1]
