"""A corrected date is used everywhere until it is withdrawn, whatever scans and imports read."""

from collections.abc import Callable
from datetime import date

from photon.domain import Filter, Reading
from photon.library import Library
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.files.missing_photos import link
from photon.library.photos import files, photo_dates, photos, timeline
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.library.words import full_text

Read = Callable[..., Reading]
At = Callable[[str], Found]
OLD, NEW = "2001-02-03T04:05:06", "2020-07-15T12:00:00.5+02:00"


def record(library: Library, read: Read, at: At, *named: tuple[str, str | None]) -> None:
    files.record(library, [(at(f"{content}.jpg"), read(content, taken=taken)) for content, taken in named])


def dates(library: Library, photo: int = 1) -> tuple[object, ...]:
    row = library.db.execute("SELECT taken, shown, read_taken, dated FROM photos WHERE id = ?", (photo,)).fetchone()
    return tuple(row)


def test_a_corrected_date_is_used_immediately(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, ("a", OLD), ("b", "2010-01-01T00:00:00"))
    changes = photo_dates.date_photos(library, {1: NEW})
    assert (changes.kinds, changes.photos) == ({"photos"}, {1})
    assert photos.in_order(library, "newest") == [1, 2]
    assert [span.start for span in timeline.list_by_date(library, "newest", None, "month").spans] == [
        "2020-07", "2010-01",
    ]  # fmt: skip
    assert matching(library, [Filter("date", "2020")], date(2026, 1, 1)).tolist() == [1]
    assert matching(library, [Filter("date", "2001")], date(2026, 1, 1)).tolist() == []
    assert full_text.having(library, "july 2020").tolist() == [1]
    found = photos.find_photo(library, 1)
    assert found is not None
    assert (found.facts.taken, found.filed) == (NEW, OLD)
    photo_dates.date_photos(library, {1: ""})
    assert dates(library) == (OLD, OLD, OLD, "")
    assert photos.in_order(library, "newest") == [2, 1]


def test_without_a_date_the_files_time_is_used(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, ("a", None))
    before = dates(library)
    photo_dates.date_photos(library, {1: NEW})
    assert matching(library, [Filter("has", "date")], date(2026, 1, 1)).tolist() == [1]
    photo_dates.date_photos(library, {1: ""})
    assert dates(library) == before
    assert before[0] is None


def test_it_survives_rescans_and_edits(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, ("a", OLD))
    photo_dates.date_photos(library, {1: NEW})
    record(library, reading, at, ("a", OLD))
    files.record(library, [(at("a.jpg"), reading("edited", taken="2002-02-02T00:00:00"))])
    assert dates(library) == (NEW, NEW, "2002-02-02T00:00:00", NEW)
    with library.transaction() as db:
        files.refresh(db, 1, 5, reading("x", taken="2003-03-03T00:00:00").facts)
        assert not files.refresh(db, 1, 5, reading("x", taken="2003-03-03T00:00:00").facts)
    assert dates(library) == (NEW, NEW, "2003-03-03T00:00:00", NEW)
    photo_dates.date_photos(library, {1: ""})
    assert dates(library)[0] == "2003-03-03T00:00:00"


def test_an_edited_copy_keeps_it(library: Library, reading: Read, at: At) -> None:
    files.record(library, [(at("a.jpg"), reading("a", taken=OLD)), (at("b.jpg"), reading("a", taken=OLD))])
    photo_dates.date_photos(library, {1: NEW})
    files.record(library, [(at("b.jpg"), reading("edited", taken=OLD))])
    assert dates(library, 2) == (NEW, NEW, OLD, NEW)


def test_it_is_undone_and_redone(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, ("a", OLD), ("b", None))
    photo_dates.date_photos(library, {1: NEW, 2: NEW})
    step = list_steps(library, 1)[0].id
    photo_dates.date_photos(library, {2: "1970-01-01T00:00:00"})
    outcome = undo_step(library, step)
    assert (outcome.undone, outcome.kept) == (1, 1)
    assert dates(library) == (OLD, OLD, OLD, "")
    assert full_text.having(library, "2020").tolist() == []
    assert dates(library, 2)[0] == "1970-01-01T00:00:00"
    redo_step(library, step)
    assert dates(library)[:2] == (NEW, NEW)
    assert full_text.having(library, "2020").tolist() == [1]


def test_a_linked_photo_gets_it(library: Library, reading: Read, at: At, folder: int) -> None:
    record(library, reading, at, ("a", OLD), ("b", "2010-01-01T00:00:00"))
    photo_dates.date_photos(library, {1: NEW})
    files.forget(library, folder, ["a.jpg"])
    (root,) = library.db.execute("SELECT path FROM folders").fetchone()
    link(library, 1, f"{root}/b.jpg")
    assert dates(library, 2) == (NEW, NEW, "2010-01-01T00:00:00", NEW)
