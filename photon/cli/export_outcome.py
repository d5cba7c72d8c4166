"""Print the plan and the results of ``photon export``: what was exported, and what was skipped and why."""

import json

import click

from photon.cli.kit.options import echo_json
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ENDS, Exported, ExportPlan, SkippedPhoto
from photon.domain.wording import counted


def tell_plan(plan: ExportPlan, *, as_json: bool) -> None:
    """What would be made."""
    if as_json:
        told = {
            "folder": plan.folder,
            "files": [{"path": one.outgoing.path, "name": one.name, "there": one.is_there} for one in plan.targets],
            "bytes": plan.bytes,
            "free": plan.free,
            "left_out": list(map(_as_object, plan.left_out)),
        }
        echo_json(told)
        return
    for one in plan.missing:
        click.echo(f"{one.outgoing.path} → {one.name}")
    _tell_left_out(plan.left_out)
    there = len(plan.targets) - len(plan.missing)
    click.echo(f"{counted(len(plan.missing), 'photo')}, about {megabytes(plan.bytes)}, would go to {plan.folder}.")
    if there:
        click.echo(f"{counted(there, 'photo')} of this export {'is' if there == 1 else 'are'} there already.")
    if plan.free is not None and plan.free < plan.bytes:
        click.echo(f"There is room for {megabytes(plan.free)} only.", err=True)


def tell_watched(plan: ExportPlan) -> None:
    """Say where copies would come into the library."""
    if plan.watched and plan.missing:
        click.echo(f"Photon watches {plan.watched}: the copies will be among your photos, too.", err=True)


def tell_exported(done: Exported, *, as_json: bool) -> None:
    """Print what was exported, and what was skipped and why.

    Args:
        done: The result.
        as_json: Print JSON.

    Raises:
        PhotonError: The export could not be completed.
    """
    if as_json:
        told = {"folder": done.folder, "made": list(done.made), "there": done.there, "whole": done.is_whole}
        echo_json({**told, "left_out": list(map(_as_object, done.left_out))})
    else:
        _tell_left_out(done.left_out)
        there = f" {done.there:,} had been made before." if done.there else ""
        left = f" {len(done.left_out):,} left out." if done.left_out else ""
        click.echo(f"{counted(len(done.made), 'file')} made in {done.folder}.{there}{left}")
    ends = [one for one in done.left_out if one.reason in {"full", "not-allowed"}]
    if ends and not done.is_whole:
        raise PhotonError(ends[0].message, ends[0].hint)


def tell_table(done: Exported, *, as_json: bool) -> None:
    """Print the number of rows of a table.

    Args:
        done: The result.
        as_json: Print JSON.
    """
    told = {"file": done.folder, "lines": done.lines, "left_out": list(map(_as_object, done.left_out))}
    _tell_left_out(done.left_out)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{counted(done.lines, 'photo')} in {done.folder}.")


def megabytes(size: int) -> str:
    """Format a size for users.

    Args:
        size: Bytes.
    """
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6)):,} MB"


def _tell_left_out(some: tuple[SkippedPhoto, ...]) -> None:
    wordless = [one for one in some if one.reason == "wordless"]
    if len(wordless) > 1:  # usually many, all for the same reason
        why = f"{wordless[0].message} {wordless[0].hint}"
        click.echo(f"{len(wordless):,} photos left out. Of each of them: {why} (--json names them.)", err=True)
    for one in some:
        if one.reason not in ENDS and not (one.reason == "wordless" and len(wordless) > 1):
            click.echo(f"{one.path}: {one.message} {one.hint}".strip(": "), err=True)
    rest = [one for one in some if one.reason in ENDS]
    if rest:
        click.echo(f"{counted(len(rest), 'photo')} not exported: {rest[0].message}", err=True)


def _as_object(one: SkippedPhoto) -> dict[str, str]:
    return {"path": one.path, "reason": one.reason, "message": one.message}
