"""Heavy work in a process of its own."""

import subprocess
from pathlib import Path

import pytest

from photon.vision.kit.child_process import start_child


def test_its_temporary_files_lie_beside_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "told.py").write_text("import tempfile; print(tempfile.gettempdir())", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    room = tmp_path / "room"
    room.mkdir()
    with start_child("told", room / "order.json", subprocess.DEVNULL) as child:
        assert child.communicate()[0].strip() == str(room)
