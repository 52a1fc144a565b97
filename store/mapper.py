"""Facts to stored bytes and back: msgspec JSON, free texts sealed, old facts brought up to date."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Any, Protocol, TypedDict, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, MapperDeserialisationError, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic

from domain.kernel import FORGOTTEN, Fact
from store.keys import Place, bound

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Ring(Protocol):
    """The keys of one transaction: of a text each (`store.keys`), or of a subject (`store.subjects`)."""

    def seal(self, text: bytes, place: Place, subject: UUID | None, /) -> bytes: ...

    def open_at(
        self, stream: UUID, version: int, field: str, sealed: bytes, bound_to: bytes, /
    ) -> bytes | None: ...


class SealingMapper(Mapper[UUID]):
    """Maps facts for one transaction, with the keys of that transaction.

    A stored state is a JSON object of the fact's own fields; a field named in `SEALED` holds the
    ciphertext in base64. `class_version` stands in it when above 1.
    """

    def __init__(self, keys: Ring) -> None:
        self._keys = keys

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        fact_class = type(domain_event)
        topic = get_topic(fact_class)
        state = dict(vars(domain_event))
        originator_id = state.pop("originator_id")
        originator_version = state.pop("originator_version")
        for field in getattr(fact_class, "SEALED", ()):
            if state[field] is not None:
                place = Place(topic, originator_id, originator_version, field)
                whom = domain_event.subject_of(field) if isinstance(domain_event, Fact) else None
                sealed = self._keys.seal(_encode(state[field]), place, whom)
                state[field] = base64.b64encode(sealed).decode("ascii")
        class_version = getattr(fact_class, "class_version", 1)
        if class_version > 1:
            state["class_version"] = class_version
        return StoredEvent(originator_id, originator_version, topic, _encode(state))

    def to_domain_event(self, stored_event: StoredEvent) -> Fact:
        originator_id, version = stored_event.originator_id, stored_event.originator_version
        assert isinstance(originator_id, UUID)
        return opened(
            stored_event.topic,
            stored_event.state,
            Stream(originator_id),
            version,
            partial(self._keys.open_at, originator_id, version),
        )


class Stream:
    """A stream's id, with its text made once."""

    __slots__ = ("id", "text")

    def __init__(self, id_: UUID) -> None:
        self.id, self.text = id_, str(id_)


Open = Callable[[str, bytes, bytes], bytes | None]
"""Opens a field's ciphertext, bound to a place; None where its key was destroyed."""


def opened(topic: str, stored: bytes, stream: Stream, version: int, open_: Open) -> Fact:
    """The stored fact; raises MapperDeserialisationError, KeyDoesNotFit.

    A fact stored as its class stands today is decoded field by field into its types at once, and
    made without passing through its constructor. Any other takes the long way.
    """
    form = _form_of(topic)
    try:
        state = form.decode(stored)
    except msgspec.MsgspecError:
        return _brought_up(topic, stored, stream, version, open_)
    if form.class_version > 1 and state.pop("class_version") != form.class_version:
        return _brought_up(topic, stored, stream, version, open_)
    for field, decode, forgotten in form.sealed:
        sealed = state[field]
        if sealed is not None:
            text = open_(field, sealed, bound(topic, stream.text, version, field))
            state[field] = forgotten if text is None else decode(text)
    state["originator_id"], state["originator_version"] = stream.id, version
    fact = object.__new__(form.kind)
    object.__setattr__(fact, "__dict__", state)
    return fact


def _brought_up(topic: str, stored: bytes, stream: Stream, version: int, open_: Open) -> Fact:
    """A fact that an earlier version of its class stored, or none at all."""
    fact_class: type[Fact] = resolve_topic(topic)
    try:
        state: dict[str, Any] = _decode(stored)
        for field in fact_class.SEALED:
            if state.get(field) is not None:
                sealed = base64.b64decode(state[field])
                text = open_(field, sealed, bound(topic, stream.text, version, field))
                state[field] = _forgotten(fact_class, field) if text is None else _decode(text)
        for step in range(state.pop("class_version", 1), getattr(fact_class, "class_version", 1)):
            getattr(fact_class, f"upcast_v{step}_v{step + 1}")(state)
        state |= {"originator_id": stream.id, "originator_version": version}
        fact: Fact = msgspec.convert(state, type=fact_class)
    except (msgspec.MsgspecError, KeyError, ValueError) as e:
        raise MapperDeserialisationError(
            f"cannot read fact {version} of {stream.text} ({topic}): {e}"
        ) from e
    return fact


@dataclass(frozen=True, slots=True)
class _Form:
    """How facts of one class are stored today, found out once.

    `decode` reads a state: each field in its type, and the ciphertext of a sealed one. `sealed` are
    the fields to open, how their texts are read, and what stands for a destroyed one.
    """

    kind: type[Fact]
    class_version: int
    decode: Any
    sealed: tuple[tuple[str, Any, str | tuple[str, ...]], ...]


@cache
def _form_of(topic: str) -> _Form:
    kind: type[Fact] = resolve_topic(topic)
    class_version = getattr(kind, "class_version", 1)
    types = get_type_hints(kind)
    stored: dict[str, Any] = {"class_version": int} if class_version > 1 else {}
    for field in fields(kind):
        if field.name not in ("originator_id", "originator_version"):
            stored[field.name] = bytes | None if field.name in kind.SEALED else types[field.name]
    shape: Any = TypedDict("shape", stored)  # type: ignore[misc]  # its fields are found here
    return _Form(
        kind,
        class_version,
        msgspec.json.Decoder(shape).decode,
        tuple(
            (name, msgspec.json.Decoder(types[name]).decode, _forgotten(kind, name))
            for name in kind.SEALED
        ),
    )


def _forgotten(fact_class: type[Fact], field: str) -> str | tuple[str, ...]:
    """What a destroyed text reads as: one mark, in a list where the fact held a list."""
    several = str(fact_class.__dataclass_fields__[field].type).startswith("tuple")
    return (FORGOTTEN,) if several else FORGOTTEN
