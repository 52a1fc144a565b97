"""Settings, read from the environment; everything else is derived from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import platformdirs
import sqlalchemy as sa

from commands.people.parties import DEFAULT_PARTIES, PartyToFound

DATABASE_URL = "SEKISHO_DATABASE_URL"
KEY_FILE = "SEKISHO_KEY_FILE"
PARTIES = "SEKISHO_PARTIES"


class SettingIsWrong(Exception):
    """A setting that cannot be used; the message names it and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the database and its keys are.

    `database_url` is a SQLAlchemy URL. The wrapping key and the token key are files: beside a
    SQLite database unless `SEKISHO_KEY_FILE` says otherwise, never inside it. `parties` are founded
    by `migrate`, numbered for good in their order: new ones join at the end.
    """

    database_url: str
    key_file: Path
    parties: tuple[PartyToFound, ...] = DEFAULT_PARTIES

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings the environment states; raises SettingIsWrong."""
        folder = Path(platformdirs.user_data_dir("sekisho", appauthor=False))
        url = environment.get(DATABASE_URL) or f"sqlite:///{folder / 'register.sqlite'}"
        settings = cls.of(url, environment.get(KEY_FILE))
        stated = environment.get(PARTIES)
        return replace(settings, parties=parties_in(stated)) if stated else settings

    @classmethod
    def of(cls, url: str, key_file: str | None = None) -> Self:
        """Settings for a database URL."""
        try:
            parsed = sa.make_url(url)
        except sa.exc.ArgumentError:
            raise SettingIsWrong(
                f"{DATABASE_URL} を読めません。例: sqlite:////srv/sekisho/register.sqlite"
                f" / {DATABASE_URL} is no database URL; say for example"
                " sqlite:////srv/sekisho/register.sqlite"
            ) from None
        if parsed.get_backend_name() != "sqlite":
            raise SettingIsWrong(
                f"{DATABASE_URL}: この版は SQLite のみに対応しています。"
                f" / {DATABASE_URL}: this version serves SQLite databases only."
            )
        if not parsed.database or parsed.database == ":memory:":
            raise SettingIsWrong(
                f"{DATABASE_URL} にはファイルを指定してください。"
                f" / {DATABASE_URL} must name a file."
            )
        beside = Path(parsed.database).with_suffix(".key")
        return cls(url, Path(key_file) if key_file else beside)

    @property
    def database_file(self) -> Path:
        """The SQLite file."""
        database = sa.make_url(self.database_url).database
        assert database is not None, "checked when the settings were read"
        return Path(database)

    @property
    def token_key_file(self) -> Path:
        """The file of the key that signs tokens."""
        return self.key_file.with_suffix(".tokens")


def parties_in(text: str) -> tuple[PartyToFound, ...]:
    """The parties of a setting such as `HD=持株会社/Holding company, PG=送配電会社`.

    Raises SettingIsWrong.
    """
    parties: list[PartyToFound] = []
    for number, part in enumerate(text.split(",")):
        code, equals, names = (piece.strip() for piece in part.partition("="))
        name, _, name_en = (piece.strip() for piece in names.partition("/"))
        if not (code and equals and name) or code in {known.code for known in parties}:
            raise SettingIsWrong(
                f"{PARTIES} を読めません（{part.strip()}）。例: HD=持株会社/Holding company, PG=送配電会社"
                f" / {PARTIES} cannot be read; write it like"
                " HD=持株会社/Holding company, PG=送配電会社, each code once."
            )
        parties.append(PartyToFound(number, code, name, name_en or None))
    return tuple(parties)
