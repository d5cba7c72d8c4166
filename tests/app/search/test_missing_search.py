"""Missing photos are in no answer, unless ``is:missing`` asks for them; then they are found like others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Answer, PhotonError, Query
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.filter_groups import GROUPS
from tests.pictures import draw


@pytest.fixture
def shelf(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    """Six photos, of which two reds of Rome and a blue one are missing."""
    for number, (place, colour) in enumerate(
        (("Rome/a", "red"), ("Rome/b", "red"), ("c", "blue"), ("d", "red"), ("Rome/e", "blue"), ("f", "green"))
    ):
        draw(tmp_path / "photos" / f"{place}.jpg", colour, number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    named = {Path(path).stem: photo for photo, path in paths.items()}
    session.tags.mark([named["a"], named["d"]], [("Dog",)], "confirmed", by_hand=True).result()
    session.marking.rate([named["b"]], 4).result()
    for place in ("Rome/a", "Rome/b", "c"):
        (tmp_path / "photos" / f"{place}.jpg").unlink()
    session.work.rescan().result()
    until(lambda: len(session.watched.missing().result()) == 3)
    settle(session)
    return session


def ask(session: Session, text: str, folder: str | None = None) -> Answer:
    return session.searching.search(parse(text, Query(folder=folder)).query).result()


def names(answer: Answer) -> list[str]:
    return sorted(Path(hit.path).stem for hit in answer.hits)


def test_only_the_filter_shows_them(shelf: Session, tmp_path: Path) -> None:
    assert names(ask(shelf, "is:missing")) == ["a", "b", "c"]
    assert all(hit.missing for hit in ask(shelf, "is:missing").hits)
    assert ask(shelf, "is:missing").sentence == "3 photos match"
    for text in (
        "-is:missing",
        "rating:0..5",
        "red",
        "-red",
        "-blue -is:missing",
        "(tag:Dog OR rating:4)",
        "date:2000..",
    ):
        found = ask(shelf, text)
        assert not {"a", "b", "c"} & set(names(found)), text
        assert not any(hit.missing for hit in found.hits)
    assert len(shelf.browsing.photos("newest").result()) == 3


def test_it_is_combined_with_other_filters(shelf: Session, tmp_path: Path) -> None:
    assert names(ask(shelf, "is:missing tag:Dog")) == ["a"]
    assert names(ask(shelf, "is:missing -tag:Dog")) == ["b", "c"]
    assert names(ask(shelf, "is:missing rating:4")) == ["b"]
    assert names(ask(shelf, "is:missing folder:Rome")) == ["a", "b"]
    assert names(ask(shelf, "is:missing size:<1MB")) == ["a", "b", "c"]
    assert names(ask(shelf, "is:missing date:2000..")) == ["a", "b", "c"]
    assert names(ask(shelf, "is:missing", str(tmp_path / "photos" / "Rome"))) == ["a", "b"]
    assert names(ask(shelf, "(is:missing OR tag:Dog)")) == ["a", "b", "c", "d"]
    assert names(ask(shelf, "is:missing is:offline")) == []
    with pytest.raises(PhotonError, match="no photos in"):
        ask(shelf, "is:missing", str(tmp_path / "elsewhere"))


def test_words_and_examples_rank_them(shelf: Session) -> None:
    found = ask(shelf, "red is:missing")
    assert [Path(hit.path).stem for hit in found.hits][-1] == "c"
    assert names(found) == ["a", "b", "c"]
    like = next(hit.photo for hit in ask(shelf, "is:missing tag:Dog").hits)
    assert {Path(hit.path).stem for hit in ask(shelf, f"like:#{like} is:missing").hits} == {"b", "c"}


def test_quoted_text_is_left_out_with_a_message(shelf: Session) -> None:
    found = ask(shelf, 'is:missing "a.jpg"')
    assert names(found) == ["a", "b", "c"]
    assert [one.message for one in found.ignored] == ["Photon can't search for text in missing photos."]


def test_in_any_order_they_are_in_whole_answers(shelf: Session) -> None:
    query = parse("is:missing").query
    answer = shelf.searching.search(query).result()
    for order in ("newest", "oldest", "name"):
        rows = shelf.searching.rows(query, answer, order, "month").result()  # type: ignore[arg-type]
        assert len(rows) == 3
        assert sum(span.count for span in rows.spans) == (0 if order == "name" else 3)


def test_a_smart_album_never_has_them(shelf: Session) -> None:
    shelf.albums.make_smart("Lost", "is:missing").result()
    found = ask(shelf, "album:Lost")
    assert (found.hits, found.notices) == ((), ("Smart album “Lost”: Missing photos are in no smart album.",))


def test_the_filter_button_counts_them(shelf: Session, tmp_path: Path) -> None:
    root = tmp_path / "photos"

    def offered(group: str, text: str) -> dict[str, int]:
        choices = shelf.searching.filter_choices(GROUPS[group], parse(text).query).result()
        return {choice.part.value: choice.photos for choice in choices}

    assert offered("file", "tag:Dog") == {"missing": 1}
    assert offered("file", "is:missing") == {"missing": 3}
    assert offered("rating", "is:missing") == {">=4": 1, ">=3": 1, ">=2": 1, ">=1": 1, "0": 2}
    assert offered("folder", "is:missing") == {str(root): 3, str(root / "Rome"): 2}
    assert offered("tag", "is:missing") == {"Dog": 1}
    assert offered("tag", "rating:0..5") == {"Dog": 1}


def test_their_cards_have_the_last_name(shelf: Session) -> None:
    missing = {one.photo: one for one in shelf.watched.missing().result()}
    cards = shelf.browsing.cards(list(missing)).result()
    assert {card.name for card in cards.values()} == {"a.jpg", "b.jpg", "c.jpg"}
    assert all(card.missing and card.is_away for card in cards.values())
    assert set(shelf.browsing.previews(list(missing)).result()) == set(missing)
    assert shelf.browsing.paths(list(missing)).result() == {}  # nothing may act on a file that is not there
    for photo, one in missing.items():
        found = shelf.browsing.photo(photo).result()
        assert found is not None
        assert (found.path, found.missing) == (one.path, one.since)


def test_forgetting_is_undone_and_repeated(shelf: Session) -> None:
    gone = [hit.photo for hit in ask(shelf, "is:missing folder:Rome").hits]
    shelf.watched.forget_missing(gone).result()
    assert names(ask(shelf, "is:missing")) == ["c"]
    assert shelf.undoing.undo().result() == "removed 2 missing photos"
    assert names(ask(shelf, "is:missing")) == ["a", "b", "c"]
    shelf.undoing.redo().result()
    assert names(ask(shelf, "is:missing")) == ["c"]
    shelf.undoing.undo().result()
    shelf.watched.forget_missing(shelf.browsing.photos("newest").result()).result()  # none of them is missing: no step
    shelf.undoing.redo().result()
    assert names(ask(shelf, "is:missing")) == ["c"]


def test_a_missing_photo_can_be_turned(shelf: Session) -> None:
    photo = next(hit.photo for hit in ask(shelf, "is:missing tag:Dog").hits)
    before = shelf.browsing.cards([photo]).result()[photo]
    shelf.turning.turn([photo], "right").result()
    after = shelf.browsing.cards([photo]).result()[photo]
    assert (after.width, after.height) == (before.height, before.width)
    until(lambda: photo in shelf.browsing.previews([photo]).result())


def test_what_asks_for_missing_photos() -> None:
    for text in ("is:missing", "IS:Missing dog", "(is:missing OR is:offline)"):
        assert asks_for_missing(parse(text).query.parts), text
    for text in ("-is:missing", "-(is:missing OR is:offline)", "missing", "is:offline", "tag:missing"):
        assert not asks_for_missing(parse(text).query.parts), text


@pytest.mark.usefixtures("all_words")
def test_hidden_ones_stay_hidden(shelf: Session) -> None:
    photo = next(hit.photo for hit in ask(shelf, "is:missing tag:Dog").hits)
    shelf.tags.mark([photo], [("My papers", "Passport")], "confirmed", by_hand=True).result()
    shelf.hiding.set(True).result()
    assert names(ask(shelf, "is:missing")) == ["b", "c"]
    assert names(ask(shelf, "red is:missing")) == ["b", "c"]
    assert names(ask(shelf, "(blue OR is:missing)")) == ["b", "c", "d", "e", "f"]
    assert [one.photo for one in shelf.watched.missing().result() if one.photo == photo] == []
    assert shelf.browsing.cards([photo]).result() == {}
    assert shelf.browsing.photo(photo).result() is None
