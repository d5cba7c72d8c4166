"""The shortlist of a taught tag: everything in a small library, the likeliest photos in a large one, cached."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.app.tags import teaching
from photon.library import Library
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

RED = ("red",)  # the encoder knows colours in lower case


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for colour in ("red", "blue", "green", "yellow"):
        for number in range(5):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    photos = opened.browsing.photos("name").result()
    paths = opened.browsing.paths(photos).result()
    opened.teaching.teach(RED, [photo for photo in photos if "red0" in paths[photo]]).result()
    return opened


def _names(session: Session, encoder: ColourEncoding, kept: teaching.ReviewShortlist) -> set[str]:
    def ask(library: Library) -> list[int]:
        score = session.teaching.memory.find(library, encoder, RED)
        assert score is not None
        ids, seen = kept.photos_to_ask(library, encoder, RED, score)
        assert len(ids) == len(seen.meanings) == len(seen.looks)
        return [int(photo) for photo in ids]

    return {Path(path).stem for path in session.browsing.paths(session.store.read(ask).result()).result().values()}


def test_in_a_large_library_the_likeliest_are_listed(
    session: Session, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(_names(session, encoder, teaching.ReviewShortlist())) == 19
    monkeypatch.setattr(teaching, "SHORTLIST", 5)
    monkeypatch.setattr(teaching, "CONTRAST", 0)
    assert _names(session, encoder, teaching.ReviewShortlist()) == {f"red{n}" for n in range(1, 5)}


def test_the_list_is_cached_and_renewed_after_some_answers(
    session: Session, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    real = teaching._draw
    monkeypatch.setattr(teaching, "_draw", lambda *given: drawn.append(given) or real(*given))
    kept = teaching.ReviewShortlist()
    for _ in range(3):
        asked = session.teaching.next(RED, 1).result()
        session.teaching.answer(RED, [asked[0].photo]).result()
        _names(session, encoder, kept)
    assert len(drawn) == 2  # one by the session, one by this test
    monkeypatch.setattr(teaching, "_ANSWERS", 2)
    session.teaching.answer(RED, [one.photo for one in session.teaching.next(RED, 2).result()]).result()
    assert len(_names(session, encoder, kept)) == 14
    assert len(drawn) >= 3
