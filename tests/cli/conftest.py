"""An encoder for colours, for commands that need none in particular."""

from collections.abc import Iterator

import pytest

from photon.app import session as sessions
from tests.fakes import ColourEncoding


@pytest.fixture(scope="module")
def colours() -> Iterator[None]:
    """Commands in the test's own process encode colours; those in a separate process use the starter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
        patch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", ColourEncoding)
        patch.setattr("photon.app.one_shot_search.answering_here", lambda _: ColourEncoding())
        yield
