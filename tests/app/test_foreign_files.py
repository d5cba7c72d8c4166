"""Picture files named on the command line are decoded in a separate process with limits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.one_shot_search import OneShotSearch
from photon.app.search.examples import ExamplePictures
from photon.app.search.explaining import explain_file
from photon.app.session import Session
from photon.domain import Like, PhotonError, Query
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("processes")


@pytest.fixture
def asked(open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A library with a red and a blue photo; after that, this process opens no picture file."""
    for colour in ("red", "blue"):
        draw(tmp_path / "photos" / f"{colour}.jpg", colour)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    session.close()

    def refuse(path: str) -> None:
        raise AssertionError(f"{path} was opened here")

    monkeypatch.setattr("photon.media.file.source.open_regular", refuse)
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", ColourEncoding)
    monkeypatch.setattr("photon.app.one_shot_search.answering_here", lambda _: ColourEncoding())
    return tmp_path


def test_examples(asked: Path) -> None:
    like = Query.build("", likes=(Like(str(draw(asked / "outside.jpg", "red", 7))),))
    with OneShotSearch(asked / "library", lambda *_: None) as once:
        assert [Path(hit.path).name for hit in once.search(like).hits][:1] == ["red.jpg"]
        assert [Path(hit.path).name for hit in once.similar(like, fold=False).hits][:1] == ["red.jpg"]
        (asked / "text.jpg").write_text("no picture")
        with pytest.raises(PhotonError, match=r"can't search with “text.jpg”"):
            once.search(Query.build("", likes=(Like(str(asked / "text.jpg")),)))


def test_explaining(asked: Path) -> None:
    out = asked / "map.png"
    explain_file(asked / "library", str(draw(asked / "outside.jpg", "red")), "red", out, lambda *_: None)
    assert out.exists()


def test_photos_of_the_library_need_no_process(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExamplePictures, "read", None)
    with OneShotSearch(asked / "library", lambda *_: None) as once:
        hits = once.search(Query.build("", likes=(Like(str(asked / "photos" / "blue.jpg")),))).hits
    assert [Path(hit.path).name for hit in hits] == ["red.jpg"], "the example itself is no answer"
