"""Copies that say roughly where a photo was taken have no trace of where exactly, in any block of any format."""

from pathlib import Path

import pytest

from photon.domain.metadata.export_recipe import CopyContents, Reencode
from photon.domain.metadata.place_words import PlaceWords
from photon.domain.places.place import StatedPlace
from photon.media.read.metadata_reading import read_words
from tests.media.copy.test_copying import FORMATS, PLACE_WORDS, copied, dump, rich
from tests.media.write.test_place_writing import ended

__all__ = ["ended"]
NEAR = PlaceWords(StatedPlace("", "Porto", "", "", "PT"), located="41.150000,-8.610000")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("redrawn", [None, Reencode("jpeg")])
def test_only_the_rough_place_is_left(tmp_path: Path, ending: str, redrawn: Reencode | None) -> None:
    place = copied(rich(tmp_path / f"a.{ending}"), CopyContents(places=False), redrawn, place=NEAR)
    read = read_words(str(place))
    assert read.facts is not None
    assert read.metadata is not None
    assert read.facts.gps == pytest.approx((41.15, -8.61))
    assert read.metadata.place.stated == NEAR.stated
    data = place.read_bytes()
    assert not [word for word in PLACE_WORDS if word != b"GPS" and word in data]
    told = {name: str(value) for name, value in dump(place).items() if name.endswith(("GPSLatitude", "GPSLongitude"))}
    assert all(value.startswith(("41 deg 9'", "8 deg 36'")) for value in told.values()), told


def test_a_copy_that_still_says_the_true_place_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from photon.domain.metadata.writing import UnsafeToEmbed
    from photon.media.copy import copying

    monkeypatch.setattr(copying, "with_words_in", lambda _path, data, *_: (data, ()))
    monkeypatch.setattr(copying, "rebuilt", lambda data, *_: data)
    with pytest.raises(UnsafeToEmbed):
        copied(rich(tmp_path / "a.jpg"), CopyContents(places=False), place=NEAR)
