"""`make hostile`: hostile requests by the ten thousand against a real service on this machine.

Each kind gets its 4xx; between them good questions are answered; the service's memory is looked at.
Prints a table on stderr and JSON on stdout. The tests send each kind a few times (`KINDS`).
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from examples.play import Clock, play
from service import house
from service.settings import Settings

GOOD: Final = '{"query": "{ me { name } countermeasures(first: 5) { nodes { title status } } }"}'
_GRAPHQL = {"Accept": "application/graphql-response+json"}
_RARE = 200
"""Requests that are megabytes large are sent once where others are sent so many times."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A hostile request and what it is answered with. Headers of None are left out."""

    name: str
    status: int
    body: bytes = GOOD.encode()
    headers: dict[str, str | None] = field(default_factory=dict)
    method: str = "POST"
    path: str = "/graphql"
    rare: bool = False


def _asks(name: str, query: str, status: int = 400, **others: Any) -> Kind:
    """A document that no limit or rule lets through; told by the status of the newer media type."""
    body = json.dumps({"query": query, **others}).encode()
    return Kind(name, status, body, dict(_GRAPHQL))


def _json(name: str, body: bytes) -> Kind:
    return Kind(f"JSON: {name}", 400, body)


def _sent(name: str, status: int, **headers: str | None) -> Kind:
    named = {one.replace("_", "-"): value for one, value in headers.items()}
    return Kind(name, status, headers=named)


def _token(header: dict[str, str], claims: dict[str, Any], signature: str) -> str:
    def encoded(part: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

    return f"Bearer {encoded(header)}.{encoded(claims)}.{signature}"


def _fan_out(depth: int) -> str:
    doubled = [f"fragment f{i} on Me {{ ...f{i + 1} ...f{i + 1} }}" for i in range(depth)]
    return "{ me { ...f0 } } " + " ".join(doubled) + f" fragment f{depth} on Me {{ name }}"


def _form(*files: int, mapped: str = '{"0": ["variables.f"]}') -> tuple[bytes, str]:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
        b'{"query": "{ me { name } }", "variables": {"f": null}}\r\n',
        b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n' + mapped.encode() + b"\r\n",
    ]
    for number, size in enumerate(files):
        parts.append(
            b'--x\r\nContent-Disposition: form-data; name="%d"; filename="a.pdf"\r\n\r\n' % number
            + b"%PDF-".ljust(size, b"x")
            + b"\r\n"
        )
    return b"".join(parts) + b"--x--\r\n", "multipart/form-data; boundary=x"


def _forms() -> Iterator[Kind]:
    for name, status, (body, kind), rare in (
        ("form: no boundary", 400, (_form(9)[0], "multipart/form-data"), False),
        ("form: without a file", 400, _form(), False),
        ("form: two files", 400, _form(9, 9), False),
        ("form: a map to nowhere", 400, _form(9, mapped='{"0": ["variables.g.h"]}'), False),
        ("form: a map to a query", 400, _form(9, mapped='{"0": ["query"]}'), False),
        (
            "form: in Punycode",
            415,
            (_form(9)[0], "multipart/form-data; boundary=x; charset=punycode"),
            False,
        ),
        ("form: a file of 13 MB", 413, _form(13_000_000), True),
    ):
        yield Kind(name, status, body, {"Content-Type": kind}, rare=rare)


_CLAIMS = {"sub": "00000000-0000-0000-0000-000000000000", "aud": "sekisho", "exp": 9_999_999_999}
_WIDE = " ".join(f"... on Query {{ a: me {{ b: name c{i}: name }} }}" for i in range(150))

