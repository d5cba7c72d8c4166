"""The captioning server: off by default, chosen by address and model, tested beforehand."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.captions import draft_sources
from photon.app.captions.caption_servers import CaptionServers, chosen_server
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.library.captions.caption_settings import SERVER
from photon.library.db import settings
from tests.app.captions.test_starter_drafts import Starter
from tests.app.conftest import settle
from tests.pictures import draw
from tests.vision.faulty_server import FaultyServer, answer, serving

HERE = CaptionServer("localhost:11434", " llava ")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    store = LibraryThreads(tmp_path / "library")
    yield store
    store.close()


@pytest.fixture
def servers(store: LibraryThreads) -> Iterator[CaptionServers]:
    opened = CaptionServers(store)
    yield opened
    opened.close()


def test_off_by_default_switched_on_and_off(servers: CaptionServers) -> None:
    assert servers.chosen().result() is None
    assert servers.choose(HERE).result()
    assert servers.chosen().result() == CaptionServer("http://localhost:11434/v1", "llava")
    servers.choose(None).result()
    assert servers.chosen().result() is None


@pytest.mark.parametrize("network", ["", "  ", "x" * 201, "a\nb"])
def test_a_model_needs_a_name(servers: CaptionServers, network: str) -> None:
    with pytest.raises(PhotonError, match="name of a vision model"):
        servers.choose(CaptionServer("localhost", network)).result()


def test_another_computer_must_be_allowed(servers: CaptionServers) -> None:
    with pytest.raises(PhotonError, match="would leave it"):
        servers.choose(CaptionServer("192.0.2.1", "llava")).result()
    servers.choose(CaptionServer("192.0.2.1", "llava", is_anywhere=True)).result()
    assert servers.chosen().result() == CaptionServer("http://192.0.2.1:80/v1", "llava", is_anywhere=True)


@pytest.mark.parametrize("kept", ["yes", 5, [], {}, {"address": 5, "network": "x"}, {"address": "localhost"}])
def test_a_damaged_setting_is_ignored(store: LibraryThreads, kept: object) -> None:
    store.write(lambda lib: settings.store_named(lib, SERVER.name, kept)).result()
    assert store.read(chosen_server).result() is None


def test_the_test_lists_the_models(servers: CaptionServers) -> None:
    with serving(answer(json.dumps({"data": [{"id": "llava"}]}).encode())) as server:
        assert servers.try_out(CaptionServer(server.address, "")).result() == ["llava"]
    with pytest.raises(PhotonError, match="No captioning server"):
        servers.try_out(CaptionServer(server.address, "")).result()
    assert servers.chosen().result() is None


@pytest.fixture
def silent() -> Iterator[tuple[FaultyServer, threading.Event]]:
    """A server that reads and never answers, and whether it was asked."""
    is_asked = threading.Event()

    def listen(wire: socket.socket) -> None:
        is_asked.set()
        wire.recv(1)

    with serving(listen) as server:
        yield server, is_asked


@pytest.mark.parametrize("asked", ["in the background", "at once", "for its models"])
def test_closing_never_waits_for_a_silent_server(
    open_session: Callable[..., Session],
    tmp_path: Path,
    silent: tuple[FaultyServer, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
) -> None:
    monkeypatch.setattr(draft_sources, "DescriberProcess", Starter)
    draw(tmp_path / "photos" / "red.jpg", "red", 1)
    (server, is_asked), session = silent, open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    choice = CaptionServer(server.address, "llava")
    session.caption_servers.choose(choice).result()
    answers = []
    if asked == "in the background":
        session.captions.request([1])
        session.work.rescan().result()
    else:
        answers = [session.captions.draft([1]) if asked == "at once" else session.caption_servers.try_out(choice)]
    assert is_asked.wait(20)
    begun = time.monotonic()
    session.close()
    assert time.monotonic() - begun < 2
    for one in answers:
        with pytest.raises(PhotonError):
            one.result(0)
