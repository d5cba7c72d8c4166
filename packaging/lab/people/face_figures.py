r"""Measure how faces are found: recall, false faces, and the time of one processor.

    python -m lab.people.face_figures FACES [--labelled-photos FOLDER] [--misses]

FACES is a folder with `faces.csv` (file, x, y, w, h as shares of the upright picture, use). A face that is `required`
and has at least 32 pixels must be found (IoU at least .4); what is `optional` counts neither way; a file whose use is
`none` has no face, nor have the photos of `nobody.txt`, which `--labelled-photos` has. Photos are found as the stage
finds them: in a copy as small as a preview where that suffices, otherwise in the photo itself.
"""

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from photon.app.people.face_copies import looking_fit, needs_closer_look, shows_all_faces
from photon.domain.people.face import SAME_FACE, SMALLEST_FACE, overlap
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.region import Region
from photon.media.decode.decoding import Fit
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.picture import READING, Picture, render_fit
from photon.vision.people.installed_faces import face_model, open_faces

_NOBODY = Path(__file__).parent / "nobody.txt"


class _Row(NamedTuple):
    region: Region
    use: str


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", type=Path)
    parser.add_argument("--labelled-photos", type=Path)
    parser.add_argument("--misses", action="store_true", help="name what is missed and what is false")
    options = parser.parse_args()
    print(face_model().id)
    finder = _Finder()
    rows = _truth(options.faces / "faces.csv")
    found = {file: finder.find(options.faces / file) for file in rows}
    _print_recall(rows, found, tell=options.misses)
    if options.labelled_photos:
        names = [name for line in _NOBODY.read_text("utf-8").splitlines() if line[0] != "#" for name in line.split()]
        found |= {name: finder.find(options.labelled_photos / name) for name in names}
        rows |= {name: [] for name in names}
    nobody = [file for file, its in rows.items() if not its]
    false = [file for file in nobody if found[file][1]]
    print(f"false faces on {len(false)} of {len(nobody)} photos without people: {', '.join(false)}")
    finder.print_times()


class _Finder:
    """Finds faces as the stage does, and notes how long it takes."""

    def __init__(self) -> None:
        self._model = open_faces(1)
        self._model.find_faces([np.zeros((640, 640, 3), np.uint8)], [(640, 640)])
        self._photos = list[float]()
        self._closer, self._faces, self._seconds, self._eyes = 0, 0, 0.0, 0.0

    def find(self, path: Path) -> tuple[tuple[int, int], list[FoundFace]]:
        """Return the size of a photo and its faces."""
        copy = render_fit(str(path), Fit(SHORT, LONG))
        full = (copy.full_width, copy.full_height)
        if not shows_all_faces((copy.width, copy.height), full):
            copy = render_fit(str(path), looking_fit(full))
        faces = self._timed(copy, full)
        if needs_closer_look([face.quality.size for face in faces], (copy.width, copy.height), full):
            self._closer += 1
            faces = self._timed(render_fit(str(path), READING), full)
        return full, faces

    def _timed(self, copy: Picture, full: tuple[int, int]) -> list[FoundFace]:
        began = time.process_time()
        (faces,) = self._model.find_faces([copy.pixels], [full])
        seconds = time.process_time() - began
        if faces:
            self._faces, self._seconds = self._faces + len(faces), self._seconds + seconds
            edges = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in (face.region for face in faces)]
            began = time.process_time()
            points = np.stack([face.points for face in faces])
            self._model.measure_eyes(copy.pixels, np.array(edges, np.float32), points)
            self._eyes += time.process_time() - began
        else:
            self._photos.append(seconds)
        return faces

    def print_times(self) -> None:
        """Print the time of one processor for photos without faces, and for faces."""
        alone = float(np.median(self._photos))
        print(f"{alone * 1000:.1f} ms for a photo without faces (median of {len(self._photos)})")
        print(
            f"{self._seconds / self._faces * 1000:.1f} ms for each of {self._faces} faces, the look at photos included"
        )
        print(f"{self._eyes / self._faces * 1000:.1f} ms more for its eyes, in frames of one moment")
        print(f"{self._closer} photos were read again in full")


def _truth(table: Path) -> dict[str, list[_Row]]:
    rows = defaultdict[str, list[_Row]](list)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            its = rows[row["file"]]
            if row["use"] != "none":
                its.append(_Row(Region(*(float(row[side]) for side in "xywh")), row["use"]))
    return dict(rows)


def _print_recall(
    rows: dict[str, list[_Row]], found: dict[str, tuple[tuple[int, int], list[FoundFace]]], *, tell: bool
) -> None:
    hits, wanted, extra = 0, 0, 0
    for file, its in rows.items():
        (width, height), faces = found[file]
        for region, use in its:
            is_small = min(region.width * width, region.height * height) < SMALLEST_FACE
            if use != "required" or is_small:
                continue
            wanted += 1
            is_hit = any(overlap(region, face.region) >= SAME_FACE for face in faces)
            hits += is_hit
            if tell and not is_hit:
                print("missed", file, region)
        for face in _others(its, faces):
            extra += bool(its)
            if tell:
                print("false", file, face.region, face.quality)
    print(f"recall {hits / wanted:.4f}: {hits} of {wanted} faces; {extra} false faces beside true ones")


def _others(its: Sequence[_Row], faces: Sequence[FoundFace]) -> list[FoundFace]:
    """Return faces that are at no face of the table."""
    return [face for face in faces if not any(overlap(one.region, face.region) >= SAME_FACE for one in its)]


if __name__ == "__main__":
    main()
