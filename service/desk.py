"""The operator's commands at the desk, each in the name and by the rights of a member."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from commands.desk import custody, tickets
from commands.desk.office import DeskOffice, Handling, People
from commands.office import day_in_tokyo
from domain.desk.refusals import NotDesignated
from domain.people.roles import permit
from domain.refusals import NoSuchRecord
from projections.desk.folding import PREFIX
from projections.desk.tickets import Designated
from projections.desk.tickets import designations as designated
from projections.view import code_of
from service import house, people
from service.console import err, out, say_json
from service.desk_house import require_desk
from service.outcome import Failure
from service.settings import Settings
from store.log import Log
from store.reads import ReadIsNotKept

BYTES: Final = 1 << 20
"""How much of stdin is read: a text has 10,000 characters at most."""


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """The desk of the settings, and who works at it."""

    house: house.House
    office: DeskOffice
    register: Log
    member: UUID
    today: date

    def do(self, command: Callable[..., Iterable[UUID]], **details: Any) -> tuple[UUID, ...]:
        """Give a command; answers the records of its receipt."""

        def bound(handling: Handling) -> Iterable[UUID]:
            return command(handling, **details)

        return self.office.perform(self.member, bound).records

    def named(self, name: str, party: str | None) -> UUID:
        """The member of this name or id."""
        with people.looking_up(self.register) as connection:
            return people.member_by_name(connection, name, party)

    def names(self, members: Iterable[UUID]) -> dict[UUID, str]:
        """What members are called, of whichever party: whoever types here may look them up."""
        with people.looking_up(self.register) as connection:
            return people.names_of(connection, members)

    def people(self, connection: sa.Connection, on: date | None = None) -> People:
        """Who works here, and who asks, today or on another day."""
        return self.office.people(connection, self.member, on or self.today)


@contextmanager
def at_the_desk(as_: str, party: str | None = None) -> Iterator[AtTheDesk]:
    """Work at the desk as the member of this name or id; raises Failure where there is no desk."""
    settings = Settings.from_environment()
    require_desk(settings)
    with closing(house.enter(settings)) as opened:
        assert opened.desk is not None, "it was required"
        with people.looking_up(opened.log) as connection:
            member = people.member_by_name(connection, as_, party)
        yield AtTheDesk(opened, opened.desk, opened.log, member, day_in_tokyo(opened.log.clock()))


# ----- tickets ----------------------------------------------------------------------------------


def log(
    *,
    text: str,
    as_: str,
    party: str | None,
    channel: str,
    urgency: str,
    asks_name: bool,
    asks_contact: bool,
    receipt: bool,
) -> None:
    """Log a ticket, and print its code; with `receipt`, also a code for the consulter."""
    with at_the_desk(as_, party) as desk:
        _require_intake(desk)
        name = _line("相談者の氏名 / Name of who asks") if asks_name else None
        contact = _line("連絡先 / How to reach them") if asks_contact else None
        [ticket] = desk.do(
            tickets.log_ticket,
            question=_rest() if text == "-" else text,
            channel=channel,
            urgency=urgency,
            name=name,
            contact=contact,
        )
        out.print(code_of(PREFIX, ticket))
        if receipt:
            code = tickets.new_code()
            desk.do(tickets.issue_receipt, ticket=str(ticket), code=code)
            out.print(code)
            err.print(
                "2行目は受付番号です。相談者に伝えてください。二度と表示されません。"
                " / The second line is the receipt code for the consulter: it is not shown again."
            )
        offer(desk, ticket)
    err.print(
        "続きは GraphQL か、期限の確認は sekisho desk due で。"
        " / Go on over GraphQL; sekisho desk due tells the clocks."
    )


def offer(desk: AtTheDesk, ticket: UUID) -> None:
    """Tell what guidance resembles the question of a ticket, with the eyes of who logged it; none is no line."""
    # Only now: GraphQL takes a second to load, and the ticket is logged.
    from service.offering import similar_to

    try:
        offered = similar_to(desk.house, desk.member, ticket)
    except (ReadIsNotKept, sa.exc.DBAPIError):
        err.print(
            "相談は登録しました。事例集は調べられませんでした。"
            " / The ticket is logged. Guidance could not be looked up."
        )
        return
    for one in offered:
        version = f"（{one['basisVersion']}）" if one["basisVersion"] else ""
        err.print(
            f"似た事例 / Similar guidance {one['code']}: {one['question']}\n"
            f"  → {one['answer']}\n"
            f"  根拠 / Basis: {one['basis']}{version}",
            markup=False,
        )


def _require_intake(desk: AtTheDesk) -> None:
    """Refuse who may not log before anything is asked, so that nothing is typed in vain."""
    with desk.office.log.following() as connection:
        there = desk.people(connection)
    permit("log_ticket", there.actor)
    if there.actor.party not in there.desks:
        raise NotDesignated()


def _line(prompt: str) -> str:
    """A line of stdin, asked for where somebody sits there."""
    _ask(prompt)
    return _read(sys.stdin.buffer.readline(BYTES))


def _rest() -> str:
    """All that is left of stdin."""
    _ask("相談の内容（終わりは Ctrl+D）/ What was asked; end with Ctrl+D")
    return _read(sys.stdin.buffer.read(BYTES))


def _ask(prompt: str) -> None:
    if sys.stdin.isatty():
        err.print(f"{prompt}:")


def _read(given: bytes) -> str:
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(
            "標準入力が UTF-8 ではありません。UTF-8 で入力してください。何も登録していません。"
            " / What came by stdin is not UTF-8: nothing was logged. Send it as UTF-8."
        ) from None


# ----- who works there --------------------------------------------------------------------------


def designate(
    *,
    member: str,
    as_: str,
    party: str | None,
    basis: str,
    deputy: bool,
    since: date | None,
    until: date | None,
) -> None:
    """Designate a member for the desk of the custodian's party."""
    with at_the_desk(as_) as desk:
        who = desk.named(member, party)
        try:
            desk.do(
                custody.designate_officer,
                member=who,
                basis=basis,
                deputy=deputy,
                since=since,
                until=until,
            )
        except NoSuchRecord:
            raise Failure(
                f"{member} さんは別の会社の人です。別の会社の人は、代行（--deputy）としてだけ指定できます。"
                f" / {member} is of another party: only as a deputy (--deputy) is somebody else's designated."
            ) from None
        begins = max(since or desk.today, desk.today)
        last = f" ～ {until}" if until else ""
        kind = "（代行 / deputy）" if deputy else ""
        out.print(
            f"{since or desk.today}{last} 指定しました / Designated: {member}{kind}", markup=False
        )
        with desk.office.log.following() as connection:
            there = desk.people(connection, begins)
        if not _works(there, who):
            err.print(
                f"{begins} の時点では、まだ何も見えません。役割 desk_officer が必要です / On {begins} this"
                " opens nothing yet: it takes the role desk_officer, as by"
                f" sekisho member grant {shlex.quote(member)} --role desk_officer",
                markup=False,
                style="yellow",
            )


