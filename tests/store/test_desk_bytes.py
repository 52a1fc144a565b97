"""Two hundred marked texts of the desk: in no file, table or log, in no writing; erased, none can be read."""

from __future__ import annotations

import base64
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.desk import consulting, custody, tickets
from commands.people.members import enrol_member
from domain.kernel import FORGOTTEN
from store.keys import KeyDoesNotFit, WrappingKey
from store.log import Log
from store.mapper import Stream, opened
from store.subjects import SubjectKeys
from store.tables import DESK, KEYS_METADATA
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground, Postgresql
from tests.houses import MZ, Home

MARK = "封緘済秘密印"
"""Every marked text begins with it: what is looked for."""
FEWEST = 200


def writings(mark: str) -> dict[str, bytes]:
    """How a text may look where nobody expects it."""
    found = {
        "UTF-8": mark.encode(),
        "UTF-16 LE": mark.encode("utf-16-le"),
        "UTF-16 BE": mark.encode("utf-16-be"),
        "CP932": mark.encode("cp932"),
        "JSON": json.dumps(mark)[1:-1].encode(),
        "hex": mark.encode().hex().encode(),
    }
    for shift in range(3):
        known = base64.b64encode(b"\0" * shift + mark.encode()).rstrip(b"=")
        found[f"base64 +{shift}"] = known[4 if shift else 0 : -1 or None]
    return found


