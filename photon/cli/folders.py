"""``photon folders``: list, set up and remove watched folders."""

from dataclasses import asdict
from pathlib import Path

import click

from photon.app.cli_reports import find_folder, list_folders, list_missing
from photon.app.indexing.missing_texts import kept_text
from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.domain import PhotonError
from photon.language import number, tr, tr_n

_LONGEST = 36_500


@click.group()
@common
def folders(_: click.Context) -> None:
    """List, set up or remove the folders that Photon watches."""


@folders.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List watched folders with their counts."""
    watched = list_folders(library_of(context))
    if as_json:
        names = ("path", "photos", "offline", "missing", "is_off")
        rows = [{name.removeprefix("is_"): getattr(folder, name) for name in names} for folder in watched]
        echo_json(rows, indent=1)
        return
    for folder in watched:
        state = f"  {tr('(off)')}" if folder.is_off else f"  {tr('(offline)')}" if folder.offline else ""
        if folder.missing:
            state += "  " + tr_n("({count:,} missing)", "({count:,} missing)", folder.missing)
        click.echo(f"{number(folder.photos):>9}  {folder.path}{state}")
    if any(folder.is_off for folder in watched):
        click.echo(tr("To watch a folder that is off: photon index FOLDER"))
    if not watched:
        click.echo(tr("No folders are watched yet. To add one: photon index FOLDER"))


@folders.command()
@click.argument("path", metavar="DIR")
@common
def remove(context: click.Context, path: str) -> None:
    """Remove DIR from the library; its files are untouched."""
    with open_session(context) as session:
        folder = find_folder(session.browsing.folders().result(), path)
        session.work.remove_folder(folder.id).result()
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
        folder = find_folder(session.browsing.folders().result(), path)
        on = {"on": True, "off": False, "auto": None}[without_ending]
        session.watched.take_unnamed(folder.id, on=on).result()
    click.echo(tr("This takes effect at the next rescan: photon index"))


@folders.command()
@click.argument("path", metavar="DIR", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def missing(context: click.Context, path: str | None, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List missing photos, all or those of DIR.

    They are kept until you forget them. A photo that was moved is found again by its content when the folder in which
    it is now is added. For one that was also edited: photon folders link
    """
    found = list_missing(library_of(context), path)
    if as_json:
        echo_json([asdict(one) for one in found], indent=1)
        return
    for one in found:
        click.echo(f"{one.path}  ({kept_text(one)})")
    if not found:
        click.echo(tr("No photos are missing."))


@folders.command()
@click.argument("photo", metavar="MISSING")
@click.argument("file", metavar="FILE")
@common
def link(context: click.Context, photo: str, file: str) -> None:
    """Link the photo that is missing at path MISSING to FILE, in which it is now.

    FILE gets its tags, caption and rating, and keeps its own. Use this for a photo that was edited or converted;
    one that was only moved is found by its content.
    """
    was, now = (str(Path(path).expanduser().absolute()) for path in (photo, file))
    with open_session(context) as session:
        found = [one.photo for one in session.watched.missing().result() if one.path == was]
        if not found:
            raise PhotonError(tr("No photo is missing at {path}.", path=was), tr("For a list: photon folders missing"))
        for one in found:
            session.watched.link_missing(one, now).result()
    click.echo(tr("{path} now has the tags, caption and rating of the missing photo.", path=now))


@folders.command("forget-missing")
@click.argument("path", metavar="DIR")
@common
def forget_missing(context: click.Context, path: str) -> None:
    """Stop reporting the photos that are missing from DIR, because they were deleted.

    Their tags, captions and ratings are kept, in case the photos come back.
    """
    with open_session(context) as session:
        folder = find_folder(session.browsing.folders().result(), path)
        found = session.watched.missing(folder.id).result()
        session.watched.forget_missing([one.photo for one in found]).result()
        session.watched.accept_losses(folder.id).result()
    text = tr_n(
        "{count:,} missing photo in {folder} will no longer be reported.",
        "{count:,} missing photos in {folder} will no longer be reported.",
        len(found),
        folder=folder.path,
    )
    click.echo(text)


@folders.command("keep-missing")
@click.argument("days", metavar="DAYS|forever")
@common
def keep_missing(context: click.Context, days: str) -> None:
    """Set for how many days missing photos are listed before Photon forgets them; forever is the default.

    Their tags, captions and ratings are kept in any case, in case the photos come back.
    """
    if days != "forever" and not (days.isascii() and days.isdigit() and 0 < int(days) <= _LONGEST):
        raise click.UsageError(tr("Name a number of days from 1 to {most:,}, or forever.", most=_LONGEST))
    with open_session(context) as session:
        session.watched.set_keep_days(None if days == "forever" else int(days)).result()
    click.echo(
        tr("Missing photos are listed until you forget them.")
        if days == "forever"
        else tr_n(
            "Missing photos are forgotten after {count:,} day.",
            "Missing photos are forgotten after {count:,} days.",
            int(days),
        )
    )
