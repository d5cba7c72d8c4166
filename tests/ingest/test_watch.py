"""Which changes of folders are reported, and when the set of watched folders must change; by made-up events."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles

from photon.ingest.watch import folders_below, watch

Change = watchfiles.Change
Events = list[tuple[Change, str]]


@pytest.fixture(autouse=True)
def links_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may keep their files below /dev/shm."""
    monkeypatch.setattr("photon.ingest.listing.SYSTEM", ("/proc", "/sys"))


class Notifier:
    """Stands in for the notify library: gives the events of a test, then ends the watch."""

    def __init__(self, events: Events, stop: threading.Event) -> None:
        self.events, self.stop = events, stop
        self.watched: list[tuple[set[str], bool]] = []

    def watch(self, *paths: str, recursive: bool, **_: object) -> Iterator[set[tuple[Change, str]]]:
        self.watched.append((set(paths), recursive))
        while self.events:
            yield {self.events.pop(0)}
        self.stop.set()
        yield set()


def reported(monkeypatch: pytest.MonkeyPatch, root: Path, *events: tuple[Change, Path]) -> tuple[list[set], Notifier]:
    stop = threading.Event()
    notifier = Notifier([(change, str(path)) for change, path in events], stop)
    monkeypatch.setattr(watchfiles, "watch", notifier.watch)
    return [places for places in watch([str(root), str(root / "none")], stop) if places], notifier


def test_a_file_is_reported_by_its_folder_and_a_folder_also_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jpg").touch()
    found, notifier = reported(
        monkeypatch, tmp_path, (Change.added, tmp_path / "in" / "a.jpg"), (Change.added, tmp_path / "in"),
        (Change.deleted, tmp_path / "gone"),
    )  # fmt: skip
    root, inner = str(tmp_path), str(tmp_path / "in")
    assert found == [{(inner, False)}, {(root, False), (inner, True)}, {(root, False)}]
    assert notifier.watched == [({root}, True)]


@pytest.mark.parametrize(
    ("kind", "change", "again"),
    [("link", Change.added, True), ("link", Change.modified, False), ("link to a file", Change.added, False),
     ("dead link", Change.added, False), ("folder", Change.added, False)],
)  # fmt: skip
def test_a_new_link_to_a_folder_begins_another_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, change: Change, again: bool
) -> None:
    root, new, elsewhere = tmp_path / "root", tmp_path / "root" / "new", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (elsewhere / "a.jpg").touch()
    stop = threading.Event()
    notifier = Notifier([(change, str(new))], stop)
    monkeypatch.setattr(watchfiles, "watch", notifier.watch)
    watching = watch([str(root)], stop)
    notifier.events.insert(0, (Change.added, str(root / "a.jpg")))
    next(watching)
    if kind == "folder":
        new.mkdir()
    else:
        new.symlink_to({"link": elsewhere, "link to a file": elsewhere / "a.jpg", "dead link": tmp_path / "no"}[kind])
    found = list(watching)
    assert len(notifier.watched) == 1 + again
    assert ({(str(root), True)} in found) is again  # what changed between the two watches is found
    if again:
        assert notifier.watched[1] == ({str(root), str(new)}, False)


def test_where_there_are_links_a_new_folder_begins_another_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("root/sub", "root/.hidden", "elsewhere/in"):
        (tmp_path / name).mkdir(parents=True)
    root = tmp_path / "root"
    (root / "link").symlink_to(tmp_path / "elsewhere")
    _, notifier = reported(
        monkeypatch, root, (Change.added, root / "a.jpg"), (Change.added, root / "sub"), (Change.deleted, root / "sub")
    )
    watched = {str(root / name) for name in ("", "sub", "link", "link/in")}
    assert [(paths, recursive) for paths, recursive in notifier.watched] == [(watched, False)] * 2
    assert folders_below(str(root)) == ["link", "link/in", "sub"]


def test_a_system_without_further_watches_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[set[object]]:
        raise RuntimeError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    with pytest.raises(OSError, match="limit"):
        list(watch([str(tmp_path)], threading.Event()))
    stop = threading.Event()
    stop.set()
    assert list(watch([str(tmp_path / "none")], stop)) == []
