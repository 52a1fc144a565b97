"""The desk at the command line: a call at 17:55 in one command, what is due, and who works there."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Self
from uuid import UUID, uuid4

import pytest

from commands.desk import consulting, custody, tickets
from commands.people.members import end_role, move_member
from commands.register.guidance import publish_guidance
from domain.calendar import months_after
from domain.desk.identity import Identity
from domain.desk.ticket import Ticket
from projections.desk.tickets import designations, identity_of, row_of
from service import house
from service.main import main
from store.reads import ReadIsNotKept
from store.ticket_reads import TicketReads
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground, Postgresql, environment
from tests.houses import PG, Home
from tests.marks import MARK

QUESTION = f"{MARK}隣の会社の画面が見えた"


class AtTheMachine:
    """An operator's shell on a house with a desk, at the time of that house's clock."""

    def __init__(
        self, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.home = home
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        """How a command ends, and what it says on stdout and stderr."""
        given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
        self._monkeypatch.setattr(sys, "stdin", given)
        self._monkeypatch.setattr(sys, "argv", ["sekisho", *arguments])
        self._capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        self.left = given.buffer.read()
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def do(self, *arguments: str, stdin: bytes = b"") -> str:
        """The stdout of a command that succeeds."""
        code, out, err = self.run(*arguments, stdin=stdin)
        assert code == 0, err
        return out

    def refused(self, *arguments: str, stdin: bytes = b"") -> str:
        """The words of a command that is refused."""
        code, out, err = self.run(*arguments, stdin=stdin)
        assert (code, out) == (1, ""), out
        assert " / " in err and "Traceback" not in err
        return err

    def json(self, *arguments: str) -> Any:
        return json.loads(self.do(*arguments, "--json"))

    def ticket(self, code: str) -> Ticket:
        """The ticket with this code, opened."""
        with desk_of(self.home).log.following() as connection:
            row = row_of(connection, code)
        assert row is not None
        return loaded(self.home, row["id"])


@pytest.fixture
def machine(
    ground: Ground, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[AtTheMachine]:
    class Now(datetime):
        """The system's clock, which tells the time of the house."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(home.clock.now.timestamp(), tz)

    open_the_desk(home)
    monkeypatch.setenv("COLUMNS", "200")
    for name, value in environment(home.house.settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("service.house.datetime", Now)
    yield AtTheMachine(home, monkeypatch, capsys)


# ----- log --------------------------------------------------------------------------------------


def test_a_call_at_five_to_six_is_logged_in_one_command(machine: AtTheMachine) -> None:
    [code] = machine.do("desk", "log", QUESTION, "--as", "MZ intake").split()
    assert code.startswith("TKT-")
    ticket = machine.ticket(code)
    assert ticket.question == QUESTION
    assert (ticket.channel, ticket.urgency, ticket.receipt) == ("PHONE", "NORMAL", None)
    assert ticket.received_on == machine.home.today
    assert ticket.logged_by == machine.home.people["MZ intake"]


def test_its_text_is_read_from_stdin_where_nobody_else_sees_it(machine: AtTheMachine) -> None:
    text = f"{MARK}一行目\n二行目"
    for given in ((), ("-",)):
        command = ("desk", "log", *given, "--as", "MZ intake", "--urgency", "at_once")
        code = machine.do(*command, "--channel", "COUNTER", stdin=text.encode()).strip()
        ticket = machine.ticket(code)
        assert (ticket.question, ticket.channel, ticket.urgency) == (text, "COUNTER", "AT_ONCE")


@pytest.mark.parametrize(
    ("asked", "stdin", "kept"),
    [
        (("--name", "--contact"), "丙\n090-0000-0001\n本文\n", ("丙", "090-0000-0001")),
        (("--name",), "丙\n本文\n", ("丙", None)),
        (("--contact",), "090-0000-0001\r\n本文\n", (None, "090-0000-0001")),
        (("--name", "--contact"), "\n\n本文\n", (None, None)),
        ((), "本文\n", (None, None)),
    ],
)
def test_who_asks_is_a_line_of_stdin_each_and_goes_into_the_vault(
    machine: AtTheMachine, asked: tuple[str, ...], stdin: str, kept: tuple[str | None, str | None]
) -> None:
    code = machine.do("desk", "log", "-", "--as", "MZ intake", *asked, stdin=stdin.encode()).strip()
    ticket = machine.ticket(code)
    assert ticket.question == "本文"
    log = desk_of(machine.home).log
    with log.following() as connection:
        [identity] = log.load(connection, Identity, identity_of(connection, ticket.id))
    assert (identity.name, identity.contact) == kept


def test_a_name_cannot_be_typed_on_the_command_line(machine: AtTheMachine) -> None:
    before = facts_of(machine)
    code, _, _ = machine.run("desk", "log", QUESTION, "--as", "MZ intake", "--name", "丙")
    assert (code, facts_of(machine)) == (2, before)


def test_a_receipt_code_is_told_once_and_finds_its_ticket(machine: AtTheMachine) -> None:
    _, out, err = machine.run("desk", "log", QUESTION, "--as", "MZ intake", "--receipt")
    code, receipt = out.split()
    assert len(receipt.replace("-", "")) == 16 and "not shown again" in err
    found = desk_of(machine.home).looked_up(receipt)
    assert found is not None and found.id == machine.ticket(code).id


def test_guidance_of_a_question_like_it_is_offered_behind_the_code(machine: AtTheMachine) -> None:
    home = machine.home
    words = {
        "question": "契約者の連絡先を設備担当に渡してよいか",
        "answer": "[渡せません]",
        "basis": "規程",
    }
    home.made("MZ handler", publish_guidance, id=uuid4(), basis_version="第3版", **words)
    asked = f"{MARK}設備担当から契約者の連絡先がほしいと言われた"
    _, out, err = machine.run("desk", "log", asked, "--as", "MZ intake")
    assert out.startswith("TKT-") and len(out.split()) == 1
    assert all(word in err for word in words.values()) and "第3版" in err
    _, out, err = machine.run("desk", "log", "駐車場はどこか", "--as", "MZ intake")
    assert out.startswith("TKT-") and "Similar" not in err


def test_a_ticket_is_logged_though_no_guidance_can_be_looked_up(
    machine: AtTheMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise ReadIsNotKept

    monkeypatch.setattr(TicketReads, "keep", full)
    code, out, err = machine.run("desk", "log", QUESTION, "--as", "MZ intake")
    assert code == 0 and machine.ticket(out.strip()).question == QUESTION
    assert "The ticket is logged" in err


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("MZ undesignated", "not designated"),
        ("MZ editor", "no role for this"),
        ("MZ custodian", "no role for this"),
        ("EXT deputy", "not designated"),
        ("nobody", "Nobody called"),
    ],
)
def test_who_may_not_log_is_told_before_anything_is_asked(
    machine: AtTheMachine, who: str, words: str
) -> None:
    before = facts_of(machine)
    said = machine.refused("desk", "log", "-", "--as", who, "--name", stdin=b"a\nb")
    assert words in said
    assert machine.left == b"a\nb", "nothing is typed in vain"
    assert facts_of(machine) == before


