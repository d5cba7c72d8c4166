"""Metadata that merging must not remove: fields that other programs read and Photon does not."""

import errno
import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.domain.metadata.tag import name_key, tag_key
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.media.decode import opening
from photon.media.file.atomic_replace import replace_file
from photon.media.file.source import opened
from photon.media.metadata import exif
from photon.media.metadata.charsets import utf16
from photon.media.metadata.keyword_tree import applied_in, categories_in, paths_of
from photon.media.metadata.packets import Packets
from photon.media.metadata.xmp import read_sidecar
from photon.media.read.metadata_reading import read_words
from photon.media.write.album_writing import keywords_in
from photon.media.write.xmp_writing import check_for, merged
from tests.media.drawn import drawn
from tests.media.packets import bag, branch, dataset, hierarchy, packet, resource, with_segment, with_xmp
from tests.media.photos import plan_photo

EVERYWHERE = PROFILES["everywhere"]
ROME = ("Places", "Italy", "Rome")


def test_flat_keywords_of_ancestors_stay_for_programs_without_levels() -> None:
    raw = packet(bag("dc:subject", "Italy", "Places", "Rome") + bag("lr:hierarchicalSubject", "Places|Italy|Rome"))
    words = MetadataEdit((ROME, ("Sunset",)))
    new, _ = merged(raw, words, EVERYWHERE)
    check_for(raw, words, EVERYWHERE)(new)
    assert set(read_sidecar(new).texts("dc:subject")) == {"Italy", "Places", "Rome", "Sunset"}
    gone = MetadataEdit((("Sunset",),))
    last, _ = merged(new, gone, EVERYWHERE)
    check_for(new, gone, EVERYWHERE)(last)
    assert read_sidecar(last).texts("dc:subject") == ["Sunset"]


def test_the_same_in_iptc(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    iptc = b"".join(dataset(25, name) for name in (b"Italy", b"Rome"))
    with_segment(str(path), 0xED, b"Photoshop 3.0\0" + resource(iptc))
    with_xmp(str(path), packet(bag("dc:subject", "Italy", "Rome") + bag("lr:hierarchicalSubject", "Places|Italy|Rome")))
    plan = plan_photo(str(path), TargetMetadata(MetadataEdit((ROME, ("Sunset",)))), EVERYWHERE)
    assert plan is not None
    path.write_bytes(plan.splice.applied(path.read_bytes()))
    assert all(word in path.read_bytes() for word in (b"\x19\0\x05Italy", b"\x19\0\x04Rome", b"\x19\0\x06Sunset"))


def test_a_list_in_two_places_is_read_completely_and_nothing_is_lost() -> None:
    raw = packet(
        bag("dc:subject", "one")
        + '</rdf:Description><rdf:Description rdf:about="">'
        + bag("dc:subject", "two")
        + bag("dc:subject", "three")
    )
    assert set(keywords_in(read_sidecar(raw))) == {("one",), ("two",), ("three",)}
    words = MetadataEdit((("one",), ("two",), ("three",), ("four",)))
    new, _ = merged(raw, words, EVERYWHERE)
    check_for(raw, words, EVERYWHERE)(new)
    assert set(keywords_in(read_sidecar(new))) == set(words.keywords or ())


def test_a_rating_in_two_places_is_the_same_in_both() -> None:
    raw = packet('</rdf:Description><rdf:Description rdf:about=""><xmp:Rating>2</xmp:Rating>', 'xmp:Rating="1"')
    new, _ = merged(raw, MetadataEdit(rating=5), EVERYWHERE)
    assert (new.count(b"Rating"), new.count(b'xmp:Rating="5"')) == (1, 1)


def test_an_attribute_that_cannot_be_copied_affects_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"old")
    kept: dict[str, bytes] = {}

    def put(_: int, name: str, value: bytes) -> None:
        if name.startswith("security."):
            raise OSError(errno.EPERM, "not allowed")
        kept[name] = value

    monkeypatch.setattr(os, "listxattr", lambda _: ["security.selinux", "user.xdg.tags"])
    monkeypatch.setattr(os, "getxattr", lambda _, name: name.encode())
    monkeypatch.setattr(os, "setxattr", put)
    replace_file(path, b"new", b"old", lambda _: None)
    assert kept == {"user.xdg.tags": b"user.xdg.tags"}


