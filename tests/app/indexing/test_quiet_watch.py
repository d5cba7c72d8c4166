"""Network drives are compared at intervals; which folders, one condition at a time."""

from pathlib import Path

import pytest

from photon.app.indexing import quiet_watch
from photon.app.indexing.folder_stats import count_photos
from photon.app.indexing.missing_texts import kept_text, nearest_folder, where_it_was
from photon.app.indexing.quiet_watch import QuietWatch
from photon.app.runtime.events import Events
from photon.app.runtime.progress import Progress
from photon.domain.photo.missing_photo import MissingPhoto

Looks = list[tuple[int, str, bool]]


@pytest.fixture
def looks() -> Looks:
    return []


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, looks: Looks, tmp_path: Path) -> QuietWatch:
    """Two folders on a network drive and one here."""
    for name in ("nas", "nas2", "here"):
        (tmp_path / name / "sub").mkdir(parents=True)
    monkeypatch.setattr(quiet_watch, "is_quiet", lambda path: "nas" in Path(path).name)
    monkeypatch.setattr(quiet_watch, "_POLL", 0.0)
    return QuietWatch(looks.append, Progress(Events()))


def test_only_changed_folders_of_network_drives_are_looked_at(
    quiet: QuietWatch, looks: Looks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = [(at, str(tmp_path / name), False) for at, name in enumerate(("nas", "nas2", "here"), 1)]
    quiet.step(watched)
    assert looks == []
    for name in ("nas2", "here"):
        (tmp_path / name / "sub" / "new.jpg").touch()
    quiet.step(watched)
    assert looks == [(2, "sub", False)]
    quiet.step([(2, str(tmp_path / "nas2"), True)])  # offline: it is scanned when it is back
    (tmp_path / "nas2" / "sub" / "more.jpg").touch()
    quiet.step(watched)
    assert looks == [(2, "sub", False)]
    monkeypatch.setattr(quiet_watch, "_POLL", 3600.0)
    quiet.step(watched)  # the last one that is due
    (tmp_path / "nas" / "new.jpg").touch()
    quiet.step(watched)
    assert looks == [(2, "sub", False)]


def test_a_drive_without_events_is_reported_once(quiet: QuietWatch, tmp_path: Path) -> None:
    notes: list[str] = []
    quiet._progress.show = lambda activity: notes.append(activity.note)  # type: ignore[method-assign]
    nas, here = (1, str(tmp_path / "nas"), False), (2, str(tmp_path / "here"), False)
    for watched in ([here], [here, nas], [here], [nas]):
        quiet.step(watched)
    assert [str(tmp_path / "nas") in note for note in notes] == [True]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "missing since 2026-11-28"),
        ({"tags": 1}, "missing since 2026-11-28, 1 tag"),
        ({"tags": 2, "rating": 3}, "missing since 2026-11-28, 2 tags, 3 stars"),
        ({"caption": "a lake", "rating": 1}, "missing since 2026-11-28, with a caption, 1 star"),
    ],
)
def test_what_is_kept_of_a_missing_photo_is_said(changed: dict[str, object], expected: str) -> None:
    known: dict[str, object] = {"tags": 0, "caption": "", "rating": 0, **changed}
    one = MissingPhoto(1, "/p/a.jpg", "2026-11-28T10:00:00Z", **known)  # type: ignore[arg-type]
    assert kept_text(one) == expected


def test_where_a_missing_photo_was(tmp_path: Path) -> None:
    assert where_it_was("/p/a.jpg", "2026-11-28T10:00:00Z") == (
        "This photo's file has been missing since 2026-11-28. It was at /p/a.jpg"
    )
    (tmp_path / "in").mkdir()
    assert nearest_folder(str(tmp_path / "in" / "gone" / "a.jpg")) == str(tmp_path / "in")


def test_photos_of_a_folder_are_counted_as_they_would_be_indexed(tmp_path: Path) -> None:
    for name in ("a.jpg", "in/b.jpg", "proxies/c.jpg", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert count_photos(str(tmp_path), []) == 3
    assert count_photos(str(tmp_path), ["Proxies"]) == 2
    assert count_photos(str(tmp_path / "none"), []) == 0
