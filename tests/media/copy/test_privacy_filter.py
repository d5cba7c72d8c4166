"""Private data is removed, whoever it names and wherever it is stored."""

import io
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.written_text import WrittenText
from photon.media.copy import privacy_filter
from photon.media.copy.copied_metadata import CopiedPicture, copied_exif, copied_iptc, copied_xmp
from photon.media.copy.privacy_filter import PrivacyFilter, phrases_of
from photon.media.copy.tiff_building import from_values
from photon.media.metadata.exif import read_tags
from photon.media.metadata.iptc import read_iptc
from photon.media.metadata.xmp import read_packet
from photon.media.write.album_writing import keywords_in
from tests.media.packets import bag, branch, dataset, hierarchy, languages, packet

LETTERS = st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="\u0130\u0131\u1e9e")
NAMES = st.builds(" ".join, st.lists(st.text(LETTERS, min_size=2, max_size=8), min_size=1, max_size=3))
AROUND = st.sampled_from(["{}", "{} at the lake", "the lake with {}", "“{}”, 1987", "{}'s boat", "({})"])


def copies_of(text: str, rule: PrivacyFilter) -> tuple[bytes, bytes, bytes]:
    """Return the XMP, IPTC and Exif of a copy of a photo with this text, which is also a keyword; "" for none."""
    words = escape(text)
    keywords = [words, "boat"] if text else ["boat"]
    described = languages("dc:description", x_default=words) if text else ""
    xmp = copied_xmp(
        packet(
            bag("dc:subject", *keywords) + described + bag("dc:creator", "Me"),
            'photoshop:Instructions="see" photoshop:Category="sea"',
        ),
        rule,
        CopiedPicture(),
    )
    named = dataset(25, text.encode()), dataset(105, text.encode())
    block = copied_iptc(named[0] + dataset(25, b"boat") + named[1] if text else dataset(25, b"boat"), rule)
    texts = {("main", 0x010E): text} if text else {}
    exif = copied_exif(from_values({**texts, ("main", 0x010F): "Kamera"}), rule, CopiedPicture())
    assert xmp is not None
    assert block is not None
    assert exif is not None
    return xmp, block, exif


def values_of(xmp: bytes) -> str:
    """Return the content of a packet, without names of elements and attributes."""
    parts = list(etree.fromstring(xmp).iter())
    return "\n".join(value for part in parts for value in (part.text or "", *part.attrib.values()))


@settings(max_examples=60)
@given(NAMES, AROUND)
@example("Anna", "{} at the lake")
@example("夕焼け", "“{}”, 1987")
@example("Re", "{}")
@example("Se", "{}")
def test_no_text_contains_a_private_name(name: str, around: str) -> None:
    rule = PrivacyFilter(people=True, names=frozenset({name}))
    xmp, block, exif = copies_of(around.format(name), rule)
    # remaining markup and values contain letters that may be a name, as in rdf:Seq and “see”
    without, *others = copies_of("", rule)
    assert values_of(xmp).count(name) == values_of(without).count(name)
    assert [copy.count(name.encode()) for copy in (block, exif)] == [copy.count(name.encode()) for copy in others]
    filtered = read_packet(xmp)
    assert (filtered.texts("dc:subject"), filtered.texts("dc:creator")) == (["boat"], ["Me"])
    assert read_iptc(b"", block).keywords == ["boat"]
    assert read_tags(io.BytesIO(exif))["main", 0x010F] == "Kamera"


@pytest.mark.parametrize(
    ("field", "is_place", "is_person"),
    [
        ("exif:GPSLatitude", True, False),
        ("{http://www.dji.com/drone-dji/1.0/}GpsLongtitude", True, False),
        ("{urn:x}GPSDOP", True, False),
        ("photoshop:City", True, False),
        ("Iptc4xmpCore:CountryCode", True, False),
        ("Iptc4xmpExt:LocationShown", True, False),
        ("Iptc4xmpCore:CiAdrCity", False, False),
        ("mwg-rs:Regions", False, True),
        ("MP:RegionInfo", False, True),
        ("Iptc4xmpExt:PersonInImage", False, True),
        ("mediapro:People", False, True),
        ("{urn:x}Surface", False, False),
        ("dc:description", False, False),
        ("xmp:Rating", False, False),
        ("crs:Exposure2012", False, False),
    ],
)
def test_fields_are_recognised_by_their_names(field: str, is_place: bool, is_person: bool) -> None:
    assert PrivacyFilter(places=True).hides(field) is is_place
    assert PrivacyFilter(people=True).hides(field) is is_person
    assert not PrivacyFilter().hides(field)


