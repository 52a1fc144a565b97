"""Several processes answer over one socket: each commits for itself, and one that dies is replaced."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from service import house
from tests.grounds import environment
from tests.houses import Home

WORKERS = 2
SEKISHO = Path(sys.executable).with_name("sekisho")
REPORT = (
    "mutation ($input: ReportIncidentInput!)"
    " { reportIncident(input: $input) { __typename ... on Record { code } } }"
)


@dataclass(frozen=True, slots=True)
class Served:
    """A running service, and a token for it."""

    process: subprocess.Popen[str]
    url: str
    token: str
    said: list[str]

    def ask(self, query: str, **variables: object) -> dict[str, object]:
        request = urllib.request.Request(
            f"{self.url}/graphql",
            data=json.dumps({"query": query, "variables": variables}).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            data: dict[str, object] = json.loads(answer.read())["data"]
            return data

    def workers(self) -> set[int]:
        """The processes that answer now."""
        return {pid for pid, command in below(self.process.pid) if "spawn_main" in command}


def below(parent: int) -> Iterator[tuple[int, str]]:
    """The processes that this one began, and their commands."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,command="],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in listed.stdout.splitlines():
        pid, began, state, command = line.split(None, 3)
        if int(began) == parent and not state.startswith("Z"):
            yield int(pid), command


@contextmanager
def serving(home: Home, *arguments: str) -> Iterator[Served]:
    """The service on this house's database; it is ended in any case, with all it began."""
    home.clock.now = house.system_clock()
    token = home.house.tokens.issue(
        home.people["MZ editor"], at=home.clock(), valid=timedelta(hours=1)
    )
    process = subprocess.Popen(
        [SEKISHO, "serve", "--port", "0", *arguments],
        env=os.environ | environment(home.house.settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = [process.stderr.readline()]
        url = re.search(r"http://[^/]+", said[0])
        assert url, said[0] + (process.stderr.read() if process.poll() is not None else "")
        yield Served(process, url[0], token, said)
    finally:
        for pid, _ in below(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait(30)
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    with serving(home, "--workers", str(WORKERS)) as service:
        yield service


def test_they_write_to_one_register_and_ctrl_c_ends_them_all(home: Home, served: Served) -> None:
    first, before = served.workers(), home.facts()
    assert len(first) == WORKERS

    def report(number: int) -> object:
        answer = served.ask(REPORT, input={"title": f"{number}", "idempotencyKey": str(uuid4())})
        return answer["reportIncident"]

    with ThreadPoolExecutor(8) as pool:
        reported = list(pool.map(report, range(40)))
    assert all(isinstance(one, dict) and one["__typename"] == "Incident" for one in reported)
    assert home.facts() == before + 40
    for _ in range(10):  # whichever answers sees what another wrote
        assert served.ask("{ incidents { totalCount } }") == {"incidents": {"totalCount": 40}}

    os.kill(min(first), signal.SIGKILL)
    until(lambda: len(served.workers()) == WORKERS and min(first) not in served.workers())
    until(lambda: answers(served))
    workers = served.workers()
    assert len(workers - first) == 1, "the one that died was replaced"

    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(30) == 0
    until(lambda: not workers & running())
    assert served.process.stderr is not None
    rest = served.process.stderr.read()
    assert "http://" not in rest, "said once that it is ready"
    assert "Traceback" not in rest


@pytest.mark.sqlite_only("the same on any database")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGHUP])
def test_a_service_manager_ends_them_all(served: Served, stop: signal.Signals) -> None:
    workers = served.workers()
    assert workers
    served.process.send_signal(stop)
    assert served.process.wait(30) == 0
    until(lambda: not workers & running())


@pytest.mark.sqlite_only("the same on any database")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_said(home: Home, workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [SEKISHO, "serve", "--port", port, "--workers", workers],
            env=os.environ | environment(home.house.settings),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert "--port" in done.stderr and "Traceback" not in done.stderr


def running() -> set[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,stat="], capture_output=True, text=True, check=True
    )
    pairs = (line.split() for line in listed.stdout.splitlines())
    return {int(pid) for pid, state in pairs if not state.startswith("Z")}


def until(done: object, seconds: float = 30) -> None:
    """Wait for something to become true."""
    assert callable(done)
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(served: Served) -> bool:
    try:
        return "me" in served.ask("{ me { name } }")
    except OSError:
        return False
