"""Settings, read from the environment; everything else is derived from them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Self

import platformdirs
import sqlalchemy as sa

from commands.office import Decider
from commands.people.parties import DEFAULT_PARTIES, PartyToFound
from domain.desk.clocks import Limit, Limits
from domain.desk.retention import Keeping
from store.engine import database_url as url_of
from store.engine import shown

DATABASE_URL = "SEKISHO_DATABASE_URL"
READER_URL = "SEKISHO_READER_URL"
OWNER_URL = "SEKISHO_OWNER_URL"
KEY_FILE = "SEKISHO_KEY_FILE"
PARTIES = "SEKISHO_PARTIES"
READS_DETAIL = "SEKISHO_READS_DETAIL"
EXTENSIONS_BY = "SEKISHO_EXTENSIONS_DECIDED_BY"
DESK_URL = "SEKISHO_DESK_URL"
DESK_CLOCKS = "SEKISHO_DESK_CLOCKS"
DESK_KEEPING = "SEKISHO_DESK_KEEPING"


class SettingIsWrong(Exception):
    """A setting that cannot be used; the message names it and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the database and its keys are.

    `database_url` is the login that writes. On PostgreSQL `reader_url` is the one that questions
    are answered by, and `owner_url` the one that owns the tables; both default to the first. On
    SQLite all three are one file. The wrapping key and the token key are files, never inside the
    database: beside a SQLite one unless `SEKISHO_KEY_FILE` says otherwise. `parties` are founded by
    `migrate`, numbered for good in their order: new ones join at the end. `coarse_reads`: of a read
    the day and the network are kept, not the instant and the address. `extensions_by` says who decides requests for more time.
    `desk_url` is the desk's own login on PostgreSQL, without which there is no desk; on SQLite the desk is a file beside the
    register's. `desk_limits` are how long its clocks run, `desk_keeping` how long tickets are kept.
    """

    database_url: sa.URL
    key_file: Path
    reader_url: sa.URL
    owner_url: sa.URL
    parties: tuple[PartyToFound, ...] = DEFAULT_PARTIES
    coarse_reads: bool = False
    extensions_by: Decider = Decider.CCO
    desk_url: sa.URL | None = None
    desk_limits: Limits = field(default_factory=Limits)
    desk_keeping: Keeping = field(default_factory=Keeping)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings the environment states; raises SettingIsWrong."""
        folder = Path(platformdirs.user_data_dir("sekisho", appauthor=False))
        settings = cls.of(
            environment.get(DATABASE_URL) or f"sqlite:///{folder / 'register.sqlite'}",
            environment.get(KEY_FILE),
            reader=environment.get(READER_URL),
            owner=environment.get(OWNER_URL),
            desk=environment.get(DESK_URL),
        )
        settings = replace(
            settings,
            coarse_reads=_is_coarse(environment.get(READS_DETAIL, "")),
            extensions_by=_decider(environment.get(EXTENSIONS_BY, "")),
            desk_limits=limits_in(environment.get(DESK_CLOCKS, "")),
            desk_keeping=keeping_in(environment.get(DESK_KEEPING, "")),
        )
        stated = environment.get(PARTIES)
        return replace(settings, parties=parties_in(stated)) if stated else settings

    @classmethod
    def of(
        cls,
        url: str,
        key_file: str | Path | None = None,
        *,
        reader: str | None = None,
        owner: str | None = None,
        desk: str | None = None,
        named: tuple[str, str, str, str] = (DATABASE_URL, READER_URL, OWNER_URL, DESK_URL),
    ) -> Self:
        """Settings for a database's URLs; `named` is what each is called in a refusal."""
        first, second, third, fourth = named
        parsed = _parsed(first, url)
        if parsed.get_backend_name() == "sqlite":
            if reader or owner or desk:
                raise SettingIsWrong(
                    f"{second}、{third}、{fourth} は PostgreSQL のときだけ指定できます。"
                    f" / {second}, {third} and {fourth} are for PostgreSQL only: unset them."
                )
            assert parsed.database is not None, "looked at when it was parsed"
            file = Path(parsed.database)
            key = Path(key_file) if key_file else file.with_suffix(".key")
            beside = parsed.set(database=str(file.with_suffix(".desk.sqlite")))
            return cls(parsed, key, parsed, parsed, desk_url=beside)
        if not key_file:
            raise SettingIsWrong(
                f"PostgreSQL を使うときは {KEY_FILE} に鍵ファイルを指定してください。"
                f" / With PostgreSQL {KEY_FILE} must name the file of the wrapping key."
            )
        reads = _parsed(second, reader) if reader else parsed
        owns = _parsed(third, owner) if owner else parsed
        if "sqlite" in (reads.get_backend_name(), owns.get_backend_name()):
            raise SettingIsWrong(
                f"{second} と {third} は {first} と同じ PostgreSQL を指してください。"
                f" / {second} and {third} must name the PostgreSQL database of {first}."
            )
        desks = _parsed(fourth, desk) if desk else None
        if desks is not None and desks.get_backend_name() == "sqlite":
            raise SettingIsWrong(
                f"{fourth} は {first} と同じ PostgreSQL を指してください。"
                f" / {fourth} must name the PostgreSQL database of {first}."
            )
        return cls(parsed, Path(key_file), reads, owns, desk_url=desks)

    @property
    def on_postgresql(self) -> bool:
        return self.database_url.get_backend_name() == "postgresql"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        if self.on_postgresql:
            return None
        assert self.database_url.database is not None, "looked at when the settings were read"
        return Path(self.database_url.database)

    @property
    def database_shown(self) -> str:
        """The database as it may be shown to an operator: without any password."""
        file = self.database_file
        return shown(self.database_url) if file is None else str(file)

    @property
    def reads_url(self) -> sa.URL:
        """Where reads are put on record: on SQLite a file beside the register's."""
        file = self.database_file
        if file is None:
            return self.database_url
        return self.database_url.set(database=str(file.with_suffix(".reads.sqlite")))

    @property
    def reads_file(self) -> Path | None:
        """The SQLite file of the reads on record; None on PostgreSQL."""
        return None if self.on_postgresql else Path(str(self.reads_url.database))

    @property
    def desk_file(self) -> Path | None:
        """The SQLite file of the desk; None on PostgreSQL."""
        return None if self.on_postgresql else Path(str(_of(self.desk_url).database))

    @property
    def desk_keys_url(self) -> sa.URL:
        """Where the keys of the desk's subjects are kept: on SQLite a file beside the desk's."""
        file = self.desk_file
        if file is None:
            return _of(self.desk_url)
        return _of(self.desk_url).set(database=str(file.with_name(file.stem + "-keys.sqlite")))

    @property
    def desk_keys_file(self) -> Path | None:
        """The SQLite file of the desk's key store; None on PostgreSQL."""
        return None if self.on_postgresql else Path(str(self.desk_keys_url.database))

    @property
    def desk_key_file(self) -> Path:
        """The file of the key that wraps the keys of the desk's subjects."""
        return self.key_file.with_suffix(".desk.key")

    @property
    def token_key_file(self) -> Path:
        """The file of the key that signs tokens."""
        return self.key_file.with_suffix(".tokens")


