"""``photon restore``: replace the catalogue by a backup, after describing the changes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from photon.app.backups import restoring
from photon.app.backups.reason_texts import KINDS, left_off_lines, moment_text
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, library_of
from photon.language import number, tr
from photon.library.recovery.foreign_work import SWITCH_ON

if TYPE_CHECKING:
    from photon.library.recovery.restoring import RestorePlan


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be gained and lost.")
@click.option("--yes", is_flag=True, help="Don't ask, not even before restoring a backup of another library.")
@common
def restore(context: click.Context, file: Path, dry_run: bool, yes: bool) -> None:  # noqa: FBT001 - click passes flags
    """Restore the backup FILE. The present catalogue is kept."""
    directory = library_of(context)
    plan = restoring.plan_restore(directory, file)
    for line in _described(plan):
        click.echo(line)
    if dry_run:
        click.echo(tr("Nothing was changed."))
        return
    if not yes and not click.confirm(_question(plan), err=True):
        click.echo(tr("Nothing was changed."))
        return
    outcome = restoring.restore(directory, file, allow_foreign=plan.is_foreign)
    click.echo(tr("Restored {file}.", file=file))
    if outcome.kept is not None:
        click.echo(tr("The previous catalogue is kept as {file}.", file=outcome.kept))
    if not plan.is_own:
        click.echo(SWITCH_ON)
    click.echo(tr("To compare it with your folders, open Photon or run: photon index"))


def _described(plan: "RestorePlan") -> list[str]:
    lines = []
    if plan.made is not None:
        lines.append(tr("Backup from {time}", time=moment_text(plan.made)))
    lines += left_off_lines(plan)
    heads = ["", tr("in the backup"), *([tr("now"), tr("gained"), tr("lost")] if plan.now else [])]
    rows = [heads]
    for name, title in KINDS.items():
        row = [title, number(getattr(plan.then, name))]
        if plan.now is not None and plan.change is not None:
            row += [number(getattr(some, name)) for some in (plan.now, plan.change.gained, plan.change.lost)]
        rows.append(row)
    lines += aligned(rows)
    if plan.now is None:
        lines.append(tr("The present catalogue is missing or can't be read."))
    return lines


def _question(plan: "RestorePlan") -> str:
    if plan.is_foreign:
        return tr("Replace this library by another one? The present catalogue is kept.")
    return tr("Restore this backup? The present catalogue is kept.")
