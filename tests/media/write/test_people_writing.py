"""People in files: written for all programs, in the stored picture; whatever else is marked stays as it is."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photon.domain import Region
from photon.domain.metadata.merge import people_in, snapshot_of
from photon.domain.metadata.people_words import PeopleWords, PersonMark, are_same_people, mark_person, settle_people
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata
from photon.domain.people.face import overlap
from photon.domain.photo.turn import reverse_turn, swaps_sides
from photon.media.decode.colour_conversion import turned
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.write.sidecar_writing import carry_out, plan_beside
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import check_for, merged
from tests.examples import examples
from tests.media.packets import bag, packet, with_xmp
from tests.media.photos import EVERYWHERE, plan_photo, told, written

needs_it = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
SIZE, FACE = (400, 300), Region(0.55, 0.1, 0.15, 0.3)
NAMES = ("Emma Müller", "Алёна", "伊藤 さくら", "שרה כהן", "प्रिया शर्मा")
PLACES = [FACE, *(Region(0.05 + 0.1 * at, 0.6, 0.08, 0.2) for at in range(4))]
EMMA, BEN = (PersonMark(name, f"{x} 0.2000 0.1000 0.2000") for name, x in (("Emma", "0.1000"), ("Ben", "0.7000")))


def words(*marks: PersonMark, turn: int = 1, kept: Sequence[PersonMark] = ()) -> MetadataEdit:
    size = SIZE[::-1] if swaps_sides(turn) else SIZE
    return MetadataEdit(people=PeopleWords(marks, tuple(kept), turn, size))


def mark(name: str, region: Region | None = None) -> PersonMark:
    found = mark_person(name, region)
    assert found is not None
    return found


def write(raw: bytes | None, *marks: PersonMark) -> bytes:
    """Merge, and check the result as before a file is replaced."""
    edit = words(*marks)
    new, _ = merged(raw, edit, EVERYWHERE)
    check_for(raw, edit, EVERYWHERE)(new)
    return new


def read(raw: bytes) -> tuple[PersonMark, ...]:
    return people_in(merge_metadata(Packets({}, ContainerParts(xmp=raw))))


def region(name: str, kind: str = "Face", x: float = 0.15, more: str = "", unit: str = "normalized") -> str:
    """Return a region of the working group, around a point."""
    area = f"stArea:x='{x}' stArea:y='0.3' stArea:w='0.1' stArea:h='0.2' stArea:unit='{unit}'"
    return (
        f"<rdf:li><rdf:Description mwg-rs:Type='{kind}' mwg-rs:Name='{name}'><mwg-rs:Area {area}/>{more}"
        "</rdf:Description></rdf:li>"
    )


def regions(*some: str) -> str:
    inside = f"<mwg-rs:RegionList><rdf:Seq>{''.join(some)}</rdf:Seq></mwg-rs:RegionList>"
    size = "<mwg-rs:AppliedToDimensions stDim:w='99' stDim:h='77' stDim:unit='pixel'/>"
    return f"<mwg-rs:Regions rdf:parseType='Resource'>{size}{inside}</mwg-rs:Regions>"


def microsoft(*some: tuple[str, str]) -> str:
    items = "".join(f"<rdf:li MPReg:PersonDisplayName='{name}' MPReg:Rectangle='{place}'/>" for name, place in some)
    inside = f"<MPRI:Regions><rdf:Bag>{items}</rdf:Bag></MPRI:Regions>"
    return f"<MP:RegionInfo><rdf:Description>{inside}</rdf:Description></MP:RegionInfo>"


def picture(turn: int) -> tuple[Image.Image, Region]:
    """Return the stored picture whose orientation shows a red face, and where that is in the stored picture."""
    upright = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    left, top = round(FACE.x * SIZE[0]), round(FACE.y * SIZE[1])
    upright[top : top + round(FACE.height * SIZE[1]), left : left + round(FACE.width * SIZE[0])] = (250, 0, 0)
    stored = turned(Image.fromarray(upright), reverse_turn(turn))
    rows, columns = np.nonzero(np.asarray(stored)[:, :, 0] > 200)
    wide, high = stored.size
    x, y = columns.min() / wide, rows.min() / high
    return stored, Region(x, y, (columns.max() + 1) / wide - x, (rows.max() + 1) / high - y)


def exiftool(*arguments: str) -> Any:
    done = subprocess.run(["exiftool", *arguments], capture_output=True, check=True)
    return json.loads(done.stdout)[0] if "-j" in arguments else None


@needs_it
@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
def test_exiftool_finds_faces_in_the_stored_pixels_of_all_orientations(tmp_path: Path, turn: int, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    stored, place = picture(turn)
    exif = Image.Exif()
    exif[0x0112] = turn
    stored.save(path, exif=exif)
    marks = tuple(mark(name, at) for name, at in zip(NAMES, PLACES, strict=True))
    written(path, words(*marks, turn=turn))
    found = exiftool("-j", "-struct", "-n", "-XMP:RegionInfo", "-XMP:RegionInfoMP", "-XMP:PersonInImage", str(path))
    group = found["RegionInfo"]
    assert group["AppliedToDimensions"] == {"W": stored.width, "H": stored.height, "Unit": "pixel"}
    areas = {one["Name"]: one["Area"] for one in group["RegionList"]}
    rectangles = {one["PersonDisplayName"]: one["Rectangle"] for one in found["RegionInfoMP"]["Regions"]}
    assert set(areas) == set(rectangles) == set(found["PersonInImage"]) == set(NAMES)
    area = areas[NAMES[0]]
    centred = Region(area["X"] - area["W"] / 2, area["Y"] - area["H"] / 2, area["W"], area["H"])
    assert overlap(centred, place) >= 0.98
    assert overlap(Region(*map(float, rectangles[NAMES[0]].split(","))), place) >= 0.98
    other = tmp_path / f"b.{ending}"
    stored.save(other, exif=exif)
    exiftool("-q", "-overwrite_original", "-TagsFromFile", str(path), "-XMP:all", str(other))
    again = {one.name: one for one in people_in(told(other))}
    assert set(again) == set(NAMES)
    for name, at in zip(NAMES, PLACES, strict=True):
        where = again[name].region
        assert where is not None
        assert overlap(where, at) >= 0.98


def test_sidecars_mark_the_stored_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    stored, _ = picture(6)
    exif = Image.Exif()
    exif[0x0112] = 6
    stored.save(path, exif=exif)
    wanted = TargetMetadata(words(mark("Emma", FACE), turn=6))
    edit, plan = plan_beside(str(path), wanted, EVERYWHERE)
    carry_out(plan, edit, EVERYWHERE)
    assert people_in(told(path)) == (mark("Emma", FACE),)
    assert plan_beside(str(path), wanted, EVERYWHERE)[1].changes == ()
    assert wanted.beyond(snapshot_of(told(path))) == MetadataEdit()


def test_other_regions_and_other_fields_stay() -> None:
    more = "<mwg-rs:Description>at home</mwg-rs:Description>"
    more += "<mwg-rs:Extensions><rdf:Description acdsee:x='1'/></mwg-rs:Extensions>"
    others = (region("Rex", "Pet", 0.5), region("", "Focus", 0.6), region("Far", x=9), region("Px", unit="pixel"))
    raw = packet(
        regions(region("Emma", more=more), *others, region("Gone", x=0.9)) + bag("Iptc4xmpExt:PersonInImage", "Rex")
    )
    assert read(raw) == (EMMA, mark("Gone", Region(0.85, 0.2, 0.1, 0.2)))
    new = write(raw, mark("Emily", EMMA.region), BEN)
    assert read(new) == tuple(sorted((mark("Emily", EMMA.region), BEN), key=lambda one: one.name))
    assert all(text in new.decode() for text in ("at home", "acdsee:x", "Rex", "Focus", "Far", "Px", 'stDim:w="99"'))
    assert b"Gone" not in new
    assert b"Emma" not in new
    assert XmpDocument(new).properties.texts("Iptc4xmpExt:PersonInImage") == ["Rex", "Emily", "Ben"]


def test_an_unnamed_face_gets_its_name_and_others_stay_unnamed() -> None:
    raw = packet(regions(region("", x=0.16), region("", x=0.5)))
    new = write(raw, EMMA)
    assert new.count(b"Focus") == 0
    assert new.count(b"mwg-rs:Area ") == new.count(b"<mwg-rs:Area") == 2
    assert [one.name for one in read(new)] == ["Emma"]


def test_regions_of_microsoft_alone_are_read_beside_pets_of_the_group() -> None:
    raw = packet(
        regions(region("Rex", "Pet", 0.5)) + microsoft(("Emma", "0.1,0.2,0.1,0.2"), ("Old", "0.4,0.2,0.1,0.2"))
    )
    assert [one.name for one in read(raw)] == ["Emma", "Old"]
    new = write(raw, EMMA)
    assert read(new) == (EMMA,)
    assert b"Old" not in new


def test_a_name_that_is_gone_returns_from_no_field() -> None:
    """Microsoft's region may be elsewhere: of the upright picture, as some programs write it."""
    raw = packet(
        regions(region("Emma"), region("Ben", x=0.75))
        + microsoft(("Emma", "0.8, 0.8, 0.1, 0.1"))
        + bag("Iptc4xmpExt:PersonInImage", "Emma", "Ben")
    )
    new = write(raw, BEN)
    assert (b"Emma" in new, read(new)) == (False, (BEN,))
    assert read(write(new)) == ()
    assert set(XmpDocument(write(new)).properties.values) == set()


