"""``photon export``: photos go out as copies, the originals stay as they are."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.cli.options import common, library_of
from photon.cli.progress_line import ProgressLine
from photon.cli.selection import Selection, selecting
from photon.domain import PhotonError
from photon.domain.exports import (
    COLOURS,
    DRAWN,
    TABLE_FORMATS,
    Carried,
    Exported,
    FileChoice,
    FilePlan,
    LeftOut,
    Redrawn,
    TableChoice,
)  # fmt: skip
from photon.export.columns import USUAL, read_columns

if TYPE_CHECKING:
    from photon.app.session import Session

_WITHOUT = ("places", "people")


@click.command("export")
@selecting
@click.option("--to", "folder", required=True, metavar="FOLDER",
              help="Where the copies go; of a table the file, or - for the terminal.")  # fmt: skip
@click.option("--name", "template", default="{name}", show_default=True, metavar="TEMPLATE",
              help="{name} {title} {folder} {date:%Y-%m-%d} {number:4}; “/” makes folders.")  # fmt: skip
@click.option("--long-side", type=click.IntRange(16, 65_500), metavar="PIXELS", help="Draws photos anew, this large.")
@click.option("--format", "drawn", type=click.Choice(DRAWN[1:]), help="Draws photos anew, in this format.")
@click.option("--quality", type=click.IntRange(1, 100), help="Of JPEG and WebP; 90 unless you say otherwise.")
@click.option("--colours", type=click.Choice(COLOURS), help="Of photos drawn anew; they keep their profile, usually.")
@click.option("--metadata", type=click.Choice(["keep", "strip"]), default="keep", show_default=True,
              help="Whether what files say besides the picture goes along.")  # fmt: skip
@click.option("--without", type=click.Choice(_WITHOUT), multiple=True, help="… but not places, or not people.")
@click.option("--words", is_flag=True, help="Writes your tags, captions, titles and ratings into the copies.")
@click.option("--columns", metavar="NAMES", help="Writes a table with these columns, or “all”, instead of files.")
@click.option("--table", type=click.Choice(TABLE_FORMATS), help="Its format; else by the ending of --to.")
@click.option("--excel", is_flag=True, help="Marks a CSV as UTF-8, for Excel.")
@click.option("--verbatim", is_flag=True, help="Leaves texts that a spreadsheet takes for formulas as they are.")
@click.option("--dry-run", is_flag=True, help="Tells what would be made; makes nothing.")
@click.option("--json", "as_json", is_flag=True, help="Prints one JSON object.")
@common
@click.pass_context
def export(context: click.Context, /, selection: Selection, folder: str, **given: Any) -> None:  # noqa: ANN401
    """Copy photos to a folder, as they are or drawn anew, with as much of what they tell as you want.

    Nothing is ever overwritten: where a name is taken, a number is added. The same command again goes on where the last
    one stopped. Hidden photos are left out, and sensitive tags are in no copy.
    """
    from photon.app.session import Session

    if given["columns"] or given["table"]:
        table = _table(folder, given)
        with Session.open(library_of(context), background=False) as session:
            _write_table(session, selection.photos(session), folder, table, as_json=given["as_json"])
        return
    choice = FileChoice(given["template"], _redrawn(given), _carried(given))
    with Session.open(library_of(context), background=False) as session:
        photos = selection.photos(session)
        planned = session.exporting.plan_files(photos, folder, choice).result()
        if given["dry_run"]:
            _tell_plan(planned.plan, as_json=given["as_json"])
            return
        line = ProgressLine()
        done = session.exporting.write_files(
            planned, lambda made, among: line.working(made / max(1, among), "Exporting")
        ).result()
        line.clear()
    tell_exported(done, as_json=given["as_json"])


def _table(place: str, given: dict[str, Any]) -> TableChoice:
    if given["dry_run"]:
        raise click.UsageError("--dry-run is about files; a table that is not wanted is deleted.")
    by_ending = {f".{one}": one for one in TABLE_FORMATS}
    form = given["table"] or by_ending.get(Path(place).suffix.casefold())
    if form is None:
        raise click.UsageError("Say with --table csv, json or jsonl what the file shall be.")
    columns = read_columns(given["columns"]) if given["columns"] else USUAL
    return TableChoice(columns, form, with_mark=given["excel"], verbatim=given["verbatim"])


def _write_table(session: "Session", photos: list[int], place: str, choice: TableChoice, *, as_json: bool) -> None:
    line = ProgressLine()
    where = sys.stdout if place == "-" else place
    done = session.exporting.write_table(
        photos, where, choice, lambda made, among: line.working(made / max(1, among), "Exporting")
    ).result()
    line.clear()
    if place == "-":
        return
    name = str(Path(done.folder).with_name(done.made[0]))
    told = {"file": name, "lines": done.lines, "left_out": list(map(_as_object, done.left_out))}
    _tell_left_out(done.left_out)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{_counted(done.lines, 'photo')} in {name}.")


def _redrawn(given: dict[str, Any]) -> Redrawn | None:
    size, drawn, quality, colours = (given[name] for name in ("long_side", "drawn", "quality", "colours"))
    usual = Redrawn()
    if size is None and drawn is None:
        if quality or colours:
            raise click.UsageError("--quality and --colours need --long-side or --format: copies stay as they are.")
        return None
    return Redrawn(drawn or usual.format, size, quality or usual.quality, colours or usual.colours)


def _carried(given: dict[str, Any]) -> Carried:
    without = given["without"]
    return Carried(
        given["metadata"] == "keep",
        places="places" not in without,
        people="people" not in without,
        words=given["words"],
    )


def _tell_plan(plan: FilePlan, *, as_json: bool) -> None:
    if as_json:
        told = {
            "folder": plan.folder,
            "files": [{"path": one.outgoing.path, "name": one.name, "there": one.is_there} for one in plan.targets],
            "bytes": plan.bytes,
            "free": plan.free,
            "left_out": list(map(_as_object, plan.left_out)),
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in plan.missing:
        click.echo(f"{one.outgoing.path} → {one.name}")
    _tell_left_out(plan.left_out)
    there = len(plan.targets) - len(plan.missing)
    click.echo(f"{_counted(len(plan.missing), 'file')}, about {megabytes(plan.bytes)}, would go to {plan.folder}.")
    if there:
        click.echo(f"{_counted(there, 'file')} of this export {'is' if there == 1 else 'are'} there already.")
    if plan.free is not None and plan.free < plan.bytes:
        click.echo(f"There is room for {megabytes(plan.free)} only.", err=True)


def tell_exported(done: Exported, *, as_json: bool) -> None:
    """Say what was made, and what was not and why.

    Raises:
        PhotonError: Nothing could be made at all.
    """
    if as_json:
        told = {"folder": done.folder, "made": list(done.made), "there": done.there, "whole": done.is_whole}
        click.echo(json.dumps({**told, "left_out": list(map(_as_object, done.left_out))}, ensure_ascii=False))
    else:
        _tell_left_out(done.left_out)
        there = f" {done.there:,} had been made before." if done.there else ""
        left = f" {len(done.left_out):,} left out." if done.left_out else ""
        click.echo(f"{_counted(len(done.made), 'file')} made in {done.folder}.{there}{left}")
    stopped = [one for one in done.left_out if one.reason in {"full", "not-allowed"}]
    if stopped and not done.is_whole:
        raise PhotonError(stopped[0].message, stopped[0].hint)


def _tell_left_out(some: tuple[LeftOut, ...]) -> None:
    for one in some:
        click.echo(f"{one.path}: {one.message} {one.hint}".strip(": "), err=True)


def _as_object(one: LeftOut) -> dict[str, str]:
    return {"path": one.path, "reason": one.reason, "message": one.message}


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6)):,} MB"
