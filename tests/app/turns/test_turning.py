"""A turned photo is shown turned everywhere at once; it is embedded again, and one undo step reverts it."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from photon.app.engine.embedding import Embedding
from photon.app.session import Session
from photon.domain import Like, Region
from photon.domain.metadata.export_recipe import FileChoice, Reencode
from photon.domain.metadata.tag import TagMark
from photon.library.photos import photo_turns
from photon.library.tags import tags
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Pending
from photon.media.read.picture import Picture
from tests.app.conftest import settle, until
from tests.pictures import age

SIDES = (900, 600)


def draw_corner(path: Path, seed: int = 0, orientation: int = 1) -> Path:
    """Draw a wide blue photo with a red upper left corner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", SIDES, (20, 30, 200 - 20 * seed))
    image.paste((220, 20, 20), (0, 0, SIDES[0] // 2, SIDES[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, quality=95, exif=exif)
    age(path)
    return path


def corner_of(image: Image.Image) -> str:
    """Return which corner is red."""
    small = image.convert("RGB").resize((2, 2), Image.Resampling.BOX)
    places = {"upper left": (0, 0), "upper right": (1, 0), "lower left": (0, 1), "lower right": (1, 1)}
    return max(places, key=lambda name: small.getpixel(places[name])[0])  # type: ignore[index]


def preview_of(session: Session, photo: int) -> Image.Image:
    return Image.open(io.BytesIO(session.browsing.previews([photo]).result()[photo]))


def shown(session: Session, photo: int) -> tuple[str, tuple[int, int]]:
    """Return the red corner, checked to be the same wherever the photo is shown, and width and height."""
    card = session.browsing.cards([photo]).result()[photo]
    preview, picture = preview_of(session, photo), session.work.rendering.picture(photo, None).result()
    found = session.browsing.photo(photo).result()
    assert found is not None
    assert (found.facts.width, found.facts.height) == (card.width, card.height) == (picture.width, picture.height)
    assert (preview.width > preview.height) == (card.width > card.height)
    assert corner_of(preview) == corner_of(image_of(picture))
    return corner_of(preview), (card.width, card.height)


def image_of(picture: Picture) -> Image.Image:
    return Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for number in range(3):
        draw_corner(tmp_path / "photos" / f"{number}.jpg", number, orientation=3 if number == 2 else 1)
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    return opened


def ids(session: Session) -> list[int]:
    return session.browsing.photos("name").result()


def test_a_photo_is_turned_everywhere_at_once(session: Session, tmp_path: Path) -> None:
    photo, other, lying = ids(session)
    bytes_before = (tmp_path / "photos" / "0.jpg").read_bytes()
    version = session.browsing.cards([photo]).result()[photo].version
    assert shown(session, lying) == ("lower right", SIDES)
    changes = session.turning.turn([photo, lying], "right").result()
    assert (changes.kinds, changes.photos) == ({"photos"}, {photo, lying})
    assert shown(session, photo) == ("upper right", SIDES[::-1])
    assert shown(session, lying) == ("lower left", SIDES[::-1])
    assert shown(session, other) == ("upper left", SIDES)
    assert session.browsing.cards([photo]).result()[photo].version != version
    session.turning.turn([photo], "flip").result()
    assert shown(session, photo) == ("upper left", SIDES[::-1])
    session.turning.turn([photo], "left").result()
    assert shown(session, photo) == ("lower left", SIDES)
    session.turning.turn([photo], "reset").result()
    assert shown(session, photo) == ("upper left", SIDES)
    assert session.browsing.cards([photo]).result()[photo].version == version
    assert (tmp_path / "photos" / "0.jpg").read_bytes() == bytes_before


def test_concurrent_turns_run_in_order(session: Session) -> None:
    photo = ids(session)[0]
    asked = [session.turning.turn([photo], "right") for _ in range(3)]
    for one in asked:
        assert one.result().photos == {photo}
    assert shown(session, photo) == ("lower left", SIDES[::-1])
    assert session.turning.turn([photo], "right").result().photos == {photo}
    assert session.turning.turn([photo], "reset").result().photos == frozenset()


def test_a_turn_is_one_step_even_after_restart(open_session: Callable[..., Session], session: Session) -> None:
    photos = ids(session)
    session.turning.turn(photos, "right").result()
    session.turning.turn(photos[:1], "right").result()
    assert session.undoing.undo().result() == "rotated 1 photo right"
    assert session.undoing.undo().result() == "rotated 3 photos right"
    assert shown(session, photos[0]) == ("upper left", SIDES)
    assert session.undoing.redo().result() == "rotated 3 photos right"
    assert shown(session, photos[0]) == ("upper right", SIDES[::-1])
    session.close()
    again = open_session()
    assert shown(again, photos[0]) == ("upper right", SIDES[::-1])
    assert again.undoing.undo().result() == "rotated 3 photos right"
    assert shown(again, photos[0]) == ("upper left", SIDES)


def test_a_turned_photo_is_embedded_again_and_keeps_its_metadata(session: Session) -> None:
    photo = ids(session)[0]
    session.tags.mark([photo], [("Rex",)], "confirmed").result()
    encoder = session.work.engines.current.encoder.id
    before = session.store.read(vectors.hashes_of, encoder, [photo]).result()
    session.turning.turn([photo], "right").result()
    until(lambda: session.store.read(vectors.hashes_of, encoder, [photo]).result().keys() == {photo})
    settle(session)
    after = session.store.read(vectors.hashes_of, encoder, [photo]).result()
    assert after[photo] == session.browsing.cards([photo]).result()[photo].version != before[photo]
    assert [one.path for one in session.tags.tags_for_photos([photo]).result()[photo] if one.state == "confirmed"] == [
        ("Rex",)
    ]
    assert session.searching.counts().result().searchable == 3


def test_example_regions_turn_with_photo(session: Session) -> None:
    photo = ids(session)[0]
    box = Region(0.1, 0.2, 0.3, 0.25)
    session.store.write(tags.mark, [TagMark(photo, ("Rex",), "example", regions=(box,))]).result()

    def boxes() -> list[tuple[float, ...]]:
        return session.store.read(
            lambda lib: lib.db.execute("SELECT x, y, width, height FROM tag_examples ORDER BY rowid").fetchall()
        ).result()

    assert session.turning.turn([photo], "right").result().kinds == {"photos", "tags"}
    assert boxes() == [(1 - 0.2 - 0.25, 0.1, 0.25, 0.3)]
    session.undoing.undo().result()
    assert boxes() == [(0.1, 0.2, 0.3, 0.25)]
    session.undoing.redo().result()
    session.undoing.undo().result()
    assert boxes() == [(0.1, 0.2, 0.3, 0.25)]


def test_a_region_of_a_turned_photo_is_cropped_as_shown(session: Session) -> None:
    photo = ids(session)[0]
    session.turning.turn([photo], "right").result()
    part = session.searching.example(Like(photo=photo, region=Region(0.55, 0.05, 0.2, 0.2))).result()
    red, _, blue = Image.open(io.BytesIO(part)).convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red > 150 > blue


def test_previews_of_large_selections_are_turned_in_background(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.app.turns.turning._AT_ONCE", 1)
    photos = ids(session)
    session.turning.turn(photos, "left").result()
    until(lambda: session.store.read(photo_turns.count_pending).result() == 0)
    settle(session)
    assert shown(session, photos[1]) == ("lower left", SIDES[::-1])


def test_previews_are_turned_before_other_photos_are_embedded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.app.turns.turning._AT_ONCE", 0)
    unturned: list[int] = []
    run = Embedding.run

    def note(embedding: Embedding, batch: Sequence[Pending]) -> None:
        unturned.append(photo_turns.count_pending(session.store.here()))
        run(embedding, batch)

    monkeypatch.setattr(Embedding, "run", note)
    turned, *others = ids(session)
    session.work.background.pause()
    session.turning.turn([turned], "left").result()
    session.store.write(vectors.forget, session.work.engines.current.encoder.id, others).result()
    session.work.background.resume()
    until(lambda: unturned)
    assert unturned[0] == 0
    settle(session)
    assert shown(session, turned) == ("lower left", SIDES[::-1])


def test_a_file_turned_by_another_program_is_shown_as_the_file_says(session: Session, tmp_path: Path) -> None:
    photo = ids(session)[0]
    session.turning.turn([photo], "right").result()
    draw_corner(tmp_path / "photos" / "0.jpg", 0, orientation=6)
    session.work.rescan().result()
    until(lambda: session.store.read(photo_turns.turns_of, [photo]).result() == {})
    settle(session)
    assert shown(session, photo) == ("upper right", SIDES[::-1])
    draw_corner(tmp_path / "photos" / "0.jpg", 0, orientation=1)  # as it was at the time of the decision
    session.work.rescan().result()
    until(lambda: session.store.read(photo_turns.turns_of, [photo]).result() == {photo: 6})
    settle(session)
    assert shown(session, photo) == ("upper right", SIDES[::-1])


@pytest.mark.parametrize("choice", [FileChoice(), FileChoice(redrawn=Reencode(long_side=300))])
def test_exported_copies_are_turned(session: Session, tmp_path: Path, choice: FileChoice) -> None:
    photo, other, _ = ids(session)
    session.turning.turn([photo], "right").result()
    plan = session.exporting.plan_files([photo, other], str(tmp_path / "out"), choice).result()
    session.exporting.write_files(plan).result()
    copies = [ImageOps.exif_transpose(Image.open(tmp_path / "out" / f"{number}.jpg")) for number in (0, 1)]
    assert [corner_of(copy) for copy in copies] == ["upper right", "upper left"]
    session.turning.turn([photo], "right").result()
    again = session.exporting.plan_files([photo, other], str(tmp_path / "out"), choice).result()
    assert [one.is_there for one in again.plan.targets] == [False, True]
