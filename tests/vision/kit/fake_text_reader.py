"""A model that reads text, for a real process: what it reads is decided by the colour of the picture."""

import io
import os
from collections.abc import Sequence

import numpy as np
from PIL import Image

from photon.domain import PhotonError
from photon.domain.arrays import Pixels
from photon.domain.photo.page_text import Corners, PageText, TextLine
from photon.vision.kit.installed_model import InstalledModel
from tests.fakes import COLOURS

UPPER: Corners = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
LOWER: Corners = (0.1, 0.5, 0.5, 0.5, 0.5, 0.6, 0.1, 0.6)
WRITTEN = {
    "red": PageText((TextLine("GATE 12 RE16 TGK", UPPER, 0.98), TextLine("Lisboa Kowalski", LOWER, 0.97))),
    "green": PageText((TextLine("Horst Total 23,80 EUR", UPPER, 0.99),)),
    "yellow": PageText(unreadable=3),
    "black": PageText(
        (
            TextLine("VISA 4111 1111 1111 1111 Quentin", UPPER, 0.98),
            TextLine("WIFI: Harbour, WPA: kelpmoss", LOWER, 1.0, "QR Code"),
        )
    ),
}
"""The text of photos of these colours; blue and white ones have none."""
ENDS, FAILS = "purple", "orange"
"""The colours of pictures with text that end the process, and that make the reader fail."""


class FakeTextReader:
    """Reads what ``WRITTEN`` says."""

    def __init__(self, threads: int, device: str | None) -> None:
        del threads, device

    def find_text(self, previews: Sequence[bytes]) -> list[float]:
        return [self._chance(preview) for preview in previews]

    def _chance(self, preview: bytes) -> float:
        try:
            with Image.open(io.BytesIO(preview)) as picture:
                colour = _colour(np.asarray(picture.convert("RGB")))
        except OSError:
            return 0.0
        return 0.9 if colour in {*WRITTEN, ENDS, FAILS} else 0.1

    def read_text(self, pictures: Sequence[Pixels]) -> list[PageText]:
        colours = [_colour(picture) for picture in pictures]
        if ENDS in colours:
            os._exit(3)
        if FAILS in colours:
            raise KeyError(FAILS)
        return [WRITTEN[colour] for colour in colours]


def _colour(pixels: Pixels) -> str:
    mean = pixels.reshape(-1, 3).mean(axis=0)
    return min(COLOURS, key=lambda name: float(np.abs(mean - COLOURS[name]).sum()))


def _fail_to_open(threads: int, device: str | None) -> FakeTextReader:
    raise PhotonError("The files of the text reader are damaged.", "Install Photon again.")


DAMAGED_READER = InstalledModel("fake-texts", "Fake texts", "fake-texts-1", frozenset({"read"}), _fail_to_open)
TEXT_READER = InstalledModel("fake-texts", "Fake texts", "fake-texts-1", frozenset({"read"}), FakeTextReader)
