"""A session whose derived files were damaged between two starts rebuilds everything automatically."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Query
from tests.app.conftest import settle
from tests.pictures import draw


@pytest.mark.parametrize("damaged", [("cache.db", "previews.db"), ()])
def test_a_session_rebuilds_damaged_files_and_vectors(
    tmp_path: Path, open_session: Callable[..., Session], damaged: tuple[str, ...]
) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = session.browsing.photos("newest").result()
    session.marking.rate(ids, 4).result()
    session.close()
    for name in damaged:
        (tmp_path / "library" / name).write_bytes(b"no database" * 1000)
    if not damaged:
        with sqlite3.connect(tmp_path / "library" / "cache.db") as db:
            db.execute("UPDATE vectors SET meaning = substr(meaning, 1, 3)  WHERE photo_id = 1")
            db.execute("UPDATE vectors SET look = zeroblob(length(look)) WHERE photo_id = 2")
        db.close()
    again = open_session()
    assert len(again.store.notices) == len(damaged)
    settle(again)
    assert again.searching.counts().result().searchable == 3
    assert sorted(again.browsing.previews(ids).result()) == sorted(ids)
    assert len(again.searching.search(Query.build("red")).result().hits) == 3
    assert {again.browsing.photo(one).result().rating for one in ids} == {4}
    kept = sorted(path.name for path in (tmp_path / "library").glob("*-set-aside.db"))
    assert kept == [name.replace(".db", "-set-aside.db") for name in damaged]
