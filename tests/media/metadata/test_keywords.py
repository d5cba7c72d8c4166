"""All keywords are read, each once, wherever programs have stored them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.tag import LONGEST, tag_key
from photon.media.metadata import exif
from photon.media.metadata.iptc import read_iptc
from photon.media.metadata.keywords import keywords_of, union
from photon.media.metadata.rdf import Properties
from photon.media.metadata.xmp import read_packet
from tests.media.packets import bag, dataset, packet, packets, resource

CACTUS = ("Plants", "Cacti", "Notocactus")
UTF8 = dataset(90, b"\x1b%G", record=1)


def iptc(*names: str, charset: str = "utf-8", mark: bytes = UTF8) -> bytes:
    return resource(mark + b"".join(dataset(25, name.encode(charset)) for name in names))


def test_the_union_of_all_fields() -> None:
    """No two fields agree, and none takes precedence."""
    xmp = packet(
        bag("dc:subject", "flat")
        + bag("digiKam:TagsList", "Places/Italy", kind="Seq")
        + bag("lr:hierarchicalSubject", "Plants|Cacti|Notocactus")
        + bag("MicrosoftPhoto:LastKeywordXMP", "Trips/2019")
        + bag("mediapro:CatalogSets", "Sets|Best")
        + "<acdsee:categories>&lt;Categories>&lt;Category Assigned='0'>People&lt;Category Assigned='1'>Anna"
        "&lt;/Category>&lt;/Category>&lt;/Categories></acdsee:categories>"
    )
    windows = "win;dows".encode("utf-16-le") + b"\0\0"
    found = keywords_of(packets({("main", exif.XP_KEYWORDS): windows}, xmp=xmp, photoshop=iptc("press")))
    assert found == (
        ("Places", "Italy"), CACTUS, ("Trips", "2019"), ("Sets", "Best"), ("People", "Anna"),
        ("flat",), ("win",), ("dows",), ("press",),
    )  # fmt: skip


def test_leaf_ancestors_and_path_are_one_keyword() -> None:
    xmp = packet(
        bag("dc:subject", "notocactus", "CACTI", "Plants", "Sunset")
        + bag("lr:hierarchicalSubject", "Plants", "Plants|Cacti", "Plants|Cacti|Notocactus")
        + bag("digiKam:TagsList", "Plants/Cacti/Notocactus")
    )
    assert keywords_of(packets(xmp=xmp)) == (CACTUS, ("Sunset",))


def test_separators_in_flat_keywords_are_part_of_them() -> None:
    names = ["a,b", "c/d", "e|f", "g;h", '"quoted"', "-minus"]
    xmp = packet(bag("dc:subject", *names))
    assert keywords_of(packets(xmp=xmp, photoshop=iptc(*names))) == tuple((name,) for name in names)


def test_case_unicode_form_and_spaces_do_not_create_duplicates() -> None:
    assert union([], ["Été", "E\u0301TE\u0301", " été ", "", "  "]) == (("Été",),)


def test_keywords_truncated_by_iptc_are_completed() -> None:
    long = "a keyword of a person who likes to be exact about whatever there is to see"
    xmp = packet(bag("dc:subject", long))
    assert keywords_of(packets(xmp=xmp, photoshop=iptc(long[:64], "a keyword"))) == ((long,), ("a keyword",))


@pytest.mark.parametrize(
    ("charset", "mark"),
    [("utf-8", UTF8), ("utf-8", b""), ("cp1252", b""), ("cp1252", dataset(90, b"\x1b.A", record=1)), ("cp1252", UTF8)],
)
def test_iptc_in_declared_guessed_and_wrongly_declared_encodings(charset: str, mark: bytes) -> None:
    assert read_iptc(iptc("Müllerstraße", "café", charset=charset, mark=mark)).keywords == ["Müllerstraße", "café"]


def test_iptc_split_over_blocks_and_after_other_resources() -> None:
    blocks = resource(b"odd", kind=0x0BB7) + iptc("one") + resource(b"other", kind=1036) + iptc("two")
    assert read_iptc(blocks, dataset(25, b"three")).keywords == ["one", "two", "three"]


def test_an_extended_dataset_has_a_longer_size() -> None:
    long = b"x" * 40_000
    block = b"\x1c\x02\x78\x80\x04" + len(long).to_bytes(4, "big") + long + dataset(25, b"after")
    found = read_iptc(b"", block)
    assert (len(found.caption), found.keywords) == (40_000, ["after"])


def test_iptc_with_swapped_bytes_is_corrected() -> None:
    block = dataset(25, b"swapped")
    block += b"\0" * (-len(block) % 4)
    swapped = b"".join(block[at : at + 4][::-1] for at in range(0, len(block), 4))
    assert packets(iptc=swapped).iptc.keywords == ["swapped"]


def test_sidecars_add_their_keywords() -> None:
    beside = read_packet(packet(bag("dc:subject", "beside", "both")))
    inside = packet(bag("dc:subject", "both", "inside"))
    assert keywords_of(packets(xmp=inside), [beside]) == (("beside",), ("both",), ("inside",))


def test_too_long_names_and_too_deep_paths_are_cut() -> None:
    assert union([["a"] * 20], ["x" * 5000]) == (("a",) * 12, ("x" * LONGEST,))


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=6), st.lists(st.text(max_size=8), max_size=6))
def test_properties_of_the_union(paths: list[list[str]], flat: list[str]) -> None:
    """There are no duplicates, no prefixes of other paths, no flat names of a path; repeating changes nothing."""
    found = union(paths, flat)
    keys = [tag_key(path) for path in found]
    assert len(set(keys)) == len(keys)
    assert not any(longer.startswith(key + "\x1f") for key in keys for longer in keys)
    assert all(name for path in found for name in path)
    assert set(union([list(path) for path in found], flat)) == set(found)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_iptc_without_an_error(raw: bytes) -> None:
    assert isinstance(read_iptc(raw, raw).keywords, list)
    assert isinstance(read_iptc(b"8BIM\x04\x04\0\0" + raw).keywords, list)
    assert isinstance(
        keywords_of(packets({("main", exif.XP_KEYWORDS): raw}, iptc=b"\x1c" + raw), [Properties()]), tuple
    )
