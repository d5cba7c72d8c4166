"""``photon history`` and ``photon undo``: who decided what and when, and undoing any step."""

from typing import TYPE_CHECKING

import click

from photon.app.decisions.journal_texts import ACTORS, decision_text, step_line, step_title
from photon.app.selection import select
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session
from photon.domain import PhotonError
from photon.domain.metadata.tag import tag_paths
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.library.decisions.journal_steps import JournalStep

_LISTED = 30


@click.command()
@click.argument("photos", nargs=-1, metavar="[PHOTO]...")
@click.option("--tag", metavar="TAG", help="Which photos got or lost this tag, and when.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def history(context: click.Context, photos: tuple[str, ...], tag: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Show what was decided about photos or a tag, when and by whom."""
    if bool(photos) == bool(tag):
        raise click.UsageError(tr("Name photos or a tag: photon history PHOTO, or photon history --tag TAG"))
    with open_session(context) as session:
        if tag:
            found = [one for path in tag_paths(tag) for one in session.decisions.steps.of_tag(path).result()]
        else:
            chosen = session.store.read(lambda lib: select(lib, photos, None)).result()
            if not chosen.photos:
                raise PhotonError(
                    tr("None of these files and folders is in the library."), tr("To add a folder: photon index FOLDER")
                )
            found = session.decisions.steps.of_photos(list(chosen.photos)).result()
        paths = session.browsing.paths(sorted({one.photo for one in found})).result()
    if as_json:
        for one in found:
            echo_json(
                {
                    "at": one.made.isoformat(), "by": one.actor, "device": one.device, "step": one.step,
                    "what": one.what, "about": one.about, "before": one.before, "after": one.after,
                    "path": paths.get(one.photo, ""),
                }
            )  # fmt: skip
        return
    if not found:
        click.echo(tr("Nothing was decided yet, or Photon has forgotten it."))
    rows = [
        (f"{one.made.astimezone():%Y-%m-%d %H:%M}", ACTORS[one.actor], decision_text(one), paths.get(one.photo, ""))
        for one in found
    ]
    for line in aligned(rows) if rows else ():
        click.echo(line)


@click.command()
@click.argument("step", type=click.IntRange(1), required=False)
@click.option("--list", "is_list", is_flag=True, help="List the latest steps, newest first.")
@click.option("--top", type=click.IntRange(1), default=_LISTED, help="How many steps to list.", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def undo(context: click.Context, step: int | None, is_list: bool, top: int, as_json: bool) -> None:  # noqa: FBT001
    """Undo STEP, or without it the latest step; what was changed again since is kept.

    Photos that a step moved to the bin or renamed go back. Adding a folder can't be undone.
    """
    if step is not None and is_list:
        raise click.UsageError(tr("Name a step, or list them: photon undo --list"))
    with open_session(context) as session:
        if is_list:
            _list_steps(session.decisions.steps.steps(top).result(), as_json=as_json)
            return
        outcome = session.decisions.steps.undo(step or session.decisions.steps.find_latest().result()).result()
    for _, error in outcome.obstacles:
        click.echo(str(error), err=True)
    if not outcome.name:
        click.echo(tr("To undo an earlier step instead: photon undo --list, then photon undo STEP"), err=True)
        context.exit(1)
    click.echo(tr("Undid: {step}", step=outcome.name))
    if outcome.kept:
        click.echo(
            tr_n(
                "{count:,} change was kept, because it was changed again since.",
                "{count:,} changes were kept, because they were changed again since.",
                outcome.kept,
            )
        )


def _list_steps(found: list["JournalStep"], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            echo_json(
                {
                    "step": one.id, "at": one.made.isoformat(), "by": one.actor, "device": one.device,
                    "name": step_title(one), "photos": one.photos, "changes": one.changes, "undone": one.is_undone,
                }
            )  # fmt: skip
        return
    for line in aligned([step_line(one) for one in found]) if found else [tr("No history yet.")]:
        click.echo(line)
