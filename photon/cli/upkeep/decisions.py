"""``photon export-decisions`` and ``import-decisions``: all decisions of the user, as lines of a file."""

from pathlib import Path

import click

from photon.app.decisions.decision_texts import kept_texts, report_sentences
from photon.app.decisions.decisions import export_decisions as export
from photon.app.runtime.default_paths import default_library
from photon.cli.kit.options import common, library_of, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.language import counted, tr, tr_n

_LISTED = 20


@click.command("export-decisions")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    required=True,
    help="The file to write; an existing one is replaced.",
)
@common
def export_decisions(context: click.Context, to: Path) -> None:
    """Write your tags, captions, ratings and all else that you decided to a file of JSON Lines."""
    count = export(library_of(context) or default_library(), to)
    click.echo(
        tr_n("Wrote {count:,} decision to {file}.", "Wrote {count:,} decisions to {file}.", count, file=to.absolute())
    )


@click.command("import-decisions")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@common
def import_decisions(context: click.Context, file: Path, dry_run: bool) -> None:  # noqa: FBT001 - click passes flags
    """Import decisions from a file. What you decided later here is kept."""
    line = ProgressLine()
    with open_session(context, makes=True) as session:
        report = session.decisions.import_from(
            file, keep=not dry_run, tell=lambda count: line.say(counted(count, "decision"))
        ).result()
    line.clear()
    for sentence in report_sentences(report, is_dry=dry_run):
        click.echo(sentence)
    for number, sentence in report.faults[:_LISTED]:
        click.echo(tr("Line {line} was skipped: {reason}.", line=number, reason=sentence), err=True)
    _tell_more(report.damaged)
    for text in kept_texts(report)[:_LISTED]:
        click.echo(tr("Unchanged: {what}", what=text), err=True)
    _tell_more(report.kept_here)
    for folder in report.folders[:_LISTED]:
        click.echo(
            tr(
                "{folder} is not watched here. To add it, or where its photos are now: photon index FOLDER",
                folder=folder,
            ),
            err=True,
        )
    _tell_more(len(report.folders))
    for pattern in report.skips[:_LISTED]:
        click.echo(
            tr("Names like {pattern} are not skipped here. To skip them: photon index --skip PATTERN", pattern=pattern),
            err=True,
        )
    _tell_more(len(report.skips))


def _tell_more(count: int) -> None:
    if count > _LISTED:
        click.echo(tr("… and {count:,} more.", count=count - _LISTED), err=True)
