"""``photon hide``: hide or show sensitive photos."""

from typing import TYPE_CHECKING, Literal

import click

from photon.app.tags.sensitive_filter import NOTICE
from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.language import tr, tr_n
from photon.library.tags.tag_settings import SUGGEST

if TYPE_CHECKING:
    from photon.app.session import Session

_PORTION = 2000  # photos per batch


@click.command()
@click.argument("state", type=click.Choice(["on", "off"]), required=False)
@common
def hide(context: click.Context, state: Literal["on", "off"] | None) -> None:
    """Hide sensitive photos from the grid and search results; without ON or OFF, show the current setting.

    Sensitive photos show nudity, ID and bank cards, passwords or medical things. It is a screen, not a lock.
    """
    with open_session(context) as session:
        if state is not None:
            session.hiding.set(state == "on").result()
            if state == "on":
                _refresh_hidden(session)
                click.echo(NOTICE, err=True)
        count = len(session.read(session.hiding.photos).result())
        is_on = session.hiding.is_on
    hidden = tr_n(
        "Sensitive photos are hidden: {count:,} photo is hidden.",
        "Sensitive photos are hidden: {count:,} photos are hidden.",
        count,
    )
    click.echo(hidden if is_on else tr("Sensitive photos are not hidden."))


def _refresh_hidden(session: "Session") -> None:
    """Suggest sensitive tags now, so that hiding takes effect without an open window."""
    if not session.vocabularies.setting(SUGGEST).result():
        return
    line, photos = ProgressLine(), session.photos("newest").result()
    for at in range(0, len(photos), _PORTION):
        line.working(at / len(photos), tr("Finding sensitive photos"))
        session.tags.suggest(photos[at : at + _PORTION]).result()
    line.clear()
