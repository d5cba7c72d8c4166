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
@click.option("--dry-run", is_flag=True, help="Say how many photos would be hidden; hide none.")
@common
def hide(context: click.Context, /, selection: Selection, show: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes flags
    """Hide photos from the grid, search results and exports, or show them again.

    Name the photos, or find them with --query. To undo: photon undo. With "on" or "off" instead of photos, sensitive
    ones are hidden or not: photos of nudity, ID and bank cards, passwords or medical things. Without photos, say what
    is hidden. It is a screen, not a lock.
    """
    with open_session(context) as session:
        if selection.is_everything and not show:
            click.echo(_state(session))
        elif selection in (Selection((state,), None, None, None) for state in ("on", "off")) and not show:
            _switch(session, on=selection.paths == ("on",))
        else:
            session.hiding.unlock().result()  # hidden photos can be named
            photos = selection.named_photos(session)
            done = 0 if dry_run else len(session.hide(photos, not show).result().photos)
            click.echo(_said(len(photos), done, is_dry=dry_run, is_shown=show))


def _said(photos: int, done: int, *, is_dry: bool, is_shown: bool) -> str:
    if not photos:
        return tr("No photo found.")
    if is_dry:
        return tr_n("This is about {count:,} photo.", "This is about {count:,} photos.", photos)
    if not done:
        return tr("Nothing was changed: this was decided about these photos already.")
    words = hidden_words(done, hidden=not is_shown)
    return f"{words[:1].upper()}{words[1:]}."


def _switch(session: "Session", *, on: bool) -> None:
    session.hiding.set(on).result()
    if on:
        _refresh_hidden(session)
        click.echo(NOTICE, err=True)
    click.echo(_state(session))


def _state(session: "Session") -> str:
    found = session.read(session.hiding.find).result()
    count = len(found.all)
    if not session.hiding.is_on:
        off = tr("Sensitive photos are not hidden.")
        by_hand = tr_n("{count:,} photo is hidden by hand.", "{count:,} photos are hidden by hand.", count)
        return f"{off} {by_hand}" if count else off
    hidden = tr_n(
        "Sensitive photos are hidden: {count:,} photo is hidden.",
        "Sensitive photos are hidden: {count:,} photos are hidden.",
        count,
    )
    suspected = tr_n(
        "{count:,} of them only may be sensitive. To keep it hidden: photon hide --query is:maybe-sensitive",
        "{count:,} of them only may be sensitive. To keep them hidden: photon hide --query is:maybe-sensitive",
        len(found.suspected),
    )
    return f"{hidden}\n{suspected}" if len(found.suspected) else hidden


def _refresh_hidden(session: "Session") -> None:
    """Suggest sensitive tags now, so that hiding takes effect without an open window."""
    if not session.vocabularies.setting(SUGGEST).result():
        return
    line, photos = ProgressLine(), session.photos("newest").result()
    for at in range(0, len(photos), _PORTION):
        line.working(at / len(photos), tr("Finding sensitive photos"))
        session.tags.suggest(photos[at : at + _PORTION]).result()
    line.clear()
