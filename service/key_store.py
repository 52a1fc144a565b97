"""`sekisho keys`: the desk's key store, backed up, restored and wrapped anew; and what it holds, set against the
desk's log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa

from commands.desk.office import erased_in
from domain.desk.ticket import Ticket
from service import database, house, rights
from service.console import err, out
from service.desk_house import (
    desk_log,
    open_keys,
    owner_of,
    owning_desk,
    reach_keys,
    require_desk,
    require_desk_file,
)
from service.outcome import Failure
from service.reaching import reaching, require_newest, whole_or_gone
from service.refilling import refill_desk
from service.settings import OWNER_URL, Settings
from store import rotation
from store.engine import KEYS_SCHEMA, open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.subjects import (
    HASHING,
    SubjectKeys,
    changing_keys,
    holds_no_key,
    is_wrapped_by,
    key_store_shown,
    sealed_for,
)
from store.tables import DESK, SUBJECT_KEYS

LOST: Final = "lost"
"""Stands for the wrapping key of a subject whose key was lost with a key store."""
_BATCH: Final = 1_000

Kept = tuple[UUID, bytes | None, str]
"""A subject, its wrapped key, and the name of the wrapping key."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a key store holds, set against the log: how many keys stand; for whom something is sealed and no
    key was ever kept; who is erased and has a key; whose key was destroyed without an erasure on record, or
    was lost; and how many keys another wrapping key wraps."""

    keys: int
    missing: frozenset[UUID]
    undead: frozenset[UUID]
    unrecorded: frozenset[UUID]
    lost: frozenset[UUID]
    otherwise_wrapped: int


def holdings(log: Log) -> Holdings:
    """What the desk's key store holds, and lacks."""
    assert log.subjects is not None, "the desk's log is sealed by subject"
    with log.following() as connection:
        erased = erased_in(log.reader(connection, (Ticket.SubjectsErased,)))
        sealed = sealed_for(connection, DESK)
    with snapshot(log.subjects.engine) as connection:
        kept = {subject: (wrapped, by) for subject, wrapped, by in _kept(connection)}
    standing = {subject for subject, (wrapped, _) in kept.items() if wrapped is not None}
    lost = {subject for subject, (_, by) in kept.items() if by == LOST}
    name = log.subjects.wrapping.name
    return Holdings(
        keys=len(standing - {HASHING}),
        missing=frozenset(sealed - kept.keys()),
        undead=frozenset(erased & standing),
        unrecorded=frozenset(kept.keys() - standing - erased - lost),
        lost=frozenset(lost - erased),
        otherwise_wrapped=sum(kept[subject][1] != name for subject in standing),
    )


# ----- backup -----------------------------------------------------------------------------------


def backup(to: Path) -> None:
    """Copy the key store into a new SQLite file that is its owner's alone."""
    settings = _settings()
    keys = open_keys(settings)
    try:
        count = copy_keys(keys, to)
    finally:
        keys.engine.dispose()
    out.print(f"{to}: {count} 件の鍵 / keys", markup=False)
    err.print(
        f"鍵は包まれたままです。開くには鍵ファイル {settings.desk_key_file} が要ります。別の場所に保管してください。\n"
        "この写しは、この後に消去された内容も開けます。新しい写しができたら、古い写しは早めに捨ててください。\n"
        f"The keys stay wrapped: it takes the key file {settings.desk_key_file} to open them. Keep it"
        " elsewhere.\nThis copy still opens what is erased from now on: throw it away once there is a"
        " newer one.",
        markup=False,
        style="yellow",
    )


def copy_keys(keys: SubjectKeys, to: Path) -> int:
    """Copy all rows of a key store into a new file; answers how many keys stand. All of them, or no file."""
    try:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise Failure(
            f"{to} は既にあります。新しいファイルを指定してください。"
            f" / {to} is there already: name a new file."
        ) from None
    copy = open_engine(sa.URL.create("sqlite", database=str(to)), journal="DELETE")
    count = 0
    try:
        with (
            whole_or_gone(to),
            database.upgrading(copy, database.KEYS, KEYS_SCHEMA) as there,
            snapshot(keys.engine) as here,
        ):
            for rows in _batches(here):
                there.execute(sa.insert(SUBJECT_KEYS), [row._asdict() for row in rows])
                count += sum(row.wrapped is not None and row.subject != HASHING for row in rows)
    finally:
        copy.dispose()
    return count


# ----- restore ----------------------------------------------------------------------------------


def restore(file: Path, *, incomplete: bool) -> None:
    """Put a backup in the place of a key store that was lost; what the log says is erased stays so."""
    settings = _settings()
    require_desk_file(settings)
    wrapping = WrappingKey.read(settings.desk_key_file)
    kept = {subject: (wrapped, by) for subject, wrapped, by in rows_of_backup(file)}
    _require_fitting(kept, wrapping, settings)
    url, roles = owner_of(settings), rights.Roles.of(settings)
    with owning_desk(settings) as (engine, keys), reaching(url, OWNER_URL):
        require_newest(url, OWNER_URL, engine, database.DESK)
        log = desk_log(engine, keys, wrapping, house.system_clock)
        with log.recorder.writing() as connection:  # nothing is sealed meanwhile
            missing = sealed_for(connection, DESK) - kept.keys()
            erased = erased_in(log.reader(connection, (Ticket.SubjectsErased,)))
            if missing - erased and not incomplete:
                raise Failure(_newer(len(missing - erased)))
            again = sum(kept[one][0] is not None for one in erased & kept.keys())
            kept |= dict.fromkeys(missing, (None, LOST))
            kept |= {one: (None, kept[one][1]) for one in erased & kept.keys()}
            with whole_or_gone(settings.desk_keys_file), changing_keys(keys) as there:
                database.upgrade_beside(there, database.KEYS, KEYS_SCHEMA)
                if roles:
                    rights.grant_keys(there, roles)
                _put(there, kept, settings)
            if missing - erased:  # who asked in what is lost is recognised no more
                refill_desk(log, connection)
    count = sum(kept[one][0] is not None for one in kept.keys() - {HASHING})
    out.print(
        f"{count} 件の鍵を戻しました。記録された消去 {again} 件をやり直しました。"
        f" / Restored {count} keys, and carried out {again} erasures of the log again."
    )
    if missing - erased:
        err.print(
            f"△ {len(missing - erased)} 件の相談・人の内容は、鍵がないため失われました。"
            f" / The content of {len(missing - erased)} tickets or persons is lost: it has no key.",
            style="yellow",
        )


