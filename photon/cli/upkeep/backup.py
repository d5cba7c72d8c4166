"""``photon backup``: back up the catalogue, list backups, and choose where they are kept."""

from pathlib import Path

import click

from photon.app.backups.backups import back_up, choose_folder, limit_size, list_state
from photon.app.backups.reason_texts import REASONS, moment_text
from photon.app.runtime.default_paths import default_library
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import NumberRange, common, echo_json, library_of
from photon.language import counted, exact_size, number, tr
from photon.library.recovery.backup_making import BackupOrder

_GB = 1e9


@click.group(invoke_without_command=True)
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write this file instead of one in the folder of the backups; an existing one is replaced.",
)
@common
def backup(context: click.Context, to: Path | None) -> None:
    """Back up your tags, captions, ratings and all else that Photon cannot rebuild."""
    if context.invoked_subcommand is not None:
        return
    outcome = back_up(library_of(context) or default_library(), BackupOrder("asked", to))
    made = outcome.backup
    if made is None:
        return
    counts = made.facts.counts
    click.echo(tr("Backed up to {file} ({size}).", file=made.path, size=exact_size(made.size)))
    click.echo(
        tr(
            "It holds {photos}, {tags} and {captions}.",
            photos=counted(counts.photos, "photo"),
            tags=counted(counts.tags, "tag"),
            captions=counted(counts.captions, "caption"),
        )
    )
    if outcome.is_over:
        click.echo(
            tr(
                "The oldest backups were deleted because all together took too much space."
                " To allow more: photon backup settings --limit GB"
            ),
            err=True,
        )


@backup.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the backups of the library, newest first."""
    state = list_state(library_of(context) or default_library())
    if state.failure is not None:
        raise state.failure
    if as_json:
        for one in state.backups:
            facts = one.facts
            counts = {name: getattr(facts.counts, name) for name in facts.counts.__slots__}
            row = {"path": str(one.path), "made": facts.made.isoformat(), "reason": facts.reason, "size": one.size}
            echo_json({**row, "library": facts.library, "counts": counts})
        return
    if not state.backups:
        click.echo(tr("There are no backups in {folder} yet.", folder=state.settings.folder))
        return
    rows = [
        (
            moment_text(one.facts.made),
            REASONS[one.facts.reason],
            exact_size(one.size),
            counted(one.facts.counts.photos, "photo"),
            counted(one.facts.counts.tags, "tag"),
            counted(one.facts.counts.captions, "caption"),
            one.path.name,
        )
        for one in state.backups
    ]
    for line in aligned(rows):
        click.echo(line)
    click.echo(tr("{size} together, in {folder}", size=exact_size(state.size), folder=state.settings.folder))


@backup.command("settings")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep backups in this folder, best on another drive.",
)
@click.option("--limit", type=NumberRange(0.01, 1e7), metavar="GB", help="How much all backups may take together.")
@common
def change_settings(context: click.Context, folder: Path | None, limit: float | None) -> None:
    """Show or change where backups are kept, and how much space they may take."""
    directory = library_of(context) or default_library()
    if folder is not None:
        choose_folder(directory, folder.expanduser().absolute())
    if limit is not None:
        limit_size(directory, round(limit * _GB))
    settings = list_state(directory).settings
    click.echo(tr("Backups are kept in {folder}.", folder=settings.folder))
    click.echo(tr("They may take {size} GB together.", size=number(settings.most_bytes / _GB, 2)))
