"""``photon export``: export photos as copies, tables or training sets; the originals are not changed."""

import sys
from typing import TYPE_CHECKING, Any

import click

from photon.cli.export_options import Choice, read_choice
from photon.cli.export_outcome import tell_exported, tell_plan, tell_table, tell_watched
from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.export_recipe import (
    COLOURS,
    DRAWN,
    TABLE_FORMATS,
    TOLD,
    TRAINING_FORMATS,
    TableChoice,
    TrainingChoice,
)
from photon.domain.wording import counted

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
@click.option("--metadata", type=click.Choice(["keep", "strip"]),
              help="Whether what files say goes along; usually it does, in training sets it does not.")  # fmt: skip
@click.option("--without", type=click.Choice(_WITHOUT), multiple=True, help="… but not places, or not people.")
@click.option("--words", is_flag=True, help="Writes your tags, captions, titles and ratings into the copies.")
@click.option("--columns", metavar="NAMES", help="Writes a table with these columns, or “all”, instead of files.")
@click.option("--table", type=click.Choice(TABLE_FORMATS), help="Its format; else by the ending of --to.")
@click.option("--excel", is_flag=True, help="Marks a CSV as UTF-8, for Excel.")
@click.option("--verbatim", is_flag=True, help="Leaves texts that a spreadsheet takes for formulas as they are.")
@click.option("--training", type=click.Choice(TRAINING_FORMATS), help="Makes a training set, in a folder of its own.")
@click.option("--teach", "told", type=click.Choice(TOLD), default="both", show_default=True,
              help="Captions, tags, or captions with tags behind them.")  # fmt: skip
@click.option("--split", default="80,10,10", show_default=True, metavar="SHARES",
              help="Percent for training, validation, test; events stay together.")  # fmt: skip
@click.option("--keep-alike", is_flag=True, help="Keeps nearly identical photos, of which one goes usually.")
@click.option("--licence", default="", metavar="TEXT", help="Of photos that name none themselves.")
@click.option("--credit", default="", metavar="TEXT", help="Who is to be named, where photos name nobody.")
@click.option("--per-shard", type=click.IntRange(1), default=1000, show_default=True, help="Photos of a tar file.")
@click.option("--all", "everything", is_flag=True, help="Exports all photos without asking, where none are named.")
@click.option("--dry-run", is_flag=True, help="Tells what would be made; makes nothing.")
@click.option("--json", "as_json", is_flag=True, help="Prints one JSON object.")
@common
def export(context: click.Context, /, selection: Selection, folder: str, **given: Any) -> None:  # noqa: ANN401
    """Copy photos to a folder, as they are or drawn anew, with as much of what they tell as you want.

    Nothing is ever overwritten: where a name is taken, a number is added. The same command again goes on where the last
    one stopped. Hidden photos are left out, and sensitive tags are in no copy. With --columns it writes a table, with
    --training a training set. If you name no photos, it asks before it copies all of them.
    """
    choice = read_choice(folder, given)
    if given["everything"] and not selection.is_everything:
        raise click.UsageError("--all exports all photos; it goes without photos, --query, --top and --since.")
    asks = selection.is_everything and not (given["everything"] or given["dry_run"] or isinstance(choice, TableChoice))
    if asks and not sys.stdin.isatty():
        raise click.UsageError("No photos are named. Name photos or folders, or a --query; or say --all to export all.")
    with open_session(context) as session:
        photos = selection.photos(session)
        if (
            not asks
            or not photos
            or click.confirm(f"Export all {counted(len(photos), 'photo')} to {folder}?", err=True)
        ):
            _export(session, photos, folder, choice, given)


def _export(session: "Session", photos: list[int], place: str, choice: Choice, given: dict[str, Any]) -> None:
    exporting, line, as_json = session.exporting, ProgressLine(), given["as_json"]
    if not photos:
        click.echo("There are no photos to export.", err=True)

    def tell(done: int, among: int) -> None:
        line.working(done / max(1, among), "Exporting")

    if isinstance(choice, TableChoice):
        where = sys.stdout if place == "-" else place
        done = exporting.write_table(photos, where, choice, tell).result()
        line.clear()
        if place != "-":
            tell_table(done, as_json=as_json)
        return
    if isinstance(choice, TrainingChoice):
        training = exporting.plan_training(photos, place, choice).result()
        if given["dry_run"]:
            tell_plan(training.plan, as_json=as_json)
            return
        tell_watched(training.plan)
        done = exporting.write_training(training, tell).result()
    else:
        files = exporting.plan_files(photos, place, choice).result()
        if given["dry_run"]:
            tell_plan(files.plan, as_json=as_json)
            return
        tell_watched(files.plan)
        done = exporting.write_files(files, tell).result()
    line.clear()
    tell_exported(done, as_json=as_json)
