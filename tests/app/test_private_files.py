"""All files of a session are readable by their owner only."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain.metadata.export_recipe import FileChoice
from tests.app.conftest import settle
from tests.pictures import draw


@pytest.mark.skipif(os.name != "posix", reason="needs rights of owner, group and others")
def test_all_files_of_a_library_in_use_are_private(open_session: Callable[..., Session], tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        draw(tmp_path / "photos" / "a.jpg")
        session = open_session()
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        logging.getLogger("photon").error("something for the log")
        photos = session.browsing.photos("name").result()
        plan = session.exporting.plan_files(photos, str(tmp_path / "out"), FileChoice()).result()
        session.exporting.write_files(plan).result()
        made = list((tmp_path / "library").rglob("*"))
        assert {"photon.log", "working.lock", "writing.lock", "exports"} < {path.name for path in made}
        assert any(path.parent.name == "exports" for path in made)
        wide = {path: oct(path.stat().st_mode) for path in made if path.stat().st_mode & 0o077 and not path.is_socket()}
        assert wide == {}
        assert (tmp_path / "out" / "a.jpg").stat().st_mode & 0o777 == 0o644, "copies are for whoever they are made for"
    finally:
        os.umask(before)
