"""What moves with a photo: one condition at a time; a sidecar that another picture uses stays."""

import json
from pathlib import Path

import pytest

from photon.media.sidecar import companions
from photon.media.sidecar.companions import renamed_companion, shots_of

XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"


def fill(folder: Path, *names: str) -> None:
    for name in names:
        if name.endswith("json"):
            title = name.removesuffix(".json")
            text = json.dumps({"title": title, "photoTakenTime": {"timestamp": "1600000000"}, "description": "told"})
        else:
            text = XMP
        (folder / name).write_text(text)


def together(folder: Path, *chosen: str, alone: bool = False, with_films: bool | None = None) -> list[set[str]]:
    """The names of the files of each shot."""
    found = shots_of(folder, chosen, together=not alone, with_films=with_films)
    return [{Path(path).name for path in (*one.photos, *one.films, *one.sidecars)} for one in found]


@pytest.mark.parametrize(
    ("there", "shot", "alone"),
    [
        ("a.jpg a.xmp", "a.jpg a.xmp", "a.jpg a.xmp"),
        ("a.jpg a.jpg.xmp b.jpg b.xmp", "a.jpg a.jpg.xmp", "a.jpg a.jpg.xmp"),
        ("a.jpg A.XMP", "a.jpg A.XMP", "a.jpg A.XMP"),
        ("a.jpg a.nef a.xmp", "a.jpg a.nef a.xmp", "a.jpg"),  # the sidecar is the RAW file's, too
        ("a.jpg a.nef a.jpg.xmp a.nef.xmp", "a.jpg a.nef a.jpg.xmp a.nef.xmp", "a.jpg a.jpg.xmp"),
        ("a.jpg a.png a.xmp", "a.jpg", "a.jpg"),  # two pictures are not of one shot, and both use it
        ("a.jpg a.png a.jpg.xmp", "a.jpg a.jpg.xmp", "a.jpg a.jpg.xmp"),
        ("a.jpg a.mov", "a.jpg a.mov", "a.jpg"),
        ("a.jpg a.mp4 a.mp4.xmp", "a.jpg a.mp4 a.mp4.xmp", "a.jpg"),
        ("a.jpg a.avi", "a.jpg", "a.jpg"),
        ("a.jpg ab.mov ab.jpg", "a.jpg", "a.jpg"),
        ("a.jpg a.jpg.json", "a.jpg a.jpg.json", "a.jpg a.jpg.json"),
        ("a.jpg a.jpg.json a-edited.jpg", "a.jpg", "a.jpg"),  # the edited photo uses it, too
        ("a.jpg a.jpg.json b.jpg b.jpg.json", "a.jpg a.jpg.json", "a.jpg a.jpg.json"),
        ("a.jpg a.txt a.pdf", "a.jpg", "a.jpg"),
    ],
)
def test_what_goes_with_a_photo(tmp_path: Path, there: str, shot: str, alone: str) -> None:
    fill(tmp_path, *there.split())
    assert together(tmp_path, "a.jpg") == [set(shot.split())]
    assert together(tmp_path, "a.jpg", alone=True) == [set(alone.split())]


@pytest.mark.parametrize(
    ("there", "chosen", "expected"),
    [
        ("a.jpg a.png a.xmp", "a.jpg a.png", ["a.jpg a.xmp", "a.png"]),  # the last user takes it along
        ("a.jpg a.nef a.xmp", "a.jpg a.nef", ["a.jpg a.nef a.xmp"]),
        ("a.jpg a-edited.jpg a.jpg.json", "a.jpg a-edited.jpg", ["a.jpg a.jpg.json", "a-edited.jpg"]),
        ("a.jpg a-edited.jpg a.jpg.json", "a-edited.jpg", ["a-edited.jpg"]),
        ("a.nef b.nef a.cr2", "a.nef", ["a.nef"]),  # two RAW files without a picture
        ("a.png a.mov", "a.png", ["a.png"]),  # no camera makes live photos of this kind
        ("a.HEIC a.MOV", "a.HEIC", ["a.HEIC a.MOV"]),
    ],
)
def test_a_sidecar_goes_with_the_last_picture_that_uses_it(
    tmp_path: Path, there: str, chosen: str, expected: list[str]
) -> None:
    fill(tmp_path, *there.split())
    assert together(tmp_path, *chosen.split()) == [set(one.split()) for one in expected]


