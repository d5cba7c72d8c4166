"""Things of a library: from tags and certain suggestions, groups without a name, new photos, and lines of a photo."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.explore import splitting
from photon.app.explore.thing_building import SURE, UNNAMED, add_things, build_things
from photon.app.explore.thing_list import list_things, name_group
from photon.app.explore.thing_paths import thing_paths
from photon.app.explore.thing_words import english_words
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tags import TagEditor
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Facts, PhotonError, Reading
from photon.domain.metadata.tag import TagMark
from photon.library.db.veil import draw_veil
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.tags import tag_suggestions, tags
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.library.vectors import vectors

ENCODER, SIZE = "test", 32


class ThingLibrary:
    """A library of photos without tags, whose vectors point where a test says."""

    def __init__(self, place: Path, directions: Sequence[int]) -> None:
        self.store = LibraryThreads(place / "library")
        place.mkdir(exist_ok=True)
        self.folder = self.store.write(folders.add, str(place)).result().id
        self.photos = self.add(directions)

    def add(self, directions: Sequence[int]) -> list[int]:
        """Add photos, and return their ids."""
        first = 1 + len(self.store.here().column("SELECT id FROM photos"))
        found = []
        for number in range(first, first + len(directions)):
            content = number.to_bytes(16, "little")
            reading = Reading(content, content, 1, Facts("JPEG", 4, 3), b"", 0)
            found.append((Found(self.folder, f"{number}.jpg", 1, 1), reading))
        self.store.write(files.record, found).result()
        photos = list(range(first, first + len(directions)))
        self.embed(photos, directions)
        return photos

    def embed(self, photos: Sequence[int], directions: Sequence[int]) -> None:
        draw = np.random.default_rng(3)
        matrix = np.eye(SIZE, dtype=np.float32)[list(directions)] + draw.normal(0, 0.05, (len(photos), SIZE))
        matrix = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
        hashes = dict(self.store.here().db.execute("SELECT id, image_hash FROM photos"))
        rows = [vectors.Embedded(*one) for one in zip(photos, map(hashes.get, photos), matrix, matrix, strict=True)]
        self.store.write(vectors.store, ENCODER, rows).result()

    def tag(self, name: str, photos: Sequence[int]) -> None:
        marks = [TagMark(photo, tuple(name.split("/")), "confirmed") for photo in photos]
        self.store.write(tags.mark, marks).result()

    def suggest(self, name: str, photos: Sequence[int], sure: float) -> None:
        found = {photo: [((name,), sure)] for photo in photos}
        self.store.write(tag_suggestions.store, SuggestionOrigin(ENCODER, "1", 0), found).result()

    def build(self) -> dict[str, tuple[str, str, list[int]]]:
        build_things(self.store, ENCODER)
        return self.listed()

    def listed(self) -> dict[str, tuple[str, str, list[int]]]:
        found = self.store.read(list_things).result()
        return {one.key: (one.name, one.parent, sorted(some.tolist())) for one, some in found}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ThingLibrary]:
    """Sixty photos: twenty each that point three ways."""
    made = ThingLibrary(tmp_path, [0] * 20 + [1] * 20 + [2] * 20)
    yield made
    made.store.close()


def test_tags_and_certain_suggestions_make_a_tree(library: ThingLibrary) -> None:
    dogs, cats, rest = library.photos[:20], library.photos[20:40], library.photos[40:]
    library.tag("Hund", dogs[:5])  # Lisa's own word; German is no language of the library
    library.suggest("dog", dogs[5:], SURE)
    library.suggest("cat", cats, SURE)
    library.suggest("car", rest, 0.45)
    found = library.build()
    assert found["dog"] == ("dog", "animal", dogs)
    assert found["animal"] == ("animal", "", dogs + cats)
    assert "car" not in found
    steps = thing_paths(library.store.here(), dogs[0])
    assert [[(step.name, step.query) for step in line] for line in steps] == [
        [("animal", "thing:animal"), ("dog", "thing:dog")]
    ]
    assert thing_paths(library.store.here(), rest[0]) == []


def test_photos_without_a_thing_are_groups_to_be_named(library: ThingLibrary) -> None:
    found = library.build()
    groups = {key: photos for key, (name, _, photos) in found.items() if key.startswith(UNNAMED) and not name}
    assert sorted(groups.values()) == [library.photos[:20], library.photos[20:40], library.photos[40:]]
    key = next(key for key, photos in groups.items() if photos == library.photos[:20])
    editor = _editor(library.store)
    assert len(name_group(editor, library.store.here(), key, "red kite").result().photos) == 20
    again = library.build()
    assert key not in again
    assert {photos[0] for photos in (again[one][2] for one in again if one.startswith(UNNAMED))} == {21, 41}
    assert any(photos == library.photos[:20] for name, _, photos in again.values() if name)
    with pytest.raises(PhotonError, match="no group"):
        name_group(editor, library.store.here(), key, "anything")


def test_groups_keep_their_keys(library: ThingLibrary) -> None:
    before = set(library.build())
    library.add([0] * 3 + [1] * 3 + [2] * 3)
    assert set(library.build()) == before


def test_a_group_is_named_if_half_of_it_is_expected_to_be_right(library: ThingLibrary) -> None:
    library.suggest("bridge", library.photos[:20], 0.6)
    library.suggest("fountain", library.photos[20:40], 0.45)
    found = library.build()
    assert [photos for name, _, photos in found.values() if name] == [library.photos[:20]]


def test_new_photos_join_the_things_that_are_there(library: ThingLibrary) -> None:
    library.suggest("dog", library.photos[:10], 0.9)
    library.suggest("cat", library.photos[10:20], 0.9)
    before = library.build()
    new = library.add([0, 1, 2, 9])
    library.suggest("poodle", new[:1], 0.9)
    add_things(library.store, ENCODER, new)
    found = library.listed()
    assert found["dog"][2] == before["dog"][2] + new[:1]
    assert found["animal"][2] == before["animal"][2] + new[:1]
    for key, at in ((next(key for key in before if before[key][2] == library.photos[20:40]), 1),):
        assert found[key][2] == [*library.photos[20:40], new[at]]
    assert all(new[3] not in photos for _, _, photos in found.values())


def test_five_photos_without_anything_have_no_things(tmp_path: Path) -> None:
    small = ThingLibrary(tmp_path, [0, 1, 2, 3, 4])
    assert small.build() == {}
    small.store.close()
    empty = ThingLibrary(tmp_path / "empty", [])
    assert empty.build() == {}
    empty.store.close()


def test_hidden_photos_and_rejected_words_are_in_no_thing(library: ThingLibrary) -> None:
    dogs = library.photos[:10]
    library.suggest("dog", dogs, 0.9)
    library.tag("secret cat", library.photos[20:40])
    library.store.write(ratings.hide, dict.fromkeys(library.photos[20:40], "")).result()
    library.store.veil = lambda one: draw_veil(one, np.array(library.photos[20:40], np.int64))
    found = library.build()
    assert "dog" in found
    assert not any("secret" in key for key in found)
    assert not any(set(photos) & set(library.photos[20:40]) for _, _, photos in found.values())
    library.store.write(tags.mark, [TagMark(photo, ("dog",), "rejected") for photo in dogs]).result()
    assert "dog" not in library.build()


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("Hunde", "dog"), ("perro", "dog"), ("chien", "dog"), ("cane", ""), ("hond", "dog"), ("kot", "cat"),
        ("cavalo", "horse"), ("Brücken", "bridge"), ("dog", ""), ("собака", ""), ("犬", ""), ("zzyzx", ""), ("", ""),
    ],
)  # fmt: skip
def test_words_of_other_languages(library: ThingLibrary, word: str, english: str) -> None:
    found = english_words(library.store.here())(word)
    assert found.removesuffix("s") == english


def _editor(store: LibraryThreads) -> TagEditor:
    return TagEditor(store, History(), lambda *_: {}, SensitiveFilter(store, vocabulary_of))


def test_things_of_many_photos_are_the_same_though_vectors_are_read_in_portions(
    library: ThingLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.suggest("dog", library.photos[:20], 0.9)
    before = library.build()
    monkeypatch.setattr(splitting, "_PORTION", 7)
    assert library.build() == before
    assert len(before) == 3
