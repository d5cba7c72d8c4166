"""Places in files and in the library: read, written where a person decided, restored; private ones are in no file."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from photon.domain import Changes
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Location, Reencode, TableChoice
from photon.domain.metadata.writing import Policy
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import NamedPoint, PhotoPlace, StatedPlace
from photon.library import Library
from photon.library.photos.photo_locations import locate_photos
from photon.library.places import own_places
from photon.library.places.photo_places import places_of
from photon.media.read.metadata_reading import read_words
from tests.app.metadata.test_people_metadata import Folder, folder
from tests.library.places.named_places import name_place
from tests.media.packets import packet, with_xmp

__all__ = ["folder"]

HERE = "38.712300,-9.131200"
POINT = Coordinates(38.7123, -9.1312)
GPS = 'exif:GPSLatitude="30,30.0N" exif:GPSLongitude="20,0.0E"'


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each point the same names, which another stage works out."""
    names = NamedPoint("Alfama", "Lisboa", "Lisboa", "PT")
    for module in ("photon.app.metadata.place_metadata", "photon.app.export.copy_places"):
        monkeypatch.setattr(f"{module}.places_of", _naming(names))
        monkeypatch.setattr(f"{module}.country_names", lambda _: {"PT": "Portugal"})


def _naming(names: NamedPoint) -> Callable[..., dict[int, PhotoPlace]]:
    return lambda *given: {photo: replace(one, names=names) for photo, one in places_of(*given).items()}


def locate(folder: Folder, located: str, name: str = "0.jpg") -> None:
    folder.write(lambda library: locate_photos(library, {folder.photo(name): located}))


def place(folder: Folder, name: str = "0.jpg") -> PhotoPlace:
    return folder.session.store.read(places_of, [folder.photo(name)]).result()[folder.photo(name)]


def filed(path: Path) -> tuple[StatedPlace, tuple[float, float] | None]:
    found = read_words(str(path))
    assert found.metadata is not None
    assert found.facts is not None
    return found.metadata.place.stated, found.facts.gps


def save(folder: Folder, policy: Policy = "sidecar", *, places: bool = True) -> int:
    plan = folder.session.writing.plan([folder.photo()], policy=policy, places=places).result()
    return folder.session.writing.write(plan).result().run


def test_what_files_state_is_in_the_library(folder: Folder) -> None:
    with_xmp(str(folder.root / "0.jpg"), packet("", f'photoshop:City="Faro" {GPS}'))
    folder.scan()
    found = place(folder)
    assert (found.stated, found.filed) == (StatedPlace(city="Faro"), Coordinates(30.5, 20.0))
    (folder.root / "0.jpg.xmp").write_bytes(packet("", 'photoshop:City="Beja"'))
    folder.scan()
    assert place(folder).stated == StatedPlace(city="Beja")


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_a_decision_is_written_read_and_restored(folder: Folder, policy: Policy) -> None:
    photo = folder.root / "0.jpg"
    with_xmp(str(photo), packet("", GPS))
    folder.scan()
    before = photo.read_bytes()
    locate(folder, HERE)
    run = save(folder, policy)
    assert filed(photo)[0] == StatedPlace("Alfama", "Lisboa", "Lisboa", "Portugal", "PT")
    assert filed(photo)[1] == pytest.approx(POINT)
    assert (photo.read_bytes() == before) == (policy == "sidecar")
    folder.scan()
    assert (place(folder).state, place(folder).coordinates) == ("confirmed", POINT)
    assert save(folder, policy) == 0
    folder.session.writing.put_back(run).result()
    assert photo.read_bytes() == before
    assert filed(photo) == (StatedPlace(), (30.5, 20.0))
    folder.scan()
    assert place(folder).coordinates == POINT


def test_coordinates_go_only_where_a_person_decided_that_they_are_wrong(folder: Folder) -> None:
    photo = folder.root / "0.jpg"
    with_xmp(str(photo), packet("", f'photoshop:City="Faro" {GPS}'))
    folder.scan()
    before = photo.read_bytes()
    assert save(folder, "embed", places=False) == 0
    locate(folder, "none")
    plan = folder.session.writing.plan([folder.photo()], policy="embed").result()
    assert "exif:GPSLatitude" in plan.photos[0].fields
    assert photo.read_bytes() == before
    save(folder, "embed")
    assert filed(photo) == (StatedPlace(city="Faro"), None)


