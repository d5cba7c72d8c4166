"""Which source drafts captions: the server of the person before the encoder, the starter otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.captions.caption_servers import choose_server
from photon.app.captions.draft_sources import DraftChoice
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.encoders.caption_server import CaptionServer
from photon.vision import encoders
from photon.vision.starter import starter
from tests.app.captions.test_draft_stage import Starter
from tests.fakes import ColourEncoding


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    yield opened
    opened.close()


def test_the_starter_drafts_for_encoders_that_do_not_write(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    choice = DraftChoice(lambda: encoder, Starter())
    source = choice(store.here())
    assert source.version == starter.captioner_id()
    assert choice(store.here()) is source


def test_an_encoder_that_writes_is_asked(store: LibraryThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "writes", lambda name: name == "colours")
    encoder = ColourEncoding()
    assert DraftChoice(lambda: encoder, Starter())(store.here()).version == encoder.id


def test_a_server_that_was_chosen_goes_before_all(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    choice = DraftChoice(lambda: encoder, Starter())
    before = choice(store.here())
    server = CaptionServer("http://localhost:11434", "llava")
    store.write(lambda lib: choose_server(lib, server)).result()
    assert choice(store.here()).version.startswith("server-")
    store.write(lambda lib: choose_server(lib, None)).result()
    assert choice(store.here()).version == before.version
