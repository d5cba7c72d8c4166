"""The background stage that reads text in frames of videos, after that in photos and previews.

Like photos, frames are looked at in a small copy. Those with text are drawn again from the video, at their full size.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np

from photon.annotate.text.film_lines import distinct_lines
from photon.app.indexing.film_stage import FIRST, FilmStage, FrameToLookAt
from photon.app.tags.sensitive_texts import raise_by_text
from photon.domain import Changes, UnreadableFile
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.db import settings
from photon.library.films.frames import FilmPart, FrameLooks
from photon.library.photos import photos
from photon.library.text import texts
from photon.library.text.text_settings import READ_TEXT
from photon.library.text.texts import LIKELY
from photon.media.read.picture import Picture
from photon.media.read.still_choice import draw_still
from photon.vision.kit.text_reader import TextReader

_READ = 40  # frames of a film that are read, spread over those with text


class FrameTextStage(FilmStage):
    """Looks for text in frames, and reads it."""

    name = "texts"
    looks = FrameLooks(
        "text_films", "texts", "p.id IN (SELECT photo_id FROM texts WHERE reader = ?1 AND lines IS NOT NULL)"
    )

    def is_on(self, library: Library) -> bool:
        """Return whether text is to be read."""
        return settings.get(library, READ_TEXT)

    def begin(self) -> None:
        """Forget the text of the film before."""
        self._likely, self._lines, self._is_reading = list[FrameToLookAt](), list[TextLine](), False

    def pending(self, library: Library, limit: int, after: int) -> Sequence[FrameToLookAt]:
        """List the next frames; to be read one by one, which takes seconds."""
        return super().pending(library, 1 if self._film is not None and self._is_reading else limit, after)

    def use_model(self, batch: Sequence[FrameToLookAt]) -> None:
        """Look at frames, or read one."""
        if self._is_reading:
            super().use_model(batch)
        else:
            self.attempt(batch, self._glance)

    def _glance(self, batch: Sequence[FrameToLookAt]) -> None:
        chances = self.ask_model("read", TextReader.find_text, [frame.jpeg for frame in batch])
        self._likely += [frame for frame, chance in zip(batch, chances, strict=True) if chance >= LIKELY]

    def ask(self, batch: Sequence[FrameToLookAt]) -> Future[list[Picture | None]]:
        """Start drawing frames at their full size; where the player fails, the small ones must do."""
        return super().ask([replace(frame, jpeg=self._draw(frame) or frame.jpeg) for frame in batch])

    def _draw(self, frame: FrameToLookAt) -> bytes:
        path = photos.paths(self._store.here(), [frame.photo]).get(frame.photo, "")
        try:
            return self._decoders.films.run(draw_still, path, frame.seconds).result()
        except UnreadableFile:
            if not Path(path).is_file():
                self._put_off.add(frame.photo)
            return b""

    def save(self, done: Sequence[tuple[FrameToLookAt, Picture]]) -> None:
        """Read frames; a film that is away is looked through again once it is back."""
        for frame, picture in done:
            if frame.photo in self._put_off:
                self.leave()
                return
            (page,) = self.ask_model("read", TextReader.read_text, [picture.pixels])
            self._lines += [replace(line, seconds=max(frame.seconds, FIRST)) for line in page.lines]

    def go_on(self, film: FilmPart) -> Sequence[FrameToLookAt]:
        """Return which frames to read, once all were looked at; store the lines once these were read."""
        if not self._is_reading and self._likely:
            self._is_reading = True
            chosen = np.linspace(0, len(self._likely) - 1, min(_READ, len(self._likely)))
            return [self._likely[at] for at in chosen.round().astype(int)]
        self._store.write(_store_lines, self._id, film, self._lines).result()
        self.leave()
        return ()


def _store_lines(library: Library, reader: str, film: FilmPart, found: Sequence[TextLine]) -> Changes:
    """Store lines of frames together with what they suggest, as those of photos are."""
    with library.transaction():
        preview = texts.pages(library, [film.photo]).get(film.photo, PageText()).still
        lines = distinct_lines(preview.lines, found)
        stored = texts.store_frame_lines(library, reader, film.photo, film.image_hash, lines)
        page = replace(preview, lines=(*preview.lines, *lines))
        return stored | raise_by_text(library, film.photo, page) if stored else stored
