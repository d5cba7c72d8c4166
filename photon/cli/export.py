"""``photon export``: export photos as copies, tables or training sets; the originals are not changed."""

import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain import PhotonError
from photon.domain.metadata.album_words import ALBUM_CHOICES
from photon.domain.metadata.export_recipe import (
    COLOURS,
    DRAWN,
    ENDS,
    LOCATIONS,
    TABLE_FORMATS,
    TEXTS,
    TRAINING_FORMATS,
    CopyContents,
    Exported,
    ExportPlan,
    FileChoice,
    Reencode,
    SkippedPhoto,
    TableChoice,
    TrainingChoice,
    covering,
)
from photon.domain.metadata.written_text import TEXT_CHOICES
from photon.export.columns import USUAL, read_columns
from photon.language import counted, has_decimal_comma, number, tr, tr_n

if TYPE_CHECKING:
    from photon.app.session import Session

Choice = FileChoice | TableChoice | TrainingChoice


def read_choice(place: str, given: dict[str, Any]) -> Choice:
    """Convert options to a choice.

    Args:
        place: Destination.
        given: Options by name.

    Returns:
        What to export, and how.

    Raises:
        UsageError: The options contradict each other.
        PhotonError: An option is malformed.
    """
    if not place.strip():
        raise click.UsageError(tr("--to is empty. Name a folder, or use . (a dot) for the current one."))
    if given["columns"] is not None or given["table"]:
        return _table(place, given)
    if place == "-":
        raise click.UsageError(
            tr("Only a table can be written to the terminal; copies and training sets need a folder: --to FOLDER")
        )
    if given["training"]:
        return _training(given)
    carried, redrawn = _carried(given, usual="keep"), _redrawn(given)
    return FileChoice(given["template"], covering(redrawn, carried), carried)


def _table(place: str, given: dict[str, Any]) -> TableChoice:
    if given["dry_run"] or given["training"]:
        raise click.UsageError(tr("A table can't be combined with --dry-run or --training."))
    by_ending = {f".{one}": one for one in TABLE_FORMATS}
    form = given["table"] or by_ending.get(Path(place).suffix.casefold())
    if form is None:
        raise click.UsageError(tr("Choose the file format with --table csv, json or jsonl."))
    columns = USUAL if given["columns"] is None else read_columns(given["columns"])
    for_excel = given["excel"]
    comma = for_excel and has_decimal_comma()
    how = TableChoice(columns, form, with_mark=for_excel, decimal_comma=comma, verbatim=given["verbatim"])
    location = None if "places" in given["without"] else given["location"]
    return replace(how, location=location, private=given["private_places"])


def _training(given: dict[str, Any]) -> TrainingChoice:
    for part in ("text", "faces"):
        if part in given["without"]:
            raise click.UsageError(tr("--without {part} only works with copies.", part=part))
    if given["words"]:
        raise click.UsageError(tr("--words only works with copies; a training set has its texts beside the images."))
    return TrainingChoice(
        given["training"],
        given["teach"],
        _redrawn(given),
        _carried(given, usual="strip"),
        _shares(given["split"]),
        folds=not given["keep_alike"],
        licence=given["licence"],
        credit=given["credit"],
        per_shard=given["per_shard"],
        reads=given["with_text"],
    )


def _shares(text: str) -> tuple[int, int, int]:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdigit() for part in parts):
        raise click.UsageError(tr("--split needs three percentages, for training, validation and test: 80,10,10"))
    train, val, test = (int(part) for part in parts)
    return train, val, test


def _redrawn(given: dict[str, Any]) -> Reencode | None:
    size, drawn, quality, colours = (given[name] for name in ("long_side", "drawn", "quality", "colours"))
    usual = Reencode()
    if size is None and drawn is None:
        if quality or colours:
            raise click.UsageError(
                tr("--quality and --colours only work with --long-side or --format; plain copies are not changed.")
            )
        return None
    return Reencode(drawn or usual.format, size, quality or usual.quality, colours or usual.colours)


def _carried(given: dict[str, Any], usual: str) -> CopyContents:
    without = given["without"]
    keeps = (given["metadata"] or usual) == "keep"
    words, albums = given["words"], given["albums"]
    if albums and not words:
        raise click.UsageError(tr("--albums only works with --words."))
    if given["text"] and not words:
        raise click.UsageError(tr("--text only works with --words."))
    return CopyContents(
        keeps,
        "places" not in without,
        "people" not in without,
        words,
        albums or "leave",
        given["text"] or "leave",
        readable="text" not in without,
        recognisable="faces" not in without,
        location=given["location"],
        private=given["private_places"],
    )


