"""The auditor's questions: which parties could see a record of the own party, by what, and who did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.context import instant_text
from api.lens import Lens
from api.levels import Row
from api.register.auditors import as_told, auditing
from api.register.finding import keyed
from api.register.kinds import MEMBER, RELEASE
from api.register.kinds.barrier_rules import BARRIER_RULE, active, own_records
from api.register.kinds.releases import stands
from api.register.kinds.shared import PARTY
from api.register.listing import Moment, instant_of, until_lies_before, when_of
from api.register.reads import bounds, read_as
from api.register.types.auditing import Ground
from api.selecting import Asked, asked_fields
from commands.register.classifying import JUDGED
from domain.people.roles import READS
from projections.among import among
from projections.barrier import versions
from projections.people.identity import actor_with
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.releases import RELEASES
from projections.register.roll_outs import ROLL_OUTS
from projections.spans import end_of
from projections.view import View

Record = Annotated[strawberry.ID, strawberry.argument(description="記録 / Of your own party.")]


@dataclass(frozen=True, slots=True)
class _Sight:
    """A party's sight of a record: by what, with the ids of the release and of the rules against it."""

    party: int
    ground: Ground
    release: str | None = None
    barring: tuple[str, ...] = ()

    @property
    def could(self) -> bool:
        return not self.barring


def could_see(
    info: Asking,
    record: Record,
    at: Annotated[Moment, strawberry.argument(description="時点 / At this moment.")],
) -> list[Row]:
    """Which parties could see the record at a moment; none of a record that was not the own party's."""
    owner, lens = auditing(info), info.context.lens(when_of(info, at))
    return _told(info, lens, _sights(lens, owner, str(record).lower()))


def why_visible(
    info: Asking,
    record: Record,
    party: Annotated[str, strawberry.argument(description="会社 / Its code.")],
) -> Row | None:
    """By what a party sees the record now; null if nothing of it was released to them."""
    owner, lens = auditing(info), info.context.lens()
    rows = lens.visible(PARTIES)
    number = lens.scope.connection.execute(
        sa.select(rows.c.number).where(rows.c.party_code == party)
    ).scalar()
    found = [one for one in _sights(lens, owner, str(record).lower()) if one.party == number]
    return next(iter(_told(info, lens, found)), None)


def seen(
    info: Asking,
    record: Record,
    since: Annotated[Moment, strawberry.argument(description="から / From this moment on.")],
    until: Annotated[
        Moment | None, strawberry.argument(description="まで / Up to this moment; else now.")
    ] = None,
) -> list[Row]:
    """Who could see the record at some time between two moments, against who did."""
    owner, one = auditing(info), str(record).lower()
    now = info.context.now
    begin, end = instant_of(info, since), min(instant_of(info, until) or now, now)
    if begin is None or end < begin:
        raise until_lies_before()
    lens = info.context.lens(end)
    kept = _kept_in(info.context.lens(), one)
    could: dict[int, bool] = {}
    for at in _turns(info.context.lens(), one, begin, end):
        for sight in _sights(info.context.lens(at), owner, one, kept):
            could[sight.party] = could.get(sight.party, False) or sight.could
    readers = info.context.office.reads.readers(
        owner, read_as(info, one), **bounds(info, since, until)
    )
    lens.scope.spend(len(readers))
    asked = {field.name: field for field in asked_fields(below(info), frozenset({"SeenBy"}))}
    numbers = {*could, *(reader.party for reader in readers)}
    parties = keyed(lens, PARTY, numbers, asked.get("party"), "number")
    told = [
        {
            "party": parties.get(party),
            "could": could.get(party, False),
            "reads": sum(reader.times for reader in readers if reader.party == party),
            "readers": [as_told(reader) for reader in readers if reader.party == party],
        }
        for party in sorted(numbers)
    ]
    lens.scope.answer(4 * len(told) + 5 * len(readers))
    return told


def _sights(lens: Lens, owner: int, record: str, kept: View | None = None) -> list[_Sight]:
    """Every party to which the record was open at the lens's moment, its owner first; `kept`: in which view
    the record is, if that is known."""
    connection = lens.scope.connection
    holds = _held_by(lens, record, kept)
    if holds is None:
        return []
    sights = [_Sight(owner, Ground.OWNED)]
    releases, rules = lens.visible(RELEASES), lens.visible(BARRIER_RULES)
    bits = sa.case((releases.c.record == record, holds), else_=releases.c.holds)
    names = ("id", "to_party", "record", "record_kind")
    standing = sa.select(*(releases.c[name] for name in names), bits.label("holds"))
    standing = standing.where(_opens(releases, record), stands(releases, lens))
    for one in connection.execute(standing.order_by(releases.c.to_party)).all():
        barring = sa.select(rules.c.id).where(
            rules.c.to_party == one.to_party,
            active(rules, lens),
            rules.c.bars.op("&")(one.holds) != 0,
        )
        sights.append(
            _Sight(
                one.to_party,
                _ground(one.record == record, one.record_kind),
                one.id,
                tuple(connection.execute(barring.order_by(rules.c.born)).scalars()),
            )
        )
    return sorted(sights, key=lambda one: (one.ground is not Ground.OWNED, one.party, one.barring))


