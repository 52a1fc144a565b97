"""The command line as an operator meets it, from an empty folder to an answer."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.people.roles import Role
from service.main import main
from service.settings import Settings
from tests.grounds import Ground, environment


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs `sekisho` with a database of its own, its keys in `data`."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self.database = folder / "data" / "register.sqlite"
        self._monkeypatch, self._capsys = monkeypatch, capsys
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "200")
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)

    def use(self, url: str) -> None:
        """Another database, by its URL alone."""
        for name in ("SEKISHO_READER_URL", "SEKISHO_OWNER_URL"):
            self._monkeypatch.delenv(name, raising=False)
        self._monkeypatch.setenv("SEKISHO_DATABASE_URL", url)

    def run(self, *arguments: str) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["sekisho", *arguments])
        self._capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return Done(code, *self._capsys.readouterr())

    def do(self, *arguments: str) -> str:
        """The stdout of a command that succeeds."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def shell(
    ground: Ground,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Shell]:
    settings = ground.blank(tmp_path / "data")
    yield Shell(tmp_path, settings, monkeypatch, capsys)
    ground.drop(settings)


def test_the_console_command_itself_speaks_utf8_on_any_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("sekisho"), "schedule", "read", "～2023年3月", "--json"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["wording"] == "～2023年3月"
    assert not done.stderr


@pytest.fixture
def founded(shell: Shell) -> Shell:
    shell.do("migrate")
    return shell


def test_help_names_every_command_in_both_languages(shell: Shell) -> None:
    said = shell.do("--help")
    for command in (
        "demo",
        "serve",
        "migrate",
        "member",
        "token",
        "import",
        "export",
        "schedule",
        "check",
        "log",
        "SEKISHO_DATABASE_URL",
    ):
        assert command in said
    assert "台帳" in said and "register" in said


def test_help_names_the_roles_that_can_be_typed(shell: Shell) -> None:
    for command in ("add", "grant", "end", "move"):
        said = "".join(shell.do("member", command, "--help").split()).replace("│", "")
        for role in Role:
            assert f"{role.value}（{role.ja}）" in said, (command, role)


def test_a_schedule_is_read_as_one_line_of_json(shell: Shell) -> None:
    said = shell.do("schedule", "read", "～2023年3月", "--written-on", "2023-02-17", "--json")
    assert json.loads(said) == {
        "wording": "～2023年3月",
        "kind": "BY",
        "start": None,
        "due": "2023-03-31",
        "certainty": "FIRM",
        "ambiguous": False,
    }
    assert "～" in said, "unescaped"


def test_a_day_that_is_none_is_refused_in_words(shell: Shell) -> None:
    done = shell.run("schedule", "read", "検討", "--written-on", "2023-02-30")
    assert done.returncode == 2
    assert "2023-02-17" in done.stderr


def test_migrate_founds_and_then_changes_nothing(founded: Shell) -> None:
    key = founded.database.with_suffix(".key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text(), founded.do("check")
    assert "HD PG MZ EXT" in founded.do("migrate")
    assert (key.read_text(), founded.do("check")) == before


def test_before_migrate_every_command_says_to_run_it(shell: Shell) -> None:
    for command in (
        ("token", "誰か"),
        ("member", "add", "誰か", "--party", "MZ", "--role", "editor"),
        ("serve",),
    ):
        done = shell.run(*command)
        assert done.returncode == 1
        assert "sekisho migrate" in done.stderr
        assert "Traceback" not in done.stderr
    assert shell.run("check").returncode == 1


def test_people_are_enrolled_and_get_further_roles(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor", "--department", "営業部")
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "cco")
    token = founded.do("token", "甲").strip()
    assert token.count(".") == 2
    other = founded.run("member", "add", "甲", "--party", "PG", "--role", "member")
    assert other.returncode == 1 and "--another" in other.stderr
    founded.do("member", "add", "甲", "--party", "PG", "--role", "member", "--another")
    unclear = founded.run("token", "甲")
    assert unclear.returncode == 1 and "識別子" in unclear.stderr
    assert founded.do("token", "甲", "--party", "PG").count(".") == 2


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--party", "ZZ", "--role", "editor"), "HD, PG, MZ, EXT"),
        (("--party", "MZ", "--role", "king"), "barrier_officer"),
    ],
)
def test_a_wrong_party_or_role_is_refused_with_those_there_are(
    founded: Shell, arguments: tuple[str, ...], hint: str
) -> None:
    done = founded.run("member", "add", "乙", *arguments)
    assert done.returncode == 1
    assert hint in done.stderr
    assert founded.run("token", "乙").returncode == 1, "nobody was enrolled"


