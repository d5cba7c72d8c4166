"""A photo whose text is sensitive is hidden as soon as it was read: its text and its codes come out nowhere."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.session import Session
from photon.app.tags import vocabularies
from photon.app.text.text_stage import _store_page
from photon.cli import run
from photon.domain.metadata.export_recipe import TableChoice
from photon.library.tags import tag_suggestions
from photon.library.tags.tag_settings import SUGGEST
from photon.library.text import texts
from photon.library.text.text_settings import READ_TEXT
from photon.library.text.texts import PendingText
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.conftest import WORDS
from tests.pictures import draw
from tests.vision.kit.fake_text_reader import WRITTEN

Open = Callable[..., Session]
CARD = VocabularyEntry(("bank card",), is_sensitive=True)
TYPED = (
    "Quentin", "text:quentin", "text:quentim", 'text:"4111 1111"', "4111111111111111", "Harbour", "text:harbour",
    "kelpmoss", "text:kelp*", "has:code", '"WIFI Harbour"',
)  # fmt: skip


@pytest.fixture
def session(open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text_reader: None) -> Session:
    del text_reader
    monkeypatch.setattr(vocabularies, "everyday", lambda: TagVocabulary((*WORDS.entries, CARD)))
    for number, colour in enumerate(("red", "black", "blue")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour, number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    return session


def found(session: Session, typed: str) -> set[str]:
    return {Path(hit.path).stem for hit in session.searching.search(parse(typed).query).result().hits if hit.strong}


def shown(session: Session) -> set[str]:
    ids = session.browsing.photos("name").result()
    return {Path(path).stem for path in session.browsing.paths(ids).result().values()}


def the_card(session: Session) -> int:
    rows = session.store.here().db.execute("SELECT photo_id FROM files WHERE relative = '1.jpg'")
    return int(rows.fetchone()[0])


def test_nothing_of_it_is_in_an_answer_a_table_or_a_log(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(session)
    assert all(found(session, typed) == {"1"} for typed in TYPED), "while sensitive photos are shown"
    session.hiding.set(True).result()
    settle(session)
    assert shown(session) == {"0", "2"}
    photo = the_card(session)
    assert session.hiding.find(session.store.here()).suspected.tolist() == [photo]
    for typed in TYPED:
        assert "1" not in found(session, typed), typed
        answer = session.searching.search(parse(typed).query).result()
        assert not any("quentin" in hit.line.casefold() or "harbour" in hit.line.casefold() for hit in answer.hits)
    for start in ("Quen", "text:qu", "harb", "kelp", "has:co"):
        offered = session.searching.suggestions(start, len(start)).result()
        assert not any(word in str(offered).casefold() for word in ("quentin", "harbour", "kelpmoss"))
    assert session.texts.pages([photo]).result() == {}
    assert session.texts.marked_page(photo, None).result()[0].lines == ()
    written = io.StringIO()
    ids = [*session.browsing.photos("name").result(), photo]
    session.exporting.write_table(ids, written, TableChoice(columns=("text",))).result()
    assert [row for row in csv.reader(written.getvalue().splitlines()) if "4111" in row[0] or "WIFI" in row[0]] == []
    directory = session.store.directory
    session.close()
    for command in (["search", "Quentin"], ["search", "text:harbour"], ["search", "has:code"], ["facts"], ["tag"]):
        run(["--library", str(directory), *command, "--json"], lambda _library, _folder: 0)
    out, err = capsys.readouterr()
    logs = "".join(file.read_text(errors="replace") for file in directory.glob("*.log*"))
    for word in ("quentin", "kelpmoss", "harbour, wpa", "4111 1111", "1.jpg"):
        assert word not in (out + logs).casefold(), word
    assert not any(word in err.casefold() for word in ("kelpmoss", "wpa:", "1.jpg"))
    assert all(json.loads(line) for line in out.splitlines() if line.startswith("{"))


def test_it_is_hidden_together_with_its_text(session: Session) -> None:
    session.vocabularies.choose(READ_TEXT, value=False).result()
    session.hiding.set(True).result()
    settle(session)
    seen: list[bool] = []
    session.store.events.subscribe(lambda _: seen.append("1" in found(session, "text:quentin")))
    session.vocabularies.choose(READ_TEXT, value=True).result()
    settle(session)
    assert "1" not in shown(session)
    assert seen
    assert not any(seen), "there is no moment at which it is found by its text"


def test_a_decision_counts_more_and_other_suggestions_stay(session: Session) -> None:
    session.hiding.set(True).result()
    settle(session)
    photo, library = the_card(session), session.store.here()
    before = tag_suggestions.suggestions_for_photos(library, [photo])[photo]
    assert next(one.certainty for one in before if one.path == ("bank card",)) == pytest.approx(0.95)
    session.hiding.unlock().result()
    session.tags.mark([photo], [("bank card",)], "rejected").result()
    session.hiding.lock().result()
    settle(session)
    assert shown(session) == {"0", "1", "2"}
    some = [(("bank card",), 0.9), (("dog",), 0.2)]
    session.store.write(tag_suggestions.raise_certainties, photo, some).result()
    assert shown(session) == {"0", "1", "2"}, "it was rejected"
    paths = {one.path for one in tag_suggestions.suggestions_for_photos(library, [photo])[photo]}
    assert ("dog",) in paths
    assert {one.path for one in before} - {("bank card",)} <= paths


def test_suggestions_that_were_made_before_the_text_was_read_do_not_show_it_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.vocabularies.choose(READ_TEXT, value=False).result()
    session.hiding.set(True).result()
    settle(session)
    session.work.background.pause()
    photo, store, advice = the_card(session), session.store, session.work.tagging._advice
    seen = next(one for one in texts.unseen(store.here(), "one", 9) if one.photo == photo)
    store.write(lambda lib: lib.db.execute("DELETE FROM suggested_photos").rowcount).result()
    advise = advice.advise

    def read_meanwhile(*arguments: Any) -> Any:
        made = advise(*arguments)
        store.write(texts.store_chances, "one", [(seen, 0.9)]).result()
        store.write(_store_page, "one", PendingText(photo, seen.image_hash), WRITTEN["black"]).result()
        return made

    monkeypatch.setattr(advice, "advise", read_meanwhile)
    session.work.suggest([photo], keep=True)
    assert ("bank card",) in {one.path for one in tag_suggestions.suggestions_for_photos(store.here(), [photo])[photo]}
    assert shown(session) == {"0", "2"}


def test_without_suggestions_or_hiding_text_suggests_nothing(session: Session) -> None:
    settle(session)
    library = session.store.here()
    assert library.db.execute("SELECT count(*) FROM suggested_words WHERE path LIKE '%bank%'").fetchone() == (0,)
    session.vocabularies.choose(SUGGEST, value=False).result()
    session.hiding.set(True).result()
    settle(session)
    assert shown(session) == {"0", "1", "2"}
