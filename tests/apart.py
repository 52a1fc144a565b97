"""Which fields of the schema are the register's and which the desk's: they are tested apart."""

from __future__ import annotations

from typing import Any, Final

from strawberry.utils.str_converters import to_camel_case

from api.desk.changes import DeskMutations
from api.desk.queries import DeskQueries
from api.desk.receipts import ReceiptMutations
from api.doors import DoorMutations


def _names(kind: Any) -> frozenset[str]:
    fields = kind.__strawberry_definition__.fields
    return frozenset(one.graphql_name or to_camel_case(one.python_name) for one in fields)


DESK_QUERIES: Final = _names(DeskQueries)
CONSULTERS_MUTATIONS: Final = _names(ReceiptMutations)
DESK_MUTATIONS: Final = _names(DeskMutations) | CONSULTERS_MUTATIONS | _names(DoorMutations)
DESK: Final = DESK_QUERIES | DESK_MUTATIONS
