"""Smart albums whose searches have words or examples, in a real session: they contain the good matches, live."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Query
from photon.domain.query.filter_kinds.names import ALBUMS
from photon.search.query_language import format_query, parse
from tests.app.conftest import settle, until
from tests.app.scenes import draw_scene, id_of, plain


def good(session: Session, text: str) -> list[int]:
    """Return the photos above the line in the answer to a search."""
    query = parse(text, Query.build(top=1000)).query
    answer = session.searching.search(query).result()
    return [hit.photo for hit in answer.hits][: answer.strong]


@pytest.mark.parametrize(
    "text", ["dog", "dog rating:4", "my:Rex", "like:{file}", "dog, not snow", '"lisbon"', "-dog", "qa"]
)
def test_an_album_contains_good_matches_of_its_search(scenes: Session, scenes_place: Path, text: str) -> None:
    text = text.replace("{file}", str(plain(scenes_place, "qa1")))
    scenes.albums.make_smart("Words", format_query(parse(text).query)).result()
    try:
        found = scenes.albums.photos("Words").result()
        assert found == good(scenes, text)
        inside = scenes.searching.search(parse("album:words", Query.build(top=1000)).query).result()
        assert [hit.photo for hit in inside.hits] == found
        assert inside.notices == ()
    finally:
        scenes.albums.delete("Words").result()


@pytest.mark.parametrize("text", ["dog my:Nobody", "like:/nowhere.jpg rating:4"])
def test_an_unusable_part_does_not_widen_album(scenes: Session, scenes_place: Path, text: str) -> None:
    scenes.albums.make_smart("Words", text).result()
    kept = id_of(scenes, scenes_place, "qb2")
    scenes.albums.add("Words", [kept]).result()
    try:
        assert scenes.albums.photos("Words").result() == [kept]
        (said,) = scenes.albums.problems("Words").result()
        assert said in scenes.searching.search(parse("album:words").query).result().notices
    finally:
        scenes.albums.delete("Words").result()


def test_new_photos_appear_in_albums_and_counts(open_session: Callable[..., Session], tmp_path: Path) -> None:
    draw_scene(tmp_path / "photos" / "tram 1.jpg", ("dog", "dog"), 1)
    draw_scene(tmp_path / "photos" / "sea 2.jpg", ("beach", "beach"), 2)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    session.albums.make_smart("Trams", "tram").result()
    session.albums.make_smart("Seas", "sea -album:Trams").result()
    session.albums.make_smart("Others", "-album:Trams -album:Seas").result()

    def counts() -> dict[str, int | None]:
        return {one.name: one.photos for one in session.albums.counted_albums().result()}

    assert counts() == {"Others": 0, "Seas": 1, "Trams": 1}
    draw_scene(tmp_path / "photos" / "tram 3.jpg", ("dog", "dog"), 3)
    draw_scene(tmp_path / "photos" / "bus 4.jpg", ("snow", "dog"), 4)
    session.work.rescan().result()
    until(lambda: session.searching.counts().result().searchable == 4)
    settle(session)
    assert counts() == {"Others": 1, "Seas": 1, "Trams": 2}
    offered = session.searching.filter_choices(ALBUMS, Query()).result()
    assert {one.part.value: one.photos for one in offered} == {"Others": 1, "Seas": 1, "Trams": 2, "album": 4}
