"""The use cases of the Explore page: shelves, and what a person decides about what is on them."""

from collections.abc import Callable, Sequence, Set
from concurrent.futures import Future

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.engine_questions import EngineQuestions
from photon.app.explore import shelves, topic_edits
from photon.app.explore.related import RelatedLine, find_related
from photon.app.explore.related_words import find_related_words, leading_photos
from photon.app.explore.topic_stage import TopicStage
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Answer, Changes, Query
from photon.domain.decisions.explore import HIDDEN_TOPIC, PINNED
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.explore.topic import TopicKind
from photon.library import Library
from photon.library.explore.looked_photos import note_looks
from photon.library.explore.topics import topics_of_photo
from photon.library.photos import photos as photo_queries


class Explore:
    """What there is in a library. Methods that return a Future never wait; it may raise PhotonError.

    Hidden photos are in nothing. Each edit is one step that can be undone, and is broadcast as ``topics``.
    """

    def __init__(self, store: LibraryThreads, history: History, questions: EngineQuestions) -> None:
        """Take the library, the steps that can be undone, and what asks the encoder in use."""
        self._store, self._history, self._questions = store, history, questions

    def make_stage(self, encoder: Callable[[], EncoderClient]) -> TopicStage:
        """Make what finds themes and things in the background, by the vectors of an encoder."""
        return TopicStage(self._store, encoder)

    def make_topics(self, exact: Set[TopicKind] = frozenset()) -> None:
        """Find themes and things now, where there is no background; waits. Kinds in ``exact`` then fit every tag."""
        TopicStage(self._store, self._questions.encoders.current_encoder, exact).step()

    def shelves(self) -> dict[str, Future[list[ShelfCard]]]:
        """Find what is on each shelf, by the keys of SHELVES; nothing, and it is not shown."""
        in_turn, used = sorted(shelves.SHELVES, key=lambda shelf: shelf.is_slow), set[int]()
        return {shelf.key: self._store.count(_fill, shelf, used) for shelf in in_turn}

    def is_small(self) -> Future[bool]:
        """Return whether there are too few photos to put on shelves."""
        return self._store.read(_is_small)

    def theme_of(self, photo: int, path: str = "") -> Future[str]:
        """Return the key of the theme that a photo belongs to, also by the path of its file; empty for none."""
        return self._store.read(_theme_of, photo, path)

    def related(self, photo: int) -> Future[list[RelatedLine]]:
        """Find what is related to a photo."""
        return self._questions.ask(find_related, photo)

    def related_words(self, query: Query, answer: Answer) -> Future[list[str]]:
        """Find words that go with a search by words and its answer."""
        return self._store.read(find_related_words, query, leading_photos(answer.hits), answer.translation)

    def rename_topic(self, card: ShelfCard, name: str) -> Future[Changes]:
        """Give a theme or a thing a name; an empty one leaves the name that Photon found."""
        return self._history.edit(self._store, topic_edits.rename_topic, card, name)

    def pin_topic(self, card: ShelfCard) -> Future[Changes]:
        """Put a theme or a thing first on its shelf."""
        return self._history.edit(self._store, topic_edits.set_topic_state, card, PINNED)

    def hide_topic(self, card: ShelfCard) -> Future[Changes]:
        """Show a theme or a thing no longer, unless hidden ones are asked for."""
        return self._history.edit(self._store, topic_edits.set_topic_state, card, HIDDEN_TOPIC)

    def show_topic(self, card: ShelfCard) -> Future[Changes]:
        """Show a theme or a thing again, or pin it no longer."""
        return self._history.edit(self._store, topic_edits.set_topic_state, card, "")

    def save_as_smart_album(self, card: ShelfCard) -> Future[str]:
        """Make a smart album that finds the photos of a card; the Future gives its name."""
        return self._history.edit_and_tell(self._store, topic_edits.save_as_smart_album, card)

    def note_looks(self, photos: Sequence[int]) -> Future[Changes]:
        """Remember that a person looked at photos today."""
        return self._store.write(note_looks, photos)


def _fill(library: Library, shelf: shelves.Shelf, used: set[int]) -> list[ShelfCard]:
    found = [] if _is_small(library) else shelf.find(library)
    return [shelves.change_cover(library, card, used) for card in found]


def _is_small(library: Library) -> bool:
    return photo_queries.count(library) < shelves.LEAST_PHOTOS


def _theme_of(library: Library, photo: int, path: str) -> str:
    found = photo or photo_queries.at(library, path)
    return next((one.key for one in topics_of_photo(library, found or 0) if one.kind == "theme"), "")
