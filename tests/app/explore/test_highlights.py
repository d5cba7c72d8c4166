"""Highlights of real files: what a person decided, bursts, blur, and what to say of each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from photon.app.explore.highlights import choose_highlights, group_photos
from photon.app.session import Session
from photon.domain.decisions.explore import NOT_HIGHLIGHTED
from photon.domain.decisions.recall import NOT_RECALLED
from photon.domain.explore.highlight import Highlight
from photon.library.photos import ratings
from tests.app.conftest import settle

START = datetime(2024, 5, 12, 9, 0, 0)  # noqa: DTZ001 - as cameras write it
COLOURS = {"red": (200, 30, 30), "green": (30, 160, 40), "blue": (30, 40, 200), "white": (240, 240, 240)}


def shoot(path: Path, colour: str, hours: float, *, blurred: bool = False) -> None:
    """Write a photo of one colour with fine detail, with a capture time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(list(path.name.encode())).integers(-25, 26, (240, 320, 3)) + np.array(
        COLOURS[colour]
    )
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    keep(path, image.filter(ImageFilter.GaussianBlur(5)) if blurred else image, hours)


def draw_view(seed: int) -> Image.Image:
    """Return a picture with large shapes and fine detail."""
    draw = np.random.default_rng(seed)
    view, grain = (
        Image.fromarray(draw.integers(60, 200, (*side, 3)).astype(np.uint8)) for side in ((6, 8), (240, 320))
    )
    return Image.blend(view.resize(grain.size, Image.Resampling.BICUBIC), grain, 0.1)


def keep(path: Path, image: Image.Image, hours: float) -> None:
    """Save a photo with a capture time."""
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    exif.get_ifd(0x8769)[0x9003] = f"{START + timedelta(hours=hours):%Y:%m:%d %H:%M:%S}"
    image.save(path, quality=92, exif=exif)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    for number, colour in enumerate(COLOURS):
        shoot(place / f"{colour}.jpg", colour, 4 * number)
    shoot(place / "soft.jpg", "red", 20, blurred=True)
    return place


def choose(session: Session, count: int = 30) -> dict[str, Highlight]:
    photos = session.browsing.photos("name").result()
    found = session.work.questions.ask(choose_highlights, photos, count).result()
    paths = session.browsing.paths(photos).result()
    return {Path(paths[one.photo]).stem: one for one in found}


def number_of(session: Session, *names: str) -> list[int]:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return [photo for photo, path in paths.items() if Path(path).stem in names]


def leave_out(session: Session, photos: Sequence[int], kind: object = NOT_HIGHLIGHTED) -> None:
    session.decisions.decide(kind, photos, str, on=True).result()  # type: ignore[arg-type]


def test_sharp_photos_are_chosen_in_order_of_time_with_reasons(session: Session) -> None:
    found = choose(session)
    assert list(found) == ["red", "green", "blue", "white"], "not the blurred one"
    assert found["red"].reason == "for the morning of 12 May 2024"
    assert found["blue"].reason == "for the afternoon of 12 May 2024"


def test_what_a_person_says_counts(session: Session) -> None:
    session.store.write(ratings.rate, dict.fromkeys(number_of(session, "soft"), 4)).result()
    session.store.write(ratings.flag, dict.fromkeys(number_of(session, "green"), -1)).result()
    leave_out(session, number_of(session, "white"), NOT_RECALLED)
    found = choose(session)
    assert set(found) == {"red", "blue", "soft"} or set(found) == {"blue", "soft"}
    assert found["soft"].reasons[0] == "rated 4 stars"


def test_what_was_left_out_stays_out_and_undo_brings_it_back(session: Session) -> None:
    before = choose(session, 2)
    first = next(iter(before))
    leave_out(session, number_of(session, first))
    after = choose(session, 2)
    assert first not in after
    assert set(before) - {first} < set(after)
    session.undoing.undo().result()
    assert choose(session, 2) == before


def test_of_one_view_only_the_best_shot_is_chosen(session: Session, root: Path) -> None:
    best = draw_view(3)
    softer = best.filter(ImageFilter.GaussianBlur(1))
    shots = {"best": best, "dim": best.point(lambda value: value * 0.85), "softer": softer}
    for minutes, (name, shot) in enumerate(shots.items()):
        keep(root / f"{name}.jpg", shot, 1 + 7 * minutes / 60)
    session.work.rescan().result()
    settle(session)
    assert set(shots).intersection(choose(session)) == {"best"}
    assert choose(session)["best"].reasons[0] == "best of 3: sharper than 1 other"
    leave_out(session, number_of(session, "best"))
    assert set(shots).intersection(choose(session)) == {"dim"}, "the next best in its place"


def test_each_folder_has_its_share_and_is_a_reason(session: Session, root: Path) -> None:
    (root / "more").mkdir()
    for number in range(4):
        keep(root / f"more/{number}-more.jpg", draw_view(number), 30 + 4 * number)
    session.work.rescan().result()
    settle(session)
    found = choose(session, 3)
    assert {name.endswith("-more") for name in found} == {True, False}
    assert any("from the folder more" in one.reasons for one in found.values())


def test_nothing_to_choose_from(session: Session) -> None:
    assert session.work.questions.ask(choose_highlights, [], 30).result() == []
    leave_out(session, session.browsing.photos("name").result())
    assert choose(session) == {}


def test_only_blurred_photos_are_better_than_none(session: Session) -> None:
    photos = number_of(session, "soft")
    assert len(session.work.questions.ask(choose_highlights, photos, 5).result()) == 1


def test_sets_that_share_photos_are_one_scene() -> None:
    assert group_photos(range(1, 8), [(3, 2), (5, 6, 99), (2, 5, 4)]) == [[3, 2, 5, 6, 4], [1], [7]]


def test_photos_that_only_may_match_come_last(session: Session) -> None:
    photos, (sure,) = session.browsing.photos("name").result(), number_of(session, "white")
    unsure = [photo for photo in photos if photo != sure]
    chosen = [session.work.questions.ask(choose_highlights, photos, count, unsure).result() for count in (1, 3)]
    assert [one.photo for one in chosen[0]] == [sure]
    assert len(chosen[1]) == 3
    assert sure in {one.photo for one in chosen[1]}
