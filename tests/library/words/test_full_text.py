"""The full-text index: what it finds, and that it always follows the catalogue."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photon.domain import Facts, Reading
from photon.domain.metadata.caption import Caption
from photon.library import Library, open_library
from photon.library.captions import captions
from photon.library.db.text_folding import fold, fold_apart, fold_date, fold_name
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.tags import tag_moves, tag_tree
from photon.library.words import full_text
from tests.library.tagged import tag

Make = Callable[..., Reading]
At = Callable[[str], Found]
COLUMNS = "SELECT rowid, name, folder, date, camera, lens, tag, caption FROM words"


def _known(library: Library) -> list[list[tuple[object, ...]]]:
    """Return the content of all tables."""
    questions = (COLUMNS, "SELECT photo_id, source FROM word_sources", "SELECT photo_id, name, stem FROM file_names",
                 "SELECT rowid, names FROM name_parts")  # fmt: skip
    return [sorted(library.db.execute(question).fetchall()) for question in questions]


def _photo(library: Library, found: Found, content: str, **facts: object) -> int:
    hashed = content.encode().ljust(16, b"\0")
    reading = Reading(hashed, hashed, 1, Facts("JPEG", 4, 3, **facts), b"", 0)  # type: ignore[arg-type]
    files.record(library, [(found, reading)])
    return int(library.db.execute("SELECT id FROM photos WHERE file_hash = ?", (hashed,)).fetchone()[0])


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("IMG_2041", ("file name",)),
        ("img 2041", ("file name",)),
        ("2041", ("file name",)),
        ("img_2041.JPG", ("file name",)),
        ("LisbonTrip", ("folder",)),
        ("lisbon trip", ("folder",)),
        ("Trip2019", ("folder",)),
        ("2019", ("folder",)),
        ("Été", ("folder",)),
        ("ete/LisbonTrip2019", ("folder",)),
        ("photos", ("folder",)),
        ("june", ("date",)),
        ("12 June 2021", ("date",)),
        ("jun 12 2021", ("date",)),
        ("2021-06-12", ("date",)),
        ("Saturday", ("date",)),
        ("summer", ("date",)),
        ("canon", ("camera",)),
        ("EOS 80D", ("camera",)),
        ("80", ("camera",)),
        ("f/3.5-5.6", ("lens",)),
        ("東京", ("folder",)),
    ],
)
def test_a_photo_is_found_by_each_of_its_words(library: Library, at: At, text: str, channels: tuple[str, ...]) -> None:
    found = at("été/LisbonTrip2019/東京旅行/IMG_2041.JPG")
    photo = _photo(
        library, found, "x", taken="2021-06-12T10:00:00", camera="Canon EOS 80D", lens="EF-S18-135mm f/3.5-5.6 IS"
    )
    other = _photo(library, at("other.jpg"), "y", taken="1999-01-05T10:00:00")
    having = full_text.having(library, text).tolist()
    assert photo in having
    assert (other in having) == (text == "photos")  # both are in the watched folder of that name
    assert full_text.channels(library, [photo], [text]) == {photo: channels}


@pytest.mark.parametrize("text", ["jpg ete", "trip 東京 img", "2041 2041", "12 2021 summer", "lisbon img", "204", ""])
def test_no_phrase_matches_across_texts_or_inside_words(library: Library, at: At, text: str) -> None:
    _photo(library, at("été/LisbonTrip/IMG_2041.JPG"), "x", taken="2021-06-12T10:00:00")
    assert full_text.having(library, text).tolist() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("139", "ab"),
        ("odak", "c"),
        ("ODÁK", "c"),
        ("c00139.J", "a"),
        ("sbon tr", "abc"),
        ("13", ""),  # two characters: whole words only
        ('"9"', ""),
        ("0" * 9, "b"),
        ("odak 139", ""),
    ],
)
def test_parts_of_names_are_found_from_three_characters_on(library: Library, at: At, text: str, found: str) -> None:
    names = {"a": "DSC00139.jpg", "b": "000000000139.jpg", "c": "x.jpg"}
    ids = {_photo(library, at(f"Lisbon trip/{name}"), letter, camera="Kodak" if letter == "c" else None): letter
           for letter, name in names.items()}  # fmt: skip
    assert sorted(ids[photo] for photo in full_text.with_all(library, [text]).tolist()) == list(found)
    found_in = full_text.channels(library, list(ids), [], [text])
    assert "".join(sorted(ids[photo] for photo in ids if found_in[photo])) == found


def test_the_path_above_the_watched_folder_is_not_indexed(library: Library, at: At, tmp_path: Path) -> None:
    _photo(library, at("a.jpg"), "x")
    assert full_text.having(library, tmp_path.name).tolist() == []


def test_quoted_texts_must_all_match_newest_first_and_punctuation_counts_in_file_names(
    library: Library, at: At
) -> None:
    old = _photo(library, at("trip/a ★ b.jpg"), "x", taken="2001-01-01T00:00:00")
    new = _photo(library, at("trip/c ★★.jpg"), "y", taken="2011-01-01T00:00:00")
    _photo(library, at("trip/d.jpg"), "z")
    assert full_text.with_all(library, ["trip", "★"]).tolist() == [new, old]
    assert full_text.with_all(library, ["★"]).tolist() == [new, old]
    assert full_text.with_all(library, ["★", "2001"]).tolist() == [old]
    assert full_text.with_all(library, ["%"]).tolist() == []
    assert full_text.named(library, "C ★★") == full_text.named(library, "c  ★★.JPG") == [new]


@pytest.mark.parametrize(
    ("taken", "latitude", "season"),
    [
        ("2021-12-31T00:00:00", 50.0, "winter"),
        ("2021-12-31", None, "winter"),
        ("2021-12-31", -33.9, "summer"),
        ("2021-04-01", -33.9, "autumn fall"),
        ("2021-10-01", 1.0, "autumn fall"),
        ("2021-10-01", -1.0, "spring"),
    ],
)
def test_seasons_depend_on_the_place(taken: str, latitude: float | None, season: str) -> None:
    assert fold_date(taken, latitude).endswith(season)


@pytest.mark.parametrize("taken", [None, "", "yesterday", "2021-13-40T00:00:00"])
def test_without_a_date_there_are_no_date_words(taken: str | None) -> None:
    assert fold_date(taken, None) == ""


@given(st.text())
@example("İĞǰΐß ﬁ Ⓐ ١٢ e\u0301 東京abc")
def test_folding_twice_equals_folding_once(text: str) -> None:
    for form in (fold, fold_apart):
        assert fold(form(text)) == form(text)
        assert "·" not in form(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text("aAäÄéÉßẞ_- .9IiİЖж"))
def test_case_and_diacritics_are_ignored(text: str) -> None:
    plain = text.translate(str.maketrans("äÄéÉİ", "aAeEI"))
    assert fold(text) == fold(plain.upper()) == fold(plain.lower())
    assert fold_name(text) == fold_name(plain.upper()) == fold_name(plain.lower())


_NAMES = ("a.jpg", "Trip1/b.jpg", "Trip1/deep/c.jpg", "d.jpg")
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(_NAMES), st.integers(0, 4)),
        st.tuples(st.just("forget"), st.sampled_from(_NAMES), st.just(0)),
        st.tuples(st.just("remove"), st.just(""), st.just(0)),
        st.tuples(st.just("watch"), st.sampled_from(("", "Trip1")), st.just(0)),
        st.tuples(st.just("tag"), st.sampled_from(("Trip/Rome", "Trip", "Été")), st.integers(0, 4)),
        st.tuples(st.just("rename"), st.sampled_from(("Trip", "Trip/Rome")), st.integers(0, 4)),
        st.tuples(st.just("caption"), st.sampled_from(("a boat", "")), st.integers(0, 4)),
    ),
    max_size=12,
)


def _step(library: Library, root: Path, step: tuple[str, str, int]) -> None:
    kind, name, content = step
    if kind in {"tag", "rename", "caption"}:
        _describe(library, kind, name, content)
        return
    watched = folders.all_folders(library)
    if kind == "watch":
        folders.add(library, str(root / name))
    elif kind == "remove" and watched:
        folders.remove(library, watched[0].id)
    for folder in watched:
        if kind in ("write", "forget") and (root / name).is_relative_to(folder.path):
            relative = (root / name).relative_to(folder.path).as_posix()
            if kind == "forget":
                files.forget(library, folder.id, [relative])
            else:
                taken = f"202{content}-06-12T00:00:00"
                _photo(library, Found(folder.id, relative, 1, 1), str(content), taken=taken, camera=f"Canon {content}")


def _describe(library: Library, kind: str, text: str, content: int) -> None:
    some = library.column("SELECT id FROM photos WHERE id % 5 <> ?", (content,))
    if kind == "tag":
        tag(library, text.split("/"), some)
    elif kind == "caption":
        captions.write(library, {photo: Caption("", text) for photo in some})
    elif tag_tree.find(library.db, tuple(text.split("/"))) is not None:
        tag_moves.move(library, tuple(text.split("/")), ("Journeys", str(content)))


@pytest.mark.slow
@given(_steps)
def test_the_updated_index_equals_a_rebuilt_one(steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "Photos")
        (root / "Trip1" / "deep").mkdir(parents=True)
        with open_library(Path(place, "library"), writable=True) as library:
            folders.add(library, str(root))
            for step in steps:
                _step(library, root, step)
            full_text.catch_up(library, full_text.pending(library))
            assert full_text.pending(library) == []
            kept = _known(library)
        for cache in Path(place, "library").glob("cache.db*"):
            cache.unlink()
        with open_library(Path(place, "library"), writable=True) as library:
            assert _known(library) == [[], [], [], []]
            full_text.catch_up(library, full_text.pending(library))
            assert _known(library) == kept
            present = library.db.execute("SELECT count(*) FROM photos WHERE present = 1").fetchone()[0]
            assert len(kept[0]) == present


def test_writes_update_the_index(library: Library, at: At) -> None:
    photo = _photo(library, at("old/a.jpg"), "x")
    assert full_text.pending(library) == []
    _photo(library, at("new/b.jpg"), "x")
    files.forget(library, at("").folder, ["old/a.jpg"])
    assert full_text.pending(library) == []
    assert full_text.having(library, "old").tolist() == []
    assert full_text.having(library, "new").tolist() == [photo]
    assert full_text.with_all(library, ["hotos/ne"]).tolist() == [photo]
    files.forget(library, at("").folder, ["new/b.jpg"])
    assert full_text.pending(library) == []
    assert full_text.last(library) == 0


def test_names_are_not_written_again_where_only_tags_and_captions_changed(library: Library, at: At) -> None:
    photo = _photo(library, at("old/a.jpg"), "x", camera="Canon")
    library.db.execute("DELETE FROM name_parts")
    tag(library, ("Places", "Rome"), [photo])
    captions.write(library, {photo: Caption("", "a boat")})
    assert library.db.execute("SELECT count(*) FROM name_parts").fetchone() == (0,)
    for text in ("old", "canon", "places", "rome", "a boat"):
        assert full_text.having(library, text).tolist() == [photo]
    tag_moves.move(library, ("Places",), ("Towns",))
    assert full_text.having(library, "places").tolist() == []
    assert full_text.having(library, "towns").tolist() == [photo]
    _photo(library, at("new/b.jpg"), "x", camera="Canon")  # now a name is new
    assert library.db.execute("SELECT count(*) FROM name_parts").fetchone() == (1,)


def test_an_index_outdated_by_a_crash_is_noticed(library: Library, at: At) -> None:
    photo = _photo(library, at("a.jpg"), "x", camera="Canon")
    with library.transaction() as db:  # as if the other file had not reached the disk
        db.execute("UPDATE photos SET camera = 'Nikon'")
    assert full_text.pending(library) == [photo]
    full_text.catch_up(library, [photo])
    assert full_text.having(library, "nikon").tolist() == [photo]
    assert full_text.having(library, "canon").tolist() == []


def test_a_library_without_the_table_is_recognised(library: Library, at: At) -> None:
    assert full_text.is_complete(library)
    _photo(library, at("a.jpg"), "x")
    assert full_text.is_complete(library)
    library.db.execute("DROP TABLE cache.word_sources")
    assert not full_text.is_complete(library)
