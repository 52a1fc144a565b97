"""Another wrapping key for the keys of subjects, whatever interrupts the change.

The key to come is written beside the old one, then all keys are wrapped anew in one transaction, then the new
file takes the old one's place. Both files are judged and changed behind the lock of the key store alone, so
that nobody takes a change that is under way for one that broke off.
"""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from store.engine import snapshot
from store.keys import KeyDoesNotFit, KeyFileIsMissing, WrappingKey
from store.subjects import SubjectKeys, changing_keys, is_wrapped_by, some_key
from store.tables import SUBJECT_KEYS


def to_come(file: Path) -> Path:
    """Where the key stands that is to take this one's place."""
    return file.with_name(file.name + ".new")


def fitting(engine: sa.Engine, file: Path) -> WrappingKey:
    """The wrapping key in the file. Where a change of it broke off, the change is ended first: whichever of
    the two fits the keys is taken. Raises KeyFileIsMissing, KeyDoesNotFit."""
    found = _key_in(file)
    with snapshot(engine) as connection:
        fits = _is_there(connection) and _fits(connection, found)
    if found is not None and fits and not to_come(file).exists():
        return found
    with changing_keys(engine) as connection:
        _end(connection, file)
        return WrappingKey.read(file)


def rotate(engine: sa.Engine, file: Path) -> int:
    """Wrap all keys by a new wrapping key, which the file holds from then on; answers of how many
    subjects.

    Interrupted anywhere, it has happened or it has not: `fitting` finds out. Raises KeyFileIsMissing,
    KeyDoesNotFit.
    """
    coming = to_come(file)
    with changing_keys(engine) as connection:
        _end(connection, file)
        keys = SubjectKeys(engine, WrappingKey.read(file))
        if coming.exists():
            raise KeyDoesNotFit(
                f"{file} も {coming} も鍵の保管庫に合いません。正しい鍵ファイルをバックアップから戻してください。"
                f" / Neither {file} nor {coming} fits the key store: restore the right key file."
            )
        try:
            new = WrappingKey.found(coming)
            _make_durable(coming.parent)
            count = keys.rewrap_within(connection, new)
        except BaseException:
            coming.unlink(missing_ok=True)
            raise
    fitting(engine, file)
    return count


def _end(connection: sa.Connection, file: Path) -> None:
    """End a change that broke off. Where neither key fits, or there is nothing to fit, both files stay."""
    coming = to_come(file)
    if not coming.exists() or not _is_there(connection):
        return
    if _fits(connection, _key_in(coming)):
        coming.replace(file)
    elif _fits(connection, _key_in(file)):
        coming.unlink()
    _make_durable(file.parent)


def _is_there(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table(SUBJECT_KEYS.name)


def _key_in(file: Path) -> WrappingKey | None:
    """The key in a file; none in one that is half written, or not there."""
    try:
        return WrappingKey.read(file)
    except (KeyDoesNotFit, KeyFileIsMissing):
        return None


def _fits(connection: sa.Connection, key: WrappingKey | None) -> bool:
    found = some_key(connection)
    if key is None or found is None:
        return False
    return is_wrapped_by(found.subject, found.wrapped, key)


def _make_durable(folder: Path) -> None:
    """Let what was renamed in the folder stay so behind a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
