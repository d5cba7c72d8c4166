"""Tiny encoders of every kind, written once for all tests of this unit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.vision.clip.network.network import Network, read_network
from tests.vision.clip.tiny import tiny_clip


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Network]:
    """The network of a kind of ``tiny.KINDS``, read from its folder."""
    known: dict[str, Network] = {}
    folder = tmp_path_factory.mktemp("tiny")

    def read(kind: str) -> Network:
        if kind not in known:
            known[kind] = read_network("", tiny_clip(folder / kind, kind))
        return known[kind]

    return read


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An open_clip folder of the kind "clip"; not to be changed."""
    return tiny_clip(tmp_path_factory.mktemp("folder") / "clip", "clip")
