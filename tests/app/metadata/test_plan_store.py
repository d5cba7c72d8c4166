"""Items of a plan are restored unchanged, wherever they are stored."""

import errno
import io
import os
from pathlib import Path

import pytest

from photon.app.metadata import plan_store
from photon.app.metadata.plan_store import PlanStore
from photon.domain import PhotonError


@pytest.mark.parametrize("memory", [10, 1 << 20])
def test_stored_items_are_read_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: int) -> None:
    monkeypatch.setattr(plan_store, "MEMORY", memory)
    store, some = PlanStore(tmp_path), [b"one", b"", b"three" * 1000, b"four"]
    places = [store.add(one) for one in some[:3]]
    assert store.get(places[0], 3) == some[0]  # reading in between does not change the position of the next item
    places.append(store.add(some[3]))
    assert [store.get(at, len(one)) for at, one in zip(places, some, strict=True)] == some
    assert list(tmp_path.iterdir()) == []  # a killed process leaves no files


def test_a_full_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_store, "MEMORY", 10)
    store = PlanStore(tmp_path / "nowhere")
    with pytest.raises(PhotonError, match="no space to store the preview"):
        store.add(bytes(11))


class _Full(io.BytesIO):
    """A file whose last bytes could not be written; Python closes it silently once it is deleted."""

    was_closed = False

    def seek(self, *_: int) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        if not self.was_closed:
            self.was_closed = True
            self.seek()


def test_a_disk_found_full_late_is_reported_too(tmp_path: Path) -> None:
    store = PlanStore(tmp_path)
    at = store.add(b"one")
    store._file.close()
    store._file = full = _Full()  # type: ignore[assignment]
    with pytest.raises(PhotonError, match="no space to store the preview"):
        store.get(at, 3)
    del store  # raises nothing
    assert full.was_closed