def test_two_people_of_one_name_stay_two() -> None:
    one, other = mark("John", EMMA.region), mark("John", BEN.region)
    raw = write(None, one, other)
    assert read(raw) == (one, other)
    assert XmpDocument(raw).properties.texts("Iptc4xmpExt:PersonInImage") == ["John"]
    assert read(write(raw, other)) == (other,)
    moved = mark("John", Region(0.4, 0.6, 0.1, 0.1))
    assert set(read(write(raw, one, moved))) == {one, moved}


def test_hidden_people_stay_where_they_are_and_go_nowhere_else(tmp_path: Path) -> None:
    hidden, path = mark("Hidden", Region(0.4, 0.6, 0.1, 0.1)), tmp_path / "a.jpg"
    picture(1)[0].save(path)
    written(path, words(BEN, kept=[hidden]))
    assert people_in(told(path)) == (BEN,)
    picture(1)[0].save(path)
    with_xmp(str(path), packet(regions(region("Hidden", x=0.45).replace("'0.3'", "'0.65'").replace("'0.2'", "'0.1'"))))
    written(path, words(BEN, kept=[hidden]))
    assert people_in(told(path)) == (BEN, hidden)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Smith, John / J|S; \\x", "Smith, John / J|S; \\x"),
        ("a\x00b\x07\u202ec\u200e d\n e", "a b c d e"),
        ("שרה\u200f כהן", "שרה כהן"),
        ("n" * 300, "n" * 200),
        ("Zoe\u0308", "Zoë"),
        ("\ufffe", ""),
    ],
)
def test_strange_names_are_stored_as_they_will_be_read(name: str, stored: str) -> None:
    new = write(None, EMMA, mark(name, BEN.region)) if stored else write(None, EMMA)
    assert {one.name for one in read(new)} == {"Emma", *filter(None, [stored])}


