"""`sekisho ask`: a saved question is sent to a running service, and its answer shown as a table."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, parse
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from domain.calendar import TOKYO
from domain.desk import words as desk
from domain.desk.clocks import Clock
from domain.desk.request import Purpose, RequestState
from domain.people.roles import Role
from domain.register.action_item import ActionItemStatus
from domain.register.incident import IncidentStatus
from domain.register.meeting import MeetingStatus
from domain.register.minutes import EntryKind, Outcome
from domain.register.progress import Layer, Status, Verdict
from domain.register.requirement import RequirementKind
from domain.register.roll_out import Applies
from service import questions
from service.console import err, out, say_json
from service.outcome import Failure

SECONDS: Final = 60
LARGEST: Final = 50_000_000
"""Bytes of an answer, and far more than any has."""
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    **{
        vocabulary.__name__: {word.value: word.ja for word in vocabulary}
        for vocabulary in (
            Status,
            Verdict,
            IncidentStatus,
            MeetingStatus,
            EntryKind,
            Outcome,
            ActionItemStatus,
            Layer,
            Role,
            RequirementKind,
            Applies,
            RequestState,
            desk.TicketCategory,
            desk.TicketStatus,
        )
    },
    **{
        name: {word.value: word.ja for word in vocabulary}
        for name, vocabulary in (
            ("TicketUrgency", desk.Urgency),
            ("TicketAssessment", desk.Assessment),
            ("TicketClock", Clock),
            ("RequestPurpose", Purpose),
        )
    },
    "TicketSaying": {"ANSWER": "回答", "MESSAGE": "連絡", "NOTE": "内部メモ", "ACTION": "対応"},
    "Change": {
        "ADDED": "追加",
        "CHANGED": "変更",
        "RELEASED": "新たに開示",
        "WITHDRAWN": "開示終了",
        "UNDONE": "取消",
    },
}
"""What people call the words of the vocabularies that columns name."""
FLAG: Final[Mapping[str, str]] = {"True": "○", "False": ""}
"""What is shown of yes and no."""
INSTANT: Final = "Instant"
"""What a column names whose values are instants: they are shown as of Tokyo."""
_VARIABLE: Final = re.compile(r"\$(\w+)\s*:\s*[\w\[\]]+(!?)")


_Path = tuple[str, ...]
_Strands = list[tuple[int, _Path]]
"""Where values stand, and the column that each is for."""
_Line = dict[int, list[str]]
"""What stands in each column of a line, if anything does."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: where its values stand below a row (the first place that has any), and its name
    in both languages."""

    paths: tuple[_Path, ...]
    ja: str
    en: str
    of_what: str = ""

    @classmethod
    def read(cls, told: str) -> Self:
        paths, *rest = (part.strip() for part in told.split("|"))
        return cls(tuple(_path(one) for one in paths.split(",")), *rest)

    def told(self, value: str, lang: str) -> str:
        """A value of it, as people call it."""
        if self.of_what == INSTANT:
            return f"{datetime.fromisoformat(value).astimezone(TOKYO):%Y-%m-%d %H:%M}"
        if self.of_what == "Flag":
            return FLAG[value]
        if self.of_what in WORDS:
            return WORDS[self.of_what].get(value, value) if lang == "ja" else _words(value)
        return value


def _path(told: str) -> _Path:
    return tuple(told.strip().split("."))


def _words(word: str) -> str:
    return word.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved question: its document, and what the lines in front say."""

    name: str
    text: str
    title: str
    whom: str
    rows: str
    sort: tuple[_Path, ...]
    columns: tuple[Column, ...]

    @classmethod
    def read(cls, name: str, text: str) -> Self:
        said = re.findall(r"^# (title|for|rows|sort|column): (.+)$", text, re.MULTILINE)
        of = dict(said)
        try:
            columns = tuple(Column.read(told) for key, told in said if key == "column")
            sort = tuple(map(_path, of["sort"].split(","))) if "sort" in of else ()
            return cls(name, text, of["title"], of.get("for", ""), of["rows"], sort, columns)
        except (KeyError, TypeError) as e:
            raise Failure(
                f"{name}：先頭の「# title:」「# rows:」「# column:」の行を確かめてください（{e}）。"
                f" / {name}: look at the lines “# title:”, “# rows:” and “# column:” in front ({e})."
            ) from None

    def found(self, data: Any) -> tuple[list[Any], int]:
        """The rows in an answer, in order, and how many there are: the nodes of a page, or a list to its end;
        raises KeyError with a step that the document does not ask for."""
        asked = _asked_for(self.text)
        for step in self.rows.split("."):
            data, asked = data[step], asked[step]
        if isinstance(data, list):
            rows, total = data, len(data)
        else:
            rows, total, asked = data["nodes"], data["totalCount"], asked["nodes"]
        for path in (*self.sort, *(path for one in self.columns for path in one.paths)):
            below = asked
            for step in path:
                below = below[step]
        return sorted(rows, key=self._place), total

    def _place(self, row: Any) -> list[tuple[bool, Any]]:
        """Where a row stands among others: what has no value comes last."""
        found = [next(_values(row, path, ""), None) for path in self.sort]
        return [(one is None, "" if one is None else one) for one in found]

    def lines(self, row: Any, lang: str) -> list[list[list[str]]]:
        """What is shown of a row: its lines, of these the cells, of these the values."""
        strands = [(n, path) for n, one in enumerate(self.columns) for path in one.paths]
        return [
            [
                [column.told(value, lang) for value in line.get(n, ())]
                for n, column in enumerate(self.columns)
            ]
            for line in _lines(row, strands, "En" if lang == "en" else "")
        ]

    @property
    def variables(self) -> dict[str, bool]:
        """The variables of the document, and whether each must be given."""
        return {name: bool(must) for name, must in _VARIABLE.findall(self.text)}