def test_keyword_trees_contain_nothing_more_than_lists() -> None:
    tree = hierarchy(
        branch("People", branch("Anna"), branch("Bert", applied=False)), branch("Trips", branch("Boat"), applied=False)
    )
    offered = "&lt;Categories>&lt;Category Assigned='0'>Anna&lt;/Category>&lt;/Categories>"
    raw = packet(f"{tree}<acdsee:categories>{offered}</acdsee:categories>")
    unwanted = PrivacyFilter(unwanted=frozenset({tag_key(("Anna",)), tag_key(("Bert",))}))
    xmp = copied_xmp(raw, unwanted, CopiedPicture())
    assert xmp is not None
    assert keywords_in(read_packet(xmp)) == (("Trips", "Boat"),)
    assert not any(name in xmp for name in (b"Anna", b"Bert"))
    everything = copied_xmp(raw, PrivacyFilter(), CopiedPicture())
    assert everything is not None
    assert all(name in everything for name in (b"Anna", b"Bert"))


def test_keywords() -> None:
    rule = PrivacyFilter(people=True, names=frozenset({"Anna"}), unwanted=frozenset({tag_key(("passport",))}))
    paths = [
        ("People", "Ben"), ("Personen",), ("Anna",), ("anna",), ("Friends", "Cleo"), ("Trip", "Anna and us"),
        ("Papers", "Passport"), ("Annapurna",), ("Places", "Rome"),
    ]  # fmt: skip
    assert rule.keywords(paths) == (("Annapurna",), ("Places", "Rome"))
    assert PrivacyFilter().keywords(paths) == tuple(paths)


def test_what_is_written_is_quoted_by_lines_words_and_numbers() -> None:
    def is_quoted(line: str, text: str) -> bool:
        return PrivacyFilter(quoted=phrases_of([line])).reveals(text)

    assert is_quoted("4711", "PIN 4711, my card")
    assert is_quoted("123", "CVV 123")
    assert not is_quoted("1999", "Party in 1999")
    assert not is_quoted("12", "12 photos")
    assert is_quoted("DE12 3456 7890 1234 5678 90", "IBAN DE12345678901234567890")
    assert is_quoted("4111 1111 1111 1111", "4111-1111-1111-1111")
    assert not is_quoted("4111 1111", "4111 11112")
    assert not is_quoted("Waiting at gate 12", "taken at 12 o'clock")
    assert is_quoted("Waiting at gate 12", "They were waiting")


def test_fields_of_photons_own_go_even_if_nothing_was_found() -> None:
    own = 'photon:Text="PIN 7" photon:Description="WET PAINT" tiff:ImageDescription="WET PAINT" xmp:Rating="4"'
    raw = packet(languages("dc:description", x_default="WET PAINT"), own)
    written = WrittenText("PIN 7", "WET PAINT")
    made = copied_xmp(raw, PrivacyFilter(text=True).knowing(Metadata(text=written)), CopiedPicture())
    assert made is not None
    assert (b"PIN 7" in made, b"PAINT" in made, b"Rating" in made) == (False, False, True)


def test_data_that_may_show_the_text_is_dropped() -> None:
    fields = {
        ("main", 0x935C): b"Adobe Photoshop Document Data Block",
        ("main", 50_000): b"private",
        ("exif", 0xA40B): b"settings" * 9,
        ("exif", 0x9286): b"ASCII\0\0\0" + b"A comment of a person " * 4,
        ("exif", 0x9000): b"0232",
        ("exif", 0xA432): "Gate 12",
    }
    values = (b"Adobe", b"private", b"settings", b"A comment", b"0232", b"Gate 12")
    for rule, kept in (
        (PrivacyFilter(), values[2:]),
        (PrivacyFilter(text=True, quoted=frozenset({"gate 12"})), values[3:5]),
    ):
        made = copied_exif(from_values(fields), rule, CopiedPicture())
        assert made is not None
        assert tuple(value for value in values if value in made) == kept


def test_the_phrases_of_a_page_are_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    plain = privacy_filter._plain
    monkeypatch.setattr(privacy_filter, "_plain", lambda text: asked.append(text) or plain(text))
    rule = PrivacyFilter(quoted=frozenset(f"phrase {number}" for number in range(300)))
    assert [rule.reveals(f"a phrase {number}") for number in (7, 299, 300)] == [True, True, False]
    assert len(asked) == 303
