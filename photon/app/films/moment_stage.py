"""The background stage that makes the frames of videos searchable: each is a part of its video with a vector."""

from collections.abc import Sequence

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.films.film import Frame
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import settings
from photon.library.films import frames
from photon.library.films.frames import FilmPart
from photon.library.tags import tag_suggestions
from photon.library.vectors.items import EmbeddedPart, Part
from photon.vision.kit.encoder import DamagedPreview

_MOST = 48  # frames at a time, half a second to a second of work, for which new photos wait


class MomentStage(Backlog[FilmPart]):
    """Computes the vectors of the frames that were chosen, with the encoder that answers."""

    name = "moments"
    woken_by = frozenset({"frames", "encoders"})

    def __init__(self, store: LibraryThreads, engines: ActiveEncoders) -> None:
        """Create the stage; ``engines`` have the encoder and the index."""
        super().__init__(store)
        self._engines = engines

    def anything_left(self, library: Library) -> bool:
        """Return whether there are frames without vectors."""
        return bool(frames.unembedded(library, self._engines.current_encoder().id, 1))

    def next_batch(self) -> Sequence[FilmPart]:
        """Return a video with such frames."""
        library, encoder = self._store.here(), self._engines.current_encoder().id
        return self.walk(lambda after: frames.unembedded(library, encoder, 1, after))

    def run(self, batch: Sequence[FilmPart]) -> None:
        """Compute vectors, store them and bring them into the index."""
        self.run_isolated(batch, self._embed)

    def _embed(self, batch: Sequence[FilmPart]) -> None:
        library = self._store.here()
        for film in batch:
            shown = frames.frames_of(library, film.photo, film.start, film.until, _MOST)
            until = film.until if len(shown) < _MOST else shown[-1].seconds + 1e-6
            with self._engines.use() as engine:
                found = self._embedded(engine.encoder, film, shown)
                self._store.write(_store_moments, engine.encoder.id, film, until, found).result()
                engine.indexing.follow(self._store.here(), [film.photo])

    def _embedded(self, encoder: EncoderClient, film: FilmPart, shown: Sequence[Frame]) -> list[EmbeddedPart]:
        if not shown:
            return []
        try:
            seen = encoder.images([frame.jpeg for frame in shown])
        except DamagedPreview as error:  # the frames beside it must do
            return self._embedded(encoder, film, [one for at, one in enumerate(shown) if at not in error.positions])
        kinds = seen.kinds or ({},) * len(shown)
        return [
            EmbeddedPart(Part(film.photo, film.image_hash, frames.KIND, seconds=frame.seconds), *of)
            for frame, *of in zip(shown, seen.meaning, seen.look, kinds, strict=True)
        ]


def _store_moments(
    library: Library, encoder: str, film: FilmPart, until: float, found: Sequence[EmbeddedPart]
) -> Changes:
    """Store moments of a film, and let tags be suggested by them, too; once all are there, captions be drafted."""
    with library.transaction():
        changes = frames.store_moments(library, encoder, film, until, found)
        if until >= film.seconds and settings.get(library, DRAFT):  # else a draft that was asked for stays
            changes |= captions.outdate_drafts(library, film.photo)
        return changes | tag_suggestions.outdate(library, encoder, [film.photo])
