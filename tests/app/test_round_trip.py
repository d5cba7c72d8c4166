"""For each profile, each format and any earlier content, ExifTool reads exactly what was written.

Everything else in the file, and its picture, is unchanged; and restoring gives the original bytes.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pillow_heif
import pillow_jxl  # noqa: F401
import pytest

from photon.app.session import Session
from photon.domain.metadata.writing import PROFILES
from photon.library.photos import photos
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.media.negative import negative
from tests.media.packets import bag, packet
from tests.media.photos import close_exiftool, noisy
from tests.pictures import age

pillow_heif.register_heif_opener()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool"),
]

FORMATS = ("jpg", "tif", "png", "webp", "heic", "avif", "jxl")
FILLINGS = ("empty", "keywords", "iptc", "foreign")
TAGS = (("Places", "Italy", "Rome"), ("Größe",), ("закат",), ("夕焼け", "赤"), ("שקיעה",), ("ताज 😀",))
CAPTION, TITLE = "Größe, šéí\nзакат над морем\nغروب الشمس\n夕焼け\nताज महल 😀", "Title ß – закат"
FLAT = ["Rome", "Größe", "закат", "赤", "שקיעה", "ताज 😀"]
OTHERS = (
    "crs:Exposure2012='+0.65' xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/'"
    " darktable:xmp_version='5' xmlns:darktable='http://darktable.sf.net/' xmp:Label='Red'"
)
FILLED = {
    "keywords": ["-XMP-dc:Subject=old", "-XMP-dc:Subject=gone", "-XMP-lr:HierarchicalSubject=a|old", "-XMP:Rating=2",
                 "-XMP-dc:Rights=me", "-XMP-crs:Exposure2012=1.5", "-EXIF:Artist=me", "-GPSLatitude=47",
                 "-GPSLatitudeRef=N"],
    "iptc": ["-IPTC:Keywords=old", "-IPTC:Keywords=gone", "-IPTC:Caption-Abstract=old caption", "-IPTC:City=Zürich",
             "-IPTC:ObjectName=old title", "-EXIF:ImageDescription=old caption", "-EXIF:Copyright=me"],
}  # fmt: skip
OURS = {
    "XMP-dc:Subject", "XMP-dc:Description", "XMP-dc:Title", "XMP-xmp:Rating", "XMP-lr:HierarchicalSubject",
    "XMP-digiKam:TagsList", "XMP-tiff:ImageDescription", "IPTC:Keywords", "IPTC:Caption-Abstract", "IPTC:ObjectName",
    "XMP-xmp:Label", "XMP-digiKam:ColorLabel",
    "IPTC:CodedCharacterSet", "IFD0:ImageDescription", "Photoshop:IPTCDigest", "File:CurrentIPTCDigest",
}  # fmt: skip
# of places in the file, or of the packet itself
PASSED = ("SourceFile", "System:", "ExifTool:", "Composite:", "QuickTime:MediaData", "RIFF:WebP_Flags", "XMP-x:",
          "File:FileType", "File:MIMEType", "Jpeg2000:", "XMP-rdf:")  # fmt: skip
Told = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class World:
    """The output of ExifTool before and after, and the session.

    Attributes:
        root: Folder of the photos.
        session: The open session.
        before: Metadata by path below the root, before writing.
        after: The same, after writing.
        bytes_before: Content by path, before writing.
        undone: Content by path, after restoring.
    """

    root: Path
    session: Session
    before: Told
    after: Told
    bytes_before: dict[str, bytes]
    undone: dict[str, bytes]


def dump(root: Path) -> Told:
    arguments = ["-r", "-ext", "*", "-j", "-a", "-G1", "-n", "-struct", "-ImageDataHash", "-all"]
    done = subprocess.run(["exiftool", *arguments, str(root)], capture_output=True, check=False)
    return {str(Path(one["SourceFile"]).relative_to(root)): one for one in json.loads(done.stdout)}


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def fill(root: Path) -> None:
    """Create the photos; no two have the same pixels, because they would be one photo with several paths."""
    for number, (filling, profile) in enumerate((one, other) for one in FILLINGS for other in sorted(PROFILES)):
        place = root / filling / profile
        place.mkdir(parents=True)
        for at, ending in enumerate(FORMATS):
            noisy(100 * number + at, (48, 32)).save(place / f"{ending}.{ending}", quality=90)
        if filling == "foreign":
            for ending in FORMATS:
                (place / f"{ending}.{ending}.xmp").write_bytes(packet(bag("dc:subject", "old", "gone"), OTHERS))
    for name in ("empty", "foreign"):
        (root / name / "everywhere" / "dng.dng").write_bytes(negative() + name.encode())
    for filling, words in FILLED.items():
        subprocess.run(
            ["exiftool", "-q", "-q", "-m", "-r", "-overwrite_original", *words, str(root / filling)],
            check=False, capture_output=True,
        )  # fmt: skip
    for path in root.rglob("*.*"):
        age(path)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    base = tmp_path_factory.mktemp("round")
    root = base / "photos"
    fill(root)
    before, bytes_before = dump(root), contents(root)
    with Session.open(base / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(root)).result()
        settle(session)
        ids = session.browsing.photos("name").result()
        session.tags.mark(ids, [("old",), ("gone",), ("a", "old")], None).result()
        session.tags.mark(ids, list(TAGS), "confirmed").result()
        session.captions.write(ids, title=TITLE, text=CAPTION).result()
        session.marking.rate(ids, 4).result()
        done = []
        for profile in PROFILES:
            some = [
                photo
                for filling in FILLINGS
                for photo in session.store.read(
                    lambda lib, place=root / filling / profile: photos.in_order(lib, "name", str(place))
                ).result()
            ]
            plan = session.writing.plan(some, profile, "both").result()
            assert (plan.obstacles, [one.instead for one in plan.files if one.instead]) == ((), [])
            done.append(session.writing.write(plan).result())
            assert done[-1].obstacles == ()
        after = dump(root)
        left = session.writing.plan(ids, "everywhere", "embed").result()
        assert [one.path for one in left.files if "everywhere" in one.path] == []
        for one in done:
            assert session.writing.put_back(one.run).result().obstacles == ()
        yield World(root, session, before, after, bytes_before, contents(root))
    close_exiftool()


def written(world: World, profile: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return photos and sidecars of a profile, before and after; a new sidecar has no earlier content."""
    for name, now in world.after.items():
        if f"/{profile}/" in name:
            yield name, world.before.get(name, {}), now


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_exiftool_reads_what_was_written(world: World, profile: str) -> None:
    paths = PROFILES[profile].paths
    seen = set()
    for name, before, now in written(world, profile):
        seen.add(Path(name).suffix)
        assert sorted(now["XMP-dc:Subject"]) == sorted(FLAT), name
        for field, mark in (("lr:HierarchicalSubject", "|"), ("digiKam:TagsList", "/")):
            is_asked = any(path.casefold() == field.casefold() for path in paths) or f"XMP-{field}" in before
            wanted = sorted(mark.join(path) for path in TAGS) if is_asked else None
            assert (sorted(now[f"XMP-{field}"]) if f"XMP-{field}" in now else None) == wanted, name
        assert (now["XMP-dc:Description"], now["XMP-dc:Title"], now["XMP-xmp:Rating"]) == (CAPTION, TITLE, 4), name
        assert now.get("XMP-tiff:ImageDescription") == (CAPTION if profile == "immich" else None), name
        had_label = "foreign" in name and not name.endswith(".dng") and ".dng." not in name
        assert now.get("XMP-xmp:Label") == ("Red" if had_label else None), name  # imported from its sidecar
        if "IPTC:Keywords" in before:
            assert sorted(now["IPTC:Keywords"]) == sorted(FLAT), name
            assert (now["IPTC:Caption-Abstract"], now["IPTC:ObjectName"]) == (CAPTION, TITLE), name
        if "IFD0:ImageDescription" in before:
            assert now["IFD0:ImageDescription"] == CAPTION, name
    assert seen == {f".{ending}" for ending in (*FORMATS, "xmp")} | ({".dng"} if profile == "everywhere" else set())


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_everything_else_and_the_picture_are_unchanged(world: World, profile: str) -> None:
    for name, before, now in written(world, profile):
        if before:
            assert others(now) == others(before), name
            assert now.get("File:ImageDataHash") == before.get("File:ImageDataHash"), name


def others(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in OURS and not name.startswith(PASSED)}


def test_the_test_files_have_the_intended_content(world: World) -> None:
    """Otherwise the other tests would prove nothing."""
    for ending in FORMATS:
        assert world.before[f"keywords/everywhere/{ending}.{ending}"]["XMP-dc:Rights"] == "me"
    assert [ending for ending in FORMATS if "IPTC:City" in world.before[f"iptc/everywhere/{ending}.{ending}"]] == [
        "jpg", "tif", "png"
    ]  # fmt: skip


def test_restoring_gives_the_original_files(world: World) -> None:
    assert world.undone.keys() == world.bytes_before.keys()
    assert [name for name, data in world.undone.items() if data != world.bytes_before[name]] == []
    words = read_words(str(world.root / "iptc" / "everywhere" / "jpg.jpg")).metadata
    assert words is not None
    assert words.caption == "old caption"


def test_nothing_was_decoded_again(world: World) -> None:
    settle(world.session)
    assert world.session.store.read(
        lambda lib: [row[0] for row in lib.db.execute("SELECT count(*) FROM photos")]
    ).result() == [len([name for name in world.bytes_before if not name.endswith(".xmp")])]
