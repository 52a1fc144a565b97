"""The second lock on PostgreSQL: lays it on every table, and tells where it is not as meant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from projections import openings, second_lock
from projections.all import FUNCTIONS, OPENINGS
from projections.second_lock import KEPT, OWNED, SEEN
from projections.view import METADATA as VIEWS
from service.rights import Roles
from store.engine import REGISTER_SCHEMA


def lay(connection: sa.Connection, roles: Roles) -> None:
    """Make the openings, and lock every table of the views with the policies that the logins need.

    Run by the owner, in the transaction that changes the tables, before rights are granted; again it
    changes nothing. Each piece bears a mark of what it was made of, and of how the database understood
    it.
    """
    second_lock.unlock(connection)
    for statement in openings.drop(OPENINGS, FUNCTIONS, connection.dialect):
        connection.exec_driver_sql(statement)
    for statement in second_lock.close(VIEWS.sorted_tables):
        connection.exec_driver_sql(statement)
    stated = pieces(connection, roles)
    for statement in stated.values():
        connection.exec_driver_sql(statement)
    for piece, (understood, _) in _standing(connection).items():
        if piece in stated:
            mark = _mark(stated[piece], understood)
            connection.exec_driver_sql(f"COMMENT ON {piece} IS '{mark}'")


def pieces(connection: sa.Connection, roles: Roles) -> Mapping[str, str]:
    """What the lock is made of: of each piece, by what it is called, the statement that makes it.

    The owner's policy is there for what is done with an owner's rights: migrations, and the openings.
    A login that is the owner's has no second lock.
    """
    quote = connection.dialect.identifier_preparer.quote
    owner, writer = quote(roles.owner), quote(roles.writer)
    readers = ", ".join(quote(role) for role in roles.besides_the_owner)
    found = dict(openings.create(OPENINGS, FUNCTIONS, connection.dialect))

    def policy(name: str, table: str, stated: str) -> None:
        called = f"POLICY {name} ON {quote(table)}"
        found[called] = f"CREATE {called} {stated}"

    for table, rule in second_lock.rules().items():
        policy(OWNED, table, f"TO {owner} USING (true) WITH CHECK (true)")
        if roles.writer != roles.owner:
            kept = second_lock.nobody_asks()
            policy(KEPT, table, f"TO {writer} USING ({kept}) WITH CHECK ({kept})")
        if readers:
            policy(SEEN, table, f"FOR SELECT TO {readers} USING ({rule})")
    return found


def differing(connection: sa.Connection, roles: Roles) -> list[str]:
    """What is not as meant: a table that is not locked or a piece that is missing (-), a policy that
    is not meant (+), and what says something else (≠)."""
    unlocked = connection.execute(_UNLOCKED, {"schema": REGISTER_SCHEMA}).scalars()
    wanted, standing = pieces(connection, roles), _standing(connection)
    found = [f"- LOCK ON {table}" for table in sorted({*unlocked} & {*VIEWS.tables})]
    found += [f"- {piece}" for piece in sorted({*wanted} - {*standing})]
    found += [f"+ {piece}" for piece in sorted({*standing} - {*wanted})]
    for piece in sorted({*wanted} & {*standing}):
        understood, mark = standing[piece]
        if mark != _mark(wanted[piece], understood):
            found.append(f"≠ {piece}")
    return found


def _standing(connection: sa.Connection) -> dict[str, tuple[str, str | None]]:
    """The pieces there are, as the database understands them, with their marks."""
    given = {
        "schema": REGISTER_SCHEMA,
        "openings": [opening.name for opening in OPENINGS],
        "functions": [function.name for function in FUNCTIONS],
    }
    rows = connection.execute(_STANDING, given)
    return {row.piece: (row.understood, row.mark) for row in rows}


def _mark(stated: str, understood: str) -> str:
    return hashlib.blake2b(f"{stated}\n{understood}".encode(), digest_size=16).hexdigest()


_UNLOCKED: Final = sa.text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r'
        AND NOT (relrowsecurity AND relforcerowsecurity)
""")
_STANDING: Final = sa.text("""
    SELECT format('POLICY %I ON %I', policy.polname, relation.relname) AS piece,
        concat_ws(' ', policy.polcmd, policy.polpermissive,
            ARRAY(SELECT role::regrole::text FROM unnest(policy.polroles) role ORDER BY 1),
            pg_get_expr(policy.polqual, policy.polrelid),
            pg_get_expr(policy.polwithcheck, policy.polrelid)) AS understood,
        obj_description(policy.oid, 'pg_policy') AS mark
    FROM pg_policy policy JOIN pg_class relation ON relation.oid = policy.polrelid
    WHERE relation.relnamespace = to_regnamespace(:schema)
  UNION ALL
    SELECT format('VIEW %I', relname), concat_ws(' ', pg_get_viewdef(oid), reloptions),
        obj_description(oid, 'pg_class')
    FROM pg_class
    WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'v' AND relname = ANY(:openings)
  UNION ALL
    SELECT format('FUNCTION %I(%s)', proname, oidvectortypes(proargtypes)), pg_get_functiondef(oid),
        obj_description(oid, 'pg_proc')
    FROM pg_proc WHERE pronamespace = to_regnamespace(:schema) AND proname = ANY(:functions)
""")
