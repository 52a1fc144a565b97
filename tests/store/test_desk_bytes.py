"""Two hundred marked texts of the desk, and files that hold some: in no file, table or log, in no writing; erased,
none can be read."""

from __future__ import annotations

import base64
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.desk import consulting, custody, files, tickets
from commands.desk.drafts import draft_incident
from commands.desk.guidance import draft_guidance
from commands.people.members import enrol_member
from domain.desk.attachment import Attachment
from domain.files import HandedIn
from domain.kernel import FORGOTTEN
from store.keys import KeyDoesNotFit, WrappingKey
from store.log import Log, content_of
from store.mapper import Stream, opened
from store.subjects import SubjectKeys
from store.tables import DESK, KEYS_METADATA
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.domain.test_files import WORD, package
from tests.grounds import Ground, Postgresql
from tests.houses import MZ, Home
from tests.pictures import MAKER, jpeg

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
    """A file, and what is packed in it: members of a zip, wherever one begins, and deflated streams as in a
    PDF."""
    yield name, content
    for start in _places(content, b"PK\x03\x04"):
        if start + 30 <= len(content):
            called, extra = struct.unpack("<HH", content[start + 26 : start + 30])
            packed = content[start + 30 + called + extra :]
            yield f"{name}/{start}", _inflated(packed, -zlib.MAX_WBITS)
    for start in (
        place for place in range(len(content) - 2) if content[place : place + 2] in _ZLIB
    ):
        yield f"{name}@{start}", _inflated(content[start:], zlib.MAX_WBITS)


def _places(content: bytes, of: bytes) -> Iterator[int]:
    at = content.find(of)
    while at >= 0:
        yield at
        at = content.find(of, at + 1)


def _inflated(packed: bytes, bits: int) -> bytes:
    """What was packed, as far as it can be told."""
    unpacking, found = zlib.decompressobj(bits), bytearray()
    with suppress(zlib.error):
        for start in range(0, min(len(packed), 1 << 20), 64):
            found += unpacking.decompress(packed[start : start + 64])
    return bytes(found)


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


def in_word(text: str) -> bytes:
    """A document of Word that says this, packed as they are."""
    packed = BytesIO(package(WORD))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as document:
        document.writestr("word/document.xml", f"<w:t>{text * 9}</w:t>")
    return packed.getvalue()


HOLDING: Final[dict[str, Callable[[str], bytes]]] = {
    ".pdf": lambda text: b"%PDF-1.7\nstream\n" + zlib.compress(text.encode() * 9) + b"endstream",
    ".docx": in_word,
    ".txt": lambda text: text.encode() * 9,
    ".csv": lambda text: f"{text},{text}\r\n".encode("cp932"),
    ".jpg": lambda text: jpeg() + text.encode(),
}
"""How files of each kind hold a text."""
OF_CONSULTERS: Final = (".docx", ".jpg")


class Written:
    """A desk in which so many marked texts were written, by every way that there is."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.texts: list[str] = []
        self._numbers = count(1)
        self.tickets: list[str] = []
        self.in_files: list[str] = []
        open_the_desk(home)
        while len(self.texts) < FEWEST:
            self._one()

    def mark(self) -> str:
        text = f"{MARK}{next(self._numbers):04d}"
        self.texts.append(text)
        return text

    def _files(self, ticket: str, code: str) -> None:
        """Files that hold marked texts as such files do, of the desk and of the consulter."""
        for ending in HOLDING:
            file = self._file(ending)
            handle(self.home, "MZ handler", files.attach_to_ticket, ticket=ticket, file=file)
        for ending in OF_CONSULTERS:
            give = partial(files.attach_with_receipt, file=self._file(ending))
            desk_of(self.home).by_receipt(code, give, key=ending, request=b"")

    def _file(self, ending: str) -> files.Taken:
        named, held = (f"{MARK}{next(self._numbers):04d}" for _ in range(2))
        self.in_files += (named, held)
        return files.taken(HandedIn(f"{named}{ending}", HOLDING[ending](held)))

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
        editor = home.people["MZ drafting editor"]
        told: dict[str, Any] = {"ticket": ticket, "editor": editor}
        handle(home, "MZ handler", draft_incident, title=mark(), summary=mark(), **told)
        words: dict[str, Any] = {
            one: mark() for one in ("question", "answer", "basis", "basis_version")
        }
        handle(home, "MZ handler", draft_guidance, ticket=ticket, **words)
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
        self._files(ticket, code)
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
    with zipfile.ZipFile(tmp_path / "package", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", MARK * 9)
    for ending, holding in HOLDING.items():
        (tmp_path / f"page{ending}").write_bytes(b"a row\0" + holding(MARK) + b"another row")
    looked_for = {Path(found.partition(": ")[0]) for found in traces(tmp_path)}
    told = " ".join(map(str, looked_for))
    for file in tmp_path.iterdir():
        assert str(file) in told, file


@pytest.mark.sqlite_only("about files")
def test_no_marked_text_stands_in_any_file(
    written: Written, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = written.home
    assert len(set(written.texts)) >= FEWEST and len(set(written.in_files)) >= FEWEST / 2
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


def test_erased_no_file_can_be_opened_with_all_that_remains(written: Written) -> None:
    home, log = written.home, desk_of(written.home).log
    held = [one for ticket in written.tickets for one in loaded(home, ticket).files]
    assert len(held) == len(written.tickets) * len((*HOLDING, *OF_CONSULTERS))

    def contents() -> list[bytes | None]:
        with log.following() as connection:
            return [log.content(connection, one.id, Attachment.Kept) for one in held]

    before = [content for content in contents() if content is not None]
    assert len(before) == len(held) and any(MARK.encode() in content for content in before)
    assert not any(MAKER.encode() in content for content in before), "pictures are drawn anew"
    for ticket in written.tickets:
        erased(home, ticket)
    assert set(contents()) == {None}
    names = [one.name for ticket in written.tickets for one in loaded(home, ticket).files]
    assert set(names) == {FORGOTTEN}


def test_a_file_that_was_put_in_anothers_place_does_not_open(written: Written) -> None:
    """As somebody might who can write into the tables."""
    log = desk_of(written.home).log
    one, other = (loaded(written.home, ticket).files[0] for ticket in written.tickets[:2])
    table = DESK.files
    with log.following() as connection:
        sealed = connection.execute(
            sa.select(table.c.content).where(table.c.originator_id == one.id)
        ).scalar_one()
    assert log.subjects is not None
    ring = log.subjects.ring()
    assert ring.open_text("content", sealed, content_of(one.id, Attachment.Kept).bound)
    elsewhere = content_of(other.id, Attachment.Kept)
    for there in (
        elsewhere,
        content_of(one.id, Attachment.Kept)._replace(originator_version=2),
        content_of(one.id, Attachment.Kept)._replace(field="name"),
    ):
        with pytest.raises(KeyDoesNotFit):
            ring.open_text("content", sealed, there.bound)
    for cut in (sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(KeyDoesNotFit):
            ring.open_text("content", cut, content_of(one.id, Attachment.Kept).bound)


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
