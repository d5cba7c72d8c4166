"""``photon bin``: list what is in the bin, move photos there, and put them back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.app.bin.bin_plan import MoveScope
from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.bin.bin_plan import BinPlan
    from photon.app.bin.file_moving import MoveOutcome
    from photon.app.session import Session

MANY = 100
"""More photos than these are only moved when the user says so."""


@click.group("bin")
@common
def trash(_: click.Context) -> None:
    """Move photos to the bin of your desktop, and restore them.

    Tags, captions and ratings of photos in the bin are kept. Sidecars, the RAW and JPEG of one shot and the video of a
    live photo go together.
    """


@trash.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the photos that Photon moved to the bin, last ones first."""
    with open_session(context) as session:
        found = session.bin.listed().result()
    for one in found:
        if as_json:
            echo_json(
                {
                    "id": one.id, "path": one.path, "with": one.others, "since": one.made, "bytes": one.bytes,
                    "in": one.target or None,
                }
            )  # fmt: skip
            continue
        more = tr_n(", with {count:,} other file", ", with {count:,} other files", len(one.others))
        click.echo(f"{one.id:>4}  {one.made.replace('T', ' ')[:16]}  {one.path}{more if one.others else ''}")
    if not found and not as_json:
        click.echo(tr("Photon moved nothing to the bin that is still there."))


@trash.command("put")
@selecting
@click.option("--alone", is_flag=True, help="Leave the RAW, JPEG or video of the same shot where it is.")
@click.option("--copies", is_flag=True, help="Also move the other files with the same content, wherever they are.")
@click.option("--dry-run", is_flag=True, help="Show which files would be moved; move nothing.")
@click.option("--yes", is_flag=True, help="Move many photos without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo and line.")
@common
def put_in_bin(context: click.Context, /, selection: Selection, **given: Any) -> None:  # noqa: ANN401
    """Move photos to the bin, with their sidecars.

    Of a photo with several files only the ones that you name go. Nothing is ever deleted: you empty the bin yourself.
    """
    if selection.is_everything:
        raise click.UsageError(tr("Say which photos: their files, or --query."))

    scope = MoveScope(together=not given["alone"], copies=given["copies"])
    with open_session(context) as session:
        plan = session.bin.plan(selection.photos(session), scope).result()
        if given["dry_run"]:
            _tell_plan(plan, as_json=given["as_json"])
            return
        question = tr("Move {count:,} photos to the bin?", count=len(plan.units))
        if len(plan.units) > MANY and not given["yes"] and not click.confirm(question, err=True):
            return
        line = ProgressLine()
        outcome = session.bin.move_to_bin(
            plan, lambda done, among: line.working(done / among, tr("Moving photos"))
        ).result()
        line.clear()
        _tell_put(session, plan, outcome, as_json=given["as_json"])
    if outcome.obstacles and not outcome.moved:
        context.exit(1)


@trash.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--batch", type=int, help="Restore everything that was moved to the bin at once.")
@click.option("--dry-run", is_flag=True, help="Show which photos would be restored; move nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def restore(context: click.Context, ids: tuple[int, ...], batch: int | None, dry_run: bool, as_json: bool) -> None:  # noqa: FBT001
    """Restore photos to where they were, by their IDs in the list."""
    if bool(ids) == (batch is not None):
        raise click.UsageError(tr("Say which: IDs of photon bin list, or --batch."))
    with open_session(context) as session:
        if dry_run:
            wanted = set(ids)
            for one in session.bin.listed().result():
                if one.id in wanted or (batch is not None and one.batch == batch):
                    echo_json({"path": one.path, "with": one.others}) if as_json else click.echo(one.path)
            return
        work = session.bin.put_back(ids) if batch is None else session.bin.put_back_batch(batch)
        outcome = work.result()
        tell_obstacles(outcome)
        for move in outcome.moved:
            if as_json:
                echo_json({"path": move.source})
        text = tr_n("Restored {count:,} photo.", "Restored {count:,} photos.", outcome.photos)
        click.echo(text, err=as_json)
    if outcome.obstacles and not outcome.moved:
        context.exit(1)


def tell_obstacles(outcome: "MoveOutcome") -> None:
    """Print why files could not be moved, to stderr.

    Args:
        outcome: What became of the moves.
    """
    for _, error in outcome.obstacles:
        click.echo(str(error), err=True)


def _tell_plan(plan: "BinPlan", *, as_json: bool) -> None:
    for _, error in plan.obstacles:
        click.echo(str(error), err=True)
    for unit in plan.units:
        if as_json:
            echo_json({"path": unit[0].source, "with": [one.source for one in unit[1:]], "to": unit[0].target or None})
        else:
            click.echo("\n  + ".join([unit[0].source, *(Path(one.source).name for one in unit[1:])]))
    text = tr_n("{count:,} file would be moved to the bin.", "{count:,} files would be moved to the bin.", plan.files)
    click.echo(text, err=as_json)


def tell_moved(plan: "BinPlan", outcome: "MoveOutcome", *, as_json: bool) -> None:
    """Print which photos were moved to the bin, and why others were not.

    Args:
        plan: What was to be moved.
        outcome: What became of it.
        as_json: Whether to print one JSON object per photo instead of the number alone.
    """
    tell_obstacles(outcome)
    moved = {one.source for one in outcome.moved}
    for unit in plan.units:
        if as_json and unit[0].source in moved:
            echo_json({"path": unit[0].source, "with": [one.source for one in unit[1:]], "batch": outcome.batch})
    text = tr_n("Moved {count:,} photo to the bin.", "Moved {count:,} photos to the bin.", outcome.photos)
    click.echo(text, err=as_json)


def _tell_put(session: "Session", plan: "BinPlan", outcome: "MoveOutcome", *, as_json: bool) -> None:
    tell_moved(plan, outcome, as_json=as_json)
    if plan.copies:
        text = tr_n(
            "{count:,} other file with the same content stays; to move it, too: --copies",
            "{count:,} other files with the same content stay; to move them, too: --copies",
            plan.copies,
        )
        click.echo(text, err=True)
    if outcome.moved and session.bin.gives_back:
        click.echo(tr("To undo: {command}", command=f"photon bin restore --batch {outcome.batch}"), err=as_json)
