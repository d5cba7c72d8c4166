"""Whatever is done with albums and undone, no photo is lost from an album that nobody took it out of."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.albums import album_content, albums, smart_albums
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.photos import folders
from tests.examples import examples
from tests.library.decisions.decided import add

PHOTOS = range(1, 6)
NAMES = st.lists(st.sampled_from(["a", "A", "b", "ß", "SS"]), min_size=1, max_size=3).map(tuple)
SOME = st.lists(st.sampled_from(list(PHOTOS)), min_size=1, max_size=4)
WHICH = st.integers(0, 5)
ACTS = st.one_of(
    st.tuples(st.just("make"), WHICH, NAMES),
    st.tuples(st.just("smart"), WHICH, NAMES),
    st.tuples(st.just("add"), WHICH, SOME),
    st.tuples(st.just("remove"), WHICH, SOME),
    st.tuples(st.just("move"), WHICH, NAMES),
    st.tuples(st.just("order"), WHICH, SOME),
    st.tuples(st.just("cover"), WHICH, st.sampled_from(list(PHOTOS))),
    st.tuples(st.just("delete"), WHICH, st.none()),
)
Act = tuple[str, int, Any]


@pytest.fixture(scope="module")
def made() -> Iterator[Library]:
    """A library that is emptied before each example: to open one takes longer than a sequence."""
    with TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        Path(place, "photos").mkdir()
        add(library, folders.add(library, str(Path(place, "photos"))).id, PHOTOS)
        yield library


def empty(library: Library) -> None:
    with library.transaction() as db:
        for table in ("album_photos", "album_vetoes", "albums"):
            db.execute(f"DELETE FROM {table}")


def state(library: Library) -> tuple[list[Any], ...]:
    return (
        library.db.execute("SELECT id, parent_id, name, query FROM albums ORDER BY id").fetchall(),
        library.db.execute("SELECT album_id, photo_id FROM album_vetoes ORDER BY album_id, photo_id").fetchall(),
        library.db.execute(
            "SELECT album_id, photo_id, position, cover FROM album_photos ORDER BY album_id, photo_id"
        ).fetchall(),
    )


def do(library: Library, act: Act) -> None:
    what, which, about = act
    known = library.column("SELECT id FROM albums ORDER BY id")
    album = known[which % len(known)] if known else 0
    {
        "make": lambda: albums.make_album(library, about),
        "smart": lambda: smart_albums.store_smart_album(library, about, f"rating:{which}"),
        "add": lambda: album_content.add_photos(library, album, about),
        "remove": lambda: album_content.remove_photos(library, album, about),
        "move": lambda: albums.move_album(library, album, about),
        "order": lambda: album_content.move_photos(library, album, about[:-1], about[-1]),
        "cover": lambda: album_content.set_cover(library, album, about),
        "delete": lambda: albums.delete_album(library, album),
    }[what]()


def tried(library: Library, act: Act) -> int:
    """Do it; the step of the journal, or 0 where it was refused or changed nothing."""
    before, (last,) = state(library), library.db.execute("SELECT ifnull(max(id), 0) FROM journal_steps").fetchone()
    try:
        do(library, act)
    except PhotonError:
        assert state(library) == before
        return 0
    (step,) = library.db.execute("SELECT max(id) FROM journal_steps").fetchone()
    return int(step) if step and step != last else 0


def check_tree(library: Library) -> None:
    assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []
    both = "SELECT 1 FROM album_vetoes NATURAL JOIN album_photos"
    assert library.db.execute(both).fetchall() == []
    paths = ["/".join(one.path).casefold() for one in albums.list_albums(library)]
    assert len(set(paths)) == len(paths)
    assert all("/" not in path or path.rpartition("/")[0] in paths for path in paths)


@settings(max_examples=examples(60), deadline=None)
@given(acts=st.lists(ACTS, max_size=20))
def test_undoing_the_last_steps_leads_back_through_every_state(made: Library, acts: list[Act]) -> None:
    empty(made)
    states, steps = [state(made)], []
    for act in acts:
        step = tried(made, act)
        check_tree(made)
        if step:
            steps.append(step)
            states.append(state(made))
    for at in reversed(range(len(steps))):
        assert undo_step(made, steps[at]).kept == 0
        assert state(made) == states[at]
    for at, step in enumerate(steps, 1):
        assert redo_step(made, step).kept == 0
        assert state(made) == states[at]


@settings(max_examples=examples(60), deadline=None)
@given(acts=st.lists(ACTS, min_size=2, max_size=15), which=st.integers(0, 14))
def test_undoing_any_step_takes_out_only_what_it_put_in(made: Library, acts: list[Act], which: int) -> None:
    empty(made)
    steps = [step for step in (tried(made, act) for act in acts) if step]
    if not steps:
        return
    step = steps[which % len(steps)]
    before = set(made.db.execute("SELECT album_id, photo_id FROM album_photos"))
    put_in = set(
        made.db.execute(
            "SELECT json_extract(key, '$[0]'), photo_id FROM journal WHERE step = ? AND what = 'in_album'"
            " AND before IS NULL",
            (step,),
        )
    )
    undo_step(made, step)
    check_tree(made)
    after = set(made.db.execute("SELECT album_id, photo_id FROM album_photos"))
    assert before - after <= put_in