@pytest.mark.parametrize(
    ("stdin", "words"),
    [("本文".encode("cp932"), "UTF-8"), (b"", "question"), (b"a\x00b", "control")],
)
def test_what_cannot_be_logged_is_refused_in_words(
    machine: AtTheMachine, stdin: bytes, words: str
) -> None:
    before = facts_of(machine)
    assert words in machine.refused("desk", "log", "-", "--as", "MZ intake", stdin=stdin)
    assert facts_of(machine) == before


def facts_of(machine: AtTheMachine) -> int:
    return desk_of(machine.home).log.recorder.max_notification_id() or 0


# ----- due --------------------------------------------------------------------------------------


def test_what_is_due_is_told_with_days_and_working_days_overdue_first(
    machine: AtTheMachine,
) -> None:
    today = machine.home.today
    old = logged(machine.home, received_on=today - timedelta(days=10))
    new = logged(machine.home)
    told = machine.json("desk", "due", "--as", "MZ intake")["due"]
    assert [(one["ticket"], one["clock"], one["daysLeft"], one["over"]) for one in told] == [
        (code(machine, old), "ACKNOWLEDGE", -3, True),
        (code(machine, new), "ACKNOWLEDGE", 7, False),
        (code(machine, old), "FEEDBACK", 79, False),
        (code(machine, new), "FEEDBACK", 89, False),
    ]
    assert [one["workingDaysLeft"] for one in told][:2] == [-3, 4], "23 February is a holiday"
    assert told[1]["due"] == (today + timedelta(days=7)).isoformat()
    said = machine.do("desk", "due", "--as", "MZ intake").splitlines()
    assert len(said) == 4 and said[0].startswith("×")
    assert "3 days over (3 working)" in said[0] and "7 days left (4 working)" in said[1]
    assert QUESTION not in "".join(said)


