"""Searches that name an album mean the same albums after it is renamed or moved, in the same undoable step."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.app.albums.search_renaming import renamed_in
from photon.app.session import Session
from photon.domain import Filter
from photon.domain.query.query import flat_parts
from photon.library.albums.albums import albums_named
from photon.search.query_language import parse

BEFORE = {1: ("Trips",), 2: ("Trips", "Italy"), 3: ("Home", "Italy"), 4: ("Rome & Co",), 5: ("Home",)}
RENAMED = {**BEFORE, 2: ("Trips", "Italia 2024")}
MOVED = {**BEFORE, 1: ("Old", "Reisen"), 2: ("Old", "Reisen", "Italy")}


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("beach  album:Trips/Italy rating:5", RENAMED, 'beach  album:"Trips/Italia 2024" rating:5'),
        ("album:trips/ITALY", MOVED, "album:Reisen/Italy"),
        ("album:Italy, dog", MOVED, "album:Italy, dog"),
        ("-album:Trips", MOVED, "-album:Reisen"),
        ("album:Italy", RENAMED, '(album:Italy OR album:"Italia 2024")'),
        ("-album:Italy x", RENAMED, '-(album:Italy OR album:"Italia 2024") x'),
        ("2*(dog OR album:Trips)", MOVED, "2*(dog OR album:Reisen)"),
        ("(album:Italy OR rating:5)", RENAMED, '(album:Italy OR album:"Italia 2024" OR rating:5)'),
        ("(-album:Italy OR rating:5)", RENAMED, "(-album:Italy OR rating:5)"),
        ("album:Nowhere", RENAMED, "album:Nowhere"),
        ("tag:Trips Trips", MOVED, "tag:Trips Trips"),
        ('album:"Rome & Co"', {**BEFORE, 4: ("Roma",)}, "album:Roma"),
        ("album:Trips", {**BEFORE, 1: ("Home",)}, "album:Home"),
    ],
)
def test_a_search_is_rewritten(text: str, after: dict[int, tuple[str, ...]], expected: str) -> None:
    assert renamed_in(text, BEFORE, after) == expected


NAMES = st.sampled_from(["Italy", "Rome", "Old Trips", "a,b", "x OR y"])
PLACES = st.lists(NAMES, min_size=1, max_size=3).map(tuple)


@given(st.dictionaries(st.integers(1, 5), PLACES, min_size=1), st.data())
def test_no_album_is_lost(before: dict[int, tuple[str, ...]], data: st.DataObject) -> None:
    after = {**before, data.draw(st.sampled_from(sorted(before))): data.draw(PLACES)}
    name = "/".join(data.draw(st.sampled_from(sorted(before.values()))))
    text = renamed_in(f'red album:"{name}"', before, after)
    parts = flat_parts(parse(text).query.parts)
    named = {one for part in parts if isinstance(part, Filter) for one in albums_named(after, part.value)}
    assert set(albums_named(before, name)) <= named


def test_saved_searches_and_smart_albums_follow_in_one_step(open_session: Callable[..., Session]) -> None:
    session = open_session(background=False)
    session.albums.make("Trips/Italy").result()
    session.albums.make("Trips/Peru").result()
    session.albums.make_smart("Best", "album:Trips rating:5").result()
    session.searches.save("Italy at sea", "sea album:Trips/Italy").result()
    session.searches.save("Peru", "album:Peru").result()

    def now() -> tuple[list[str], list[str]]:
        found = [one for one in session.albums.all_albums().result() if one.is_smart]
        return [one.text for one in session.searches.saved().result()], [one.query for one in found]

    before = (["sea album:Trips/Italy", "album:Peru"], ["album:Trips rating:5"])
    after = (["sea album:Reisen/Italy", "album:Peru"], ["album:Reisen rating:5"])
    assert now() == before
    session.albums.move("Trips", "Reisen").result()
    assert now() == after
    assert session.undoing.undo().result() == "renamed the album “Trips” to “Reisen”"
    assert now() == before
    assert [one.path for one in session.albums.all_albums().result()][-1] == ("Trips", "Peru")
    session.undoing.redo().result()
    assert now() == after
    session.albums.move("Reisen", "REISEN").result()
    assert now() == after  # names that differ in capital letters are one
