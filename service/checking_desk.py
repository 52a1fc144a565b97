"""What `sekisho check` says of the desk: its files, its logins, its keys, and its rows against its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from commands.desk.office import DeskOffice
from projections.desk.folding import fold_desk
from projections.desk.tables import METADATA as DESK_ROWS
from service import database, rights
from service.finding import Finding, private, some
from service.house import House
from service.key_store import Holdings, holdings
from service.settings import DESK_URL, Settings
from store.engine import DESK_SCHEMA, KEYS_SCHEMA
from store.keys import KeyDoesNotFit
from store.tables import DESK

BATCH: Final = 1_000

_RESTORE = (
    "より新しい写しがあれば、サービスを止め、今の保管庫をよけてから戻してください（sekisho keys restore、docs/operations.md）。"
    " / If there is a newer copy of the key store, stop the service, put this one aside and restore that"
    " (sekisho keys restore, docs/operations.md)."
)


def desk_findings(opened: House) -> Iterator[Finding]:
    """What there is to say of the desk, in the order an operator would look."""
    settings = opened.settings
    if settings.on_postgresql:
        yield from _rights(opened)
    if opened.desk is None:
        yield Finding(
            False,
            "相談窓口は使えません / There is no desk",
            f"使うなら、相談窓口専用のログインを {DESK_URL} に指定し、sekisho migrate を実行してください（docs/operations.md）。"
            f" / To have one, name a login of its own in {DESK_URL} and run sekisho migrate"
            " (docs/operations.md).",
            serious=False,
        )
        return
    yield from _files(settings)
    yield from _shape(opened.desk)
    yield from _facts(opened.desk)


def _files(settings: Settings) -> Iterator[Finding]:
    for what, file in (
        ("相談窓口 / Desk", settings.desk_file),
        ("相談窓口の鍵の保管庫 / Desk's key store", settings.desk_keys_file),
        ("相談窓口の鍵ファイル / Desk's key file", settings.desk_key_file),
    ):
        if file is not None:
            yield private(what, file)


def _shape(desk: DeskOffice) -> Iterator[Finding]:
    assert desk.log.subjects is not None, "the desk's log is sealed by subject"
    differing = database.differences(desk.log.engine, database.DESK) or database.differences(
        desk.log.subjects.engine, database.KEYS
    )
    yield Finding(
        differing is None,
        "相談窓口の表の形 / Desk's tables"
        if differing is None
        else f"相談窓口の表の形が違います / Desk's tables differ: {differing}",
        "手作業の変更を戻すか、バックアップから復元してください。"
        " / Undo what was changed by hand, or restore a backup.",
    )


def _rights(opened: House) -> Iterator[Finding]:
    """On PostgreSQL: the desk's login has its rights, nobody else any, and the logins of the register come
    to the desk by no other way."""
    settings = opened.settings
    with opened.log.following() as connection:
        owner = str(rights.owner_of_tables(connection))
        desk = settings.desk_url and str(settings.desk_url.username)
        logins = dict.fromkeys(
            str(url.username) for url in (settings.database_url, settings.reader_url)
        )
        roles = rights.Roles(owner, *_two(list(logins)), desk)
        told: list[str] = []
        for schema, wanted in rights.wanted_at_the_desk(roles).items():
            standing = rights.standing(connection, schema)
            if desk is None:  # as it was granted when there was one
                standing = {one for one in standing if one.login in {*logins, rights.PUBLIC}}
            told += [f"- {_in(schema, one)}" for one in sorted(wanted - standing)]
            told += [f"+ {_in(schema, one)}" for one in sorted(standing - wanted)]
        yield Finding(
            not told,
            "相談窓口の権限 / Desk's rights"
            if not told
            else f"相談窓口の権限が違います / Desk's rights differ: {some(told)}",
            "sekisho migrate を実行すると定めどおりに戻ります。"
            " / sekisho migrate gives back what is meant (-) and takes what is not (+).",
        )
        for login in logins:
            if not _is_above(connection, login, owner):
                yield from _apart(connection, login, desk)


def _two(logins: list[str]) -> tuple[str, str]:
    return logins[0], logins[-1]


def _in(schema: str, one: rights.Right) -> rights.Right:
    return replace(one, table=f"{schema}.{one.table}")


def _is_above(connection: sa.Connection, login: str, owner: str) -> bool:
    """Whether a login has the owner's rights, or a superuser's: that is told of it as it is."""
    query = sa.text(
        "SELECT rolsuper OR pg_has_role(rolname, CAST(:owner AS name), 'USAGE')"
        " FROM pg_roles WHERE rolname = :login"
    )
    return bool(connection.execute(query, {"login": login, "owner": owner}).scalar())


def _apart(connection: sa.Connection, login: str, desk: str | None) -> Iterator[Finding]:
    """Whether a login of the register comes to the desk: as its login, or by a role it is a member of."""
    if login == desk:
        yield Finding(
            False,
            f"{login} は台帳と相談窓口の両方のログインです / {login} is the register's login and the desk's",
            f"相談窓口専用のログインを作り、{DESK_URL} に指定してください（docs/operations.md）。"
            f" / Make a login for the desk alone, and name it in {DESK_URL} (docs/operations.md).",
            serious=False,
        )
        return
    reached = [
        f"{schema}.{table}"
        for schema in (DESK_SCHEMA, KEYS_SCHEMA)
        for table in rights.reached(connection, login, schema)
    ]
    if reached:
        yield Finding(
            False,
            f"台帳のログイン {login} が相談窓口を読めます / {login}, a login of the register, comes to the desk:"
            f" {some(reached)}",
            "そのログインが属する役割（pg_read_all_data など）を外してください。"
            " / Take from it the role that lets it, such as pg_read_all_data.",
        )


def _facts(desk: DeskOffice) -> Iterator[Finding]:
    facts = DESK.facts
    with desk.log.following() as connection:
        count, last = connection.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(facts.c.position), 0))
        ).one()
    yield Finding(
        count == last,
        f"相談窓口の記録 / Desk's facts: {count}",
        "番号が連続していません。バックアップから復元してください。"
        " / Positions have gaps: restore a backup.",
    )
    held = holdings(desk.log)
    yield from _keys(held)
    # What a row is made of is sealed in part: rows are compared where no key is wanting.
    if not (held.missing or held.unrecorded):
        yield from _rows(desk)


def _keys(held: Holdings) -> Iterator[Finding]:
    yield Finding(
        not held.missing,
        f"相談窓口の鍵 / Desk's keys: {held.keys}{_amiss(len(held.missing), '件の鍵がありません / keys are missing')}",
        _RESTORE,
    )
    for subjects, ja, en, remedy in (
        (
            held.undead,
            "消去された相談・人に鍵が残っています",
            "are erased and have a key",
            "sekisho check をもう一度実行してください。続くなら保管庫に書けるか確かめてください。"
            " / Run sekisho check again; if it stays so, see whether the key store can be written to.",
        ),
        (
            held.unrecorded,
            "消去の記録なしに鍵が失われています",
            "lost their key without an erasure on record",
            _RESTORE,
        ),
    ):
        if subjects:
            yield Finding(False, f"{ja} / {en}: {len(subjects)}", remedy)
    if held.otherwise_wrapped:
        yield Finding(
            False,
            f"別の鍵で包まれた鍵があります / Keys wrapped by another key: {held.otherwise_wrapped}",
            _RESTORE,
        )
    if held.lost:
        yield Finding(
            False,
            f"保管庫とともに失われた内容 / Content lost with a key store: {len(held.lost)}",
            "より新しい写しが見つからない限り、戻りません。相談者に連絡できるか確かめてください。"
            " / It stays lost, unless a newer copy of the key store is found: see whether the consulters"
            " can be reached.",
            serious=False,
        )


def _amiss(count: int, said: str) -> str:
    return f"（{count} {said}）" if count else ""


def _rows(desk: DeskOffice) -> Iterator[Finding]:
    """Every fact opens, and the rows are those that the facts give: folded anew in memory."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        with desk.log.following() as connection, engine.begin() as anew:
            DESK_ROWS.create_all(anew)
            try:
                for _, facts in desk.log.reader(connection).batches(BATCH):
                    fold_desk(anew, facts)
            except KeyDoesNotFit as error:
                yield Finding(
                    False, "相談窓口の記録を開けません / Desk's facts do not open", str(error)
                )
                return
            yield Finding(True, "相談窓口の封緘 / Desk's sealed texts open")
            tables = DESK_ROWS.sorted_tables
            differing = [one.name for one in tables if _all(connection, one) != _all(anew, one)]
            count = sum(len(_all(anew, one)) for one in tables)
    finally:
        engine.dispose()
    amiss = f"（記録と違います / not as recorded: {', '.join(differing)}）" if differing else ""
    yield Finding(
        not differing,
        f"相談窓口の行 / Desk's rows: {count}{amiss}",
        "sekisho rebuild を実行してください。 / Run sekisho rebuild.",
    )


def _all(connection: sa.Connection, table: sa.Table) -> list[Any]:
    rows = connection.execute(sa.select(table)).all()
    return sorted(rows, key=lambda row: str(row.id))
