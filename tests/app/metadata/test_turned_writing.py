"""Rotations are written into files on request: the same picture for every program, and every byte comes back."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from photon.app.metadata.file_plan import work_in
from photon.app.session import Session
from photon.domain import Filter, Like, Query, Region
from photon.library.decisions import undoing
from photon.library.files import write_journal
from photon.library.photos import photo_turns
from photon.media.write.photo_writing import write_photo
from tests.app.conftest import settle
from tests.media.packets import bag, packet
from tests.pictures import age, orientation_of

LOOKS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF"}
SIZE = (120, 80)


def draw_mark(path: Path, number: int) -> Path:
    """Draw a grey photo with a red upper left corner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.full((SIZE[1], SIZE[0], 3), 90 + number, np.uint8)
    pixels[:30, :40] = (220, 20, 20)
    kind = LOOKS.get(path.suffix[1:], "BMP")
    Image.fromarray(pixels).save(path, kind, **({"quality": 95} if kind in {"JPEG", "WEBP"} else {}))
    age(path)
    return path


@pytest.fixture
def shelf(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    """A library of one photo of each format, all rotated right and tagged."""
    for number, ending in enumerate(LOOKS):
        draw_mark(tmp_path / "photos" / f"{ending}.{ending}", number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = session.browsing.photos("name").result()
    session.tags.mark(ids, [("Dog",)], "confirmed", by_hand=True).result()
    session.turning.turn(ids, "right").result()
    settle(session)
    return session


def corner(data: bytes) -> tuple[int, int, int]:
    """Return the size of a picture as other programs show it, and in which quarter its red corner is."""
    with Image.open(io.BytesIO(data)) as image:
        shown = ImageOps.exif_transpose(image).convert("RGB")
    small = np.asarray(shown.resize((2, 2), Image.Resampling.BOX)).astype(int)
    return (*shown.size, int(np.argmax(small[..., 0] - small[..., 1])))


TURNED, PLAIN = (80, 120, 1), (120, 80, 0)


def shown(session: Session, photo: int) -> tuple[int, int, int]:
    """Return the same for what Photon shows: card, preview and the picture from the file agree."""
    card = session.browsing.cards([photo]).result()[photo]
    preview = session.browsing.previews([photo]).result()[photo]
    picture = session.work.rendering.picture(photo, None, card.version).result()
    out = io.BytesIO()
    Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(out, "PNG")
    assert corner(out.getvalue()) == (card.width, card.height, corner(preview)[2])
    return (card.width, card.height, corner(preview)[2])


def turns(session: Session) -> dict[int, int]:
    return session.store.read(lambda lib: photo_turns.turns_of(lib, session.browsing.photos("name").result())).result()


def scan(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


def bytes_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}


def test_it_is_off_unless_it_is_asked_for(shelf: Session) -> None:
    ids = shelf.browsing.photos("name").result()
    for given in ({"policy": "embed"}, {"policy": "sidecar", "turns": True}):
        plan = shelf.writing.plan(ids, **given).result()  # type: ignore[arg-type]
        assert not any("EXIF Orientation" in one.fields for one in plan.files)


def test_the_picture_is_the_same_afterwards_and_bytes_come_back(shelf: Session, tmp_path: Path) -> None:
    root, ids = tmp_path / "photos", shelf.browsing.photos("name").result()
    before = bytes_of(root)
    assert {shown(shelf, photo) for photo in ids} == {TURNED}
    plan = shelf.writing.plan(ids, policy="embed", turns=True).result()
    assert (len(plan.photos), plan.obstacles) == (4, ())
    assert all("EXIF Orientation" in one.fields for one in plan.photos)
    done = shelf.writing.write(plan).result()
    assert len(done.paths) == 4
    assert all(corner(data) == TURNED for data in bytes_of(root).values())
    assert turns(shelf) == {}
    settle(shelf)
    versions = {photo: card.version for photo, card in shelf.browsing.cards(ids).result().items()}
    assert {shown(shelf, photo) for photo in ids} == {TURNED}
    assert shelf.searching.search(Query((Filter("is", "rotated"),))).result().hits == ()
    assert len(shelf.searching.search(Query((Filter("tag", "Dog"),))).result().hits) == 4
    scan(shelf)
    assert {photo: card.version for photo, card in shelf.browsing.cards(ids).result().items()} == versions
    assert shelf.browsing.photos("name").result() == ids
    assert shelf.writing.plan(ids, policy="embed", turns=True).result().files == ()

    assert len(shelf.writing.put_back(done.run).result().paths) == 4
    assert bytes_of(root) == before
    settle(shelf)
    assert turns(shelf) == dict.fromkeys(ids, 6)
    assert {shown(shelf, photo) for photo in ids} == {TURNED}
    scan(shelf)
    assert turns(shelf) == dict.fromkeys(ids, 6)
    shelf.turning.turn(ids, "reset").result()
    settle(shelf)
    assert {shown(shelf, photo) for photo in ids} == {PLAIN}


def test_a_later_turn_adds_to_the_one_in_the_file(shelf: Session, tmp_path: Path) -> None:
    (photo,) = [
        one
        for one, path in shelf.browsing.paths(shelf.browsing.photos("name").result()).result().items()
        if path.endswith("jpg")
    ]
    first = shelf.writing.write(shelf.writing.plan([photo], policy="embed", turns=True).result()).result()
    shelf.turning.turn([photo], "right").result()
    settle(shelf)
    plan = shelf.writing.plan([photo], policy="embed", turns=True).result()
    second = shelf.writing.write(plan).result()
    assert orientation_of(tmp_path / "photos" / "jpg.jpg") == 3
    settle(shelf)
    assert shown(shelf, photo) == (120, 80, 3)
    for run in (second.run, first.run):
        shelf.writing.put_back(run).result()
        settle(shelf)
    assert orientation_of(tmp_path / "photos" / "jpg.jpg") == 1


def test_a_killed_run_is_completed_from_the_files(shelf: Session, tmp_path: Path) -> None:
    ids, root = shelf.browsing.photos("name").result(), tmp_path / "photos"
    plan = shelf.writing.plan(ids, policy="embed", turns=True).result()
    run = shelf.store.write(lambda lib: write_journal.begin_run(lib, "killed")).result()
    shelf.store.write(lambda lib: write_journal.begin(lib, run, [one.record[0] for one in plan.photos])).result()
    for one in plan.photos:
        write_photo(work_in(one.record[1]).change)  # type: ignore[arg-type]
    assert shelf.writing.tidy().result() == 4
    scan(shelf)
    assert turns(shelf) == {}
    assert {shown(shelf, photo) for photo in ids} == {TURNED}
    assert shelf.browsing.photos("name").result() == ids
    shelf.writing.put_back(run).result()
    settle(shelf)
    assert turns(shelf) == dict.fromkeys(ids, 6)
    assert {orientation_of(path) for path in root.iterdir()} == {1}


def test_regions_stay_where_they_are(shelf: Session) -> None:
    photo = shelf.browsing.photos("name").result()[0]
    shelf.turning.turn([photo], "reset").result()
    box = Region(0.0, 0.0, 0.25, 0.5)
    shelf.teaching.teach(("Corner",), [Like(photo=photo, region=box)]).result()
    step = shelf.turning.turn([photo], "right").result()
    assert step.photos

    def regions() -> list[tuple[float, ...]]:
        sql = "SELECT x, y, width, height FROM tag_examples WHERE photo_id = ?"
        return shelf.store.read(lambda lib: lib.db.execute(sql, (photo,)).fetchall()).result()

    last = shelf.store.read(lambda lib: lib.db.execute("SELECT max(id) FROM journal_steps").fetchone()[0]).result()
    settle(shelf)
    turned = regions()
    assert turned == [(0.5, 0.0, 0.5, 0.25)]
    done = shelf.writing.write(shelf.writing.plan([photo], policy="embed", turns=True).result()).result()
    settle(shelf)
    assert regions() == turned
    shelf.store.write(lambda lib: undoing.undo_step(lib, last).changes).result()
    assert regions() == turned
    shelf.undoing.undo().result()  # the turn: nothing is seen of it, so nothing moves
    settle(shelf)
    assert (regions(), shown(shelf, photo)) == (turned, TURNED)
    shelf.writing.put_back(done.run).result()
    settle(shelf)
    assert (regions(), shown(shelf, photo)) == (turned, TURNED)


def test_what_cannot_be_turned_says_why(open_session: Callable[..., Session], tmp_path: Path) -> None:
    root = tmp_path / "photos"
    draw_mark(root / "drawn.bmp", 0)
    draw_mark(root / "one.jpg", 1)
    shutil.copy2(root / "one.jpg", root / "two.jpg")
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    ids = session.browsing.photos("name").result()
    session.tags.mark(ids, [("Dog",)], "confirmed", by_hand=True).result()
    session.turning.turn(ids, "left").result()
    settle(session)
    before = bytes_of(root)
    plan = session.writing.plan(ids, policy="embed", turns=True).result()
    said = {Path(path).name: error.message for path, error in plan.obstacles}
    assert said["drawn.bmp"] == ("The rotation of drawn.bmp stays in Photon, because BMP files can't contain metadata.")
    assert said["one.jpg"].endswith("because there are several files with this picture.")
    assert sorted(Path(one.target).name for one in plan.files) == ["drawn.bmp.xmp", "one.jpg", "two.jpg"]
    done = session.writing.write(plan).result()
    settle(session)
    assert len(turns(session)) == 2
    assert {orientation_of(root / name) for name in ("one.jpg", "two.jpg")} == {1}
    session.writing.put_back(done.run).result()
    assert bytes_of(root) == before


def test_a_photo_that_cannot_be_turned_spares_the_sidecar_of_another_photo(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    for number, name in enumerate(("a.bmp", "a.gif")):
        draw_mark(root / name, number)
    (root / "a.xmp").write_bytes(packet(bag("dc:subject", "theirs")))
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    photos = session.browsing.photos("name").result()
    for photo, word in zip(photos, ("one", "other"), strict=True):
        session.tags.mark([photo], [(word,)], "confirmed", by_hand=True).result()
    session.turning.turn(photos, "left").result()
    settle(session)
    for left in (1, 0):
        plan = session.writing.plan(photos, policy="embed", turns=True).result()
        assert len(plan.files) == 1
        assert sum("belongs to several photos" in error.message for _, error in plan.obstacles) == left
        assert sum("stays in Photon" in error.message for _, error in plan.obstacles) == 2
        assert session.writing.write(plan).result().obstacles == ()
    told = (root / "a.xmp").read_text()
    assert "one" in told
    assert "other" in told
