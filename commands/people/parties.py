"""The parties of the joint meeting: founded, renamed and closed by the operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commands.office import Desk
from domain.people.party import Party


@dataclass(frozen=True, slots=True)
class PartyToFound:
    """A party of the configuration: its number for good, its code and its names."""

    number: int
    code: str
    name: str
    name_en: str | None


DEFAULT_PARTIES = (
    PartyToFound(0, "HD", "持株会社", "Holding company"),
    PartyToFound(1, "PG", "送配電会社", "Network company"),
    PartyToFound(2, "MZ", "小売会社", "Retail company"),
    PartyToFound(3, "EXT", "社外有識者", "Outside experts"),
)


def found_parties(desk: Desk, *, parties: Iterable[PartyToFound], since: date) -> Iterable[UUID]:
    """Found the parties that do not stand yet."""
    desk.permit("found_party")
    missing = [one for one in parties if desk.find(Party, Party.id_for(one.number)) is None]
    return desk.keep(
        *(
            Party.found(
                number=one.number,
                code=one.code,
                name=one.name,
                name_en=one.name_en,
                since=since,
                by=desk.by,
                at=desk.now,
            )
            for one in missing
        )
    )


def rename_party(
    desk: Desk, *, party: int, name: str, name_en: str | None = None, since: date | None = None
) -> Iterable[UUID]:
    """Let a party bear other names; its number and code stay."""
    desk.permit("rename_party", owner=party)
    one = desk.load(Party, Party.id_for(party))
    one.rename(name=name, name_en=name_en, since=since or desk.today, by=desk.by, at=desk.now)
    return desk.keep(one)


def close_party(desk: Desk, *, party: int, until: date | None = None) -> Iterable[UUID]:
    """Close a party after its last day; its records stay as they are."""
    desk.permit("close_party", owner=party)
    one = desk.load(Party, Party.id_for(party))
    one.close(until=until or desk.today, by=desk.by, at=desk.now)
    return desk.keep(one)