def saved() -> list[Saved]:
    """All questions that come with the service, in the order of their names."""
    texts = (one for one in files(questions).iterdir() if one.name.endswith(".graphql"))
    return sorted(
        (Saved.read(one.name.removesuffix(".graphql"), one.read_text("utf-8")) for one in texts),
        key=lambda one: one.name,
    )


def tell_all() -> None:
    """Show which questions there are."""
    known = saved()
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("名前 / Name", no_wrap=True, min_width=max(len(one.name) for one in known))
    table.add_column("問い / Question", overflow="fold")
    table.add_column("どなたに / For", overflow="fold")
    for one in known:
        table.add_row(f"[cyan]{one.name}[/]", escape(one.title), escape(one.whom))
    out.print(table, soft_wrap=False)
    out.print("[dim]sekisho ask NAME --help[/]")


def run(
    name: str,
    *,
    url: str,
    token: str | None,
    days: Mapping[str, date | None],
    first: int,
    lang: str,
    as_json: bool,
) -> None:
    """Ask the question of this name, or of a file, and show what is answered; raises Failure."""
    question = _found(name)
    if not token:
        raise Failure(
            "トークンがありません。環境変数 SEKISHO_TOKEN に入れてください（発行：sekisho token 氏名）。"
            " / No token: put it into SEKISHO_TOKEN (issued by: sekisho token NAME)."
        )
    variables = _variables(question, days) | {"first": first}
    answer = _sent(url, token, {"query": question.text, "variables": variables})
    if as_json:
        say_json(answer["data"])
        return
    try:
        _show(question, *question.found(answer["data"]), lang)
    except (KeyError, TypeError) as e:
        raise Failure(
            f"{name}：「# rows:」か「# column:」の {e} が答えにありません。問いに加えてください。"
            f" / {name}: {e} of “# rows:” or “# column:” is not in the answer: ask for it."
        ) from None


def _found(name: str) -> Saved:
    if name.endswith(".graphql"):
        try:
            return Saved.read(name, Path(name).read_text("utf-8"))
        except UnicodeDecodeError:
            raise Failure(f"{name} は UTF-8 ではありません。 / {name} is not UTF-8.") from None
    known = {one.name: one for one in saved()}
    if name not in known:
        raise Failure(
            f"「{name}」という問いはありません。次から選んでください：{'、'.join(known)}"
            f" / There is no question “{name}”: choose one of these, or name a .graphql file."
        )
    return known[name]


def _variables(question: Saved, days: Mapping[str, date | None]) -> dict[str, Any]:
    """The days that were stated, as the document takes them: a moment is the day's begin in Tokyo, and
    of `asOf` and `until` its end."""
    known, given = question.variables, dict[str, Any]()
    for name, day in days.items():
        option = _OPTIONS[name]
        if day is None:
            if known.get(name):
                raise Failure(
                    f"{option} で日を指定してください（例 {option} 2023-04-01）。"
                    f" / State a day with {option}, such as {option} 2023-04-01."
                )
        elif name not in known:
            raise Failure(f"この問いに {option} は使えません。 / This question takes no {option}.")
        elif name == "on":
            given[name] = day.isoformat()
        else:
            at = time.min if name == "since" else time.max
            given[name] = {"at": datetime.combine(day, at, TOKYO).isoformat()}
    return given


_OPTIONS: Final = {"since": "--since", "until": "--until", "on": "--on", "asOf": "--as-of"}


