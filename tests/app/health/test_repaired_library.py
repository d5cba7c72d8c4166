"""Photos whose rows were lost are read again from their files, and keep their decisions."""

from collections.abc import Callable
from pathlib import Path

from photon.app.session import Session
from photon.library.recovery.repairing import repair_catalog
from tests.app.conftest import settle
from tests.library.recovery.damaging import root_of, zero_page
from tests.pictures import draw


def test_photos_with_lost_rows_are_read_again_and_keep_their_tags(
    tmp_path: Path, open_session: Callable[..., Session]
) -> None:
    for number, colour in enumerate(("red", "green", "blue")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    ids = session.browsing.photos("name").result()
    session.tags.mark(ids[:2], [("beach",)], "confirmed").result()
    before = {photo: session.browsing.photo(photo).result().facts for photo in ids}
    session.close()
    catalog = tmp_path / "library" / "catalog.db"
    zero_page(catalog, root_of(catalog, "photos"))
    repair_catalog(tmp_path / "library")
    again = open_session()
    settle(again)
    assert again.browsing.photos("name").result() == ids
    assert {photo: again.browsing.photo(photo).result().facts for photo in ids} == before
    found = again.tags.tags_for_photos(ids).result()
    assert [("beach",) in [tag.path for tag in found[photo]] for photo in ids] == [True, True, False]
    assert again.searching.counts().result().searchable == 3
    assert len(again.browsing.previews(ids).result()) == 3