def tell_plan(plan: ExportPlan, *, as_json: bool) -> None:
    """Print what would be exported."""
    if as_json:
        fields = {
            "folder": plan.folder,
            "files": [{"path": one.outgoing.path, "name": one.name, "there": one.is_there} for one in plan.targets],
            "bytes": plan.bytes,
            "free": plan.free,
            "left_out": list(map(_as_object, plan.left_out)),
        }
        echo_json(fields)
        return
    for one in plan.missing:
        click.echo(f"{one.outgoing.path} → {one.name}")
    _tell_left_out(plan.left_out)
    there = len(plan.targets) - len(plan.missing)
    todo = tr_n(
        "{count:,} photo, about {size}, would be exported to {folder}.",
        "{count:,} photos, about {size}, would be exported to {folder}.",
        len(plan.missing),
        size=megabytes(plan.bytes),
        folder=plan.folder,
    )
    click.echo(todo)
    if there:
        click.echo(tr_n("{count:,} photo already there.", "{count:,} photos already there.", there))
    if plan.free is not None and plan.free < plan.bytes:
        click.echo(tr("Only {size} free.", size=megabytes(plan.free)), err=True)


def tell_watched(plan: ExportPlan) -> None:
    """Warn if the copies would be added to the library."""
    if plan.watched and plan.missing:
        click.echo(
            tr("Photon watches {folder}: the copies will be added to your photos.", folder=plan.watched), err=True
        )


def tell_exported(done: Exported, *, as_json: bool) -> None:
    """Print what was exported, and what was skipped and why.

    Args:
        done: The result.
        as_json: Print JSON.

    Raises:
        PhotonError: The export could not be completed.
    """
    if as_json:
        fields = {"folder": done.folder, "made": list(done.made), "there": done.there, "whole": done.is_whole}
        echo_json({**fields, "left_out": list(map(_as_object, done.left_out))})
    else:
        _tell_left_out(done.left_out)
        made = len(done.made)
        parts = [
            tr_n(
                "Exported {count:,} file to {folder}", "Exported {count:,} files to {folder}", made, folder=done.folder
            )
        ]
        if done.there:
            parts.append(tr_n("{count:,} already there", "{count:,} already there", done.there))
        if done.left_out:
            parts.append(counted(len(done.left_out), "skipped", "skipped"))
        click.echo(f"{'; '.join(parts)}.")
    ends = [one for one in done.left_out if one.reason in {"full", "not-allowed"}]
    if ends and not done.is_whole:
        raise PhotonError(ends[0].message, ends[0].hint)


def tell_table(done: Exported, *, as_json: bool) -> None:
    """Print the number of rows of a table.

    Args:
        done: The result.
        as_json: Print JSON.
    """
    _tell_left_out(done.left_out)
    if as_json:
        echo_json({"file": done.folder, "lines": done.lines, "left_out": list(map(_as_object, done.left_out))})
    else:
        text = tr_n(
            "Exported {count:,} photo to {file}.", "Exported {count:,} photos to {file}.", done.lines, file=done.folder
        )
        click.echo(text)


def megabytes(size: int) -> str:
    """Format a size for users.

    Args:
        size: Bytes.
    """
    return f"{number(size / 1e9, 1)} GB" if size >= 1e9 else f"{number(max(1, round(size / 1e6)))} MB"


_MANY = ("wordless", "unread", "illegible")  # reasons that usually many photos have


def _tell_left_out(some: tuple[SkippedPhoto, ...]) -> None:
    counts = Counter(one.reason for one in some if one.reason in _MANY)
    together = {reason for reason, count in counts.items() if count > 1}
    for first in {one.reason: one for one in some if one.reason in together}.values():
        why, count = f"{first.message} {first.hint}", counts[first.reason]
        click.echo(
            tr("Skipped {count:,} photos: {reason} (Use --json for the list.)", count=count, reason=why), err=True
        )
    for one in some:
        if one.reason not in ENDS and one.reason not in together:
            click.echo(f"{one.path}: {one.message} {one.hint}".strip(": "), err=True)
    rest = [one for one in some if one.reason in ENDS]
    if rest:
        text = tr_n(
            "{count:,} photo not exported: {reason}",
            "{count:,} photos not exported: {reason}",
            len(rest),
            reason=rest[0].message,
        )
        click.echo(text, err=True)


def _as_object(one: SkippedPhoto) -> dict[str, str]:
    return {"path": one.path, "reason": one.reason, "message": one.message}


_WITHOUT = ("places", "people", "faces", "text")


@click.command("export")
@selecting
@click.option("--to", "folder", required=True, metavar="FOLDER",
              help="Folder for the copies; for a table the file, or - for the terminal.")  # fmt: skip
@click.option("--name", "template", default="{name}", show_default=True, metavar="TEMPLATE",
              help="File names: {name} {title} {folder} {date:%Y-%m-%d} {number:4} {camera} {album};"
                   " “/”: folder.")  # fmt: skip
@click.option(
    "--long-side",
    type=click.IntRange(16, 65_500),
    metavar="PIXELS",
    help="Convert photos, and resize larger photos to this longer side.",
)
@click.option("--format", "drawn", type=click.Choice(DRAWN[1:]), help="Convert photos to this format.")
@click.option("--quality", type=click.IntRange(1, 100), help="Quality of JPEG and WebP; default 90.")
@click.option(
    "--colours", type=click.Choice(COLOURS), help="Colours of converted photos; by default they keep their profile."
)
@click.option("--metadata", type=click.Choice(["keep", "strip"]),
              help="Keep or remove metadata; kept by default, except in training sets.")  # fmt: skip
