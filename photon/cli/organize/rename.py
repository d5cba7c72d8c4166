"""``photon rename``: rename photos by a template, and undo that."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.app.bin.rename_plan import RenameChoice
from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.cli.organize.bin import tell_obstacles
from photon.export.naming import read_template
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.bin.rename_plan import RenamePlan
    from photon.app.session import Session

_LISTED = 20


@click.command("rename")
@selecting
@click.option("--template",
              help="New names: {name} {title} {folder} {camera} {album} {date:%Y-%m-%d_%H%M%S} {number:4}."
)  # fmt: skip
@click.option("--into", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the new names; otherwise each photo stays in its own.")  # fmt: skip
@click.option("--alone", is_flag=True, help="Leave the RAW, JPEG or video of the same shot unchanged.")
@click.option("--undo", type=int, metavar="NUMBER", help="Give the files of a renaming their former names.")
@click.option("--list", "is_list", is_flag=True, help="List the latest renamings, newest first.")
@click.option("--dry-run", is_flag=True, help="Show the new names; rename nothing.")
@click.option("--yes", is_flag=True, help="Rename without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def rename(context: click.Context, /, selection: Selection, **given: Any) -> None:  # noqa: ANN401
    """Rename or move photos by a template, with their sidecars; tags, captions and ratings are kept.

    “/” in the template makes folders. If a new name is taken, nothing is renamed. You see the new names and are asked
    first.
    """
    ways = (given["template"] is not None, given["undo"] is not None, given["is_list"])
    if sum(ways) != 1 or (not ways[0] and not selection.is_everything):
        raise click.UsageError(tr("Say what to do: --template with photos, --undo NUMBER, or --list."))
    if ways[0] and selection.is_everything:
        raise click.UsageError(tr("Say which photos: their files, or --query."))
    with open_session(context) as session:
        if given["is_list"]:
            _list(session, as_json=given["as_json"])
        elif ways[1]:
            _undo(context, session, given["undo"], as_json=given["as_json"])
        else:
            _rename(context, session, selection, given)


def _rename(context: click.Context, session: "Session", selection: Selection, given: dict[str, Any]) -> None:
    into = str(given["into"].expanduser().resolve()) if given["into"] else ""
    how = RenameChoice(read_template(given["template"]), into, not given["alone"])
    plan = session.bin.renaming.plan(selection.photos(session), how).result()
    as_json = given["as_json"]
    if given["dry_run"] or not given["yes"] or as_json:
        _tell_plan(plan, as_json=as_json)
    if plan.obstacles:
        for _, error in plan.obstacles:
            click.echo(str(error), err=True)
        click.echo(tr("Nothing was renamed."), err=True)
        context.exit(1)
    if not plan.units:
        click.echo(tr("Nothing to rename."), err=as_json)
        return
    question = tr_n("Rename {count:,} photo?", "Rename {count:,} photos?", len(plan.units))
    if given["dry_run"] or not (given["yes"] or click.confirm(question, err=True)):
        return
    line = ProgressLine()
    outcome = session.bin.renaming.rename(
        plan, lambda done, among: line.working(done / among, tr("Renaming photos"))
    ).result()
    line.clear()
    tell_obstacles(outcome)
    click.echo(tr_n("Renamed {count:,} photo.", "Renamed {count:,} photos.", outcome.photos), err=as_json)
    if outcome.moved:
        click.echo(tr("To undo: {command}", command=f"photon rename --undo {outcome.batch}"), err=as_json)
    elif outcome.obstacles:
        context.exit(1)


def _tell_plan(plan: "RenamePlan", *, as_json: bool) -> None:
    for one in (one for unit in plan.units for one in unit):
        if as_json:
            echo_json({"path": one.source, "to": one.target})
        else:
            click.echo(f"{one.source} → {one.target}")


def _undo(context: click.Context, session: "Session", number: int, *, as_json: bool) -> None:
    outcome = session.bin.renaming.undo(number).result()
    tell_obstacles(outcome)
    for one in outcome.moved:
        if as_json:
            echo_json({"path": one.source})
    text = tr_n(
        "{count:,} photo has its former name again.", "{count:,} photos have their former names again.", outcome.photos
    )
    click.echo(text, err=as_json)
    if outcome.obstacles and not outcome.moved:
        context.exit(1)


def _list(session: "Session", *, as_json: bool) -> None:
    found = session.bin.renaming.batches(_LISTED).result()
    for number, made, files, there in found:
        if as_json:
            echo_json({"number": number, "at": made, "files": files, "renamed": there})
            continue
        text = tr_n("{count:,} file", "{count:,} files", files)
        undone = "" if there else tr(", undone")
        click.echo(f"{number:>4}  {made.replace('T', ' ')[:16]}  {text}{undone}")
    if not found and not as_json:
        click.echo(tr("Nothing was renamed yet."))
