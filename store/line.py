"""The line to a server: what is sent on it does not wait for the answers to what was sent before.

A command takes as many ways to the server and back as it has questions that the next step hangs on;
telling, writing and committing go along with these. SQLite has no server, and no line.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event

_OPEN: Final = "sekisho.line"


def open_line(connection: sa.Connection) -> bool:
    """Wait for no answer from now on, but where one is fetched: until the transaction ends, or something
    goes through SQLAlchemy, which looks at each answer.

    Answers whether it was opened just now. The driver would open one within another, and begin that by
    waiting for answers, whether or not all that was written before has left: behind a file of a
    megabyte, driver and server then wait for each other for good.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" or driver.info.pipeline_status:
        return False
    line = driver.pipeline()
    line.__enter__()
    connection.info[_OPEN] = line
    return True


def close_line(connection: sa.Connection) -> None:
    """Wait for all answers, if a line is open; raises the first error among them."""
    line = connection.info.pop(_OPEN, None)
    if line is not None:
        with worded(connection):
            line.__exit__(None, None, None)


class worded:  # noqa: N801 -- used like a function, and at every statement: a generator would take four times as long
    """Raise the driver's errors as SQLAlchemy would, without the values of the statement."""

    __slots__ = ("_connection", "_sql")

    def __init__(self, connection: sa.Connection, sql: str = "") -> None:
        self._connection, self._sql = connection, sql

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        dialect = self._connection.dialect
        if isinstance(error, dialect.loaded_dbapi.Error):
            raise sa.exc.DBAPIError.instance(
                self._sql,
                None,
                error,
                dialect.loaded_dbapi.Error,
                hide_parameters=True,
                dialect=dialect,
            ) from error


def mind_lines(engine: sa.Engine) -> None:
    """Let every line of this engine end in time."""
    event.listen(engine, "before_cursor_execute", lambda connection, *_: close_line(connection))
    event.listen(engine, "commit", _commit)
    event.listen(engine, "rollback", _give_up)


def _commit(connection: sa.Connection) -> None:
    """Send the COMMIT along: the server carries it out if all before it went well."""
    if _OPEN in connection.info:
        driver: Any = connection.connection.driver_connection
        try:
            with worded(connection):
                driver.execute("COMMIT", prepare=False)
        except sa.exc.DBAPIError:  # of what was sent before; nobody else closes the line then
            _give_up(connection)
            raise
        close_line(connection)


def _give_up(connection: sa.Connection) -> None:
    """What becomes of all that was sent matters no more: it is taken back. A connection that the server
    ended has no line."""
    if not connection.invalidated:
        with suppress(sa.exc.DBAPIError):
            close_line(connection)
