"""``photon highlights``: choose the photos that stand for the answer to a query, with reasons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from photon.app.explore.highlights import choose_highlights
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection
from photon.cli.search import QueryCommand
from photon.domain import PhotonError
from photon.domain.decisions.explore import FEW_GOOD
from photon.language import tr, tr_n
from photon.search.evidence_channel import POSSIBLE
from photon.search.query_language import parse

if TYPE_CHECKING:
    from photon.app.session import Session

_MANY = 1_000_000


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--count", default=30, show_default=True, type=click.IntRange(1), help="How many photos.")
@click.option("--album", metavar="NAME", help="Also put them into this album, which may be new.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
def highlights(context: click.Context, /, words: tuple[str, ...], count: int, album: str | None, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Choose photos that stand for an event, a trip, a year or any other answer: photon highlights date:2024.

    They are sharp and unlike each other, and spread over time, people and places. Each comes with a reason. A larger
    number keeps those of a smaller one. Without QUERY, they are chosen from all photos. Of a search by words, the
    photos that match well come first; if there are fewer than 30, some that may match follow.
    """
    with open_session(context) as session:
        query = " ".join(words)
        good = Selection((), query or None, None, None).photos(session)
        maybe = _find_possible(session, query, good) if query and len(good) < FEW_GOOD else []
        photos = [*good, *maybe]
        found = session.work.questions.ask(choose_highlights, photos, count, maybe).result()
        paths = session.browsing.paths([one.photo for one in found]).result()
        shown = [(paths[one.photo], one.reason) for one in found if one.photo in paths]
        if album and shown:
            session.albums.add(album, [one.photo for one in found], make=True).result()
        if shown:
            unsure = len({one.photo for one in found}.intersection(maybe))
            _say_why(len(shown), unsure, len(photos), wanted=count)
        if as_json:
            echo_json({"photos": [{"path": path, "reason": reason} for path, reason in shown]})
            return
        if not shown:
            raise PhotonError(tr("No photos to choose from."), tr("To see what a query finds: photon search QUERY"))
        click.echo(tr_n("{count:,} of {all:,} photos:", "{count:,} of {all:,} photos:", len(shown), all=len(photos)))
        for line in aligned(shown):
            click.echo(line)


def _find_possible(session: "Session", text: str, good: Sequence[int]) -> list[int]:
    """Return the photos that may match a search, without those that match well."""
    hits = session.searching.search(replace(parse(text).query, top=_MANY)).result().hits
    return [hit.photo for hit in hits if hit.score >= POSSIBLE and hit.photo not in good]


def _say_why(shown: int, unsure: int, among: int, *, wanted: int) -> None:
    """Say which photos may not match, and why there are fewer than wanted."""
    if unsure:
        words = tr_n(
            "{count:,} of these photos matches well; the others may match.",
            "{count:,} of these photos match well; the others may match.",
            shown - unsure,
        )
        click.echo(words, err=True)
    if shown < wanted and shown == among:
        click.echo(tr("{shown:,} of {wanted:,}: no other photos match.", shown=shown, wanted=wanted), err=True)
    elif shown < wanted:
        words = tr(
            "{shown:,} of {wanted:,}: the other photos that match are much like these, blurred, rejected, left out or"
            " videos.",
            shown=shown, wanted=wanted,
        )  # fmt: skip
        click.echo(words, err=True)
