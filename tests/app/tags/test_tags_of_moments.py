"""Tags of videos: suggested by their posters and moments together."""

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library
from photon.library.db import settings
from photon.library.tags import runs, tag_suggestions
from photon.library.tags.tag_settings import SENSITIVE
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from tests.app.tags import test_suggestion_stage as shared
from tests.app.tags.test_suggestion_stage import CountingEncoding
from tests.fakes import ColourEncoding

_knowledge, encoder, store = shared._knowledge, shared.encoder, shared.store


def _see_moments(store: LibraryThreads, encoder: ColourEncoding, film: int, *shown: str) -> None:
    """Give a photo moments that show what others show, by name."""

    def keep(lib: Library) -> Changes:
        (image,) = vectors.hashes_of(lib, encoder.id, [film]).values()
        seen = [vectors.meanings_of(lib, encoder.id, [shared._id(store, name)])[1][0] for name in shown]
        moments = [EmbeddedPart(Part(film, image, "moment", seconds=at), one, one) for at, one in enumerate(seen)]
        changes = items.store(lib, encoder.id, "moment", [film], moments)
        return changes | tag_suggestions.outdate(lib, encoder.id, [film])

    store.write(keep).result()


def _sure(store: LibraryThreads, name: str) -> dict[str, float]:
    """Return the tags of a photo that are suggested with more than a few percent."""
    photo = shared._id(store, name)
    found = tag_suggestions.suggestions_for_photos(store.here(), [photo])[photo]
    return {tag.path[-1]: tag.certainty for tag in found if tag.certainty > 0.3}


def test_a_video_gets_the_tags_that_two_of_its_moments_suggest(
    store: LibraryThreads, encoder: CountingEncoding
) -> None:
    stage = shared._tagging(store, encoder)
    store.events.subscribe(lambda event: stage.hear(event.kinds) if isinstance(event, Changes) else None)
    shared._run(stage)
    before, film = shared._names(store), shared._id(store, "red0")
    assert list(_sure(store, "red0")) == ["red"]
    _see_moments(store, encoder, film, "red4", "blue1", "blue5", "green2")
    assert not stage.idle
    assert shared._run(stage) == 1
    after = shared._names(store)
    assert list(_sure(store, "red0")) == ["red", "blue"]
    assert _sure(store, "red0")["blue"] == _sure(store, "blue1")["blue"]
    assert [name for name in after if after[name] != before[name]] == ["red0"]
    _see_moments(store, encoder, film, "blue1")
    shared._run(stage)
    assert list(_sure(store, "red0")) == ["red"], "one moment alone says nothing against the poster"


def test_one_moment_is_enough_for_a_sensitive_tag(store: LibraryThreads, encoder: CountingEncoding) -> None:
    words = TagVocabulary(
        (*shared.WORDS.entries[:2], VocabularyEntry(("colour", "green"), is_sensitive=True), shared.WORDS.entries[3])
    )
    store.write(lambda lib: settings.store(lib, SENSITIVE, True)).result()
    _see_moments(store, encoder, shared._id(store, "red0"), "red4", "blue1", "green2")
    shared._run(shared._tagging(store, encoder, words))
    assert list(_sure(store, "red0")) == ["red", "green"]


def test_what_was_undone_does_not_return_with_moments(store: LibraryThreads, encoder: CountingEncoding) -> None:
    shared._run(shared._tagging(store, encoder))
    (run,) = runs.all_runs(store.here())
    store.write(lambda lib: (runs.close(lib, run.id, undone=True), tag_suggestions.drop(lib, run.id))[1]).result()
    assert not any(shared._names(store).values())
    _see_moments(store, encoder, shared._id(store, "red0"), "red4", "red8")
    shared._run(shared._tagging(store, encoder))
    assert not any(shared._names(store).values())
