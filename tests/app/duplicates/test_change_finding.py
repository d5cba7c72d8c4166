"""What changed from a photo to others, from their previews in the library."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photon.app.duplicates.change_finding import ChangeFinding
from photon.app.session import Session
from photon.domain import UnreadableFile
from photon.duplicates.picture_changes import Change
from tests.app.duplicates.test_copy_stages import DecodeHere
from tests.app.scenes import id_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A picture, the same in grey, and a file that is no picture."""
    place = tmp_path / "photos"
    place.mkdir()
    small = Image.fromarray(np.random.default_rng(4).integers(0, 256, (12, 16, 3), np.uint8))
    picture = small.resize((320, 240), Image.Resampling.BICUBIC)
    picture.save(place / "a.jpg", quality=92)
    picture.convert("L").save(place / "b.jpg", quality=92)
    return place


def _photos(session: Session, root: Path) -> list[int]:
    return [id_of(session, root, name) for name in ("a", "b")]


def test_the_grey_copy_is_grey_and_unknown_photos_are_left_out(session: Session, root: Path) -> None:
    best, other = _photos(session, root)
    found = session.duplicates.differences.find(best, [other, 999]).result()
    assert {photo: [one.change for one in changes] for photo, changes in found.items()} == {other: [Change.GREY]}
    assert session.duplicates.differences.find(999, [other]).result() == {}


class DecodeTwo(DecodeHere):
    """Compares here, or fails."""

    def run(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:  # type: ignore[override]
        return super().run(lambda _: function(*arguments), ())


def test_a_cancelled_question_compares_nothing(session: Session, root: Path) -> None:
    best, other = _photos(session, root)
    decoders = DecodeTwo()
    runs: list[object] = []
    decoders.run = lambda *asked: runs.append(asked)  # type: ignore[assignment, method-assign]
    finding, held = ChangeFinding(session.store, decoders), Event()  # type: ignore[arg-type]
    waiting = [session.store.read(lambda _: held.wait(20)) for _ in range(8)]  # all readers are busy
    future = finding.find(best, [other])
    assert future.cancel()
    held.set()
    for one in waiting:
        one.result()
    session.store.read(lambda _: None).result()
    with pytest.raises(CancelledError):
        future.result()
    assert runs == []


def test_a_process_that_was_ended_says_nothing_and_other_faults_are_reported(session: Session, root: Path) -> None:
    best, other = _photos(session, root)
    ended = DecodeTwo(UnreadableFile("It was ended.", "broken"))
    assert ChangeFinding(session.store, ended).find(best, [other]).result() == {}  # type: ignore[arg-type]
    broken = DecodeTwo(ValueError("a bug"))
    with pytest.raises(ValueError, match="a bug"):
        ChangeFinding(session.store, broken).find(best, [other]).result()  # type: ignore[arg-type]
