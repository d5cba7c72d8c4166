"""``photon duplicates``: show copies of files and pictures, and shots of one moment."""

from typing import TYPE_CHECKING

import click

from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection
from photon.domain.photo.photo_set import SET_KINDS, SetKind
from photon.language import counted, tr, tr_n

if TYPE_CHECKING:
    from photon.app.duplicates.duplicates import FoundSet

_TITLES: dict[SetKind, str] = {
    "same-file": tr("Same file"),
    "same-picture": tr("Same picture"),
    "same-moment": tr("Same moment"),
    "bracket": tr("Exposure bracket"),
    "panorama": tr("Panorama"),
    "focus-stack": tr("Focus stack"),
    "pair": tr("RAW and its picture"),
}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--kind", type=click.Choice(SET_KINDS), multiple=True, help="Only sets of this kind; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per set and line.")
@common
def duplicates(context: click.Context, paths: tuple[str, ...], kind: tuple[SetKind, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Show copies and shots of one moment, the best first, in the library or below each PATH.

    Nothing is deleted. Copies of a file or a picture may be offered for deletion (offer); shots of a moment, brackets,
    panoramas, focus stacks and pairs of RAW and JPEG never are.
    """
    with open_session(context) as session:
        among = Selection(paths, None, None, None).photos(session) if paths else None
        found = session.duplicates.find_sets(among).result()
    sets = [one for one in found.sets if not kind or one.kind in kind]
    for one in sets:
        if as_json:
            echo_json(_as_dict(one))
        else:
            click.echo(_as_text(one))
    if not as_json:
        _tell_sum(sets)
    if found.waiting:
        text = tr_n(
            "Photon has not compared {count:,} photo yet. To do so now: photon index",
            "Photon has not compared {count:,} photos yet. To do so now: photon index",
            found.waiting,
        )
        click.echo(text, err=True)


def _as_dict(one: "FoundSet") -> dict[str, object]:
    paths = [_shown(path) for path in one.paths]
    return {"kind": one.kind, "photos": paths, "best": paths[0], "reasons": list(one.reasons), "offer": one.offer}


def _as_text(one: "FoundSet") -> str:
    title = _TITLES[one.kind]
    if one.reasons:
        title = f"{title}: {'; '.join(one.reasons)}"
    has_best = one.offer or one.kind == "same-moment"
    marks = ["*" if has_best else " ", *(("-" if one.offer else " ") for _ in one.paths[1:])]
    lines = [f"  {mark} {_shown(path)}" for mark, path in zip(marks, one.paths, strict=True)]
    return "\n".join([title, *lines, ""])


def _tell_sum(sets: list["FoundSet"]) -> None:
    if not sets:
        click.echo(tr("No copies and no shots of one moment."))
        return
    count = sum(len(one.paths) - 1 for one in sets if one.offer)
    text = tr_n(
        "* marks the best, - what is a copy of it: {count:,} file in {sets}. Nothing was deleted.",
        "* marks the best, - what is a copy of it: {count:,} files in {sets}. Nothing was deleted.",
        count,
        sets=counted(len(sets), "set"),
    )
    click.echo(text)


def _shown(path: str) -> str:
    """A path as text; file names may contain invalid bytes."""
    return path.encode("utf-8", "backslashreplace").decode()