def rows_of_backup(file: Path) -> list[Kept]:
    """The rows of a backup, which stays as it is; raises Failure for any other file."""
    if not file.is_file():
        raise Failure(f"{file} がありません。 / There is no file {file}.")
    uri = f"file:{quote(str(file.resolve()))}"
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    engine = sa.create_engine(sa.URL.create("sqlite", database=uri, query=query))
    try:
        with engine.connect() as connection:
            if database.current_revision(connection) != database.newest_revision(database.KEYS):
                raise _no_backup(file)
            return list(_kept(connection))
    except sa.exc.DBAPIError as e:
        raise _no_backup(file) from e
    finally:
        engine.dispose()


def _put(
    connection: sa.Connection, kept: dict[UUID, tuple[bytes | None, str]], settings: Settings
) -> None:
    if not holds_no_key(connection):
        where = key_store_shown(settings.desk_keys_file)
        raise Failure(
            f"鍵の保管庫（{where}）は空ではありません。失われたときだけ戻せます。何も変えていません。"
            f" / The key store ({where}) is not empty: only a lost one is restored. Nothing was changed."
        )
    rows = [{"subject": one, "wrapped": kept[one][0], "wrapped_by": kept[one][1]} for one in kept]
    mine = SUBJECT_KEYS.c.subject == HASHING
    [secret] = [row for row in rows if row["subject"] == HASHING]
    if connection.execute(sa.update(SUBJECT_KEYS).where(mine).values(secret)).rowcount:
        rows.remove(secret)  # that of a desk that was founded anew gives way
    for start in range(0, len(rows), _BATCH):
        connection.execute(sa.insert(SUBJECT_KEYS), rows[start : start + _BATCH])


def _require_fitting(
    kept: dict[UUID, tuple[bytes | None, str]], wrapping: WrappingKey, settings: Settings
) -> None:
    if kept.get(HASHING, (None, ""))[0] is None:
        raise Failure(
            "この写しは不完全です（受付番号の照合に使う秘密がありません）。別の写しを使ってください。"
            " / This copy is not whole: the secret of the desk's hashes is missing. Use another one."
        )
    if not all(
        wrapped is None or is_wrapped_by(subject, wrapped, wrapping)
        for subject, (wrapped, _) in kept.items()
    ):
        raise Failure(
            f"鍵ファイル {settings.desk_key_file} はこの写しのものではありません。鍵を交換する前の写しなら、"
            "その時の鍵ファイルを戻してください。"
            f" / The key file {settings.desk_key_file} is not the one of this copy. If keys were rotated"
            " since, put the key file of that time back."
        )


def _newer(count: int) -> str:
    return (
        f"この写しより後に記録された相談・人が {count} あり、その鍵がありません。より新しい写しがあればそれを使ってください。"
        "なければ --incomplete を付けると、それらの内容を失って残りを戻します。何も変えていません。"
        f" / {count} tickets or persons were recorded after this copy, and their keys are not in it. Use a"
        " newer copy if there is one; else --incomplete restores the rest and gives up their content."
        " Nothing was changed."
    )


def _no_backup(file: Path) -> Failure:
    return Failure(
        f"{file} は sekisho keys backup の写しではありません（または別の版のものです）。"
        f" / {file} is no copy that sekisho keys backup wrote, or is of another version."
    )


# ----- rotate -----------------------------------------------------------------------------------


def rotate() -> None:
    """Make a new wrapping key for the desk, and wrap all keys by it."""
    settings = _settings()
    keys = reach_keys(settings)
    try:
        count = rotation.rotate(keys, settings.desk_key_file)
    finally:
        keys.dispose()
    out.print(
        f"{count} 件の鍵を新しい鍵で包み直しました。 / Wrapped {count} keys by a new key:"
        f" {settings.desk_key_file}",
        markup=False,
    )
    err.print(
        "動いているサービスは再起動してください（それまで相談窓口は答えません）。鍵ファイルを控え直し、ほかのサーバーにも写し、"
        "sekisho keys backup をやり直してください。古い写しは古い鍵ファイルでしか開けません。\n"
        "Start a running service again: until then its desk does not answer. Keep a copy of the new key"
        " file, take it to the other servers, and run sekisho keys backup again: older copies open with"
        " the old key file alone.",
        style="yellow",
    )


def _settings() -> Settings:
    settings = Settings.from_environment()
    require_desk(settings)
    return settings


def _kept(connection: sa.Connection) -> Iterator[Kept]:
    for rows in _batches(connection):
        for row in rows:
            yield row.subject, row.wrapped, row.wrapped_by


def _batches(connection: sa.Connection) -> Iterator[list[sa.Row[UUID, bytes | None, str]]]:
    query = sa.select(SUBJECT_KEYS).order_by(SUBJECT_KEYS.c.subject)
    with connection.execute(query.execution_options(yield_per=_BATCH)) as found:
        for rows in found.partitions():
            yield list(rows)
