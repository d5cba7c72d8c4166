"""``photon doctor``: check the library, and list files that could not be used."""

from pathlib import Path

import click

from photon.cli.kit.options import common, echo_json, library_of
from photon.language import tr


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the problem list as JSON Lines.")
@click.option(
    "--delete-telemetry",
    is_flag=True,
    help="Delete the usage data that onnxruntime stored for Microsoft, after asking.",
)
@common
def doctor(context: click.Context, as_json: bool, delete_telemetry: bool) -> None:  # noqa: FBT001 - click passes flags
    """Check the library, and list every file that could not be used and why."""
    from photon.app.cli_reports import examine

    if delete_telemetry:
        _delete_telemetry()
        return
    report = examine(library_of(context))
    if as_json:
        for problem in report.problems:
            row = {"path": problem.path, "kind": problem.kind, "message": problem.message, "hint": problem.hint}
            echo_json(row)
        return
    for line in (*report.lines, *_backups(library_of(context)), *_telemetry()):
        click.echo(line)
    for problem in report.problems:
        click.echo(f"{problem.path}: {problem.message} {problem.hint}".rstrip())
    click.echo(tr("What to do about these files: photon help problems") if report.problems else tr("No problems."))


def _backups(directory: Path | None) -> list[str]:
    from photon.app.backups.backups import list_state
    from photon.app.backups.reason_texts import moment_text
    from photon.app.runtime.default_paths import default_library

    state = list_state(directory or default_library())
    if state.failure is not None:
        return [str(state.failure)]
    folder = state.settings.folder
    if not state.backups:
        return [tr("There are no backups in {folder} yet.", folder=folder)]
    return [tr("Last backup: {time}, in {folder}", time=moment_text(state.backups[0].facts.made), folder=folder)]


def _telemetry() -> list[str]:
    from photon.app.runtime.telemetry import kept_for_its_maker

    place = kept_for_its_maker()
    if place is None:
        return []
    return [
        tr(
            "{place} contains an ID of this computer and usage data for Microsoft. onnxruntime, a library in Photon,"
            " wrote it in earlier versions; this is now switched off. Other programs may use the folder too."
            " To delete it: photon doctor --delete-telemetry",
            place=place,
        )
    ]


def _delete_telemetry() -> None:
    from photon.app.runtime.telemetry import delete, kept_for_its_maker

    place = kept_for_its_maker()
    if place is None:
        click.echo(tr("onnxruntime has stored nothing for Microsoft here."))
    elif click.confirm(tr("Other programs may also use {place}. Delete it?", place=place), err=True):
        delete(place)
        click.echo(tr("Deleted {place}.", place=place))
    else:
        click.echo(tr("Nothing was deleted."))
