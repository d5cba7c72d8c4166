"""The background stage that measures how far eyes are open, once faces were found.

Only frames of one moment are compared by that, so that other photos are spared the time. Which photos belong to one
moment depends on how alike they are; here those are taken that may, because they were taken or numbered in a row.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.app.indexing.model_stage import LaterModelStage
from photon.app.people.face_copies import PREVIEW, needs_closer_look
from photon.duplicates.moments import find_moments
from photon.duplicates.neighbours import LATER
from photon.library import Library
from photon.library.db import settings
from photon.library.duplicates.shots import shots_of
from photon.library.people.eyes import (
    UnmeasuredEyes,
    store_eyes,
    taken_in_a_row,
    undated_photos,
    unmeasured_eyes,
    unmeasured_photos,
)
from photon.library.people.people_settings import FIND_PEOPLE
from photon.media.read.original import read_originals
from photon.media.read.picture import READING, Picture
from photon.vision.kit.face_finder import FaceFinder


class EyeStage(LaterModelStage[UnmeasuredEyes]):
    """Measures the eyes of faces in photos of which others were taken at nearly the same time."""

    name = "faces"

    _due: list[int] | None = None  # photos; None until they are looked for

    def anything_left(self, library: Library) -> bool:
        """Return whether there are eyes to measure."""
        return settings.get(library, FIND_PEOPLE) and bool(_frames(library))

    def follow_news(self) -> None:
        """Look for photos again."""
        super().follow_news()
        self._due = None

    def pending(self, library: Library, limit: int, after: int) -> Sequence[UnmeasuredEyes]:
        """List photos with eyes to measure."""
        if self._due is None:
            self._due = _frames(library)
        wanted = [photo for photo in self._due if photo > after and photo not in self._put_off][:limit]
        return unmeasured_eyes(library, wanted)

    def next_batch(self) -> Sequence[UnmeasuredEyes]:
        """Return the next photos; nothing while that is off or impossible, or faces are being found."""
        if self.notice or self.is_waiting or not settings.get(self._store.here(), FIND_PEOPLE):
            return ()
        return super().next_batch()

    def ask(self, batch: Sequence[UnmeasuredEyes]) -> Future[list[Picture | None]]:
        """Start reading the pixels of a photo in a decoder: of its preview, if that suffices."""
        (source,) = self.originals(batch)
        if needs_closer_look(batch[0].sizes, PREVIEW.size(*source.size), source.size):
            return self._decoders.run(read_originals, [source], READING)
        return self._decoders.run(read_originals, [replace(source, path="")], PREVIEW)

    def save(self, done: Sequence[tuple[UnmeasuredEyes, Picture]]) -> None:
        """Measure the eyes in pictures and store that; photos whose file is away are tried again later."""
        for item, picture in done:
            shown, full = (picture.width, picture.height), (picture.full_width, picture.full_height)
            if needs_closer_look(item.sizes, shown, full) and self.is_away(item, picture, READING):
                self._put_off.add(item.photo)
                continue
            eyes = self.ask_model("detect", FaceFinder.measure_eyes, picture.pixels, item.boxes, item.points)
            measured = dict(zip(item.items, eyes.tolist(), strict=True))
            self._store.write(store_eyes, {item.photo: measured}).result()


def _frames(library: Library) -> list[int]:
    """Return the photos whose eyes are to be measured, ascending."""
    unmeasured = unmeasured_photos(library)
    if not unmeasured:
        return []
    undated = list(shots_of(library, undated_photos(library)).values())
    numbered = {shot.photo for run in find_moments(undated, lambda *_: 1.0) for shot in run}
    return sorted(unmeasured & {*taken_in_a_row(library, LATER), *numbered})
