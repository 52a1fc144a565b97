"""The command line of departments and members, by names and by dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Optional

import typer

from domain.people.roles import Role

members = typer.Typer(
    help="人の登録・役割・移籍 / Enrol people, grant and end roles, move.", no_args_is_help=True
)
departments = typer.Typer(
    help="部署の設置・改称・統合・廃止 / Found, rename, merge and close departments.",
    no_args_is_help=True,
)

ROLES: Final = ", ".join(f"{role.value}（{role.ja}）" for role in Role)
DAY: Final = "YYYY-MM-DD"

Name = Annotated[str, typer.Argument(help="氏名または識別子 / Name or id.")]
UnitName = Annotated[str, typer.Argument(help="部署名または識別子 / Department's name or id.")]
Party = Annotated[str, typer.Option(help="会社 / Party code, such as MZ.")]
OfParty = Annotated[
    Optional[str],  # noqa: UP045 -- Typer reads annotations at run time
    typer.Option("--party", help="会社（同名の人がいるとき）/ Party, where names repeat."),
]
OfDepartment = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(
        "--department", help="部署（なければ会社全体）/ Department; else the whole party."
    ),
]
OnlyParty = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option("--party", help="この会社だけ（なければ全社）/ Of this party alone; else of all."),
]
Roles = Annotated[
    list[str], typer.Option(help=f"役割（繰り返し可）/ Role, may be repeated: {ROLES}.")
]
SinceDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option("--since", metavar=DAY, help="開始日（なければ本日）/ First day; else today."),
]
UntilDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option("--until", metavar=DAY, help="最後の日（なければ期限なし）/ Last day, if any."),
]
LastDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option("--until", metavar=DAY, help="最後の日（なければ本日）/ Last day; else today."),
]
OnDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(
        "--on", metavar=DAY, help="基準日（なければ本日）/ As things stand on a day; else today."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="1行の JSON / One line of JSON.")]


def day_of(text: str | None, option: str) -> date | None:
    """The day an option states; one that is none is refused in words."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text} は日付ではありません。2023-02-17 のように書いてください。"
            f" / {text} is no day; write it like 2023-02-17.",
            param_hint=option,
        ) from None


# ----- members ----------------------------------------------------------------------------------


@members.command("add")
def member_add(
    name: Annotated[str, typer.Argument(help="氏名 / Name.")],
    party: Party,
    role: Roles,
    department: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(help="部署（なければ作る）/ Department; founded if it is new."),
    ] = None,
    another: Annotated[
        bool, typer.Option("--another", help="同姓同名の別人 / Another person of the same name.")
    ] = False,
) -> None:
    """人を登録し、役割を与える / Enrol somebody, or grant further roles."""
    from service.commands import add_member as run

    run(name=name, party=party, roles=role, department=department, another=another)


@members.command("list")
def member_list(party: OnlyParty = None, on: OnDay = None, as_json: AsJson = False) -> None:
    """人と、その日の役割 / Members, and the roles that stand on a day."""
    from service.organisation import list_members as run

    run(party=party, on=day_of(on, "--on"), as_json=as_json)


@members.command("grant")
def member_grant(
    name: Name,
    role: Roles,
    party: OfParty = None,
    department: OfDepartment = None,
    since: SinceDay = None,
    until: UntilDay = None,
) -> None:
    """役割を付与する / Grant roles from a day on."""
    from service.organisation import grant as run

    run(
        name=name,
        roles=role,
        party=party,
        department=department,
        since=day_of(since, "--since"),
        until=day_of(until, "--until"),
    )


@members.command("end")
def member_end(
    name: Name,
    role: Annotated[str, typer.Option(help=f"役割 / Role: {ROLES}.")],
    party: OfParty = None,
    department: OfDepartment = None,
    until: LastDay = None,
) -> None:
    """役割を終了する / End a role after a last day."""
    from service.organisation import end as run

    run(name=name, role=role, party=party, department=department, until=day_of(until, "--until"))


@members.command("retire")
def member_retire(name: Name, party: OfParty = None, until: LastDay = None) -> None:
    """退任させる：すべての役割を終了 / End all roles of somebody who leaves."""
    from service.organisation import retire as run

    run(name=name, party=party, until=day_of(until, "--until"))


@members.command("move")
def member_move(
    name: Name,
    to: Annotated[str, typer.Option(help="移る先の会社 / Code of the party to move to.")],
    role: Roles,
    party: OfParty = None,
    department: OfDepartment = None,
    since: SinceDay = None,
) -> None:
    """別の会社へ移す：役割は前日で終了 / Move to another party; all roles end the day before."""
    from service.organisation import move as run

    run(
        name=name,
        to=to,
        roles=role,
        party=party,
        department=department,
        since=day_of(since, "--since"),
    )


@members.command("rename")
def member_rename(
    name: Name,
    to: Annotated[str, typer.Option(help="新しい氏名 / New name.")],
    party: OfParty = None,
) -> None:
    """氏名を変更する / Let somebody bear another name."""
    from service.organisation import rename_person as run

    run(name=name, to=to, party=party)


# ----- departments ------------------------------------------------------------------------------


@departments.command("list")
def department_list(party: OnlyParty = None, on: OnDay = None, as_json: AsJson = False) -> None:
    """部署と、その日の名称 / Departments, with the names that stand on a day."""
    from service.organisation import list_departments as run

    run(party=party, on=day_of(on, "--on"), as_json=as_json)


@departments.command("add")
def department_add(name: UnitName, party: Party, since: SinceDay = None) -> None:
    """部署を設置する / Found a department."""
    from service.organisation import add_department as run

    run(name=name, party=party, since=day_of(since, "--since"))


@departments.command("rename")
def department_rename(
    name: UnitName,
    to: Annotated[str, typer.Option(help="新しい名称 / New name.")],
    party: Party,
    since: SinceDay = None,
) -> None:
    """部署名を変更する / Let a department bear another name from a day on."""
    from service.organisation import rename as run

    run(name=name, to=to, party=party, since=day_of(since, "--since"))


@departments.command("merge")
def department_merge(
    names: Annotated[list[str], typer.Argument(help="統合元 / The departments that end.")],
    into: Annotated[str, typer.Option(help="統合先 / The department that takes over.")],
    party: Party,
    since: SinceDay = None,
) -> None:
    """部署を統合する：対策の主管も移る / Merge departments; their open measures go along."""
    from service.organisation import merge as run

    run(names=names, into=into, party=party, since=day_of(since, "--since"))


@departments.command("close")
def department_close(name: UnitName, party: Party, until: LastDay = None) -> None:
    """部署を廃止する / Close a department that no open measure is assigned to."""
    from service.organisation import close as run

    run(name=name, party=party, until=day_of(until, "--until"))
