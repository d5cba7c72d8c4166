"""``photon doctor``: check the library, and list files that could not be used."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from photon.app.health.catalog_repair import find_damage, plan_sentences
from photon.app.health.doctor_report import report_health
from photon.app.health.health_check import TITLES
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.telemetry import delete, kept_for_its_maker
from photon.cli.kit.options import common, echo_json, library_of, open_session
from photon.language import tr
from photon.library.recovery.repairing import drop_repair, plan_repair, repair_catalog

if TYPE_CHECKING:
    from photon.app.health.health_check import HealthCheck, Mending
    from photon.library.db.database_errors import LostCatalog


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the problem list as JSON Lines.")
@click.option("--repair", is_flag=True, help="Repair what can be repaired; ask before the catalogue is replaced.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option(
    "--delete-telemetry",
    is_flag=True,
    help="Delete the usage data that onnxruntime stored for Microsoft, after asking.",
)
@common
def doctor(
    context: click.Context,
    as_json: bool,  # noqa: FBT001 - click passes flags
    repair: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
    delete_telemetry: bool,  # noqa: FBT001
) -> None:
    """Check the library, and list every file that could not be used and why.

    With --repair, a damaged catalogue is replaced by one with all that can be read in it, and with what it lost from
    the newest backup; the damaged one is kept. Metadata whose writing was interrupted is checked, invalid settings
    get their defaults, and damaged files that were rebuilt are deleted.
    """
    if delete_telemetry:
        _delete_telemetry()
        return
    if repair and not _is_repaired(context, yes=yes):
        context.exit(1)
    report = report_health(library_of(context))
    if as_json:
        for problem in report.problems:
            row = {"path": problem.path, "kind": problem.kind, "message": problem.message, "hint": problem.hint}
            echo_json(row)
        return
    for line in (*report.lines, *_described(report.checks), *_telemetry()):
        click.echo(line)
    for problem in report.problems:
        click.echo(f"{problem.path}: {problem.message} {problem.hint}".rstrip())
    click.echo(tr("What to do about these files: photon help problems") if report.problems else tr("No problems."))


def _described(checks: Iterable["HealthCheck"]) -> Iterator[str]:
    """Yield each check as a line, followed by advice on those that are not good."""
    commands: Mapping[Mending | None, str] = {
        "repair": tr("To repair it: photon doctor --repair"),
        "finish": tr("To repair it: photon doctor --repair"),
        "delete leftovers": tr("To delete them: photon doctor --repair"),
        "reset settings": tr("To restore the defaults: photon doctor --repair"),
        "switch on": tr("To switch them on: photon settings switch-on"),
        "rescan": tr("To scan the folders: photon index"),
        "back up": tr("To make one now: photon backup"),
        "open backups": tr("To see the other backups: photon backup list"),
    }
    for check in checks:
        yield f"{TITLES[check.part]}: {check.text}"
        advice = " ".join(filter(None, (check.meaning, commands.get(check.mending, ""))))
        if advice:
            yield f"    {advice}"


def _is_repaired(context: click.Context, *, yes: bool) -> bool:
    """Repair what can be repaired; return whether the library can be used afterwards."""
    directory = library_of(context) or default_library()
    error = find_damage(directory)
    if error is not None and not _is_catalog_repaired(directory, error, yes=yes):
        return False
    with open_session(context) as session:
        for mending in ("finish", "reset settings", "delete leftovers"):
            session.health.mend(mending).result()
    return True


def _is_catalog_repaired(directory: Path, error: "LostCatalog", *, yes: bool) -> bool:
    if not error.is_damaged:
        raise error
    click.echo(error.message)
    plan = plan_repair(directory)
    for sentence in plan_sentences(plan):
        click.echo(sentence)
    if plan.read and not yes and not click.confirm(tr("Repair it? The damaged catalogue is kept."), err=True):
        drop_repair(directory)
        click.echo(tr("Nothing was changed."))
        return False
    outcome = repair_catalog(directory, plan)
    click.echo(tr("The catalogue was repaired."))
    if outcome.kept is not None:
        click.echo(tr("The previous catalogue is kept as {file}.", file=outcome.kept))
    click.echo(tr("To compare it with your folders, open Photon or run: photon index"))
    return True


def _telemetry() -> list[str]:
    path = kept_for_its_maker()
    if path is None:
        return []
    return [
        tr(
            "{place} contains an ID of this computer and usage data for Microsoft. onnxruntime, a library in Photon,"
            " wrote it in earlier versions; this is now switched off. Other programs may use the folder too."
            " To delete it: photon doctor --delete-telemetry",
            place=path,
        )
    ]


def _delete_telemetry() -> None:
    path = kept_for_its_maker()
    if path is None:
        click.echo(tr("onnxruntime has stored nothing for Microsoft here."))
    elif click.confirm(tr("Other programs may also use {place}. Delete it?", place=path), err=True):
        delete(path)
        click.echo(tr("Deleted {place}.", place=path))
    else:
        click.echo(tr("Nothing was deleted."))
