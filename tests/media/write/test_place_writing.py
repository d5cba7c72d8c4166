"""Places in files are read as they were written, beside what others wrote, by Photon and by ExifTool."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photon.domain.metadata.byte_patch import way_back
from photon.domain.metadata.place_words import PlaceWords, is_located
from photon.domain.metadata.writing import MetadataEdit, TargetMetadata
from photon.domain.places.coordinates import NOWHERE, located_text, read_located
from photon.domain.places.place import StatedPlace
from photon.media.metadata.facts import describe
from photon.media.metadata.place_fields import own_in, stated_in
from photon.media.metadata.xmp import read_sidecar
from photon.media.read.metadata_reading import read_words
from photon.media.write.photo_writing import revert_photo, write_photo
from photon.media.write.place_writing import put_exif_place
from photon.media.write.sidecar_writing import carry_out, plan_beside, plan_sidecar
from photon.media.write.tiff_fields import TiffFields
from photon.media.write.xmp_writing import check_for, merged
from tests.media.drawn import drawn
from tests.media.packets import dataset, packet, packets, resource, with_segment, with_xmp
from tests.media.photos import EVERYWHERE, close_exiftool, plan_photo

LISBON = StatedPlace("Alfama", "Lisboa", "Lisboa", "Portugal", "PT")
HERE, THERE = "38.711234,-9.130001", "-33.856784,151.215297"
FORMATS = ["jpg", "png", "webp", "tif", "jxl", "heic", "avif"]
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
NAMES = [
    LISBON,
    StatedPlace("Москва-Сити", "Москва", "Москва", "Россия", "RU"),
    StatedPlace("東京駅", "東京", "東京都", "日本", "JP"),
    StatedPlace("רחוב יפו 3", "ירושלים", "", "ישראל", "IL"),
    StatedPlace('Nan’s "little" house, <old> & new', "دبي", "", "الإمارات", "AE"),
]


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    close_exiftool()


def make(path: Path, gps: dict[int, Any] | None = None, *, with_exif: bool = True) -> str:
    """Return a picture, with GPS fields in its EXIF or without EXIF at all."""
    if path.suffix in {".heic", ".avif"} and shutil.which("exiftool") is None:
        pytest.skip("needs exiftool")
    import pillow_heif

    pillow_heif.register_heif_opener()
    if path.suffix == ".jxl":
        import pillow_jxl  # noqa: F401 - teaches Pillow the format
    written = Image.Exif()
    written[0x010F] = "Maker of cameras"
    if gps:
        written.get_ifd(0x8825).update(gps)
    more: dict[str, Any] = {"exif": written if path.suffix == ".tif" else written.tobytes()} if with_exif else {}
    drawn().save(path, **more)
    return str(path)


GPS = {0: b"\2\3\0\0", 1: "N", 2: (30.0, 30.0, 0.0), 3: "E", 4: (20.0, 0.0, 36.0), 5: b"\0", 6: 120.0, 29: "2019:05:04"}


def write(path: str, place: PlaceWords) -> tuple[str, ...]:
    """Write a place into a photo; return the changed fields."""
    plan = plan_photo(path, TargetMetadata(MetadataEdit(place=place)), EVERYWHERE)
    if plan is None:
        return ()
    write_photo(plan)
    return tuple(change.field for change in plan.changes)


def stated(path: str) -> StatedPlace:
    found = read_words(path).metadata
    assert found is not None
    return found.place.stated


def gps(path: str) -> tuple[float, float] | None:
    found = read_words(path).facts
    assert found is not None
    return found.gps


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("start", ["gps", "exif", "nothing"])
def test_a_place_is_read_as_it_was_written(tmp_path: Path, ending: str, start: str) -> None:
    path = make(tmp_path / f"a.{ending}", GPS if start == "gps" else None, with_exif=start != "nothing")
    first = Path(path).read_bytes()
    for words, located in ((LISBON, HERE), (NAMES[2], THERE), (NAMES[3], NOWHERE), (StatedPlace(), HERE)):
        assert write(path, PlaceWords(words, located=located))
        assert stated(path) == words
        assert is_located(located, gps(path))
        assert write(path, PlaceWords(words, located=located)) == ()
    camera = read_words(path).facts
    assert camera is not None
    assert camera.camera == (None if start == "nothing" else "Maker of cameras")
    assert first != Path(path).read_bytes()


def test_a_written_photo_is_restored_byte_for_byte(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", GPS)
    before = Path(path).read_bytes()
    plan = plan_photo(path, TargetMetadata(MetadataEdit(place=PlaceWords(LISBON, located=NOWHERE))), EVERYWHERE)
    assert plan is not None
    assert ("EXIF GPS", ("30.500000 N, 20.010000 E",), ()) in [(x.field, x.before, x.after) for x in plan.changes]
    way = way_back(plan.splice)
    write_photo(plan)
    assert gps(path) is None
    revert_photo(path, way)
    assert Path(path).read_bytes() == before


def test_coordinates_are_left_alone_where_nobody_decided(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", GPS)
    exif = _exif(path)
    assert "EXIF GPS" not in write(path, PlaceWords(LISBON))
    assert _exif(path) == exif
    assert gps(path) == pytest.approx((30.5, 20.01))


def test_what_belongs_to_a_position_goes_with_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", GPS)
    write(path, PlaceWords(located=HERE))
    assert {1, 2, 3, 4, 6, 29} <= set(_exif(path))
    write(path, PlaceWords(located=NOWHERE))
    assert set(_exif(path)) == {0, 29}


def _exif(path: str) -> dict[int, bytes]:
    data = Path(path).read_bytes()
    fields = TiffFields(data[data.index(b"Exif\0\0") + 6 :])
    return {one.tag: fields.value("gps", one.tag) or b"" for one in fields.fields("gps")}


def test_words_of_others_stay_and_are_completed_only_if_they_agree(tmp_path: Path) -> None:
    for given_, words in (
        ('photoshop:Country="Portugal"', LISBON),
        ('photoshop:City="LISBOA"', StatedPlace("Alfama", "LISBOA", "Lisboa", "Portugal", "PT")),
        ('photoshop:City="Aldeia da avó"', StatedPlace(city="Aldeia da avó")),
    ):
        path = with_xmp(make(tmp_path / "a.jpg"), packet("", given_))
        write(path, PlaceWords(LISBON))
        assert stated(path) == words
        write(path, PlaceWords(NAMES[1]))  # the name of the place changed
        kept = stated(path)
        assert given_.split('"')[1] in (kept.city, kept.country)
        assert "Alfama" not in kept.location
        assert "Россия" not in kept.country


def test_photons_words_are_replaced_and_removed_but_not_those_that_a_person_changed() -> None:
    first, _ = merged(None, MetadataEdit(place=PlaceWords(LISBON, LISBON)), EVERYWHERE)
    changed = read_sidecar(first.replace(b">Lisboa</photoshop:City>", b">Olissipo</photoshop:City>"))
    assert stated_in(changed).city == "Olissipo"
    assert own_in(changed).city == ""
    assert own_in(read_sidecar(first)) == LISBON
    edit = MetadataEdit(place=PlaceWords(StatedPlace(), StatedPlace(), LISBON))
    second, changes = merged(first, edit, EVERYWHERE)
    check_for(first, edit, EVERYWHERE)(second)
    assert stated_in(read_sidecar(second)) == StatedPlace()
    assert b"LocationCreated" not in second
    assert {"photoshop:City", "Iptc4xmpExt:LocationCreated", "photon:Place"} <= {one.field for one in changes}


def test_other_fields_of_the_structure_stay() -> None:
    inner = "<Iptc4xmpExt:City>Lisboa</Iptc4xmpExt:City><Iptc4xmpExt:LocationId>g:2267057</Iptc4xmpExt:LocationId>"
    for raw in (
        packet(f"<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'>{inner}</rdf:li></rdf:Bag>"
               "</Iptc4xmpExt:LocationCreated>"),
        packet(f"<Iptc4xmpExt:LocationCreated rdf:parseType='Resource'>{inner}</Iptc4xmpExt:LocationCreated>"),
    ):  # fmt: skip
        edit = MetadataEdit(place=PlaceWords(LISBON, StatedPlace(country="Portugal")))
        new, _ = merged(raw, edit, EVERYWHERE)
        check_for(raw, edit, EVERYWHERE)(new)
        assert b"g:2267057" in new
        assert new.count(b"LocationCreated") == raw.count(b"LocationCreated")
        assert stated_in(read_sidecar(new)) == LISBON


def test_iptc_follows_where_another_program_copied_photons_words(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg")
    write(path, PlaceWords(LISBON))
    iptc = resource(dataset(90, b"\x1b%G", 1) + dataset(90, b"Lisboa") + dataset(101, b"Hispania"))
    with_segment(path, 0xED, b"Photoshop 3.0\0" + iptc)
    fields = write(path, PlaceWords(NAMES[2]))
    assert "IPTC City" in fields
    assert "IPTC Country" not in fields
    data = Path(path).read_bytes()
    assert "東京".encode() in data[data.index(b"8BIM") :]
    assert b"Hispania" in data


def test_a_sidecar_takes_precedence_until_another_program_changes_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", GPS)
    for located in (NOWHERE, HERE):
        words = MetadataEdit(place=PlaceWords(LISBON, LISBON, located=located))
        plan = plan_sidecar(path, words, EVERYWHERE)
        carry_out(plan, words, EVERYWHERE)
        assert is_located(located, gps(path))
        wanted = TargetMetadata(MetadataEdit(place=PlaceWords(LISBON, located=located)))
        assert plan_beside(path, wanted, EVERYWHERE)[1].changes == ()
    sidecar = Path(plan.path)
    sidecar.write_bytes(sidecar.read_bytes().replace(b"9,7.800060W", b"8,7.800060W"))
    assert gps(path) == pytest.approx((30.5, 20.01))


def test_what_another_program_wrote_into_exif_since_stays_when_a_place_becomes_private(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", GPS)
    with Image.open(path) as picture:
        raw = picture.getexif().tobytes()[6:]
    fields = TiffFields(raw)
    assert put_exif_place(fields, PlaceWords(located=HERE, is_private=True)) == []
    assert fields.to_bytes() == raw
    (change,) = put_exif_place(fields, PlaceWords(located="30.500000,20.010000", is_private=True))
    assert (change.field, change.after) == ("EXIF GPS", ())
    left = {one.tag for one in TiffFields(fields.to_bytes()).fields("gps")}
    assert {1, 2, 3, 4}.isdisjoint(left)
    assert {0, 5, 6, 29} <= left


points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(points)
def test_every_point_survives_xmp(point: tuple[float, float]) -> None:
    edit = MetadataEdit(place=PlaceWords(located=located_text(read_located(f"{point[0]:.6f},{point[1]:.6f}"))))
    new, _ = merged(None, edit, EVERYWHERE)
    check_for(None, edit, EVERYWHERE)(new)
    assert edit.place is not None
    assert is_located(edit.place.located, describe(packets(), [read_sidecar(new)])["gps"])


@pytest.mark.parametrize("point", ["90.000000,-180.000000", "-90.000000,0.000000", "0.000001,-0.000001",
                                   "-0.000000,179.999999", "59.999999,-119.999999", "45.016667,7.999999"])  # fmt: skip
def test_points_at_the_edges_survive_exif(tmp_path: Path, point: str) -> None:
    path = make(tmp_path / "a.jpg")
    write(path, PlaceWords(located=point))
    assert is_located(point, gps(path))
    assert set(_exif(path)) == {0, 1, 2, 3, 4}


@needs_exiftool
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("place", NAMES, ids=["latin", "cyrillic", "han", "hebrew", "arabic"])
def test_exiftool_reads_what_was_written(tmp_path: Path, ending: str, place: StatedPlace) -> None:
    path = make(tmp_path / f"a.{ending}", GPS)
    warned = _warnings(Path(path))
    write(path, PlaceWords(place, located=THERE))
    _compare(Path(path), place, THERE)
    assert _warnings(Path(path)) <= warned
    words = MetadataEdit(place=PlaceWords(place, place, located=THERE))
    carry_out(plan_sidecar(path, words, EVERYWHERE), words, EVERYWHERE)
    _compare(Path(f"{path}.xmp"), place, THERE)


@needs_exiftool
def test_what_exiftool_wrote_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg")
    changes = ["-MWG:City=Łódź", "-MWG:Country=Polska", "-GPSLatitude=51.75", "-GPSLatitudeRef=N", "-GPSLongitude=19.5",
               "-GPSLongitudeRef=E", "-XMP-iptcExt:LocationCreatedSublocation=Śródmieście"]  # fmt: skip
    run = ["exiftool", "-q", "-overwrite_original", "-use", "MWG", "-codedcharacterset=utf8", *changes, path]
    subprocess.run(run, check=True)
    assert stated(path) == StatedPlace("Śródmieście", "Łódź", "", "Polska")
    assert gps(path) == pytest.approx((51.75, 19.5))


def _told(path: Path) -> dict[str, Any]:
    run = ["exiftool", "-j", "-n", "-G1", "-struct", "-all", str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(run, capture_output=True, check=True).stdout)[0]
    return found


def _warnings(path: Path) -> set[str]:
    run = ["exiftool", "-q", "-a", "-validate", "-warning", "-s3", str(path)]
    lines = subprocess.run(run, capture_output=True, check=True, text=True).stdout.splitlines()
    return {line for line in lines if "Warning" not in line and "Missing required" not in line}


def _compare(path: Path, place: StatedPlace, located: str) -> None:
    told, point = _told(path), read_located(located)
    plain = [told.get(f"XMP-{name}", "") for name in ("iptcCore:Location", "photoshop:City", "photoshop:State",
                                                      "photoshop:Country", "iptcCore:CountryCode")]  # fmt: skip
    created = told["XMP-iptcExt:LocationCreated"][0]
    inner = [created.get(name, "") for name in ("Sublocation", "City", "ProvinceState", "CountryName", "CountryCode")]
    assert plain == inner == [place.location, place.city, place.region, place.country, place.country_code]
    groups = ["XMP-exif"] if path.suffix == ".xmp" else ["XMP-exif", "GPS"]
    for group in groups:
        sign = 1 if group == "XMP-exif" else -1  # EXIF has it in another field
        there = (sign * told[f"{group}:GPSLatitude"], told[f"{group}:GPSLongitude"])
        assert there == pytest.approx(point, abs=1e-6)


PORTO = "<Iptc4xmpExt:City>Porto</Iptc4xmpExt:City><Iptc4xmpExt:LocationName>Casa</Iptc4xmpExt:LocationName>"


@pytest.mark.parametrize(
    ("kept", "attributes", "inner"),
    [
        ("Portugal", 'Iptc4xmpCore:CountryCode="Portugal"', ""),
        ("x" * 300, f'photoshop:City="Lisboa" Iptc4xmpCore:Location="{"x" * 300}"', ""),
        ("Lisboa  Norte", 'photoshop:City="Lisboa  Norte"', ""),
        ("Porto", 'photoshop:City="Lisboa"', PORTO),
        ("Casa", 'photoshop:City="Lisboa"', PORTO),
    ],
)
def test_texts_of_others_stay_to_the_letter(tmp_path: Path, kept: str, attributes: str, inner: str) -> None:
    path = make(tmp_path / "a.jpg")
    struct = f'<rdf:Bag><rdf:li rdf:parseType="Resource">{inner}</rdf:li></rdf:Bag>'
    created = f"<Iptc4xmpExt:LocationCreated>{struct}</Iptc4xmpExt:LocationCreated>" if inner else ""
    with_xmp(path, packet(created, attributes))
    city = stated(path).city or "Lisboa"
    assert write(path, PlaceWords(StatedPlace("", city, "Lisboa", "", "PT")))
    assert (stated(path).city, stated(path).region, stated(path).country_code) == (city, "Lisboa", "PT")
    assert kept.encode() in Path(path).read_bytes()
    assert write(path, PlaceWords(StatedPlace()))
    assert (stated(path).region, stated(path).country_code) == ("", "")
    assert kept.encode() in Path(path).read_bytes()
