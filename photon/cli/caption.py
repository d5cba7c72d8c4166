"""``photon caption``: show captions and caption drafts."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from photon.cli.kit.options import common, open_session
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection, selecting
from photon.domain.metadata.caption import PhotoCaption
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.session import Session

_PORTION = 50
_ORIGINS = {"draft": "accepted draft", "edited": "edited from a draft"}


@click.command()
@selecting
@click.option("--only-uncaptioned", is_flag=True, help="Only photos without a caption.")
@click.option("--dry-run", is_flag=True, help="Show the drafts without saving them.")
@click.option("--long", is_flag=True, help="Give drafts a second sentence: who, when, how and where.")
@click.option("--audit", is_flag=True, help="List captions that may be wrong, most doubtful first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def caption(context: click.Context, /, selection: Selection, **flags: bool) -> None:
    """Show the captions of photos, and draft a caption for photos without one.

    A draft is not a caption until you accept it in the window, and it is never saved to files.
    """
    line = ProgressLine()
    with open_session(context) as session:
        photos = selection.photos(session)
        if flags["audit"]:
            audit_captions(session, selection.top, as_json=flags["as_json"], among=photos)
            return
        if flags["only_uncaptioned"]:
            written = session.captions.captions_for_photos(photos).result()
            photos = [photo for photo in photos if not written[photo].caption.text]
        paths = session.browsing.paths(photos).result()
        for at in range(0, len(photos), _PORTION):
            some = photos[at : at + _PORTION]
            line.working(at / len(photos), tr("Drafting captions"))
            found = session.captions.draft(some, keep=not flags["dry_run"], is_long=flags["long"]).result()
            line.clear()
            _print([(paths[photo], found[photo]) for photo in some if photo in found], as_json=flags["as_json"])


def _print(captions: Sequence[tuple[str, PhotoCaption]], *, as_json: bool) -> None:
    for path, described in captions:
        click.echo(_as_json(path, described) if as_json else _as_text(path, described))


def _as_json(path: str, described: PhotoCaption) -> str:
    written, draft = described.caption, described.draft
    record: dict[str, object] = {"path": path, "caption": written.text, "state": "user", "certainty": 1.0}
    if not written.text:
        record |= {"caption": draft.text if draft else "", "state": "draft"}
        record["certainty"] = round(draft.certainty, 3) if draft else 0.0
    elif written.origin:
        record["origin"] = _ORIGINS[written.origin]
    return json.dumps({**record, "title": written.title}, ensure_ascii=False)


def _as_text(path: str, described: PhotoCaption) -> str:
    if described.caption.text:
        return f"{path}: {described.caption.text}"
    if described.draft:
        return tr("{path}: {caption} (draft)", path=path, caption=described.draft.text)
    return tr("{path}: no caption suggested", path=path)


_CLEAR = 0.5  # doubt above which a caption more likely belongs to another photo


def audit_captions(session: "Session", top: int | None, *, as_json: bool, among: Sequence[int] | None = None) -> None:
    """Print captions, the most doubtful first.

    Args:
        session: The open library.
        top: Maximum number; None for those that are more likely wrong than right (text), or for all (JSON).
        as_json: Print JSON Lines.
        among: Ids of the photos to check; None for all.

    Raises:
        PhotonError: The encoder cannot be used.
    """
    line = ProgressLine()
    line.working(0.0, tr("Comparing captions with their photos"))
    doubts = session.captions.auditing.audit_captions().result()
    line.clear()
    allowed = None if among is None else set(among)
    doubts = [doubt for doubt in doubts if allowed is None or doubt.photo in allowed]
    judged, clear = len(doubts), sum(doubt.doubt >= _CLEAR for doubt in doubts)
    shown = doubts[:top] if top else doubts if as_json else doubts[:clear]
    paths = session.browsing.paths([doubt.photo for doubt in shown]).result()
    for doubt in shown:
        if doubt.photo in paths:
            click.echo(
                _doubt_as_json(doubt, paths[doubt.photo]) if as_json else _doubt_as_text(doubt, paths[doubt.photo])
            )
    if not as_json:
        click.echo(_audit_summary(judged, clear), err=True)


def _audit_summary(judged: int, clear: int) -> str:
    if not judged:
        return tr("There are no captions that Photon can compare with their photos.")
    if not clear:
        return tr_n(
            "Compared {count:,} caption; none seems to belong to a different photo.",
            "Compared {count:,} captions; none seems to belong to a different photo.",
            judged,
        )
    if clear == 1:
        return tr_n(
            "Compared {count:,} caption; 1 seems to belong to a different photo.",
            "Compared {count:,} captions; 1 seems to belong to a different photo.",
            judged,
        )
    return tr(
        "Compared {judged:,} captions; {clear:,} seem to belong to a different photo.", judged=judged, clear=clear
    )


def _doubt_as_json(doubt: CaptionMismatch, path: str) -> str:
    record = {
        "path": path,
        "caption": doubt.caption,
        "doubt": round(doubt.doubt, 3),
        "words": doubt.words,
        "start": doubt.start,
        "end": doubt.end,
        "better": round(doubt.better, 3),
        "reason": doubt.reason,
        "photo": doubt.photo,
    }
    return json.dumps(record, ensure_ascii=False)


def _doubt_as_text(doubt: CaptionMismatch, path: str) -> str:
    caption = " ".join(doubt.caption.split())
    line = tr("{doubt:4.0%}  {path}: {caption}", doubt=doubt.doubt, path=path, caption=caption)
    return f"{line}\n      {doubt.reason}"