def test_impossible_regions_are_no_marks_and_stay(tmp_path: Path) -> None:
    bad = (region("Zero").replace("stArea:w='0.1'", "stArea:w='0'"), region("Out", x=-3), region("Nan", x=float("nan")))
    edge = region("Edge", x=0.99)
    raw = packet(regions(*bad, edge))
    assert read(raw) == (mark("Edge", Region(0.94, 0.2, 0.06, 0.2)),)
    new = write(raw, EMMA)
    assert all(name in new for name in (b"Zero", b"Out", b"Nan"))
    assert b"Edge" not in new


def test_a_thousand_regions_are_written_beside_a_photo(tmp_path: Path) -> None:
    marks = tuple(mark(f"Person {at}", Region(at % 40 / 40, at // 40 / 25, 0.024, 0.039)) for at in range(1000))
    raw = write(None, *marks)
    assert are_same_people(marks, read(raw))


_MARKS = st.lists(
    st.builds(
        lambda name, x, y: mark(name, Region(x / 10, y / 10, 0.1, 0.1)) if x >= 0 else mark(name),
        st.sampled_from(["Emma", "emma", "Ben", "Zoë", "a, b/c"]), st.integers(-1, 8), st.integers(0, 2),
    ),
    max_size=5, unique_by=lambda one: (one.key, one.box),
)  # fmt: skip


@settings(max_examples=examples(60))
@given(st.lists(_MARKS, min_size=1, max_size=4), st.sampled_from(sorted(PROFILES)))
def test_what_is_written_is_read_and_written_once(steps: list[list[PersonMark]], profile: str) -> None:
    raw: bytes | None = packet(regions(region("Rex", "Pet", 0.05)))
    for step in steps:
        edit, marks = words(*settle_people(step)), settle_people(step)
        new, _ = merged(raw, edit, PROFILES[profile])
        check_for(raw, edit, PROFILES[profile])(new)
        assert are_same_people(marks, read(new))
        assert b"Rex" in new
        again, more = merged(new, edit, PROFILES[profile])
        assert (again, more) == (new, ())
        raw = new


def test_undo_restores_a_photo_and_the_preview_names_everybody(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture(1)[0].save(path)
    plan = plan_photo(str(path), TargetMetadata(words(EMMA, mark("Listed"))), EVERYWHERE)
    assert plan is not None
    assert {one.field: one.after for one in plan.changes} == {
        "mwg-rs:Regions": ("Emma (15.0%, 30.0%)",),
        "MP:RegionInfo": ("Emma (15.0%, 30.0%)",),
        "Iptc4xmpExt:PersonInImage": ("Emma", "Listed"),
    }
