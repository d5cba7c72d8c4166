"""Heavy work in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from photon.domain import PhotonError
from photon.vision.kit.child_process import run_child, start_child

FAILING = """
import sys
from photon.domain import PhotonError
from photon.vision.kit.child_process import report_progress, serve

def fail(order):
    report_progress(0.5, f"Reading {order.name}")
    raise PhotonError("It cannot be read.", "Choose another.")

sys.exit(serve(fail))
"""

LASTING = """
import os, time
from photon.vision.kit.child_process import end_with_parent

end_with_parent()
print(os.getpid(), flush=True)
time.sleep(60)
"""

STARTING = """
import sys
from pathlib import Path
from photon.vision.kit.child_process import start_child

child = start_child("lasting", Path(sys.argv[1]))
for line in child.stdout:
    print(line, end="", flush=True)
"""


def test_its_temporary_files_lie_beside_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "told.py").write_text("import tempfile; print(tempfile.gettempdir())", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    room = tmp_path / "room"
    room.mkdir()
    with start_child("told", room / "order.json") as child:
        assert child.communicate()[0].strip() == str(room)


def test_a_child_that_fails_says_why_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing.py").write_text(FAILING, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said: list[tuple[float, str]] = []
    with pytest.raises(PhotonError, match="It cannot be read") as caught:
        run_child("failing", tmp_path / "order.json", lambda *what: said.append(what), bool)
    assert (caught.value.message, caught.value.hint) == ("It cannot be read.", "Choose another.")
    assert said == [(0.5, "Reading order.json")]


@pytest.mark.slow
def test_a_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "lasting.py").write_text(LASTING, encoding="utf-8")
    command = [sys.executable, "-c", STARTING, str(tmp_path / "order.json")]
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    psutil.wait_procs([child], timeout=30)
    assert not child.is_running()
