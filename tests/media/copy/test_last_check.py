"""The last look at a copy: what a filter let through is found before the copy is written, each kind on its own."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from photon.domain.metadata.export_recipe import CopyContents, Recipe, Reencode
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import MetadataEdit, UnsafeToEmbed
from photon.media.copy import copying
from photon.media.copy.copying import make_copy
from photon.media.read.metadata_reading import read_words
from tests.media.copy.test_copying import XMP, rich
from tests.media.drawn import drawn
from tests.media.packets import bag, packet, with_xmp

PASSPORT = frozenset({tag_key(("passport",))})
FACES = packet(bag("Iptc4xmpExt:PersonInImage", "Anna Berg"))
PLACE = packet("", 'exif:GPSLatitude="38,42.6N" exif:GPSLongitude="9,8.4W"')
KEYWORDS = packet(bag("dc:subject", "lake", "Passport"))


@pytest.fixture
def leaky(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters that let everything pass; the last check has its own rule."""
    make = copying._blocks

    def blocks(data: bytes, picture: Any, recipe: Recipe, about: Any) -> Any:
        return make(
            data, picture, replace(recipe, carried=CopyContents(), names=frozenset(), unwanted=frozenset()), about
        )

    monkeypatch.setattr(copying, "_blocks", blocks)
    monkeypatch.setattr(copying, "_words_for", lambda *_: None)


def made(path: Path, recipe: Recipe) -> bool:
    """Whether a copy was made."""
    place = path.with_name("copy" + path.suffix)
    with suppress(UnsafeToEmbed):
        make_copy(str(path), recipe, str(place))
    return place.exists()


@pytest.mark.usefixtures("leaky")
@pytest.mark.parametrize("redrawn", [None, Reencode("jpeg", 60)])
@pytest.mark.parametrize(
    ("xmp", "carried", "unwanted", "is_made"),
    [
        (PLACE, CopyContents(places=False), frozenset(), False),
        (PLACE, CopyContents(people=False), frozenset(), True),
        (FACES, CopyContents(people=False), frozenset(), False),
        (FACES, CopyContents(places=False), frozenset(), True),
        (KEYWORDS, CopyContents(), PASSPORT, False),
        (KEYWORDS, CopyContents(people=False, places=False), frozenset(), True),
        (XMP, CopyContents(), frozenset(), True),
    ],
)
def test_what_a_filter_let_through_is_found(
    tmp_path: Path, redrawn: Reencode | None, xmp: bytes, carried: CopyContents, unwanted: frozenset[str], is_made: bool
) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    with_xmp(str(path), xmp)
    assert made(path, Recipe(redrawn, carried, unwanted=unwanted)) is is_made


@pytest.mark.usefixtures("leaky")
def test_a_sidecar_is_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    assert made(path, Recipe(None, CopyContents(), unwanted=PASSPORT))
    path.with_name("copy.jpg").unlink()
    path.with_suffix(".xmp").write_bytes(KEYWORDS)
    assert not made(path, Recipe(None, CopyContents(), unwanted=PASSPORT))


@pytest.mark.parametrize(
    ("words", "names", "kept"),
    [
        (
            MetadataEdit((("People", "Ben"), ("sea",)), "Ben by the sea", "Ben"),
            frozenset({"Ben"}),
            ((("sea",),), None, None),
        ),
        (
            MetadataEdit((("sea",),), "Ben by the sea", "Morning"),
            frozenset({"Ben"}),
            ((("sea",),), None, "Morning"),
        ),
        (MetadataEdit((("sea",),), "Morning", "Ben"), frozenset({"Ben"}), ((("sea",),), "Morning", None)),
        (MetadataEdit((("sea",),), "By the sea", "Ben"), frozenset(), ((("sea",),), "By the sea", "Ben")),
    ],
)
def test_a_name_is_left_out_of_each_text(
    tmp_path: Path, words: MetadataEdit, names: frozenset[str], kept: tuple[object, ...]
) -> None:
    path, place = tmp_path / "a.jpg", tmp_path / "copy.jpg"
    drawn().save(path)
    make_copy(str(path), Recipe(None, CopyContents(people=False, words=True), words, names=names), str(place))
    metadata = read_words(str(place)).metadata
    assert metadata is not None
    assert (metadata.keywords, metadata.caption, metadata.title) == kept


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    path, place = rich(tmp_path / "a.jpg"), tmp_path / "copy.jpg"
    place.write_bytes(b"of somebody")
    with pytest.raises(FileExistsError):
        make_copy(str(path), Recipe(None, CopyContents(places=False)), str(place))
    assert place.read_bytes() == b"of somebody"
