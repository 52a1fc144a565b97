"""`sekisho check`: looks at configuration and database, and says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
import typer
from rich.markup import escape

from api.identity import TokenKeyIsDamaged
from domain.register.redaction import Redaction
from projections.all import VIEWS
from service import database, house, locks, rights
from service.checking_desk import desk_findings
from service.console import out, progress_bar
from service.filing import OF_EVIDENCE, OF_TICKETS, Filed, unsound_files
from service.finding import Finding, private, some
from service.settings import DATABASE_URL, DESK_URL, OWNER_URL, READER_URL, Settings
from store.engine import open_engine, shown, snapshot
from store.keys import KeyDoesNotFit, KeyFileIsMissing
from store.log import Log
from store.subjects import KeyStoreIsMissing
from store.tables import REGISTER

__all__ = ["Finding", "findings", "run"]

SHOWN = 20
"""How many damaged files are told by name before the rest are counted."""


def run() -> None:
    """Print every finding; end with status 1 if anything is wrong."""
    well = True
    for finding in findings(Settings.from_environment()):
        mark = "[bold red]×[/]" if finding.serious else "[yellow]△[/]"
        out.print(f"{'[green]○[/]' if finding.well else mark} {escape(finding.what)}")
        if not finding.well:
            out.print(f"   → {finding.remedy}", markup=False)
            well = well and not finding.serious
    if not well:
        raise typer.Exit(1)


def findings(settings: Settings) -> Iterator[Finding]:
    """What there is to say, in the order an operator would look."""
    file = settings.database_file
    yield Finding(True, f"設定 / Settings: {shown(settings.database_url)}")
    if file is not None and not file.exists():
        yield Finding(
            False,
            f"データベースがありません / No database: {file}",
            "sekisho migrate を実行してください。 / Run sekisho migrate.",
        )
        return
    if file is None:
        logins = list(_logins(settings))
        yield from logins
        if not all(one.well or not one.serious for one in logins):
            return
    try:
        opened = house.enter(settings)
    except (
        house.DatabaseIsNotReady,
        KeyFileIsMissing,
        KeyStoreIsMissing,
        KeyDoesNotFit,
    ) as error:
        yield Finding(False, "データベースを開けません / The database does not open", str(error))
        return
    except TokenKeyIsDamaged as error:
        yield Finding(False, "トークンの鍵を読めません / The token key cannot be read", str(error))
        return
    try:
        for what, file_of_its_own in (
            ("データベース / Database file", file),
            ("閲覧の記録 / Reads on record", settings.reads_file),
            ("鍵ファイル / Key file", settings.key_file),
            ("トークンの鍵 / Token key", settings.token_key_file),
        ):
            if file_of_its_own is not None:
                yield private(what, file_of_its_own)
        yield from _shape(opened)
        if file is None:
            yield from _rights(opened)
        yield from _log(opened)
        yield _redacted(opened)
        yield from _files(opened.log, OF_EVIDENCE, "ファイル / Files")
        if opened.desk is not None:
            yield from _files(opened.desk.log, OF_TICKETS, "相談の添付 / Attachments of tickets")
        yield from desk_findings(opened)
    finally:
        opened.close()


def _logins(settings: Settings) -> Iterator[Finding]:
    """On PostgreSQL: each login comes in, to one and the same database, and none is above it."""
    places: set[tuple[object, ...]] = set()
    for name, url in (
        (DATABASE_URL, settings.database_url),
        (READER_URL, settings.reader_url),
        (OWNER_URL, settings.owner_url),
        (DESK_URL, settings.desk_url),
    ):
        if url is None or (name != DATABASE_URL and url == settings.database_url):
            continue
        engine = open_engine(url)
        try:
            with house.reaching(url, name), snapshot(engine) as connection:
                above, owned, *place = connection.execute(_LOGIN).one()
                owner = rights.owner_of_tables(connection)
        except house.DatabaseIsNotReady as error:
            yield Finding(False, f"{name}: {shown(url)}", str(error))
            continue
        finally:
            engine.dispose()
        yield Finding(True, f"{name}: {shown(url)}")
        yield from _place(name, places, tuple(place))
        if above:
            yield Finding(
                False,
                f"{url.username} は管理者権限を持っています / {url.username} is a superuser",
                "データベースの守りがこのログインには働きません。通常のログインを使ってください。"
                " / Nothing in the database holds it back: use a plain login.",
                serious=False,
            )
        elif name != OWNER_URL and owner is not None and owner in owned:
            yield Finding(
                False,
                f"{url.username} は表の所有者です / {url.username} owns the tables",
                "書く・読む・所有するログインを分けてください（docs/operations.md）。"
                " / Use one login to own, one to write and one to read (docs/operations.md).",
                serious=False,
            )


def _place(
    name: str, places: set[tuple[object, ...]], place: tuple[object, ...]
) -> Iterator[Finding]:
    """Which database it is: seen once, and then the same again."""
    encoding = place[0]
    if not places:
        yield Finding(
            encoding == "UTF8",
            f"文字コード / Encoding: {encoding}",
            "ENCODING 'UTF8' で作り直してください。 / Make the database anew with ENCODING 'UTF8'.",
        )
    elif place not in places:
        yield Finding(
            False,
            f"{name} は別のデータベースを指しています / {name} names another database",
            f"{DATABASE_URL} と同じデータベースを指定してください。"
            f" / Name the database of {DATABASE_URL}.",
        )
    places.add(place)


_LOGIN = sa.text("""
    SELECT rolsuper,
        ARRAY(SELECT one.rolname::text FROM pg_roles one WHERE pg_has_role(one.oid, 'USAGE')),
        pg_encoding_to_char(encoding), datname, pg_postmaster_start_time()
    FROM pg_roles, pg_database
    WHERE rolname = current_user AND datname = current_database()
