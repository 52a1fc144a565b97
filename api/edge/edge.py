"""How the service meets the network: what the operator states, and what each process keeps count of."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from starlette.requests import HTTPConnection

from api.edge.doors import Doors
from api.edge.origins import Origins
from api.edge.rates import Buckets, place

MEMBER_RATE = 50.0
"""Plain questions a second that one member may go on asking; a burst of ten times as many."""
ADDRESS_RATE = 200.0
"""The same of one network address, whoever asks from there."""
PER_COST = 500
"""So much cost of a document counts as one more question."""
A_COMMAND = 2.0
A_FILE = 5.0
A_WRONG_TOKEN = 10.0
A_RECEIPT = 40.0
"""What each of these counts as, in plain questions."""

ANY = Origins(any_name=True)


@dataclass(frozen=True)
class Edge:
    """Without any rates, nobody is asked to wait: so it is in tests."""

    origins: Origins = ANY
    members: Buckets | None = None
    addresses: Buckets | None = None
    graphiql: bool = False
    doors: Doors = field(default_factory=Doors)
    body_seconds: float = 10
    form_seconds: float = 60
    question_seconds: float = 10
    command_seconds: float = 40
    sending_seconds: float = 120

    def pay_for_address(self, asking: HTTPConnection, price: float = 1) -> None:
        """Raises RequestIsWrong where too much comes from there."""
        if self.addresses is not None:
            self.addresses.pay(place(asking.client.host if asking.client else None), price)

    def pay_for_member(self, member: UUID, price: float = 1) -> None:
        """Raises RequestIsWrong where a member asks too much."""
        if self.members is not None:
            self.members.pay(member, price)