def test_a_preview_that_does_not_follow_directly_is_not_moved(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    behind = bytes(6) + b"\xff\xd8\xff\xdb preview \xff\xd9"
    size = path.stat().st_size
    head = 2 + 4 + 6  # SOI, the segment's mark and length, "Exif\0\0"
    note = b"MAKER\0\0\0\0\0\0\0"
    length = 8 + 2 + 12 + 4 + 12
    place = size + 4 + 6 + length + 6 - head  # of the preview, counted from the start of the TIFF structure
    note = note[:6] + place.to_bytes(4, "little") + note[10:]
    tiff = b"II*\0\x08\0\0\0\x01\0" + b"\x7c\x92\x07\0\x0c\0\0\0" + (26).to_bytes(4, "little") + bytes(4) + note
    with_segment(str(path), 0xE1, b"Exif\0\0" + tiff)
    path.write_bytes(path.read_bytes() + behind)
    data = path.read_bytes()
    assert data[head + place :].startswith(b"\xff\xd8\xff\xdb preview")
    with pytest.raises(UnsafeToEmbed, match="maker notes"):
        plan_photo(str(path), TargetMetadata(MetadataEdit((ROME,))), EVERYWHERE)


def test_metadata_after_a_tiff_structure_is_not_truncated(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    drawn().save(path)
    path.write_bytes(path.read_bytes() + b"AXS!" + bytes(8))
    with pytest.raises(UnsafeToEmbed, match="after the image"):
        plan_photo(str(path), TargetMetadata(MetadataEdit((ROME,))), EVERYWHERE)
    assert read_words(str(path)).problem is None


MARKS = {
    "dc:subject": "\n",
    "lr:hierarchicalSubject": "|",
    "digiKam:TagsList": "/",
    "MicrosoftPhoto:LastKeywordXMP": "/",
    "mediapro:CatalogSets": "|",
}
names = st.sampled_from(["Rome", "rome", "Italy", "Places", "Sunset", "AC/DC", "a|b", "été", "x, y"])
lists = st.lists(st.lists(names, min_size=1, max_size=3), max_size=4)


def texts_of(raw: bytes) -> dict[str, set[str]]:
    said = read_sidecar(raw)
    return {field: {tag_key(tuple(text.split(mark))) for text in said.texts(field)} for field, mark in MARKS.items()}


@pytest.mark.slow
@settings(max_examples=400)
@given(st.dictionaries(st.sampled_from(sorted(MARKS)), lists), st.sampled_from(["everywhere", "lightroom", "immich"]))
def test_adding_a_keyword_removes_none_from_any_field(fields: dict[str, list[list[str]]], profile: str) -> None:
    body = "".join(bag(name, *(MARKS[name].join(path) for path in some)) for name, some in fields.items() if some)
    raw = packet(body.replace("\n", " "))
    words = MetadataEdit((*keywords_in(read_sidecar(raw)), ("new",)))
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    before, after = texts_of(raw), texts_of(new)
    assert all(before[field] <= after[field] for field in MARKS), (before, after)


def test_levels_that_are_separate_keywords_stay_in_trees_too() -> None:
    tree = "<Categories><Category Assigned='1'>Places<Category Assigned='1'>Rome</Category></Category></Categories>"
    nested = hierarchy(branch("Places", branch("Rome"), applied=True))
    raw = packet(f"<acdsee:categories><![CDATA[{tree}]]></acdsee:categories>{nested}")
    words = MetadataEdit((("Places", "Rome"), ("new",)))
    new, _ = merged(raw, words, EVERYWHERE)
    check_for(raw, words, EVERYWHERE)(new)
    said = read_sidecar(new)
    categories = categories_in(said.text("acdsee:categories"), strict=True)
    assert categories is not None
    assert list(applied_in(categories)) == [("Places",), ("Places", "Rome"), ("new",)]
    assert list(paths_of(said.values["mwg-kw:Keywords"])) == [("Places",), ("Places", "Rome")]


def with_fields(path: Path, fields: dict[str, list[list[str]]], iptc: list[str], windows: list[str]) -> None:
    """Write a JPEG with keywords in XMP, in IPTC, and in the field of Windows."""
    drawn().save(path)
    if iptc:
        block = b"".join(dataset(25, name.encode()) for name in iptc)
        with_segment(str(path), 0xED, b"Photoshop 3.0\0" + resource(block))
    body = "".join(bag(name, *(MARKS[name].join(one) for one in some)) for name, some in fields.items() if some)
    with_xmp(str(path), packet(body.replace("\n", " ")))
    if windows:
        raw = ";".join(windows).encode("utf-16-le") + b"\0\0"
        line = struct.pack("<HHII", exif.XP_KEYWORDS, 1, len(raw), 26)
        with_segment(str(path), 0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0" + line + bytes(4) + raw)


def flat_in(path: Path) -> set[tuple[str, str]]:
    with opened(str(path)) as source:
        picture = opening.open_picture(source, opening.identify(source), 1)
    packets = Packets(picture.tags, picture.parts)
    windows = utf16(exif.packet(picture.tags, exif.XP_KEYWORDS)).rstrip("\0").split(";")
    return {*(("iptc", name_key(one)) for one in packets.iptc.keywords), *(("xp", name_key(one)) for one in windows)}


plain = st.lists(st.sampled_from(["Rome", "Italy", "Sunset", "été"]), max_size=3, unique=True)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(MARKS)), lists), plain, plain, st.sampled_from(sorted(PROFILES)))
def test_the_same_in_iptc_and_exif(
    tmp_path: Path, fields: dict[str, list[list[str]]], iptc: list[str], windows: list[str], profile: str
) -> None:
    path = tmp_path / "a.jpg"
    with_fields(path, fields, iptc, windows)
    words = read_words(str(path)).metadata
    assert words is not None
    before = flat_in(path)
    plan = plan_photo(str(path), TargetMetadata(MetadataEdit((*words.keywords, ("new",)))), PROFILES[profile])
    assert plan is not None
    path.write_bytes(plan.splice.applied(path.read_bytes()))
    assert before - {("xp", "")} <= flat_in(path)


def test_a_file_system_without_permissions_causes_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no modes here")

    path, plain_file = tmp_path / "a.jpg", tmp_path / "b"
    plain_file.touch()
    path.write_bytes(b"old")
    path.chmod(plain_file.stat().st_mode & 0o7777)
    monkeypatch.setattr(os, "fchmod", refuse)
    replace_file(path, b"new", b"old", lambda _: None)
    assert path.read_bytes() == b"new"
