"""Restoring leads to the state before writing: no tag is lost, whatever was written and lost before."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain.metadata.writing import Policy
from photon.library import Library
from tests.app.conftest import settle
from tests.media.packets import bag, packet
from tests.pictures import draw

TAG = ("Places", "Italy")


class Written:
    """A photo with a manual tag, and the runs that wrote it."""

    def __init__(self, session: Session, path: Path) -> None:
        self.session = session
        self.path = path
        self._second = 0

    @property
    def photos(self) -> list[int]:
        return self.session.browsing.photos("name").result()

    @property
    def tags(self) -> set[tuple[str, ...]]:
        return {one.path for one in self.session.tags.tags_for_photos(self.photos).result()[self.photos[0]]}

    @property
    def understood(self) -> list[tuple[object, ...]]:
        sql = "SELECT path, known, said, sidecars, lost FROM understood"
        return self.session.store.read(lambda lib: lib.db.execute(sql).fetchall()).result()

    def write(self, policy: Policy) -> int:
        done = self.session.writing.write(self.session.writing.plan(self.photos, policy=policy).result()).result()
        assert done.paths
        assert done.obstacles == ()
        return done.run

    def put_back(self, run: int) -> None:
        done = self.session.writing.put_back(run).result()
        assert done.paths
        assert done.obstacles == ()

    def forget_sidecars(self) -> None:
        """Make the journal look like one of an older version."""

        def act(library: Library) -> None:
            with library.transaction() as db:
                db.execute("UPDATE writes SET sidecars = NULL, lost = NULL")

        self.session.store.write(act).result()

    def look(self) -> None:
        """Touch the file, and scan its folder."""
        self._second += 1
        at = self.path.stat().st_mtime_ns + self._second * 10**9
        os.utime(self.path, ns=(at, at))
        self.session.work.rescan().result()
        settle(self.session)


@pytest.fixture
def written(open_session: Callable[..., Session], tmp_path: Path) -> Written:
    path = tmp_path / "photos" / "a.jpg"
    draw(path, seed=1)
    session = open_session()
    session.work.add_folder(str(path.parent)).result()
    settle(session)
    found = Written(session, path)
    session.tags.mark(found.photos, [TAG], "confirmed").result()
    return found


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("is_noticed", [True, False])
def test_restoring_remembers_that_a_sidecar_was_lost(written: Written, is_noticed: bool, old: bool) -> None:
    written.write("sidecar")
    written.path.with_name("a.jpg.xmp").unlink()
    if is_noticed:
        written.look()
    before = written.understood
    run = written.write("embed")
    if old:
        written.forget_sidecars()
    written.put_back(run)
    if not old:
        assert written.understood == before
    written.look()
    assert written.tags == {TAG}


@pytest.mark.parametrize("looks", [True, False])
@pytest.mark.parametrize(
    ("policies", "later"), [(("sidecar", "embed"), set()), (("embed", "sidecar"), {("Rome",)})], ids=["in", "beside"]
)
def test_the_older_run_can_be_restored_first(
    written: Written,
    policies: tuple[Policy, Policy],
    later: set[tuple[str, ...]],
    looks: bool,
) -> None:
    older = written.write(policies[0])
    written.session.tags.mark(written.photos, list(later), "confirmed").result()
    for run in (older, written.write(policies[1])):
        if looks:
            written.look()
        written.put_back(run)
    written.look()
    assert written.tags == {TAG, *later}
    written.put_back(written.write("embed"))
    written.look()
    assert written.tags == {TAG, *later}


def test_a_removal_by_another_program_after_restoring_is_imported(written: Written) -> None:
    beside = written.path.with_name("a.jpg.xmp")
    beside.write_bytes(packet(bag("dc:subject", "theirs")))
    written.look()
    assert written.tags == {TAG, ("theirs",)}
    written.put_back(written.write("sidecar"))
    written.look()
    beside.write_bytes(packet(bag("dc:subject", "other")))
    written.look()
    assert written.tags == {TAG, ("other",)}
