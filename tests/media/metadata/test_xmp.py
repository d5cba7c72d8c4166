"""XMP is read in every notation, and no content can do harm."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.media.metadata.rdf import Properties
from photon.media.metadata.xmp import UnreadableXmp, read_packet, read_sidecar
from tests.media.packets import bag, languages, packet

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description xmlns:dc="{DC}" dc:title="&b;"/></rdf:RDF>'
)


def test_attribute_element_and_list_are_the_same_property() -> None:
    assert read_packet(packet("", 'xmp:Rating="3"')).text("xmp:Rating") == "3"
    assert read_packet(packet("<xmp:Rating> 3 </xmp:Rating>")).text("xmp:Rating") == "3"
    assert read_packet(packet(bag("dc:subject", "a", "b &amp; c"))).texts("dc:subject") == ["a", "b & c"]
    assert read_packet(packet("<dc:subject>a, b</dc:subject>")).texts("dc:subject") == ["a, b"]
    assert read_packet(packet("<dc:subject><rdf:Bag/></dc:subject>")).texts("dc:subject") == []


def test_the_default_language_is_preferred_over_the_first() -> None:
    both = languages("dc:title", fr="été", x_default="Sommer")
    assert read_packet(packet(both)).text("dc:title") == "Sommer"
    assert read_packet(packet(languages("dc:title", fr="été", de="Sommer"))).text("dc:title") == "été"
    assert read_packet(packet(languages("dc:title", x_default=" ", de="Sommer"))).text("dc:title") == "Sommer"


@pytest.mark.parametrize(
    "body",
    [
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList>x</mwg-rs:RegionList></mwg-rs:Regions>',
        "<mwg-rs:Regions><rdf:Description><mwg-rs:RegionList>x</mwg-rs:RegionList></rdf:Description></mwg-rs:Regions>",
        '<mwg-rs:Regions><rdf:Description mwg-rs:RegionList="x"/></mwg-rs:Regions>',
        '<mwg-rs:Regions mwg-rs:RegionList="x"/>',
    ],
)
def test_all_notations_of_a_structure(body: str) -> None:
    assert read_packet(packet(body)).structs("mwg-rs:Regions") == [{"mwg-rs:RegionList": "x"}]


def test_a_qualified_value_is_its_value() -> None:
    body = (
        "<dc:source><rdf:Description><rdf:value>x</rdf:value><xmp:Label>why</xmp:Label></rdf:Description></dc:source>"
    )
    assert read_packet(packet(body)).text("dc:source") == "x"


def test_names_are_resolved_by_namespace_not_prefix() -> None:
    text = packet(bag("dc:subject", "a")).decode().replace("dc:", "other:").replace("xmlns:dc", "xmlns:other")
    assert read_packet(text.encode()).texts("dc:subject") == ["a"]


def test_undeclared_prefixes_are_accepted_in_pictures_but_not_in_sidecars() -> None:
    broken = b'<x:xmpmeta><rdf:RDF><rdf:Description dc:title="x"/></rdf:RDF></x:xmpmeta>'
    assert read_packet(broken).text("dc:title") == "x"
    with pytest.raises(UnreadableXmp):
        read_sidecar(broken)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_every_encoding_of_unicode(charset: str) -> None:
    text = packet(bag("dc:subject", "закат", "夕焼け", "🌵")).decode().replace("\ufeff", "")
    raw = f"<x>{text}</x>".encode(charset)
    assert read_packet(raw).texts("dc:subject") == ["закат", "夕焼け", "🌵"]
    assert read_sidecar(raw).texts("dc:subject") == ["закат", "夕焼け", "🌵"]


def test_a_declared_encoding_is_used_and_a_wrong_one_tolerated() -> None:
    body = packet(bag("dc:subject", "café")).decode().replace("\ufeff", "")
    latin = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + body.encode("latin-1")
    assert read_sidecar(latin).texts("dc:subject") == ["café"]
    assert read_packet(body.encode("cp1252")).texts("dc:subject") == ["café"]
    wrong = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + b"\xef\xbb\xbf" + body.encode()
    assert read_packet(wrong).texts("dc:subject")


def test_padding_and_invalid_xml_characters_are_skipped() -> None:
    raw = packet(bag("dc:subject", "a\x01b")) + b" \n" * 2000 + b"\0" * 100
    assert read_packet(raw).texts("dc:subject") == ["ab"]
    assert read_sidecar(raw).texts("dc:subject") == ["ab"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_document_types_are_refused(charset: str) -> None:
    start = time.thread_time()
    with pytest.raises(UnreadableXmp, match="document type"):
        read_sidecar(BOMB.encode(charset))
    assert read_packet(BOMB.encode(charset)) == Properties()
    fetching = BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/hostname">')
    assert read_packet(fetching.encode(charset)) == Properties()
    assert time.thread_time() - start < 1


@pytest.mark.parametrize("raw", [b"", b"   ", b"no xml", b"<x:xmpmeta", packet("")[:-60], b"\xff\xfe", b"\0" * 50])
def test_a_broken_sidecar_is_refused_with_a_message(raw: bytes) -> None:
    with pytest.raises(UnreadableXmp, match=r"\.$"):
        read_sidecar(raw)


def test_a_truncated_packet_is_read_up_to_the_end() -> None:
    raw = packet(bag("dc:subject", "a", "b") + languages("dc:title", x_default="lost"))
    assert read_packet(raw[: raw.index(b"<dc:title")]).texts("dc:subject") == ["a", "b"]


def test_ten_megabytes_are_read_in_a_second_and_deep_nesting_is_limited() -> None:
    large = packet(bag("dc:subject", "a") + "<xmp:Nickname>" + "x" * 9_000_000 + "</xmp:Nickname>")
    many = packet(bag("dc:subject", *(f"k{n}" for n in range(50_000))))
    start = time.thread_time()
    assert read_packet(large).texts("dc:subject") == ["a"]
    assert len(read_packet(many).texts("dc:subject")) == 50_000
    assert time.thread_time() - start < 5
    deep = packet("<xmp:a>" * 200 + "</xmp:a>" * 200)
    assert read_packet(deep).text("dc:title") == ""


@given(st.binary(max_size=300), st.integers(0, 2000), st.booleans())
def test_any_bytes_raise_only_the_expected_error(noise: bytes, at: int, cut: bool) -> None:
    raw = packet(bag("dc:subject", "a") + languages("dc:title", de="b"), 'xmp:Rating="1"')
    raw = raw[:at] + noise + (b"" if cut else raw[at:])
    assert isinstance(read_packet(raw), Properties)
    assert isinstance(read_packet(noise), Properties)
    with suppress(UnreadableXmp):
        read_sidecar(raw)
