"""``photon runs``: list batches of suggestions, imports and confirmations, and undo them."""

import json
from dataclasses import asdict

import click

from photon.cli.kit.options import common, open_session
from photon.domain.metadata.run import Run
from photon.domain.wording import counted

_KINDS = {
    "suggest": "suggested tags",
    "confirm": "confirmed tags",
    "draft": "drafted captions",
    "accept": "accepted captions",
    "import": "taken over from files",
    "write": "written into files",
}


@click.group()
@common
def runs(_: click.Context) -> None:
    """See what Photon suggested, or what was confirmed at once, and take it back."""


@runs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@common
def show(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List all runs, the latest first."""
    with open_session(context) as session:
        found = session.runs.all_runs().result()
    for run in found:
        click.echo(json.dumps(asdict(run), ensure_ascii=False) if as_json else _as_line(run))
    if not found and not as_json:
        click.echo("Nothing was suggested or confirmed at once so far.")


@runs.command(context_settings={"ignore_unknown_options": True})  # -1 is parsed as a number that no run has
@click.argument("number", type=int)
@common
def undo(context: click.Context, number: int) -> None:
    """Take back run NUMBER; what you decided photo by photo stays."""
    with open_session(context) as session:
        session.runs.undo(number).result()
    click.echo(f"Run {number} was taken back. What you decided photo by photo stays.")


def _as_line(run: Run) -> str:
    when = run.made.replace("T", " ").rstrip("Z")[:16]
    undone = ", taken back" if run.undone else ""
    return f"{run.id:>4}  {when}  {_KINDS[run.kind]}: {run.what}, {counted(run.photos, 'photo')}{undone}"