def _sent(url: str, token: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer of the service; raises Failure with what it says, or why it says nothing."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Failure(
            f"{url} は http:// か https:// で始まる URL ではありません。SEKISHO_URL を確かめてください。"
            f" / {url} is no URL with http:// or https://: look at SEKISHO_URL."
        )
    request = urllib.request.Request(  # noqa: S310 -- its scheme was looked at
        f"{url.rstrip('/')}/graphql",
        data=json.dumps(asked).encode(),
        headers={
            "Authorization": f"Bearer {token.strip()}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        },
    )
    try:
        with _OPENER.open(request, timeout=SECONDS) as response:
            answer = json.loads(response.read(LARGEST))
    except urllib.error.HTTPError as e:
        raise Failure(_refused(e)) from None
    except (urllib.error.URLError, TimeoutError, ConnectionError) as e:
        reason = getattr(e, "reason", e)
        raise Failure(
            f"{url} に接続できません（{reason}）。サービスが動いているか、SEKISHO_URL を確かめてください。"
            f" / Cannot reach {url} ({reason}): is the service running, and is SEKISHO_URL right?"
        ) from None
    except ValueError:
        raise Failure(f"{url} の答えが読めません。 / {url} does not answer like Sekisho.") from None
    if answer.get("errors"):
        raise Failure("\n".join(one["message"] for one in answer["errors"]))
    return dict(answer)


class _NeverElsewhere(urllib.request.HTTPRedirectHandler):
    """A token is for the service that was named alone."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_NeverElsewhere)


def _refused(error: urllib.error.HTTPError) -> str:
    try:
        said = json.loads(error.read(LARGEST))["errors"]
        return "\n".join(str(one["message"]) for one in said)
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}：{error.reason} / The service answers HTTP {error.code}."


def _show(question: Saved, nodes: list[Any], total: int, lang: str) -> None:
    ja, _, en = question.title.partition(" / ")
    out.print(f"[bold]{escape(ja if lang == 'ja' else en)}[/]")
    if not nodes:
        out.print("該当はありません。" if lang == "ja" else "There is none.")
        return
    names = [one.ja if lang == "ja" else one.en for one in question.columns]
    table = Table(header_style="bold", show_lines=True)
    for name in names:
        table.add_column(name, overflow="fold")
    for node in nodes:
        for line in question.lines(node, lang):
            table.add_row(*(_cell(values, lang) for values in line))
    out.print(table, soft_wrap=False)
    shown = f"{len(nodes)} / {total}"
    out.print(f"{shown} 件" if lang == "ja" else f"{shown} shown")
    if total > len(nodes):
        err.print(
            "[dim]続きは --first を増やすと見えます（100 まで）。 / More with --first, up to 100.[/]"
        )


def _cell(values: list[str], lang: str) -> Text | Table:
    """The values of a cell: several below each other, each begun so that it is told from a folded one."""
    if len(values) < 2:
        return Text("".join(values))
    many = Table.grid()
    many.add_column(no_wrap=True)
    many.add_column(overflow="fold")
    for value in values:
        many.add_row("・" if lang == "ja" else "- ", Text(value))
    return many


def _lines(row: Any, strands: _Strands, twin: str) -> list[_Line]:
    """The lines of a row. Each entry of a list in which several columns stand is a line of its own, for these
    belong together; of a list in which one column stands all values are in one cell. What is not of an entry
    is in the first line."""
    head: _Line = {}
    shared: dict[_Path, tuple[list[Any], _Strands]] = {}
    for column, path in strands:
        way, value, rest = _to_list(row, path, twin)
        if isinstance(value, list):
            shared.setdefault(way, (value, []))[1].append((column, rest))
        elif value is not None:
            head.setdefault(column, [str(value)])
    below: list[_Line] = []
    for entries, inner in shared.values():
        columns = {column for column, _ in inner}
        if len(columns) > 1:
            below += [line for entry in entries for line in _lines(entry, inner, twin)]
            continue
        for column, path in inner:
            if found := [str(one) for one in _values(entries, path, twin)]:
                head.setdefault(column, found)
    first, *rest_of = below or [{}]
    return [first | head, *rest_of]


def _to_list(value: Any, path: _Path, twin: str) -> tuple[_Path, Any, _Path]:
    """As far as the first list on a path: the way there, what stands there, and the rest of the path."""
    way = path
    while path and value is not None and not isinstance(value, list):
        value, path = _step(value, path[0], twin), path[1:]
    return way[: len(way) - len(path)], value, path


def _step(value: Any, name: str, twin: str) -> Any:
    """A field, by its twin if it has one; nothing where it was asked of records of another type alone."""
    return value.get(name + twin if name + twin in value else name)


def _values(value: Any, path: _Path, twin: str) -> Iterator[Any]:
    """The values at the end of a path, of each entry of the lists on the way."""
    if value is None:
        return
    if isinstance(value, list):
        for one in value:
            yield from _values(one, path, twin)
    elif path:
        yield from _values(_step(value, path[0], twin), path[1:], twin)
    else:
        yield value


def _asked_for(text: str) -> dict[str, Any]:
    """What a document asks for, by the names in the answer, whatever type of record it is asked of."""
    definitions = parse(text, no_location=True).definitions
    named = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    asked: dict[str, Any] = {}
    below: list[tuple[Any, dict[str, Any]]] = [
        (one, asked) for one in definitions if not isinstance(one, FragmentDefinitionNode)
    ]
    while below:
        node, into = below.pop()
        for one in node.selection_set.selections if node.selection_set else ():
            if isinstance(one, FieldNode):
                name = (one.alias or one.name).value
                below.append((one, into.setdefault(name, {})))
            else:
                inner = named[one.name.value] if isinstance(one, FragmentSpreadNode) else one
                below.append((inner, into))
    return asked
