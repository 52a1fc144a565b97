"""The command line. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import io
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from service.desking import desk, keys
from service.organising import day_of, departments, members

app = typer.Typer(
    name="sekisho",
    help=(
        "[bold]Sekisho（関所）[/] — 情報遮断を守りながら、事案・原因・対策を共に追う台帳。\n\n"
        "A register of incidents, causes and countermeasures that several companies keep together,"
        " each seeing only what it may.\n\n"
        "はじめに / Start: [cyan]sekisho demo[/]　"
        "自社の表 / Your own table: [cyan]migrate → member add → import → token → serve[/]\n\n"
        "データベースは環境変数 SEKISHO_DATABASE_URL で指定します（例 sqlite:///register/register.sqlite）。"
        " / The environment says which database: SEKISHO_DATABASE_URL. [cyan]sekisho check[/] で点検。"
    ),
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
reads = typer.Typer(
    help="閲覧の記録：だれが自社の記録を見たか / Reads on record: who was shown what.",
    no_args_is_help=True,
)
schedules = typer.Typer(help="実施時期の読み取り / Read schedule wordings.", no_args_is_help=True)
app.add_typer(members, name="member", rich_help_panel="人 / People")
app.add_typer(departments, name="department", rich_help_panel="人 / People")
app.add_typer(desk, name="desk", rich_help_panel="相談窓口 / The desk")
app.add_typer(keys, name="keys", rich_help_panel="相談窓口 / The desk")
app.add_typer(schedules, name="schedule", rich_help_panel="表 / Tables")

barrier = typer.Typer(help="情報遮断の点検 / Look at the barrier.", no_args_is_help=True)
app.add_typer(barrier, name="barrier", rich_help_panel="運用 / Running it")
app.add_typer(reads, name="reads", rich_help_panel="運用 / Running it")

START, PEOPLE, TABLES = "はじめる / Start", "人 / People", "表 / Tables"
RUNNING = "運用 / Running it"


class TableFormat(str, Enum):
    """What a table is written as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class Language(str, Enum):
    """The language of sentences."""

    JA = "ja"
    EN = "en"


class AnswerFormat(str, Enum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


Day = Annotated[
    Optional[str],  # noqa: UP045 -- Typer reads annotations at run time
    typer.Option(
        "--written-on",
        metavar="YYYY-MM-DD",
        help="記載日（なければ本日）/ The day it was written; else today.",
    ),
]

Since = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(metavar="YYYY-MM-DD", help="この日から / From this day on (Tokyo)."),
]
Until = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option(metavar="YYYY-MM-DD", help="この日まで / Up to and with this day (Tokyo)."),
]


@app.command(rich_help_panel=START)
def demo(
    port: Annotated[
        int,
        typer.Option(min=0, max=65535, help="待ち受けるポート / Port; 0 takes a free one."),
    ] = 8000,
    host: Annotated[str, typer.Option(help="待ち受けるアドレス / Address.")] = "127.0.0.1",
    as_json: Annotated[
        bool, typer.Option("--json", help="準備ができたら1行の JSON / One line of JSON when ready.")
    ] = False,
    keep: Annotated[
        Optional[Path],  # noqa: UP045 -- see above
        typer.Option(help="この（新しい）フォルダに残す / Keep the files in this new folder."),
    ] = None,
    year: Annotated[
        bool,
        typer.Option("--year", help="2024年3月までの1年も演じる / Play the year after it, too."),
    ] = False,
) -> None:
    """例の台帳を新しいファイルに作り、すぐ使えるようにする / Play the example register and serve it."""
    from service.demo import run

    run(host=host, port=port, as_json=as_json, keep=keep, year=year)


@app.command(rich_help_panel=START)
def migrate() -> None:
    """データベースを作る・最新にする（会社も登録）/ Found or upgrade the database and its parties."""
    from service.commands import migrate as run

    run()


@app.command(rich_help_panel=RUNNING)
def move(
    to: Annotated[
        str,
        typer.Option(envvar="SEKISHO_MOVE_TO", help="移す先の URL / URL of the (empty) target."),
    ],
    to_reader: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(envvar="SEKISHO_MOVE_READER", help="読むログインの URL / Its reading login."),
    ] = None,
    to_owner: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(envvar="SEKISHO_MOVE_OWNER", help="所有者の URL / Its owning login."),
    ] = None,
    to_desk: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(
            envvar="SEKISHO_MOVE_DESK", help="相談窓口のログインの URL / Its login of the desk."
        ),
    ] = None,
    key_file: Annotated[
        Optional[Path],  # noqa: UP045 -- see above
        typer.Option(help="鍵ファイル（移した後も同じ）/ The key file; the same goes on."),
    ] = None,
) -> None:
    """別のデータベースに移す / Carry the register to another database, and compare every fact."""
    from service.moving import run

    run(to=to, reader=to_reader, owner=to_owner, desk=to_desk, key_file=key_file)