def test_within_so_many_days_is_all_that_is_told(machine: AtTheMachine) -> None:
    ticket = logged(machine.home)
    within = machine.json("desk", "due", "--as", "MZ intake", "--within", "7")["due"]
    assert [one["clock"] for one in within] == ["ACKNOWLEDGE"]
    assert machine.json("desk", "due", "--as", "MZ intake", "--within", "6")["due"] == []
    handle(machine.home, "MZ intake", tickets.acknowledge_ticket, ticket=ticket)
    assert "Nothing is due" in machine.do("desk", "due", "--as", "MZ intake", "--within", "7")


def test_what_is_done_or_erased_is_not_due(machine: AtTheMachine) -> None:
    home = machine.home
    gone = logged(home)
    erased(home, gone)
    done = logged(home)
    for command, details in (
        (tickets.acknowledge_ticket, {}),
        (tickets.assess_ticket, {"assessment": "ADVICE"}),
        (tickets.conclude_ticket, {"outcome": "ADVISED", "text": "済", "told_on": home.today}),
    ):
        handle(home, "MZ handler", command, ticket=done, **details)
    assert machine.json("desk", "due", "--as", "MZ intake")["due"] == []


def test_what_waits_for_an_answer_is_told(machine: AtTheMachine) -> None:
    home = machine.home
    waiting, answered, gone = logged(home), logged(home), logged(home)
    for one in (waiting, answered, gone):
        handle(home, "MZ intake", tickets.issue_receipt, ticket=one, code=f"{UUID(one).int}")
        desk_of(home).by_receipt(
            f"{UUID(one).int}",
            lambda at: consulting.write_back(at, text=f"{MARK}その後は"),
            key="1",
            request=b"",
        )
    handle(home, "MZ intake", tickets.answer_ticket, ticket=answered, text="回答")
    erased(home, gone)
    assert machine.json("desk", "due", "--as", "MZ intake")["waiting"] == [code(machine, waiting)]
    assert f"an answer: {code(machine, waiting)}" in machine.do("desk", "due", "--as", "MZ intake")


EVERYBODY_ELSE = (
    "MZ undesignated",
    "MZ custodian",
    "MZ editor",
    "MZ cco",
    "PG intake",
    "EXT deputy",
    "HD administrator",
)


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_who_sees_no_ticket_is_answered_as_by_an_empty_desk(
    machine: AtTheMachine, who: str
) -> None:
    asked = [("due",), ("due", "--json"), ("stats",), ("stats", "--json")]
    empty = [machine.run("desk", *one, "--as", who) for one in asked]
    ticket = logged(machine.home, received_on=machine.home.today - timedelta(days=10))
    handle(machine.home, "MZ intake", tickets.take_message, ticket=ticket, text="続き")
    assert [machine.run("desk", *one, "--as", who) for one in asked] == empty
    assert all(code == 0 for code, _, _ in empty)


def test_a_report_is_due_for_its_handler_and_for_nobody_else(machine: AtTheMachine) -> None:
    report(machine, "MZ handler")
    assert machine.json("desk", "due", "--as", "MZ intake")["due"] == []
    clocks = [one["clock"] for one in machine.json("desk", "due", "--as", "MZ handler")["due"]]
    assert clocks == ["ACKNOWLEDGE", "DECIDE", "FEEDBACK"]


