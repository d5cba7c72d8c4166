"""A model that finds faces, for a real process: what it finds is decided by the colour of the picture."""

import os
from collections.abc import Sequence

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Floats, Pixels
from photon.domain.people.face import FaceQuality
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.region import Region
from photon.vision.kit.installed_model import InstalledModel
from tests.fakes import COLOURS

BOXES = {
    "red": (Region(0.1, 0.1, 0.5, 0.5),),
    "green": (Region(0.05, 0.1, 0.4, 0.6), Region(0.5, 0.1, 0.4, 0.5)),
    "yellow": (Region(0.4, 0.4, 0.05, 0.05),),
}
"""Where faces are in photos of these colours; the one in yellow photos is small."""
ENDS, FAILS = "purple", "orange"
"""The colours of pictures that end the process, and that make the model fail."""


class FakeFaceFinder:
    """Finds what ``BOXES`` says."""

    def __init__(self, threads: int, device: str | None) -> None:
        del threads, device

    def find_faces(self, pictures: Sequence[Pixels], full_sizes: Sequence[tuple[int, int]]) -> list[list[FoundFace]]:
        colours = [_colour(picture) for picture in pictures]
        if ENDS in colours:
            os._exit(3)
        if FAILS in colours:
            raise KeyError(FAILS)
        sizes = zip(colours, full_sizes, strict=True)
        return [[_face(box, size) for box in BOXES.get(colour, ())] for colour, size in sizes]

    def measure_eyes(self, picture: Pixels, boxes: Floats, points: Floats) -> Floats:
        """Eyes are the wider, the wider the picture."""
        assert points.shape == (len(boxes), 5, 2)
        return np.full(len(boxes), picture.shape[1] / 10_000, np.float32)


def _face(box: Region, size: tuple[int, int]) -> FoundFace:
    quality = FaceQuality(0.92, min(box.width * size[0], box.height * size[1]), 300.0, 0.9)
    return FoundFace(box, np.full((5, 2), 0.5, np.float32), quality, np.eye(128, dtype=np.float32)[0])


def _colour(pixels: Pixels) -> str:
    mean = pixels.reshape(-1, 3).mean(axis=0)
    return min(COLOURS, key=lambda name: float(np.abs(mean - COLOURS[name]).sum()))


def _fail_to_open(threads: int, device: str | None) -> FakeFaceFinder:
    raise PhotonError("The files of the model of faces are damaged.", "Install Photon again.")


CAN = frozenset({"detect", "embed"})
DAMAGED_FINDER = InstalledModel("fake-faces", "Fake faces", "fake-faces-1", CAN, _fail_to_open)
FACE_FINDER = InstalledModel("fake-faces", "Fake faces", "fake-faces-1", CAN, FakeFaceFinder)
