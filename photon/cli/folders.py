"""``photon folders``: list, set up and remove watched folders."""

from pathlib import Path

import click

from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.domain import Folder, PhotonError


@click.group()
@common
def folders(_: click.Context) -> None:
    """List, set up or remove the folders that Photon watches."""


@folders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List watched folders with their counts."""
    from photon.app.cli_reports import list_folders

    watched = list_folders(library_of(context))
    if as_json:
        rows = [{"path": f.path, "photos": f.photos, "offline": f.offline, "missing": f.missing} for f in watched]
        echo_json(rows, indent=1)
        return
    for folder in watched:
        state = "  (offline)" if folder.offline else ""
        state += f"  ({folder.missing:,} missing)" if folder.missing else ""
        click.echo(f"{folder.photos:>9,}  {folder.path}{state}")
    if not watched:
        click.echo("No folder is watched yet. Add one: photon index FOLDER")


@folders.command()
@click.argument("path", metavar="DIR")
@common
def remove(context: click.Context, path: str) -> None:
    """Stop watching DIR; its files stay where they are."""
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        session.remove_folder(folder.id).result()
    click.echo(f"{folder.path} is no longer watched. Its files were left alone.")


@folders.command("set")
@click.argument("path", metavar="DIR")
@click.option(
    "--without-ending", type=click.Choice(["on", "off", "auto"]), required=True,
    help="Take in pictures whose names have no ending such as .jpg; auto: where most files beside them are photos.",
)  # fmt: skip
@common
def set_up(context: click.Context, path: str, without_ending: str) -> None:
    """Say how files in DIR are taken."""
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        on = {"on": True, "off": False, "auto": None}[without_ending]
        session.watched.take_unnamed(folder.id, on=on).result()
    click.echo("This counts from the next look at the folder on: photon index")


@folders.command("forget-missing")
@click.argument("path", metavar="DIR")
@common
def forget_missing(context: click.Context, path: str) -> None:
    """Stop counting the photos that are missing from DIR, because they were deleted.

    Their tags, captions and ratings are kept, in case the photos come back.
    """
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        session.watched.accept_losses(folder.id).result()
    click.echo(f"{folder.missing:,} missing photos of {folder.path} are counted no more.")


def _find(watched: list[Folder], path: str) -> Folder:
    wanted = {path.rstrip("/"), str(Path(path).expanduser().resolve())}
    for folder in watched:
        if folder.path in wanted:
            return folder
    raise PhotonError(f"{path} is not a watched folder.", "See: photon folders list")