def _works(there: People, member: UUID) -> bool:
    """Whether somebody works at the desk of who asks that day."""
    officers = there.officers.get(there.actor.party, [])
    return any(one.member == member and one.stands for one in officers)


def revoke(
    *, member: str, as_: str, party: str | None, until: date | None, reason: str | None
) -> None:
    """End every designation of a member for the desk of the custodian's party behind a last day."""
    with at_the_desk(as_) as desk:
        who, last = desk.named(member, party), until or desk.today

        def revoke_all(handling: Handling) -> Iterable[UUID]:
            handling.permit("revoke_designation")
            ended: list[UUID] = []
            for one in designated(handling.work.connection, handling.actor.party):
                if one.member == who and _outlasts(one, last):
                    ended += custody.revoke_designation(
                        handling, designation=one.id, until=last, reason=reason
                    )
            return ended

        if not desk.do(revoke_all):
            raise Failure(
                f"{last} より後まで続く {member} さんの指定はありません。sekisho desk designations で確かめてください。"
                f" / No designation of {member} goes on beyond {last}: see sekisho desk designations."
            )
        out.print(f"{last} で終了 / Ended after {last}: {member}", markup=False)


def _outlasts(one: Designated, last: date) -> bool:
    return one.until is None or one.until > last


def designations(*, as_: str, party: str | None, as_json: bool) -> None:
    """List who is designated for the desk of the custodian's party."""
    with at_the_desk(as_, party) as desk:
        with desk.office.log.following() as connection:
            there = desk.people(connection)
            permit("designate_officer", there.actor)
            known = designated(connection, there.actor.party)
        names = desk.names(one.member for one in known)
        shown = [
            {
                "member": str(one.member),
                "name": names.get(one.member),
                "deputy": one.deputy,
                "since": one.since.isoformat(),
                "until": one.until and one.until.isoformat(),
                "stands": one.stands_on(desk.today) and _works(there, one.member),
            }
            for one in known
        ]
    if as_json:
        say_json(shown)
        return
    for row in shown:
        mark = "○" if row["stands"] else "－"
        kind = "  代行 / deputy" if row["deputy"] else ""
        name = row["name"] or "?"
        out.print(
            f"{mark} {name}  {row['since']} ～ {row['until'] or ''}{kind}  {row['member']}",
            markup=False,
        )
    if not shown:
        err.print("指定された人はいません。 / Nobody is designated.")
