"""Pictures cached by size, and converted on other threads."""

from concurrent.futures import Future
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor, QImage

from photon.domain import PhotonError, UnreadableFile
from photon.ui.photos.picture_cache import PaintablePicture, PictureCache, make_paintable


@dataclass(frozen=True)
class Raw:
    width: int
    height: int
    rgb: bytes
    full_width: int
    full_height: int


def picture(side: int) -> PaintablePicture:
    return PaintablePicture(QImage(side, side, QImage.Format.Format_RGB32), side, side)


def test_the_least_recently_seen_pictures_are_dropped_first() -> None:
    cache = PictureCache(budget=3 * 100 * 100 * 4)
    for key in "abc":
        cache.store(key, picture(100))
    assert cache.get("a") is not None
    cache.store("d", picture(100))
    assert "b" not in cache
    assert [key in cache for key in "acd"] == [True, True, True]
    assert cache.weight == 3 * 100 * 100 * 4


def test_a_picture_larger_than_the_budget_is_not_cached_and_drops_no_other() -> None:
    cache = PictureCache(budget=100 * 100 * 4)
    cache.store("small", picture(50))
    cache.store("huge", picture(500))
    assert "huge" not in cache
    assert "small" in cache


def test_the_same_key_replaces_a_picture_and_counts_once() -> None:
    cache = PictureCache()
    cache.store("a", picture(100))
    cache.store("a", picture(50))
    assert cache.weight == 50 * 50 * 4
    cache.discard("a")
    cache.discard("a")
    assert cache.weight == 0
    cache.store("a", picture(50))
    cache.clear()
    assert (cache.weight, cache.get("a")) == (0, None)


def test_rows_without_padding_become_a_picture_with_the_right_colours() -> None:
    source: Future[Raw] = Future()
    made = make_paintable(source)
    # 3 pixels per row: by default, Qt would expect rows of 12 bytes.
    source.set_result(Raw(3, 2, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 8, 8, 8, 7, 7, 7]), 30, 20))
    painted = made.result(0)
    assert [painted.image.pixelColor(x, 0) for x in range(3)] == [QColor(n) for n in ("#f00", "#0f0", "#00f")]
    assert painted.image.pixelColor(2, 1) == QColor(7, 7, 7)
    assert (painted.full_width, painted.full_height) == (30, 20)


def test_an_unreadable_file_gives_a_message() -> None:
    source: Future[Raw] = Future()
    made = make_paintable(source)
    source.set_exception(UnreadableFile("damaged", "The file ends early.", "Copy it again."))
    with pytest.raises(PhotonError, match=r"The file ends early\. Copy it again\."):
        made.result(0)


def test_a_bug_in_the_source_is_passed_on() -> None:
    source: Future[Raw] = Future()
    made = make_paintable(source)
    source.set_exception(ValueError("odd"))
    with pytest.raises(ValueError, match="odd"):
        made.result(0)


def test_cancelling_reaches_the_source() -> None:
    source: Future[Raw] = Future()
    assert make_paintable(source).cancel()
    assert source.cancelled()


def test_a_cancelled_source_cancels_the_result() -> None:
    source: Future[Raw] = Future()
    made = make_paintable(source)
    source.cancel()
    assert made.cancelled()


def test_an_answer_after_cancelling_is_dropped() -> None:
    source: Future[Raw] = Future()
    source.set_running_or_notify_cancel()
    made = make_paintable(source)
    assert made.cancel()
    source.set_result(Raw(1, 1, b"abc", 1, 1))
    assert made.cancelled()
