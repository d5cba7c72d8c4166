"""Which threads answer questions about photos."""

import threading
from collections.abc import Callable, Sequence

import pytest

from photon.app.session import Session
from photon.library import Library
from photon.library.photos import ratings


def test_flags_are_counted_while_photos_can_be_shown(
    open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(background=False)

    def name_thread(_: Library, photos: Sequence[int]) -> tuple[str, list[int]]:
        return threading.current_thread().name, list(photos)

    monkeypatch.setattr(ratings, "count_flags", name_thread)
    name, photos = session.browsing.count_flags([1, 2]).result()
    assert name.startswith("photon-counter")
    assert photos == [1, 2]