@app.command(rich_help_panel=RUNNING)
def rebuild(
    views: Annotated[
        Optional[list[str]],  # noqa: UP045 -- see above
        typer.Argument(
            help="作り直す一覧（なければすべて）/ Views such as countermeasure; else all."
        ),
    ] = None,
) -> None:
    """一覧の行を記録から作り直す / Fill the lists' rows anew from the facts, which stay as they are."""
    from service.rebuilding import run

    run(views or [])


@app.command(rich_help_panel=RUNNING)
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="待ち受けるポート / Port.")] = 8000,
    host: Annotated[str, typer.Option(help="待ち受けるアドレス / Address.")] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="プロセスの数 / Processes that answer.")
    ] = 1,
) -> None:
    """GraphQL で答える / Answer GraphQL at /graphql."""
    from service.commands import serve as run

    run(host=host, port=port, workers=workers)


@app.command(rich_help_panel=START)
def ask(
    name: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Argument(
            help="問いの名前か .graphql ファイル（なければ一覧）/ A question, or a file; else all of them."
        ),
    ] = None,
    url: Annotated[
        str, typer.Option(envvar="SEKISHO_URL", help="サービスの URL / The service.")
    ] = "http://127.0.0.1:8000",
    since: Since = None,
    until: Until = None,
    on: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(metavar="YYYY-MM-DD", help="基準日 / The day lateness is judged at."),
    ] = None,
    as_of: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(
            metavar="YYYY-MM-DD", help="この日の時点 / As known at this day's end (Tokyo)."
        ),
    ] = None,
    first: Annotated[int, typer.Option(min=1, max=100, help="件数 / Rows shown.")] = 50,
    language: Annotated[Language, typer.Option("--lang", help="言語 / Language.")] = Language.JA,
    as_json: Annotated[bool, typer.Option("--json", help="1行の JSON / One line of JSON.")] = False,
) -> None:
    """よくある問いに表で答える / Ask a saved question of a running service, and show a table.

    環境変数 SEKISHO_TOKEN のトークンの利用者として尋ねます。GraphQL を書く必要はありません。
    Asked as the member of the token in SEKISHO_TOKEN; no GraphQL is needed.
    """
    import os

    from service.asking import run, tell_all

    if name is None:
        tell_all()
        return
    days = {
        "since": day_of(since, "--since"),
        "until": day_of(until, "--until"),
        "on": day_of(on, "--on"),
        "asOf": day_of(as_of, "--as-of"),
    }
    token = os.environ.get("SEKISHO_TOKEN")
    run(name, url=url, token=token, days=days, first=first, lang=language.value, as_json=as_json)


@app.command(rich_help_panel=RUNNING)
def check() -> None:
    """設定とデータベースを点検し、直し方を言う / Check configuration and database; say what to do."""
    from service.checking import run

    run()


@app.command(rich_help_panel=PEOPLE)
def token(
    name: Annotated[str, typer.Argument(help="氏名または識別子 / Name or id.")],
    party: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(help="会社（同名のとき）/ Party, where names repeat."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="有効日数 / Days it is valid.")] = 30,
) -> None:
    """期限つきのトークンを発行する / Issue a signed, expiring bearer token."""
    from service.commands import token as run

    run(name=name, party=party, days=days)


@app.command("import", rich_help_panel=TABLES)
def import_(
    file: Annotated[Path, typer.Argument(help="表（.xlsx か .csv）/ The table.")],
    party: Annotated[str, typer.Option(help="会社 / Party code, such as MZ.")],
    by: Annotated[str, typer.Option(help="取り込む人（編集者）/ Importing editor: name or id.")],
    written_on: Day = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="書き込まずに確かめる / Read and decide, write nothing."),
    ] = False,
    allow: Annotated[
        Optional[list[str]],  # noqa: UP045 -- see above
        typer.Option(help="許す扱い（繰り返し可）/ A named exception; see sekisho import-options."),
    ] = None,
    acknowledge_readers: Annotated[
        Optional[list[str]],  # noqa: UP045 -- see above
        typer.Option(
            help="開示先と確認済みの会社（繰り返し可）/ A party you know to read what is changed."
        ),
    ] = None,
    answer: Annotated[
        AnswerFormat, typer.Option("--format", help="結果の形 / How to answer.")
    ] = AnswerFormat.TEXT,
) -> None:
    """表を取り込む：全部か、なにもしないか / Import a workbook: all of it, or nothing."""
    from service.tables import import_table as run

    run(
        file=file,
        party=party,
        by=by,
        written_on=day_of(written_on, "--written-on"),
        dry_run=dry_run,
        allow=frozenset(allow or ()),
        acknowledged=frozenset(code.strip().upper() for code in acknowledge_readers or ()),
        as_json=answer is AnswerFormat.JSON,
    )


@app.command("import-options", rich_help_panel=TABLES)
def import_options() -> None:
    """import --allow に書ける名前 / The names that import --allow takes."""
    from service.tables import list_options as run

    run()


