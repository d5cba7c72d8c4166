"""``photon caption --audit``: captions that may not fit their photo."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from photon.cli.kit.progress_line import ProgressLine
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.domain.wording import counted

if TYPE_CHECKING:
    from photon.app.session import Session

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
    line.working(0.0, "Comparing captions with their photos")
    doubts = session.auditing.audit_captions().result()
    line.clear()
    allowed = None if among is None else set(among)
    doubts = [doubt for doubt in doubts if allowed is None or doubt.photo in allowed]
    judged, clear = len(doubts), sum(doubt.doubt >= _CLEAR for doubt in doubts)
    shown = doubts[:top] if top else doubts if as_json else doubts[:clear]
    paths = session.paths([doubt.photo for doubt in shown]).result()
    for doubt in shown:
        if doubt.photo in paths:
            click.echo(_as_json(doubt, paths[doubt.photo]) if as_json else _as_text(doubt, paths[doubt.photo]))
    if not as_json:
        click.echo(_summary(judged, clear), err=True)


def _summary(judged: int, clear: int) -> str:
    if not judged:
        return "No caption says something that Photon can compare with its photo."
    found = "none seems" if not clear else "1 seems" if clear == 1 else f"{clear:,} seem"
    return f"Photon compared {counted(judged, 'caption')} with their photos; {found} to belong to another photo."


def _as_json(doubt: CaptionMismatch, path: str) -> str:
    told = {
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
    return json.dumps(told, ensure_ascii=False)


def _as_text(doubt: CaptionMismatch, path: str) -> str:
    caption = " ".join(doubt.caption.split())
    return f"{doubt.doubt:4.0%}  {path}: {caption}\n      {doubt.reason}"
