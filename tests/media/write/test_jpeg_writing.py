"""Metadata in JPEGs: all fields agree afterwards, and everything else is unchanged to the byte."""

import hashlib
import io
import math
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.media.metadata.xmp import read_packet
from photon.media.read.reading import read
from photon.media.write import jpeg_writing
from tests.media.drawn import drawn
from tests.media.packets import bag, dataset, packet, with_segment, with_xmp
from tests.media.photos import (
    EVERYWHERE,
    LIST,
    MAKER_NOTES,
    ROME,
    WORDS,
    exif,
    iptc,
    plan_photo,
    rich_jpeg,
    says,
    told,
    with_pictures,
    written,
)


def refused(path: Path, words: MetadataEdit = WORDS) -> str:
    """Return why a photo is not written."""
    before = path.read_bytes()
    with pytest.raises(UnsafeToEmbed) as why:
        plan_photo(str(path), TargetMetadata(words), EVERYWHERE)
    assert path.read_bytes() == before
    return why.value.message


def test_a_keyword_and_its_ancestor_are_written_once(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    words = MetadataEdit(keywords=(("beach",), ("Places", "Italy"), ("Places", "Italy", "Rome")))
    assert {"IPTC Keywords", "EXIF XPKeywords"} <= {change.field for change in written(path, words).changes}


def test_all_fields_agree_afterwards(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    before, hash_ = path.read_bytes(), read(str(path)).image_hash
    changes = {change.field: change for change in written(path).changes}
    says(path)
    assert {"dc:subject", "IPTC Keywords", "IPTC Caption", "EXIF ImageDescription", "EXIF XPKeywords", "EXIF Rating",
            "EXIF RatingPercent", "EXIF UserComment", "dc:description", "xmp:Rating"} <= set(changes)  # fmt: skip
    assert (changes["IPTC Keywords"].before, changes["IPTC Keywords"].after) == (
        ("old", "gone"), ("Rome", "Größe", "夕焼け")
    )  # fmt: skip
    data = path.read_bytes()
    assert b"gone" not in data
    assert b"old caption" not in data
    assert read(str(path)).image_hash == hash_
    for kept in (MAKER_NOTES, b"a profile", b"a comment", b'crs:Exposure2012="+0.65"', b"slices", b"vieux",
                 before[before.index(b"\xff\xdb") :]):  # fmt: skip
        assert kept in data
    with Image.open(path) as image:
        fields = image.getexif()
        assert (fields[0x010E].encode("latin-1").decode(), fields[0x4746], fields[0x4749]) == (WORDS.caption, 4, 75)
        assert fields[0x9C9E].decode("utf-16-le") == "Rome;Größe;夕焼け\0"
    block = jpeg_writing.read_blocks(data).photoshop or b""
    at = block.index(b"8BIM\x04\x04")
    size = struct.unpack(">I", block[at + 8 : at + 12])[0]
    assert block.endswith(hashlib.md5(block[at + 12 : at + 12 + size], usedforsecurity=False).digest())
    assert b"\x1c\x01\x5a\x00\x03\x1b%G" in block


def test_removed_metadata_is_removed_from_every_field(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    written(path, MetadataEdit((), "", "", math.nan))
    found = told(path)
    assert (found.keywords, found.caption, found.title, found.rating) == ((), None, None, None)
    with Image.open(path) as image:
        assert not {0x010E, 0x4746, 0x4749, 0x9C9E} & set(image.getexif())
        assert image.getexif().get_ifd(0x8769)[0x927C] == MAKER_NOTES


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_plain_photo_gets_a_packet_and_nothing_else(tmp_path: Path, profile: str) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    before = path.read_bytes()
    plan = written(path, profile=PROFILES[profile])
    (edit,) = plan.splice.edits
    assert edit.old == b""
    assert edit.start - before.index(b"\xff\xdb") in {0, 1}  # both start with the byte of a marker
    found = told(path)
    assert (found.caption, found.title, found.rating) == (WORDS.caption, WORDS.title, 4)


def test_fields_of_others_stay(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    plan = written(path, MetadataEdit(title="only this"))
    assert [change.field for change in plan.changes] == ["dc:title"]
    says(path, MetadataEdit((("old",), ("gone",)), "old caption", "only this", 2))


@pytest.mark.parametrize("rating", ["3.5", "-1"])
def test_half_and_rejected_ratings_stay_until_the_user_rates(tmp_path: Path, rating: str) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    with_xmp(str(path), packet("", f'xmp:Rating="{rating}" xmp:Label="Red"'))
    stars = 4.0 if rating == "3.5" else 0.0
    written(path, MetadataEdit((ROME,), "caption", "", stars))
    assert (told(path).rating, told(path).label) == (float(rating), "Red")
    written(path, MetadataEdit((ROME,), "caption", "", 5.0))
    assert (told(path).rating, told(path).label) == (5, "Red")


def test_faces_and_labels_of_other_programs_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    face = (
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<mwg-rs:Name>Ann</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>"
        '<mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.2" stArea:unit="normalized"/>'
        "</rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )
    with_xmp(str(path), packet(face, 'xmp:Label="Green" digiKam:PickLabel="3"'))
    before = told(path)
    written(path)
    after = told(path)
    assert before.faces
    assert (after.faces, after.people, after.label, after.pick) == (before.faces, before.people, "Green", 1)


def test_removed_keywords_are_removed_from_an_mwg_hierarchy(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    tree = (
        '<mwg-kw:Keywords rdf:parseType="Resource"><mwg-kw:Hierarchy><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<mwg-kw:Keyword>gone</mwg-kw:Keyword></rdf:li></rdf:Bag></mwg-kw:Hierarchy></mwg-kw:Keywords>"
    )
    with_xmp(str(path), packet(bag("dc:subject", "gone") + tree))
    plan = written(path, MetadataEdit((ROME, ("Sea",))))
    (change,) = [change for change in plan.changes if change.field == "mwg-kw:Keywords"]
    assert (change.before, change.after) == (("gone",), ())
    kept = read_packet(jpeg_writing.read_blocks(path.read_bytes()).xmp or b"")
    assert set(kept.texts("lr:hierarchicalSubject")) == {"Places|Italy|Rome", "Sea"}
    assert b"mwg-kw:" not in path.read_bytes().replace(b"xmlns:mwg-kw", b"")


def test_keywords_with_separators_stay_one_keyword(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    words = MetadataEdit((("Music", "AC/DC"), ("a;b",), ("x, y",)), "c", "t", 1.0)
    written(path, words)
    assert set(told(path).keywords) == set(words.keywords or ())


def test_a_long_keyword_is_truncated_in_iptc_only(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    written(path, MetadataEdit((("ß" * 100,),), "ж" * 3000))
    assert told(path).keywords == (("ß" * 100,),)
    assert told(path).caption == "ж" * 3000
    assert b"\x1c\x02\x19\x00\x40" + "ß".encode() * 32 in path.read_bytes()


@pytest.mark.parametrize(
    ("sets", "charset"),
    [
        (dataset(25, "Zürich".encode("cp1252")) + dataset(90, "Zürich".encode("cp1252")), b"\x1b%G"),
        (dataset(90, b"\x1b-L", 1) + dataset(25, "закат".encode("iso8859-5")) + dataset(90, b"Bern"), b"\x1b%G"),
        (dataset(90, b"\x1b%G", 1) + dataset(25, b"x") + dataset(90, "Zürich".encode()), b"\x1b%G"),
    ],
    ids=["undeclared", "cyrillic", "utf-8"],
)
def test_iptc_is_converted_to_unicode_as_a_whole(tmp_path: Path, sets: bytes, charset: bytes) -> None:
    path = rich_jpeg(tmp_path / "a.jpg", iptc(sets))
    city = "Bern" if b"Bern" in sets else "Zürich"
    written(path)
    block = jpeg_writing.read_blocks(path.read_bytes()).photoshop or b""
    assert b"\x1c\x01\x5a\x00\x03" + charset in block
    assert dataset(90, city.encode()) in block
    says(path)


def test_ascii_texts_do_not_change_the_encoding(tmp_path: Path) -> None:
    sets = dataset(90, b"\x1b$B", 1) + dataset(25, b"x") + dataset(90, b"\x1b$B%\xb9")
    path = rich_jpeg(tmp_path / "a.jpg", iptc(sets))
    written(path, MetadataEdit((("plain",),), "plain", "plain", 1.0))
    block = jpeg_writing.read_blocks(path.read_bytes()).photoshop or b""
    assert dataset(90, b"\x1b$B", 1) + dataset(25, b"plain") + dataset(90, b"\x1b$B%\xb9") in block
    (tmp_path / "b").mkdir()
    unknown = dataset(90, b"\x1b$B", 1) + dataset(25, b"x") + dataset(90, "ñ".encode("latin-1"))
    assert "character set" in refused(rich_jpeg(tmp_path / "b" / "a.jpg", iptc(unknown)))


def test_further_pictures_are_found_after_they_moved(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    out = io.BytesIO()
    drawn(60, 40).save(out, "JPEG")
    with_pictures(path, out.getvalue())
    for words in (WORDS, MetadataEdit((), "", "", 0.0)):
        written(path, words)
        data = path.read_bytes()
        base = data.index(b"MPF\0") + 4
        size, place = (struct.unpack_from("<I", data, base + LIST + at)[0] for at in (4, 24))
        assert data[base + place :] == out.getvalue()
        assert size == base + place
    with Image.open(path) as image:
        assert image.format == "MPO"
        image.seek(1)
        assert image.size == (60, 40)


def test_a_video_after_the_picture_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    motion = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideoOffset="1008"'
    with_xmp(str(path), packet("", motion))
    film = b"\0\0\0\x18ftypmp42" + bytes(996)
    path.write_bytes(path.read_bytes() + film)
    written(path)
    assert path.read_bytes()[-1008:] == film  # counted from the end
    says(path)


def test_extended_xmp_without_changed_metadata_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    for name, more in (("fine", "<crs:depth xmlns:crs='urn:x'>1</crs:depth>"), ("words", bag("dc:subject", "hidden"))):
        place = tmp_path / f"{name}.jpg"
        place.write_bytes(path.read_bytes())
        packet_ = packet(more)
        guid = hashlib.md5(packet_, usedforsecurity=False).hexdigest().upper()
        head = guid.encode() + struct.pack(">II", len(packet_), 0)
        with_segment(str(place), 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + packet_)
        with_xmp(str(place), packet("", f'xmpNote:HasExtendedXMP="{guid}"'))
    written(tmp_path / "fine.jpg")
    assert b"crs:depth" in (tmp_path / "fine.jpg").read_bytes()
    assert "extended XMP" in refused(tmp_path / "words.jpg")


def cut(data: bytes) -> bytes:
    return data[:-100]


def twice(data: bytes) -> bytes:
    segment = b"\xff\xe1" + struct.pack(">H", 2 + 29 + len(packet(""))) + b"http://ns.adobe.com/xap/1.0/\0" + packet("")
    return data[:2] + segment + data[2:]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (cut, "cut off"),
        (twice, "more than once"),
        (lambda data: data + b"AXS!\0\0\0\0\0\0\0\0", "another program"),
        (lambda data: data + bytes(6) + b"\xa1\xb2\xc3\xd4", "another program"),
        (lambda data: data.replace(b"</rdf:RDF>", b"</rdf:BAD>"), "can't be read"),
        (lambda data: data.replace(b"<rdf:RDF", b"<!ENTITY"), "can't be read"),
        (lambda data: data.replace(b"8BIM\x04\x04", b"8BIX\x04\x04"), "IPTC is damaged"),
        (lambda data: data[:2] + b"\xff\xeb\0\x0a" + b"JP..c2pa" + data[2:], "content credentials"),
        (lambda data: data.replace(b"II*\0" if b"II*\0" in data else b"MM\0*", b"XX*\0"), "EXIF is damaged"),
    ],
    ids=["cut", "twice", "afcp", "fotostation", "not-xml", "entities", "iptc", "c2pa", "exif"],
)
def test_unsafe_files_are_refused_with_a_reason(tmp_path: Path, change: Callable[[bytes], bytes], why: str) -> None:
    path = rich_jpeg(tmp_path / "a.jpg")
    path.write_bytes(change(path.read_bytes()))
    assert why in refused(path)


def test_maker_notes_that_point_after_the_picture_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    rich_jpeg(path, notes=b"\x11\x22\x33\x44" * 20)
    data = path.read_bytes()
    exif_at = data.index(b"Exif\0\0") + 6
    pointed = data.replace(b"\x11\x22\x33\x44", struct.pack("<I", len(data) - exif_at), 1)
    path.write_bytes(pointed + b"\xff\xd8 a preview")
    assert "maker notes" in refused(path)
    path.write_bytes(data + b"\xff\xd8 a preview")
    written(path)


def test_metadata_larger_than_a_segment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path)
    with_xmp(str(path), packet("<crs:x xmlns:crs='urn:x'>" + "y" * 60_000 + "</crs:x>"))
    assert "64 kB" in refused(path, MetadataEdit(caption="z" * 6_000))


def test_automatic_camera_texts_stay(tmp_path: Path) -> None:
    path = rich_jpeg(tmp_path / "a.jpg", description="OLYMPUS DIGITAL CAMERA")
    written(path, MetadataEdit(caption="mine"))
    with Image.open(path) as image:
        assert image.getexif()[0x010E] == "OLYMPUS DIGITAL CAMERA"
    assert told(path).caption == "mine"


def test_sensitive_and_rejected_keywords_stay_but_are_not_added(tmp_path: Path) -> None:
    path, other = rich_jpeg(tmp_path / "a.jpg"), tmp_path / "b.jpg"
    drawn().save(other)
    words = MetadataEdit((("old",), ROME), "old caption", "t", 2.0)
    for place, left in ((path, {("old",), ROME}), (other, {ROME})):
        written(place, words, kept=["old"])
        assert set(told(place).keywords) == left


@pytest.mark.parametrize(
    ("comment", "stays"),
    [
        (b"ASCII\0\0\0old caption", False),
        (b"ASCII\0\0\0shot by Anna", True),
        (b"ASCII\0\0\0old caption.", True),
        (b"ASCII\0\0\0", True),
        (b"UNICODE\0" + "old caption".encode("utf-16-le"), False),
        (b"UNICODE\0" + "by Ännä".encode("utf-16-le"), True),
    ],
)
def test_a_comment_follows_the_caption_only_if_it_repeated_it(tmp_path: Path, comment: bytes, stays: bool) -> None:
    path = rich_jpeg(tmp_path / "a.jpg", comment=comment)
    changes = {change.field for change in written(path, MetadataEdit(caption="mine")).changes}
    assert ("EXIF UserComment" in changes) is not stays
    with Image.open(path) as image:
        assert image.getexif().get_ifd(0x8769)[0x9286] == (comment if stays else b"ASCII\0\0\0mine")


def test_a_comment_in_a_photo_without_a_caption_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    drawn().save(path, exif=exif(description="", comment=b"ASCII\0\0\0"))
    written(path, MetadataEdit(caption="mine"))
    with Image.open(path) as image:
        assert image.getexif().get_ifd(0x8769)[0x9286] == b"ASCII\0\0\0"
