"""What the database is told of who asks: settings that last for one transaction, read back as SQL.

PostgreSQL's row-level security knows a reader by these alone. Whatever is not told, or told in no form
that is known, is nobody: then nothing is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BIT

from projections.clearance import Clearance
from projections.rows import Question, send

_MEMBER, _PARTY, _TODAY, _PEOPLE = (
    f"sekisho.{name}" for name in ("member", "party", "today", "people")
)


def _setting(name: str) -> sa.ColumnElement[str]:
    return sa.func.current_setting(name, True, type_=sa.Text)


def _once(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Evaluated once a statement, not once a row."""
    return sa.select(value).scalar_subquery()


def _if(name: str, form: str, value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A value that is null unless a setting and the day have their forms."""
    day = _setting(_TODAY).regexp_match("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    return _once(sa.case((sa.and_(day, _setting(name).regexp_match(form)), value)))


_NUMBER: Final = "^([0-9]|[1-5][0-9]|6[0-2])$"
_party = sa.cast(_setting(_PARTY), sa.Integer)

MEMBER: Final = _once(_setting(_MEMBER))
"""The id of who asks."""
PARTY: Final = _if(_PARTY, _NUMBER, _party)
"""The number of the party that asks."""
PARTY_BIT: Final = _if(_PARTY, _NUMBER, sa.cast(1, sa.BigInteger).op("<<")(_party))
"""Its place in an audience."""
PEOPLE: Final = _if(
    _PEOPLE,
    "^[01]{1,63}$",
    sa.cast(sa.cast(sa.func.lpad(_setting(_PEOPLE), 64, "0"), BIT(64)), sa.BigInteger),
)
"""The places of the parties whose people who asks administers."""
TODAY: Final = _once(_setting(_TODAY))
"""The day against which ends of dates are judged."""
NOBODY_ASKS: Final = _once(sa.func.coalesce(_setting(_TODAY), "") == "")
"""Whether the transaction reads for nobody: it writes, or follows the log."""

_TELL_MEMBER = f"SELECT set_config('{_MEMBER}', $1, true)"
_TELL = "SELECT " + ", ".join(
    f"set_config('{name}', ${n}, true)" for n, name in enumerate((_PARTY, _TODAY, _PEOPLE), 1)
)


def tell_member(connection: sa.Connection, member: str) -> None:
    """Say who asks, for the rest of the transaction."""
    for sql, told in telling_member(connection.dialect, member):
        send(connection, sql, told)


def telling_member(dialect: sa.Dialect, member: str) -> list[Question]:
    """What says who asks, to be sent with other questions; nothing where the database is not told."""
    return [(_TELL_MEMBER, (member,))] if dialect.name == "postgresql" else []


def admit(connection: sa.Connection, clearance: Clearance) -> None:
    """Let the rest of the transaction see what this clearance may, and no more."""
    party = "" if clearance.party is None else str(clearance.party)
    people = f"{clearance.people:b}" if clearance.people else ""
    _tell(connection, party, clearance.today, people)


@contextmanager
def admitted(connection: sa.Connection, clearance: Clearance, back: Clearance) -> Iterator[None]:
    """Let a rule look as another clearance for a while; then it is `back` again."""
    admit(connection, clearance)
    yield
    admit(connection, back)


def nobody_asks(connection: sa.Connection) -> None:
    """Let the transaction go on for nobody: the writer then keeps rows, a reader sees none."""
    _tell(connection, "", "", "")


def _tell(connection: sa.Connection, *told: str) -> None:
    if connection.dialect.name == "postgresql":
        send(connection, _TELL, told)
