"""The caption audit in a session: what is judged, what is skipped, reported errors, and cancelling."""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path

import pytest

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import read_vocabulary
from photon.app.captions.caption_audit import CaptionAudit
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.library.captions import captions
from photon.library.tags import tags
from photon.library.tags.tag_settings import SUGGEST
from tests.app.conftest import settle
from tests.fakes import COLOURS
from tests.pictures import draw

Open = Callable[..., Session]
pytestmark = pytest.mark.usefixtures("all_words")
VOCABULARY = TagVocabulary(read_vocabulary("\n".join(COLOURS), "small").entries)


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for colour in COLOURS:
        for number in range(3):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    session = open_session()
    session.vocabularies.choose(SUGGEST, False).result()  # only the audit is tested here
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


def ids(session: Session) -> dict[str, int]:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return {Path(path).stem: photo for photo, path in paths.items()}


def describe(session: Session, texts: dict[str, str]) -> None:
    known = ids(session)
    written = {known[name]: Caption("", text) for name, text in texts.items()}
    session.store.write(lambda lib: captions.write(lib, written)).result()


def auditing(session: Session) -> CaptionAudit:
    return CaptionAudit(session.work.questions.ask, lambda _: VOCABULARY)


def test_the_wrong_caption_ranks_first(session: Session) -> None:
    texts = {f"{colour}{number}": f"a wall in {colour}" for colour in COLOURS for number in range(3)}
    texts["red1"] = "a wall in green"
    texts["blue2"] = "Anna, 2021"
    describe(session, texts)
    found = auditing(session).audit_captions().result(60)
    known = ids(session)
    assert found[0].photo == known["red1"]
    assert found[0].caption == "a wall in green"
    assert len(found) == len(texts) - 1
    assert known["blue2"] not in {doubt.photo for doubt in found}
    again = auditing(session).audit_captions().result(60)
    assert [replace(doubt, doubt=0.0) for doubt in again] == [replace(doubt, doubt=0.0) for doubt in found]
    # some processors round a product differently depending on its position in memory
    assert [doubt.doubt for doubt in again] == pytest.approx([doubt.doubt for doubt in found], abs=1e-6)
    session.captions.vouch({known["red1"]: "a wall in green"}).result()
    vouched = auditing(session).audit_captions().result(60)
    assert known["red1"] not in {doubt.photo for doubt in vouched}
    assert len(vouched) == len(found) - 1
    describe(session, {"red1": "a wall in yellow"})
    assert auditing(session).audit_captions().result(60)[0].photo == known["red1"]


def test_without_captions_the_result_is_empty(session: Session) -> None:
    assert auditing(session).audit_captions().result(60) == []


@pytest.mark.usefixtures("all_words")
def test_hidden_photos_and_other_languages_are_skipped(session: Session) -> None:
    describe(session, {"red0": "a wall in red", "red1": "ein Hund am Strand red", "blue0": "a wall in blue"})
    describe(session, {"green0": "赤い壁の犬 red"})  # the starter reads this, but not well enough to doubt it
    nude = TagMark(ids(session)["blue0"], ("nudity",), "confirmed")
    session.store.write(lambda lib: tags.mark(lib, [nude])).result()
    session.hiding.set(True).result()
    session.work.engines.current.encoder.languages = frozenset({"en", "ja"})  # type: ignore[misc]
    (found,) = auditing(session).audit_captions().result(60)
    assert found.photo == ids(session)["red0"]


def test_an_error_is_reported(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    describe(session, {"red0": "a wall in red"})

    def fail(_: object) -> None:
        raise PhotonError("The encoder is damaged.", "Install it again.")

    monkeypatch.setattr(session.work.engines.current.encoder, "texts", fail)
    with pytest.raises(PhotonError, match="damaged"):
        auditing(session).audit_captions().result(60)


def test_closing_ends_it_and_it_can_be_cancelled(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    describe(session, {"red0": "a wall in red"})
    go, began = threading.Event(), threading.Event()
    encoder = session.work.engines.current.encoder
    texts = encoder.texts

    def slowly(some: list[str]) -> object:
        began.set()
        go.wait(60)
        return texts(some)

    monkeypatch.setattr(encoder, "texts", slowly)
    called_off: Future[list[object]] = auditing(session).audit_captions()  # type: ignore[assignment]
    assert began.wait(60)
    assert called_off.cancel()
    go.set()
    with pytest.raises(CancelledError):
        called_off.result(60)
    session.close()
    with pytest.raises(PhotonError, match="being closed"):
        auditing(session).audit_captions().result(60)
