"""What Photon wrote is found again after its photo moved, and its state is read from its bytes."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.metadata.file_writing import found_state, moved
from photon.library.files.write_journal import JournalEntry, State, digest

WRITTEN, EDITED = b"as written", b"edited since"


def entry(photo: Path, name: str, former: bytes | None = None, state: State = "written") -> JournalEntry:
    return JournalEntry(1, 1, str(photo), str(photo.with_name(name)), former, digest(WRITTEN), state)


@pytest.mark.parametrize(
    ("name", "there", "content", "expected"),
    [
        ("a.jpg.xmp", "b.jpg.xmp", WRITTEN, "b.jpg.xmp"),
        ("a.xmp", "b.xmp", WRITTEN, "b.xmp"),
        ("A.JPG.XMP", "b.jpg.XMP", WRITTEN, "b.jpg.XMP"),
        ("a.jpg", "b.jpg", WRITTEN, "b.jpg"),
        ("a.jpg.xmp", "b.jpg.xmp", EDITED, "b.jpg.xmp"),  # the photo is in one place only
        ("a.jpg.xmp", "b.xmp", WRITTEN, None),
        ("a.jpg.xmp", "a.jpg.xmp", WRITTEN, None),
        ("other.xmp", "other.xmp", WRITTEN, None),
    ],
)
def test_a_file_that_moved_with_its_photo_is_found(
    tmp_path: Path, name: str, there: str, content: bytes, expected: str | None
) -> None:
    new = tmp_path / "new" / "b.jpg"
    new.parent.mkdir()
    (new.parent / there).write_bytes(content)
    before = entry(tmp_path / "a.jpg", name)
    found = moved(before, [str(new)])
    if expected is None:
        assert found is None
    else:
        assert found == replace(before, path=str(new.parent / expected), photo_path=str(new))


@pytest.mark.parametrize(
    ("contents", "expected"), [((EDITED, WRITTEN), 1), ((WRITTEN, EDITED), 0), ((EDITED,) * 2, None)]
)
def test_of_several_places_only_the_one_with_what_was_written_counts(
    tmp_path: Path, contents: tuple[bytes, bytes], expected: int | None
) -> None:
    places = [tmp_path / str(at) / "a.jpg" for at in range(2)]
    for place, content in zip(places, contents, strict=True):
        place.parent.mkdir()
        place.with_name("a.jpg.xmp").write_bytes(content)
    found = moved(entry(tmp_path / "a.jpg", "a.jpg.xmp"), [str(place) for place in places])
    assert (found and found.photo_path) == (None if expected is None else str(places[expected]))
    assert moved(entry(tmp_path / "a.jpg", "a.jpg.xmp"), []) is None


@pytest.mark.parametrize(
    ("content", "former", "state", "expected"),
    [
        (WRITTEN, b"before", "writing", "written"),
        (WRITTEN, b"before", "putting back", "written"),
        (b"before", b"before", "writing", "not written"),
        (b"before", b"before", "putting back", "put back"),
        (None, None, "writing", "not written"),
        (None, b"before", "writing", "overtaken"),
        (EDITED, b"before", "writing", "overtaken"),
    ],
)
def test_the_state_of_an_interrupted_write_is_read_from_its_bytes(
    tmp_path: Path, content: bytes | None, former: bytes | None, state: State, expected: State
) -> None:
    photo = tmp_path / "a.jpg"
    photo.touch()
    one = entry(photo, "a.xmp", former, state)
    if content is not None:
        Path(one.path).write_bytes(content)
    assert found_state(one) == expected
    if content is None:
        os.unlink(photo)  # noqa: PTH108 - its drive may be away
        assert found_state(one) == state
