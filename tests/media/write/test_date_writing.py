"""Corrected dates in files are read as they were written, in EXIF and XMP, and everything else is kept."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.facts import describe
from photon.media.metadata.packets import Packets
from photon.media.metadata.xmp import read_sidecar
from photon.media.read.metadata_reading import read_words
from photon.media.write.photo_writing import write_photo
from photon.media.write.sidecar_writing import carry_out, plan_sidecar
from photon.media.write.xmp_writing import check_for, merged
from tests.media.packets import packet
from tests.media.photos import plan_photo

NEW = "2020-07-15T12:00:00.5+02:00"
PROFILE = PROFILES["everywhere"]


def make(path: Path, exif: dict[int, str] | None, *, tags: dict[int, str] | None = None) -> str:
    """Return a picture whose EXIF has these fields in its inner directory."""
    image = Image.new("RGB", (40, 30), "red")
    written = Image.Exif()
    written.update(tags or {})
    if exif is not None:
        written.get_ifd(0x8769).update(exif)
    image.save(path, exif=written) if exif is not None or tags else image.save(path)
    return str(path)


def taken(path: str) -> str | None:
    facts = read_words(path).facts
    return facts.taken if facts else None


def write(path: str, date: str) -> tuple[str, ...]:
    """Write a date into a photo; return the changed fields."""
    plan = plan_photo(path, TargetMetadata(MetadataEdit(taken=date)), PROFILE)
    if plan is None:
        return ()
    write_photo(plan)
    return tuple(change.field for change in plan.changes)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
@pytest.mark.parametrize(
    "exif",
    [
        None,
        {0x9003: "2001:02:03 04:05:06"},
        {0x9003: "2001:02:03 04:05:06", 0x9291: "123", 0x9011: "-05:00", 0x9004: "2002:02:03 04:05:06"},
        {0x9004: "2002:02:03 04:05:06"},
        {0xA434: "a lens with a long name"},
    ],
)
def test_a_date_is_read_as_it_was_written(tmp_path: Path, name: str, exif: dict[int, str] | None) -> None:
    path = make(tmp_path / name, exif, tags={0x010F: "Maker", 0x0132: "1999:09:09 09:09:09"})
    before = read_words(path)
    for date in (NEW, "1970-01-01T00:00:00", "2038-01-19T03:14:08+00:00", NEW):
        assert write(path, date)
        assert taken(path) == date
        assert write(path, date) == ()
    now = read_words(path)
    assert now.facts is not None
    assert before.facts is not None
    assert (now.facts.lens, now.facts.camera, now.metadata) == (
        before.facts.lens, before.facts.camera, before.metadata,
    )  # fmt: skip
    with Image.open(path) as image:
        assert image.getpixel((5, 5)) == pytest.approx((255, 0, 0), abs=2)


def test_exif_is_updated_where_it_has_the_field(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", {0x9003: "2001:02:03 04:05:06", 0xA434: "a lens"})
    fields = write(path, NEW)
    assert {"EXIF DateTimeOriginal", "EXIF SubSecTimeOriginal", "EXIF OffsetTimeOriginal"} < set(fields)
    with Image.open(path) as image:
        inner = image.getexif().get_ifd(0x8769)
    assert tuple(inner[tag] for tag in (0x9003, 0x9291, 0x9011, 0xA434)) == (
        "2020:07:15 12:00:00", "5", "+02:00", "a lens",
    )  # fmt: skip


def test_a_sidecar_takes_precedence_until_another_program_changes_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.jpg", {0x9003: "2001:02:03 04:05:06"})
    plan = plan_sidecar(path, MetadataEdit(taken=NEW), PROFILE)
    carry_out(plan, MetadataEdit(taken=NEW), PROFILE)
    assert taken(path) == NEW
    sidecar = Path(plan.path)
    before = sidecar.read_bytes()
    sidecar.write_bytes(before.replace(b"2020-07-15", b"2019-07-15", 1))  # exif:DateTimeOriginal
    assert sidecar.read_bytes() != before
    assert taken(path) == "2001-02-03T04:05:06"


def test_fields_of_other_programs_do_not_add_to_it() -> None:
    raw = packet("", 'exif:DateTimeOriginal="2001-01-01T00:00:00" exif:SubSecTimeOriginal="77" tiff:Make="m"')
    words = MetadataEdit(taken="2020-07-15T12:00:00")
    new, changes = merged(raw, words, PROFILE)
    check_for(raw, words, PROFILE)(new)
    assert b"tiff:Make" in new
    assert "exif:SubSecTimeOriginal" in {change.field for change in changes}
    assert describe(Packets({}, ContainerParts()), [read_sidecar(new)])["taken"] == "2020-07-15T12:00:00"


dates = st.datetimes().map(lambda one: one.isoformat(timespec="seconds"))


@given(dates, st.sampled_from(["", ".5", ".123456789"]), st.sampled_from(["", "+00:00", "-03:30", "+14:00"]))
def test_every_date_survives_a_sidecar(date: str, fraction: str, zone: str) -> None:
    words = MetadataEdit(taken=date + fraction + zone)
    new, _ = merged(None, words, PROFILE)
    check_for(None, words, PROFILE)(new)
    assert describe(Packets({}, ContainerParts()), [read_sidecar(new)])["taken"] == words.taken
