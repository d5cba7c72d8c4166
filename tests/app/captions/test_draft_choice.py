"""Which source drafts captions: the user's server before the encoder, otherwise the starter."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.captions.caption_servers import choose_server
from photon.app.captions.draft_sources import DraftChoice
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.encoders.caption_server import CaptionServer
from photon.vision import encoders
from photon.vision.starter import starter
from tests.app.captions.test_starter_drafts import Starter
from tests.fakes import ColourEncoding


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    yield opened
    opened.close()


def test_the_starter_drafts_for_encoders_without_captions(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    choice = DraftChoice(lambda: encoder, Starter())
    source = choice(store.here())
    assert source.version == starter.captioner_id()
    assert choice(store.here()) is source


def test_drafts_from_other_looks_of_the_starter_are_other_drafts(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    choice = DraftChoice(lambda: encoder, Starter())
    before = choice(store.here()).version
    encoder.id, encoder.knowledge = "closer-1", encoders.shared_knowledge()
    assert choice(store.here()).version == f"{before}-closer-1"
    encoder.id = starter.encoder_id()
    assert choice(store.here()).version == before


def test_an_encoder_with_captions_is_used(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    encoder.model = replace(encoder.model, capabilities=frozenset({"embed", "caption"}))
    assert DraftChoice(lambda: encoder, Starter())(store.here()).version == encoder.id


def test_a_chosen_server_takes_precedence(store: LibraryThreads) -> None:
    encoder = ColourEncoding()
    choice = DraftChoice(lambda: encoder, Starter())
    before = choice(store.here())
    server = CaptionServer("http://localhost:11434", "llava")
    store.write(lambda lib: choose_server(lib, server)).result()
    assert choice(store.here()).version.startswith("server-")
    store.write(lambda lib: choose_server(lib, None)).result()
    assert choice(store.here()).version == before.version
