"""The background stage that looks for films in photos that an earlier version of Photon read."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.indexing.preview_stage import DecoderStage
from photon.domain.films.film import FilmFacts
from photon.library import Library
from photon.library.films import unseen_photos
from photon.library.films.unseen_photos import UnseenPhoto
from photon.media.read.film_search import search_films


class LiveStage(DecoderStage[UnseenPhoto, FilmFacts]):
    """Finds the films and identifiers of live and motion photos; nothing is decoded."""

    name = "films"
    woken_by = frozenset({"folders"})
    size = 16  # 0.1 s; most of it is reading the files

    def follow_news(self) -> None:
        """Try again what was away."""
        self._dropped.clear()

    def drop_previews(self, lost: Sequence[int]) -> None:
        """Let photos wait, until there is news, whose files can't be reached; their previews are in order."""
        self._dropped.update(lost)

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos whose files were not looked into."""
        return bool(unseen_photos.list_unseen(library, 1))

    def pending(self, library: Library, limit: int, after: int) -> Sequence[UnseenPhoto]:
        """List these photos."""
        found = unseen_photos.list_unseen(library, limit + len(self._dropped), after)
        return [item for item in found if item.photo not in self._dropped][:limit]

    def ask(self, batch: Sequence[UnseenPhoto]) -> Future[list[FilmFacts | None]]:
        """Start looking in a decoder."""
        return self._decoders.run(search_films, [item.path for item in batch])

    def save(self, done: Sequence[tuple[UnseenPhoto, FilmFacts]]) -> None:
        """Store what was found, and let photos show their films."""
        self._store.write(unseen_photos.store_facts, [(item.photo, facts) for item, facts in done]).result()
