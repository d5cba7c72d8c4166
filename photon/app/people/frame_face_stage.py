"""The background stage that finds in frames of videos the faces of those whom the preview does not show."""

from collections.abc import Sequence
from dataclasses import replace

from photon.annotate.people.film_faces import distinct_faces
from photon.app.indexing.film_stage import FIRST, FilmStage, FrameToLookAt
from photon.app.people.face_stage import keep_faces
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.db import settings
from photon.library.films.frames import FilmPart, FrameLooks
from photon.library.people.face_evidence import found_faces
from photon.library.people.people_settings import FIND_PEOPLE
from photon.media.read.picture import Picture
from photon.vision.kit.face_finder import FaceFinder


class FrameFaceStage(FilmStage):
    """Finds faces in frames, and keeps one of each person."""

    name = "faces"
    looks = FrameLooks("face_films", "faces", "p.id IN (SELECT photo_id FROM face_photos WHERE model = ?1)")

    def is_on(self, library: Library) -> bool:
        """Return whether people are to be found."""
        return settings.get(library, FIND_PEOPLE)

    def begin(self) -> None:
        """Forget the faces of the film before."""
        self._found: list[FoundFace] = []

    def save(self, done: Sequence[tuple[FrameToLookAt, Picture]]) -> None:
        """Find the faces in frames."""
        pictures = [picture for _, picture in done]
        sizes = [(one.width, one.height) for one in pictures]
        found = self.ask_model("detect", FaceFinder.find_faces, [one.pixels for one in pictures], sizes)
        for (frame, _), faces in zip(done, found, strict=True):
            seconds = max(frame.seconds, FIRST)
            self._found += [replace(face, region=replace(face.region, seconds=seconds)) for face in faces]

    def go_on(self, film: FilmPart) -> Sequence[FrameToLookAt]:
        """Store the people who are not in the preview."""
        preview = found_faces(self._store.here(), [film.photo]).get(film.photo, [])
        row = film.photo, film.image_hash, distinct_faces(preview, self._found)
        self._store.write(keep_faces, self._id, [row], in_frames=True).result()
        self.leave()
        return ()
