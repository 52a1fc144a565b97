"""`sekisho check`: looks at configuration and database, and says what is wrong and what to do."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import typer
from rich.markup import escape

from api.identity import TokenKeyIsDamaged
from projections.all import VIEWS
from service import database, house
from service.console import out
from service.settings import Settings
from store.keys import KeyDoesNotFit, KeyFileIsMissing
from store.tables import REGISTER


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    well: bool
    what: str
    remedy: str = ""


def run() -> None:
    """Print every finding; end with status 1 if anything is wrong."""
    well = True
    for finding in findings(Settings.from_environment()):
        mark = "[green]○[/]" if finding.well else "[bold red]×[/]"
        out.print(f"{mark} {escape(finding.what)}")
        if not finding.well:
            out.print(f"   → {finding.remedy}", markup=False)
            well = False
    if not well:
        raise typer.Exit(1)


def findings(settings: Settings) -> Iterator[Finding]:
    """What there is to say, in the order an operator would look."""
    file = settings.database_file
    yield Finding(True, f"設定 / Settings: {settings.database_url}")
    if not file.exists():
        yield Finding(
            False,
            f"データベースがありません / No database: {file}",
            "sekisho migrate を実行してください。 / Run sekisho migrate.",
        )
        return
    try:
        opened = house.enter(settings)
    except (house.DatabaseIsNotReady, KeyFileIsMissing, KeyDoesNotFit) as error:
        yield Finding(False, "データベースを開けません / The database does not open", str(error))
        return
    except TokenKeyIsDamaged as error:
        yield Finding(False, "トークンの鍵を読めません / The token key cannot be read", str(error))
        return
    for what, private in (
        ("データベース / Database file", file),
        ("鍵ファイル / Key file", settings.key_file),
        ("トークンの鍵 / Token key", settings.token_key_file),
    ):
        yield _private(what, private)
    yield from _shape(opened)
    yield from _log(opened)


def _private(what: str, file: Path) -> Finding:
    mode = stat.S_IMODE(file.stat().st_mode)
    return Finding(
        mode & 0o077 == 0,
        f"{what}: {file} ({mode:o})",
        f"他の人に読めます。chmod 600 {file} を実行してください。"
        f" / Others can read it: run chmod 600 {file}.",
    )


def _shape(opened: house.House) -> Iterator[Finding]:
    differing = database.differences(opened.engine)
    yield Finding(
        differing is None,
        "表の形 / Tables"
        if differing is None
        else f"表の形が違います / Tables differ: {differing}",
        "手作業の変更を戻すか、バックアップから復元してください。"
        " / Undo what was changed by hand, or restore a backup.",
    )


def _log(opened: house.House) -> Iterator[Finding]:
    facts = REGISTER.facts
    with opened.log.reading() as connection:
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
