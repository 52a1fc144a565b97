"""Who may do what on PostgreSQL: the rights of the logins that write and read, by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import sqlalchemy as sa

from projections.all import FUNCTIONS, OPENINGS
from projections.desk.tables import METADATA as DESK_ROWS
from projections.view import METADATA as VIEWS
from service.settings import Settings
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, READS_SCHEMA, REGISTER_SCHEMA
from store.tables import DESK, REGISTER, SUBJECT_KEYS, LogTables
from store.ticket_reads import TICKET_READS

FORGOTTEN: Final = "wrapped"
"""The one column of the log that the writer may update: a key is destroyed when a text is
forgotten, and a trigger allows nothing else."""

PUBLIC: Final = "PUBLIC"


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One thing that one login may do with a table, or with one column of it."""

    login: str
    verb: str
    table: str
    column: str = ""

    def __str__(self) -> str:
        of = f" ({self.column})" if self.column else ""
        return f"{self.login}: {self.verb}{of} {self.table}"


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the logins; those of the register may be one. The desk's is its own, if there is one."""

    owner: str
    writer: str
    reader: str
    desk: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The logins of the settings; None on SQLite, which has none."""
        if not settings.on_postgresql:
            return None
        urls = (settings.owner_url, settings.database_url, settings.reader_url)
        owner, writer, reader = (str(url.username) for url in urls)
        desk = settings.desk_url and str(settings.desk_url.username)
        return cls(owner, writer, reader, desk)

    @property
    def besides_the_owner(self) -> tuple[str, ...]:
        """The logins that need rights given to them."""
        return tuple(
            role for role in dict.fromkeys((self.writer, self.reader)) if role != self.owner
        )


def log_tables(tables: LogTables = REGISTER) -> dict[str, sa.Table]:
    """A log's tables by what they are called in it."""
    return {name: getattr(tables, name) for name in ("facts", "keys", "files", "requests")}


def wanted(roles: Roles) -> set[Right]:
    """The rights that the logins need, and no other."""
    rights: set[Right] = set()
    for login in roles.besides_the_owner:
        rights.add(Right(login, "SELECT", "alembic_version"))
        rights.update(_of_the_openings(login))
    if roles.writer in roles.besides_the_owner:
        rights.update(_of_the_writer(roles.writer))
    if roles.reader in roles.besides_the_owner and roles.reader != roles.writer:
        rights.update(_of_the_reader(roles.reader))
    return rights


def wanted_at_the_desk(roles: Roles) -> dict[str, set[Right]]:
    """The same of the desk's login, by schema: nobody else has any right there."""
    login = roles.desk
    if login is None or login == roles.owner:
        return {DESK_SCHEMA: set(), KEYS_SCHEMA: set()}
    there = Right(login, "SELECT", "alembic_version")
    kept = (DESK.facts.name, DESK.files.name, DESK.requests.name, TICKET_READS.name)
    rows = [table.name for table in DESK_ROWS.sorted_tables]
    keys = SUBJECT_KEYS.name
    return {
        DESK_SCHEMA: {
            there,
            *(Right(login, verb, table) for table in kept for verb in ("SELECT", "INSERT")),
            *(
                Right(login, verb, table)
                for table in rows
                for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")
            ),
        },
        KEYS_SCHEMA: {
            there,
            *(Right(login, verb, keys) for verb in ("SELECT", "INSERT")),
            *(Right(login, "UPDATE", keys, column) for column in ("wrapped", "wrapped_by")),
        },
    }


def standing(connection: sa.Connection, schema: str = REGISTER_SCHEMA) -> set[Right]:
    """The rights that anybody but the owner of a table has on it now."""
    rows = connection.execute(_STANDING, {"schema": schema})
    return {Right(*row) for row in rows}


def reached(connection: sa.Connection, login: str, schema: str) -> list[str]:
    """The tables of a schema of which a login reads or changes anything, by whatever role lets it."""
    found = connection.execute(_REACHED, {"login": login, "schema": schema})
    return list(found.scalars())


def owner_of_tables(connection: sa.Connection) -> str | None:
    """The login that owns the register's tables; None where there are none."""
    query = sa.text("SELECT tableowner FROM pg_tables WHERE schemaname = :s AND tablename = :t")
    found: str | None = connection.scalar(query, {"s": REGISTER_SCHEMA, "t": REGISTER.facts.name})
    return found


def grant(connection: sa.Connection, roles: Roles) -> None:
    """Give each login its rights on every table there is, and everybody else none.

    Run by the owner, in the transaction that changes the tables; again it changes nothing.
    """
    for statement in _statements(connection, roles):
        connection.exec_driver_sql(statement)


def grant_reads(connection: sa.Connection, roles: Roles) -> None:
    """Let the writer put reads on record and look them up; only the owner removes any."""
    if roles.writer == roles.owner:
        return
    writer = connection.dialect.identifier_preparer.quote(roles.writer)
    for statement in (
        f"GRANT USAGE ON SCHEMA {READS_SCHEMA} TO {writer}",
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA {READS_SCHEMA} TO {writer}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {READS_SCHEMA} TO {writer}",
    ):
        connection.exec_driver_sql(statement)


