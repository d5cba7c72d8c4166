"""What nothing can read in a catalogue from elsewhere is dropped, so that it costs only itself."""

import pytest

from photon.library import Library
from photon.library.recovery.foreign_work import drop_foreign_work
from photon.library.recovery.unreadable_rows import drop_unreadable
from photon.library.tags import tags, vocabulary
from tests.library.decisions.decided import add

DAMAGED = ("", "{", "null", "7", '"a"', "{}", "[[1]]", '["a",1]', '["a",null]', '[""]', "[" * 5000)


@pytest.mark.parametrize("text", [*DAMAGED, "[]"])
def test_rows_that_nothing_can_read_are_dropped(library: Library, folder: int, text: str) -> None:
    add(library, folder, [1])
    rejected = "INSERT INTO rejected_tags (photo_id, key, path, certainty, given) VALUES (1, ?, ?, 1, '')"
    words = "INSERT INTO vocabulary (key, path, synonyms) VALUES (?, ?, ?)"
    before = len(tags.tags_for_photos(library, [1])[1])
    with library.transaction() as db:
        db.executemany(rejected, [("x", text), ("y", '["y","été"]')])
        db.executemany(words, [("x", text, "[]"), ("y", '["y"]', '["z"]'), ("z", '["z"]', "[]")])
        db.execute(words, ("v", '["v"]', text))
        drop_foreign_work(db)
    assert [one.path for one in tags.tags_for_photos(library, [1])[1]][-1:] == [("y", "été")]
    assert len(tags.tags_for_photos(library, [1])[1]) == before + 1
    known = {word.path for word in vocabulary.all_words(library)} & {("x",), ("y",), ("z",), ("v",)}
    assert known == {("y",), ("z",), *([("v",)] if text == "[]" else [])}


def test_a_catalogue_without_these_tables_stays_as_it_is(library: Library) -> None:
    with library.transaction() as db:
        db.execute("DROP TABLE vocabulary")
        drop_unreadable(db)
