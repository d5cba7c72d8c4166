"""Personal concepts in the catalogue: names in any case, references that outlive their photos, undo."""

import pytest

from photon.domain import Changes, Like, Region, changed
from photon.domain.query.concept import Concept
from photon.library import Library
from photon.library.photos import files
from photon.library.searches import concepts
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded


@pytest.fixture
def shots(library: Library, at, reading) -> list[int]:
    return sorted(files.record(library, [(at(f"{n}.jpg"), reading(str(n))) for n in range(4)]).photos)


def test_a_concept_comes_back_with_its_photos_and_regions(library: Library, shots: list[int]) -> None:
    region = Region(0.1, 0.2, 0.3, 0.4)
    taught = Concept("Fluffy", "dog", (Like(photo=shots[2], region=region), Like(photo=shots[0]), Like(photo=shots[1])))
    assert concepts.store_concept(library, taught) == (changed("concepts"), None)
    assert concepts.find_concept(library, "fLUFFY") == taught
    assert concepts.all_concepts(library) == [taught]
    assert concepts.find_concept(library, "Fluff") is None


def test_names_are_one_in_any_case_and_unicode_form(library: Library, shots: list[int]) -> None:
    concepts.store_concept(library, Concept("Ölga", "", (Like(photo=shots[0]),)))
    _, before = concepts.store_concept(library, Concept("O\u0308LGA", "cat", (Like(photo=shots[1]),)))
    assert before == Concept("Ölga", "", (Like(photo=shots[0]),))
    assert [(c.name, c.kind) for c in concepts.all_concepts(library)] == [("ÖLGA", "cat")]


def test_dropping_tells_what_it_was_and_putting_brings_it_back(library: Library, shots: list[int]) -> None:
    taught = Concept("Lake house", "house", tuple(Like(photo=photo) for photo in shots[:3]))
    concepts.store_concept(library, taught)
    changes, before = concepts.drop(library, "LAKE HOUSE")
    assert (changes, before) == (changed("concepts"), taught)
    assert concepts.drop(library, "Lake house") == (Changes(), None)
    concepts.store_concept(library, taught)
    assert concepts.all_concepts(library) == [taught]


def test_renaming_keeps_everything_else(library: Library, shots: list[int]) -> None:
    concepts.store_concept(library, Concept("Flufy", "dog", (Like(photo=shots[0]),)))
    assert concepts.rename(library, "flufy", "Fluffy")
    assert concepts.find_concept(library, "fluffy") == Concept("Fluffy", "dog", (Like(photo=shots[0]),))
    assert not concepts.rename(library, "flufy", "Rex")


def test_a_photo_that_went_away_keeps_its_row_and_an_unknown_one_gets_none(library: Library, shots: list[int]) -> None:
    concepts.store_concept(library, Concept("Rex", "dog", (Like(photo=shots[0]), Like(photo=9999))))
    with library.transaction() as db:
        db.execute("UPDATE photos SET present = 0 WHERE id = ?", (shots[0],))
    found = concepts.find_concept(library, "Rex")
    assert found is not None
    assert found.examples == (Like(photo=shots[0]),)


def test_some_photos_are_the_same_ones_each_time(library: Library, shots: list[int], look_at) -> None:
    look_at(shots)
    some = concepts.some_photos(library, "e", 2)
    assert len(set(some)) == 2
    assert concepts.some_photos(library, "e", 2) == some
    assert sorted(concepts.some_photos(library, "e", 99)) == shots


@pytest.fixture
def look_at(library: Library):
    import numpy as np

    def embed(photos: list[int]) -> None:
        vector = np.ones(4, np.float32)
        rows = [Embedded(item.photo, item.image_hash, vector, vector) for item in vectors.pending(library, "e", 99)]
        assert len(rows) == len(photos)
        vectors.store(library, "e", rows)

    return embed
