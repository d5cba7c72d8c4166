"""``photon runs``: list batches of suggestions, imports and confirmations, and undo them."""

import json
from dataclasses import asdict

import click

from photon.cli.kit.options import common, open_session
from photon.domain.metadata.run import Run
from photon.domain.metadata.run_title import title_of
from photon.language import tr


@click.group()
@common
def runs(_: click.Context) -> None:
    """List bulk suggestions, confirmations and imports, and undo them."""


@runs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List the history, newest first."""
    with open_session(context) as session:
        found = session.decisions.runs.all_runs().result()
    for run in found:
        click.echo(json.dumps(asdict(run), ensure_ascii=False) if as_json else _as_line(run))
    if not found and not as_json:
        click.echo(tr("No history yet."))


@runs.command(context_settings={"ignore_unknown_options": True})  # -1 is parsed as a number that no run has
@click.argument("number", type=int)
@common
def undo(context: click.Context, number: int) -> None:
    """Undo run NUMBER; photos that you decided one by one are kept."""
    with open_session(context) as session:
        session.decisions.runs.undo(number).result()
    click.echo(tr("Undid run {number}. Photos that you decided one by one are kept.", number=number))


def _as_line(run: Run) -> str:
    when = run.made.replace("T", " ").rstrip("Z")[:16]
    title = tr("{title}, undone", title=title_of(run)) if run.undone else title_of(run)
    return f"{run.id:>4}  {when}  {title}"