def test_check_says_what_is_wrong_and_what_to_do(founded: Shell) -> None:
    founded.do("member", "add", "丙", "--party", "MZ", "--role", "member")
    assert founded.run("check").returncode == 0
    key = founded.database.with_suffix(".key")
    good = key.read_text()
    key.chmod(0o644)
    loose = founded.run("check")
    assert loose.returncode == 1 and "chmod 600" in loose.stdout
    key.chmod(0o600)
    key.write_text("00" * 32 + "\n")
    strange = founded.run("check")
    assert strange.returncode == 1 and "×" in strange.stdout
    assert founded.run("serve").returncode == 1, "nothing is sealed under a strange key"
    key.unlink()
    for command in ("check", "migrate", "serve"):
        lost = founded.run(command)
        assert lost.returncode == 1 and "バックアップ" in lost.stdout + lost.stderr
        assert not key.exists(), "a lost key is never replaced by a new one"
    key.write_text(good)
    key.chmod(0o600)
    founded.do("check")


@pytest.mark.sqlite_only("files of SQLite's own")
def test_every_file_is_its_owners_alone(founded: Shell) -> None:
    founded.do("member", "add", "丙", "--party", "MZ", "--role", "member")
    for file in founded.database.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file.name
    founded.database.chmod(0o644)
    assert "chmod 600" in founded.run("check").stdout


def test_a_damaged_token_key_says_what_to_do(founded: Shell) -> None:
    founded.do("member", "add", "丙", "--party", "MZ", "--role", "member")
    tokens = founded.database.with_suffix(".tokens")
    tokens.write_text("-----")
    done = founded.run("token", "丙")
    assert done.returncode == 1 and str(tokens) in done.stderr.replace("\n", "")
    tokens.unlink()
    founded.do("token", "丙")


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "postgresql://localhost/x"])
def test_a_setting_that_cannot_be_used_is_named(shell: Shell, url: str) -> None:
    shell.use(url)
    done = shell.run("migrate")
    assert done.returncode == 1
    assert "SEKISHO_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_parties_are_a_setting(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_PARTIES", "HD=親会社/Parent, NW=送配電, RT=小売")
    assert "HD NW RT" in shell.do("migrate")
    shell.do("member", "add", "丁", "--party", "RT", "--role", "editor")
    assert "HD, NW, RT" in shell.run("member", "add", "戊", "--party", "PG", "--role", "cco").stderr
    monkeypatch.setenv("SEKISHO_PARTIES", "HD=親会社, HD=二つ目")
    refused = shell.run("migrate")
    assert refused.returncode == 1 and "SEKISHO_PARTIES" in refused.stderr


BOOK = """分類,原因,対策,実施時期,状況
システム,確認の漏れ,二人で確かめる,2023年3月末までに,未
,,手順を定める,2023年4月～,実施中
ガバナンス,体制の不足,-,-,
"""


