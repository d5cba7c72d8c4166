"""Automatic backups: daily and before large batches; a folder that fails never blocks other work."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import ModuleType

import pytest

from photon.app.backups import backups as module
from photon.app.backups.backups import BATCH, back_up, is_behind, list_state
from photon.app.backups.restoring import plan_restore, restore
from photon.app.runtime.decoders import Decoders
from photon.app.session import Session
from photon.domain import PhotonError
from photon.library.backups import backup_folder
from photon.library.backups.backup_folder import backups_in
from photon.library.backups.backup_settings import store_settings
from photon.library.recovery import backup_making
from photon.library.recovery.backup_making import BackupOrder
from photon.media.read.reading import read
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]
ALL = (1, 2, 3, 4)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    for number, colour in enumerate(("red", "green", "blue")):
        draw(place / f"{colour}.jpg", colour, number)
    return place


def made(session: Session) -> list[str]:
    return [one.facts.reason for one in backups_in(session.store.directory / "backups")]


def let_pass(monkeypatch: pytest.MonkeyPatch, hours: float, place: ModuleType = module) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=hours)

    monkeypatch.setattr(place, "datetime", Later)


def test_a_backup_is_made_once_a_day_after_decisions(
    open_session: Open, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    assert not session.backups.make_due().result()  # there is nothing to back up yet
    session.work.add_folder(str(photos)).result()
    settle(session)
    assert session.backups.make_due().result()
    session.marking.rate([1], 3).result()
    assert not session.backups.make_due().result()  # not twice a day
    let_pass(monkeypatch, 25)
    os.utime(session.store.directory / "catalog.db", (time.time() + 5,) * 2)
    assert session.backups.make_due().result()
    assert made(session) == ["daily", "daily"]


def test_no_backup_is_made_without_changes(open_session: Open, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    assert session.backups.make_due().result()
    let_pass(monkeypatch, 25)
    os.utime(session.store.directory / "catalog.db", (time.time() + 5,) * 2)
    session.work.rescan().result()
    settle(session)
    assert not session.backups.make_due().result()


@pytest.mark.parametrize("years", [5, -5])
def test_a_wrong_clock_stops_no_backup(
    open_session: Open, photos: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    with monkeypatch.context() as wrong:
        for place in (module, backup_making, backup_folder):
            let_pass(wrong, years * 365 * 24, place)
        assert session.backups.make_due().result()
    session.marking.rate([1], 3).result()
    assert session.backups.make_due().result()
    session.marking.rate([1], 4).result()
    assert not session.backups.make_due().result()  # not more often than daily
    assert made(session) == ["daily", "daily"]


def test_files_that_were_not_written_are_not_read_again(
    open_session: Open, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    assert session.backups.make_due().result()
    let_pass(monkeypatch, 25)
    assert not session.backups.make_due().result()
    monkeypatch.setattr(backup_making, "digest_of", lambda _: pytest.fail("it read all decisions"))
    assert not session.backups.make_due().result()


def test_decisions_that_no_backup_has_are_told(
    open_session: Open, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    assert session.backups.make_due().result()
    let_pass(monkeypatch, 49)
    assert not is_behind(session.store.directory)
    session.marking.rate([1], 3).result()
    assert is_behind(session.store.directory)


def test_a_backup_is_made_before_a_large_batch(open_session: Open, photos: Path) -> None:
    session = open_session(background=False)
    session.work.add_folder(str(photos)).result()
    session.start_work()
    settle(session)
    paths = [("many", f"tag {number}") for number in range(BATCH // 3 + 1)]
    session.tags.mark([1, 2], [("few",)], "confirmed").result()
    session.close()
    for one in backups_in(session.store.directory / "backups"):
        one.path.unlink()
    session = open_session(background=False)
    session.tags.mark([1, 2, 3], paths, "confirmed").result()
    until(lambda: made(session) == ["batch"])
    (one,) = backups_in(session.store.directory / "backups")
    assert one.facts.counts.tags == 2
    session.tags.mark([1, 2, 3], paths, None).result()  # soon after the last one: no further backup is made
    session.backups.state().result()
    session.close()
    assert made(session) == ["batch"]


def test_an_offline_folder_is_reported_and_does_not_block_work(
    open_session: Open, photos: Path, tmp_path: Path
) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    store_settings(session.store.directory, folder=tmp_path / "away")
    paths = [(f"tag {number}",) for number in range(BATCH)]
    session.tags.mark([1], paths, "confirmed").result()
    until(lambda: session.backups.state().result().failure is not None)
    assert "is not there" in str(session.backups.state().result().failure)  # said by whoever looked last
    with pytest.raises(PhotonError, match="the folder is not there"):
        session.backups.back_up().result()
    state = session.backups.choose_folder(tmp_path / "away").result()
    assert state.failure is None
    session.backups.back_up().result()
    assert len(session.backups.state().result().backups) == 1


def test_a_folder_that_cannot_be_created_is_not_chosen(open_session: Open, tmp_path: Path) -> None:
    session = open_session(background=False)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PhotonError, match="can't make backups"):
        session.backups.choose_folder(tmp_path / "file" / "below").result()
    assert session.backups.state().result().settings.folder == session.store.directory / "backups"
    assert session.backups.limit(5_000_000).result().settings.most_bytes == 5_000_000


def test_settings_and_backups_survive_the_catalogue(open_session: Open, photos: Path, tmp_path: Path) -> None:
    session = open_session(background=False)
    session.backups.choose_folder(tmp_path / "drive").result()
    session.backups.back_up().result()
    session.close()
    for name in ("catalog.db", "cache.db", "previews.db"):
        (session.store.directory / name).unlink()
    state = list_state(session.store.directory)
    assert state.settings.folder == tmp_path / "drive"
    assert len(state.backups) == 1


def test_restored_photos_are_found_without_decoding_or_embedding_again(
    open_session: Open, photos: Path, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    session.marking.rate([1], 5).result()
    session.tags.mark([2], [("Grün",)], "confirmed").result()
    session.close()
    backup = back_up(session.store.directory, BackupOrder("asked")).backup
    assert backup is not None
    session = open_session()
    draw(photos / "yellow.jpg", "yellow", 9)  # one is added
    (photos / "blue.jpg").rename(photos / "sea.jpg")  # one moves
    session.work.rescan().result()
    until(
        lambda: {"sea.jpg", "yellow.jpg"} <= {Path(path).name for path in session.browsing.paths(ALL).result().values()}
    )
    settle(session)
    session.marking.rate([1, 2, 3, 4], 1).result()
    session.tags.mark([2], [("Grün",)], None).result()
    session.close()

    plan = plan_restore(session.store.directory, backup.path)
    assert plan.change is not None
    assert plan.change.lost.ratings == 4
    assert plan.change.gained.tags == 1
    restore(session.store.directory, backup.path)

    decoded: list[object] = []
    run = Decoders.run

    def count(self: Decoders, work: Callable[..., object], *arguments: object, **named: object) -> Future[object]:
        if work is read:
            decoded.append(arguments)
        return run(self, work, *arguments, **named)

    monkeypatch.setattr(Decoders, "run", count)
    embedded = encoder.pictures
    session = open_session()
    settle(session)
    assert session.store.notices == ()
    paths = session.browsing.paths([1, 2, 3, 4]).result()
    assert sorted(Path(path).name for path in paths.values()) == ["green.jpg", "red.jpg", "sea.jpg", "yellow.jpg"]
    assert [card.rating for _, card in sorted(session.browsing.cards([1, 2, 3, 4]).result().items())] == [5, 0, 0, 0]
    tagged = session.tags.tags_for_photos([1, 2, 3, 4]).result()
    assert [photo for photo, some in tagged.items() if any(one.state == "confirmed" for one in some)] == [2]
    assert decoded == []
    assert encoder.pictures == embedded
    assert session.searching.counts().result().searchable == 4
