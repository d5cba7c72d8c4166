"""``photon folders``: list and remove watched folders."""

import json
from pathlib import Path

import click

from photon.cli.options import common, library_of
from photon.domain import Folder, PhotonError


@click.group()
@common
def folders() -> None:
    """List or remove the folders that Photon watches."""


@folders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
@click.pass_context
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List watched folders with their counts."""
    from photon.app.reports import list_folders

    watched = list_folders(library_of(context))
    if as_json:
        rows = [{"path": f.path, "photos": f.photos, "offline": f.offline} for f in watched]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for folder in watched:
        click.echo(f"{folder.photos:>9,}  {folder.path}{'  (offline)' if folder.offline else ''}")
    if not watched:
        click.echo("No folder is watched yet. Add one: photon index FOLDER")


@folders.command()
@click.argument("path", metavar="DIR")
@common
@click.pass_context
def remove(context: click.Context, path: str) -> None:
    """Stop watching DIR; its files stay where they are."""
    from photon.app.session import Session

    with Session.open(library_of(context), background=False) as session:
        folder = _find(session.folders().result(), path)
        session.remove_folder(folder.id).result()
    click.echo(f"{folder.path} is no longer watched. Its files were left alone.")


def _find(watched: list[Folder], path: str) -> Folder:
    wanted = {path.rstrip("/"), str(Path(path).expanduser().resolve())}
    for folder in watched:
        if folder.path in wanted:
            return folder
    raise PhotonError(f"{path} is not a watched folder.", "See: photon folders list")
