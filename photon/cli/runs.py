"""``photon runs``: list batches of suggestions, imports and confirmations, and undo them."""

import json
import re
from dataclasses import asdict

import click

from photon.cli.kit.options import common, open_session
from photon.domain.metadata.run import Run
from photon.domain.wording import counted

# What a run did, with the number of its photos
_KINDS = {
    "suggest": "Suggested tags for",
    "confirm": "Confirmed tags of",
    "draft": "Drafted captions for",
    "accept": "Accepted captions of",
    "import": "Imported metadata of",
    "write": "Wrote metadata of",
}
_CONFIRMED = re.compile(r"(.+), [\d,]+ photos? at once", re.DOTALL)


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
        found = session.runs.all_runs().result()
    for run in found:
        click.echo(json.dumps(asdict(run), ensure_ascii=False) if as_json else _as_line(run))
    if not found and not as_json:
        click.echo("No history yet.")


@runs.command(context_settings={"ignore_unknown_options": True})  # -1 is parsed as a number that no run has
@click.argument("number", type=int)
@common
def undo(context: click.Context, number: int) -> None:
    """Undo run NUMBER; photos that you decided one by one are kept."""
    with open_session(context) as session:
        session.runs.undo(number).result()
    click.echo(f"Undid run {number}. Photos that you decided one by one are kept.")


def _as_line(run: Run) -> str:
    when = run.made.replace("T", " ").rstrip("Z")[:16]
    undone = ", undone" if run.undone else ""
    return f"{run.id:>4}  {when}  {_title(run)}{undone}"


def _title(run: Run) -> str:
    """The stored description of a run in the words of the list."""
    photos = counted(run.photos, "photo")
    if run.kind == "confirm" and (tag := _CONFIRMED.fullmatch(run.what)):
        return f"Tagged {photos} “{tag[1]}”"
    says_more = run.kind in ("import", "write") or (run.kind == "confirm" and run.what)
    detail = run.what.replace(" for every program", " (all programs)").replace("everything of at least", "at least")
    return f"{_KINDS[run.kind]} {photos}{f': {detail}' if says_more and detail else ''}"