def _parsed(name: str, text: str) -> sa.URL:
    """The URL of the setting `name`; raises SettingIsWrong, which never repeats the text."""
    try:
        url = url_of(text)
    except ValueError:
        raise SettingIsWrong(
            f"{name} を読めません。例: sqlite:////srv/sekisho/register.sqlite"
            " または postgresql://writer@localhost/sekisho"
            f" / {name} is no URL of a SQLite or PostgreSQL database; say for example"
            " sqlite:////srv/sekisho/register.sqlite or postgresql://writer@localhost/sekisho"
        ) from None
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise SettingIsWrong(
                f"{name} にはファイルを指定してください。 / {name} must name a file."
            )
    elif not url.username or not url.database:
        raise SettingIsWrong(
            f"{name} にはログイン名とデータベース名が必要です。例: postgresql://writer@localhost/sekisho"
            f" / {name} must name a login and a database, such as"
            " postgresql://writer@localhost/sekisho"
        )
    elif "@" in (url.host or ""):
        raise SettingIsWrong(
            f"{name} のパスワードの記号は %40（@）のように書いてください。"
            f" / {name}: special letters of a password are written like %40 for @."
        )
    return url


def _of(url: sa.URL | None) -> sa.URL:
    assert url is not None, "asked where there is a desk"
    return url


def limits_in(text: str) -> Limits:
    """The clocks of a setting such as `acknowledge=7, decide=20, feedback=3m, welfare=6m`: days, working
    days (`b`) or months (`m`); what is left out stays at its default. Raises SettingIsWrong."""
    stated: dict[str, Limit] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        found = re.fullmatch(r"(\d{1,3})(|b|m)", number)
        if name not in {one.name for one in fields(Limits)} or found is None:
            raise SettingIsWrong(
                f"{DESK_CLOCKS} を読めません（{part}）。例: acknowledge=7, decide=20, feedback=3m, welfare=6m"
                "（日、b は営業日、m は月）"
                f" / {DESK_CLOCKS} cannot be read; write it like acknowledge=7, decide=14b,"
                " feedback=3m, welfare=6m: days, working days (b) or months (m)."
            )
        stated[name] = Limit(int(found[1]), _UNITS[found[2]])
    return Limits(**stated)


def keeping_in(text: str) -> Keeping:
    """The retention of a setting such as `60m, remind=60`: months behind the conclusion, and so many days
    before that the desk is reminded. Raises SettingIsWrong."""
    found = re.fullmatch(r"\s*(?:(\d{1,4})m)?\s*,?\s*(?:remind\s*=\s*(\d{1,3}))?\s*", text)
    if found is None or found[1] == "0":
        raise SettingIsWrong(
            f"{DESK_KEEPING} を読めません。例: 60m, remind=60（終結から60か月、60日前にお知らせ）"
            f" / {DESK_KEEPING} cannot be read; write it like 60m, remind=60: months behind the"
            " conclusion, and how many days before that the desk is reminded."
        )
    usual = Keeping()
    time = Limit(int(found[1]), "months") if found[1] else usual.time
    return Keeping(time, int(found[2]) if found[2] else usual.reminded_before)


_UNITS = {"": "days", "b": "working_days", "m": "months"}


def _is_coarse(text: str) -> bool:
    if text not in ("", "exact", "coarse"):
        raise SettingIsWrong(
            f"{READS_DETAIL} は exact（日時とアドレス）か coarse（日とネットワーク）にしてください。"
            f" / {READS_DETAIL} is exact (instant and address) or coarse (day and network)."
        )
    return text == "coarse"


def _decider(text: str) -> Decider:
    try:
        return Decider(text or Decider.CCO)
    except ValueError:
        raise SettingIsWrong(
            f"{EXTENSIONS_BY} は cco（各社のコンプライアンス責任者）か meeting（合同検討会議）にしてください。"
            f" / {EXTENSIONS_BY} is cco (each party's chief compliance officer) or meeting (the review"
            " meeting)."
        ) from None


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
