"""Tiny encoders on a shelf of their own, converted in this process and measured only for a moment."""

import contextlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from photon.domain.encoders.encoder_info import EncoderCard
from photon.vision.clip.convert.conversion_process import convert
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.shelf import run_settings
from photon.vision.clip.shelf.encoder_shelf import Installed, read_facts
from tests.vision.clip.test_tokens import write_sentencepiece_like
from tests.vision.clip.tiny import tiny_clip

_ROUNDED = ("clip", "siglip")  # of the others, rounding is tested where graphs are


def source_of(folder: Path, kind: str, seed: int = 0) -> Path:
    """An open_clip folder, with the files that take words apart where they are needed."""
    tiny_clip(folder, kind, seed)
    if kind == "siglip":
        write_sentencepiece_like(folder)
    return folder


def convert_here(shelf: Path, kind: str, name: str = "", sentences: Sequence[str] = ()) -> Installed:
    """What ``install`` does, without its process."""
    room = shelf.parent / f"room-{kind}"
    (room / "pictures").mkdir(parents=True)
    for place, picture in enumerate(drawings(24)):
        (room / "pictures" / f"{place:03}.jpg").write_bytes(picture)
    (room / "pictures" / "024.jpg").write_bytes(b"damaged")
    folder = shelf / (name or kind)
    folder.mkdir(parents=True)
    order = {
        "card": asdict(EncoderCard(name or kind, kind.title(), languages=("en",))),
        "weights": str(source_of(room / "source", kind)), "threads": 2, "folder": str(folder), "room": str(room),
        "pictures": str(room / "pictures"), "seconds": 0.05, "exact": kind not in _ROUNDED, "drawn": 24, "known": "",
        "sentences": list(sentences),
    }  # fmt: skip
    (room / "order.json").write_text(json.dumps(order))
    # Measured for a moment only, torch might win by chance; what it does is tested by itself.
    with contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_settings, "is_fast_with_bf16", lambda: False)
        id_ = convert(room / "order.json")
    installed = read_facts(folder)
    assert installed.id == id_
    return installed
