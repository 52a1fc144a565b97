"""How the command line speaks: answers to stdout, everything else to stderr, in both languages."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def say_json(value: Any) -> None:
    """One line of JSON on stdout, in unescaped UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write((json.dumps(value, ensure_ascii=False) + "\n").encode())
    sys.stdout.buffer.flush()


def refuse(message: str) -> NoReturn:
    """Say on stderr what is wrong and what to do, and end with status 1."""
    err.print(f"[bold red]エラー / Error:[/] {_plain(message)}")
    raise typer.Exit(1)


def _plain(message: str) -> str:
    return message.replace("[", "\\[")


Step = Callable[[str, int, int], None]


@contextmanager
def progress_bar() -> Iterator[Step]:
    """A bar on stderr; the step is told what is done, how far it is and how far it goes."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step


def log_to_stderr() -> None:
    """Send the service's own log to stderr, one line an entry."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
