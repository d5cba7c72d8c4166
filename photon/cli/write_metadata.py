"""``photon write-metadata``: write tags, captions and ratings into sidecars or photos, and restore them."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.cli.kit.options import common, library_of, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.album_words import ALBUM_CHOICES
from photon.domain.metadata.writing import POLICIES, PROFILES
from photon.domain.metadata.written_text import TEXT_CHOICES
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.metadata.metadata_writing import Done
    from photon.app.metadata.write_plan import Plan, Planned
    from photon.app.session import Session


@click.command("write-metadata")
@selecting
@click.option("--profile", type=click.Choice(list(PROFILES)), default="everywhere", show_default=True,
              help="Program to write for; decides which fields are used and how new sidecars are named.")  # fmt: skip
@click.option("--policy", type=click.Choice(POLICIES), default="sidecar", show_default=True,
              help="sidecar: next to photos; embed: into photos if that is safe, else sidecars; both.")  # fmt: skip
@click.option("--rotation", is_flag=True,
              help="Also write how you rotated and flipped photos; needs --policy embed or both.")  # fmt: skip
@click.option("--albums", type=click.Choice(ALBUM_CHOICES), default="leave", show_default=True,
              help="Also write the albums of photos; “remove” takes out what Photon wrote about them.")  # fmt: skip
@click.option("--text", type=click.Choice(TEXT_CHOICES), default="leave", show_default=True,
              help="Also write the text in photos: to a field of Photon's own, or as the description of photos without"
                   " a caption; “remove” takes it out again.")  # fmt: skip
@click.option("--places", is_flag=True,
              help="Also write names of places where no other program did; never of private ones.")  # fmt: skip
@click.option("--undo", type=int, metavar="RUN", help="Restore the metadata from before a run.")
@click.option("--dry-run", is_flag=True, help="Show what would be written or restored; write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def write_metadata(context: click.Context, /, selection: Selection, undo: int | None, **given: Any) -> None:  # noqa: ANN401
    """Save tags, captions, titles, ratings, colour labels and flags to sidecars or into the photos.

    By default they are saved to sidecars (.xmp) and photos are not changed; --policy embed and both change photos. You
    see what will be written and are asked first. Metadata from other programs is kept. Suggestions and sensitive tags
    are never written, albums only with --albums, and text in photos only with --text. The exit code is 1 if one of the
    files could not be written.
    """
    _check_options(selection, undo, **given)
    with open_session(context) as session:
        if undo is not None:
            _put_back(session, undo, dry=given["dry_run"], as_json=given["as_json"])
            return
        photos = selection.photos(session)
        plan = _planned(session, photos, given)
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


def _check_options(selection: Selection, undo: int | None, **given: Any) -> None:  # noqa: ANN401
    if undo is not None and not selection.is_everything:
        raise click.UsageError(tr("--undo restores a whole run; it can't be combined with photos or --query."))
    if given["rotation"] and given["policy"] == "sidecar":
        raise click.UsageError(tr("Only photos themselves can contain a rotation: add --policy embed or both."))


def _why_nothing(session: "Session", photos: list[int], plan: "Plan") -> str:
    """Explain why there is nothing to write."""
    if not photos:
        return tr("No photos match; nothing to save.")
    if plan.obstacles:
        return tr("Nothing can be saved.")
    count = len({one.photo for one in session.importing.open_questions(photos).result() if one.merged.conflicts})
    if not count:
        return tr("Nothing to save: the files are up to date.")
    return tr_n(
        "Nothing to save: {count:,} photo in conflict. To list them: photon import-metadata --conflicts",
        "Nothing to save: {count:,} photos in conflict. To list them: photon import-metadata --conflicts",
        count,
    )


def _write(context: click.Context, session: "Session", plan: "Plan", *, as_json: bool) -> None:
    done = session.writing.write(plan).result()
    text = tr_n("Wrote {count:,} file.", "Wrote {count:,} files.", len(done.paths))
    _print_result(done, text, as_json=as_json)
    if done.run:
        click.echo(_way_back(library_of(context), done.run), err=as_json)
    if done.obstacles or plan.obstacles:
        context.exit(1)


def _planned(session: "Session", photos: list[int], given: Mapping[str, Any]) -> "Plan":
    line = ProgressLine()
    profile, policy, albums, text = (given[name] for name in ("profile", "policy", "albums", "text"))

    def tell(done: int, among: int) -> None:
        line.working(done / max(1, among), tr("Reading metadata"))

    how: dict[str, Any] = {"turns": given["rotation"], "albums": albums, "text": text, "places": given["places"]}
    plan = session.writing.plan(photos, profile, policy, tell, **how).result()
    line.clear()
    return plan


def _question(plan: "Plan") -> str:
    inside, beside = plan.count("photo"), plan.count("new", "sidecar")
    photos = tr_n("this photo", "these {count:,} photos", inside)
    sidecars = tr_n("this sidecar", "these {count:,} sidecars", beside)
    if not inside:
        return tr("Write {sidecars}? The photos are not changed", sidecars=sidecars)
    if not beside:
        return tr(
            "Write metadata into {photos}? The image itself is not changed, and everything can be restored",
            photos=photos,
        )
    return tr(
        "Write metadata into {photos} and write {sidecars}? The image itself is not changed, and everything can be"
        " restored",
        photos=photos,
        sidecars=sidecars,
    )


def _print_result(done: "Done", text: str, *, as_json: bool) -> None:
    for path, error in done.obstacles:
        click.echo(f"{path}: {error}", err=True)
    click.echo(text, err=as_json)


def _way_back(library: Path | None, run: int) -> str:
    where = "" if library is None else f" --library {shlex.quote(str(library))}"
    return tr("To restore the original metadata: {command}", command=f"photon{where} write-metadata --undo {run}")


def _put_back(session: "Session", run: int, *, dry: bool, as_json: bool) -> None:
    if not dry:
        done = session.writing.put_back(run).result()
        text = tr_n("Restored {count:,} file.", "Restored {count:,} files.", len(done.paths))
        _print_result(done, text, as_json=as_json)
        if done.obstacles:
            click.get_current_context().exit(1)
        return
    paths = session.writing.kept(run).result()
    for path in paths:
        click.echo(json.dumps({"path": path}, ensure_ascii=False) if as_json else path)
    text = tr_n(
        "{count:,} file would be restored, unless changed since.",
        "{count:,} files would be restored, unless changed since.",
        len(paths),
    )
    click.echo(text, err=as_json)


def _as_json(one: "Planned") -> str:
    changes = {change.field: {"before": change.before, "after": change.after} for change in one.changes}
    record = {
        "path": one.path,
        "writes": one.target,
        "into": "photo" if one.is_photo else "sidecar",
        "new": one.is_new,
        "instead": one.instead or None,
        "changes": changes,
    }
    return json.dumps(record, ensure_ascii=False)


def _as_text(one: "Planned") -> str:
    lines = [one.target]
    if one.is_photo:
        lines = [tr("{file} (the photo itself)", file=one.target)]
    elif one.is_new:
        lines = [tr("{file} (new)", file=one.target)]
    if one.instead:
        lines.append(tr("  The photo itself is not changed, because {reason}.", reason=one.instead))
    for change in one.changes:
        lines.append(f"  {change.field}")
        lines += [f"    - {text}" for text in change.before if text not in change.after]
        lines += [f"    + {text}" for text in change.after if text not in change.before]
    return "\n".join(lines)