@click.option(
    "--without",
    type=click.Choice(_WITHOUT),
    multiple=True,
    help="Leave out places or people, blur faces, or cover text in photos; can be repeated.",
)
@click.option("--location", type=click.Choice(LOCATIONS), default="exact", show_default=True,
              help="How exactly copies and tables say where photos were taken: as is, within 1 km, town.")  # fmt: skip
@click.option("--private-places", is_flag=True, help="Also say where photos at private places were taken.")
@click.option("--words", is_flag=True, help="Save your tags, captions, titles and ratings to the copies.")
@click.option("--albums", type=click.Choice(ALBUM_CHOICES),
              help="With --words, also save the albums of photos; by default they stay as they are.")  # fmt: skip
@click.option("--text", type=click.Choice(TEXT_CHOICES),
              help="With --words, also save the text in photos; by default, files keep theirs.")  # fmt: skip
@click.option("--columns", metavar="NAMES", help="Write a table with these columns, or “all”, instead of copies.")
@click.option(
    "--table", type=click.Choice(TABLE_FORMATS), help="Format of the table; by default from the extension of --to."
)
@click.option("--excel", is_flag=True, help="Write a CSV file with the separators of your region, marked as UTF-8.")
@click.option("--verbatim", is_flag=True, help="Don't escape texts that a spreadsheet would read as formulas.")
@click.option("--training", type=click.Choice(TRAINING_FORMATS), help="Make a training set, in a folder of its own.")
@click.option("--teach", type=click.Choice(TEXTS), default="both", show_default=True,
              help="Texts of a training set: captions, tags, or captions followed by tags.")  # fmt: skip
@click.option("--split", default="80,10,10", show_default=True, metavar="SHARES",
              help="Percentages for training, validation and test; events stay together.")  # fmt: skip
@click.option("--keep-alike", is_flag=True, help="Include all near-duplicates; by default only one of them.")
@click.option("--licence", default="", metavar="TEXT", help="Licence of photos that don't name one.")
@click.option("--credit", default="", metavar="TEXT", help="Credit for photos that don't name anyone.")
@click.option("--per-shard", type=click.IntRange(1), default=1000, show_default=True, help="Photos per tar file.")
@click.option("--with-text", is_flag=True, help="Add the text in photos to the JSON objects of a training set.")
@click.option("--all", "everything", is_flag=True, help="Export all photos without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be exported; export nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def export(context: click.Context, /, selection: Selection, folder: str, **given: Any) -> None:  # noqa: ANN401
    """Copy photos to a folder, unchanged or converted, with as much metadata as you want.

    Nothing is ever overwritten: if a name is taken, a number is added. An interrupted export resumes with the same
    command. Hidden photos are skipped, and sensitive tags are never exported. With --columns it writes a table, with
    --training a training set. If you name no photos, Photon asks before it exports all of them.
    """
    choice = read_choice(folder, given)
    if given["everything"] and not selection.is_everything:
        raise click.UsageError(tr("--all can't be combined with photos, --query, --top or --since."))
    asks = selection.is_everything and not (given["everything"] or given["dry_run"] or isinstance(choice, TableChoice))
    if asks and not sys.stdin.isatty():
        raise click.UsageError(
            tr("No photos are named. Name photos or folders, or use --query; to export all photos, use --all.")
        )
    with open_session(context) as session:
        photos = selection.photos(session)
        question = tr_n(
            "Export all {count:,} photo to {folder}?",
            "Export all {count:,} photos to {folder}?",
            len(photos),
            folder=folder,
        )
        if not asks or not photos or click.confirm(question, err=True):
            _export(session, photos, folder, choice, given)


def _export(session: "Session", photos: list[int], place: str, choice: Choice, given: dict[str, Any]) -> None:
    exporting, line, as_json = session.exporting, ProgressLine(), given["as_json"]
    if not photos:
        click.echo(tr("There are no photos to export."), err=True)

    def tell(done: int, among: int) -> None:
        line.working(done / max(1, among), tr("Exporting"))

    if isinstance(choice, TableChoice):
        where = sys.stdout if place == "-" else place
        done = exporting.write_table(photos, where, choice, tell).result()
        line.clear()
        if place != "-":
            tell_table(done, as_json=as_json)
        return
    if isinstance(choice, TrainingChoice):
        training = exporting.plan_training(photos, place, choice).result()
        plan, write = training.plan, partial(exporting.write_training, training)
    else:
        files = exporting.plan_files(photos, place, choice).result()
        plan, write = files.plan, partial(exporting.write_files, files)
    if given["dry_run"]:
        tell_plan(plan, as_json=as_json)
        return
    tell_watched(plan)
    done = write(tell).result()
    line.clear()
    tell_exported(done, as_json=as_json)
