"""Facts to stored bytes and back: msgspec JSON, free texts sealed, old facts brought up to date."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, MapperDeserialisationError, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic

from domain.kernel import FORGOTTEN, Fact
from store.keys import KeyRing, Place

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class SealingMapper(Mapper[UUID]):
    """Maps facts for one transaction, with the keys of that transaction.

    A stored state is a JSON object of the fact's own fields; a field named in `SEALED` holds the
    ciphertext in base64. `class_version` stands in it when above 1.
    """

    def __init__(self, keys: KeyRing) -> None:
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
                sealed = self._keys.seal(_encode(state[field]), place)
                state[field] = base64.b64encode(sealed).decode("ascii")
        class_version = getattr(fact_class, "class_version", 1)
        if class_version > 1:
            state["class_version"] = class_version
        return StoredEvent(originator_id, originator_version, topic, _encode(state))

    def to_domain_event(self, stored_event: StoredEvent) -> Fact:
        fact_class = resolve_topic(stored_event.topic)
        originator_id, version = stored_event.originator_id, stored_event.originator_version
        assert isinstance(originator_id, UUID)
        try:
            state: dict[str, Any] = _decode(stored_event.state)
            self._open(state, fact_class, stored_event, originator_id)
            for step in range(
                state.pop("class_version", 1), getattr(fact_class, "class_version", 1)
            ):
                getattr(fact_class, f"upcast_v{step}_v{step + 1}")(state)
            state |= {"originator_id": originator_id, "originator_version": version}
            fact: Fact = msgspec.convert(state, type=fact_class)
        except (msgspec.MsgspecError, KeyError, ValueError) as e:
            raise MapperDeserialisationError(
                f"cannot read fact {version} of {originator_id} ({stored_event.topic}): {e}"
            ) from e
        return fact

    def _open(
        self,
        state: dict[str, Any],
        fact_class: type[Fact],
        stored: StoredEvent,
        originator_id: UUID,
    ) -> None:
        """Replace each ciphertext by its text, or by FORGOTTEN where its key is destroyed."""
        for field in fact_class.SEALED:
            if state.get(field) is None:
                continue
            place = Place(stored.topic, originator_id, stored.originator_version, field)
            text = self._keys.open(base64.b64decode(state[field]), place)
            state[field] = _forgotten(fact_class, field) if text is None else _decode(text)


def _forgotten(fact_class: type[Fact], field: str) -> str | list[str]:
    """What a destroyed text reads as: one mark, in a list where the fact held a list."""
    several = str(fact_class.__dataclass_fields__[field].type).startswith("tuple")
    return [FORGOTTEN] if several else FORGOTTEN