@app.command(rich_help_panel=TABLES)
def export(
    as_: Annotated[str, typer.Option("--as", help="見る人 / As whom: name or id.")],
    party: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(help="会社（同名のとき）/ Party, where names repeat."),
    ] = None,
    format_: Annotated[
        Optional[TableFormat],  # noqa: UP045 -- see above
        typer.Option("--format", help="形式（なければ --to の拡張子、または xlsx）/ Format."),
    ] = None,
    to: Annotated[
        Optional[Path],  # noqa: UP045 -- see above
        typer.Option("--to", help="書き出すファイル（なければ標準出力）/ File; else stdout."),
    ] = None,
) -> None:
    """進捗管理表を書き出す：その人に見えるものだけ / Write the progress table as that person sees it."""
    from service.tables import export_table as run

    run(as_=as_, party=party, format_=format_.value if format_ else None, to=to)


@app.command(rich_help_panel=RUNNING)
def log(
    since: Since = None,
    until: Until = None,
    record: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(
            metavar="CODE",
            help="1つの記録：コード（例 INC-7K3Q-9FM2）か識別子 / One record: code or id.",
        ),
    ] = None,
    last: Annotated[
        Optional[int],  # noqa: UP045 -- see above
        typer.Option(min=1, metavar="N", help="最後の N 件 / The last N facts."),
    ] = None,
    language: Annotated[
        Language, typer.Option("--lang", help="言語 / Language of the sentences.")
    ] = Language.JA,
    as_json: Annotated[
        bool, typer.Option("--json", help="1件1行の JSON / One line of JSON a fact.")
    ] = False,
) -> None:
    """記録を文で見る：いつ誰が何をしたか。内容は出さない / Tell the facts as sentences, without content.

    1件1行：番号、日時（日本時間）、会社・役割・利用者コード、記録のコード、できごと。
    A line a fact: its number, when (in Japan), company, role and code of who did it, the record, what happened.
    """
    from service.logbook import Wanted, run

    wanted = Wanted(day_of(since, "--since"), day_of(until, "--until"), record, last)
    run(wanted, language=language.value, as_json=as_json)


Auditor = Annotated[str, typer.Option("--as", help="監査担当 / The auditor: name or id.")]
OfParty = Annotated[
    Optional[str],  # noqa: UP045 -- see above
    typer.Option("--party", help="会社（同名のとき）/ Party, where names repeat."),
]


@reads.command("export")
def reads_export(
    as_: Auditor,
    party: OfParty = None,
    since: Since = None,
    until: Until = None,
    to: Annotated[
        Optional[Path],  # noqa: UP045 -- see above
        typer.Option("--to", help="書き出すファイル（なければ標準出力）/ File; else stdout."),
    ] = None,
) -> None:
    """自社の記録が見られた記録を CSV で書き出す / Write as CSV who was shown the own party's records."""
    from service.reading import export as run

    days = day_of(since, "--since"), day_of(until, "--until")
    run(as_=as_, party=party, since=days[0], until=days[1], to=to)


@barrier.command("replay")
def barrier_replay(
    rule: Annotated[str, typer.Argument(help="遮断規則のコードか識別子 / The rule: code or id.")],
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="情報遮断責任者か監査担当 / A barrier officer or auditor: name or id."
        ),
    ],
    party: OfParty = None,
) -> None:
    """その規則なら止めていた過去の閲覧を見る / Show which reads on record a rule would have stopped."""
    from service.replaying import run

    run(rule=rule, as_=as_, party=party)


@reads.command("summary")
def reads_summary(
    as_: Auditor,
    party: OfParty = None,
    week: Annotated[
        Optional[str],  # noqa: UP045 -- see above
        typer.Option(metavar="YYYY-Www", help="週（なければ先週）/ Week; else the last one."),
    ] = None,
) -> None:
    """1週間に、だれが自社の記録をどれだけ見たか / Who was shown how much in a week."""
    from service.reading import summary as run

    run(as_=as_, party=party, week=week)


@reads.command("retain")
def reads_retain(
    years: Annotated[
        Optional[int],  # noqa: UP045 -- see above
        typer.Option(min=1, help="残す年数（なければ5年）/ Years to keep; else 5."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="件数を見るだけ / Only tell how many.")
    ] = False,
) -> None:
    """保存期間を過ぎた閲覧の記録を消す / Remove reads that are older than they are kept."""
    from service.reading import retain as run

    run(years=years, dry_run=dry_run)


@schedules.command("read")
def schedule_read(
    wording: Annotated[str, typer.Argument(help="実施時期の書きぶり / A schedule as written.")],
    written_on: Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="1行の JSON / One line of JSON.")] = False,
) -> None:
    """実施時期の読みを見る / Show how a schedule wording is read."""
    from service.commands import read_wording as run

    run(wording=wording, written_on=day_of(written_on, "--written-on"), as_json=as_json)


def main() -> None:
    """The console command: what is foreseen is said in words, never as a traceback."""
    from service.outcome import spoken

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Japanese shows question marks
    with spoken():
        app(prog_name=Path(sys.argv[0]).name or "sekisho")
