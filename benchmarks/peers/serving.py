"""Starts Sekisho and its peers as processes of their own over one database, and ends them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from benchmarks.listing import QUERY
from benchmarks.load import Peer, request_of
from service.settings import Settings

SECONDS_TO_START: Final = 60
SECONDS_TO_END: Final = 15
NODE: Final = Path(__file__).parents[1] / "node"
OLDEST_NODE: Final = 22
"""The first version of Node.js that PostGraphile 5 runs on."""

AS_POSTGRAPHILE_NAMES_IT: Final = """
{ countermeasures: allCountermeasures(first: 100) { nodes { id: rowId code title items kind
    status verdict overdue(statusDate: "2023-04-15") responsible { party { code } }
    schedule { wording kind start due certainty slipCount slips { reason } }
    causes { statement category kind incidents { title figures { label value unit } } } } } }
"""
"""The meeting query of `benchmarks.listing`, by the names that PostGraphile gives."""


class PeerDidNotStart(Exception):
    """A process that ended, or that nobody could reach in time; the message is what it said."""


@contextmanager
def sekisho(settings: Settings, token: str, workers: int) -> Iterator[Peer]:
    """`sekisho serve`, with logins of its own to write and to read; nobody is asked to wait."""
    command = [str(Path(sys.executable).with_name("sekisho")), "serve"]
    environment = {
        "SEKISHO_DATABASE_URL": _text(settings.database_url),
        "SEKISHO_READER_URL": _text(settings.reader_url),
        "SEKISHO_KEY_FILE": str(settings.key_file),
        "SEKISHO_RATE": "off",
    }
    port = _free_port()
    command += ["--port", str(port), "--workers", str(workers)]
    with _running(command, port, environment):
        yield Peer(
            f"Sekisho, {_processes(workers)}",
            port,
            request_of(port, QUERY, Authorization=f"Bearer {token}"),
        )


@contextmanager
def strawberry_orm(settings: Settings) -> Iterator[Peer]:
    """`strawberry_orm.py`, served by uvicorn; its login is let through the locks of rows."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.peers.strawberry_orm:app"]
    command += ["--port", str(port), "--log-level", "warning"]
    environment = {"DATABASE_URL": _text(settings.owner_url)}
    with _running(command, port, environment):
        yield Peer("Strawberry over ORM rows", port, request_of(port, QUERY))


@contextmanager
def postgraphile(settings: Settings, node: Path, workers: int) -> Iterator[Peer]:
    """PostGraphile 5 over the views of `meeting.sql`; its login is let through the locks of rows."""
    port = _free_port()
    environment = {
        "DATABASE_URL": _text(settings.owner_url.set(drivername="postgresql")),
        "NODE_ENV": "production",
        "PORT": str(port),
        "WORKERS": str(workers),
    }
    with _running([str(node), str(NODE / "postgraphile.mjs")], port, environment):
        yield Peer(
            f"PostGraphile 5, {_processes(workers)}",
            port,
            request_of(port, AS_POSTGRAPHILE_NAMES_IT),
        )


def node_of_peers() -> Path | None:
    """A Node.js that PostGraphile runs on, if npm has fetched PostGraphile; None where not.

    Taken from the lock, whose packages hold the binary itself; else what is on the path.
    """
    modules = NODE / "node_modules"
    if not (modules / ".ready").exists():
        return None
    found = [*modules.glob("node-*/bin/node"), *map(Path, filter(None, [shutil.which("node")]))]
    return next((one for one in found if _is_new_enough(one)), None)


def _is_new_enough(node: Path) -> bool:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # of another machine
        return False
    return int(told.stdout.removeprefix("v").partition(".")[0]) >= OLDEST_NODE


@contextmanager
def _running(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """The command as a process, from when somebody listens on the port; raises PeerDidNotStart."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=said, stderr=said)
        try:
            until = time.monotonic() + SECONDS_TO_START
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise PeerDidNotStart(said.read().decode(errors="replace"))
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as trying:
        trying.bind(("127.0.0.1", 0))
        port: int = trying.getsockname()[1]
    return port


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def _processes(workers: int) -> str:
    return "1 process" if workers == 1 else f"{workers} processes"
