"""The command line of the consultation desk, and of its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Optional

import typer

from domain.desk.words import Channel, Urgency
from service.organising import AsJson, LastDay, SinceDay, UntilDay, day_of

desk = typer.Typer(
    help="相談窓口：受付・期限・従事者の指定 / The consultation desk: tickets, clocks, designations.",
    no_args_is_help=True,
)
keys = typer.Typer(
    help="相談窓口の鍵の保管庫 / The key store of the consultation desk.", no_args_is_help=True
)

_CHANNELS: Final = "、".join(f"{one.value}（{one.ja}）" for one in Channel)
_URGENCIES: Final = "、".join(f"{one.value}（{one.ja}）" for one in Urgency)

Officer = Annotated[
    str, typer.Option("--as", help="窓口の従事者 / As which officer of the desk: name or id.")
]
Custodian = Annotated[
    str, typer.Option("--as", help="鍵・身元の管理者 / As which custodian: name or id.")
]
Name = Annotated[str, typer.Argument(help="氏名または識別子 / Name or id.")]
OfParty = Annotated[
    Optional[str],  # noqa: UP045 -- Typer reads annotations at run time
    typer.Option("--party", help="会社（同名のとき）/ Party, where names repeat."),
]
FromDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(
        "--since", metavar="YYYY-MM-DD", help="この日の受付から / Received from this day on."
    ),
]
UptoDay = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(
        "--until", metavar="YYYY-MM-DD", help="この日の受付まで / Received up to this day."
    ),
]


@desk.command("log")
def desk_log(
    as_: Officer,
    text: Annotated[
        str,
        typer.Argument(
            help="相談の内容。- なら標準入力から：コマンド行は他の利用者や履歴に見えます"
            " / What was asked; - reads it from stdin: a command line is seen by others and kept in a"
            " history."
        ),
    ] = "-",
    channel: Annotated[
        Channel, typer.Option(case_sensitive=False, help=f"受付方法 / How it came: {_CHANNELS}.")
    ] = Channel.PHONE,
    urgency: Annotated[
        Urgency, typer.Option(case_sensitive=False, help=f"緊急度 / How soon: {_URGENCIES}.")
    ] = Urgency.NORMAL,
    name: Annotated[
        bool,
        typer.Option(
            "--name",
            help="相談者の氏名を尋ねる（標準入力の1行）/ Ask for who asks: a line of stdin.",
        ),
    ] = False,
    contact: Annotated[
        bool,
        typer.Option(
            "--contact",
            help="連絡先を尋ねる（次の1行）/ Ask for how to reach them: the line behind it.",
        ),
    ] = False,
    receipt: Annotated[
        bool,
        typer.Option(
            "--receipt",
            help="受付番号も発行する（一度だけ表示）/ Issue a receipt code, shown once, to tell the consulter.",
        ),
    ] = False,
    party: OfParty = None,
) -> None:
    """相談を受け付ける：詳しいことは後で / Log a ticket; the rest can be filled in later.

    氏名・連絡先はコマンド行に書けません。--name と --contact が尋ね、身元として相談とは別に保管します。
    Names and contacts are never given on the command line: --name and --contact ask for them, one line of
    stdin each, before the text. They are kept apart from the ticket.
    """
    from service.desk import log as run

    run(
        text=text,
        as_=as_,
        party=party,
        channel=channel.value,
        urgency=urgency.value,
        asks_name=name,
        asks_contact=contact,
        receipt=receipt,
    )


@desk.command("due")
def desk_due(
    as_: Officer,
    within: Annotated[
        Optional[int],  # noqa: UP045 -- see above
        typer.Option(
            min=0,
            metavar="DAYS",
            help="この日数以内（なければすべて）/ Within so many days; else all.",
        ),
    ] = None,
    party: OfParty = None,
    as_json: AsJson = False,
) -> None:
    """その人に見える相談の期限・返事待ち・担当者の不在・保存期間 / What is due, waits, or will have nobody."""
    from service.deadlines import due as run

    run(as_=as_, party=party, within=within, as_json=as_json)


@desk.command("stats")
def desk_stats(
    as_: Officer,
    since: FromDay = None,
    until: UptoDay = None,
    party: OfParty = None,
    as_json: AsJson = False,
) -> None:
    """その人に見える相談の件数（公表用ではありません）/ Count the tickets that person sees; not for publication."""
    from service.deadlines import stats as run

    days = day_of(since, "--since"), day_of(until, "--until")
    run(as_=as_, party=party, since=days[0], until=days[1], as_json=as_json)


@desk.command("designate")
def desk_designate(
    member: Name,
    as_: Custodian,
    basis: Annotated[
        str, typer.Option(help="指定の根拠（指定書の番号など）/ The written basis of it.")
    ],
    deputy: Annotated[
        bool,
        typer.Option(
            "--deputy",
            help="外部の代行：見る人がいなくなった相談だけ / A deputy, for what nobody else may see.",
        ),
    ] = False,
    party: OfParty = None,
    since: SinceDay = None,
    until: UntilDay = None,
) -> None:
    """管理者の会社の窓口の従事者に指定する / Designate somebody for the desk of the custodian's party."""
    from service.desk import designate as run

    run(
        member=member,
        as_=as_,
        party=party,
        basis=basis,
        deputy=deputy,
        since=day_of(since, "--since"),
        until=day_of(until, "--until"),
    )


@desk.command("revoke")
def desk_revoke(
    member: Name,
    as_: Custodian,
    party: OfParty = None,
    until: LastDay = None,
    reason: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(help="理由 / Why."),
    ] = None,
) -> None:
    """従事者の指定を終了する / End somebody's designation for the desk."""
    from service.desk import revoke as run

    run(member=member, as_=as_, party=party, until=day_of(until, "--until"), reason=reason)


@desk.command("designations")
def desk_designations(as_: Custodian, party: OfParty = None, as_json: AsJson = False) -> None:
    """管理者の会社の窓口の従事者の一覧 / Who is designated for the desk of the custodian's party."""
    from service.desk import designations as run

    run(as_=as_, party=party, as_json=as_json)


# ----- keys -------------------------------------------------------------------------------------


@keys.command("backup")
def keys_backup(
    to: Annotated[Path, typer.Option("--to", help="書き出す新しいファイル / A new file.")],
) -> None:
    """鍵の保管庫を写す：包まれた鍵だけ / Copy the key store: wrapped keys alone, into a SQLite file."""
    from service.key_store import backup as run

    run(to)


@keys.command("restore")
def keys_restore(
    file: Annotated[Path, typer.Argument(help="keys backup のファイル / What keys backup wrote.")],
    incomplete: Annotated[
        bool,
        typer.Option(
            "--incomplete",
            help="写しより新しい相談の内容を失ってよい / Lose the content of what is newer than the copy.",
        ),
    ] = False,
) -> None:
    """失われた保管庫を写しから戻し、記録された消去をやり直す / Restore a lost key store; erasures stay."""
    from service.key_store import restore as run

    run(file, incomplete=incomplete)


@keys.command("rotate")
def keys_rotate() -> None:
    """鍵ファイルを新しくし、すべての鍵を包み直す / Make a new key file, and wrap all keys by it."""
    from service.key_store import rotate as run

    run()
