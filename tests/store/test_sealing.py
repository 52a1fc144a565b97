"""Free texts are sealed, each under a key of its own and bound to its place."""

from __future__ import annotations

import base64
import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import get_topic

from domain.kernel import FORGOTTEN, Fact
from service import house
from store.keys import KEY, KeyDoesNotFit, KeyFileIsMissing, KeyRing, Place, WrappingKey
from store.log import Log
from store.mapper import SealingMapper
from store.tables import REGISTER
from tests.archive.examples import example, fact_classes
from tests.houses import Clock, Home
from tests.store.notes import Note

BY = UUID(int=0xED)
TEXT, LINES, ASIDE = "顧客の氏名は山田太郎", ("一行目の秘密", "二行目の秘密"), "内緒の但し書き"


@pytest.fixture
def noted(engine: sa.Engine, wrapping: WrappingKey, clock: Clock) -> Log:
    """A log without views: nothing but the facts themselves could tell a text."""
    return Log(engine, REGISTER, wrapping, clock=clock, fold=lambda *_: None)


def write(log: Log, text: str = TEXT) -> UUID:
    with log.writing() as work:
        note = Note.write(id=uuid4(), text=text, lines=LINES, aside=ASIDE, by=BY, at=work.now)
        note.rewrite(text="書き直した秘密", by=BY, at=work.now)
        work.keep(note)
    return note.id


def read(log: Log, note: UUID) -> Note:
    with log.writing() as work:
        return work.load(Note, note)


def first_fact(log: Log, note: UUID) -> Note.Written:
    with log.reading() as connection:
        facts = [one.fact for one in log.facts(connection, 0, 100)]
    (found,) = (f for f in facts if isinstance(f, Note.Written) and f.originator_id == note)
    return found


def destroy(log: Log, note: UUID, field: str, version: int = 1) -> None:
    keys = REGISTER.keys
    with log.recorder.writing() as connection:
        connection.execute(
            keys.update()
            .where(
                keys.c.originator_id == note,
                keys.c.originator_version == version,
                keys.c.field == field,
            )
            .values(wrapped=None)
        )


def states(log: Log) -> list[dict[str, Any]]:
    with log.reading() as connection:
        facts = REGISTER.facts
        found = connection.execute(sa.select(facts.c.state).order_by(facts.c.position)).scalars()
        return [json.loads(state) for state in found]


# ----- what is stored ---------------------------------------------------------------------------


def test_what_was_sealed_opens_again(noted: Log) -> None:
    note = read(noted, write(noted))
    assert (note.text, note.lines, note.aside) == ("書き直した秘密", LINES, ASIDE)


def test_no_file_of_the_database_holds_a_sealed_text(
    sqlite_engine: sa.Engine, wrapping: WrappingKey, clock: Clock, tmp_path: Path
) -> None:
    log = Log(sqlite_engine, REGISTER, wrapping, clock=clock, fold=lambda *_: None)
    written = [write(log) for _ in range(3)]
    read(log, written[0])
    files = {path.name: path.read_bytes() for path in tmp_path.glob("register.sqlite*")}
    assert "register.sqlite-wal" in files
    for text in (TEXT, *LINES, ASIDE, "書き直した秘密"):
        for form in (text.encode(), json.dumps(text).encode(), base64.b64encode(text.encode())):
            assert not any(form in content for content in files.values())
    assert any(b"test.note.written" in content for content in files.values())


def test_the_state_of_a_fact_holds_ciphertext_alone(noted: Log) -> None:
    write(noted)
    first, second = states(noted)
    assert set(first) >= {"text", "lines", "aside", "weight", "colour"}
    sealed = [first["text"], first["lines"], first["aside"], second["text"]]
    assert len({base64.b64decode(text)[:12] for text in sealed}) == 4, "a nonce for each"
    assert not any(secret in json.dumps(states(noted), ensure_ascii=False) for secret in LINES)


def test_equal_texts_do_not_look_equal(noted: Log) -> None:
    write(noted, "同じ文")
    write(noted, "同じ文")
    first, _, second, _ = states(noted)
    assert first["text"] != second["text"]


@pytest.mark.parametrize("fact", fact_classes(), ids=get_topic)
def test_no_fact_of_the_house_shows_a_text_it_seals(fact: type[Fact]) -> None:
    keys = KeyRing(WrappingKey(bytes(KEY)), REGISTER)
    one = example(fact)
    state = SealingMapper(keys).to_stored_event(one).state.decode()
    for field in fact.SEALED:
        texts = getattr(one, field)
        for text in (texts,) if isinstance(texts, str) else texts:
            assert json.dumps(text, ensure_ascii=False)[1:-1] not in state
    assert {str(key["field"]) for key in keys.made} == set(fact.SEALED)


def test_a_text_that_is_not_there_has_no_key(noted: Log) -> None:
    with noted.writing() as work:
        note = Note.write(id=uuid4(), text=TEXT, by=BY, at=work.now)
        work.keep(note)
    with noted.reading() as connection:
        fields = set(connection.execute(sa.select(REGISTER.keys.c.field)).scalars())
    assert fields == {"text", "lines"}
    assert read(noted, note.id).aside is None


# ----- forgetting -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "reads"), [("text", FORGOTTEN), ("lines", (FORGOTTEN,)), ("aside", FORGOTTEN)]
)
def test_destroying_a_key_forgets_that_text_alone(noted: Log, field: str, reads: object) -> None:
    note, neighbour = write(noted), write(noted)
    before = first_fact(noted, note)
    destroy(noted, note, field)
    after = first_fact(noted, note)
    assert getattr(after, field) == reads
    for other in {"text", "lines", "aside", "weight", "colour", "by"} - {field}:
        assert getattr(after, other) == getattr(before, other)
    assert first_fact(noted, neighbour).text == TEXT
    assert read(noted, note).text == "書き直した秘密", "the later fact has a key of its own"


