"""`sekisho ask`: saved questions of a running service, as people without GraphQL ask them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
    GraphQLScalarType,
    build_schema,
    graphql_sync,
)

from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from service.asking import Saved, saved
from service.main import main
from tests.api.stage import Stage, copy_of, play_into
from tests.grounds import Ground
from tests.houses import Home
from tests.service.test_workers import Served, serving

Ask = Callable[..., tuple[int, str, str]]
TOLD = build_schema(Path("api/schema.graphql").read_text("utf-8"))
DISCUSSED = (
    "ReviewMeeting",
    *(
        one.name
        for one in TOLD.get_possible_types(
            cast(GraphQLInterfaceType, TOLD.type_map["DiscussedRecord"])
        )
    ),
)
"""What an item of an agenda can be about."""
ANY = {"Int": 1, "Boolean": True, "DateTime": "2023-04-01T00:00:00+09:00", "Date": "2023-04-01"}


@pytest.fixture(scope="module")
def played(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    opened = copy_of(play_into(tmp_path_factory.mktemp("played")), tmp_path_factory.mktemp("copy"))
    yield opened
    opened.remove()


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    """A service with one countermeasure, which is overdue, and two causes that it answers."""
    measure = home.made(
        "MZ editor",
        propose_countermeasure,
        title="閲覧の記録を[毎月]確かめる",
        wording="2023年3月末までに",
        written_on=date(2023, 2, 17),
    )
    for number in "一二":
        cause = home.made("MZ editor", state_cause, statement=f"原因{number}", category="システム")
        home.made("MZ editor", link_records, cause=cause, record=measure)
    with serving(home) as running:
        yield running


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ends as the command ends: its status, and what it said."""
    monkeypatch.delenv("SEKISHO_URL", raising=False)
    monkeypatch.delenv("SEKISHO_TOKEN", raising=False)

    def ask(*arguments: str, url: str = "", token: str = "") -> tuple[int, str, str]:
        for name, value in (("SEKISHO_URL", url), ("SEKISHO_TOKEN", token)):
            if value:
                monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["sekisho", "ask", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return ask


def cells(told: str) -> list[str]:
    """The texts of each column of a table, however it was folded."""
    rows = [line.split("│")[1:-1] for line in told.splitlines() if line.startswith("│")]
    return ["".join("".join(column).split()) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("question", saved(), ids=lambda one: one.name)
def test_every_saved_question_is_answered(played: Stage, question: Saved) -> None:
    token = played.house.tokens.issue(
        played.who("MZ", "barrier_officer"), at=played.clock(), valid=timedelta(days=1)
    )
    needed = {"first": 100} | (
        {"since": {"at": "2023-01-01T00:00:00+09:00"}} if "since" in question.variables else {}
    )
    answer = played.client().post(
        "/graphql",
        json={"query": question.text, "variables": needed},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert "errors" not in told, told
    nodes, total = question.found(told["data"])
    assert total >= len(nodes)
    for node in nodes:
        assert all(any(line) for line in question.lines(node, "ja"))
    assert " / " in question.title and question.whom


def answered(text: str, kind: str) -> dict[str, Any]:
    """An answer of the schema in which every field has a value, every list one, and every record this kind."""

    def any_value(of: Any) -> object:
        if isinstance(of, GraphQLNonNull):
            return any_value(of.of_type)
        if isinstance(of, GraphQLList):
            return [any_value(of.of_type)]
        if isinstance(of, GraphQLEnumType):
            return next(iter(of.values))
        return ANY.get(of.name, of.name) if isinstance(of, GraphQLScalarType) else {}

    def value_of(_: object, info: GraphQLResolveInfo[Any], **__: object) -> object:
        return any_value(info.return_type)

    told = graphql_sync(
        TOLD,
        text,
        variable_values={"first": 1, "since": {"at": ANY["DateTime"]}},
        field_resolver=value_of,
        type_resolver=lambda *_: kind,
    )
    assert not told.errors, told.errors
    assert told.data is not None
    return told.data


@pytest.mark.parametrize("kind", DISCUSSED)
@pytest.mark.parametrize("question", saved(), ids=lambda one: one.name)
def test_every_column_has_a_value_whatever_a_record_is(question: Saved, kind: str) -> None:
    nodes, _ = question.found(answered(question.text, kind))
    for lang in ("ja", "en"):
        (line,) = question.lines(nodes[0], lang)
        assert all(line), (question.columns, line)


def test_what_belongs_together_stands_in_a_line() -> None:
    """Entries of a list that several columns share are lines; other lists fill a cell; repeats stay."""
    question = Saved.read(
        "own",
        """# title: 事案 / Incidents
# rows: incidents
# sort: status, number
# column: code | コード | Code
# column: status | 状態 | Status | IncidentStatus
# column: causes.statement | 原因 | Cause
# column: causes.measures.record.title, causes.measures.code | 対策 | Countermeasure
# column: reports.day | 報告 | Reports
{ incidents { code status number reports { day } causes { ...About } } }
fragment About on Cause { statement measures { code record { ... on Countermeasure { title } } } }
""",
    )
    twice = [
        {"code": "CM-1", "record": {"title": "研修"}},
        {"code": "CM-2", "record": {"title": "研修"}},
    ]
    untold = [{"code": "CM-3", "record": {}}, {"code": "CM-4", "record": None}]
    incidents = [
        {
            "code": "INC-3",
            "status": "UNDER_INVESTIGATION",
            "number": None,
            "reports": [],
            "causes": [],
        },
        {
            "code": "INC-2",
            "status": "UNDER_INVESTIGATION",
            "number": 10,
            "reports": [{"day": "2023-04-01"}, {"day": None}, {"day": "2023-04-01"}],
            "causes": [
                {"statement": "原因一", "measures": twice},
                {"statement": "原因一", "measures": untold},
                {"statement": "原因二", "measures": []},
            ],
        },
        {
            "code": "INC-1",
            "status": "UNDER_INVESTIGATION",
            "number": 9,
            "reports": None,
            "causes": None,
        },
    ]
    rows, total = question.found({"incidents": incidents})
    assert total == 3
    first, second, third = (question.lines(one, "en") for one in rows)
    assert first == [[["INC-1"], ["under investigation"], [], [], []]]
    assert third == [[["INC-3"], ["under investigation"], [], [], []]]
    assert second == [
        [["INC-2"], ["under investigation"], ["原因一"], ["研修", "研修"], ["2023-04-01"] * 2],
        [[], [], ["原因一"], ["CM-3", "CM-4"], []],
        [[], [], ["原因二"], [], []],
    ]


def test_a_question_is_answered_as_a_table(served: Served, ask: Ask) -> None:
    status, told, _ = ask("overdue", url=served.url, token=served.token)
    assert status == 0
    assert told.startswith("期限を過ぎた対策\n") and told.endswith("1 / 1 件\n")
    code, title, party, due, word, causes = cells(told)
    assert code.startswith("CM-") and title == "閲覧の記録を[毎月]確かめる" and party == "MZ"
    assert (due, word, causes) == ("2023-03-31", "計画済み", "・原因一・原因二")
    assert "該当はありません" in ask("overdue", "--on", "2023-03-31")[1]
    assert "該当はありません" in ask("slipped")[1]
    english = ask("open", "--lang", "en")[1]
    assert english.startswith("Countermeasures that are not done\n")
    assert "planned" in cells(english)
    data = json.loads(ask("open", "--json")[1])
    assert data["countermeasures"]["totalCount"] == 1
    changed = cells(ask("changed", "--since", "2023-01-01")[1])
    assert "追加" in changed[3] and "MZ" in changed[4]


def test_what_is_told_in_groups_is_a_table_too(served: Served, ask: Ask) -> None:
    told = ask("attention", "--on", "2023-04-01", url=served.url, token=served.token)[1]
    said, codes, titles, _ = cells(told)
    assert "期限を過ぎた対策が1件あります。" in said
    assert "CM-" in codes and "閲覧の記録を[毎月]確かめる" in titles
    english = cells(ask("findings", "--lang", "en")[1])
    assert "Causesansweredbynothing:0." in english[0] and "件" not in english[0]
    assert "editor" in english[3] and "編集担当" in cells(ask("findings")[1])[3]
    matrix = cells(ask("matrix")[1])
    assert (matrix[2], matrix[3]) == ("原因一原因二", "閲覧の記録を[毎月]確かめる" * 2)
    assert "該当はありません" in ask("done-but-unproven")[1]
    assert "該当はありません" in ask("slips")[1]


def test_without_a_name_all_questions_are_told(ask: Ask) -> None:
    status, told, _ = ask()
    assert status == 0
    assert all(one.name in told for one in saved())


def test_what_is_wrong_is_told_with_its_remedy(served: Served, ask: Ask) -> None:
    for arguments, given, remedy in (
        (("overdue",), {}, "SEKISHO_TOKEN"),
        (("late",), {"token": served.token}, "overdue"),
        (("overdue",), {"url": "http://127.0.0.1:9"}, "SEKISHO_URL"),
        (("overdue",), {"url": "file:///etc/passwd"}, "SEKISHO_URL"),
        (("overdue",), {"url": served.url, "token": "x.y.z"}, "token"),
        (("changed",), {"token": served.token}, "--since"),
        (("stale", "--since", "2023-04-01"), {}, "--since"),
    ):
        status, told, wrong = ask(*arguments, **given)
        assert status == 1 and not told, arguments
        assert remedy in wrong and "Traceback" not in wrong, (arguments, wrong)


def test_a_file_of_ones_own_is_asked_too(served: Served, ask: Ask, tmp_path: Path) -> None:
    own = tmp_path / "own.graphql"
    text = """# title: 原因 / Causes
# rows: causes
# column: statement | 原因 | Cause
query Own($first: Int!) { causes(first: $first) { totalCount nodes { statement } } }
"""
    own.write_text(text)
    assert cells(ask(str(own), url=served.url, token=served.token)[1]) == ["原因一原因二"]
    for broken in (
        text.replace("# rows: causes", "# rows: cause"),
        text.replace("# column: statement |", "# column: statements |"),
        text.replace("# title", "# titel"),
        text.replace("| 原因 | Cause", ""),
        text.replace("{ statement }", "{ nothing }"),
    ):
        own.write_text(broken)
        status, _, wrong = ask(str(own))
        assert status == 1 and "Traceback" not in wrong, broken
    own.write_bytes("原因".encode("cp932"))
    assert "UTF-8" in ask(str(own))[2]
    own.unlink()
    assert ask(str(own))[0] == 1


def test_a_token_goes_nowhere_else(served: Served, ask: Ask) -> None:
    came: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"{served.url}/graphql")
            self.end_headers()

        def do_GET(self) -> None:
            came.append(self.path)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        status, _, wrong = ask(
            "overdue", url=f"http://127.0.0.1:{server.server_port}", token=served.token
        )
        server.shutdown()
    assert status == 1 and "302" in wrong and not came