@pytest.mark.parametrize(("more", "goes"), [(0, True), (1, False)])
def test_a_long_film_of_the_same_name_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, goes: bool
) -> None:
    fill(tmp_path, "a.jpg", "a.mov")
    monkeypatch.setattr(companions, "LONGEST_FILM", len(XMP) - more)
    assert together(tmp_path, "a.jpg") == [{"a.jpg", "a.mov"} if goes else {"a.jpg"}]


@pytest.mark.parametrize(("with_films", "goes"), [(True, True), (False, False), (None, False)])
def test_films_alone_can_be_asked_for(tmp_path: Path, with_films: bool | None, goes: bool) -> None:
    fill(tmp_path, "a.jpg", "a.mov", "a.nef")
    assert together(tmp_path, "a.jpg", alone=True, with_films=with_films) == [{"a.jpg", "a.mov"} if goes else {"a.jpg"}]


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"title": "other.jpg", "photoTakenTime": {"timestamp": "1"}}'])
def test_a_json_file_of_something_else_stays(tmp_path: Path, text: str) -> None:
    fill(tmp_path, "a.jpg")
    (tmp_path / "a.json").write_text(text)
    assert together(tmp_path, "a.jpg") == [{"a.jpg"}]


@pytest.mark.parametrize(
    ("name", "photo", "new", "expected"),
    [
        ("lake.jpg.xmp", "lake.jpg", "sea.jpg", "sea.jpg.xmp"),
        ("LAKE.JPG.XMP", "lake.jpg", "sea.jpg", "sea.jpg.XMP"),
        ("lake.xmp", "lake.jpg", "sea.jpg", "sea.xmp"),
        ("lake.NEF", "lake.jpg", "sea.jpg", "sea.NEF"),
        ("lake.jpg.json", "lake.jpg", "sea.jpg", "sea.jpg.json"),
        ("lake.jpg.supplemental-me.json", "lake.jpg", "sea.jpg", "sea.jpg.supplemental-me.json"),
        ("lake.jp.json", "lake.jpg", "sea.jpg", "sea.jpg.json"),
        ("lake.jpg(1).json", "lake(1).jpg", "sea.jpg", "sea.jpg.json"),
        ("lake.xmp", "lake", "sea", "sea.xmp"),
        ("lake.xmp", "lake.jpg", "s.e.a.jpg", "s.e.a.xmp"),
    ],
)
def test_a_companion_is_called_as_its_photo(name: str, photo: str, new: str, expected: str) -> None:
    assert renamed_companion(name, photo, new) == expected


@pytest.mark.parametrize(
    ("there", "chosen", "expected"),
    [
        ("a.heic a.mov", "a.heic", ["a.heic a.mov"]),
        ("a.heic a.jpg a.mov", "a.heic", ["a.heic"]),  # the film of both stays with the one that stays
        ("a.heic a.jpg a.mov", "a.heic a.jpg", ["a.heic a.mov", "a.jpg"]),
        ("a.heic a.png a.mov", "a.heic", ["a.heic a.mov"]),
        ("a.jpg a.dng a.mov", "a.dng", ["a.dng a.jpg a.mov"]),
        ("a.jpg a.mov", "a.mov", ["a.mov"]),  # who chooses a film means the film
        ("a.jpg a.dng a.mov", "a.mov", ["a.mov"]),
    ],
)
def test_a_film_stays_while_one_of_its_photos_does(
    tmp_path: Path, there: str, chosen: str, expected: list[str]
) -> None:
    fill(tmp_path, *there.split())
    assert together(tmp_path, *chosen.split()) == [set(one.split()) for one in expected]


@pytest.mark.parametrize(("answer", "goes"), [(True, True), (False, False), (None, False)])
def test_what_is_known_of_a_film_counts_more_than_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool | None, goes: bool
) -> None:
    fill(tmp_path, "a.jpg", "a.mov")
    monkeypatch.setattr(companions, "LONGEST_FILM", 1)
    (shot,) = shots_of(tmp_path, ["a.jpg"], lambda _photo, _film: answer, together=True)
    assert bool(shot.films) is goes
