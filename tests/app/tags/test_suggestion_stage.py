"""Tags in the background: the result survives being killed, a new vocabulary is one new run, decisions count."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.tags.tag_prompts import every_prompt
from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.encoding import prompt_vectors
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags import suggestion_stage
from photon.app.tags.suggestion_stage import SuggestionStage
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.domain.metadata.tag import TagMark
from photon.library.db import settings
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.library.tags import learned_tags, runs, tag_suggestions, tags
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from photon.media.read import reading
from photon.vision import encoders
from photon.vision.knowledge.tag_knowledge import TagKnowledge
from tests.fakes import ColourEncoding, NamingEncoding
from tests.pictures import draw

COLOURS = ("red", "blue", "green", "white")
WORDS = TagVocabulary(tuple(VocabularyEntry(("colour", name)) for name in COLOURS))
NOTHING = np.zeros(0, np.float32)
BY_Z = TagKnowledge(
    (), NOTHING, np.zeros(7, np.float32),
    np.array([-2, 1.5, 0, 0, 0, 0], np.float32), np.zeros(12, np.float32), np.array([0, 1, 0, 0], np.float32),
    np.zeros((1281, 1), np.float32), (),
)  # fmt: skip


class CountingEncoding(ColourEncoding):
    """Counts the texts that it encodes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def texts(self, texts):
        self.asked += len(texts)
        return super().texts(texts)


@pytest.fixture(autouse=True)
def _knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    known = replace(encoders.shared_knowledge(), tag_knowledge=lambda: BY_Z)
    monkeypatch.setattr(encoders, "shared_knowledge", lambda: known)


@pytest.fixture
def encoder() -> CountingEncoding:
    return CountingEncoding()


@pytest.fixture
def store(tmp_path: Path, encoder: CountingEncoding) -> Iterator[LibraryThreads]:
    """Three photos of each colour, with vectors."""
    opened = LibraryThreads(tmp_path / "library")
    folder = opened.write(lambda lib: folders.add(lib, str(tmp_path))).result().id
    for number, colour in enumerate(COLOURS * 3):
        path = draw(tmp_path / f"{colour}{number}.jpg", colour, number)
        found = Found(folder, path.name, 1, 1)
        opened.write(lambda lib, found=found, path=path: files.record(lib, [(found, reading.read(str(path)))])).result()
    waiting = vectors.pending(opened.here(), encoder.id, 99)
    made = encoder.images([item.preview for item in waiting])
    rows = [
        Embedded(item.photo, item.image_hash, meaning, look)
        for item, meaning, look in zip(waiting, made.meaning, made.look, strict=True)
    ]
    opened.write(lambda lib: vectors.store(lib, encoder.id, rows)).result()
    yield opened
    opened.close()


def _tagging(store: LibraryThreads, encoder: ColourEncoding, words: TagVocabulary = WORDS) -> SuggestionStage:
    return SuggestionStage(store, lambda: encoder, LibraryTagSuggester(store, lambda _: words, TagClassifierCache()))


def _run(stage: SuggestionStage, most: int = 100) -> int:
    steps = 0
    while steps < most and stage.step():
        steps += 1
    return steps


def _names(store: LibraryThreads) -> dict[str, list[str]]:
    """Return the suggested tags of each photo by file name, without decided ones."""
    library = store.here()
    ids = photos.in_order(library, "name")
    paths = photos.paths(library, ids)
    return {
        Path(paths[one]).stem: [tag.path[-1] for tag in of]
        for one, of in tag_suggestions.suggestions_for_photos(library, ids).items()
    }


def _id(store: LibraryThreads, name: str) -> int:
    paths = photos.paths(store.here(), photos.in_order(store.here(), "name"))
    return next(photo for photo, path in paths.items() if Path(path).stem == name)


def test_the_first_suggestion_of_every_photo_is_its_colour(store: LibraryThreads, encoder: CountingEncoding) -> None:
    stage = _tagging(store, encoder)
    assert _run(stage) == 1
    assert stage.idle
    assert {name: tags[:1] for name, tags in _names(store).items()} == {
        name: [name.rstrip("0123456789")] for name in _names(store)
    }


def test_stopping_anywhere_gives_the_same_result_and_a_second_run_writes_nothing(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestion_stage, "BATCH", 5)
    _run(_tagging(store, encoder), most=1)  # it is then killed
    store.write(lambda _: None).result()  # writes in progress are finished
    assert len([tags for tags in _names(store).values() if tags]) == 5
    asked = encoder.asked
    _run(_tagging(store, encoder))
    assert encoder.asked == asked, "the vectors of the words were kept"
    whole = _names(store)
    assert all(whole.values())
    (run,) = runs.all_runs(store.here())
    assert (run.kind, run.photos, run.undone) == ("suggest", 12, "")
    before = store.here().stamp()
    stage = _tagging(store, encoder)
    assert _run(stage) == 0
    stage.notify()
    assert _run(stage) == 0
    assert store.here().stamp() == before


