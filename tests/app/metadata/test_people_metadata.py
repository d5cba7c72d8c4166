"""People in files and in the library: merged, written, undone and restored; what a person decided wins."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.metadata.metadata_writing import Done
from photon.app.session import Session
from photon.domain import Changes, Region
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import people_in
from photon.domain.metadata.people_words import PersonMark, are_same_people
from photon.domain.metadata.writing import Policy
from photon.domain.people.face import FaceKey, FaceQuality, box_text, overlap, read_box
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.turn import turn_region
from photon.domain.query.filter_values import Bounds
from photon.library import Library
from photon.library.people import faces, people
from photon.library.people.named_people import people_in_photos
from photon.library.people.people_filters import PeopleSql, people_condition, person_condition
from photon.library.photos import photos
from photon.media.read.metadata_reading import read_words
from photon.media.write.xmp_document import XmpDocument
from tests.app.gathered import gather
from tests.fakes import ColourEncoding
from tests.media.packets import bag, packet
from tests.pictures import age, draw

EMMA, BEN, FAR = "0.1000 0.2000 0.1000 0.2000", "0.7000 0.2000 0.1000 0.2000", "0.4000 0.6000 0.1000 0.1000"
NAMES = ("Emma Müller", "Алёна", "伊藤 さくら", "שרה כהן", "प्रिया शर्मा", "Smith, John/Jr|x")
_TICKS = count(10**18)


def regions(*marks: PersonMark) -> str:
    """Return people as other programs write them; those without a region are listed."""
    items = ""
    for mark in marks:
        if region := mark.region:
            x, y = region.x + region.width / 2, region.y + region.height / 2
            items += (
                f"<rdf:li><rdf:Description mwg-rs:Type='Face' mwg-rs:Name='{mark.name}'><mwg-rs:Area stArea:x='{x}'"
                f" stArea:y='{y}' stArea:w='{region.width}' stArea:h='{region.height}'/></rdf:Description></rdf:li>"
            )
    listed = [mark.name for mark in marks if not mark.box]
    inside = f"<mwg-rs:RegionList><rdf:Bag>{items}</rdf:Bag></mwg-rs:RegionList>"
    return f"<mwg-rs:Regions rdf:parseType='Resource'>{inside}</mwg-rs:Regions>" + (
        bag("Iptc4xmpExt:PersonInImage", *listed) if listed else ""
    )


class Folder:
    """A watched folder, scanned on request."""

    def __init__(self, session: Session, root: Path) -> None:
        self.session, self.root = session, root

    def say(self, name: str, *marks: PersonMark) -> None:
        """Write a sidecar as another program does."""
        path = self.root / f"{name}.xmp"
        path.write_bytes(packet(regions(*marks) if marks else bag("dc:subject", "tag")))
        os.utime(path, ns=(0, next(_TICKS)))
        self.scan()

    def scan(self) -> None:
        os.utime(self.root, ns=(0, next(_TICKS)))  # listings are remembered until the folder changes
        gather(self.session.store, losses=self.session.work.losses)

    def photo(self, name: str = "0.jpg") -> int:
        found = self.session.store.read(photos.at, str(self.root / name)).result()
        assert found is not None
        return found

    def people(self, name: str = "0.jpg") -> tuple[PersonMark, ...]:
        photo = self.photo(name)
        found = self.session.store.read(people_in_photos, [photo]).result()
        return found[photo].marks if photo in found else ()

    def write(self, act: Callable[[Library], Changes]) -> None:
        self.session.store.write(act).result()

    def person(self, name: str) -> str:
        (found,) = self.session.store.read(people.people_named, name).result()
        return found.key

    def confirm(self, name: str, box: str, photo: str = "0.jpg") -> None:
        """Confirm a face by hand, of a person who is added if nobody has the name."""

        def act(library: Library) -> Changes:
            found = people.people_named(library, name)
            key = found[0].key if found else people.create_person(library, name)[0]
            return people.confirm_faces(library, [FaceKey(self.photo(photo), box)], key)

        self.write(act)

    def save(self, policy: Policy = "sidecar") -> Done:
        every = self.session.browsing.photos("name").result()
        return self.session.writing.write(self.session.writing.plan(every, policy=policy).result()).result()


def said(path: Path) -> Metadata:
    words = read_words(str(path)).metadata
    assert words is not None
    return words


def marks(*some: tuple[str, str]) -> tuple[PersonMark, ...]:
    return tuple(PersonMark(*one) for one in some)


def opened(library: Path, root: Path) -> Folder:
    session = Session.open(library, background=False, encoder=ColourEncoding())
    session.work.add_folder(str(root)).result()
    return Folder(session, root)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("0.jpg", "1.jpg"):
        age(draw(tmp_path / "photos" / name, seed=int(name[0]), size=(160, 120)))
    found = opened(tmp_path / "library", tmp_path / "photos")
    found.scan()
    try:
        yield found
    finally:
        found.session.close()


def test_faces_that_picasa_names_later_are_read(folder: Folder) -> None:
    folder.scan()
    (folder.root / ".picasa.ini").write_text("[Contacts2]\na1=Emma;;\n[0.jpg]\nfaces=rect64(1999333333336666),a1\n")
    folder.scan()
    assert [mark.name for mark in folder.people()] == ["Emma"]


def test_names_of_files_become_people_with_and_without_a_face(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Ben", ""), ("Zoë", "")))
    folder.say("1.jpg", *marks(("emma", BEN), ("Ben", "")))
    assert folder.people() == marks(("Ben", ""), ("Emma", EMMA), ("Zoë", ""))
    assert folder.people("1.jpg") == marks(("Ben", ""), ("Emma", BEN))
    counted = folder.session.store.read(people.counted_people).result()
    assert sorted((one.person.name, one.photos) for one in counted) == [("Ben", 2), ("Emma", 2), ("Zoë", 1)]


def test_a_name_that_a_file_no_longer_says_goes_only_if_nobody_else_said_it(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Ben", BEN), ("Zoë", "")))
    folder.confirm("Ben", BEN)
    folder.say("0.jpg")
    assert folder.people() == marks(("Ben", BEN))
    assert [(loss.photos, loss.words) for loss in folder.session.work.losses.found] == [(1, 2)]
    folder.session.undoing.undo().result()
    assert folder.people() == marks(("Ben", BEN), ("Emma", EMMA), ("Zoë", ""))
    folder.scan()
    assert len(folder.people()) == 3


def test_a_rejected_name_does_not_come_back_and_leaves_the_file(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Ben", BEN)))
    emma = folder.person("Emma")
    folder.write(lambda lib: people.reject_faces(lib, [FaceKey(folder.photo(), EMMA)], emma))
    near = box_text(Region(0.11, 0.21, 0.1, 0.2))
    for box in (near, EMMA):
        folder.say("0.jpg", *marks(("Emma", box), ("Ben", BEN)))
        assert folder.people() == marks(("Ben", BEN))
    folder.save()
    assert people_in(said(folder.root / "0.jpg")) == marks(("Ben", BEN))


def test_what_is_no_face_and_what_has_another_name_is_not_named_by_a_file(folder: Folder) -> None:
    folder.write(lambda lib: people.mark_no_faces(lib, [FaceKey(folder.photo(), FAR)]))
    folder.confirm("Zoë", EMMA)
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Statue", FAR), ("Ben", BEN)))
    assert folder.people() == marks(("Ben", BEN), ("Zoë", EMMA))
    folder.save()
    assert people_in(said(folder.root / "0.jpg")) == marks(("Ben", BEN), ("Zoë", EMMA))


def test_two_people_of_one_name_are_two_and_files_decide_nothing_for_named_ones(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("John", EMMA), ("John", BEN)))
    assert folder.people() == marks(("John", EMMA), ("John", BEN))
    assert len(folder.session.store.read(people.people_named, "john").result()) == 2
    folder.say("1.jpg", *marks(("John", EMMA), ("John", BEN)))
    assert len(folder.session.store.read(people.people_named, "john").result()) == 2


def test_a_renamed_person_is_renamed_in_files(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Ben", BEN)))
    emma = folder.person("Emma")
    folder.write(lambda lib: people.rename_person(lib, emma, "Emily"))
    before = (folder.root / "0.jpg.xmp").read_bytes()
    done = folder.save()
    assert people_in(said(folder.root / "0.jpg")) == marks(("Ben", BEN), ("Emily", EMMA))
    folder.scan()
    assert folder.people() == marks(("Ben", BEN), ("Emily", EMMA))
    assert folder.save().paths == ()
    folder.session.writing.put_back(done.run).result()
    assert (folder.root / "0.jpg.xmp").read_bytes() == before


def test_hidden_and_nameless_people_are_written_into_no_file(folder: Folder) -> None:
    for name, box in (("Emma", EMMA), ("Ben", BEN), ("", FAR)):
        folder.confirm(name, box)
    emma = folder.person("Emma")
    folder.write(lambda lib: people.hide_person(lib, emma, hidden=True))
    folder.save("both")
    for path in folder.root.iterdir():
        assert b"Emma" not in path.read_bytes()
    assert people_in(said(folder.root / "0.jpg")) == marks(("Ben", BEN))
    folder.say("1.jpg", *marks(("Emma", EMMA)))
    folder.save("both")
    assert people_in(said(folder.root / "1.jpg")) == marks(("Emma", EMMA))


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_a_new_library_restores_all_names_from_files(tmp_path: Path, folder: Folder, policy: Policy) -> None:
    places = [Region(0.05 + 0.15 * at, 0.1, 0.1, 0.3) for at in range(len(NAMES))]
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        draw(folder.root / f"turned-{turn}.jpg", seed=turn, size=(160, 120))
        with Image.open(folder.root / f"turned-{turn}.jpg") as image:
            image.save(folder.root / f"turned-{turn}.jpg", exif=exif, quality=95)
        age(folder.root / f"turned-{turn}.jpg")
    folder.scan()
    wanted = {}
    for turn in range(1, 9):
        wanted[turn] = tuple(zip(NAMES, places[turn % 6 :] + places[: turn % 6], strict=True))
        for name, place in wanted[turn]:
            folder.confirm(name, box_text(place), f"turned-{turn}.jpg")
    folder.save(policy)
    restored = opened(tmp_path / "new library", folder.root)
    try:
        restored.scan()
        for turn, some in wanted.items():
            found = {one.name: one.box for one in restored.people(f"turned-{turn}.jpg")}
            assert set(found) == set(NAMES)
            for name, place in some:
                assert overlap(read_box(found[name]), place) >= 0.98, (turn, name)
    finally:
        restored.session.close()


def test_a_photo_turned_in_photon_is_marked_where_its_file_shows_it(folder: Folder) -> None:
    photo = folder.photo()
    folder.session.turning.turn([photo], "right").result()
    folder.confirm("Ben", BEN)
    folder.say("0.jpg", *marks(("Emma", EMMA)))
    stored = folder.session.store.read(lambda lib: people.faces_of_person(lib, folder.person("Emma"))).result()
    assert overlap(stored[0].key.region, turn_region(read_box(EMMA), 6)) >= 0.98
    folder.save()
    back = box_text(turn_region(read_box(BEN), 8))
    assert are_same_people(people_in(said(folder.root / "0.jpg")), marks(("Ben", back), ("Emma", EMMA)))


def test_profiles_of_programs_without_regions_get_keywords_that_are_no_tags(folder: Folder) -> None:
    folder.confirm("Emma", EMMA)
    folder.session.tags.mark([folder.photo()], [("People", "Ben")], "confirmed").result()

    def save(profile: str) -> set[str]:
        every = folder.session.browsing.photos("name").result()
        plan = folder.session.writing.plan(every, profile, "sidecar").result()
        folder.session.writing.write(plan).result()
        folder.scan()
        assert folder.session.writing.plan(every, profile, "sidecar").result().files == ()
        return set(XmpDocument((folder.root / "0.jpg.xmp").read_bytes()).properties.texts("lr:hierarchicalSubject"))

    assert save("everywhere") == {"People|Ben"}
    assert save("darktable") == {"People|Ben", "People|Emma"}
    assert said(folder.root / "0.jpg").keywords == (("People", "Ben"),)
    emma = folder.person("Emma")
    folder.write(lambda lib: people.rename_person(lib, emma, "Emily"))
    assert save("darktable") == {"People|Ben", "People|Emily"}
    assert save("everywhere") == {"People|Ben", "People|Emily"}
    folder.write(lambda lib: people.hide_person(lib, emma, hidden=True))
    assert save("everywhere") == {"People|Ben"}
    tagged = folder.session.tags.tags_for_photos([folder.photo()]).result()[folder.photo()]
    assert [one.path for one in tagged] == [("People", "Ben")]


def test_people_whose_face_is_unknown_are_found_counted_and_have_no_cover(folder: Folder) -> None:
    folder.say("0.jpg", *marks(("Ben", ""), ("Zoë", EMMA)))
    folder.say("1.jpg", *marks(("Zoë", "")))

    def photos_where(condition: PeopleSql) -> list[int]:
        sql = f"SELECT p.id FROM photos p WHERE {condition[0]} ORDER BY p.id"
        return folder.session.store.read(lambda lib: lib.column(sql, condition[1])).result()

    def found(name: str) -> list[int]:
        return photos_where(folder.session.store.read(person_condition, name).result())

    assert found("ben") == [folder.photo()]
    assert found("zoë") == sorted([folder.photo(), folder.photo("1.jpg")])
    assert photos_where(people_condition(Bounds(1, 1))) == [folder.photo()]
    counted = {one.person.name: one for one in folder.session.store.read(people.counted_people).result()}
    assert (counted["Ben"].photos, counted["Ben"].cover) == (1, None)
    assert (counted["Zoë"].photos, counted["Zoë"].cover) == (2, FaceKey(folder.photo(), EMMA))
    folder.session.turning.turn([folder.photo()], "right").result()
    assert found("ben") == [folder.photo()]
    folder.write(lambda lib: people.merge_people(lib, folder.person("Zoë"), [folder.person("Ben")]))
    assert found("zoë") == sorted([folder.photo(), folder.photo("1.jpg")])


def test_a_thousand_names_in_a_photo_come_and_go(folder: Folder) -> None:
    places = [box_text(Region(at % 40 / 40, at // 40 / 25, 0.02, 0.03)) for at in range(1000)]
    folder.say("0.jpg", *marks(*((f"Person {at}", place) for at, place in enumerate(places))))
    assert len(folder.people()) == 1000
    folder.say("1.jpg", *marks(*(("Somebody", place) for place in places)))
    assert {one.name for one in folder.people("1.jpg")} == {"Somebody"}
    folder.say("0.jpg")
    assert folder.people() == ()


def test_a_rotation_in_the_file_keeps_faces_where_they_are(folder: Folder) -> None:
    photo = folder.photo()
    folder.confirm("Emma", EMMA)
    folder.session.turning.turn([photo], "right").result()
    shown = box_text(turn_region(read_box(EMMA), 6))
    plan = folder.session.writing.plan([photo], policy="embed", turns=True).result()
    assert plan.obstacles == ()
    done = folder.session.writing.write(plan).result()
    assert people_in(said(folder.root / "0.jpg")) == marks(("Emma", shown))
    folder.scan()
    assert folder.people() == marks(("Emma", shown))
    (face,) = folder.session.store.read(lambda lib: people.faces_of_person(lib, folder.person("Emma"))).result()
    assert face.key.box == shown
    folder.session.writing.put_back(done.run).result()
    assert people_in(said(folder.root / "0.jpg")) == ()


def test_a_region_of_a_file_is_the_face_that_was_found_there(folder: Folder) -> None:
    photo, near = folder.photo(), Region(0.11, 0.21, 0.1, 0.2)
    (image,) = folder.session.store.read(
        lambda lib: lib.column("SELECT image_hash FROM photos WHERE id = ?", (photo,))
    ).result()
    found = FoundFace(near, np.zeros((5, 2), np.float32), FaceQuality(0.9, 90, 1, 1), np.eye(1, 8, dtype=np.float32)[0])
    folder.write(lambda lib: faces.store_faces(lib, "model", [(photo, image, [found])]))
    folder.say("0.jpg", *marks(("Emma", EMMA), ("Ben", "")))
    (face,) = folder.session.store.read(faces.faces_of, [photo]).result()[photo]
    assert (face.state, face.name, face.key.box) == ("confirmed", "Emma", EMMA)
    assert face.item > 0
