"""Processes that end while they are unused, and start again with the next task."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.encoding.encoder_client import SubprocessEncoder
from photon.app.indexing import background
from photon.app.session import Session
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]


@pytest.mark.usefixtures("processes")
def test_an_idle_session_has_no_processes_but_still_shows_photos(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(multiprocessing.active_children())
    draw(tmp_path / "photos" / "red.jpg", "red", 0)
    session = open_session()
    session.work.decoders.warm_up()
    session.searching.warm_up()
    until(lambda: set(multiprocessing.active_children()) - before)
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    monkeypatch.setattr(background, "_UNUSED", 0.0)
    until(lambda: set(multiprocessing.active_children()) <= before)
    (photo,) = session.browsing.photos("newest").result()
    assert session.work.rendering.picture(photo, 64).result().rgb


def test_a_session_ends_processes_of_unused_encoders(
    open_session: Open, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    monkeypatch.setattr(encoder, "rest", told.append)
    session = open_session()
    until(lambda: told)
    assert told[0] == background._UNUSED
    session.close()


def test_an_unused_encoder_has_no_processes() -> None:
    encoder = SubprocessEncoder()
    try:
        lanes = (encoder._pictures, encoder._words)
        first = [lane.run(os.getpid) for lane in lanes]
        encoder.rest(3600)
        assert [lane.run(os.getpid) for lane in lanes] == first
        encoder.rest(0)
        assert [lane._process._held for lane in lanes] == [None, None]
        assert not {lane.run(os.getpid) for lane in lanes} & set(first)
    finally:
        encoder.close()
