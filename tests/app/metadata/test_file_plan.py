"""The plan of one file: what a person has to decide, and what no tag can hold, stays in the file as it is."""

from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.metadata.file_plan import PlanRequest, PlanTask, plan_files, record_in, work_in
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import FIELDS, Field, MetadataSnapshot, snapshot_of
from photon.domain.metadata.tag import DEEPEST, LONGEST, TagPath, tag_key
from photon.domain.metadata.writing import PROFILES, WrittenSidecar
from photon.library.files.file_metadata import ITSELF, OF_FILE, FileMetadataState
from photon.library.photos.found_files import Found
from photon.media.metadata.xmp import read_sidecar
from photon.media.read.metadata_reading import read_words
from tests.media.packets import bag, packet
from tests.pictures import draw

OLD = MetadataSnapshot((), "old caption", "old title", 1, label="red", flag=1)
THEIRS = MetadataSnapshot((), "their caption", "their title", 2, label="green", flag=-1)
OURS = MetadataSnapshot((), "our caption", "our title", 3, label="blue")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return draw(tmp_path / "a.jpg")


def save(photo: Path, known: MetadataSnapshot, ours: MetadataSnapshot, **more: frozenset[str]) -> Metadata:
    """Write what is planned for the sidecar of a photo; return what it says then."""
    state = FileMetadataState(known, known, ITSELF + OF_FILE)
    request = PlanRequest(1, str(photo), Found(1, photo.name, 0, 0), state, ours, **more)
    (plan,) = plan_files([request], PlanTask(PROFILES["everywhere"], "sidecar", frozenset()))
    assert plan.obstacle is None
    for part in plan.parts:
        change = work_in(record_in(part.record)[1]).change
        assert isinstance(change, WrittenSidecar)
        Path(part.path).write_bytes(change.after)
    found = read_words(str(photo)).metadata
    assert found is not None
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_only_the_field_in_conflict_stays_as_it_is_in_the_file(photo: Path, field: Field) -> None:
    assert snapshot_of(save(photo, MetadataSnapshot(), THEIRS)) == THEIRS
    known = replace(THEIRS, **{field: getattr(OLD, field)})
    assert snapshot_of(save(photo, known, OURS)) == replace(OURS, **{field: getattr(THEIRS, field)})


@pytest.mark.parametrize("path", [("x" * (LONGEST + 1),), tuple(map(str, range(DEEPEST + 1)))])
def test_a_keyword_that_no_tag_can_hold_stays_whole_beside_a_new_one(photo: Path, path: TagPath) -> None:
    sidecar, text = photo.with_name("a.jpg.xmp"), "/".join(path)
    sidecar.write_bytes(packet(bag("digiKam:TagsList", text, kind="Seq")))
    assert ("new",) in save(photo, MetadataSnapshot(), MetadataSnapshot((("new",),))).keywords
    assert read_sidecar(sidecar.read_bytes()).texts("digiKam:TagsList") == [text, "new"]


def test_a_keyword_that_a_person_rejected_stays_in_the_file_until_they_decide(photo: Path) -> None:
    photo.with_name("a.jpg.xmp").write_bytes(packet(bag("dc:subject", "dog")))
    ours = MetadataSnapshot((("new",),))
    found = save(photo, MetadataSnapshot(), ours, rejected=frozenset({tag_key(("dog",))}))
    assert set(found.keywords) == {("dog",), ("new",)}
