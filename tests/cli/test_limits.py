"""A computer with too few resources: a message, no traceback, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import draw

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def index(place: Path, limit: str = "true") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "photon", "--library", str(place / "library"), "index", str(place / "photos")]
    return subprocess.run(
        ["sh", "-c", f'{limit}; exec "$@"', "sh", *command],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="others count address space and files in another way")
def test_too_few_files_or_too_little_memory_get_a_message(tmp_path: Path) -> None:
    for number in range(4):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    for limit in ("ulimit -n 25", "ulimit -v 400000"):
        done = index(tmp_path, limit)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "mistake" not in done.stderr
        assert done.stderr.rstrip().endswith(("start again.", "try again.", "is readable."))
    assert index(tmp_path).stdout.startswith("4 photos, 4 searchable.\n")
