"""Tests of the tree of things: its laws, what people put in order, and silly tags."""

import random
import time
from collections import Counter, defaultdict

import numpy as np
import pytest

from photon.annotate.explore.hypernyms import Hypernyms, known_hypernyms
from photon.annotate.explore.thing_tree import DEEPEST, FEWEST, WIDEST, TagPhotos, ThingBranch, grow_tree


def tag(text: str, first: int, count: int, *, is_own: bool = True) -> TagPhotos:
    return TagPhotos(tuple(text.split("/")), np.arange(first, first + count, dtype=np.int64), is_own)


def tree_of(*tags: TagPhotos, **more: object) -> dict[str, ThingBranch]:
    found = grow_tree(tags, known_hypernyms(), **more)  # type: ignore[arg-type]
    check_laws(found)
    return {one.key: one for one in found}


def check_laws(found: list[ThingBranch]) -> None:
    parents = {one.key: one.parent for one in found}
    photos = {one.key: set(one.photos.tolist()) for one in found}
    assert len(parents) == len(found)
    branches = Counter(parents.values())
    assert max(branches.values(), default=0) <= WIDEST
    assert all(count > 1 for above, count in branches.items() if above)
    for one in found:
        assert len(one.photos) >= FEWEST
        assert (np.diff(one.photos) > 0).all()
        line = [one.key]
        while parents[line[-1]]:
            assert photos[line[-1]] <= photos[parents[line[-1]]]
            line.append(parents[line[-1]])
            assert len(line) <= DEEPEST


def test_a_spaniel_is_below_dog_and_animal() -> None:
    found = tree_of(tag("cocker spaniel", 0, 5), tag("Poodles", 5, 9), tag("cat", 20, 5), tag("rose", 40, 6))
    assert found["cocker spaniel"].parent == found["poodle"].parent == "dog"
    assert found["dog"].parent == found["cat"].parent == "animal"
    assert len(found["animal"].photos) == 19
    assert "mammal" not in found  # used only where there are too many branches
    assert found["rose"].parent == ""


def test_too_many_animals_get_a_layer_between() -> None:
    mammals = ["dog", "cat", "horse", "cow", "pig", "rabbit", "mouse", "wolf", "fox", "bear", "lion", "whale"]
    others = ["eagle", "owl", "frog", "snake", "spider", "ant", "trout", "crab"]
    found = tree_of(*(tag(name, 10 * at, 5) for at, name in enumerate(mammals + others)))
    assert found["mammal"].parent == "animal"
    assert found["dog"].parent == "mammal"


def test_photos_of_what_does_not_fit_stay_above() -> None:
    names = [name for name, above in known_hypernyms().above.items() if above == "flower"][:30]
    found = tree_of(*(tag(name, 100 * at, 3 + at) for at, name in enumerate(names)), tag("dog", 5000, 5))
    assert sum(one.parent == "flower" for one in found.values()) == WIDEST
    assert len(found["flower"].photos) == sum(3 + at for at in range(30))


@pytest.mark.parametrize(("name", "above"), [("crane", "bird"), ("mouse", "mammal"), ("bass guitar", "object")])
def test_words_have_the_sense_of_photos(name: str, above: str) -> None:
    words = known_hypernyms()
    assert above in words.line(words.find(name))


def test_the_order_that_a_person_made_stays() -> None:
    found = tree_of(tag("Our zoo/Dogs", 0, 9), tag("Our zoo/Luna", 20, 4), tag("poodle", 30, 3), tag("beagle", 40, 3))
    assert found["dog"].parent == "our zoo"
    assert found["our zoo"].name == "Our zoo"
    assert found["our zoo/luna"].name == "Luna"
    assert found["poodle"].parent == "dog"


def test_circles_of_tags_are_broken() -> None:
    found = tree_of(
        tag("dog/animal", 0, 4), tag("animal/dog", 0, 4), tag("a/b", 10, 4), tag("b/a", 20, 4), tag("x/x/x/x", 30, 9),
        tag("a/c", 40, 4), tag("animal/mammal/dog/animal", 50, 4), tag("cat", 60, 9),
    )  # fmt: skip
    assert found["cat"].photos.tolist() == list(range(60, 69))


def test_unknown_words_stand_at_the_top_only_if_they_are_frequent() -> None:
    found = tree_of(
        tag("dog", 0, 2000), tag("zzyzx", 5000, 9), tag("brumble", 6000, 300), tag("guessed", 7000, 300, is_own=False)
    )
    assert set(found) == {"dog", "brumble"}


def test_names_of_people_are_no_things() -> None:
    found = tree_of(tag("People/Anna", 0, 20), tag("people/man", 20, 20), tag("dog", 40, 20))
    assert set(found) == {"man", "dog"}


def test_words_of_other_languages_are_found_by_their_english() -> None:
    english = {"Hund": "dog", "perro": "dog", "chat": "cat", "собака": "dog", "犬": "dog", "Katze": "cats"}
    found = tree_of(
        *(tag(word, 10 * at, 4) for at, word in enumerate(english)), english_of=lambda word: english.get(word, "")
    )
    assert {key: len(one.photos) for key, one in found.items()} == {"animal": 24, "dog": 16, "cat": 8}


def test_no_tags_and_few_photos_make_no_tree() -> None:
    assert tree_of() == {}
    assert tree_of(tag("dog", 0, 2), tag("rose", 2, 1), TagPhotos((), np.arange(9)), tag("pizza", 3, 0)) == {}
    assert grow_tree([tag("dog", 0, 9)], Hypernyms({}, {}, frozenset())) != []


@pytest.mark.parametrize("seed", range(8))
def test_any_tags_keep_the_laws(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    names = [*draw.sample(sorted(known_hypernyms().above), 300), "a", "b", " ", "/", "ß", "x" * 200, "\x1f"]
    tags = [
        TagPhotos(tuple(draw.choices(names, k=draw.randint(1, 12))), np.arange(start, start + draw.randint(1, 40)))
        for start in (draw.randint(0, 2000) for _ in range(1500))
    ]
    tree_of(*tags)


def test_a_hundred_thousand_tags_take_seconds() -> None:
    began = time.process_time()
    tags = [TagPhotos((f"tag {number}",), np.array([number % 1000])) for number in range(100_000)]
    assert tree_of(*tags) == {}
    many = np.arange(100_000)
    tree = tree_of(*(TagPhotos((name,), many[at::7]) for at, name in enumerate(("dog", "cat", "car", "bus", "owl"))))
    assert len(tree["animal"].photos) > 40_000
    assert time.process_time() - began < 10


def test_every_line_leads_to_the_top() -> None:
    words = known_hypernyms()
    below = defaultdict(int)
    for name in words.above:
        below[words.line(name)[0]] += 1
    assert len(below) <= WIDEST
    assert set(words.same.values()) <= set(words.above)
    assert words.between <= set(words.above)


def test_rooms_are_no_structures_and_fields_are_no_plains() -> None:
    found = tree_of(tag("bedroom", 0, 5), tag("kitchen", 5, 5), tag("street", 20, 5), tag("field", 40, 6))
    assert found["room"].parent == "place"
    assert "structure" not in found
    assert found["field"].name == "field"
