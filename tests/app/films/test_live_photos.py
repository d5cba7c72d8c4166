"""The photo and the film of a live photo are one: in the bin, under new names, in exports, and among duplicates."""

from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.bin.bin_plan import MoveScope
from photon.app.bin.rename_plan import RenameChoice
from photon.app.films.frame_saving import FoundFrame, save_clip, save_frame
from photon.app.films.live_films import LiveFilm, find_film, list_stills, save_still
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.films.film import PLAIN, FilmFacts
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reencode
from photon.domain.places.coordinates import Coordinates
from photon.export.naming import read_template
from photon.library import Library
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.photos.photo_locations import locate_photos
from photon.media.read.reading import read
from tests.app.bin.test_photo_bin import names, photo_at
from tests.library.places.named_places import name_place
from tests.live_photos import IDENTIFIER, film, still
from tests.pictures import age


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A live photo, and a photo whose film of the same name is a video of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "img_1.jpg").write_bytes(still(identifier=IDENTIFIER))
    (folder / "img_2.jpg").write_bytes(still(seed=2))
    for path in folder.iterdir():
        age(path)
    return folder


@pytest.fixture
def live(session: Session, root: Path) -> Session:
    """The session with both films, as if they had been read."""
    session.work.background.pause()
    for name, facts in (("img_1.mov", FilmFacts(1.0, IDENTIFIER.lower())), ("img_2.mov", FilmFacts(60.0))):
        (root / name).write_bytes(film(identifier=IDENTIFIER if facts.pairing else ""))
        age(root / name)
        session.store.write(_record, path=str(root / name), facts=facts).result()
    assert names(session) == ["img_1.jpg", "img_2.jpg", "img_2.mov"]
    return session


def _record(library: Library, path: str, facts: FilmFacts) -> object:
    (folder,) = folders.all_folders(library)
    place = Path(path)
    frame = read(str(place.with_suffix(".jpg")))
    content = place.read_bytes()[:8] + place.name.encode()[:8].ljust(8)
    found = Found(folder.id, place.name, place.stat().st_size, place.stat().st_mtime_ns)
    reading = replace(frame, file_hash=content, image_hash=content, film=facts, account=None)
    return files.record(library, [(found, reading)])


