"""``photon tag``: show and suggest tags, and confirm certain ones."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from photon.cli.kit.options import NumberRange, common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.tag import Tagged, tag_text
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.session import Session

_SIGNS = {"confirmed": "✓", "rejected": "✗"}
_PORTION = 500


@click.command()
@selecting
@click.option("--only-untagged", is_flag=True, help="Only photos without tags.")
@click.option("--confirm-above", type=NumberRange(0, 1), metavar="0..1",
              help="Confirm all suggestions at least this certain; can be undone with photon runs.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would be suggested and confirmed; save nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def tag(
    context: click.Context,
    /,
    selection: Selection,
    confirm_above: float | None,
    **flags: bool,
) -> None:
    """Suggest tags for photos, and show the tags they have.

    Suggestions are not tags until you confirm them, and they are never saved to files.
    """
    line = ProgressLine()
    with open_session(context) as session:
        photos = selection.photos(session)
        if flags["only_untagged"]:
            photos = _untagged(session, photos)
        found = _tags(session, photos, line, keep=not flags["dry_run"])
        line.clear()
        paths = session.browsing.paths(photos).result()
        sure = {} if confirm_above is None else _confirm(session, found, confirm_above, keep=not flags["dry_run"])
        for photo in photos:
            shown = [sure.get((photo, one.path), one) for one in found.get(photo, ())]
            click.echo(_as_json(paths[photo], shown) if flags["as_json"] else _as_text(paths[photo], shown))
    if confirm_above is not None and not flags["as_json"]:
        click.echo(_confirmed(len(sure), dry=flags["dry_run"]))


def _confirmed(count: int, *, dry: bool) -> str:
    if dry:
        return tr_n("Would confirm {count:,} suggested tag.", "Would confirm {count:,} suggested tags.", count)
    return tr_n("Confirmed {count:,} suggested tag.", "Confirmed {count:,} suggested tags.", count)


def _untagged(session: "Session", photos: Sequence[int]) -> list[int]:
    given = session.tags.tags_for_photos(photos).result()
    return [photo for photo in photos if not any(one.state == "confirmed" for one in given[photo])]


def _tags(session: "Session", photos: Sequence[int], line: ProgressLine, *, keep: bool) -> dict[int, list[Tagged]]:
    found: dict[int, list[Tagged]] = {}
    for at in range(0, len(photos), _PORTION):
        line.working(at / len(photos), tr("Suggesting tags"))
        found |= session.tags.suggest(photos[at : at + _PORTION], keep=keep).result()
    return found


Confirmed = dict[tuple[int, tuple[str, ...]], Tagged]


def _confirm(session: "Session", found: Mapping[int, Sequence[Tagged]], certainty: float, *, keep: bool) -> Confirmed:
    """Confirm suggestions above a certainty.

    Returns:
        The confirmed tags by photo and path.
    """
    sure = {
        (photo, one.path): Tagged(one.path, "confirmed", one.certainty, one.run)
        for photo, tags in found.items()
        for one in tags
        if one.state == "suggested" and one.certainty >= certainty
    }
    if keep and sure:
        session.tags.confirm_above(certainty, list({photo for photo, _ in sure})).result()
    return sure


def _as_json(path: str, tags: Sequence[Tagged]) -> str:
    fields = [
        {"tag": one.path[-1], "path": one.path, "certainty": round(one.certainty, 6), "state": one.state}
        for one in tags
    ]
    return json.dumps({"path": path, "tags": fields}, ensure_ascii=False)


def _as_text(path: str, tags: Sequence[Tagged]) -> str:
    named = ", ".join(
        f"{_SIGNS[one.state]}{tag_text(one.path)}"
        if one.state in _SIGNS
        else tr("{tag} {certainty:.0%}", tag=tag_text(one.path), certainty=one.certainty)
        for one in tags
    )
    return f"{path}: {named or tr('no confident suggestions')}"
