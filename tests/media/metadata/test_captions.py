"""Caption, title, rating and marks by the documented precedence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.media.metadata import exif
from photon.media.metadata.captions import caption_of, title_of
from photon.media.metadata.charsets import readable, user_comment
from photon.media.metadata.exif import Tags
from photon.media.metadata.rating_fields import label_of, pick_of, rating_of
from photon.media.metadata.xmp import read_packet
from tests.media.packets import dataset, languages, packet, packets, resource

DESCRIPTION, COMMENT = ("main", exif.DESCRIPTION), ("exif", exif.COMMENT)
XMP = packet(languages("dc:description", x_default="in xmp") + languages("dc:title", x_default="title in xmp"))
IPTC = resource(dataset(120, b"in iptc") + dataset(5, b"title in iptc"))
TAGS: Tags = {DESCRIPTION: "in exif", COMMENT: b"ASCII\0\0\0in comment"}
BESIDE = read_packet(XMP.replace(b"in xmp", b"beside"))


def test_the_precedence_of_captions_and_titles() -> None:
    assert caption_of(packets(TAGS, xmp=XMP, photoshop=IPTC), [BESIDE]) == "beside"
    assert caption_of(packets(TAGS, xmp=XMP, photoshop=IPTC)) == "in xmp"
    assert caption_of(packets(TAGS, photoshop=IPTC)) == "in iptc"
    assert caption_of(packets(TAGS)) == "in exif"
    assert caption_of(packets({COMMENT: TAGS[COMMENT]})) == "in comment"
    assert caption_of(packets()) is None
    assert title_of(packets(xmp=XMP, photoshop=IPTC), [BESIDE]) == "title beside"
    assert title_of(packets(xmp=XMP, photoshop=IPTC)) == "title in xmp"
    assert title_of(packets(photoshop=IPTC)) == "title in iptc"
    assert title_of(packets(TAGS)) is None


@pytest.mark.parametrize(
    ("maker", "device", "written"),
    [
        ("OLYMPUS OPTICAL CO.,LTD", "C2040Z", "OLYMPUS DIGITAL CAMERA         "),
        ("", "", "MINOLTA DIGITAL CAMERA"),
        ("SONY", "CYBERSHOT", "                               "),
        ("SONY", "DSC-W1", "SONY DSC"),
        ("SAMSUNG", "SM-C200", "SAMSUNG    "),
        ("JVC", "GC-X1E", "GC-X1E Image"),
        ("", "", "<Digimax i50 MP3, Samsung #1 MP3>"),
        ("GoPro", "HERO4", r"DCIM\100GOPRO\GOPR0482.JPG"),
        ("HUAWEI", "P9", "fbt"),
        ("", "", "\0\0\0"),
        ("", "", "\x01\x02\x03\x04\x05rest"),
    ],
)
def test_automatic_texts_of_cameras_are_no_captions(maker: str, device: str, written: str) -> None:
    tags: Tags = {("main", 0x010F): maker, ("main", 0x0110): device, DESCRIPTION: written, COMMENT: TAGS[COMMENT]}
    assert caption_of(packets(tags)) == "in comment"
    assert caption_of(packets(tags, xmp=packet(languages("dc:description", x_default="  ")))) == "in comment"


@pytest.mark.parametrize("text", ["My old Olympus", "A Sony on the table", "Camera obscura", "Untitled no. 5", "2019"])
def test_texts_about_cameras_are_captions(text: str) -> None:
    tags: Tags = {("main", 0x010F): "SONY", ("main", 0x0110): "DSC-W1", DESCRIPTION: text}
    assert caption_of(packets(tags)) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"ASCII\0\0\0caf\xe9  \0\0", "café"),
        (b"UNICODE\0" + "サボテンの花".encode("utf-16-le"), "サボテンの花"),
        (b"UNICODE\0" + "サボテンの花".encode("utf-16-be"), "サボテンの花"),
        (b"UNICODE\0" + "\ufeffété".encode("utf-16-be"), "été"),
        (b"JIS\0\0\0\0\0" + "花".encode("iso2022_jp"), "花"),
        (b"\0" * 8 + "été\0".encode(), "été"),
        (b"no name before it", "no name before it"),
        (b"ASCII\0\0\0" + bytes(range(1, 30)), ""),
        (b"", ""),
    ],
)
def test_user_comments_in_their_encodings(raw: bytes, text: str) -> None:
    assert user_comment(raw) == text


def test_lines_are_kept_with_uniform_line_breaks() -> None:
    assert readable(" one\r\ntwo\rthree \n") == "one\ntwo\nthree"
    assert title_of(packets(photoshop=resource(dataset(5, b"one\rtwo")))) == "one two"


def rated(xmp: str = "", **fields: int) -> float | None:
    tags: Tags = {("main", getattr(exif, name)): (float(value),) for name, value in fields.items()}
    return rating_of(packets(tags, xmp=packet("", xmp) if xmp else b""))


def test_the_precedence_of_ratings() -> None:
    everything = 'xmp:Rating="5" acdsee:rating="4" MicrosoftPhoto:Rating="50"'
    assert rated(everything, RATING=2, RATING_PERCENT=1) == 5
    assert rated('acdsee:rating="4" MicrosoftPhoto:Rating="50"', RATING=2) == 4
    assert rated('MicrosoftPhoto:Rating="50"', RATING=2) == 3
    assert rated(RATING=2, RATING_PERCENT=99) == 2
    assert rated(RATING_PERCENT=99) == 5
    assert rated() is None
    beside = read_packet(packet("", 'xmp:Rating="1"'))
    assert rating_of(packets(xmp=packet("", everything)), [beside]) == 1


@pytest.mark.parametrize(
    ("written", "stars"),
    [("3.5", 3.5), ("-1", -1), ("0", 0), ("6", 5), ("-7", -1), ("4,0", 4), ("", None), ("good", None), ("nan", None)],
)
def test_unusual_ratings(written: str, stars: float | None) -> None:
    assert rated(f'xmp:Rating="{written}"') == stars


@pytest.mark.parametrize(("percent", "stars"), [(0, 0), (1, 1), (25, 2), (50, 3), (75, 4), (99, 5), (20, 2), (63, 4)])
def test_percentages_of_windows(percent: int, stars: int) -> None:
    assert rated(f'MicrosoftPhoto:Rating="{percent}"') == stars


def test_labels_and_picks() -> None:
    def of(attributes: str) -> tuple[str | None, int | None]:
        found = packets(xmp=packet("", attributes))
        return label_of(found), pick_of(found)

    assert of('xmp:Label="Rot" digiKam:ColorLabel="4"') == ("Rot", None)
    assert of('digiKam:ColorLabel="4" digiKam:PickLabel="1"') == ("Green", -1)
    assert of('digiKam:ColorLabel="0" digiKam:PickLabel="3"') == (None, 1)
    assert of('xmpDM:pick="-1"') == (None, -1)
    assert of('xmpDM:pick="0"') == (None, 0)


@pytest.mark.parametrize(
    ("beside", "label"),
    [('xmp:Label="Blue"', "Blue"), ('xmp:Label=""', None), ('digiKam:ColorLabel="0"', None), ("", "Red")],
)
def test_a_label_that_was_removed_in_a_sidecar_does_not_return_from_the_file(beside: str, label: str | None) -> None:
    of_file = packets(xmp=packet("", 'xmp:Label="Red"'))
    assert label_of(of_file, [read_packet(packet("", beside))]) == label


@given(st.binary(max_size=80), st.text(max_size=40))
def test_no_input_raises_an_error(raw: bytes, text: str) -> None:
    tags: Tags = {DESCRIPTION: raw, COMMENT: raw, ("main", 0x010F): text, ("main", exif.RATING): (float("nan"),)}
    found = packets(tags, xmp=raw, photoshop=raw, iptc=raw)
    for result in (caption_of(found), title_of(found), label_of(found)):
        assert result is None or result.strip()
    assert rating_of(found) is None
    assert isinstance(user_comment(b"UNICODE\0" + raw), str)
