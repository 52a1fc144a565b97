"""The commands about the database, its people and the service."""

from __future__ import annotations

import os
import shlex
from contextlib import closing
from datetime import date, timedelta
from uuid import UUID

from api.http import build_app
from api.schema import build_schema
from commands.office import Desk, day_in_tokyo
from commands.people.departments import found_department
from commands.people.members import enrol_member, grant_roles
from commands.people.parties import found_parties
from domain.people.roles import OPERATOR
from domain.register.wording import Reading, read_schedule
from service import house, people, serving, working
from service.console import err, log_to_stderr, out, say_json
from service.edge import WORKERS, edge_of
from service.outcome import Failure
from service.settings import Settings


def migrate() -> None:
    """Found or upgrade the database; found the default parties that do not stand yet."""
    settings = Settings.from_environment()
    with closing(house.found(settings)) as opened:
        fresh = opened.log.recorder.max_notification_id() is None
        today = day_in_tokyo(opened.log.clock())
        opened.office.perform(
            OPERATOR.member, lambda desk: found_parties(desk, parties=settings.parties, since=today)
        )
        done = "作成しました / founded" if fresh else "最新です / up to date"
        out.print(f"データベース / Database: {settings.database_shown}（{done}）", markup=False)
        out.print(f"鍵ファイル / Key file:   {settings.key_file}", markup=False)
        out.print(f"相談窓口の鍵 / Desk's key: {settings.desk_key_file}", markup=False)
        out.print(
            "鍵ファイルを失うと内容を読めなくなります。別の場所に控えてください。"
            " / Without the key file nothing can be read: keep a copy elsewhere.",
            style="yellow",
        )
        out.print("会社 / Parties: " + " ".join(party.code for party in settings.parties))
        out.print("次に / Next: sekisho member add 氏名 --party MZ --role editor")


def add_member(
    *, name: str, party: str, roles: list[str], department: str | None, another: bool
) -> None:
    """Enrol somebody, or grant further roles to who is enrolled in that party already."""
    with closing(house.enter(Settings.from_environment())) as opened:
        office, today = opened.office, day_in_tokyo(opened.log.clock())
        with people.looking_up(opened.log) as connection:
            number = people.party_by_code(connection, party).number
            known = [] if another else people.members_named(connection, name)
            here = people.members_named(connection, name, party)
            unit = (
                people.department_named(connection, department, number, today)
                if department
                else None
            )
        if known and not here:
            raise Failure(
                f"{name} さんは別の会社で登録されています。移った方なら sekisho member move、"
                "同姓同名の別人なら --another を付けてください。"
                f" / {name} is enrolled in another party. For somebody who moves, use sekisho member"
                " move; for another person of the same name, add --another."
            )
        member = None
        if here and not another:
            with people.looking_up(opened.log) as connection:
                member = people.member_by_name(connection, name, party)

        def enrol_or_grant(desk: Desk) -> tuple[UUID, ...]:
            where = unit
            if department and where is None:
                [where] = found_department(desk, party=number, name=department, since=today)
            if member is None:
                given = enrol_member(
                    desk, party=number, name=name, roles=roles, department=where, since=today
                )
            else:
                given = grant_roles(desk, member=member, roles=roles, department=where, since=today)
            return tuple(given)

        [enrolled] = office.perform(OPERATOR.member, enrol_or_grant).records
        if department and unit is None:
            err.print(f"部署を作りました / Founded the department: {department}", markup=False)
        out.print(f"{name}（{party.upper()}: {', '.join(roles)}） {enrolled}", markup=False)
        out.print(f"次に / Next: sekisho token {shlex.quote(name)}", markup=False)


def token(*, name: str, party: str | None, days: int) -> None:
    """Print a token on stdout, and nothing else there."""
    with closing(house.enter(Settings.from_environment())) as opened:
        with people.looking_up(opened.log) as connection:
            member = people.member_by_name(connection, name, party)
        now = opened.log.clock()
        issued = opened.tokens.issue(member, at=now, valid=timedelta(days=days))
        out.print(issued, markup=False)
        until = (now + timedelta(days=days)).date().isoformat()
        err.print(
            f"{until} まで有効。人に見せないでください。 / Valid until {until}; keep it secret."
        )


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the database of the settings until interrupted, with as many processes as asked for."""
    log_to_stderr()

    def ready(url: str) -> None:
        err.print(f"Sekisho: {url}/graphql（終了は Ctrl+C / stop with Ctrl+C）")

    edge = edge_of()
    with closing(house.enter(Settings.from_environment())) as opened:
        if workers == 1:
            application = build_app(
                opened.office, opened.tokens, build_schema(), edge, desk=opened.desk
            )
            serving.serve(application, host, port, ready)
            return
    # Each process opens the house for itself; here it was only to say what is wrong with it.
    os.environ[WORKERS] = str(workers)
    serving.serve_together(working.FACTORY, workers, host, port, ready)


def read_wording(*, wording: str, written_on: date | None, as_json: bool) -> None:
    """Show how a wording is read, counted from the day it was written."""
    day = written_on or day_in_tokyo(house.system_clock())
    reading = read_schedule(wording, day)
    if as_json:
        say_json(as_plain(wording, reading))
        return
    out.print(f"原文 / Wording:    {wording}", markup=False)
    out.print(f"記載日 / Written:  {day}")
    out.print(f"種類 / Kind:       {reading.kind.value}")
    out.print(f"開始 / Start:      {reading.start or '－'}")
    out.print(f"期限 / Due:        {reading.due or '－'}")
    out.print(f"確度 / Certainty:  {reading.certainty.value}")
    if reading.ambiguous:
        out.print("二通りに読めます。 / It can be read in two ways.", style="yellow")
    for one in reading.milestones:
        out.print(f"節目 / Milestone:  {one.due or one.start} {one.wording}", markup=False)


def as_plain(wording: str, reading: Reading) -> dict[str, object]:
    """A reading as JSON shows it."""
    return {
        "wording": wording,
        "kind": reading.kind.value,
        "start": reading.start and reading.start.isoformat(),
        "due": reading.due and reading.due.isoformat(),
        "certainty": reading.certainty.value,
        "ambiguous": reading.ambiguous,
    }
