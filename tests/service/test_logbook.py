"""`sekisho log` tells what happened, by whom and when, and nothing of what was written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident, revise_incident
from commands.register.releases import release_record
from commands.register.schedules import set_schedule
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.view import code_of
from service.logbook import Line, Wanted, lines
from service.main import main
from service.sentences import SENTENCES
from tests.archive.examples import facts_of_the_register
from tests.grounds import environment
from tests.houses import MZ, PG, Home

SECRET = "画面の誤表示"


@pytest.fixture
def told(home: Home) -> Home:
    """A house in which an incident was reported, released a day later, and described anew."""
    home.perform("HD editor", report_incident, title="隣の事案", categories=("NONE",))
    case = home.made("MZ editor", report_incident, title=SECRET, categories=("NONE",))
    home.clock.pass_by(days=1)
    home.perform("MZ barrier_officer", release_record, INCIDENTS, record=case, to=PG, basis=SECRET)
    home.clock.pass_by(days=1)
    home.perform(
        "MZ editor", revise_incident, incident=case, title=SECRET + "二", acknowledged=["PG"]
    )
    home.people["case"] = case
    return home


def of(home: Home, **wanted: object) -> list[Line]:
    return list(lines(home.log, Wanted(**wanted)))  # type: ignore[arg-type]  # names of its fields


def test_every_fact_has_its_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == {fact.TOPIC for fact in facts_of_the_register()}  # type: ignore[attr-defined]
    for ja, en in SENTENCES.values():
        assert ja.endswith("た") and en.isascii(), (ja, en)
    for language in (0, 1):
        sentences = [both[language] for both in SENTENCES.values()]
        assert len(set(sentences)) == len(sentences)


def test_a_record_is_told_from_its_first_fact_to_its_last(told: Home) -> None:
    case: UUID = told.people["case"]
    code = code_of("INC", case)
    found = of(told, record=code)
    assert [line.topic for line in found] == [
        "incident.reported",
        "release.given",
        "incident.revised",
    ]
    assert {line.record for line in found} == {code}
    assert [(line.party, line.roles) for line in found] == [
        ("MZ", ("editor",)),
        ("MZ", ("barrier_officer",)),
        ("MZ", ("editor",)),
    ]
    assert found[0].author == code_of("MEM", told.people["MZ editor"])
    assert found[0].at == "2023-02-17 18:00:00"
    assert found == of(told, record=str(case)) == of(told, record=code.lower())
    assert of(told, record="INC-0000-0000") == []


def test_a_schedule_is_told_under_its_countermeasure(home: Home) -> None:
    measure = home.made("MZ editor", propose_countermeasure, title="研修", categories=("NONE",))
    home.perform("MZ editor", set_schedule, countermeasure=measure, wording="～2023年3月")
    code = home.sees(COUNTERMEASURES, MZ)[str(measure)]["code"]
    assert [line.topic for line in of(home, record=code)] == [
        "countermeasure.proposed",
        "schedule.set",
    ]


def test_no_name_and_no_word_of_what_was_written_is_told(told: Home) -> None:
    for line in of(told):
        for text in (line.text("ja"), line.text("en"), str(line)):
            assert SECRET not in text
            assert "MZ editor" not in text.replace("MZ editor MEM", "")


def test_days_are_those_of_tokyo_and_both_ends_count(told: Home) -> None:
    day = told.today - timedelta(days=1)
    assert [line.topic for line in of(told, since=day, until=day)] == ["release.given"]
    assert [line.topic for line in of(told, since=day)] == ["release.given", "incident.revised"]
    assert len(of(told, until=day)) == told.facts() - 1
    assert of(told, since=told.today + timedelta(days=1)) == []


def test_the_last_few_stand_in_the_order_of_the_log(told: Home) -> None:
    everything = of(told)
    assert [line.position for line in everything] == list(range(1, told.facts() + 1))
    assert of(told, last=2) == everything[-2:]
    assert of(told, last=10_000) == everything
    assert (
        of(told, last=2, record=str(told.people["case"]))
        == [line for line in everything if line.record_id == str(told.people["case"])][-2:]
    )
    day = told.today - timedelta(days=1)
    assert [line.topic for line in of(told, last=1, until=day)] == ["release.given"]


def test_the_operator_is_of_no_company(told: Home) -> None:
    first = of(told)[0]
    assert (first.topic, first.party, first.author) == ("party.founded", None, None)
    assert first.roles == ("operator",)


@pytest.fixture
def typed(
    told: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """What `sekisho log` says on stdout, line by line."""
    monkeypatch.setenv("COLUMNS", "60")
    for name, value in environment(told.house.settings).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, status: int = 0) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["sekisho", "log", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code or 0) == status, said.err
        return (said.out or said.err).splitlines()

    return run


def test_the_command_prints_a_line_a_fact(told: Home, typed: Callable[..., list[str]]) -> None:
    code = code_of("INC", told.people["case"])
    ja, en = typed("--last", "1"), typed("--last", "1", "--lang", "en")
    assert len(ja) == len(en) == 1
    assert f"{code}  事案の内容を直した" in ja[0]
    assert f"{code}  described the incident anew" in en[0]
    assert "2023-02-19 18:00:00  MZ editor MEM-" in ja[0]
    assert len(typed()) == told.facts()
    day = (told.today - timedelta(days=1)).isoformat()
    assert len(typed("--since", day, "--until", day)) == 1


def test_json_is_a_line_a_fact(told: Home, typed: Callable[..., list[str]]) -> None:
    [released] = [
        json.loads(line)
        for line in typed("--record", str(told.people["case"]), "--json")
        if "release.given" in line
    ]
    assert released["ja"] == "記録を開示した"
    assert (released["party"], released["roles"]) == ("MZ", ["barrier_officer"])
    assert released["position"] == told.facts() - 1


def test_a_day_that_is_none_is_refused_in_words(typed: Callable[..., list[str]]) -> None:
    said = " ".join(typed("--since", "yesterday", status=2))
    assert "--since" in said
    assert "2023-02-17" in said


@pytest.mark.parametrize("unknown", ["INC-0000-0000", "00000000-0000-0000-0000-000000000001", "?"])
def test_a_record_that_nobody_knows_is_refused_with_what_to_do(
    typed: Callable[..., list[str]], unknown: str
) -> None:
    for more in ((), ("--json",), ("--last", "1")):
        said = " ".join(typed("--record", unknown, *more, status=1))
        assert f"There is no record {unknown}" in said
        assert "INC-7K3Q-9FM2" in said


def test_a_record_of_any_kind_is_known(told: Home, typed: Callable[..., list[str]]) -> None:
    for who in ("MZ editor", "MZ barrier_officer"):
        member = code_of("MEM", told.people[who])
        assert any("利用者を登録した" in line for line in typed("--record", f" {member.lower()} "))


def test_what_is_known_and_did_nothing_in_those_days_is_said_so(
    told: Home, typed: Callable[..., list[str]]
) -> None:
    day = (told.today + timedelta(days=1)).isoformat()
    [said] = typed("--record", str(told.people["case"]), "--since", day)
    assert "No fact meets these conditions" in said


def test_days_that_end_before_they_begin_are_refused(typed: Callable[..., list[str]]) -> None:
    said = " ".join(typed("--since", "2023-03-01", "--until", "2023-02-28", status=1))
    assert "--until (2023-02-28) is before --since (2023-03-01)" in said


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_edge_of_the_calendar_bound_the_log(told: Home, day: date) -> None:
    since, until, every = of(told, since=day), of(told, until=day), of(told)
    assert (since, until) == ((every, []) if day == date.min else ([], every))


def test_more_are_asked_for_than_any_log_holds(told: Home) -> None:
    assert of(told, last=10**21) == of(told)
