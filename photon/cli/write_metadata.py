"""``photon write-metadata``: write tags, captions and ratings into sidecars or photos, and restore them."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.cli.kit.options import common, library_of, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.writing import POLICIES, PROFILES, Policy
from photon.domain.wording import counted

if TYPE_CHECKING:
    from photon.app.metadata.metadata_writing import Done
    from photon.app.metadata.write_plan import Plan, Planned
    from photon.app.session import Session


@click.command("write-metadata")
@selecting
@click.option("--profile", type=click.Choice(list(PROFILES)), default="everywhere", show_default=True,
              help="For which program: which fields, and how a new sidecar is called.")  # fmt: skip
@click.option("--policy", type=click.Choice(POLICIES), default="sidecar", show_default=True,
              help="Beside photos; into them where that is safe, else beside; or both.")  # fmt: skip
@click.option("--undo", type=int, metavar="RUN", help="Put back what was there before a run.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, or put back; write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def write_metadata(context: click.Context, /, selection: Selection, undo: int | None, **given: Any) -> None:  # noqa: ANN401
    """Write tags that you gave or confirmed, captions, titles and ratings beside your photos or into them.

    Usually they go into sidecars (.xmp), and photos are not changed; only with --policy embed or both are they. What is
    to be written is shown, and you are asked. What other programs wrote stays. What was suggested only, and sensitive
    tags, are never written.
    """
    if undo is not None and not selection.is_everything:
        raise click.UsageError("--undo puts back a whole run; it goes without photos and --query.")
    with open_session(context) as session:
        if undo is not None:
            _put_back(session, undo, dry=given["dry_run"], as_json=given["as_json"])
            return
        photos = selection.photos(session)
        plan = _planned(session, photos, given["profile"], given["policy"])
        for path, error in plan.obstacles:
            click.echo(f"{path}: {error}", err=True)
        for one in plan.files:
            if given["dry_run"] or not given["yes"] or given["as_json"]:
                click.echo(_as_json(one) if given["as_json"] else _as_text(one))
        if not plan.files:
            click.echo(_why_nothing(session, photos, plan), err=given["as_json"])
            context.exit(1 if plan.obstacles and not given["dry_run"] else 0)
        if not given["dry_run"] and (given["yes"] or click.confirm(_question(plan), err=True)):
            _write(context, session, plan, as_json=given["as_json"])


def _why_nothing(session: "Session", photos: list[int], plan: "Plan") -> str:
    """Why there is nothing to write."""
    if not photos:
        return "No photo matches; there is nothing to write."
    if plan.obstacles:
        return "Nothing can be written."
    count = len({one.photo for one in session.importing.open_questions(photos).result() if one.merged.conflicts})
    if not count:
        return "The files say everything already; there is nothing to write."
    many = (
        "1 photo is in conflict with its file" if count == 1 else f"{count:,} photos are in conflict with their files"
    )
    return f"Nothing is written: {many}. Decide first: photon import-metadata --conflicts"


def _write(context: click.Context, session: "Session", plan: "Plan", *, as_json: bool) -> None:
    done = session.writing.write(plan).result()
    _print_result(done, "written", as_json=as_json)
    if done.run:
        click.echo(_way_back(library_of(context), done.run), err=as_json)
    elif done.obstacles:
        context.exit(1)


def _planned(session: "Session", photos: list[int], profile: str, policy: Policy) -> "Plan":
    line = ProgressLine()
    plan = session.writing.plan(
        photos, profile, policy, lambda done, among: line.working(done / max(1, among), "Reading what files say")
    ).result()
    line.clear()
    return plan


def _question(plan: "Plan") -> str:
    beside = plan.count("new", "sidecar")
    if not plan.count("photo"):
        return f"Write {_counted(beside, 'sidecar')}? Photos stay as they are"
    photos = f"Change {_counted(plan.count('photo'), 'photo')} by writing into the file itself"
    sidecars = f", and write {_counted(beside, 'sidecar')}" if beside else ""
    return f"{photos}{sidecars}? The picture in it stays as it is, and everything can be put back"


def _counted(count: int, noun: str) -> str:
    return f"this {noun}" if count == 1 else f"these {count:,} {noun}s"


def _print_result(done: "Done", verb: str, *, as_json: bool) -> None:
    for path, error in done.obstacles:
        click.echo(f"{path}: {error}", err=True)
    many = "1 file was" if len(done.paths) == 1 else f"{len(done.paths):,} files were"
    click.echo(f"{many} {verb}.", err=as_json)


def _way_back(library: Path | None, run: int) -> str:
    where = "" if library is None else f" --library {shlex.quote(str(library))}"
    return f"To put back what was there: photon{where} write-metadata --undo {run}"


def _put_back(session: "Session", run: int, *, dry: bool, as_json: bool) -> None:
    if not dry:
        done = session.writing.put_back(run).result()
        _print_result(done, "put back", as_json=as_json)
        if done.obstacles and not done.paths:
            click.get_current_context().exit(1)
        return
    paths = session.writing.kept(run).result()
    for path in paths:
        click.echo(json.dumps({"path": path}, ensure_ascii=False) if as_json else path)
    click.echo(f"{counted(len(paths), 'file')} would be put back, unless changed since.", err=as_json)


def _as_json(one: "Planned") -> str:
    changes = {change.field: {"before": change.before, "after": change.after} for change in one.changes}
    told = {
        "path": one.path,
        "writes": one.target,
        "into": "photo" if one.is_photo else "sidecar",
        "new": one.is_new,
        "instead": one.instead or None,
        "changes": changes,
    }
    return json.dumps(told, ensure_ascii=False)


def _as_text(one: "Planned") -> str:
    kind = " (the photo itself)" if one.is_photo else " (new)" if one.is_new else ""
    lines = [one.target + kind]
    if one.instead:
        lines.append(f"  The photo is not written into, because {one.instead}.")
    for change in one.changes:
        lines.append(f"  {change.field}")
        lines += [f"    - {text}" for text in change.before if text not in change.after]
        lines += [f"    + {text}" for text in change.after if text not in change.before]
    return "\n".join(lines)
