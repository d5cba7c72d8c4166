"""``photon mark``: stars, colour labels and flags of photos."""

from typing import Final

import click

from photon.cli.kit.options import common, open_session
from photon.cli.kit.selection import Selection, selecting
from photon.domain.photo.label_names import label_named
from photon.domain.photo.marks import LABELS, PICKED, REJECTED, UNFLAGGED, Flag
from photon.language import tr, tr_n

_FLAGS: Final[dict[str, Flag]] = {"pick": PICKED, "reject": REJECTED, "none": UNFLAGGED}
_NONE = "none"


class LabelChoice(click.Choice[str]):
    """A colour, also in another language, as files have it; or ``none``."""

    def __init__(self) -> None:
        super().__init__([*LABELS, _NONE], case_sensitive=False)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Turn a name of a colour into its English one."""
        return label_named(value) or super().convert(value, param, ctx)


@click.command()
@selecting
@click.option("--label", type=LabelChoice(), help="Colour label, or none.")
@click.option("--flag", type=click.Choice(list(_FLAGS), case_sensitive=False), help="Pick, reject, or neither.")
@click.option("--rating", type=click.IntRange(0, 5), metavar="0..5", help="Stars; 0 removes them.")
@click.option("--dry-run", is_flag=True, help="Say how many photos would be marked; mark none.")
@common
def mark(  # noqa: PLR0913 - click passes the options
    context: click.Context,
    /,
    selection: Selection,
    label: str | None,
    flag: str | None,
    rating: int | None,
    dry_run: bool,  # noqa: FBT001 - click passes flags
) -> None:
    """Give photos stars, a colour label or a flag.

    Name the photos, or find them with --query. Files are not changed; to save marks to files: photon write-metadata. To
    undo: photon undo
    """
    if label is None and flag is None and rating is None:
        raise click.UsageError(tr("Nothing to mark with. Use --label, --flag or --rating."))
    if selection.is_everything:
        raise click.UsageError(tr("No photos are named. Name photos or folders, or use --query."))
    with open_session(context) as session:
        photos = selection.photos(session)
        if dry_run:
            click.echo(tr_n("Would mark {count:,} photo.", "Would mark {count:,} photos.", len(photos)))
            return
        colour = None if label is None else label_named(label)
        marked = session.marking.mark(photos, rating, colour, None if flag is None else _FLAGS[flag]).result()
    click.echo(_sentence(marked, len(photos)))


def _sentence(marked: int, among: int) -> str:
    if not marked:
        return tr("Nothing was changed: all of these photos are marked so already.") if among else tr("No photo found.")
    return tr_n("Marked {count:,} photo.", "Marked {count:,} photos.", marked)
