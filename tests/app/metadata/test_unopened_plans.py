"""Plans of sidecars rely on what was read of files that did not change since; writing looks again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.metadata.write_plan import Plan
from photon.app.session import Session
from tests.app.conftest import settle
from tests.media.packets import bag, packet
from tests.pictures import draw


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    draw(tmp_path / "photos" / "a.jpg", seed=1)
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    opened.tags.mark(opened.browsing.photos("name").result(), [("Places", "Italy")], "confirmed").result()
    return opened


def planned(session: Session) -> Plan:
    return session.writing.plan(session.browsing.photos("name").result()).result()


def spoil(photo: Path, *, later_ns: int) -> None:
    """Replace the content by as many zeros, at a time relative to that of the file."""
    status = photo.stat()
    photo.write_bytes(bytes(status.st_size))
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns + later_ns))


def test_only_a_photo_that_changed_since_it_was_read_is_opened(session: Session, tmp_path: Path) -> None:
    photo = tmp_path / "photos" / "a.jpg"
    spoil(photo, later_ns=0)
    plan = planned(session)
    assert ([Path(one.target).name for one in plan.files], plan.obstacles) == (["a.jpg.xmp"], ())
    spoil(photo, later_ns=2_000_000_000)
    plan = planned(session)
    assert (plan.files, [path for path, _ in plan.obstacles]) == ((), [str(photo)])


@pytest.mark.parametrize("name", ["a.jpg", "a.jpg.xmp"])
def test_nothing_is_written_beside_or_over_what_changed_since_the_plan(
    session: Session, tmp_path: Path, name: str
) -> None:
    plan, sidecar = planned(session), tmp_path / "photos" / "a.jpg.xmp"
    if name == "a.jpg":
        spoil(tmp_path / "photos" / name, later_ns=2_000_000_000)
    else:
        sidecar.write_bytes(packet(bag("dc:subject", "theirs")))
    done = session.writing.write(plan).result()
    assert (done.paths, len(done.obstacles)) == ((), 1)
    assert sidecar.exists() == (name == "a.jpg.xmp")
    assert not sidecar.exists() or b"Italy" not in sidecar.read_bytes()


def test_sidecars_are_opened_again_only_if_something_is_to_be_written(session: Session, tmp_path: Path) -> None:
    photo, sidecar = tmp_path / "photos" / "a.jpg", tmp_path / "photos" / "a.jpg.xmp"
    assert len(session.writing.write(planned(session)).result().paths) == 1
    spoil(photo, later_ns=0)
    spoil(sidecar, later_ns=0)
    assert (planned(session).files, planned(session).obstacles) == ((), ())
    session.marking.rate(session.browsing.photos("name").result(), 4).result()
    plan = planned(session)
    assert (plan.files, len(plan.obstacles)) == ((), 1)
