"""``photon stacks``: list, make and dissolve stacks."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.selection import Selection, selecting
from photon.cli.organize.duplicates import tell_waiting
from photon.language import counted, tr, tr_n

if TYPE_CHECKING:
    from photon.app.session import Session


@click.group()
@common
def stacks(_: click.Context) -> None:
    """List, make and dissolve stacks of photos; photon undo takes each step back."""


@stacks.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List all stacks, each with its photos from the top."""
    with open_session(context) as session:
        found = session.stacks.all_stacks().result()
        paths = session.browsing.paths([photo for stack in found for photo in stack]).result()
    for stack in found:
        named = [path_text(paths[photo]) for photo in stack if photo in paths]
        if as_json:
            echo_json({"top": named[0], "photos": named})
        else:
            click.echo("\n".join([named[0], *(f"  {path}" for path in named[1:])]))
    if not found and not as_json:
        click.echo(tr("No stacks yet. To make one: photon stacks make FILE FILE"))


@stacks.command()
@selecting
@common
def make(context: click.Context, selection: Selection) -> None:
    """Put photos on each other; the first one comes on top. A photo leaves the stack that it was in."""
    with open_session(context) as session:
        photos = _in_given_order(session, selection, selection.named_photos(session))
        session.stacks.make(photos).result()
    click.echo(tr("Stacked {photos}.", photos=counted(len(photos), "photo")))


@stacks.command()
@selecting
@common
def dissolve(context: click.Context, selection: Selection) -> None:
    """Dissolve the stacks that photos are in; the photos themselves stay."""
    with open_session(context) as session:
        count = session.stacks.dissolve(selection.named_photos(session)).result()
    click.echo(tr_n("Dissolved {count:,} stack.", "Dissolved {count:,} stacks.", count))


@stacks.command()
@selecting
@common
def remove(context: click.Context, selection: Selection) -> None:
    """Take photos out of their stacks; the photos stay, and so do the others of their stacks."""
    with open_session(context) as session:
        count = session.stacks.take_out(selection.named_photos(session)).result()
    sentence = tr_n("Took {count:,} photo out of its stack.", "Took {count:,} photos out of their stacks.", count)
    click.echo(sentence if count else tr("None of these photos is in a stack."))


@stacks.command()
@click.option("--dry-run", is_flag=True, help="Only say how many stacks would be made.")
@selecting
@common
def bursts(context: click.Context, dry_run: bool, selection: Selection) -> None:  # noqa: FBT001 - click passes flags
    """Make stacks of bursts, brackets, focus stacks and pairs of RAW and JPEG, among all photos or those named.

    Photos that are in a stack already stay as they are.
    """
    with open_session(context) as session:
        among = None if selection.is_everything else selection.photos(session)
        plan = session.stacks.plan(among).result()
        if plan.sets and not dry_run:
            session.stacks.make_many([one.photos for one in plan.sets]).result()
    photos = counted(plan.photos, "photo")
    if not plan.sets:
        click.echo(tr("There are no bursts to stack."))
    elif dry_run:
        click.echo(
            tr_n("Would make {count:,} stack of {photos}.", "Would make {count:,} stacks of {photos}.",
                 len(plan.sets), photos=photos)
        )  # fmt: skip
    else:
        click.echo(
            tr_n("Made {count:,} stack of {photos}.", "Made {count:,} stacks of {photos}.",
                 len(plan.sets), photos=photos)
        )  # fmt: skip
    tell_waiting(plan.waiting)


def _in_given_order(session: "Session", selection: Selection, photos: list[int]) -> list[int]:
    """Return photos in the order in which their files were named, if the selection consists of files only."""
    positions = {str(Path(path).expanduser().resolve()): position for position, path in enumerate(selection.paths)}
    paths = session.browsing.paths(photos).result()
    return sorted(photos, key=lambda photo: positions.get(paths.get(photo, ""), len(positions)))
