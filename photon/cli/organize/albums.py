"""``photon albums``: list, make, fill, rename and delete albums."""

import click

from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.album import Album, album_text
from photon.language import counted, tr, tr_n


@click.group()
@common
def albums(_: click.Context) -> None:
    """List, make, fill, rename and delete albums; photon undo takes each step back.

    An album in another one is written with a slash: "Trips/Italy 2024".
    """


@albums.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List all albums with their numbers of photos, and the searches of smart albums."""
    with open_session(context) as session:
        found = session.albums.all_albums().result()
        if any(one.is_smart for one in found):
            found = session.albums.counted_albums().result()
        covers = [one.cover for one in found if one.cover is not None]
        paths = session.browsing.paths(covers).result() if as_json else {}
        problems = {one.id: session.albums.problems(album_text(one.path)).result() for one in found if one.is_smart}
    for one in found:
        if as_json:
            fields: dict[str, object] = {"album": album_text(one.path), "photos": one.photos, "own": one.own}
            fields["cover"] = paths.get(one.cover or 0)
            if one.is_smart:
                fields |= {"query": one.query, "left_out": one.vetoes, "problems": list(problems[one.id])}
            echo_json(fields)
        else:
            click.echo(_line(one))
            for problem in problems.get(one.id, ()):
                click.echo(problem, err=True)
    if not found and not as_json:
        click.echo(tr('No albums yet. To make one: photon albums make "Italy 2024"'))


@albums.command()
@click.argument("album")
@selecting
@common
def make(context: click.Context, album: str, selection: Selection) -> None:
    """Make ALBUM, with photos if any are named."""
    with open_session(context) as session:
        photos = [] if selection.is_everything else selection.photos(session)
        count = session.albums.make(album, photos).result()
    added = counted(count, "photo")
    click.echo(tr("Made the album “{album}” with {photos}.", album=album, photos=added))


def _line(album: Album) -> str:
    line = f"{album_text(album.path)}  {counted(album.photos or 0, 'photo')}"
    return f"{line}  {tr('smart: {query}', query=album.query)}" if album.is_smart else line


@albums.command("add-smart")
@click.argument("album")
@click.argument("query")
@common
def add_smart(context: click.Context, album: str, query: str) -> None:
    """Create a smart album that the search QUERY fills, or change the search of one.

    photon albums add-smart "Best of Rome" "tag:Rome rating:>=4"
    """
    with open_session(context) as session:
        is_new = session.albums.make_smart(album, query).result()
        problems = session.albums.problems(album).result()
        count = len(session.albums.photos(album).result())
    photos = counted(count, "photo")
    if is_new:
        click.echo(tr("Made the smart album “{album}” with {photos}.", album=album, photos=photos))
    else:
        click.echo(tr("Changed the search of “{album}”: {photos}.", album=album, photos=photos))
    for problem in problems:
        click.echo(problem, err=True)


@albums.command("left-out")
@click.argument("album")
@common
def left_out(context: click.Context, album: str) -> None:
    """List the photos that the smart album ALBUM never shows; to show one again, add it."""
    with open_session(context) as session:
        photos = session.albums.left_out(album).result()
        paths = session.browsing.paths(photos).result()
    for photo in photos:
        if photo in paths:
            click.echo(paths[photo])


@albums.command()
@click.argument("album")
@click.option("--make", "is_new", is_flag=True, help="Make the album if there is none.")
@selecting
@common
def add(context: click.Context, album: str, is_new: bool, selection: Selection) -> None:  # noqa: FBT001 - click
    """Add photos to ALBUM; a smart album keeps them, whatever its search finds."""
    with open_session(context) as session:
        photos = selection.named_photos(session)
        count = session.albums.add(album, photos, make=is_new).result()
    click.echo(tr_n("Added {count:,} photo to “{album}”.", "Added {count:,} photos to “{album}”.", count, album=album))


@albums.command()
@click.argument("album")
@selecting
@common
def remove(context: click.Context, album: str, selection: Selection) -> None:
    """Remove photos from ALBUM; a smart album never shows them again. The photos themselves stay."""
    with open_session(context) as session:
        count = session.albums.remove(album, selection.named_photos(session)).result()
    click.echo(
        tr_n("Removed {count:,} photo from “{album}”.", "Removed {count:,} photos from “{album}”.", count, album=album)
    )


@albums.command()
@click.argument("album")
@click.argument("name")
@common
def rename(context: click.Context, album: str, name: str) -> None:
    """Rename ALBUM to NAME, or move it: photon albums rename Italy "Trips/Italy 2024"."""
    with open_session(context) as session:
        session.albums.move(album, name).result()
    click.echo(tr("Renamed “{before}” to “{now}”.", before=album, now=name))


@albums.command()
@click.argument("album")
@common
def delete(context: click.Context, album: str) -> None:
    """Delete ALBUM and the albums in it; no photo is deleted."""
    with open_session(context) as session:
        session.albums.delete(album).result()
    click.echo(tr("Deleted the album “{album}”. Its photos are untouched.", album=album))
