"""Auditors: who in a party may ask what others could see of its records, and what they are told of who did."""

from __future__ import annotations

from uuid import UUID

from graphql import GraphQLError

from api.asking import Asking
from api.levels import Row
from domain.people.roles import Role
from projections.people.members import MEMBERS
from projections.view import code_of
from store.reads import Reader


def auditing(info: Asking) -> int:
    """The number of the party whose auditor asks; whoever is none is told so, whatever is on record."""
    actor = info.context.actor
    if actor is None or Role.AUDITOR not in actor.roles:
        raise GraphQLError(
            "これは監査担当（auditor）だけが問い合わせられます。自社の監査担当にお尋ねください。"
            " / This is for auditors: ask an auditor of your party.",
            extensions={"code": "NOT_PERMITTED"},
        )
    return actor.party


def as_told(reader: Reader) -> Row:
    """Somebody who read, by what the owner of the record may know of them."""
    return {
        "member": reader.member,
        "member_code": code_of(MEMBERS.prefix, UUID(reader.member)),
        "roles": list(reader.roles),
        "reads": reader.times,
    }
