"""A session in which people and texts are looked for by the models of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from photon.app.people import people
from photon.app.session import Session
from photon.app.text import photo_texts
from photon.app.text.text_stage import TextStage
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.vision.kit.fake_text_reader import TEXT_READER
from tests.vision.people.fake_face_finder import FACE_FINDER


@contextmanager
def read_session(place: Path, faces: int) -> Iterator[Session]:
    """Open a session of the photos in a folder, once so many faces were found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_texts, "TextStage", TextStage)
        patch.setattr(photo_texts, "text_reader", lambda: TEXT_READER)
        patch.setattr(people, "face_model", lambda: FACE_FINDER)
        with Session.open(place / "library", encoder=ColourEncoding()) as opened:
            opened.people.start().result()
            opened.work.add_folder(str(place / "photos")).result()
            settle(opened)
            until(lambda: opened.people.state().result().faces == faces)
            settle(opened)
            yield opened