def below(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_it_goes_to_the_bin_and_comes_back_as_one(live: Session, root: Path) -> None:
    photo = photo_at(live, root / "img_1.jpg")
    plan = live.bin.plan([photo]).result()
    assert [[Path(one.source).name for one in unit] for unit in plan.units] == [["img_1.jpg", "img_1.mov"]]
    assert live.bin.move_to_bin(plan).result().photos == 1
    assert (below(root), names(live)) == ({"img_2.jpg", "img_2.mov"}, ["img_2.jpg", "img_2.mov"])
    (listed,) = live.bin.listed().result()
    assert (listed.photo, len(listed.others)) == (photo, 1)
    live.undoing.undo().result()
    live.bin.settled().result()
    assert below(root) == {"img_1.jpg", "img_1.mov", "img_2.jpg", "img_2.mov"}
    assert names(live) == ["img_1.jpg", "img_2.jpg", "img_2.mov"]


def test_a_film_with_another_name_goes_with_its_photo(live: Session, root: Path) -> None:
    photo = photo_at(live, root / "img_1.jpg")
    plan = live.bin.renaming.plan([photo], RenameChoice(read_template("lake"), together=False)).result()
    live.bin.renaming.rename(plan).result()
    (root / "img_1.mov.xmp").write_text("<x/>")
    assert names(live) == ["img_2.jpg", "img_2.mov", "lake.jpg"]
    live.bin.move_to_bin(live.bin.plan([photo]).result()).result()
    assert (below(root), names(live)) == ({"img_2.jpg", "img_2.mov"}, ["img_2.jpg", "img_2.mov"])
    live.undoing.undo().result()
    live.bin.settled().result()
    assert below(root) == {"lake.jpg", "img_1.mov", "img_1.mov.xmp", "img_2.jpg", "img_2.mov"}
    assert names(live) == ["img_2.jpg", "img_2.mov", "lake.jpg"]
    plan = live.bin.renaming.plan([photo], RenameChoice(read_template("pond"))).result()
    live.bin.renaming.rename(plan).result()
    assert below(root) == {"pond.jpg", "pond.mov", "pond.mov.xmp", "img_2.jpg", "img_2.mov"}
    assert names(live) == ["img_2.jpg", "img_2.mov", "pond.jpg"]


def test_without_its_photo_the_film_is_a_video_until_it_returns(live: Session, root: Path) -> None:
    plan = live.bin.plan([photo_at(live, root / "img_1.jpg")], MoveScope(together=False)).result()
    live.bin.move_to_bin(plan).result()
    assert names(live) == ["img_1.mov", "img_2.jpg", "img_2.mov"]
    live.undoing.undo().result()
    live.bin.settled().result()
    assert names(live) == ["img_1.jpg", "img_2.jpg", "img_2.mov"]


def test_a_long_film_of_the_same_name_stays_where_it_is(live: Session, root: Path) -> None:
    plan = live.bin.plan([photo_at(live, root / "img_2.jpg")]).result()
    assert [len(unit) for unit in plan.units] == [1]


def test_it_is_renamed_as_one_and_back(live: Session, root: Path) -> None:
    photo = photo_at(live, root / "img_1.jpg")
    plan = live.bin.renaming.plan([photo], RenameChoice(read_template("trip/day"))).result()
    assert live.bin.renaming.rename(plan).result().photos == 1
    assert below(root / "trip") == {"day.jpg", "day.mov"}
    assert names(live) == ["day.jpg", "img_2.jpg", "img_2.mov"]
    live.undoing.undo().result()
    live.bin.settled().result()
    assert names(live) == ["img_1.jpg", "img_2.jpg", "img_2.mov"]


def test_it_is_exported_as_one_where_files_are_copied(live: Session, root: Path, tmp_path: Path) -> None:
    photos, out = live.browsing.photos("name").result()[:2], tmp_path / "out"
    assert {Path(path).name for path in live.browsing.paths(photos).result().values()} == {"img_1.jpg", "img_2.jpg"}
    for _ in range(2):
        planned = live.exporting.plan_files(photos, str(out), FileChoice("{number}-{name}")).result()
        assert live.exporting.write_files(planned).result().left_out == ()
        assert below(out) == {"1-img_1.jpg", "1-img_1.mov", "2-img_2.jpg"}
    assert (out / "1-img_1.mov").read_bytes() == (root / "img_1.mov").read_bytes()
    for number, choice in enumerate(
        (FileChoice(redrawn=Reencode()), FileChoice(carried=CopyContents(places=False)))
    ):  # what cannot be taken out of a film must not get out with it
        planned = live.exporting.plan_files(photos, str(tmp_path / f"{number}"), choice).result()
        assert len(planned.plan.targets) == 2


@pytest.mark.usefixtures("processes")  # the player of Qt would meet other tests here
def test_its_film_is_played_and_other_stills_come_from_it(live: Session, root: Path) -> None:
    photo, decoders = photo_at(live, root / "img_1.jpg"), live.work.decoders
    assert live.store.read(find_film, photo, decoders).result() == LiveFilm(str(root / "img_1.mov"))
    stills = live.store.read(list_stills, photo, decoders).result()
    assert 3 <= len(stills) <= 10
    for name in ("img_1 0-00-00.jpg", "img_1 0-00-00 (2).jpg"):
        saved = live.store.read(save_still, photo, stills[0].seconds, live.hiding, decoders).result()
        assert saved == str(root / name)
    assert read(saved).film == PLAIN  # a photo of its own, which does not pair with the film
    assert (root / "img_1.jpg").read_bytes() == still(identifier=IDENTIFIER)
    plain = photo_at(live, root / "img_2.jpg")
    with pytest.raises(PhotonError, match="has no video"):
        live.store.read(find_film, plain, decoders).result()


@pytest.mark.parametrize("is_private", [False, True])
def test_a_saved_frame_does_not_say_where_a_private_place_is(live: Session, root: Path, is_private: bool) -> None:
    here = Coordinates(38.7, -9.1)
    photo = photo_at(live, root / "img_2.mov")
    live.store.write(lambda library: locate_photos(library, {photo: "38.700000,-9.100000"})).result()
    live.store.write(lambda library: name_place(library, "Home", here, is_private=is_private)[1]).result()
    frame = FoundFrame(photo, 1.0, still(seed=3))
    saved = live.store.read(save_frame, frame, live.hiding, live.work.decoders).result()
    assert read(saved).facts.gps == (None if is_private else here)


def test_a_film_is_not_exported_where_its_photo_was_taken_at_a_private_place(live: Session, tmp_path: Path) -> None:
    here, photos = Coordinates(38.7, -9.1), live.browsing.photos("name").result()[:2]
    live.store.write(lambda library: locate_photos(library, dict.fromkeys(photos, "38.700000,-9.100000"))).result()
    live.store.write(lambda library: name_place(library, "Home", here, is_private=True)[1]).result()
    planned = live.exporting.plan_files(photos, str(tmp_path / "out"), FileChoice()).result()
    assert [(Path(one.path).name, one.reason) for one in planned.plan.left_out] == [("img_1.mov", "private")]
    live.exporting.write_files(planned).result()
    assert below(tmp_path / "out") == {"img_1.jpg", "img_2.jpg"}
    whole = FileChoice(carried=CopyContents(private=True))
    assert live.exporting.plan_files(photos, str(tmp_path / "all"), whole).result().plan.left_out == ()


def test_nothing_that_would_be_shown_is_saved_from_a_hidden_video(live: Session, root: Path) -> None:
    photo, before = photo_at(live, root / "img_2.mov"), below(root)
    live.store.write(lambda library: ratings.hide(library, {photo: "hidden"})).result()
    live.hiding.unlock().result()
    frame = FoundFrame(photo, 0.0, still(seed=3))
    for act in (
        lambda library: save_frame(library, frame, live.hiding, live.work.decoders),
        lambda library: save_clip(library, photo, 0.0, 0.5, live.work.decoders),
    ):
        with pytest.raises(PhotonError, match="is hidden"):
            live.store.read(act).result()
    assert below(root) == before
