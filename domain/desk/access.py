"""Who may see a ticket on a day: one rule, from designations, conflicts of interest and the standing role.

Rank opens nothing: no other role is looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.desk.contents import Handler


@dataclass(frozen=True, slots=True)
class Officer:
    """A member with a standing designation for a desk: the party served, the departments there, and
    whether the designation and the role of a desk officer both stand that day."""

    member: UUID
    party: int
    departments: frozenset[UUID]
    stands: bool
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody named in a ticket, as far as the register knows them."""

    member: UUID | None = None
    department: UUID | None = None
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """What of a ticket says who may see it. `reserved`: it is, or was, a whistleblowing report."""

    reserved: bool
    handlers: tuple[Handler, ...]
    concerned: tuple[Concerned, ...]


def may_see(access: Access, officers: Iterable[Officer], on: date) -> frozenset[UUID]:
    """The members who may see the ticket that day.

    Whoever works at the desk sees what never was a whistleblowing report; a report is for its named handlers.
    Nobody sees a ticket that concerns them, their department or their party. Where nobody is left, the
    deputies are asked for.
    """
    able = _able(access, officers)
    handling = _handling(access, able, on)
    return handling or frozenset(one.member for one in able if one.deputy)


def is_handled(access: Access, officers: Iterable[Officer], on: date) -> bool:
    """Whether anybody sees the ticket that day without deputies being asked for."""
    return bool(_handling(access, _able(access, officers), on))


def _able(access: Access, officers: Iterable[Officer]) -> list[Officer]:
    return [one for one in officers if one.stands and not is_concerned(one, access.concerned)]


def _handling(access: Access, able: Iterable[Officer], on: date) -> frozenset[UUID]:
    named = {handler.member for handler in access.handlers if handler.stands_on(on)}
    return frozenset(
        one.member for one in able if one.member in named or not (access.reserved or one.deputy)
    )


def may_handle(concerned: Iterable[Concerned], officers: Iterable[Officer]) -> frozenset[UUID]:
    """The members who may be named for a ticket: once named, they see it. A deputy may be."""
    about = tuple(concerned)
    return frozenset(one.member for one in officers if one.stands and not is_concerned(one, about))


def is_concerned(one: Officer, concerned: Iterable[Concerned]) -> bool:
    """Whether a ticket is about this officer, their department or their party."""
    return any(
        about.member == one.member
        or (about.department is not None and about.department in one.departments)
        or (about.party is not None and about.party == one.party)
        for about in concerned
    )


def is_open_to_all(access: Access, officers: Iterable[Officer], on: date) -> bool:
    """Whether everybody may see the ticket who is, was or will be designated for its desk; of a report that
    is not so, whoever handles it. Deputies do not matter: they see what nobody else may."""
    desk = [replace(one, stands=True) for one in officers if not one.deputy]
    return may_see(replace(access, handlers=()), desk, on) == {one.member for one in desk}