def test_ones_own_table_goes_in_and_comes_out(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    file = founded.folder / "表.csv"
    file.write_text(BOOK, "utf-8")
    importing = ("import", str(file), "--party", "MZ", "--by", "甲", "--written-on", "2023-02-17")
    planned = json.loads(founded.do(*importing, "--dry-run", "--format", "json"))
    assert planned["facts"] > 0 and planned["dryRun"] is True
    told = founded.do(*importing)
    assert "2023年3月末までに" in told and "2023-03-31" in told
    assert json.loads(founded.do(*importing, "--format", "json"))["facts"] == 0
    for name in ("out.xlsx", "out.csv"):
        out = founded.folder / name
        founded.do("export", "--as", "甲", "--format", out.suffix[1:], "--to", str(out))
        again = ("import", str(out), "--party", "MZ", "--by", "甲", "--written-on", "2023-03-01")
        assert json.loads(founded.do(*again, "--format", "json"))["facts"] == 0
    rows = json.loads(founded.do("export", "--as", "甲", "--format", "json"))
    assert [row["状況"] for row in rows][:2] == ["計画", "実施中"]
    assert "hidden" in founded.do("import-options")


def test_an_export_is_what_its_file_says(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    founded.do("export", "--as", "甲", "--to", "a.csv")
    assert (founded.folder / "a.csv").read_text("utf-8-sig").startswith("管理番号")
    for wrong in (("--to", "a.pdf"), ("--to", "b.csv", "--format", "xlsx")):
        refused = founded.run("export", "--as", "甲", *wrong)
        assert refused.returncode == 1 and ".xlsx" in refused.stderr
        assert not (founded.folder / wrong[1]).exists()


def test_a_table_that_is_wrong_is_refused_whole(founded: Shell) -> None:
    founded.do("member", "add", "甲", "--party", "MZ", "--role", "editor")
    founded.do("member", "add", "乙", "--party", "MZ", "--role", "member")
    file = founded.folder / "表.csv"
    file.write_text(BOOK + "文化,問題がある,,いつか,たぶん\n", "utf-8")
    importing = ("import", str(file), "--party", "MZ", "--written-on", "2023-02-17", "--by")
    refused = founded.run(*importing, "甲", "--format", "json")
    assert refused.returncode == 1
    answer = json.loads(refused.stdout)
    assert answer["facts"] == 0
    assert {problem["row"] for problem in answer["problems"]} == {5}
    assert all(p["message"] and p["remedyEn"] and p["column"] for p in answer["problems"])
    assert "何も書き込みませんでした" in founded.run(*importing, "甲").stdout
    file.write_text(BOOK, "utf-8")
    assert founded.run(*importing, "乙").returncode == 1, "a member may not import"
    assert founded.run(*importing, "誰か").returncode == 1
    missing = founded.run("import", "nowhere.csv", "--party", "MZ", "--by", "甲")
    assert missing.returncode == 1 and "nowhere.csv" in missing.stderr
    assert json.loads(founded.do("export", "--as", "甲", "--format", "json")) == []


def test_names_are_shown_as_typed(founded: Shell) -> None:
    """What looks like markup is neither obeyed nor a reason to fail."""
    said = founded.do(
        "member", "add", "[/]太郎", "--party", "MZ", "--role", "editor", "--department", "[/課]"
    )
    assert "[/]太郎（MZ: editor）" in said
    assert founded.do("token", "[/]太郎").count(".") == 2


def test_a_refused_enrolment_founds_no_department(founded: Shell) -> None:
    wrong = ("member", "add", "花子", "--party", "MZ", "--role", "boss", "--department", "新しい課")
    assert founded.run(*wrong).returncode == 1
    right = (
        "member",
        "add",
        "花子",
        "--party",
        "MZ",
        "--role",
        "editor",
        "--department",
        "新しい課",
    )
    assert "新しい課" in founded.run(*right).stderr, "founded now, with the member"


@pytest.mark.sqlite_only("a file of SQLite's own")
def test_check_says_so_of_a_file_that_is_no_database(shell: Shell) -> None:
    shell.database.parent.mkdir()
    shell.database.write_text("no database at all")
    done = shell.run("check")
    assert done.returncode == 1
    assert "does not open as a SQLite database" in done.stdout
    shell.use(f"sqlite:///{shell.folder}")
    assert shell.run("check").returncode == 1


def test_check_finds_a_damaged_token_key(founded: Shell) -> None:
    founded.database.with_suffix(".tokens").write_text("nonsense")
    done = founded.run("check")
    assert done.returncode == 1
    assert "The token key cannot be read" in done.stdout


@pytest.mark.parametrize("arguments", [("--keep", "a-file"), ("--port", "99999"), ("--port", "-1")])
def test_a_demo_that_cannot_be_is_refused_in_words(
    shell: Shell, arguments: tuple[str, str]
) -> None:
    (shell.folder / "a-file").touch()
    done = shell.run("demo", *arguments)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_demo_leaves_nothing_behind(tmp_path: Path, stop: signal.Signals) -> None:
    """Not even while a request is under way that never ends."""
    sekisho = Path(sys.executable).with_name("sekisho")
    with subprocess.Popen(
        [sekisho, "demo", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as demo:
        assert demo.stdout is not None
        told = json.loads(demo.stdout.readline())
        assert any(tmp_path.iterdir())
        assert {"desk_officer", "custodian"} <= {one["roles"][0] for one in told["people"]}
        assert re.fullmatch(r"(\d{4}-){3}\d{4}", told["receipt"]), "of the anonymous consulter"
        port = int(told["url"].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as slow:
            token = told["people"][0]["token"]
            slow.sendall(
                "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Authorization: Bearer {token}\r\nContent-Length: 99\r\n\r\n{{".encode()
            )
            demo.send_signal(stop)
            demo.wait(timeout=20)
    assert list(tmp_path.iterdir()) == []
