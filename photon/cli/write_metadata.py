"""``photon write-metadata``: your tags, captions and ratings go into sidecars, and out again."""

import json
from typing import TYPE_CHECKING

import click

from photon.cli.options import common, library_of
from photon.cli.progress_line import ProgressLine
from photon.cli.selection import Selection, selecting
from photon.domain.writing import PROFILES

if TYPE_CHECKING:
    from photon.app.session import Session
    from photon.app.writing import Done, Plan, Planned


@click.command("write-metadata")
@selecting
@click.option("--profile", type=click.Choice(list(PROFILES)), default="everywhere", show_default=True,
              help="For which program: which fields, and how a new sidecar is called.")  # fmt: skip
@click.option("--undo", type=int, metavar="RUN", help="Put back what was there before a run.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
@click.pass_context
def write_metadata(
    context: click.Context, /, selection: Selection, profile: str, undo: int | None, **flags: bool
) -> None:
    """Write tags that you gave or confirmed, captions, titles and ratings into sidecars (.xmp) beside your photos.

    Photos are never changed. What is to be written is shown, and you are asked. A sidecar that is there is merged with;
    what other programs wrote into it stays. What was suggested only, and sensitive tags, are never written.
    """
    from photon.app.session import Session

    with Session.open(library_of(context), background=False) as session:
        if undo is not None:
            _tell(session.writing.put_back(undo).result(), "put back as it was", as_json=flags["as_json"])
            return
        plan = _planned(session, selection.photos(session), profile)
        for path, error in plan.obstacles:
            click.echo(f"{path}: {error}", err=True)
        for one in plan.sidecars:
            if flags["dry_run"] or not flags["yes"] or flags["as_json"]:
                click.echo(_as_json(one) if flags["as_json"] else _as_text(one))
        if not plan.sidecars:
            click.echo("The files say everything already; there is nothing to write.", err=flags["as_json"])
        elif not flags["dry_run"] and (flags["yes"] or click.confirm(_question(plan), err=True)):
            _tell(session.writing.write(plan).result(), "written", as_json=flags["as_json"])


def _planned(session: "Session", photos: list[int], profile: str) -> "Plan":
    line = ProgressLine()
    plan = session.writing.plan(
        photos, profile, lambda done, among: line.working(done / max(1, among), "Reading what files say")
    ).result()
    line.clear()
    return plan


def _question(plan: "Plan") -> str:
    many = "this sidecar" if len(plan.sidecars) == 1 else f"these {len(plan.sidecars):,} sidecars"
    return f"Write {many}? Photos stay as they are"


def _tell(done: "Done", verb: str, *, as_json: bool) -> None:
    for path, error in done.obstacles:
        click.echo(f"{path}: {error}", err=True)
    many = "1 sidecar was" if len(done.paths) == 1 else f"{len(done.paths):,} sidecars were"
    click.echo(f"{many} {verb}.", err=as_json)
    if verb == "written" and done.run:
        click.echo(f"To put back what was there: photon write-metadata --undo {done.run}", err=as_json)


def _as_json(one: "Planned") -> str:
    changes = {change.field: {"before": change.before, "after": change.after} for change in one.change.changes}
    told = {"path": one.path, "sidecar": one.change.path, "new": one.change.before is None, "changes": changes}
    return json.dumps(told, ensure_ascii=False)


def _as_text(one: "Planned") -> str:
    lines = [one.change.path + (" (new)" if one.change.before is None else "")]
    for change in one.change.changes:
        lines.append(f"  {change.field}")
        lines += [f"    - {text}" for text in change.before if text not in change.after]
        lines += [f"    + {text}" for text in change.after if text not in change.before]
    return "\n".join(lines)
