"""The ground truth of the quality table: photos, boxes, captions and the queries derived from them."""

import tarfile
from pathlib import Path

import numpy as np
import pytest
from lab.quality import quality_truth as truth
from lab.quality.quality_sources import Box, Source, fold_of, held_out, read_source, rows_of_others, unpack

from photon.annotate.tags.vocabulary_file import everyday

_WORDS = everyday()


def _source(captions: list[list[str]], boxes: list[Box] | None = None) -> Source:
    names = [f"{at}.jpg" for at in range(len(captions))]
    return Source("made", "nothing", names, captions, boxes or [])


def _truth(captions: list[list[str]], boxes: list[Box] | None = None) -> truth.SourceTruth:
    return truth.SourceTruth(_source(captions, boxes), _WORDS)


def _made(folder: Path) -> Source:
    (folder / "made.csv").write_text("image,caption\nb.jpg,A cat.\na.jpg, A dog . \na.jpg,Two dogs\n")
    (folder / "made_boxes.csv").write_text("image,label,x,y,w,h\na.jpg,dog,0.1,0.2,0.5,0.4\ngone.jpg,dog,0,0,1,1\n")
    with tarfile.open(folder / "made.tar", "w") as archive:
        for name in ("a.jpg", "b.jpg", "c.jpg"):
            file = folder / name
            file.write_bytes(name.encode())
            archive.add(file, f"made/{name}")
    return read_source(folder, "made", "nothing")


def test_a_source_is_read_and_only_its_photos_are_unpacked(tmp_path: Path) -> None:
    source = _made(tmp_path)
    assert source.photos == ["a.jpg", "b.jpg"]
    assert source.captions == [["A dog .", "Two dogs"], ["A cat."]]
    assert source.boxes == [Box(0, "dog", 0.1, 0.2, 0.5, 0.4)]
    place = tmp_path / "unpacked"
    place.mkdir()
    (place / "old.jpg").write_bytes(b"of another run")
    files = unpack(tmp_path, source, place)
    assert [file.read_bytes() for file in files] == [b"a.jpg", b"b.jpg"]
    assert sorted(file.name for file in place.iterdir()) == source.photos
    with pytest.raises(FileNotFoundError, match="lacks 1"):
        unpack(tmp_path, Source("made", "", ["d.jpg"], [[]], []), place)


def test_smaller_selections_are_subsets_of_larger_ones() -> None:
    source = _source([["A dog."]] * 300)
    few, more = held_out(source, 2, 10), held_out(source, 2, 40)
    assert len(few.photos) == 10
    assert set(few.photos) < set(more.photos)
    assert {fold_of(photo) for photo in more.photos} == {2}
    assert fold_of("folder/7.webp") == fold_of("7.jpg")


def test_boxes_follow_their_photos() -> None:
    source = _source([["A dog."]] * 50, [Box(at, "dog", at / 100, 0, 0.1, 0.1) for at in range(50)])
    few = held_out(source, 1, 5)
    assert [few.photos[box.photo] for box in few.boxes] == [f"{round(box.left * 100)}.jpg" for box in few.boxes]
    assert len(few.boxes) == 5


def test_captions_of_judged_photos_are_excluded() -> None:
    source = _source([["A dog runs ."], ["Two cats"]])
    assert rows_of_others(["a dog runs.", "A dog sits.", "Two cats."], [source]) == [1]


def test_one_caption_is_unclear_and_a_box_is_sufficient() -> None:
    made = _truth(
        [["A terrier.", "A dog."], ["A dog.", "An animal."], ["A cat.", "A cat."]], [Box(2, "dog", 0, 0, 0.5, 0.5)]
    )
    shows, lacks = made.tables(["dog"]).of("dog")
    assert shows.tolist() == [True, False, True]
    assert lacks.tolist() == [False, False, False]
    shows, lacks = made.tables(["cat"]).of("cat")
    assert shows.tolist() == [False, False, True]
    assert lacks.tolist() == [True, True, False]


def test_labels_of_boxes_have_their_own_meanings() -> None:
    made = _truth([["A desk."]] * 2, [Box(0, "mouse", 0, 0, 0.1, 0.1), Box(1, "sports ball", 0, 0, 0.1, 0.1)])
    assert made.named[0, _WORDS.place("computer mouse")]
    assert not made.named[0, _WORDS.place("animal")]
    assert made.named[1, _WORDS.place("ball")]


def test_things_are_present_in_four_photos_or_absent_in_all() -> None:
    made = _truth([["A dog.", "A dog."]] * 4 + [["A giraffe.", "Trees."]])
    assert made.present() == ["dog"]
    assert len(made.absent()) == truth.ABSENT
    assert "giraffe" not in made.absent()


def test_all_things_are_in_the_vocabulary_once() -> None:
    for names in (truth.everyday_things(), truth.conspicuous_things()):
        places = [_WORDS.place(name) for name in names]
        assert None not in places
        assert len(set(places)) == len(names)


def test_an_addition_is_queried_for_photos_without_it() -> None:
    made = _truth([["A dog with a ball."] * 2] * 2 + [["A dog."] * 2, ["A ball."] * 2, ["A dog.", "A dog, a ball."]])
    found = {(one.photo, one.words): one for one in made.additions()}
    assert sorted(found) == [(2, "with a ball"), (3, "with a dog")]
    one = found[2, "with a ball"]
    assert one.alone == "a ball"
    assert one.right.tolist() == [True, True, False, False, False]
    assert one.wrong.tolist() == [False, False, True, True, False]


def test_an_exclusion_needs_things_together_and_apart() -> None:
    made = _truth([["A dog and people."] * 2] * 3 + [["A dog."] * 2] * 3 + [["People."] * 2] * 2)
    (one,) = made.exclusions()
    assert (one.wanted, one.unwanted) == ("a dog", "people")
    assert np.flatnonzero(one.right).tolist() == [3, 4, 5]
    assert np.flatnonzero(one.wrong).tolist() == [0, 1, 2, 6, 7]


def test_a_map_is_judged_by_the_only_box_of_its_kind() -> None:
    boxes = [
        Box(0, "dog", 0.1, 0.1, 0.3, 0.3),
        Box(0, "cat", 0.1, 0.1, 0.3, 0.3),
        Box(0, "cat", 0.6, 0.6, 0.3, 0.3),
        Box(1, "cat", 0.0, 0.0, 0.9, 0.9),
        Box(1, "cup", 0.0, 0.0, 0.1, 0.1),
    ]
    assert list(_truth([["A dog."], ["A cat."]], boxes).only_boxes()) == boxes[:1]
    assert boxes[0].contains(0.2, 0.4)
    assert not boxes[0].contains(0.5, 0.2)


def test_names_have_the_right_article() -> None:
    assert [truth.one_of(name) for name in ("dog", "elephant", "umbrella", "snow")] == [
        "a dog",
        "an elephant",
        "an umbrella",
        "snow",
    ]