def test_an_aggregate_with_forgotten_texts_loads_and_goes_on(noted: Log) -> None:
    note = write(noted)
    destroy(noted, note, "lines")
    destroy(noted, note, "text", version=2)
    with noted.writing() as work:
        found = work.load(Note, note)
        assert (found.text, found.lines) == (FORGOTTEN, (FORGOTTEN,))
        found.rewrite(text="その後", by=BY, at=work.now)
        work.keep(found)
    assert read(noted, note).text == "その後"


# ----- what was tampered with -------------------------------------------------------------------


def transplant(log: Log, state: dict[str, Any], source: UUID, to: UUID, version: int) -> None:
    """Append a fact with ciphertext from elsewhere, together with the keys it was sealed under."""
    with log.recorder.writing() as connection:
        position, last = log.recorder.head(connection)
        stored = StoredEvent(to, version, "test.note.written", json.dumps(state).encode())
        log.recorder.append(connection, [stored], after=position, recorded_at=last + 1)
        keys = REGISTER.keys
        for key in connection.execute(
            sa.select(keys.c.field, keys.c.wrapped).where(
                keys.c.originator_id == source, keys.c.originator_version == 1
            )
        ).all():
            connection.execute(
                keys.insert(),
                {
                    "originator_id": to,
                    "originator_version": version,
                    "field": key.field,
                    "wrapped": key.wrapped,
                },
            )


@pytest.mark.parametrize("version", [1, 3])
def test_a_text_moved_to_another_place_is_refused(noted: Log, version: int) -> None:
    source = write(noted)
    to = uuid4() if version == 1 else source
    transplant(noted, states(noted)[0], source, to, version)
    with pytest.raises(KeyDoesNotFit):
        read(noted, to)


def test_two_texts_of_one_fact_do_not_change_places(wrapping: WrappingKey) -> None:
    keys = KeyRing(wrapping, REGISTER)
    places = {field: Place("test.note.written", BY, 1, field) for field in ("text", "aside")}
    sealed = keys.seal(b'"a"', places["text"])
    keys.seal(b'"b"', places["aside"])
    reading = KeyRing(wrapping, REGISTER)
    with pytest.raises(KeyDoesNotFit, match="no key was ever kept"):
        reading.open(sealed, places["text"])
    wrapped = {str(key["field"]): key["wrapped"] for key in keys.made}
    for place, key in ((places["aside"], wrapped["aside"]), (places["aside"], wrapped["text"])):
        assert isinstance(key, bytes)
        with pytest.raises(KeyDoesNotFit):
            open_with(wrapping, key, sealed, place)
    assert open_with(wrapping, bytes(wrapped["text"]), sealed, places["text"]) == b'"a"'


def open_with(wrapping: WrappingKey, wrapped: bytes, sealed: bytes, place: Place) -> bytes | None:
    """Open a text with a key from anywhere."""
    engine = sa.create_engine("sqlite://")
    REGISTER.keys.create(engine)
    ring = KeyRing(wrapping, REGISTER)
    with engine.connect() as connection:
        row = {
            "originator_id": place.originator_id,
            "originator_version": place.originator_version,
            "field": place.field,
            "wrapped": wrapped,
        }
        connection.execute(REGISTER.keys.insert(), row)
        ring.fetch(connection, [place.originator_id])
    engine.dispose()
    return ring.open(sealed, place)


# ----- the key file -----------------------------------------------------------------------------


def test_under_another_wrapping_key_nothing_is_read_and_nothing_written(
    noted: Log, engine: sa.Engine, clock: Clock
) -> None:
    note = write(noted)
    stranger = Log(
        engine, REGISTER, WrappingKey(os.urandom(KEY)), clock=clock, fold=lambda *_: None
    )
    with pytest.raises(KeyDoesNotFit, match=r"鍵ファイル.*key file is not this database's"):
        read(stranger, note)
    with pytest.raises(KeyDoesNotFit):
        write(stranger)
    with stranger.reading() as connection, pytest.raises(KeyDoesNotFit):
        stranger.facts(connection, 0, 10)
    assert len(states(noted)) == 2
    assert read(noted, note).text == "書き直した秘密"


def test_a_house_without_its_key_file_says_so(home: Home) -> None:
    settings = home.house.settings
    home.close()
    settings.key_file.unlink()
    with pytest.raises(KeyFileIsMissing, match=r"バックアップから.*restore it") as refused:
        house.enter(settings)
    assert str(settings.key_file) in str(refused.value)


def test_a_house_is_not_entered_with_another_houses_key(home: Home, tmp_path: Path) -> None:
    settings = home.house.settings
    home.close()
    WrappingKey.found(tmp_path / "other.key")
    shutil.copy(tmp_path / "other.key", settings.key_file)
    with pytest.raises(KeyDoesNotFit, match=r"鍵ファイル.*restore it"):
        house.enter(settings)


@pytest.mark.parametrize("content", ["", "not hexadecimal", "00" * 31, "00" * 33])
def test_what_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "register.key"
    path.write_text(content, "ascii")
    with pytest.raises(KeyDoesNotFit):
        WrappingKey.read(path)


def test_a_new_key_is_its_owners_alone_and_an_old_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "below" / "register.key"
    founded = WrappingKey.found(path)
    kept = path.read_text("ascii")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = WrappingKey.found(path)
    assert path.read_text("ascii") == kept
    assert again.digest(b"text") == founded.digest(b"text")
