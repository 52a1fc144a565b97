"""What is hidden changes no byte of a file, of a table, or of what is said about one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from papers.exporting import Format, export_table
from papers.importing import import_paper
from service.main import main
from tests.api.annotating import UPLOAD
from tests.grounds import environment
from tests.papers.workbooks import separated
from tests.wall.amount import SOME_VIEWERS
from tests.wall.asking import Asked, require_same
from tests.wall.minting import minting
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import ABSENT, NONSENSE
from tests.wall.story import WORDS

Note = Callable[[Pair], None]

HEADERS = ("管理番号", "分類", "原因", "対策", "実施時期", "備考")
NEW = {"new-rows"}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_file_is_handed_out_or_there_is_none(worlds: Worlds, counted: Note, viewer: str) -> None:
    pair = worlds.pair(viewer)
    pools = pair.pools
    every = [
        *(
            one
            for side in (pools.visible, pools.hidden)
            for one, (t, _, _) in side.items()
            if t == "Evidence"
        ),
        *(*pools.ids()[:9], ABSENT, NONSENSE, f"{ABSENT}/..", "%00"),
    ]
    handed_out = 0
    for one in every:
        pair.send("member", "GET", f"/evidence/{one}", one)
        handed_out += pair.last.status == 200
        pair.send("member", "HEAD", f"/evidence/{one}", one)
        for who in ("administrator", "nobody", "no token"):
            pair.send(who, "GET", f"/evidence/{one}", one)
    assert handed_out > 1
    for path in ("/", "/graphql", "/evidence", "/evidence/"):
        for method in ("GET", "POST", "DELETE"):
            pair.send("member", method, path, path)
    counted(pair)


@pytest.mark.parametrize("viewer", SOME_VIEWERS)
def test_a_file_is_handed_in(worlds: Worlds, counted: Note, viewer: str) -> None:
    pools = worlds.pair(viewer).pools
    with closing(worlds.fresh(viewer)) as pair:
        for number, record in enumerate((*pools.ids("Incident"), *pools.ids("Evidence"))):
            given = {"idempotencyKey": str(number), "record": record, "title": "記録", "file": None}
            asked = {"query": UPLOAD, "variables": {"input": given}}
            pair.send(
                "editor",
                "POST",
                "/graphql",
                f"file {number}",
                data={"operations": json.dumps(asked), "map": '{"0": ["variables.input.file"]}'},
                files={"0": ("記録.csv", b"a,b\n", "text/csv")},
            )
        counted(pair)


def table_of(asked: Asked, form: Format, role: str) -> bytes:
    out = BytesIO()
    export_table(asked.world.home.office, asked.world.who(role), form, out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_table_is_written(worlds: Worlds, viewer: str, form: Format) -> None:
    pair = worlds.pair(viewer)
    for role in ("member", "editor", "auditor"):
        here, there = (table_of(asked, form, role) for asked in (pair.a, pair.b))
        require_same(f"the table of a {role}", here, there)
        assert form == "xlsx" or WORDS["O"].encode() in here


def papers(viewer: str) -> Iterator[bytes]:
    """Tables with the texts, numbers and categories of either side of the wall."""
    rows = []
    for who, words in WORDS.items():
        measure = f"{words}の二重確認\n①{words}の一\n②二"
        rows.append(
            ("1", f"{words}の分類", f"{words}の手順がない", measure, "2023年5月末までに", who)
        )
    for row in rows:
        yield separated((HEADERS, row))
        yield separated((HEADERS, ("", *row[1:])))
    yield separated((HEADERS, *(("", *row[1:]) for row in rows)))
    yield separated(
        (("管理番号", "区分", "事案の概要"), ("1", "甲の秘密の区分", "甲の秘密の誤送信"))
    )
    yield separated((("区分", "閲覧契約件数"), (f"{viewer}の区分", "3,677件")))


@pytest.mark.parametrize("viewer", SOME_VIEWERS)
def test_a_table_is_read(worlds: Worlds, viewer: str) -> None:
    with closing(worlds.fresh(viewer)) as pair:
        for number, paper in enumerate(papers(viewer)):
            for dry in (True, False):
                for allow in (set(), NEW):
                    said = []
                    for asked in (pair.a, pair.b):
                        with minting(f"paper {number} {dry} {sorted(allow)}"):
                            said.append(taken(asked, paper, dry, allow))
                    require_same(f"reading paper {number}", *said)
        here, there = (table_of(asked, "json", "member") for asked in (pair.a, pair.b))
        require_same("the table after all papers", here, there)


def taken(asked: Asked, paper: bytes, dry: bool, allow: set[str]) -> tuple[Any, ...]:
    """What an import says of a table."""
    result = import_paper(
        asked.world.home.office,
        asked.world.who("editor"),
        paper,
        "表.csv",
        written_on=date(2023, 2, 17),
        dry_run=dry,
        allow=frozenset(allow),
    )
    return result.facts, result.problems, result.cautions, result.summary


@pytest.mark.parametrize("viewer", SOME_VIEWERS)
def test_the_command_line_as_a_member(
    worlds: Worlds,
    viewer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paper = tmp_path / "表.csv"
    paper.write_bytes(list(papers(viewer))[-3])
    pair = worlds.pair(viewer)
    member, editor = (str(pair.both(role)[0]) for role in ("member", "editor"))
    reading = ("import", str(paper), "--party", viewer, "--by", editor, "--dry-run")
    commands: tuple[tuple[str, ...], ...] = (
        *(("export", "--as", member, "--format", form) for form in ("csv", "json")),
        *((*reading, "--format", form, *more) for form in ("text", "json") for more in ALLOWED),
    )
    monkeypatch.setenv("COLUMNS", "200")
    for command in commands:
        said = []
        for asked in (pair.a, pair.b):
            for name, value in environment(asked.world.home.house.settings).items():
                monkeypatch.setenv(name, value)
            monkeypatch.setattr(sys, "argv", ["sekisho", *command])
            code: Any = 0
            try:
                main()
            except SystemExit as end:
                code = end.code
            said.append((code, *capsys.readouterr()))
        require_same(" ".join(command), *said)


ALLOWED = ((), ("--allow", "new-rows"))