def inside(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and what is packed in it: members of a zip, deflated streams as in a PDF."""
    yield name, content
    if content.startswith(b"PK"):
        path = Path(name)
        with zipfile.ZipFile(path) as package:
            for member in package.namelist():
                yield f"{name}/{member}", package.read(member)
    for start in (
        place for place in range(len(content) - 2) if content[place : place + 2] in _ZLIB
    ):
        try:
            yield f"{name}@{start}", zlib.decompressobj().decompress(content[start:], 1 << 20)
        except zlib.error:
            continue


_ZLIB = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")


def traces(folder: Path, text: str = MARK) -> list[str]:
    """Where a text stands in the files of a folder, and in which writing."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            for name, content in inside(str(file), file.read_bytes()):
                found += [
                    f"{name}: {how}" for how, bits in writings(text).items() if bits in content
                ]
    return found


class Written:
    """A desk in which so many marked texts were written, by every way that there is."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.texts: list[str] = []
        self._numbers = count(1)
        self.tickets: list[str] = []
        open_the_desk(home)
        while len(self.texts) < FEWEST:
            self._one()

    def mark(self) -> str:
        text = f"{MARK}{next(self._numbers):04d}"
        self.texts.append(text)
        return text

    def _one(self) -> None:
        home, mark = self.home, self.mark
        ticket = logged(home, question=mark(), name=mark(), contact=mark())
        self.tickets.append(ticket)
        code = tickets.new_code()
        handle(home, "MZ intake", tickets.issue_receipt, ticket=ticket, code=code)
        for command in (tickets.note_ticket, tickets.answer_ticket, tickets.take_message):
            handle(home, "MZ handler", command, ticket=ticket, text=mark())
        handle(home, "MZ handler", tickets.record_action, ticket=ticket, text=mark())
        handle(home, "MZ handler", tickets.name_person, ticket=ticket, name=mark())
        handle(home, "MZ handler", tickets.name_person, ticket=ticket, name=mark(), part="ACCUSED")
        handle(
            home,
            "MZ handler",
            tickets.assess_ticket,
            ticket=ticket,
            assessment="ADVICE",
            reason=mark(),
        )
        asked = handle(home, "MZ handler", custody.ask_for_identity, ticket=ticket, reason=mark())
        handle(home, "MZ custodian", custody.decline_request, request=asked, reason=mark())
        handle(
            home,
            "MZ handler",
            tickets.conclude_ticket,
            ticket=ticket,
            outcome="ADVISED",
            text=mark(),
        )
        handle(
            home, "MZ handler", tickets.check_welfare, ticket=ticket, suffered=False, text=mark()
        )
        handle(home, "MZ handler", tickets.reopen_ticket, ticket=ticket, reason=mark())
        text = mark()
        desk_of(home).by_receipt(
            code, lambda at: consulting.write_back(at, text=text), key="1", request=b""
        )
        named, reach = mark(), mark()
        desk_of(home).by_receipt(
            code,
            lambda at: consulting.leave_identity(at, name=named, contact=reach),
            key="2",
            request=b"",
        )
        member = home.made("operator", enrol_member, party=MZ, name="従", roles=["desk_officer"])
        made = handle(home, "MZ custodian", custody.designate_officer, member=member, basis=mark())
        handle(home, "MZ custodian", custody.revoke_designation, designation=made, reason=mark())


@pytest.fixture
def written(home: Home) -> Written:
    return Written(home)


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    for number, bits in enumerate(writings(MARK).values()):
        (tmp_path / str(number)).write_bytes(b"..." + bits + b"...")
    (tmp_path / "stream").write_bytes(b"stream\n" + zlib.compress(MARK.encode() * 9) + b"endstream")
    with zipfile.ZipFile(tmp_path / "package", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("sheet.xml", MARK * 9)
    assert len({found.partition(":")[0] for found in traces(tmp_path)}) >= len(writings(MARK)) + 2


@pytest.mark.sqlite_only("about files")
def test_no_marked_text_stands_in_any_file(
    written: Written, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = written.home
    assert len(set(written.texts)) >= FEWEST
    folder = home.house.settings.key_file.parent
    with desk_of(home).log.following() as connection:
        connection.exec_driver_sql("SELECT 1")  # while somebody reads, the write-ahead log stays
        names = {file.name for file in folder.iterdir()}
        assert "register.desk.sqlite-wal" in names
        assert traces(folder) == []
    backup = folder / "backup.sqlite"
    home.close()
    with closing(sqlite3.connect(folder / "register.desk.sqlite")) as connection:
        connection.execute(f"VACUUM INTO '{backup}'")
    assert traces(folder) == []
    assert MARK not in caplog.text
    content = backup.read_bytes()
    assert b"subject_key" not in content, "a backup of the log holds no key"


def test_no_marked_text_stands_in_any_table(written: Written, ground: Ground) -> None:
    home = written.home
    assert isinstance(ground, Postgresql) == home.house.settings.on_postgresql
    looked_at = 0
    engines = [home.engine, desk_of(home).log.engine, home.house.reads.engine]
    subjects = desk_of(home).log.subjects
    assert subjects is not None
    for engine in (*engines, subjects.engine):
        for table, row in every_row(engine):
            looked_at += 1
            told = repr(row).encode()
            assert not [how for how, bits in writings(MARK).items() if bits in told], table
    assert looked_at > 400


def every_row(engine: sa.Engine) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every row that an engine's login reads, bytes as text."""
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                yield table, tuple(_plain(value) for value in row)


def _plain(value: object) -> object:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value


def test_erased_none_can_be_read_with_all_that_remains(written: Written) -> None:
    home = written.home
    for ticket in written.tickets:
        erased(home, ticket)
        assert loaded(home, ticket).question == FORGOTTEN
    log = desk_of(home).log
    with log.following() as connection:
        facts = log.facts(connection, 0, 100_000)
    told = [repr(vars(one.fact)) for one in facts if one.fact.TOPIC.split(".")[0] != "designation"]  # type: ignore[attr-defined]  # every fact has one
    assert not [fact for fact in told if MARK in fact]
    assert len(told) >= FEWEST


def test_a_backup_of_the_log_opens_nothing_without_the_key_store(
    written: Written, tmp_path: Path
) -> None:
    log, stolen = desk_of(written.home).log, sa.create_engine(f"sqlite:///{tmp_path / 'k.sqlite'}")
    KEYS_METADATA.create_all(stolen)
    wrapping = WrappingKey(bytes.fromhex(written.home.house.settings.desk_key_file.read_text()))
    keyless = Log(
        log.engine,
        DESK,
        wrapping,
        clock=log.clock,
        fold=log.fold,
        subjects=SubjectKeys(stolen, wrapping),
    )
    with keyless.following() as connection, pytest.raises(KeyDoesNotFit):
        keyless.facts(connection, 0, 1_000)
    stolen.dispose()


def test_a_stored_state_moved_to_another_ticket_is_refused(written: Written) -> None:
    """As somebody might who can write into the tables: the triggers are not what keeps texts apart."""
    log = desk_of(written.home).log
    one, other = (UUID(ticket) for ticket in written.tickets[:2])
    with log.following() as connection:
        rows = connection.execute(
            DESK.facts.select().where(DESK.facts.c.originator_id == one)
        ).all()
    assert log.subjects is not None
    ring = log.subjects.ring()
    moved = 0
    for row in rows:
        for there, version in ((other, row.originator_version), (one, row.originator_version + 50)):
            if b'"question"' not in row.state and b'"text"' not in row.state:
                continue
            moved += 1
            with pytest.raises(KeyDoesNotFit):
                opened(
                    row.topic,
                    row.state,
                    Stream(there),
                    version,
                    lambda field, sealed, bound: ring.open_text(field, sealed, bound),
                )
    assert moved >= 10
