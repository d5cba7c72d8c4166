"""Themes in arrays: groups, names, which former theme they continue, and their places on the map."""

import numpy as np
import pytest

from photon.annotate.explore.theme_clusters import assign_themes, count_themes, find_centres
from photon.annotate.explore.theme_keeping import follow_themes
from photon.annotate.explore.theme_map import lay_out
from photon.annotate.explore.theme_names import WordTable, name_themes
from photon.domain.arrays import Floats, Ids


def blobs(count: int, of: int, seed: int = 0) -> tuple[Floats, Ids]:
    """Return vectors around some centres, float32 (n, 16), unit length, and the centre of each."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(count), of)
    vectors = np.eye(16)[labels] + random.normal(0, 0.1, (len(labels), 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


def table(rows: list[list[str]], **within: str) -> WordTable:
    words = sorted({word for row in rows for word in row} | {*within.values()})
    cells = [(at, words.index(word)) for at, row in enumerate(rows) for word in row]
    above = {words.index(one): frozenset({words.index(other)}) for one, other in within.items()}
    pairs = np.array(cells, np.int64).reshape(-1, 2)
    return WordTable(pairs[:, 0], pairs[:, 1], np.ones(len(cells)), words, above)


def test_photos_that_are_alike_are_one_theme() -> None:
    vectors, labels = blobs(4, 25)
    centres = find_centres(vectors, 4)
    found, cosines = assign_themes(vectors, centres)
    assert (centres.shape, centres.dtype) == ((4, 16), np.float32)
    assert len({(one, other) for one, other in zip(found.tolist(), labels.tolist(), strict=True)}) == 4
    assert cosines.min() > 0.8


def test_fewer_photos_than_numbers_give_the_same_themes() -> None:
    vectors, _ = blobs(4, 25)
    wide = np.pad(vectors, ((0, 0), (0, 100)))
    assert find_centres(wide, 4)[:, :16] == pytest.approx(find_centres(vectors, 4), abs=1e-5)


@pytest.mark.parametrize("count", [1, 2, 300])
def test_copies_of_one_picture_are_one_theme(count: int) -> None:
    centres = find_centres(np.repeat(blobs(1, 1)[0], count, axis=0), 5)
    assert len(centres) == 1
    assert np.isfinite(centres).all()


def test_larger_libraries_have_more_themes_but_never_too_many() -> None:
    assert [count_themes(photos) for photos in (1, 20, 1000, 10_000, 10**6)] == [1, 3, 21, 65, 150]


def test_themes_made_anew_start_from_former_ones() -> None:
    vectors, _ = blobs(3, 40)
    former = find_centres(vectors[:80], 2)
    centres = find_centres(vectors, 3, former)
    assert np.allclose(centres[:2], former, atol=0.02)


def test_a_theme_is_named_by_what_tells_it_from_the_others() -> None:
    rows = [["nature", "beach"]] * 10 + [["nature", "forest"]] * 10 + [["nature"]] * 2
    assert name_themes(np.array([0] * 10 + [1] * 10 + [0, 1]), 2, table(rows), {}) == ["beach", "forest"]


def test_vague_words_stand_alone_and_frequent_ones_first() -> None:
    rows = [["animal", "plant"]] * 5 + [["animal"]] * 3 + [["cup", "child"]] * 3 + [["child"]] * 5 + [["car"]] * 24
    labels = np.array([0] * 8 + [1] * 8 + [2] * 24)
    former = {0: "plant, animal"}
    words = table(rows)
    vague = words._replace(vague=frozenset({words.words.index("plant")}))
    assert name_themes(labels, 3, vague, {})[:2] == ["animal", "child"]
    assert name_themes(labels, 3, vague, former)[0] == "plant, animal", "names stay"


def test_a_vague_word_gives_way_to_one_that_more_photos_have() -> None:
    rows = [["person", "clothing"]] * 8 + [["person"]] * 2 + [["clothing"]] * 5 + [["person"]] * 5 + [["car"]] * 25
    labels = np.array([0] * 10 + [1] * 5 + [2] * 30)
    words = table(rows)
    vague = words._replace(vague=frozenset({words.words.index("clothing")}))
    assert name_themes(labels, 3, vague, {}) == ["person", "", "car"]


def test_a_second_word_tells_themes_of_one_word_apart() -> None:
    rows = [["dog", "snow"]] * 9 + [["dog"]] + [["dog"]] * 8 + [["cat"]] * 20
    labels = np.array([0] * 10 + [1] * 8 + [2] * 20)
    assert name_themes(labels, 3, table(rows), {}) == ["snow", "dog", "cat"]
    assert name_themes(labels, 3, table(rows), {1: "snow, dog", 0: "dog"}) == ["dog", "dog", "cat"]


def test_no_word_stands_beside_one_that_implies_it() -> None:
    rows = [["animal", "dog"]] * 5 + [["animal", "cat"]] * 5 + [["house"]] * 30
    labels = np.array([0] * 10 + [1] * 30)
    (name, _) = name_themes(labels, 2, table(rows, dog="animal", cat="animal"), {})
    assert name in {"animal", "dog, cat", "cat, dog"}


def test_where_no_word_fits_there_is_no_name() -> None:
    labels = np.array([0] * 10 + [1] * 10)
    assert name_themes(labels, 2, table([["a"]] + [[]] * 19), {}) == ["", ""]
    assert name_themes(labels, 2, table([[]] * 20), {}) == ["", ""]


def test_a_former_name_stays_while_its_words_fit() -> None:
    rows = [["sea", "sand"]] * 10 + [["tree"]] * 10
    labels = np.array([0] * 10 + [1] * 10)
    assert name_themes(labels, 2, table(rows), {0: "sand", 1: "sand"}) == ["sand", "tree"]


def test_a_new_theme_continues_the_one_with_which_it_shares_most_photos() -> None:
    photos = np.arange(10, 22, dtype=np.int64)
    labels = np.array([0] * 6 + [1] * 4 + [2] * 2)
    former = [np.array([16, 17, 18]), np.array([10, 11, 12, 13, 99]), np.array([5])]
    assert follow_themes(former, labels, 3, photos) == {0: 1, 1: 0}
    assert follow_themes([], labels, 3, photos) == {}


def test_neighbours_on_the_map_are_alike_and_each_cell_has_one_theme() -> None:
    vectors, labels = blobs(4, 9)
    places = lay_out(vectors, {})
    assert len(set(places)) == 36
    assert all(0 < at < 1 for place in places for at in place)
    spots = np.array(places)
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    same = labels[:, None] == labels[None]
    assert apart[same].sum() / (same.sum() - 36) < 0.65 * apart[~same].mean()


def test_what_has_a_place_keeps_it() -> None:
    vectors, _ = blobs(4, 9)
    before = lay_out(vectors[:30], {})
    kept = dict(enumerate(before))
    after = lay_out(vectors[:34], kept)
    assert np.allclose(after[:30], before)
    assert len({(round(x, 6), round(y, 6)) for x, y in after}) == 34
    assert len(set(lay_out(np.concatenate([vectors, vectors]), kept))) == 72, "a larger map is drawn anew"
