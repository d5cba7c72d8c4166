"""Dates of many photos are corrected as one step, which says beforehand what it would do."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from photon.app.dates.date_texts import date_text, plan_sentences
from photon.app.session import Session
from photon.domain.metadata.writing import Policy
from photon.domain.photo.date_change import DateFromName, DateReset, DateSetting, DateShift, ZoneCorrection
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle, until
from tests.pictures import draw


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for number, name in enumerate(("IMG_20200131_123456.jpg", "IMG-20200201-WA0001.jpg", "plain.jpg")):
        draw(tmp_path / "photos" / name, seed=number)
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    return opened


def taken(session: Session) -> dict[str, str | None]:
    found = (session.browsing.photo(photo).result() for photo in session.browsing.photos("name").result())
    return {Path(one.path).name: one.facts.taken for one in found if one}


def test_a_plan_changes_nothing_and_counts_what_it_leaves(session: Session) -> None:
    ids = session.browsing.photos("name").result()
    plan = session.dates.plan(ids, DateFromName()).result()
    assert [plan.after(photo) for photo in ids] == ["2020-02-01T00:00:00", "2020-01-31T12:34:56", ""]
    assert dict(plan.obstacles) == {"no date in name": 1}
    assert list(plan_sentences(plan)) == ["2 photos get another date.", "1 file name has no date."]
    assert set(taken(session).values()) == {None}
    shift = session.dates.plan(ids, DateShift(timedelta(days=1))).result()
    assert list(plan_sentences(shift)) == ["No photo gets another date.", "3 photos have no date to start from."]


def test_a_correction_is_one_step(session: Session) -> None:
    ids = session.browsing.photos("name").result()
    assert session.dates.correct(ids, DateFromName()).result().photos == set(ids[:2])
    session.dates.correct(ids, DateShift(timedelta(hours=-1))).result()
    assert taken(session) == {
        "IMG-20200201-WA0001.jpg": "2020-01-31T23:00:00",
        "IMG_20200131_123456.jpg": "2020-01-31T11:34:56",
        "plain.jpg": None,
    }
    assert session.browsing.photos("newest").result()[1:] == [ids[0], ids[1]]
    assert session.undoing.undo().result() == "corrected the dates of 2 photos"
    assert taken(session)["IMG_20200131_123456.jpg"] == "2020-01-31T12:34:56"
    assert session.undoing.redo().result() == "corrected the dates of 2 photos"
    assert taken(session)["IMG_20200131_123456.jpg"] == "2020-01-31T11:34:56"
    session.dates.correct(ids, DateReset()).result()
    assert set(taken(session).values()) == {None}
    assert session.undoing.undo().result() == "reset the dates of 2 photos"


def test_what_is_right_already_is_no_step(session: Session) -> None:
    ids = session.browsing.photos("name").result()
    setting = DateSetting(date(2020, 1, 31), time(12, 34))
    assert session.dates.correct(ids, setting).result().photos == set(ids)
    assert not session.dates.correct(ids, setting).result()
    plan = session.dates.plan(ids, setting).result()
    assert (plan.same, list(plan_sentences(plan))[1]) == (3, "3 photos have this date already.")
    zones = session.dates.plan(ids, ZoneCorrection("+02:00")).result()
    assert dict(zones.obstacles) == {"no time zone": 3}


def test_far_dates_are_said(session: Session) -> None:
    ids = session.browsing.photos("name").result()
    plan = session.dates.plan(ids, DateSetting(date(1700, 1, 1))).result()
    assert list(plan_sentences(plan))[1] == "3 photos get a date before 1826 or in the future. Check them."


def test_dates_in_words() -> None:
    assert date_text("2020-01-31T12:34:56.789+02:00") == "2020-01-31 12:34:56 +02:00"
    assert date_text("2020-01-31T12:34:56.5-03:30") == "2020-01-31 12:34:56 -03:30"
    assert date_text("2020-01-31T12:34:56") == "2020-01-31 12:34:56"
    assert date_text("") == "no date"


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_dates_go_into_files_only_on_request(session: Session, tmp_path: Path, policy: Policy) -> None:
    ids = session.browsing.photos("name").result()
    before = {path.name: path.read_bytes() for path in (tmp_path / "photos").iterdir()}
    session.dates.correct(ids[:2], DateSetting(date(2020, 1, 31), time(12, 34), "+01:00")).result()
    settle(session)
    assert {path.name: path.read_bytes() for path in (tmp_path / "photos").iterdir()} == before
    plan = session.writing.plan(ids, policy=policy).result()
    assert {Path(one.path).name for one in plan.files} == {"IMG-20200201-WA0001.jpg", "IMG_20200131_123456.jpg"}
    session.writing.write(plan).result()
    assert session.writing.plan(ids, policy=policy).result().files == ()
    account = read_words(str(tmp_path / "photos" / "IMG_20200131_123456.jpg"))
    assert account.facts is not None
    assert account.facts.taken == "2020-01-31T12:34:00+01:00"
    session.work.rescan().result()
    settle(session)
    session.dates.correct(ids, DateReset()).result()
    wanted = "2020-01-31T12:34:00+01:00"  # what the file says by now
    until(lambda: taken(session)["IMG_20200131_123456.jpg"] == wanted)
