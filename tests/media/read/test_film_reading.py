"""Films that are read: what the library stores of them."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from photon.domain import UnreadableFile
from photon.media.file import source
from photon.media.read.film_reading import read_film, reading_seconds
from photon.media.read.metadata_reading import read_words, understand
from tests.films import make_film, scenes
from tests.media.photos import noisy

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmp:Rating="4"><dc:subject><rdf:Bag><rdf:li>kites</rdf:li></rdf:Bag></dc:subject></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)


def test_what_is_known_of_a_film(tmp_path: Path) -> None:
    path = make_film(tmp_path / "VID_20240501_143000.mp4", metadata={"creation_time": "2024-05-01T12:30:00Z"})
    reading = read_film(str(path))
    assert (reading.facts.format, reading.facts.width, reading.facts.height) == ("MP4", 160, 90)
    assert reading.facts.taken == "2024-05-01T14:30:00+02:00"
    assert reading.film.seconds == pytest.approx(3, abs=0.1)
    assert reading.file_hash == reading.image_hash == hashlib.sha256(path.read_bytes()).digest()[:16]
    assert (reading.size, reading.damage) == (path.stat().st_size, None)
    with Image.open(io.BytesIO(reading.preview)) as preview:
        assert preview.size == (160, 90)


@pytest.mark.parametrize(
    ("name", "codec", "kind"),
    [
        ("film.avi", "mpeg4", "AVI"),
        ("film.webm", "libvpx-vp9", "WebM"),
        ("film.mkv", "libx264", "MKV"),
        ("film.3gp", "libx264", "3GP"),
        ("film.mts", "libx264", "MTS"),
        ("film.m4v", "libx264", "MP4"),
        ("film.mpg", "mpeg2video", "MPEG"),
        ("film.wmv", "wmv2", "WMV"),
        ("film.flv", "libx264", "FLV"),
    ],
)
def test_kinds_of_films(tmp_path: Path, name: str, codec: str, kind: str) -> None:
    reading = read_film(str(make_film(tmp_path / name, codec=codec, rate=25)))
    assert (reading.facts.format, reading.damage) == (kind, None)
    assert reading.film.seconds == pytest.approx(3, abs=0.2)


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mkv").rename(tmp_path / "film.mp4")
    assert read_film(str(path)).facts.format == "MKV"


def test_the_picture_of_a_film_is_sharp_and_not_black(tmp_path: Path) -> None:
    sharp = noisy(3, (160, 90))
    soft = sharp.filter(ImageFilter.GaussianBlur(4))
    black = Image.new("RGB", (160, 90))

    def draw(seconds: float) -> Image.Image:
        return black if seconds < 1 else sharp if 2 <= seconds < 3 else soft

    reading = read_film(str(make_film(tmp_path / "film.mp4", draw, seconds=5)))
    with Image.open(io.BytesIO(reading.preview)) as preview:
        shown = preview.convert("L").filter(ImageFilter.FIND_EDGES).resize((1, 1)).getpixel((0, 0))
    assert shown > 2 * soft.convert("L").filter(ImageFilter.FIND_EDGES).resize((1, 1)).getpixel((0, 0))


def test_a_film_that_is_black_throughout(tmp_path: Path) -> None:
    reading = read_film(str(make_film(tmp_path / "film.mp4", scenes("black"))))
    assert reading.facts.width == 160


def test_words_beside_a_film(tmp_path: Path) -> None:
    path = make_film(tmp_path / "clip.mp4")
    (tmp_path / "clip.mp4.xmp").write_text(XMP)
    (tmp_path / "clip.xmp").write_text(XMP.replace("kites", "of the photo"))
    taken = {"photoTakenTime": {"timestamp": "1714566600"}, "geoData": {"latitude": 48.0, "longitude": 11.5}}
    (tmp_path / "clip.mp4.supplemental-metadata.json").write_text(json.dumps({"title": "clip.mp4", **taken}))
    account = read_film(str(path)).account
    for one in (account, read_words(str(path)), understand(str(path))):
        assert one is not None
        assert one.metadata is not None
        assert (one.metadata.keywords, one.metadata.rating) == ((("kites",),), 4)
        assert one.facts is not None
        assert (one.facts.taken, one.facts.gps) == ("2024-05-01T12:30:00+00:00", (48.0, 11.5))
    alone = understand(str(path), sidecars=False).metadata
    assert alone is not None
    assert alone.keywords == ()


def test_a_name_may_be_all_that_says_the_date(tmp_path: Path) -> None:
    facts = read_film(str(make_film(tmp_path / "2019-07-04 20.15.00.avi", codec="mpeg4"))).facts
    assert facts.taken == "2019-07-04T20:15:00"


def test_what_is_beside_a_film_counts_more_than_its_name(tmp_path: Path) -> None:
    path = make_film(tmp_path / "2019-07-04 20.15.00.avi", codec="mpeg4")
    (tmp_path / f"{path.name}.xmp").write_text(XMP.replace('xmp:Rating="4"', 'xmp:CreateDate="2018-01-02T03:04:05"'))
    for account in (read_film(str(path)).account, read_words(str(path))):
        assert account is not None
        assert account.facts is not None
        assert account.facts.taken == "2018-01-02T03:04:05"


def _cut(path: Path, share: float) -> str:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return str(path)


def test_cut_films(tmp_path: Path) -> None:
    noise = [noisy(seed, (160, 90)) for seed in range(30)]

    def draw(seconds: float) -> Image.Image:
        return noise[int(seconds * 10)]

    first = {"movflags": "faststart"}  # its index comes first, so that what is there can be played
    path = make_film(tmp_path / "first.mp4", draw, options=first)
    reading = read_film(_cut(path, 0.6))
    assert reading.damage is not None
    assert "end of this video" in reading.damage
    with pytest.raises(UnreadableFile, match="can't be played here"):  # its index would come last
        read_film(_cut(make_film(tmp_path / "last.mp4", draw), 0.6))
    assert read_film(_cut(make_film(tmp_path / "film.mkv", draw), 0.6)).facts.format == "MKV"


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", "empty", "empty"),
        (bytes(4000), "damaged", "only zeros"),
        (b"\xff\xd8\xff\xe0" + bytes(4000), "video", "named like a video"),
        (b"#EXTM3U\n#EXTINF:1\nfile:///etc/hostname\n", "video", "named like a video"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "video", "named like a video"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2", "video", "can't be played here"),
        (b"GG" * 3000, "video", "can't be played here"),
    ],
)
def test_files_that_are_no_films(tmp_path: Path, content: bytes, kind: str, message: str) -> None:
    make_film(tmp_path / "real.mp4", seconds=0.5)
    (tmp_path / "film.mp4").write_bytes(content)
    with pytest.raises(UnreadableFile, match=message) as told:
        read_film(str(tmp_path / "film.mp4"))
    assert told.value.kind == kind


def test_files_of_more_than_four_gigabytes_are_films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_LARGEST", 100)
    assert read_film(str(make_film(tmp_path / "film.mp4", seconds=1))).facts.format == "MP4"


def test_large_films_get_more_time(tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(20_000_000_000)
    assert reading_seconds(str(tmp_path / "film.mp4")) > 1000
    assert reading_seconds(str(tmp_path / "gone.mp4")) == 60
