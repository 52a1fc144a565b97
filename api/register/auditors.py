"""Auditors: who in a party may ask what others could see of its records, and who did."""

from __future__ import annotations

from graphql import GraphQLError

from api.asking import Asking
from domain.people.roles import Role


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