def grant_desk(connection: sa.Connection, roles: Roles) -> None:
    """Let the desk's login keep its log and its rows, and nobody else anything of it."""
    _grant_apart(connection, roles, DESK_SCHEMA)


def grant_keys(connection: sa.Connection, roles: Roles) -> None:
    """Let the desk's login keep and destroy keys of subjects, and nobody else see any."""
    _grant_apart(connection, roles, KEYS_SCHEMA)


def _grant_apart(connection: sa.Connection, roles: Roles, schema: str) -> None:
    for statement in _apart(connection, roles, schema):
        connection.exec_driver_sql(statement)
    if roles.desk in (None, roles.owner):
        return
    desk = connection.dialect.identifier_preparer.quote(str(roles.desk))
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {desk}")
    for statement in _giving(connection, wanted_at_the_desk(roles)[schema]):
        connection.exec_driver_sql(statement)


def _apart(connection: sa.Connection, roles: Roles, schema: str) -> Iterator[str]:
    """Take from every login but the owner whatever it may do in a schema."""
    quote = connection.dialect.identifier_preparer.quote
    standing_there = connection.execute(_STANDING, {"schema": schema})
    logins = {PUBLIC, roles.writer, roles.reader, roles.desk, *(row[0] for row in standing_there)}
    for login in sorted(login for login in logins if login and login != roles.owner):
        name = login if login == PUBLIC else quote(login)
        yield f"REVOKE ALL ON SCHEMA {schema} FROM {name}"
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {name}"


def _of_the_writer(writer: str) -> Iterator[Right]:
    for name, table in log_tables().items():
        yield Right(writer, "SELECT", table.name)
        yield Right(writer, "INSERT", table.name)
        if name == "keys":
            yield Right(writer, "UPDATE", table.name, FORGOTTEN)
    for view in VIEWS.sorted_tables:
        for verb in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            yield Right(writer, verb, view.name)


def _of_the_reader(reader: str) -> Iterator[Right]:
    """Nothing of the log: how many facts there are, and of when, tells of what is hidden."""
    for view in VIEWS.sorted_tables:
        yield Right(reader, "SELECT", view.name)


def _of_the_openings(login: str) -> Iterator[Right]:
    for opening in OPENINGS:
        yield Right(login, "SELECT", opening.name)
    for function in FUNCTIONS:
        yield Right(login, "EXECUTE", function.name)


def _statements(connection: sa.Connection, roles: Roles) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    everybody = {PUBLIC, *roles.besides_the_owner, *(one.login for one in standing(connection))}
    for login in sorted(everybody - {roles.owner}):
        name = login if login == PUBLIC else quote(login)
        yield f"REVOKE ALL ON SCHEMA {REGISTER_SCHEMA} FROM {name}"
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {REGISTER_SCHEMA} FROM {name}"
    for login in roles.besides_the_owner:
        yield f"GRANT USAGE ON SCHEMA {REGISTER_SCHEMA} TO {quote(login)}"
    if roles.writer in roles.besides_the_owner:
        # Rows arrive by COPY in a temporary table (projections/rows.py); without it, one by one.
        here = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        yield f"GRANT TEMPORARY ON DATABASE {quote(here)} TO {quote(roles.writer)}"
    yield from _giving(connection, wanted(roles))


def _giving(connection: sa.Connection, rights: set[Right]) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in sorted(rights):
        alike.setdefault((one.login, one.verb, one.column), []).append(quote(one.table))
    for (login, verb, column), tables in alike.items():
        of = f" ({quote(column)})" if column else ""
        kind = "FUNCTION " if verb == "EXECUTE" else ""
        yield f"GRANT {verb}{of} ON {kind}{', '.join(tables)} TO {quote(login)}"


_STANDING = sa.text("""
    WITH stated AS (
        SELECT relation.oid, relation.relname, relation.relowner, '' AS attname, acl.*
        FROM pg_class relation, aclexplode(relation.relacl) acl
        WHERE relation.relnamespace = to_regnamespace(:schema)
      UNION ALL
        SELECT relation.oid, relation.relname, relation.relowner, attribute.attname, acl.*
        FROM pg_class relation
        JOIN pg_attribute attribute ON attribute.attrelid = relation.oid,
            aclexplode(attribute.attacl) acl
        WHERE relation.relnamespace = to_regnamespace(:schema)
      UNION ALL
        SELECT function.oid, function.proname, function.proowner, '', acl.*
        FROM pg_proc function,
            aclexplode(coalesce(function.proacl, acldefault('f', function.proowner))) acl
        WHERE function.pronamespace = to_regnamespace(:schema)
    )
    SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END,
        privilege_type, relname, attname
    FROM stated WHERE grantee <> relowner
""")

_REACHED = sa.text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace(:schema) AND relkind IN ('r', 'v')
        AND has_schema_privilege(:login, relnamespace, 'USAGE')
        AND (has_any_column_privilege(:login, oid, 'SELECT, INSERT, UPDATE')
            OR has_table_privilege(:login, oid, 'DELETE, TRUNCATE'))
    ORDER BY relname
""")