def _kept_in(lens: Lens, record: str) -> View | None:
    """The view that the record of the own party is in, as it stands now."""
    records = own_records(lens)
    wanted = sa.select(records.c.kind).where(records.c.id == record)
    kind = lens.scope.connection.execute(wanted).scalar()
    return next((view for view in JUDGED if view.kind == kind), None)


def _held_by(lens: Lens, record: str, kept: View | None) -> int | None:
    """What a record of the own party holds of its information, or the words of a roll-out; None of any
    other."""
    if kept is not None:
        return _held_in(lens, record, kept)
    records, asked = own_records(lens), lens.visible(ROLL_OUTS)
    own = sa.select(records.c.holds).where(records.c.id == record)
    words = sa.select(asked.c.holds).where(
        asked.c.id == record, asked.c.owner == lens.clearance.party
    )
    held: int | None = lens.scope.connection.execute(own.union_all(words)).scalar()
    return held


def _held_in(lens: Lens, record: str, view: View) -> int | None:
    rows = lens.visible(view)
    own = sa.select(rows.c.holds).where(rows.c.id == record, rows.c.owner == lens.clearance.party)
    held: int | None = lens.scope.connection.execute(own).scalar()
    return held


def _opens(releases: sa.FromClause, record: str) -> sa.ColumnElement[bool]:
    """Whether a release is of this record, or opens this roll-out."""
    opened = sa.and_(releases.c.record == record, releases.c.record_kind == ROLL_OUTS.kind)
    return sa.or_(releases.c.of == record, opened)


def _ground(whole: bool, kind: str) -> Ground:
    if whole:
        return Ground.WHOLE
    return Ground.ASKED if kind == ROLL_OUTS.kind else Ground.WORDED


def _told(info: Asking, lens: Lens, sights: Sequence[_Sight]) -> list[Row]:
    asked = {one.name: one for one in asked_fields(below(info), frozenset({"Sight"}))}
    parties = keyed(lens, PARTY, {one.party for one in sights}, asked.get("party"), "number")
    releases = keyed(
        lens,
        RELEASE,
        {one.release for one in sights if one.release},
        asked.get("release"),
        "id",
    )
    rules = keyed(
        lens,
        BARRIER_RULE,
        {rule for one in sights for rule in one.barring},
        asked.get("barredBy"),
        "id",
    )
    told = [
        {
            "party": parties.get(one.party),
            "could": one.could,
            "ground": one.ground,
            "release": releases.get(one.release),
            "barred_by": [rules[rule] for rule in one.barring if rule in rules],
            "roles": sorted(role.value for role in READS) if one.could else [],
            "members": (
                _readers(lens, asked["members"])
                if "members" in asked and one.ground is Ground.OWNED
                else []
            ),
        }
        for one in sights
    ]
    lens.scope.answer(len(asked) * len(told))
    return told


def _readers(lens: Lens, asked: Asked) -> list[Row]:
    """The members of the own party who held a role that reads on the moment's day."""
    rows = lens.visible(MEMBERS)
    day = lens.moment.day if lens.moment else lens.clearance.today
    on = datetime.fromisoformat(day).date()
    kept = lens.scope.connection.execute(sa.select(rows.c.id, rows.c.grants)).all()
    could = [row.id for row in kept if actor_with(UUID(row.id), row.grants, on).roles & READS]
    return list(keyed(lens, MEMBER, could, asked, "id").values())


def _turns(lens: Lens, record: str, begin: datetime, end: datetime) -> list[datetime]:
    """The instants from one to another at which who sees a record may become another: whenever a release
    of it or a rule changed, and as each day begins on which one of them begins or ends."""
    releases, rules = lens.visible(RELEASES), lens.visible(BARRIER_RULES)
    opening = sa.select(releases.c.id, releases.c.to_party).where(_opens(releases, record))
    given = lens.scope.connection.execute(opening).all()
    barring = sa.select(rules.c.id).where(rules.c.to_party.in_({one.to_party for one in given}))
    against = lens.scope.connection.execute(barring).scalars().all()
    found = {
        *_instants(lens, RELEASES, [one.id for one in given]),
        *_instants(lens, BARRIER_RULES, list(against)),
    }
    first, last = instant_text(begin), instant_text(end)
    inside = {datetime.fromisoformat(at) for at in found if first <= at <= last}
    return sorted({begin, *inside, end})


def _instants(lens: Lens, view: Any, ids: list[str]) -> Iterable[str]:
    days = ("until",) if view is RELEASES else ("eve", "last_day")
    rows = versions(view, lens.clearance, *days)
    for row in lens.scope.connection.execute(sa.select(rows).where(among(rows.c.id, ids))):
        yield row.stood_from
        yield from (end_of(getattr(row, day)) for day in days if getattr(row, day))
