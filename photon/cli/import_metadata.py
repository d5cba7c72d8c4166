"""``photon import-metadata``: import metadata from files and sidecars, and resolve conflicts."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.merge import FIELDS, Field
from photon.domain.metadata.tag import tag_text
from photon.domain.photo.marks import FLAG_NAMES, LABEL_NAMES
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.library.files.import_outcome import ImportOutcome

Side = Literal["file", "photon"]
_NAMES: dict[Field, str] = {
    "caption": tr("caption"),
    "title": tr("title"),
    "rating": tr("rating"),
    "label": tr("colour label"),
    "flag": tr("flag"),
}


@click.command("import-metadata")
@selecting
@click.option("--dry-run", is_flag=True, help="Show what would be imported; import nothing.")
@click.option("--conflicts", is_flag=True, help="List conflicts between Photon and the files.")
@click.option("--settle", type=click.Choice(["file", "photon"]),
              help="Resolve the conflicts of these photos: use the file's metadata, or Photon's.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def import_metadata(context: click.Context, /, selection: Selection, settle: Side | None, **flags: bool) -> None:
    """Import keywords, captions, titles, ratings, colour labels and flags from files and sidecars again.

    New and changed files are imported automatically when Photon scans your folders. What you wrote in Photon is kept;
    if both Photon and the file changed, a conflict is listed. Files are never changed. To undo: photon runs undo NUMBER
    """
    if settle and (flags["dry_run"] or flags["conflicts"]):
        raise click.UsageError(
            tr("--settle can't be combined with --dry-run or --conflicts. To list conflicts, use --conflicts alone.")
        )
    line = ProgressLine()
    with open_session(context) as session:
        photos = selection.photos(session)
        if settle:
            waiting = session.importing.open_questions(photos).result()
            session.importing.settle(photos, by_file=settle == "file").result()
            click.echo(_resolved(len(waiting)))
            return
        if flags["conflicts"]:
            found = session.importing.open_questions(photos).result()
        else:
            found = session.importing.import_photos(
                photos,
                keep=not flags["dry_run"],
                tell=lambda done, among: line.working(done / max(1, among), tr("Reading metadata")),
            ).result()
    line.clear()
    for outcome in found:
        click.echo(_as_json(outcome) if flags["as_json"] else _as_text(outcome))
    if not flags["as_json"]:
        click.echo(_summary(found, dry=flags["dry_run"], only_conflicts=flags["conflicts"]))


def _as_json(outcome: "ImportOutcome") -> str:
    record: dict[str, object] = {
        "path": outcome.path,
        "added": outcome.merged.added,
        "removed": outcome.merged.removed,
        "rejected_here": outcome.merged.refused,
        "people_removed": [one.name for one in outcome.people[0]],
        "people_added": [one.name for one in outcome.people[1]],
        "changed": {
            field: getattr(outcome.merged.metadata, field)
            for field in (*FIELDS, "favourite")
            if getattr(outcome.merged.metadata, field) != getattr(outcome.ours, field)
        },
        "conflicts": {
            field: {"photon": getattr(outcome.ours, field), "file": getattr(outcome.theirs, field)}
            for field in outcome.merged.conflicts
        },
    }
    return json.dumps(record, ensure_ascii=False)


def _as_text(outcome: "ImportOutcome") -> str:
    merged = outcome.merged
    lines = [outcome.path]
    lines += [f"  + {tag_text(path)}" for path in merged.added]
    lines += [f"  - {tag_text(path)}" for path in merged.removed]
    for sign, people in zip("-+", outcome.people, strict=True):
        lines += [f"  {sign} {tr('{name} (person)', name=one.name)}" for one in people]
    lines += [tr("  {tag} is in the file but rejected in Photon", tag=tag_text(path)) for path in merged.refused]
    lines += [f"  {tr('favourite')}"] if merged.metadata.favourite and not outcome.ours.favourite else []
    for field in FIELDS:
        ours, now, theirs = (getattr(side, field) for side in (outcome.ours, merged.metadata, outcome.theirs))
        if now != ours:
            words = _shown(field, now) if field in {"label", "flag"} else now or tr("none")
            lines.append(f"  {_NAMES[field]}: {words}")
        elif field in merged.conflicts:
            both = tr(
                "  {field}: changed in both. In Photon: {mine}. In the file: {file}.",
                field=_NAMES[field],
                mine=_shown(field, ours),
                file=_shown(field, theirs),
            )
            lines.append(both)
    return "\n".join(lines)


def _shown(field: Field, value: str | int) -> str:
    if field == "label":
        return LABEL_NAMES.get(value, tr("none"))  # type: ignore[call-overload,no-any-return]
    if field == "flag":
        return FLAG_NAMES[value]  # type: ignore[index]
    return tr("none") if not value else tr("“{name}”", name=value) if isinstance(value, str) else str(value)


def _summary(found: "Sequence[ImportOutcome]", *, dry: bool, only_conflicts: bool) -> str:
    waiting = sum(1 for one in found if one.merged.conflicts or one.merged.refused)
    conflicts = tr("No conflicts.")
    if waiting:
        conflicts = tr_n(
            "{count:,} file in conflict. To resolve conflicts, use --settle file or --settle photon.",
            "{count:,} files in conflict. To resolve conflicts, use --settle file or --settle photon.",
            waiting,
        )
    if only_conflicts:
        return conflicts
    changed = sum(1 for one in found if one.changes)
    if dry:
        done = tr_n(
            "Would import metadata from {count:,} file.", "Would import metadata from {count:,} files.", changed
        )
    else:
        done = tr_n("Imported metadata from {count:,} file.", "Imported metadata from {count:,} files.", changed)
    return f"{done} {conflicts}"


def _resolved(count: int) -> str:
    if not count:
        return tr("No conflicts to resolve.")
    return tr_n("Resolved the conflicts of {count:,} file.", "Resolved the conflicts of {count:,} files.", count)
