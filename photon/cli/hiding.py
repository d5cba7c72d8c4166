"""``photon hide``: hide photos, or sensitive ones, and show them again."""

from typing import TYPE_CHECKING

import click

from photon.app.marking import hidden_words
from photon.app.tags.sensitive_filter import NOTICE
from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.language import tr, tr_n
from photon.library.tags.tag_settings import SUGGEST

if TYPE_CHECKING:
    from photon.app.session import Session

_PORTION = 2000  # photos per batch


@click.command()
@selecting
@click.option("--show", is_flag=True, help="Stop hiding the photos.")
@common
def hide(context: click.Context, /, selection: Selection, show: bool) -> None:  # noqa: FBT001 - click passes flags
    """Hide photos from the grid, search results and exports, or show them again.

    Name the photos, or find them with --query. To undo: photon undo. With "on" or "off" instead of photos, sensitive
    ones are hidden or not: photos of nudity, ID and bank cards, passwords or medical things. Without photos, say what
    is hidden. It is a screen, not a lock.
    """
    with open_session(context) as session:
        if selection.is_everything and not show:
            click.echo(_state(session))
        elif selection.paths in (("on",), ("off",)) and not show:
            _switch(session, on=selection.paths == ("on",))
        else:
            session.hiding.unlock().result()  # hidden photos can be named
            changes = session.marking.hide(selection.named_photos(session), not show).result()
            words = hidden_words(len(changes.photos), hidden=not show)
            click.echo(f"{words[:1].upper()}{words[1:]}.")


def _switch(session: "Session", *, on: bool) -> None:
    session.hiding.set(on).result()
    if on:
        _refresh_hidden(session)
        click.echo(NOTICE, err=True)
    click.echo(_state(session))


def _state(session: "Session") -> str:
    found = session.store.read(session.hiding.find).result()
    on, off = tr("Sensitive photos are hidden."), tr("Sensitive photos are not hidden.")
    hidden = tr_n("{count:,} photo is hidden.", "{count:,} photos are hidden.", len(found.all))
    suspected = tr_n(
        "Nobody looked at {count:,} of them yet. To keep it hidden: photon hide --query is:maybe-sensitive",
        "Nobody looked at {count:,} of them yet. To keep them hidden: photon hide --query is:maybe-sensitive",
        len(found.suspected),
    )
    return " ".join([on if session.hiding.is_on else off, hidden, *([suspected] if len(found.suspected) else [])])


def _refresh_hidden(session: "Session") -> None:
    """Suggest sensitive tags now, so that hiding takes effect without an open window."""
    if not session.vocabularies.setting(SUGGEST).result():
        return
    line, photos = ProgressLine(), session.browsing.photos("newest").result()
    for at in range(0, len(photos), _PORTION):
        line.working(at / len(photos), tr("Finding sensitive photos"))
        session.tags.suggest(photos[at : at + _PORTION]).result()
    line.clear()
