"""`sekisho log`: the facts of the log as sentences, for who runs the service and sees no record.

No sealed text is opened, and of what was written nothing is shown: only when, by whom (company, roles
and code), which record by its code, and what kind of thing happened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from commands.office import TOKYO, day_in_tokyo
from domain.calendar import days_after
from domain.kernel import Fact
from domain.people.roles import OPERATOR
from projections.all import VIEWS
from projections.authors import Act, authors_of
from projections.clearance import Clearance
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.releases import RELEASE_RULE, RELEASES
from projections.view import code_of
from service import house
from service.console import Step, err, out, progress_bar, say_json
from service.outcome import Failure
from service.sentences import SENTENCES
from service.settings import Settings
from store.log import Log, instant
from store.mapper import Stream, opened

_BATCH: Final = 1_000
_VIEW_OF: Final = {view.kind: view for view in VIEWS}
_SHOWN_IN: Final = {fact: view for view in VIEWS for fact in view.facts}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts to tell: of these days in Tokyo, about one record by code or id, the last few."""

    since: date | None = None
    until: date | None = None
    record: str | None = None
    last: int | None = None

    def means(self, line: Line) -> bool:
        return self.record is None or self.record.strip().lower() in (
            line.record.lower(),
            line.record_id,
        )

    def require_sense(self, log: Log) -> None:
        """Refuse a record that nobody knows, and days that end before they begin."""
        if self.since is not None and self.until is not None and self.until < self.since:
            raise Failure(
                f"--until（{self.until}）が --since（{self.since}）より前です。日付を確かめてください。"
                f" / --until ({self.until}) is before --since ({self.since}): check both days."
            )
        with log.following() as connection:
            if self.record is not None and not _is_known(connection, self.record.strip()):
                raise Failure(
                    f"{self.record} という記録はありません。一覧に出るコード（例 INC-7K3Q-9FM2）か"
                    "識別子を指定してください。sekisho log だけで全件を見られます。"
                    f" / There is no record {self.record}. Give its code as lists show it, such as"
                    " INC-7K3Q-9FM2, or its id; sekisho log alone tells everything."
                )


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as it is told. `at` is in Japan's time, `author` and `record` are codes; who typed at
    the machine's own command line has neither party nor code."""

    position: int
    at: str
    party: str | None
    roles: tuple[str, ...]
    author: str | None
    record: str
    record_id: str
    topic: str
    ja: str
    en: str

    def text(self, language: str) -> str:
        who = " ".join(filter(None, (self.party, "・".join(self.roles), self.author)))
        sentence = self.en if language == "en" else self.ja
        return f"{self.position:>7}  {self.at}  {who}  {self.record}  {sentence}"


def run(wanted: Wanted, *, language: str, as_json: bool) -> None:
    """Print the facts wanted, a line each, in the order of the log."""
    with closing(house.enter(Settings.from_environment())) as opened_house, progress_bar() as step:
        wanted.require_sense(opened_house.log)
        told = False
        for line in lines(opened_house.log, wanted, _quiet if out.is_terminal else step):
            told = True
            if as_json:
                say_json(asdict(line))
            else:
                out.print(line.text(language), markup=False)
    if not told:
        err.print("この条件に合う記録はありません。 / No fact meets these conditions.")


def lines(log: Log, wanted: Wanted, step: Step | None = None) -> Iterator[Line]:
    """The facts wanted, read a thousand at a time; none is held but the last few asked for."""
    with log.following() as connection:
        begin, end = _bounds(log, connection, wanted)
        if wanted.last is not None and wanted.record is None:
            begin = max(begin, end - wanted.last)
        found = filter(wanted.means, _between(log, connection, begin, end, step or _quiet))
        yield from found if wanted.last is None else deque(found, maxlen=min(wanted.last, end))


def _bounds(log: Log, connection: sa.Connection, wanted: Wanted) -> tuple[int, int]:
    """Behind which position to begin and with which to end."""
    begin, (end, _) = 0, log.recorder.head(connection)
    if wanted.since is not None:
        begin = log.position_at(connection, _last_before(wanted.since))
    if wanted.until is not None:
        end = log.position_at(connection, _last_before(days_after(wanted.until, 1)))
    return begin, end


def _last_before(day: date) -> datetime:
    """The last instant before a day; before the calendar's first and behind its last there are no facts."""
    inside = min(max(day, days_after(date.min, 1)), days_after(date.max, -1))
    return datetime.combine(inside, time.min, TOKYO) - timedelta(microseconds=1)


def _between(
    log: Log, connection: sa.Connection, begin: int, end: int, step: Step
) -> Iterator[Line]:
    facts, parties = log.recorder.tables.facts, _parties(connection)
    for after in range(begin, end, _BATCH):
        rows = connection.execute(
            sa.select(
                facts.c.position,
                facts.c.recorded_at,
                facts.c.topic,
                facts.c.state,
                facts.c.originator_id,
                facts.c.originator_version,
            )
            .where(facts.c.position > after, facts.c.position <= min(after + _BATCH, end))
            .order_by(facts.c.position)
        ).all()
        read = [(row, _unopened(row)) for row in rows]
        acts = {row.position: _act(row, fact) for row, fact in read}
        authors = authors_of(connection, _NOBODY, acts.values())
        for row, fact in read:
            member = acts[row.position][0]
            author = authors[acts[row.position]]
            record, record_id = _record(fact)
            ja, en = SENTENCES[row.topic]
            yield Line(
                position=row.position,
                at=f"{instant(row.recorded_at).astimezone(TOKYO):%Y-%m-%d %H:%M:%S}",
                party=None if author.party is None else parties.get(author.party),
                roles=author.roles,
                author=None if UUID(member) == OPERATOR.member else _code(member),
                record=record,
                record_id=record_id,
                topic=row.topic,
                ja=ja,
                en=en,
            )
        step("記録 / Facts", min(after + _BATCH, end) - begin, end - begin)


_NOBODY: Final = Clearance(None, "0001-01-01")
"""No name of anybody is read."""


def _unopened(row: Any) -> Fact:
    """A fact whose sealed texts stay sealed."""
    stream = Stream(row.originator_id)
    return opened(row.topic, row.state, stream, row.originator_version, lambda *_: None)


def _act(row: Any, fact: Fact) -> Act:
    return str(fact.by), row.position, day_in_tokyo(instant(row.recorded_at))


def _record(fact: Fact) -> tuple[str, str]:
    """Code and id of the record a fact is about; of a release, of the record released."""
    if isinstance(fact, RELEASE_RULE.facts):
        kind, subject = RELEASE_RULE.concerns(fact)
        return code_of(_VIEW_OF[kind].prefix, subject), str(subject)
    view = _SHOWN_IN[type(fact)]
    subject = view.subject(fact)
    return code_of(view.prefix, subject), str(subject)


def _is_known(connection: sa.Connection, record: str) -> bool:
    """Whether anything has this code or id that facts are told of: a release is told of its record."""
    for view in VIEWS:
        if view is RELEASES:
            continue
        table = view.current
        named = sa.or_(table.c.code == record.upper(), table.c.id == record.lower())
        if connection.execute(sa.select(table.c.id).where(named).limit(1)).first() is not None:
            return True
    return False


def _code(member: str) -> str:
    return code_of(MEMBERS.prefix, UUID(member))


def _parties(connection: sa.Connection) -> dict[int, str]:
    rows = connection.execute(sa.select(PARTIES.current.c.number, PARTIES.current.c.party_code))
    return {row.number: row.party_code for row in rows}


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass
