"""The commands about tables: import and export."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, cast
from uuid import UUID

import typer
from rich.markup import escape
from rich.table import Table

from commands.office import day_in_tokyo
from papers.exporting import export_table as write_table
from papers.importing import ALLOWABLE, ImportResult, import_paper
from papers.reading import Caution, Problem
from papers.summary import ImportSummary, as_plain
from service import house, people
from service.console import err, out, progress_bar, say_json
from service.outcome import Failure
from service.settings import Settings
from store.reads import ReadIsNotKept

LARGEST_FILE = 100 * 1024 * 1024
SHOWN = 20
"""How many wordings or vanished rows the summary lists before it counts the rest."""


def import_table(
    *,
    file: Path,
    party: str,
    by: str,
    written_on: date | None,
    dry_run: bool,
    allow: frozenset[str],
    acknowledged: frozenset[str],
    as_json: bool,
) -> None:
    """Import a table for an editor of the party; end with status 1 where it is refused."""
    data = _content(file)
    with closing(house.enter(Settings.from_environment())) as opened:
        with people.looking_up(opened.log) as connection:
            known = people.party_by_code(connection, party)
            member = people.member_by_name(connection, by, party)
        with progress_bar() as step:
            result = import_paper(
                opened.office,
                member,
                data,
                file.name,
                written_on=written_on or day_in_tokyo(opened.log.clock()),
                dry_run=dry_run,
                allow=allow,
                acknowledged=acknowledged,
                progress=step,
                show=None if as_json else _show,
            )
        if as_json:
            say_json(_as_json(result))
        else:
            _as_text(result, file, known.code)
        if result.problems:
            raise typer.Exit(1)


def list_options() -> None:
    """What `import --allow` takes."""
    for name, (ja, en) in ALLOWABLE.items():
        out.print(f"[bold]--allow {name}[/]\n  {escape(ja)}\n  [dim]{escape(en)}[/]")


def export_table(*, as_: str, party: str | None, format_: str | None, to: Path | None) -> None:
    """Write the progress table as one member may see it, to a file or to stdout."""
    format_ = _format(format_, to)
    with closing(house.enter(Settings.from_environment())) as opened:
        with people.looking_up(opened.log) as connection:
            member = people.member_by_name(connection, as_, party)
        if to is None:
            if format_ == "xlsx" and sys.stdout.isatty():
                raise Failure(
                    "--to で書き出すファイルを指定してください。 / Name a file with --to."
                )
            _write(opened, member, format_, sys.stdout.buffer)
            return
        half = to.with_name(f".{to.name}.part")
        try:
            with half.open("wb") as stream:
                rows = _write(opened, member, format_, stream)
            half.replace(to)
        except OSError as e:
            raise Failure(f"{to} に書けません（{e.strerror}）。 / Cannot write {to}.") from e
        finally:
            half.unlink(missing_ok=True)
        err.print(f"{to}: {rows} 行 / rows")


def _write(opened: house.House, member: UUID, format_: str, stream: BinaryIO) -> int:
    try:
        with progress_bar() as step:
            return write_table(
                opened.office,
                member,
                cast("Literal['xlsx', 'csv', 'json']", format_),
                stream,
                progress=lambda rows: step("書き出し / writing", rows, rows),
            )
    except ReadIsNotKept as e:
        raise Failure(
            "閲覧の記録を残せないため、書き出しません。空き容量と権限を確かめてください。"
            " / Nothing is written while the export cannot be put on record: check free space and"
            " rights."
        ) from e


FORMATS = ("xlsx", "csv", "json")


def _format(stated: str | None, to: Path | None) -> str:
    """The format as stated, or as the file's ending says; a file that says another is refused."""
    ending = to.suffix.lower().removeprefix(".") if to is not None else ""
    if to is not None and (ending not in FORMATS or stated not in (None, ending)):
        raise Failure(
            f"{to} の拡張子を .{stated or '、.'.join(FORMATS)} にしてください。"
            f" / Let {to} end in .{stated or ', .'.join(FORMATS)}."
        )
    return stated or ending or "xlsx"


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Failure(
                f"{file} は大きすぎます（上限 {LARGEST_FILE // 1024**2} MiB）。分けて取り込んでください。"
                f" / {file} is larger than {LARGEST_FILE // 1024**2} MiB: import it in parts."
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise Failure(f"{file} がありません。 / There is no file {file}.") from None
    except OSError as e:
        raise Failure(f"{file} を読めません（{e.strerror}）。 / Cannot read {file}.") from e


def _as_json(result: ImportResult) -> dict[str, object]:
    return {
        "facts": result.facts,
        "dryRun": result.dry_run,
        "problems": [_finding(one) for one in result.problems],
        "cautions": [_finding(one) for one in result.cautions],
        "summary": as_plain(result.summary),
    }


def _finding(one: Problem | Caution) -> dict[str, object]:
    place = one.place
    return {
        "rule": one.rule,
        "sheet": place and place.sheet,
        "row": place and place.row,
        "column": place and place.column,
        "header": place and place.header,
        "value": one.value,
        "message": one.message_ja,
        "messageEn": one.message_en,
        "remedy": one.remedy_ja,
        "remedyEn": one.remedy_en,
        "option": one.option,
    }


def _as_text(result: ImportResult, file: Path, party: str) -> None:
    if result.summary is None:
        _cautions(result.cautions)
    for problem in result.problems:
        _tell("[bold red]誤り / error[/]", problem)
    if result.summary is not None:
        _later(result.summary)
    if result.summary is not None and result.summary.readers:
        codes = "、".join(result.summary.readers)
        out.print(
            f"この表が変更する記録を読む会社 / Who else reads what is changed: {escape(codes)}"
        )
    if result.problems:
        out.print(
            f"\n{escape(file.name)}: {len(result.problems)} 件の誤りがあり、何も書き込みませんでした。"
            f" / {len(result.problems)} problems; nothing was written."
        )
    elif result.dry_run:
        out.print(
            f"\n{escape(file.name)}: {result.facts} 件の事実になります（まだ書き込んでいません）。"
            f" / Would record {result.facts} facts; nothing was written."
        )
    else:
        out.print(
            f"\n{escape(file.name)} → {party}: {result.facts} 件の事実を記録しました。"
            f" / Recorded {result.facts} facts."
        )


def _show(summary: ImportSummary, cautions: tuple[Caution, ...]) -> None:
    """All that was read, before anything is written."""
    _summary(summary)
    _cautions(cautions)


def _cautions(cautions: tuple[Caution, ...]) -> None:
    for caution in cautions:
        _tell("[yellow]注意 / note[/]", caution)


def _tell(mark: str, one: Problem | Caution) -> None:
    place = f" {escape(str(one.place))}" if one.place else ""
    value = f"「{escape(one.value[:80])}」" if one.value else ""
    out.print(f"{mark}{place} {value} {escape(one.message_ja)} {escape(one.remedy_ja)}")
    out.print(f"    {escape(one.message_en)} {escape(one.remedy_en)}", style="dim")
    if one.option:
        out.print(f"    --allow {one.option}", style="dim")


def _summary(summary: ImportSummary) -> None:
    out.print(
        f"[bold]{escape(summary.title or '－')}[/]（基準日 / status date: {summary.status_date}）"
    )
    for found in summary.tables:
        out.print(
            f"  {escape(found.sheet)}!{found.header_row}: {found.kind}, {found.rows} 行 / rows"
        )
    counts = Table("", "新規 / new", "変更 / changed", "同じ / same", "他社 / others'")
    for kind, outcomes in summary.counts.items():
        cells = (str(outcomes.get(o, 0)) for o in ("new", "changed", "unchanged", "passed_over"))
        counts.add_row(kind, *cells)
    out.print(counts)
    readings = Table("実施時期 / wording", "読み / kind", "開始", "期限", "確度", "行")
    for one in summary.wordings[:SHOWN]:
        readings.add_row(
            escape(one.wording or "（空白）"),
            one.kind + ("（両様）" if one.ambiguous else ""),
            str(one.start or "－"),
            str(one.due or "－"),
            one.certainty,
            str(one.rows),
        )
    out.print(readings)
    _rest(len(summary.wordings))
    for status in summary.statuses:
        out.print(f"  状況 {status.word} ← {'・'.join(status.understood)}（{status.rows}）")
    for label, names in (
        ("新しい分類 / new categories", summary.new_categories),
        ("新しい部署 / new departments", summary.new_departments),
    ):
        if names:
            out.print(f"  {label}: {escape('、'.join(names))}")
    for kind, vanished in summary.vanished.items():
        for gone in vanished[:SHOWN]:
            out.print(f"  表にない / not in the file ({kind}): {gone.code} {escape(gone.text)}")
        _rest(len(vanished))


def _later(summary: ImportSummary) -> None:
    """Which dues stay until a request is decided."""
    if summary.later:
        out.print(
            f"  期限の延期は申請になります（承認までは元の期限のまま）: {len(summary.later)} 件"
            f" / Later dues are asked for, and stay as they are until that is granted: {len(summary.later)}"
        )
    for one in summary.later[:SHOWN]:
        before, wanted = (escape(text or "－") for text in (one.before, one.wanted))
        out.print(f"    {one.code}: {before} → {wanted}")
    _rest(len(summary.later))


def _rest(count: int) -> None:
    if count > SHOWN:
        out.print(f"  … ほか {count - SHOWN} 件 / and {count - SHOWN} more")
