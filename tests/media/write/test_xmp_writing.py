"""Metadata merged into XMP: other programs read it, and nothing else in the file changes."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain.metadata.tag import TagPath
from photon.domain.metadata.writing import PROFILES, MetadataEdit, WordOrigin
from photon.media.metadata.xmp import UnreadableXmp, read_sidecar
from photon.media.write.album_writing import keywords_in
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, check_for, merged, origins_in
from tests.media.packets import bag, languages, packet

EVERYWHERE = PROFILES["everywhere"]
ROME: TagPath = ("Places", "Italy", "Rome")
FOREIGN = packet(
    "<!-- by hand -->"
    + bag("dc:subject", "old")
    + '<darktable:history xmlns:darktable="http://darktable.sf.net/"><rdf:Seq><rdf:li darktable:num="0"/></rdf:Seq>'
    + "</darktable:history><dc:rights>me</dc:rights>",
    'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.65" xmp:Rating="2"',
)


def write(raw: bytes | None, words: MetadataEdit, profile: str = "everywhere") -> bytes:
    """Merge, and check the result as a reader would."""
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    return new


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_each_profile_writes_what_its_program_reads(profile: str) -> None:
    words = MetadataEdit((ROME, ("Sunset",)), "Zeile\nзакат 夕焼け", "Titel ß", 4)
    found = read_sidecar(write(None, words, profile))
    assert set(found.texts("dc:subject")) == {"Rome", "Sunset"}
    for field, mark in (("lr:hierarchicalSubject", "|"), ("digiKam:TagsList", "/")):
        wanted = [mark.join(ROME), "Sunset"] if field in PROFILES[profile].paths else []
        assert found.texts(field) == wanted
    assert found.text("tiff:ImageDescription") == ("Zeile\nзакат 夕焼け" if profile == "immich" else "")
    assert (found.text("dc:description"), found.text("dc:title")) == ("Zeile\nзакат 夕焼け", "Titel ß")
    assert found.text("xmp:Rating") == "4"


def test_foreign_metadata_is_unchanged() -> None:
    new = write(FOREIGN, MetadataEdit((ROME,), "caption", rating=5))
    assert XmpDocument(new).without(OWNED) == XmpDocument(FOREIGN).without(OWNED)
    for piece in (b"<!-- by hand -->", b'crs:Exposure2012="+0.65"', b'<rdf:li darktable:num="0"/>', b'xmp:Rating="5"'):
        assert piece in new
    assert new.startswith(b"<?xpacket begin=")
    assert b'<?xpacket end="w"?>' in new


def test_unrequested_fields_stay() -> None:
    new = write(FOREIGN, MetadataEdit(title="only this"))
    found = read_sidecar(new)
    assert (found.texts("dc:subject"), found.text("xmp:Rating")) == (["old"], "2")


def test_the_same_metadata_again_changes_nothing() -> None:
    words = MetadataEdit((ROME, ("c/d",), ("e|f",)), "caption", "title", 3, (WordOrigin("keyword", "Rome", "starter"),))
    new = write(FOREIGN, words)
    assert merged(new, words, EVERYWHERE) == (new, ())
    assert merged(new, MetadataEdit(), EVERYWHERE) == (new, ())


def test_removed_metadata_does_not_return_from_another_field() -> None:
    everything = packet(
        bag("dc:subject", "Rome", "gone")
        + bag("MicrosoftPhoto:LastKeywordXMP", "Places/Italy/Rome", "gone")
        + bag("mediapro:CatalogSets", "gone")
        + "<acdsee:categories>&lt;Categories>&lt;Category Assigned='1'>gone&lt;/Category>&lt;/Categories>"
        + "</acdsee:categories>"
        + languages("tiff:ImageDescription", x_default="old")
        + languages("dc:description", x_default="old", fr="vieux"),
        'xmp:Rating="3" acdsee:rating="3" MicrosoftPhoto:Rating="50" exif:UserComment="another"',
    )
    found = read_sidecar(write(everything, MetadataEdit((ROME,), "new", rating=5)))
    assert keywords_in(found) == (ROME,)
    assert "Assigned" in found.text("acdsee:categories")
    assert (found.text("dc:description"), found.text("tiff:ImageDescription")) == ("new", "new")
    assert found.values["dc:description"].texts == {"x-default": "new", "fr": "vieux"}
    assert found.text("exif:UserComment") == "another"
    assert (found.text("acdsee:rating"), found.text("MicrosoftPhoto:Rating")) == ("5", "99")
    nothing = read_sidecar(write(everything, MetadataEdit((), "", "", math.nan)))
    assert nothing.text("dc:description") == ""
    assert not {*OWNED} & {*nothing.values} - {"exif:UserComment", "dc:description"}


def test_a_name_with_a_separator_stays_one_keyword() -> None:
    words = MetadataEdit((("Music", "AC/DC"), ("a|b",), ("x/y|z", "leaf")))
    found = read_sidecar(write(None, words))
    assert set(found.texts("digiKam:TagsList")) == {"a|b"}
    assert set(found.texts("lr:hierarchicalSubject")) == {"Music|AC/DC"}
    assert set(keywords_in(found)) == {("Music", "AC/DC"), ("a|b",), ("leaf",)}


def test_the_model_that_wrote_a_text_is_no_keyword() -> None:
    origins = (WordOrigin("keyword", "Places/Rome", "starter-1"), WordOrigin("caption", "A cat.", "captioner-1"))
    new = write(FOREIGN, MetadataEdit((ROME,), origins=origins))
    found = read_sidecar(new)
    assert origins_in(found) == origins
    assert keywords_in(found) == (ROME,)
    assert origins_in(read_sidecar(write(new, MetadataEdit(origins=())))) == ()


def test_a_property_in_several_places_is_merged() -> None:
    twice = FOREIGN.replace(
        b"</rdf:RDF>", b'<rdf:Description rdf:about="" xmp:Rating="1" dc:title="x"/></rdf:RDF>'
    ).replace(b'xmp:Rating="2"', b"")
    found = read_sidecar(write(twice, MetadataEdit((), "", "title", 4)))
    assert (found.text("xmp:Rating"), found.text("dc:title")) == ("4", "title")


def test_invalid_xml_characters_are_dropped() -> None:
    found = read_sidecar(write(None, MetadataEdit((("a\x00b",), ("\x01",)), "one\r\ntwo\x0b ", " t\n2 ")))
    assert (found.texts("dc:subject"), found.text("dc:description")) == (["ab"], "one\ntwo")
    assert found.text("dc:title") == "t 2"


@pytest.mark.parametrize(
    "raw", [b"", b"<html/>", FOREIGN[:-40], b"<!DOCTYPE x><x/>", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"]
)
def test_unreadable_packets_are_not_written(raw: bytes) -> None:
    with pytest.raises(UnreadableXmp):
        merged(raw, MetadataEdit(title="x"), EVERYWHERE)


def test_the_check_detects_errors() -> None:
    words = MetadataEdit((ROME,), "caption")
    new = write(FOREIGN, words)
    check = check_for(FOREIGN, words, EVERYWHERE)
    for wrong in (new.replace(b"Rome", b"Roma"), new.replace(b"+0.65", b"+0.66"), new.replace(b"by hand", b"by foot")):
        with pytest.raises(ValueError, match=r"would not be correct|unrelated property would change"):
            check(wrong)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
keywords = st.lists(st.lists(names, min_size=1, max_size=3).map(tuple), max_size=5).map(tuple)


@settings(max_examples=60)
@given(st.none() | keywords, st.none() | st.text(max_size=20), st.sampled_from([None, -1, 0, 3.5, math.nan]),
       st.sampled_from(sorted(PROFILES)), st.sampled_from([None, FOREIGN]))  # fmt: skip
def test_any_metadata_is_read_back_and_repeating_changes_nothing(
    paths: tuple[TagPath, ...] | None, caption: str | None, rating: float | None, profile: str, raw: bytes | None
) -> None:
    words = MetadataEdit(paths, caption, caption, rating)
    new = write(raw, words, profile)
    assert merged(new, words, PROFILES[profile]) == (new, ())