def test_the_vocabulary_is_encoded_a_few_prompts_at_a_time_and_an_interruption_costs_no_photo(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, np.ndarray] = {}
    monkeypatch.setattr(prompt_vectors, "TEXTS", 3)
    monkeypatch.setattr(prompt_vectors, "everyday", lambda: WORDS)
    monkeypatch.setattr(prompt_vectors, "read_words", lambda _, texts: {one: kept[one] for one in texts if one in kept})
    monkeypatch.setattr(prompt_vectors, "keep_words", lambda _, vectors: kept.update(vectors))
    count = len(every_prompt(WORDS))
    asked = []
    stage = _tagging(store, encoder)
    while stage.step():
        asked.append(encoder.asked)
        assert encoder.asked == count or not any(_names(store).values())
    assert asked[: -(-count // 3)] == [min(count, 3 * (at + 1)) for at in range(-(-count // 3))]
    assert all(_names(store).values())
    assert kept.keys() == set(every_prompt(WORDS))
    _run(_tagging(store, encoder, TagVocabulary(WORDS.entries[:2])))
    assert encoder.asked == count, "another library on this computer finds them"


def test_another_vocabulary_is_another_run(store: LibraryThreads, encoder: CountingEncoding) -> None:
    words = [WORDS]
    stage = SuggestionStage(
        store, lambda: encoder, LibraryTagSuggester(store, lambda _: words[0], TagClassifierCache())
    )
    _run(stage)
    words[0] = WORDS.without([("colour", "red")]).with_own([VocabularyEntry(("Farben", "orange"))])
    assert not stage.step()
    stage.notify()
    _run(stage)
    found = _names(store)
    assert not any("red" in tags for tags in found.values())
    assert [run.photos for run in runs.all_runs(store.here())] == [12, 12]


def test_a_rejected_tag_is_not_suggested_again_and_ranks_lower_for_similar_photos(
    store: LibraryThreads, encoder: CountingEncoding
) -> None:
    stage = _tagging(store, encoder)
    _run(stage)
    one, other = _id(store, "red0"), _id(store, "red4")
    path = ("red",)
    before = dict(tag_suggestions.surest(store.here(), path))
    store.write(lambda lib: tags.mark(lib, [TagMark(one, path, "rejected")])).result()
    stage.notify()
    _run(stage)
    after = dict(tag_suggestions.surest(store.here(), path))
    assert one in before
    assert one not in after
    assert after.get(other, 0.0) < before[other] - 0.1
    (run,) = runs.all_runs(store.here())
    assert run.photos == 12, "photos that are looked at again are not counted twice"


def test_nothing_is_suggested_if_suggestions_are_off(store: LibraryThreads, encoder: CountingEncoding) -> None:
    store.write(lambda lib: settings.store_named(lib, "suggest_tags", value=False)).result()
    stage = _tagging(store, encoder)
    assert _run(stage) == 0
    assert stage.idle
    assert encoder.asked == 0
    store.write(lambda lib: settings.store_named(lib, "suggest_tags", value=None)).result()
    stage.notify()
    assert _run(stage) == 1


def test_sensitive_tags_are_suggested_only_while_hiding_is_on(store: LibraryThreads, encoder: CountingEncoding) -> None:
    words = TagVocabulary((*WORDS.entries[1:], VocabularyEntry(("colour", "red"), is_sensitive=True)))
    stage = _tagging(store, encoder, words)
    _run(stage)
    assert not any("red" in tags for tags in _names(store).values())
    store.write(lambda lib: settings.store_named(lib, "sensitive_tags", value=True)).result()
    stage.notify()
    _run(stage)
    assert _names(store)["red0"][0] == "red"


def test_an_undone_run_stays_undone(store: LibraryThreads, encoder: CountingEncoding) -> None:
    stage = _tagging(store, encoder)
    _run(stage)
    (run,) = runs.all_runs(store.here())
    store.write(lambda lib: tag_suggestions.drop(lib, run.id)).result()
    store.write(lambda lib: runs.close(lib, run.id, undone=True)).result()
    stage.notify()
    assert _run(stage) == 0
    assert not any(_names(store).values())


def test_an_empty_library_needs_no_encoding(tmp_path: Path, encoder: CountingEncoding) -> None:
    empty = LibraryThreads(tmp_path / "empty")
    try:
        stage = _tagging(empty, encoder)
        assert _run(stage) == 0
        assert stage.idle
        assert encoder.asked == 0
    finally:
        empty.close()


def test_a_taught_tag_is_suggested_and_answers_count_after_a_pause(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = TagClassifierCache()
    stage = SuggestionStage(store, lambda: encoder, LibraryTagSuggester(store, lambda _: WORDS, memory))
    library = store.here()
    reds = [photo for photo, path in photos.every_path(library) if "red" in path]
    while stage.step():
        pass
    store.write(lambda lib: tags.mark(lib, [TagMark(reds[0], ("Our barn",), "confirmed")])).result()
    store.write(lambda lib: learned_tags.set_learned(lib, ("Our barn",), taught=True)).result()
    stage.notify()
    while stage.step():
        pass
    assert not stage.idle  # the lesson waits
    monkeypatch.setattr(suggestion_stage, "_PAUSE", 0.0)
    while not stage.idle:
        stage.step()
    suggested = {photo for photo, _ in tag_suggestions.surest(library, ("Our barn",))}
    assert set(reds[1:]) <= suggested
    assert reds[0] not in suggested
    assert [run.photos for run in runs.all_runs(library)] == [12], "photos that had their turn twice count once"


@pytest.mark.parametrize("end", ["folder removed", "suggestions off"])
def test_ending_suggestions_does_not_wait_for_a_lesson(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    lessons = iter(["one", "two"])
    advice = LibraryTagSuggester(store, lambda _: WORDS, TagClassifierCache())
    monkeypatch.setattr(advice, "lesson", lambda *_: next(lessons))
    stage = SuggestionStage(store, lambda: encoder, advice)
    _run(stage)
    monkeypatch.setattr(suggestion_stage, "_PAUSE", 1e9)
    stage.notify()
    _run(stage)
    assert not stage.idle  # the second lesson waits
    if end == "folder removed":
        folder = folders.all_folders(store.here())[0].id
        store.write(lambda lib: folders.remove(lib, folder)).result()
    else:
        store.write(lambda lib: settings.store_named(lib, "suggest_tags", value=False)).result()
    stage.notify()
    assert _run(stage) == 0
    assert stage.idle


@pytest.mark.parametrize("where", ["thinking", "writing"])
def test_a_photo_that_causes_an_error_loses_only_its_own_suggestions(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    bad = _id(store, "blue5")
    advise, keep = LibraryTagSuggester.advise, tag_suggestions.store

    def think(self, encoder, some):
        if where == "thinking" and bad in some:
            raise KeyError("a bug")
        return advise(self, encoder, some)

    def write(library, origin, found):
        if where == "writing" and bad in found:
            raise KeyError("a bug")
        return keep(library, origin, found)

    monkeypatch.setattr(LibraryTagSuggester, "advise", think)
    monkeypatch.setattr(tag_suggestions, "store", write)
    stage = _tagging(store, encoder)
    _run(stage)
    assert stage.idle
    assert {name for name, given in _names(store).items() if given} == set(_names(store)) - {"blue5"}
    assert [Path(one.path).stem for one in problems.all_problems(store.here())] == ["blue5"]
    stage.notify()
    assert _run(stage) == 0


def _certainties(store: LibraryThreads) -> dict[str, list[tuple[str, float]]]:
    library = store.here()
    ids = photos.in_order(library, "name")
    paths = photos.paths(library, ids)
    found = tag_suggestions.suggestions_for_photos(library, ids).items()
    return {Path(paths[one]).stem: sorted((tag.path[-1], tag.certainty) for tag in of) for one, of in found}


def _add(store: LibraryThreads, encoder: ColourEncoding, names: list[str]) -> None:
    """Add some photos of the folder, with vectors."""
    folder = folders.all_folders(store.here())[0]
    for name in names:
        read = reading.read(str(Path(folder.path, name)))
        found = Found(folder.id, name, 1, 1)
        store.write(lambda lib, found=found, read=read: files.record(lib, [(found, read)])).result()
    waiting = vectors.pending(store.here(), encoder.id, 99)
    made = encoder.images([item.preview for item in waiting])
    rows = [
        Embedded(item.photo, item.image_hash, meaning, look)
        for item, meaning, look in zip(waiting, made.meaning, made.look, strict=True)
    ]
    store.write(lambda lib: vectors.store(lib, encoder.id, rows)).result()


@pytest.mark.parametrize("made", [ColourEncoding, NamingEncoding])
def test_photos_added_in_batches_get_the_same_tags(
    tmp_path: Path, made: type[ColourEncoding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestion_stage, "_REST", 0.0)
    names = [draw(tmp_path / f"{colour}{at}.jpg", colour, at).name for at, colour in enumerate(COLOURS * 3)]
    encoder, told = made(), []
    for parts in ([names], [names[:2], names[2:3], names[3:]]):
        opened = LibraryThreads(tmp_path / f"library{len(parts)}")
        opened.write(lambda lib: folders.add(lib, str(tmp_path))).result()
        stage = _tagging(opened, encoder)
        for part in parts:
            _add(opened, encoder, part)
            stage.notify()
            while not stage.idle:
                stage.step()
        told.append(_certainties(opened))
        assert len(runs.all_runs(opened.here())) == 1
        opened.close()
    assert told[0] == told[1]
    assert all(told[0].values())


def test_an_undone_run_stays_undone_when_another_photo_arrives(
    store: LibraryThreads, encoder: CountingEncoding, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suggestion_stage, "_REST", 0.0)
    stage = _tagging(store, encoder)
    _run(stage)
    before = set(_certainties(store))
    (run,) = runs.all_runs(store.here())
    store.write(lambda lib: tag_suggestions.drop(lib, run.id)).result()
    store.write(lambda lib: runs.close(lib, run.id, undone=True)).result()
    _add(store, encoder, [draw(tmp_path / "red99.jpg", "red", 99).name])
    stage.notify()
    while not stage.idle:
        stage.step()
    after = _certainties(store)
    assert after["red99"]
    assert not any(after[name] for name in before)
