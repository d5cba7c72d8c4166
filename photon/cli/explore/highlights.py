"""``photon highlights``: choose the photos that stand for the answer to a query, with reasons."""

import click

from photon.app.explore.highlights import choose_highlights
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection
from photon.cli.search import QueryCommand
from photon.domain import PhotonError
from photon.language import tr, tr_n


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--count", default=30, show_default=True, type=click.IntRange(1), help="How many photos.")
@click.option("--album", metavar="NAME", help="Also put them into this album, which may be new.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def highlights(context: click.Context, /, words: tuple[str, ...], count: int, album: str | None, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Choose photos that stand for an event, a trip, a year or any other answer: photon highlights date:2024.

    They are sharp and unlike each other, and spread over time, people and places. A larger number keeps those of a
    smaller one. Without QUERY, they are chosen from all photos.
    """
    with open_session(context) as session:
        photos = Selection((), " ".join(words) or None, None, None).photos(session)
        found = session.work.questions.ask(choose_highlights, photos, count).result()
        paths = session.browsing.paths([one.photo for one in found]).result()
        shown = [(paths[one.photo], one.reason) for one in found if one.photo in paths]
        if album and shown:
            session.albums.add(album, [one.photo for one in found], make=True).result()
        if as_json:
            echo_json({"photos": [{"path": path, "reason": reason} for path, reason in shown]})
            return
        if not shown:
            raise PhotonError(tr("No photos to choose from."), tr("To see what a query finds: photon search QUERY"))
        click.echo(tr_n("{count:,} of {all:,} photos:", "{count:,} of {all:,} photos:", len(shown), all=len(photos)))
        for line in aligned(shown):
            click.echo(line)