KINDS: Final[tuple[Kind, ...]] = (
    *(
        _json(name, body)
        for name, body in {
            "nothing": b"",
            "cut off": b'{"query": "{ me',
            "a text": b'"{ me { name } }"',
            "a number": b"123",
            "null": b"null",
            "a list": b"[]",
            "a batch": b'[{"query": "{ me { name } }"}]',
            "not UTF-8": b'{"query": "\xff\xfe"}',
            "50,000 brackets": b"[" * 50_000,
            "40 objects deep": b'{"a":' * 40 + b"1" + b"}" * 40,
            "NaN": b'{"query": "{ me { name } }", "variables": {"a": NaN}}',
            "Infinity": b'{"query": "{ me { name } }", "variables": {"a": -Infinity}}',
            "a number without end": b'{"query": "{ me { name } }", "variables": {"a": 1e999}}',
            "9,000 digits": b'{"query": "{ me { name } }", "variables": {"a": %b}}' % (b"9" * 9000),
            "a key twice": b'{"query": "{ me { name } }", "query": "{ me { id } }"}',
            "half a surrogate pair": b'{"query": "{ me { name } }", "variables": {"a": "\\ud800"}}',
            "another shape": b'{"query": {"a": 1}}',
            "variables in a list": b'{"query": "{ me { name } }", "variables": [1]}',
        }.items()
    ),
    _sent("sent as text", 415, Content_Type="text/plain"),
    _sent("sent as a form field", 415, Content_Type="application/x-www-form-urlencoded"),
    _sent("sent as almost JSON", 415, Content_Type="x/application/jsonp"),
    _sent("sent in UTF-16", 415, Content_Type="application/json; charset=utf-16"),
    _sent("sent as nothing", 415, Content_Type=None),
    _sent("sent compressed", 415, Content_Encoding="gzip"),
    _sent("wanted as a page", 406, Accept="text/html"),
    *(
        Kind(f"{method} with a query", 405, b"", method=method, path="/graphql?query={me{name}}")
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
    ),
    Kind(
        "GET of a stream",
        405,
        b"",
        {"Accept": "text/event-stream"},
        method="GET",
        path="/graphql?query=subscription{a}",
    ),
    _sent("from another site", 403, Origin="https://elsewhere.example"),
    _sent("from a page without an origin", 403, Origin="null"),
    _sent("as a cross-site request", 403, Sec_Fetch_Site="cross-site"),
    _sent("for another host", 421, Host="elsewhere.example"),
    _sent("no token", 401, Authorization=None),
    _sent("a token of noise", 401, Authorization="Bearer x.y.z"),
    _sent("a token of 9,000 letters", 401, Authorization="Bearer " + "x" * 9_000),
    _sent("a token without a signature", 401, Authorization=_token({"alg": "none"}, _CLAIMS, "")),
    _sent(
        "a token signed otherwise", 401, Authorization=_token({"alg": "HS256"}, _CLAIMS, "eHh4")
    ),
    Kind("a body of 101 kB", 413, b" " * 101_000),
    _sent("a body said to be 10 GB", 413, Content_Length="10000000000"),
    *_forms(),
    _asks("no GraphQL", "{"),
    _asks("fragments that open to 2^50 fields", _fan_out(50)),
    _asks("a cycle of fragments", "{ me { ...a } } fragment a on Me { ...b } fragment b on Me { ...a }"),
    _asks("a fragment that is not there", "{ me { ...nope } }"),
    _asks("a fragment nobody uses", "{ me { name } } fragment a on Me { name }"),
    _asks("300 levels", "{ me" * 300 + "}" * 300),
    _asks("50 levels of what is there", "{ causes { nodes { " + "countermeasures { causes { " * 25 + "id" + " } }" * 25 + " } } }"),
    _asks("31 aliases", "{ me { " + " ".join(f"a{i}: name" for i in range(31)) + " } }"),
    _asks("31 directives", "{ me { name " + "@include(if: true) " * 31 + "} }"),
    _asks("21 root fields", "{ " + "me { name } " * 21 + "}"),
    _asks("501 fields", "{ me { " + "name " * 501 + "} }"),
    _asks("too dear pages", "{ a: countermeasures(first: 100) { nodes { " + "id " * 210 + "} } }"),
    _asks("too dear pages of 50 unless stated", "{ countermeasures { nodes { causes { " + "id " * 410 + "} } } }"),
    _asks("2,001 tokens", "{ me { " + "name " * 2_001 + "} }"),
    _asks("fields that overlap, 22 kB of them", "{ " + "a: me { b: name } " * 1_200 + "}"),
    _asks("fields that overlap within the limits", "{ " + _WIDE + " }"),
    _asks("two operations, none chosen", "query a { me { name } } query b { me { name } }"),
    _asks("two mutations", 'mutation { a: stateCause(input: {idempotencyKey: "a", statement: "a"}) { __typename } b: stateCause(input: {idempotencyKey: "b", statement: "b"}) { __typename } }'),
    _asks("a subscription where none is answered", "subscription { __typename }"),
    _asks("a schema asked of itself", "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } }"),
    _asks("40 wrappings of a type", '{ __type(name: "Me") { ' + "ofType { " * 40 + "name" + " }" * 40 + " } }"),
    _asks("5,000 digits", "{ incidents(first: " + "9" * 5_000 + ") { totalCount } }"),
    _asks("a number without end", "{ incidents(first: 1e999) { totalCount } }"),
    _asks("a misspelled field", "{ me { nane } }"),
    _asks("NUL in a text", r'{ node(id: "\u0000") { id } }'),
    _asks("20,000 values", "query ($c: [String!]) { causes(filter: {codes: $c}) { totalCount } }", variables={"c": ["a"] * 19_000}),
    _asks("a text in place of a number", "query ($n: Int!) { causes(first: $n) { totalCount } }", variables={"n": "x" * 90_000}),
)  # fmt: skip


