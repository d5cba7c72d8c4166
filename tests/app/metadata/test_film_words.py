"""Words of videos go into a sidecar with the full name; the video is never written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain.metadata.writing import Policy
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.films import make_film
from tests.pictures import age


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    path = make_film(tmp_path / "photos" / "clip.mp4", seconds=1)
    age(path)
    return path


@pytest.fixture
def session(open_session: Callable[..., Session], film: Path) -> Session:
    opened = open_session()
    opened.work.add_folder(str(film.parent)).result()
    settle(opened)
    return opened


@pytest.mark.parametrize("policy", ["embed", "both", "sidecar"])
@pytest.mark.parametrize("profile", ["everywhere", "lightroom"])
def test_the_words_of_a_video_go_beside_it(session: Session, film: Path, policy: Policy, profile: str) -> None:
    photos = session.browsing.photos("name").result()
    assert len(photos) == 1
    before, status = film.read_bytes(), film.stat()
    session.tags.mark(photos, [("Italy", "Rome")], "confirmed").result()
    session.captions.write(photos, text="A kite.").result()
    plan = session.writing.plan(photos, policy=policy, profile=profile).result()
    assert [(Path(one.target).name, one.kind) for one in plan.files] == [("clip.mp4.xmp", "new")]
    done = session.writing.write(plan).result()
    assert not done.obstacles
    assert film.read_bytes() == before
    assert film.stat().st_mtime_ns == status.st_mtime_ns
    told = read_words(str(film)).metadata
    assert told is not None
    assert told.caption == "A kite."
    assert ("Italy", "Rome") in told.keywords
    session.work.rescan().result()
    settle(session)
    assert not session.writing.plan(photos, policy=policy, profile=profile).result().files
    session.writing.put_back(done.run).result()
    assert [path.name for path in film.parent.iterdir()] == ["clip.mp4"]


def test_a_video_says_why_it_is_not_written_into(session: Session) -> None:
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("Italy",)], "confirmed").result()
    plan = session.writing.plan(photos, policy="embed").result()
    assert not plan.obstacles
    (one,) = plan.files
    assert "Photon never changes" in one.instead


def test_words_that_another_program_writes_beside_a_video_are_read(session: Session, film: Path) -> None:
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("Italy",)], "confirmed").result()
    session.writing.write(session.writing.plan(photos, policy="sidecar").result()).result()
    sidecar = film.with_name("clip.mp4.xmp")
    sidecar.write_text(sidecar.read_text("utf-8").replace("Italy", "Spain"), "utf-8")
    age(sidecar, 60)
    session.work.rescan().result()
    settle(session)
    assert ("Spain",) in [
        one.path for one in session.tags.tags_for_photos(photos).result()[photos[0]] if one.state == "confirmed"
    ]
