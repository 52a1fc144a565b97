"""Redactions: their list, and what is told of one beside itself: who was shown the text, what to report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry
from graphql import GraphQLError

from api.asking import Asking, below
from api.context import instant_text
from api.lens import Lens
from api.levels import Row
from api.paging import Order
from api.planning import fetch
from api.register.auditors import as_told
from api.register.filters import search
from api.register.finding import keyed
from api.register.kinds import NODES, REDACTION
from api.register.kinds.shared import PARTY
from api.register.listing import Conditions
from api.register.types.redactions import REPORT
from api.selecting import Asked, Selections, asked_fields
from commands.office import Receipt
from domain.calendar import day_in_tokyo
from domain.people.roles import Role
from domain.register.record import InformationCategory
from domain.register.redaction import RedactionStatus
from projections.people.parties import PARTIES
from projections.register.redactions import REDACTIONS
from projections.register.releases import RELEASES
from store.reads import Reader

_READ_BY = frozenset({"ReadBy"})
_AT_HOME = frozenset({("release", "basis"), ("release", "withdrawalReason"), ("link", "reason")})
"""The texts that no other party is ever shown, although it may see the record."""
TOLD = frozenset({Role.BARRIER_OFFICER, Role.CCO, Role.AUDITOR})
"""Who is told who was shown a text."""


@strawberry.input(
    description="消去の絞り込み / Filter of redactions; all that is stated must hold."
)
class RedactionFilter:
    status: list[RedactionStatus] | None = strawberry.field(
        default=None, description="状況 / One of these."
    )
    record: strawberry.ID | None = strawberry.field(
        default=None, description="対象の記録 / About this record."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(
        default=None, description="検索 / Text in the reason or the name of the field."
    )

    def conditions(self, rows: sa.Subquery, _: Lens) -> Conditions:
        found: Conditions = []
        if self.status is not None:
            found.append(rows.c.status.in_([one.value for one in self.status]))
        if self.record is not None:
            found.append(rows.c.about == str(self.record).lower())
        if self.codes is not None:
            found.append(rows.c.code.in_(self.codes))
        if self.search is not None:
            found.append(search(rows, self.search))
        return found


@strawberry.enum(
    description="消去の並び順 / Order of redactions, blanks last; ties keep the order of recording."
)
class RedactionOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    DECIDED_DESC = Order("decided_at", descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


def report(
    info: Asking,
    redaction: Annotated[strawberry.ID, strawberry.argument(description="消去 / The redaction.")],
) -> Row | None:
    """The report of a redaction of the own party; raises NOT_PERMITTED."""
    actor = info.context.actor
    if actor is None or not actor.roles & TOLD:
        raise GraphQLError(
            "これは情報遮断責任者・コンプライアンス責任者・監査担当だけが問い合わせられます。"
            " / This is for barrier officers, the chief compliance officer and auditors.",
            extensions={"code": "NOT_PERMITTED"},
        )
    return _report(info, str(redaction).lower())


def shown(info: Asking, receipt: Receipt) -> Row | None:
    """The report of the redaction that a command asked for or decided."""
    return _report(info, str(receipt.records[0]))


def _report(info: Asking, redaction: str) -> Row | None:
    lens = info.context.lens()
    rows = lens.visible(REDACTIONS)
    names = ("id", "owner", "code", "about", "about_kind", "field", "written_on", "status")
    columns = (rows.c[name] for name in (*names, "decided_at"))
    row = lens.scope.connection.execute(sa.select(*columns).where(rows.c.id == redaction)).first()
    if row is None:
        return None
    readers = _readers(info, lens, row)
    asked = {one.name: one for one in asked_fields(below(info), frozenset({REPORT}))}
    answer: Row = {
        "__typename": REPORT,
        "redaction": _redaction(lens, redaction, asked.get("redaction")),
        "read_by": _by_party(lens, readers, asked.get("readBy")),
        "follow_up": _follow_up(lens, row, readers),
    }
    lens.scope.answer(4 * len(answer) + 5 * len(readers))
    return answer


def _redaction(lens: Lens, redaction: str, asked: Asked | None) -> Row | None:
    if asked is None:
        return None
    [found] = fetch(
        REDACTION,
        lens,
        asked.selections,
        lambda rows, columns: sa.select(*columns).where(rows.c.id == redaction),
        limit=1,
        times=asked.times,
    )
    return found


def _readers(info: Asking, lens: Lens, row: Any) -> list[Reader]:
    """Who was shown the record until now, or until its text was destroyed; of a release, the wording. What
    its owner alone is shown, nobody else has read."""
    if (row.about_kind, row.field) in _AT_HOME:
        return []
    read = row.about
    if row.about_kind == RELEASES.kind:
        releases = lens.visible(RELEASES)
        opened = sa.select(releases.c.record).where(releases.c.id == row.about)
        read = lens.scope.connection.execute(opened).scalar()
    until = row.decided_at or instant_text(info.context.now)
    found = info.context.office.reads.readers(row.owner, [str(read)], None, until)
    lens.scope.spend(len(found))
    return found


def _by_party(lens: Lens, readers: Sequence[Reader], asked: Asked | None) -> list[Row]:
    each = {
        one.name: one for one in asked_fields(asked.selections if asked else Selections(), _READ_BY)
    }
    numbers = sorted({reader.party for reader in readers})
    parties = keyed(lens, PARTY, numbers, each.get("party"), "number")
    return [
        {
            "party": parties.get(number),
            "reads": sum(reader.times for reader in readers if reader.party == number),
            "readers": [as_told(reader) for reader in readers if reader.party == number],
        }
        for number in numbers
    ]


def _follow_up(lens: Lens, row: Any, readers: Sequence[Reader]) -> Row | None:
    """The incident to report: where the text stood, since when, and who was shown it; never what it
    said."""
    if row.status == RedactionStatus.DECLINED:
        return None
    record = _code(lens, row.about_kind, row.about)
    gone = day_in_tokyo(datetime.fromisoformat(row.decided_at)) if row.decided_at else None
    summary = (
        f"{record} の項目 {row.field} に、記載すべきでない情報が書かれていた。",
        f"最初の記載日：{row.written_on}",
        f"消去：{gone or '確認待ち'}（{row.code}）",
        f"閲覧した他社：{_told(lens, readers) or '記録なし'}",
        "影響の確認、本人等への連絡の要否、再発防止を検討する。書かれていた内容はここに記載しない。",
    )
    return {
        "title": f"記録への不適切な情報の記載（{record}）",
        "summary": "\n".join(summary),
        "occurred_on": row.written_on,
        "information_categories": [InformationCategory.NONE.value],
    }


def _code(lens: Lens, kind: str, record: str) -> str:
    rows = lens.visible(NODES[kind].view)
    found = lens.scope.connection.execute(sa.select(rows.c.code).where(rows.c.id == record))
    return str(found.scalar() or record)


def _told(lens: Lens, readers: Sequence[Reader]) -> str:
    """Each party with how many of its people read, and how often."""
    rows = lens.visible(PARTIES)
    codes = lens.scope.connection.execute(sa.select(rows.c.number, rows.c.party_code)).all()
    said = []
    for number, code in codes:
        theirs = [reader.times for reader in readers if reader.party == number]
        if theirs:
            said.append(f"{code} {len(theirs)}人・{sum(theirs)}回")
    return "、".join(said)
