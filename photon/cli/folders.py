"""``photon folders``: list, set up and remove watched folders."""

from pathlib import Path

import click

from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.domain import Folder, PhotonError
from photon.language import number, tr, tr_n


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
        state = f"  {tr('(offline)')}" if folder.offline else ""
        if folder.missing:
            state += "  " + tr_n("({count:,} missing)", "({count:,} missing)", folder.missing)
        click.echo(f"{number(folder.photos):>9}  {folder.path}{state}")
    if not watched:
        click.echo(tr("No folders are watched yet. To add one: photon index FOLDER"))


@folders.command()
@click.argument("path", metavar="DIR")
@common
def remove(context: click.Context, path: str) -> None:
    """Remove DIR from the library; its files are untouched."""
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        session.remove_folder(folder.id).result()
    click.echo(tr("Removed {path}. Its files are untouched.", path=folder.path))


@folders.command("set")
@click.argument("path", metavar="DIR")
@click.option(
    "--without-ending", type=click.Choice(["on", "off", "auto"]), required=True,
    help="Add images whose names have no extension such as .jpg; auto: if most files beside them are photos.",
)  # fmt: skip
@common
def set_up(context: click.Context, path: str, without_ending: str) -> None:
    """Choose which files in DIR are added."""
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        on = {"on": True, "off": False, "auto": None}[without_ending]
        session.watched.take_unnamed(folder.id, on=on).result()
    click.echo(tr("This takes effect at the next rescan: photon index"))


@folders.command("forget-missing")
@click.argument("path", metavar="DIR")
@common
def forget_missing(context: click.Context, path: str) -> None:
    """Stop reporting the photos that are missing from DIR, because they were deleted.

    Their tags, captions and ratings are kept, in case the photos come back.
    """
    with open_session(context) as session:
        folder = _find(session.folders().result(), path)
        session.watched.accept_losses(folder.id).result()
    text = tr_n(
        "{count:,} missing photo in {folder} will no longer be reported.",
        "{count:,} missing photos in {folder} will no longer be reported.",
        folder.missing,
        folder=folder.path,
    )
    click.echo(text)


def _find(watched: list[Folder], path: str) -> Folder:
    wanted = {path.rstrip("/"), str(Path(path).expanduser().resolve())}
    for folder in watched:
        if folder.path in wanted:
            return folder
    raise PhotonError(tr("{path} is not a watched folder.", path=path), tr("For a list: photon folders list"))
