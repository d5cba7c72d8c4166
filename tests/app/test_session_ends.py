"""Sessions that are interrupted, watch through links, poll, or meet unexpected errors."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from photon.app.indexing import background, quiet_watch
from photon.app.metadata.metadata_writing import MetadataWriting
from photon.app.session import Session
from photon.domain import Activity, PhotonError
from photon.ingest import listing
from photon.library import Library
from photon.library.db.page_seal import SEAL
from photon.library.photos import photos
from photon.library.words import full_text
from photon.media.read.reading import read
from photon.vision.kit.encoder import ImageVectors
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]


def _fill(folder: Path) -> None:
    for colour in ("red", "blue", "green"):
        for number in range(4):
            draw(folder / colour / f"{colour}{number}.jpg", colour, number)


def test_a_photo_that_makes_the_encoder_fail_affects_only_itself(
    open_session: Open, tmp_path: Path, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(tmp_path / "photos")
    real, bad = encoder.images, read(str(tmp_path / "photos" / "red" / "red2.jpg")).preview

    def images(previews: list[bytes]) -> ImageVectors:
        if bad in previews:
            raise KeyError("a bug")
        return real(previews)

    monkeypatch.setattr(encoder, "images", images)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert session.searching.counts().result().searchable == 11
    assert [Path(one.path).name for one in session.browsing.problems().result()] == ["red2.jpg"]


def test_a_session_closed_while_watching_starts_ends(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(tmp_path / "photos")
    session = open_session(background=False)
    session.work.add_folder(str(tmp_path / "photos")).result()
    work = session.work.background
    real, has_begun = work._rewatch.clear, threading.Event()

    def clear() -> None:
        has_begun.set()
        until(work._stopping.is_set)
        time.sleep(0.1)  # the wake-up call of stop() arrives now, and is cleared
        real()

    monkeypatch.setattr(work._rewatch, "clear", clear)
    work.start(watching=True)
    has_begun.wait(20)
    ending = threading.Thread(target=session.close, daemon=True)
    ending.start()
    ending.join(20)
    assert not ending.is_alive()


def test_photos_behind_a_link_are_watched_and_a_loop_is_not_followed(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "SYSTEM", ("/proc", "/sys"))  # the files of tests may be below /dev/shm
    root = tmp_path / "photos"
    draw(root / "in" / "a.jpg", "red")
    draw(tmp_path / "outside" / "b.jpg", "blue")
    (root / "proc").symlink_to("/proc")
    session = open_session()
    session.work.add_folder(str(root)).result()
    until(lambda: session.searching.counts().result().searchable == 1)
    (root / "in" / "up").symlink_to("..")
    (root / "out").symlink_to(tmp_path / "outside")
    until(lambda: session.searching.counts().result().photos == 2)
    draw(tmp_path / "outside" / "c.jpg", "green", 5)
    until(lambda: session.searching.counts().result().photos == 3)
    settle(session)
    assert len(session.store.read(photos.every_path).result()) == 3


def test_polling_is_reported_at_the_limit_of_watches(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def limited(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr(watchfiles, "watch", limited)
    monkeypatch.setattr(background, "_POLL", 0.2)
    _fill(tmp_path / "photos")
    session = open_session(background=False)
    said: list[str] = []
    session.store.events.subscribe(lambda event: said.append(event.note) if isinstance(event, Activity) else None)
    session.work.add_folder(str(tmp_path / "photos")).result()
    session.work.background.start(watching=True)
    until(lambda: any("limit on watched folders" in note for note in said))
    draw(tmp_path / "photos" / "late.jpg", "black")
    until(lambda: session.searching.counts().result().photos == 13)


def test_ctrl_c_while_a_session_opens_leaves_nothing_behind(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    before = set(threading.enumerate())
    monkeypatch.setattr(MetadataWriting, "tidy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_session()
    until(lambda: not [one for one in threading.enumerate() if one not in before and not one.daemon], 20)


def test_on_a_network_drive_without_events_new_files_are_found_and_it_is_reported_once(
    open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, stop_event: threading.Event, **__: object) -> Iterator[set[object]]:
        yield set()
        stop_event.wait()

    monkeypatch.setattr(watchfiles, "watch", silent)
    monkeypatch.setattr(quiet_watch, "is_quiet", lambda _: True)
    monkeypatch.setattr(quiet_watch, "_POLL", 0.2)
    _fill(tmp_path / "photos")
    session = open_session(background=False)
    notes: list[str] = []
    session.store.events.subscribe(
        lambda event: notes.append(event.note) if isinstance(event, Activity) and event.note else None
    )
    session.work.add_folder(str(tmp_path / "photos")).result()
    session.work.background.start(watching=True)
    until(lambda: session.searching.counts().result().searchable == 12)
    draw(tmp_path / "photos" / "red" / "late.jpg", "black")
    draw(tmp_path / "photos" / "new" / "deep" / "later.jpg", "white")
    until(lambda: session.searching.counts().result().photos == 14)
    (tmp_path / "photos" / "red" / "late.jpg").unlink()
    until(lambda: session.searching.counts().result().photos == 13)
    assert len(set(notes)) == 1
    assert "network drive" in notes[0]
    assert notes.count(notes[0]) == 1


def test_work_that_begins_later_is_done_once(open_session: Open, tmp_path: Path) -> None:
    _fill(tmp_path / "photos")
    session = open_session(background=False)
    session.work.add_folder(str(tmp_path / "photos")).result()
    first, second = session.begin(), session.begin()
    first.result()
    settle(session)
    assert first is second
    assert session.searching.counts().result().searchable == 12
    assert len([one for one in threading.enumerate() if one.name == "photon-gathering"]) == 1


def test_a_session_closed_while_its_work_begins_ends(open_session: Open, tmp_path: Path) -> None:
    session = open_session(background=False)
    session.begin()
    session.close()
    assert [one.name for one in threading.enumerate() if one.name.startswith("photon-gathering")] == []


def test_a_session_closed_while_all_photos_are_looked_through_ends(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_begun = threading.Event()

    def pending(library: Library) -> list[int]:
        has_begun.set()
        endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        return library.column(endless)

    monkeypatch.setattr(full_text, "pending", pending)
    session = open_session()
    assert has_begun.wait(20)
    ending = threading.Thread(target=session.close, daemon=True)
    ending.start()
    ending.join(20)
    assert not ending.is_alive()
    assert session.work.background.failure is None
    assert (session.store.directory / SEAL).exists()


def test_parts_that_a_session_would_have_to_close_are_not_made_once_it_is_closed(open_session: Open) -> None:
    session = open_session(background=False)
    session.close()
    names = {session: ("exporting", "health", "decisions", "writing", "encoders")}
    names |= {session.work: ("background", "decoders", "drafting")}
    for owner, name in ((owner, name) for owner, some in names.items() for name in some):
        with pytest.raises(PhotonError, match="closing"):
            getattr(owner, name)