class Line:
    """One connection to the service, kept as long as the service keeps it."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._kept: http.client.HTTPConnection | None = None

    def send(self, kind: Kind) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        wanted: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self._port}",
            "Content-Type": "application/json",
            "Content-Length": str(len(kind.body)),
            "Authorization": f"Bearer {self._token}",
        }
        headers = {n: v for n, v in (wanted | kind.headers).items() if v is not None}
        for again in (False, True):  # what was kept may have been closed by now
            line = self._kept = self._kept or http.client.HTTPConnection(
                "127.0.0.1", self._port, 60
            )
            try:
                line.putrequest(kind.method, kind.path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers.items():
                    line.putheader(name, value)
                line.endheaders()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    line.send(kind.body)
                answer = line.getresponse()
                told = answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                self.close()
                if again:
                    raise
                continue
            if answer.will_close or "Content-Length" in kind.headers:
                self.close()
            return told
        raise AssertionError("answered or raised")

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None


GOOD_ONE: Final = Kind("a good question", 200)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """A service over the example register: its process, its port, and a token for it."""
    clock = Clock()
    settings = Settings.of(f"sqlite:///{folder / 'register.sqlite'}")
    opened = house.found(settings, clock)
    people = play(opened.office, clock)
    member = next(p.id for p in people if p.party == "MZ" and p.roles == ("member",))
    token = opened.tokens.issue(member, at=house.system_clock(), valid=timedelta(days=1))
    opened.close()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("sekisho"), "serve", "--port", "0"],
        env=os.environ
        | {"SEKISHO_DATABASE_URL": f"sqlite:///{settings.database_file}", "SEKISHO_RATE": "off"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        told = re.search(r":(\d+)/", process.stderr.readline())
        assert told is not None
        yield process, int(told[1]), token
    finally:
        process.terminate()
        process.communicate(timeout=30)


def memory(process: int) -> int:
    """Bytes of memory that a process holds now (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def _in_turn(number: int) -> Iterator[Kind]:
    """So many requests, all kinds in turn; a good question after each round."""
    sent = rounds = 0
    while True:
        for kind in KINDS:
            if not kind.rare or rounds % _RARE == 0:
                yield kind
                sent += 1
                if sent == number:
                    return
        yield GOOD_ONE
        rounds += 1


def attack(
    port: int, token: str, number: int, lines: int = 4
) -> tuple[dict[str, list[float]], list[str]]:
    """Send so many hostile requests; the seconds that each kind took, and what went wrong."""
    taken: dict[str, list[float]] = {kind.name: [] for kind in (*KINDS, GOOD_ONE)}
    wrong: list[str] = []

    def one_line(share: int) -> None:
        line = Line(port, token)
        for kind in _in_turn(share):
            begun = time.perf_counter()
            status, body = line.send(kind)
            taken[kind.name].append(time.perf_counter() - begun)
            if status != kind.status:
                wrong.append(f"{kind.name}: {status} instead of {kind.status}: {body[:200]!r}")
        line.close()

    with ThreadPoolExecutor(lines) as pool:
        for done in [pool.submit(one_line, number // lines) for _ in range(lines)]:
            done.result()
    return taken, wrong


def main() -> None:
    """Attack in ten parts, and look at the memory after each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=100_000)
    number = parser.parse_args().requests
    with (
        tempfile.TemporaryDirectory(prefix="sekisho-hostile-") as folder,
        served(Path(folder)) as (process, port, token),
    ):
        report = _measure(process.pid, port, token, number)
    console = Console(stderr=True)
    table = Table("request", "status", "median ms", "longest ms")
    for name, status, median, longest in report["kinds"]:
        table.add_row(name, str(status), f"{median:.2f}", f"{longest:.1f}")
    console.print(table)
    for said in report["wrong"]:
        console.print(f"× {said}", markup=False)
    console.print({name: value for name, value in report.items() if name not in ("kinds", "wrong")})
    print(json.dumps(report, ensure_ascii=False))
    if report["wrong"]:
        sys.exit(1)


def _measure(process: int, port: int, token: str, number: int) -> dict[str, Any]:
    everything: dict[str, list[float]] = {}
    wrong: list[str] = []
    held: list[float] = []
    begun = time.perf_counter()
    measure: Callable[[], None] = lambda: held.append(round(memory(process) / 1e6, 1))  # noqa: E731 -- a mark in a list
    measure()
    for _ in range(10):
        taken, said = attack(port, token, number // 10)
        for name, seconds in taken.items():
            everything.setdefault(name, []).extend(seconds)
        wrong += said
        measure()
    statuses = {kind.name: kind.status for kind in (*KINDS, GOOD_ONE)}
    return {
        "kinds": [
            (name, statuses[name], statistics.median(seconds) * 1e3, max(seconds) * 1e3)
            for name, seconds in everything.items()
            if seconds
        ],
        "requests": sum(map(len, everything.values())),
        "seconds": round(time.perf_counter() - begun, 1),
        "memory_mb": held,
        "wrong": list(islice(wrong, 20)),
    }


if __name__ == "__main__":
    main()
