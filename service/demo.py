"""The demo: a fresh register with the example played into it, served at once."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from uuid import UUID

from api.http import build_app
from api.schema import build_schema
from domain.calendar import day_in_tokyo
from examples.desk import play_the_desk
from examples.play import Clock, Person, play
from examples.year.play import play as play_the_year
from service import house, serving
from service.console import err, log_to_stderr, out, say_json
from service.edge import edge_of
from service.outcome import Failure
from service.settings import Settings

RECEIPT = '{ receipt(code: "%s") { status question sayings { fromDesk text on } } }'
"""What an anonymous consulter asks, with a receipt code and without a token."""
QUERY = (
    '{ countermeasures(first: 100, filter: {overdue: true}, statusDate: "2023-04-15")'
    " { totalCount nodes { code title status schedule { wording due }"
    " causes { category statement } } } }"
)


def run(*, host: str, port: int, as_json: bool, keep: Path | None, year: bool = False) -> None:
    """Play the example, or its whole year, and serve it until interrupted; the files go with it
    unless kept."""
    log_to_stderr()
    with ExitStack() as stack:
        stack.enter_context(_ending_as_by_hand())
        folder = _folder(keep, stack)
        clock = Clock()
        err.print("例の台帳を用意しています… / Preparing the example register …")
        opened = house.found(Settings.of(f"sqlite:///{folder / 'demo.sqlite'}"), clock)
        stack.callback(opened.close)
        people = (play_the_year if year else play)(opened.office, clock)
        assert opened.desk is not None, "on SQLite there is a desk"
        desk = play_the_desk(
            opened.desk, opened.office, clock, people, on=day_in_tokyo(house.system_clock())
        )
        people += desk.people
        tokens = {
            person.id: opened.tokens.issue(person.id, at=clock(), valid=timedelta(days=30))
            for person in people
        }
        application = build_app(
            opened.office, opened.tokens, build_schema(), edge_of(graphiql=True), desk=opened.desk
        )
        tell: Callable[[str], None] = (
            (lambda url: _as_json(url, people, tokens, desk.code))
            if as_json
            else (lambda url: _as_text(url, people, tokens, desk.code))
        )
        serving.serve(application, host, port, tell)


@contextmanager
def _ending_as_by_hand() -> Iterator[None]:
    """Let a service manager's stop and a closed terminal clean up as Ctrl+C does."""

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    stops = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, end) for number in stops}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _folder(keep: Path | None, stack: ExitStack) -> Path:
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sekisho-")))
    if keep.exists() and not keep.is_dir():
        raise Failure(
            f"{keep} はフォルダではありません。新しいフォルダを指定してください。"
            f" / {keep} is no folder: name a new folder."
        )
    if keep.exists() and any(keep.iterdir()):
        raise Failure(
            f"{keep} は空ではありません。新しいフォルダを指定してください。"
            f" / {keep} is not empty: name a new folder."
        )
    keep.mkdir(parents=True, exist_ok=True)
    return keep


def _as_json(url: str, people: tuple[Person, ...], tokens: dict[UUID, str], code: str) -> None:
    say_json(
        {
            "url": url,
            "people": [
                {
                    "name": person.name,
                    "party": person.party,
                    "roles": list(person.roles),
                    "token": tokens[person.id],
                }
                for person in people
            ],
            "receipt": code,
        }
    )


def _as_text(url: str, people: tuple[Person, ...], tokens: dict[UUID, str], code: str) -> None:
    out.print(f"\n[bold]Sekisho（関所）[/] {url}/graphql")
    out.print(f"ブラウザーで試す / Try it in a browser: {url}/graphiql\n")
    for person in people:
        out.print(f"[bold]{person.name}[/]（{person.party}: {', '.join(person.roles)}）")
        out.print(f"  {tokens[person.id]}", markup=False, style="dim")
    reader = next(one for one in people if one.party == "MZ" and one.roles == ("member",))
    out.print(f"\n{reader.name} として尋ねる / Ask as {reader.name}:\n")
    out.print(
        f"curl -s {url}/graphql -H 'Content-Type: application/json' \\\n"
        f"  -H 'Authorization: Bearer {tokens[reader.id]}' \\\n"
        f"  -d '{_body(QUERY)}'",
        markup=False,
    )
    out.print(
        f"\n相談窓口：匿名の相談者の受付番号 [bold]{code}[/]（トークンなしで尋ねる）"
        " / The desk: the receipt code of an anonymous consulter, asked with no token:\n"
    )
    out.print(
        f"curl -s {url}/graphql -H 'Content-Type: application/json' \\\n"
        f"  -d '{_body(RECEIPT % code)}'",
        markup=False,
    )
    out.print("\n終了は Ctrl+C / Stop with Ctrl+C")


def _body(query: str) -> str:
    escaped = query.replace('"', '\\"')
    return f'{{"query": "{escaped}"}}'
