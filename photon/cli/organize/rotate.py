"""``photon rotate``: rotate and flip photos."""

from typing import Final, cast

import click

from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection, selecting
from photon.domain.photo.turn import TurnCommand, parts_of_turn
from photon.language import tr, tr_n

_COMMANDS: Final = ("left", "right", "flip", "reset")


@click.command()
@selecting
@click.option("--left", is_flag=True, help="Rotate 90° counterclockwise.")
@click.option("--right", is_flag=True, help="Rotate 90° clockwise.")
@click.option("--flip", is_flag=True, help="Mirror: left becomes right.")
@click.option("--reset", is_flag=True, help="Show the photos as their files say.")
@click.option("--dry-run", is_flag=True, help="Say which photos would be rotated; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo.")
@common
def rotate(context: click.Context, /, selection: Selection, dry_run: bool, as_json: bool, **asked: bool) -> None:  # noqa: FBT001 - click passes flags
    """Rotate or flip photos, in Photon alone.

    Name the photos, or find them with --query. Files are not changed. To undo: photon undo
    """
    command = _command(asked)
    if selection.is_everything:
        raise click.UsageError(tr("No photos are named. Name photos or folders, or use --query."))
    with open_session(context) as session:
        photos = selection.photos(session)
        plan = session.turning.plan(photos, command).result()
        if as_json:
            paths = session.browsing.paths(list(plan)).result()
            for photo, turns in plan.items():
                before, after = map(_described, turns)
                echo_json({"path": paths[photo], "before": before, "after": after})
        count = len(plan) if dry_run else len(session.turning.turn(photos, command).result().photos)
    click.echo(_sentence(command, count, among=len(photos), is_dry=dry_run), err=as_json)


def _command(asked: dict[str, bool]) -> TurnCommand:
    given = [name for name in _COMMANDS if asked[name]]
    if len(given) != 1:
        raise click.UsageError(tr("Use one of --left, --right, --flip and --reset."))
    return cast("TurnCommand", given[0])


def _described(turn: int) -> dict[str, object]:
    """Describe how the picture in the file is changed: flipped first, then rotated clockwise."""
    is_flipped, degrees = parts_of_turn(turn)
    return {"flipped": is_flipped, "rotated": degrees}


def _sentence(command: TurnCommand, count: int, *, among: int, is_dry: bool) -> str:
    if not among:
        return tr("No photo found.")
    if not count:
        as_filed = tr("Nothing was changed: these photos are shown as their files say.")
        return as_filed if command == "reset" else tr("Nothing was changed: videos can't be rotated.")
    if is_dry:
        return tr_n("{count:,} photo would change.", "{count:,} photos would change.", count)
    if command == "flip":
        return tr_n("Flipped {count:,} photo.", "Flipped {count:,} photos.", count)
    if command == "reset":
        return tr_n(
            "{count:,} photo is shown as its file says.", "{count:,} photos are shown as their files say.", count
        )
    return tr_n("Rotated {count:,} photo.", "Rotated {count:,} photos.", count)
