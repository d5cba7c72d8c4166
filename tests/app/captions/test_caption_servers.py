"""The captioning server: off by default, chosen by address and model, tested beforehand."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.captions.caption_servers import CaptionServers, chosen_server
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.library.captions.caption_settings import SERVER
from photon.library.db import settings
from tests.vision.faulty_server import answer, serving

HERE = CaptionServer("localhost:11434", " llava ")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    store = LibraryThreads(tmp_path / "library")
    yield store
    store.close()


def test_off_by_default_switched_on_and_off(store: LibraryThreads) -> None:
    servers = CaptionServers(store)
    assert servers.chosen().result() is None
    assert servers.choose(HERE).result()
    assert servers.chosen().result() == CaptionServer("http://localhost:11434/v1", "llava")
    servers.choose(None).result()
    assert servers.chosen().result() is None


@pytest.mark.parametrize("network", ["", "  ", "x" * 201, "a\nb"])
def test_a_model_needs_a_name(store: LibraryThreads, network: str) -> None:
    with pytest.raises(PhotonError, match="name of a vision model"):
        CaptionServers(store).choose(CaptionServer("localhost", network)).result()


def test_another_computer_must_be_allowed(store: LibraryThreads) -> None:
    servers = CaptionServers(store)
    with pytest.raises(PhotonError, match="would leave it"):
        servers.choose(CaptionServer("192.0.2.1", "llava")).result()
    servers.choose(CaptionServer("192.0.2.1", "llava", is_anywhere=True)).result()
    assert servers.chosen().result() == CaptionServer("http://192.0.2.1:80/v1", "llava", is_anywhere=True)


@pytest.mark.parametrize("kept", ["yes", 5, [], {}, {"address": 5, "network": "x"}, {"address": "localhost"}])
def test_a_damaged_setting_is_ignored(store: LibraryThreads, kept: object) -> None:
    store.write(lambda lib: settings.store_named(lib, SERVER.name, kept)).result()
    assert store.read(chosen_server).result() is None


def test_the_test_lists_the_models(store: LibraryThreads) -> None:
    servers = CaptionServers(store)
    with serving(answer(json.dumps({"data": [{"id": "llava"}]}).encode())) as server:
        assert servers.try_out(CaptionServer(server.address, "")).result() == ["llava"]
    with pytest.raises(PhotonError, match="No captioning server"):
        servers.try_out(CaptionServer(server.address, "")).result()
    assert servers.chosen().result() is None