def test_private_and_suggested_places_are_in_no_file(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    locate(folder, HERE)
    folder.write(lambda library: name_place(library, "Home", POINT, 50, is_private=True)[1])
    assert save(folder, "embed") == 0
    locate(folder, "38.720000,-9.131200")
    guess = PhotoPlace(POINT, "suggested", NamedPoint("Alfama", "Lisboa", "", "PT"))
    monkeypatch.setattr("photon.app.metadata.place_metadata.places_of", lambda _, photos: dict.fromkeys(photos, guess))
    save(folder)
    assert filed(folder.root / "0.jpg")[0] == StatedPlace()


def test_photons_words_go_once_the_place_is_private(folder: Folder) -> None:
    locate(folder, HERE)
    save(folder)
    assert filed(folder.root / "0.jpg")[0].city == "Lisboa"
    folder.write(lambda library: name_place(library, "Home", POINT, 50, is_private=True)[1])
    save(folder)
    assert filed(folder.root / "0.jpg")[0] == StatedPlace()


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_what_photon_wrote_goes_once_the_place_is_private(folder: Folder, policy: Policy) -> None:
    photo, sidecar = folder.root / "0.jpg", folder.root / "0.jpg.xmp"
    with_xmp(str(photo), packet("", 'photoshop:Headline="mine"'))
    folder.scan()
    locate(folder, HERE)
    save(folder, policy)
    assert filed(photo)[1] == pytest.approx(POINT)
    make_private(folder)
    assert count_filed(folder) == 1
    plan = folder.session.writing.plan([folder.photo()], policy=policy).result()
    assert {one.target for one in plan.files} == {str(one) for one in (photo, sidecar) if b"Lisboa" in bytes_of(one)}
    run = save(folder, policy, places=False)
    assert filed(photo) == (StatedPlace(), None)
    for text in (b"Lisboa", b"38,42.738", b"photon:Located"):
        assert text not in photo.read_bytes() + bytes_of(sidecar)
    assert b"mine" in photo.read_bytes()
    folder.scan()
    assert place(folder).coordinates == POINT
    assert save(folder, policy) == 0
    folder.session.writing.put_back(run).result()
    assert filed(photo)[1] == pytest.approx(POINT)
    assert save(folder, policy, places=False) > run
    assert filed(photo) == (StatedPlace(), None)
    folder.write(lambda library: own_places.delete_place(library, next(iter(own_places.own_places(library)))))
    save(folder, policy)
    assert filed(photo)[1] == pytest.approx(POINT)


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_the_library_knows_that_what_photon_wrote_is_gone(folder: Folder, policy: Policy) -> None:
    def known() -> tuple[StatedPlace, Coordinates | None]:
        return place(folder).stated, place(folder).filed

    locate(folder, HERE)
    save(folder, policy)
    read_again(folder)
    assert known() == (StatedPlace("Alfama", "Lisboa", "Lisboa", "Portugal", "PT"), pytest.approx(POINT))
    make_private(folder)
    run = save(folder, policy)
    assert known() == (StatedPlace(), None)
    assert place(folder).coordinates == POINT
    read_again(folder)
    assert known() == (StatedPlace(), None)
    folder.session.writing.put_back(run).result()
    folder.scan()
    assert known() == (StatedPlace("Alfama", "Lisboa", "Lisboa", "Portugal", "PT"), pytest.approx(POINT))


def read_again(folder: Folder) -> None:
    folder.session.store.write(ask_all).result()
    folder.scan()


def ask_all(library: Library) -> Changes:
    with library.transaction() as db:
        db.execute("UPDATE files SET beside = NULL")
    return Changes()


def test_a_photo_that_is_not_written_into_is_named_if_it_still_tells_a_private_place(folder: Folder) -> None:
    locate(folder, HERE)
    save(folder, "both")
    make_private(folder)
    plan = folder.session.writing.plan([folder.photo()], policy="sidecar").result()
    assert [one.kind for one in plan.files] == ["sidecar"]
    folder.session.writing.write(plan).result()
    for policies, told in ((("sidecar",), ["0.jpg itself still says where it was taken."]), (("embed", "sidecar"), [])):
        for policy in policies:
            plan = folder.session.writing.plan([folder.photo()], policy=policy).result()
            folder.session.writing.write(plan).result()
        assert [error.message for _, error in plan.obstacles] == told
    assert filed(folder.root / "0.jpg") == (StatedPlace(), None)


def bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def make_private(folder: Folder, point: Coordinates = POINT) -> None:
    folder.write(lambda library: name_place(library, "Home", point, 50, is_private=True)[1])


def count_filed(folder: Folder, point: Coordinates = POINT) -> int:
    return folder.session.store.read(own_places.count_filed, OwnPlace("", "Home", point, 50)).result()


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_what_others_wrote_stays_in_files_of_private_places(folder: Folder, policy: Policy) -> None:
    photo, home = folder.root / "0.jpg", Coordinates(30.5, 20.0)
    camera = {1: "N", 2: (30.0, 30.0, 0.0), 3: "E", 4: (20.0, 0.0, 0.0)}
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(camera)
    with Image.open(photo) as picture:
        picture.save(photo, exif=exif)
    (folder.root / "0.jpg.xmp").write_bytes(packet("", f'photoshop:City="Faro" {GPS}'))
    folder.scan()
    before = photo.read_bytes()
    locate(folder, "30.500000,20.000000")  # a person confirmed what the camera says
    make_private(folder, home)
    assert (count_filed(folder, home), count_filed(folder)) == (1, 0)
    assert save(folder, policy) == 0
    assert photo.read_bytes() == before
    assert filed(photo) == (StatedPlace(city="Faro"), (30.5, 20.0))


def test_the_cameras_location_stays_in_the_original_of_a_photo_whose_location_was_corrected(folder: Folder) -> None:
    photo = folder.root / "0.jpg"
    with_xmp(str(photo), packet("", GPS))
    folder.scan()
    before = photo.read_bytes()
    locate(folder, HERE)
    save(folder, "sidecar")
    assert filed(photo)[1] == pytest.approx(POINT)
    make_private(folder)
    save(folder, "sidecar")
    assert photo.read_bytes() == before
    assert filed(photo) == (StatedPlace(), (30.5, 20.0))
    assert b"GPSL" not in bytes_of(folder.root / "0.jpg.xmp")


def test_words_stay_while_points_wait_for_their_names(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    locate(folder, HERE)
    save(folder)
    monkeypatch.setattr("photon.app.metadata.place_metadata.places_of", places_of)
    assert place(folder).names == NamedPoint()
    assert save(folder) == 0
    assert filed(folder.root / "0.jpg")[0].city == "Lisboa"
    locate(folder, "none")
    save(folder)
    assert filed(folder.root / "0.jpg")[0] == StatedPlace()


def test_the_sidecar_of_a_copy_has_the_latest_decision(folder: Folder, tmp_path: Path) -> None:
    for number, located in enumerate((HERE, "none")):
        locate(folder, located)
        save(folder)
        locate(folder, "10.000000,20.000000")
        copy = export(folder, tmp_path / str(number), CopyContents(words=True))
        assert copy.with_name(f"{copy.name}.xmp").exists()
        assert filed(copy)[1] == pytest.approx((10.0, 20.0))


def export(folder: Folder, out: Path, carried: CopyContents, redrawn: Reencode | None = None) -> Path:
    choice = FileChoice(redrawn=redrawn, carried=carried)
    plan = folder.session.exporting.plan_files([folder.photo()], str(out), choice).result()
    done = folder.session.exporting.write_files(plan).result()
    assert not done.left_out
    return out / done.made[0]


@pytest.mark.parametrize("redrawn", [None, Reencode("png")])
def test_copies_say_no_more_of_the_place_than_they_may(
    folder: Folder, tmp_path: Path, redrawn: Reencode | None
) -> None:
    with_xmp(str(folder.root / "0.jpg"), packet("", f'Iptc4xmpCore:Location="Rua 3" {GPS}'))
    folder.scan()
    exact = export(folder, tmp_path / "exact", CopyContents(), redrawn)
    assert filed(exact) == (StatedPlace("Rua 3"), (30.5, 20.0))
    blurred: dict[Location, float] = {"near": 0.01, "town": 0.1}
    for location, far in blurred.items():
        copy = export(folder, tmp_path / location, CopyContents(location=location), redrawn)
        stated, gps = filed(copy)
        assert stated == (
            StatedPlace("", "Lisboa", "Lisboa", "Portugal", "PT") if location == "town" else StatedPlace()
        )
        assert gps is not None
        assert gps == pytest.approx((30.5, 20.0), abs=far)
        assert b"Rua 3" not in copy.read_bytes()
    locate(folder, HERE)
    assert filed(export(folder, tmp_path / "words", CopyContents(words=True), redrawn))[1] == pytest.approx(POINT)
    assert filed(export(folder, tmp_path / "nowhere", CopyContents(places=False), redrawn)) == (StatedPlace(), None)


def test_copies_of_photos_at_private_places_say_nothing_of_them(folder: Folder, tmp_path: Path) -> None:
    with_xmp(str(folder.root / "0.jpg"), packet("", f'photoshop:City="Faro" {GPS}'))
    folder.scan()
    home = Coordinates(30.5, 20.0)
    folder.write(lambda library: name_place(library, "Home", home, 50, is_private=True)[1])
    for name, carried in (("a", CopyContents()), ("b", CopyContents(words=True)), ("c", CopyContents(location="town"))):
        assert filed(export(folder, tmp_path / name, carried)) == (StatedPlace(), None)
    locate(folder, HERE)  # what the file says is still at home
    assert filed(export(folder, tmp_path / "d", CopyContents())) == (StatedPlace(), None)
    assert filed(export(folder, tmp_path / "e", CopyContents(private=True)))[1] == (30.5, 20.0)


def test_tables_are_as_exact_as_copies(folder: Folder, tmp_path: Path) -> None:
    with_xmp(str(folder.root / "0.jpg"), packet("", GPS))
    folder.scan()

    def table(location: Location | None, *, private: bool = False) -> object:
        path = tmp_path / f"{location}-{private}.json"
        path.unlink(missing_ok=True)
        choice = TableChoice(("gps",), "json", location=location, private=private)
        folder.session.exporting.write_table([folder.photo()], str(path), choice).result()
        return json.loads(path.read_text())[0]["gps"]

    assert table("exact") == [30.5, 20.0]
    near = table("near")
    assert near != [30.5, 20.0]
    assert near == pytest.approx([30.5, 20.0], abs=0.01)
    assert table(None) is None
    folder.write(lambda library: name_place(library, "Home", Coordinates(30.5, 20.0), 50, is_private=True)[1])
    assert table("exact") is table("town") is None
    assert table("exact", private=True) == [30.5, 20.0]
    locate(folder, HERE)  # what the file says is still at home, but no column says that
    assert table("exact") == pytest.approx(POINT)