""")
"""Whether the login is a superuser, the roles whose rights it has, and which database this is."""


def _shape(opened: house.House) -> Iterator[Finding]:
    differing = database.differences(opened.engine) or database.differences(
        opened.reads.engine, database.READS
    )
    yield Finding(
        differing is None,
        "表の形 / Tables"
        if differing is None
        else f"表の形が違います / Tables differ: {differing}",
        "手作業の変更を戻すか、バックアップから復元してください。"
        " / Undo what was changed by hand, or restore a backup.",
    )


def _rights(opened: house.House) -> Iterator[Finding]:
    """On PostgreSQL: the writer cannot change facts, the reader cannot read what they say, nobody else
    can read anything; and each row is locked to whoever may not see it."""
    with opened.log.following() as connection:
        roles = rights.Roles(
            str(rights.owner_of_tables(connection)),
            str(opened.settings.database_url.username),
            str(opened.settings.reader_url.username),
        )
        wanted, standing = rights.wanted(roles), rights.standing(connection)
        unlocked = locks.differing(connection, roles)
    told = [f"- {one}" for one in sorted(wanted - standing)]
    told += [f"+ {one}" for one in sorted(standing - wanted)]
    yield Finding(
        not told,
        "権限 / Rights" if not told else f"権限が違います / Rights differ: {some(told)}",
        "sekisho migrate を実行すると定めどおりに戻ります。"
        " / sekisho migrate gives back what is meant (-) and takes what is not (+).",
    )
    yield Finding(
        not unlocked,
        "行の錠 / Locks of rows"
        if not unlocked
        else f"行の錠が違います / Locks of rows differ: {some(unlocked)}",
        "sekisho migrate を実行すると定めどおりに掛け直します。それまでサービスを止めてください。"
        " / sekisho migrate locks them as is meant: stop the service until then.",
    )


def _log(opened: house.House) -> Iterator[Finding]:
    facts = REGISTER.facts
    with opened.log.following() as connection:
        count, last = connection.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(facts.c.position), 0))
        ).one()
        yield Finding(
            count == last,
            f"記録 / Facts: {count}",
            "番号が連続していません。バックアップから復元してください。"
            " / Positions have gaps: restore a backup.",
        )
        try:
            opened.log.facts(connection, max(0, last - 20), 20)
            opened.log.facts(connection, 0, 20)
        except Exception as error:
            yield Finding(
                False,
                "記録を開けません / Facts do not open",
                f"鍵ファイルがこのデータベースのものか確かめてください。 / Is this the key file of"
                f" this database? ({type(error).__name__})",
            )
            return
        yield Finding(True, "封緘 / Sealed texts open")
        rows = sum(
            connection.execute(sa.select(sa.func.count()).select_from(view.current)).scalar() or 0
            for view in VIEWS
        )
        yield Finding(
            rows > 0,
            f"現在の行 / Current rows: {rows}",
            "会社がありません。sekisho migrate を実行してください。 / No parties: run migrate.",
        )


def _redacted(opened: house.House) -> Finding:
    """Each key that was destroyed is named by a redaction."""
    keys = REGISTER.keys
    with opened.log.following() as connection:
        gone = {
            f"{stream}/{version}/{field}"
            for stream, version, field in connection.execute(
                sa.select(keys.c.originator_id, keys.c.originator_version, keys.c.field).where(
                    keys.c.wrapped.is_(None)
                )
            )
        }
        named: set[str] = set()
        for _, facts in opened.log.reader(connection, (Redaction.CarriedOut,)).batches(10_000):
            for one in facts:
                assert isinstance(one.fact, Redaction.CarriedOut)
                named.update(one.fact.destroyed)
    unnamed = len(gone - named)
    amiss = f"（{unnamed} 件に消去の記録がありません / without a redaction）" if unnamed else ""
    return Finding(
        not unnamed,
        f"消去された文 / Redacted texts: {len(gone)}{amiss}",
        "鍵が記録なしに失われています。バックアップから戻してください。"
        " / Keys were destroyed by hand: restore them from a backup.",
    )


def _files(log: Log, filed: Filed, what: str) -> Iterator[Finding]:
    """Each file of a log against the hash that its fact holds."""
    remedy = (
        "このファイルは見られません。バックアップから復元してください。"
        " / It is not to be relied on: restore it from a backup."
    )
    with log.following() as connection, progress_bar() as step:
        looked_at = list(unsound_files(connection, filed, step))
    wrong = [one for one in looked_at if one is not None]
    amiss = f"（{len(wrong)} 件が記録と違います / not as recorded）" if wrong else ""
    yield Finding(not wrong, f"{what}: {len(looked_at)}{amiss}", remedy)
    for one in wrong[:SHOWN]:
        yield Finding(False, str(one), remedy)
    if len(wrong) > SHOWN:
        more = len(wrong) - SHOWN
        yield Finding(False, f"… ほか {more} 件 / and {more} more", remedy)