def report(machine: AtTheMachine, *handlers: str) -> str:
    """A report with these handlers."""
    ticket = logged(machine.home)
    members = [machine.home.people[one] for one in handlers]
    handle(
        machine.home,
        "MZ intake",
        tickets.assess_ticket,
        ticket=ticket,
        assessment="WHISTLEBLOWING",
        handlers=members,
    )
    return ticket


def code(machine: AtTheMachine, ticket: str) -> str:
    with desk_of(machine.home).log.following() as connection:
        row = row_of(connection, ticket)
    assert row is not None
    return str(row["code"])


def test_a_ticket_whose_time_ends_is_told_of_and_one_that_is_held_is_not(
    machine: AtTheMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_DESK_KEEPING", "3m, remind=20")
    home = machine.home
    ended, held, open_ = logged(home), logged(home), logged(home)
    for one in (ended, held):
        handle(home, "MZ intake", tickets.assess_ticket, ticket=one, assessment="ADVICE")
        conclude = tickets.conclude_ticket
        handle(home, "MZ intake", conclude, ticket=one, outcome="ADVISED", text="済")
    handle(home, "MZ intake", tickets.hold_ticket, ticket=held, reason="訴訟")
    first = months_after(home.today, 3) + timedelta(days=1)
    home.clock.pass_by(days=(first - home.today).days - 21)
    assert machine.json("desk", "due", "--as", "MZ intake")["timeEnds"] == []
    home.clock.pass_by(days=1)
    told = machine.json("desk", "due", "--as", "MZ intake")["timeEnds"]
    assert told == [{"ticket": code(machine, ended), "eraseFrom": first.isoformat()}]
    said = machine.do("desk", "due", "--as", "MZ intake")
    assert f"{code(machine, ended)} may be erased from {first}" in said
    assert code(machine, open_) in said


# ----- who is about to go -----------------------------------------------------------------------

Leaving = Callable[[Home, date], None]


def by_designation(home: Home, last: date) -> None:
    with desk_of(home).log.following() as connection:
        [one] = [one for one in designations(connection) if one.member == home.people["MZ handler"]]
    handle(home, "MZ custodian", custody.revoke_designation, designation=one.id, until=last)


def by_role(home: Home, last: date) -> None:
    member = home.people["MZ handler"]
    home.perform("operator", end_role, member=member, role="desk_officer", until=last)


def by_moving(home: Home, last: date) -> None:
    home.perform(
        "operator",
        move_member,
        member=home.people["MZ handler"],
        party=PG,
        roles=["desk_officer"],
        department=None,
        since=last + timedelta(days=1),
    )


@pytest.mark.parametrize("leaving", [by_designation, by_role, by_moving])
def test_a_coming_move_warns_of_what_its_sole_handler_leaves_behind(
    machine: AtTheMachine, leaving: Leaving
) -> None:
    home = machine.home
    alone, shared = report(machine, "MZ handler"), report(machine, "MZ handler", "MZ intake")
    logged(home)
    leaving(home, home.today + timedelta(days=30))
    assert soon(machine) == [], "that is further ahead"
    home.clock.pass_by(days=1)
    first = (home.today + timedelta(days=30)).isoformat()
    [told] = soon(machine)
    assert (told["ticket"], told["from"]) == (code(machine, alone), first)
    assert [one["name"] for one in told["now"]] == ["MZ handler"]
    said = machine.do("desk", "due", "--as", str(home.people["MZ handler"]))
    [line] = [one for one in said.splitlines() if "△" in one]
    assert code(machine, alone) in line and first in line and "MZ handler" in line
    assert code(machine, shared) not in line
    assert soon(machine, "MZ intake") == [], "who does not see it is told nothing"


def soon(machine: AtTheMachine, who: str = "MZ handler") -> Any:
    asker = str(machine.home.people[who])  # who moves has a second record of the same name
    return machine.json("desk", "due", "--as", asker)["soonNobody"]


def test_two_handlers_who_both_go_leave_nobody(machine: AtTheMachine) -> None:
    home = machine.home
    ticket = report(machine, "MZ handler", "MZ intake")
    by_role(home, home.today + timedelta(days=5))
    assert soon(machine) == []
    handle(
        home,
        "MZ handler",
        tickets.release_handler,
        ticket=ticket,
        member=home.people["MZ intake"],
        until=home.today + timedelta(days=9),
    )
    for who in ("MZ handler", "MZ intake"):
        [told] = soon(machine, who)
        assert told["from"] == (home.today + timedelta(days=10)).isoformat()
        assert len(told["now"]) == 2


def test_who_comes_in_time_takes_over(machine: AtTheMachine) -> None:
    home = machine.home
    ticket = report(machine, "MZ handler")
    by_role(home, home.today + timedelta(days=5))
    member = home.people["MZ intake"]
    handle(home, "MZ handler", tickets.designate_handler, ticket=ticket, member=member)
    assert soon(machine) == []


def test_a_deputy_is_nobody_who_handles_it_and_is_warned_of_when_standing_in(
    machine: AtTheMachine,
) -> None:
    home = machine.home
    ticket = report(machine, "MZ handler")
    member = home.people["MZ handler"]
    handle(home, "MZ handler", tickets.name_person, ticket=ticket, name="当人", member=member)
    assert soon(machine, "EXT deputy") == []
    home.perform(
        "operator",
        end_role,
        member=home.people["EXT deputy"],
        role="desk_officer",
        until=home.today + timedelta(days=3),
    )
    [told] = soon(machine, "EXT deputy")
    assert told["from"] == (home.today + timedelta(days=4)).isoformat()
    assert [one["name"] for one in told["now"]] == ["EXT deputy"]


# ----- stats ------------------------------------------------------------------------------------


def test_tickets_are_counted_as_far_as_they_are_seen(machine: AtTheMachine) -> None:
    home, today = machine.home, machine.home.today
    old = logged(home, received_on=today - timedelta(days=10), category="SYSTEM", channel="MAIL")
    new = logged(home)
    handle(home, "MZ intake", tickets.acknowledge_ticket, ticket=old)
    handle(home, "MZ intake", tickets.acknowledge_ticket, ticket=new)
    handle(home, "MZ intake", tickets.assess_ticket, ticket=new, assessment="POSSIBLE_BREACH")
    report(machine, "MZ handler")
    told = machine.json("desk", "stats", "--as", "MZ intake")
    assert told["tickets"] == 2
    assert nonzero(told["status"]) == {"ACKNOWLEDGED": 1, "ASSESSED": 1}
    assert nonzero(told["category"]) == {"SYSTEM": 1, "UNJUDGED": 1}
    assert nonzero(told["channel"]) == {"MAIL": 1, "PHONE": 1}
    assert nonzero(told["assessment"]) == {"NOT_YET": 1, "POSSIBLE_BREACH": 1}
    assert told["clocks"]["ACKNOWLEDGE"] == {"kept": 1, "over": 1, "running": 0}
    assert told["clocks"]["FEEDBACK"] == {"kept": 0, "over": 0, "running": 2}
    assert machine.json("desk", "stats", "--as", "MZ handler")["tickets"] == 3
    said = machine.do("desk", "stats", "--as", "MZ intake")
    assert "Tickets: 2" in said and "kept 1" in said and "system 1" in said
    since = machine.json("desk", "stats", "--as", "MZ intake", "--since", today.isoformat())
    assert (since["tickets"], since["channel"]["MAIL"]) == (1, 0)
    yesterday = (today - timedelta(days=1)).isoformat()
    until = machine.json("desk", "stats", "--as", "MZ intake", "--until", yesterday)
    assert (until["tickets"], until["channel"]["MAIL"]) == (1, 1)


def nonzero(counted: dict[str, int]) -> dict[str, int]:
    return {word: count for word, count in counted.items() if count}


# ----- who works there --------------------------------------------------------------------------


def test_a_custodian_designates_in_writing_and_ends_it(machine: AtTheMachine) -> None:
    designate = ("desk", "designate", "MZ undesignated", "--as", "MZ custodian")
    said = machine.do(*designate, "--basis", "指定書7号")
    assert "MZ undesignated" in said
    machine.do("desk", "log", QUESTION, "--as", "MZ undesignated")
    ended = ("desk", "revoke", "MZ undesignated", "--as", "MZ custodian", "--reason", "異動")
    assert machine.home.today.isoformat() in machine.do(*ended)
    machine.home.clock.pass_by(days=1)
    assert "not designated" in machine.refused("desk", "log", QUESTION, "--as", "MZ undesignated")
    assert "goes on beyond" in machine.refused(*ended)


def test_designations_are_listed_for_the_custodian_of_the_desk_alone(
    machine: AtTheMachine,
) -> None:
    listed = machine.json("desk", "designations", "--as", "MZ custodian")
    assert {(one["name"], one["deputy"], one["stands"]) for one in listed} == {
        ("MZ intake", False, True),
        ("MZ handler", False, True),
        ("MZ other handler", False, True),
        ("EXT deputy", True, True),
    }
    assert [
        one["name"] for one in machine.json("desk", "designations", "--as", "PG custodian")
    ] == ["PG intake"]
    for who in ("MZ intake", "MZ cco", "HD administrator"):
        assert "custodian" in machine.refused("desk", "designations", "--as", who)
        more = ("--as", who, "--basis", "a")
        assert "custodian" in machine.refused("desk", "designate", "MZ undesignated", *more)
        assert "custodian" in machine.refused("desk", "revoke", "MZ intake", "--as", who)
    said = machine.do("desk", "designations", "--as", "MZ custodian")
    assert "EXT deputy" in said and "deputy" in said


def test_a_designation_of_who_has_no_role_opens_nothing_and_that_is_said(
    machine: AtTheMachine,
) -> None:
    more = ("--as", "MZ custodian", "--basis", "指定書")
    code, _, err = machine.run("desk", "designate", "MZ editor", *more)
    assert code == 0 and "opens nothing yet" in err and "'MZ editor' --role desk_officer" in err
    assert "--deputy" in machine.refused("desk", "designate", "PG intake", *more)
    _, _, err = machine.run("desk", "designate", "PG intake", *more, "--deputy")
    assert "opens nothing" not in err
    assert "yourself" in machine.refused("desk", "designate", "MZ custodian", *more)


def test_an_end_and_a_beginning_may_be_days_to_come(machine: AtTheMachine) -> None:
    today = machine.home.today
    since, until = (today + timedelta(days=n) for n in (2, 4))
    more = ("--since", since.isoformat(), "--until", until.isoformat(), "--basis", "指定書")
    machine.do("desk", "designate", "MZ undesignated", "--as", "MZ custodian", *more)
    listed = machine.json("desk", "designations", "--as", "MZ custodian")
    [mine] = [one for one in listed if one["name"] == "MZ undesignated"]
    assert (mine["since"], mine["until"], mine["stands"]) == (
        since.isoformat(),
        until.isoformat(),
        False,
    )
    wrong = ("--since", until.isoformat(), "--until", since.isoformat(), "--basis", "指定書")
    machine.refused("desk", "designate", "MZ undesignated", "--as", "MZ custodian", *wrong)


# ----- without a desk ---------------------------------------------------------------------------


def test_without_a_login_of_the_desk_every_command_says_what_to_set(
    machine: AtTheMachine, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(ground, Postgresql):
        pytest.skip("on SQLite there is always a desk")
    monkeypatch.delenv("SEKISHO_DESK_URL")
    for command in (
        ("desk", "log", QUESTION, "--as", "MZ intake"),
        ("desk", "due", "--as", "MZ intake"),
        ("desk", "stats", "--as", "MZ intake"),
        ("desk", "designations", "--as", "MZ custodian"),
        ("keys", "backup", "--to", "k.sqlite"),
        ("keys", "restore", "k.sqlite"),
        ("keys", "rotate"),
    ):
        assert "SEKISHO_DESK_URL" in machine.refused(*command)
    assert "SEKISHO_DESK_URL" not in os.environ
    house.enter(machine.home.house.settings).close()
