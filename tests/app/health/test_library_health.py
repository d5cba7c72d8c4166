"""Every part of a library is checked; damage is repaired if possible, and derived data is rebuilt automatically."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from photon.app.backups.backups import BackupState
from photon.app.health import database_checks
from photon.app.health.health_check import BUTTONS, TITLES, HealthCheck
from photon.app.health.library_health import examine_health
from photon.app.session import Session
from photon.domain import PhotonError, Query
from photon.library.backups.backup_file import Backup, BackupFacts, CatalogCounts
from photon.library.backups.backup_settings import BackupSettings
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import settings
from photon.library.db.settings import LEFT_OFF
from photon.library.files.missing_photos import KEEP_DAYS
from tests.app.conftest import settle, until
from tests.pictures import draw

Open = Callable[..., Session]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, colour in enumerate(("red", "green", "blue")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour)
    return tmp_path / "photos"


@pytest.fixture
def session(open_session: Open, photos: Path) -> Session:
    """Three indexed photos."""
    session = open_session()
    session.work.add_folder(str(photos)).result()
    settle(session)
    return session


def found(session: Session) -> dict[str, HealthCheck]:
    return {check.part: check for check in session.health.examine().result()}


def test_a_new_library_is_healthy_except_for_its_backup(session: Session) -> None:
    checks = found(session)
    assert checks.keys() == TITLES.keys()
    assert {part for part, check in checks.items() if check.state != "good"} == {"backups"}
    assert checks["backups"].mending == "back up"
    assert checks["vectors"].text == "3 photos can be found by words."
    assert checks["files"].text == "3 files are there, as the catalogue knows them."
    again = {check.part: check for check in session.health.mend("back up").result()}
    assert again["backups"].state == "good"
    others = {check.part: check.state for check in examine_health(session.store.directory)}
    assert {part for part, state in others.items() if state != "good"} == {"vectors"}  # those of another encoder


@pytest.mark.parametrize("name", ["cache.db", "previews.db"])
def test_a_damaged_file_is_reported_and_rebuilt_while_everything_else_works(session: Session, name: str) -> None:
    session.tags.mark([1], [("kept",)], "confirmed").result()
    session.store.write(lambda lib: lib.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall() and None).result()
    path = session.store.directory / name
    content = bytearray(path.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    checks = found(session)
    part = name.removesuffix(".db")
    assert checks[part].state == "notice"
    assert checks[part].text.startswith(f"{name} was damaged; Photon set it aside")
    assert checks["leftovers"].mending == "delete leftovers"
    assert ("kept",) in [one.path for one in session.tags.tags_for_photos([1]).result()[1]]
    settle(session)
    until(lambda: session.searching.counts().result().searchable == 3)
    assert len(session.browsing.previews([1, 2, 3]).result()) == 3
    assert len(session.searching.search(Query.build("red")).result().hits) == 3
    left = {check.part: check for check in session.health.mend("delete leftovers").result()}
    assert left["leftovers"].state == "good"
    assert left["vectors"].state == left["photos"].state == "good"
    assert not list(session.store.directory.glob("*set-aside*"))


def test_missing_and_changed_files_are_counted(open_session: Open, photos: Path) -> None:
    session = open_session(background=False)
    session.work.add_folder(str(photos)).result()
    session.start_work()
    until(lambda: session.work.up_to_date)
    (photos / "0.jpg").unlink()
    os.utime(photos / "1.jpg", (1, 1))
    check = found(session)["files"]
    assert (check.state, check.mending) == ("notice", "rescan")
    assert check.text == "3 files were looked at: 1 gone, 1 changed."


def test_an_interrupted_write_is_finished(session: Session, photos: Path) -> None:
    session.store.write(
        lambda library: (
            library.db.execute(
                "INSERT INTO writes (run, photo_id, photo_path, path, written, known, said, state, noted, computer)"
                " VALUES (1, 1, ?, ?, x'00', '{}', '{}', 'writing', '', ?)",
                (str(photos / "0.jpg"), str(photos / "0.xmp"), library.mark),
            )
            and None
        )
    ).result()
    assert found(session)["writes"].mending == "finish"
    assert {check.part: check.state for check in session.health.mend("finish").result()}["writes"] == "good"


def test_an_offline_folder_is_named(session: Session, photos: Path) -> None:
    photos.rename(photos.with_name("unplugged"))
    session.work.rescan().result()
    until(lambda: found(session)["folders"].state == "notice")
    assert str(photos) in found(session)["folders"].text


def test_a_failed_automatic_backup_is_reported(session: Session, tmp_path: Path) -> None:
    heard: list[str] = []
    session.store.events.subscribe(lambda event: heard.extend(getattr(event, "kinds", ())))
    session.backups.choose_folder(tmp_path / "usb").result()
    (tmp_path / "usb" / ".photon-backups").unlink()
    with pytest.raises(PhotonError):
        session.backups.make_due().result()
    assert session.backups.failure is not None
    assert "backups" in heard
    assert found(session)["backups"].state == "bad"
    session.backups.choose_folder(tmp_path / "usb").result()
    assert session.backups.failure is None


@pytest.mark.parametrize(
    ("days", "is_behind", "state", "words"),
    [
        (3, True, "notice", "It doesn't include your latest changes"),
        (3, False, "good", "The last backup is from"),
        (30, False, "good", "Nothing has changed since"),
        (-900, False, "notice", "in the future"),
    ],
)
def test_the_last_backup_is_named_and_judged(days: int, is_behind: bool, state: str, words: str) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    facts = BackupFacts("0", "0", now - timedelta(days=days), "daily", CatalogCounts(1), "0", 1)
    backups = BackupState(BackupSettings(Path("/b")), (Backup(Path("/b/x"), 1, facts),), None, is_over=False)
    check = database_checks.check_backups(backups, now, is_behind=is_behind)
    assert (check.state, check.mending) == (state, "back up" if state == "notice" else None)
    assert words in f"{check.text} {check.meaning}"
    assert "2026-10" in check.text or days != 30
    assert set(BUTTONS) >= {"back up", "repair", "rescan"}


def test_a_setting_that_is_not_possible_is_reported_and_mended(session: Session) -> None:
    session.store.write(lambda lib: settings.store_named(lib, KEEP_DAYS.name, 10**12)).result()
    (session.store.directory / "backups.json").write_text('{"most_bytes": -1}', "utf-8")
    check = found(session)["settings"]
    assert (check.state, check.mending) == ("bad", "reset settings")
    assert check.text == (
        "The setting “days until missing photos are forgotten” can't be “1,000,000,000,000”."
        " It can be a whole number from 1 to 36,500, or not set."
        " The setting “limit for all backups, in bytes” can't be “-1”."
        " It can be a whole number from 1 to 10,000,000,000,000,000."
    )
    again = {check.part: check for check in session.health.mend("reset settings").result()}
    assert again["settings"].state == "good"


def test_settings_from_elsewhere_are_named_and_switched_on_by_one_button(session: Session) -> None:
    session.store.write(lambda lib: settings.store_named(lib, "of_a_newer_photon", "x")).result()
    assert (
        found(session)["settings"].text
        == "Unknown to this version of Photon, kept for a newer one: of_a_newer_photon (x)."
    )
    session.store.write(lambda lib: settings.store_named(lib, LEFT_OFF.name, {DRAFT.name: True})).result()
    check = found(session)["settings"]
    assert (check.state, check.mending) == ("notice", "switch on")
    assert "automatic caption drafts (on)" in check.text
    assert "send or remove something automatically" in check.meaning
    session.health.mend("switch on").result()
    assert session.store.read(settings.get, DRAFT).result() is True
    session.store.write(lambda lib: lib.db.execute("INSERT INTO skips VALUES ('*', 1)") and None).result()
    check = found(session)["settings"]
    assert (check.mending, check.meaning) == ("switch on", "Switch it on only if it is yours.")
