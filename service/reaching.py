"""Reaches a database, and says in words what keeps it from being reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from service import database
from service.settings import OWNER_URL
from store.engine import snapshot


class DatabaseIsNotReady(Exception):
    """The database cannot be reached or is of another version; the message says what to do."""


def make_file(file: Path | None) -> None:
    """Make an empty file that is its owner's alone, unless it is there; on PostgreSQL there is none."""
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)


@contextmanager
def whole_or_gone(file: Path | None) -> Iterator[None]:
    """The same; where it was not there before, or empty, it is gone again if it could not be filled."""
    if file is None or (file.exists() and file.stat().st_size):
        yield
        return
    make_file(file)
    try:
        yield
    except BaseException:
        for suffix in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        raise


@contextmanager
def reaching(url: sa.URL, setting: str) -> Iterator[None]:
    """Say in words what a database answers to who may not come in, or wants what is not there."""
    try:
        yield
    except sa.exc.DBAPIError as e:
        raise _in_words(e, url, setting) from e


def require_newest(
    url: sa.URL, setting: str, engine: sa.Engine, place: Path = database.REGISTER_MIGRATIONS
) -> None:
    """Raise DatabaseIsNotReady unless the database stands at the newest revision of its migrations."""
    with reaching(url, setting), snapshot(engine) as connection:
        at, needed = database.current_revision(connection), database.newest_revision(place)
    if at != needed:
        raise DatabaseIsNotReady(
            f"データベースの版（{at or 'なし'}）が本プログラム（{needed}）と異なります。"
            "バックアップの後、sekisho migrate を実行してください。"
            f" / The database is at revision {at or 'none'}, this program needs {needed}:"
            " back it up, then run sekisho migrate."
        )


def _in_words(error: sa.exc.DBAPIError, url: sa.URL, setting: str) -> Exception:
    said = " ".join(str(error.orig).split())
    if url.get_backend_name() == "sqlite":
        return DatabaseIsNotReady(
            f"{url.database} を SQLite データベースとして開けません（{said}）。"
            "設定を確かめるか、バックアップから復元してください。"
            f" / {url.database} does not open as a SQLite database ({said}):"
            " check the setting, or restore a backup."
        )
    if url.password:
        said = said.replace(str(url.password), "***")
    host = url.host or url.query.get("host") or "localhost"
    where = f"{host}:{url.port or 5432}/{url.database}"
    code = getattr(error.orig, "sqlstate", None) or ""
    if code == "42501":  # insufficient privilege
        return DatabaseIsNotReady(
            f"{where} のログイン {url.username} には権限がありません（{said}）。"
            f"所有者のログインを {OWNER_URL} に指定し、sekisho migrate を実行してください（move では --to-owner）。"
            f" / {url.username} may not do this at {where} ({said}): name the owner's login in"
            f" {OWNER_URL} and run sekisho migrate (with move, in --to-owner)."
        )
    if code == "42704":  # undefined object: a role
        return DatabaseIsNotReady(
            f"{where}: ログインがありません（{said}）。docs/operations.md の SQL で作ってください。"
            f" / {where}: a login is missing ({said}): make it with the SQL of docs/operations.md."
        )
    if code == "55P03":  # lock not available
        return DatabaseIsNotReady(
            f"{where} はほかの処理が使用中です（{said}）。終わってからやり直してください。"
            f" / {where} is in use ({said}): try again when that has ended."
        )
    return DatabaseIsNotReady(
        f"{where} にログイン {url.username} で接続できません（{said}）。"
        f"サーバーが動いているか、{setting} のログイン名・パスワード・データベース名が正しいか確かめてください。"
        f" / Cannot work at {where} as {url.username} ({said}): check that the server runs,"
        f" and the login, password and database of {setting}."
    )
