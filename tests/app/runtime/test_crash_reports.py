"""Crash reports: a readable file, offered once."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from photon.app.runtime import crash_reports
from photon.app.runtime.crash_reports import mark_seen, new_reports, watch_crashes, write_report

CRASH = """
import faulthandler, sys
from pathlib import Path
from photon.app.runtime.crash_reports import watch_crashes

end = watch_crashes(Path(sys.argv[1]), lambda: "Photon 1.2.3")
if sys.argv[2] == "crash":
    def deepest():
        faulthandler._sigsegv()
    deepest()
if sys.argv[2] == "end":
    end()
import os
os._exit(0)
"""


def run(directory: Path, how: str) -> int:
    call = [sys.executable, "-c", CRASH, str(directory), how]
    return subprocess.run(call, check=False, capture_output=True).returncode


def test_a_hard_crash_leaves_a_report_for_the_next_start(tmp_path: Path) -> None:
    assert run(tmp_path, "crash") != 0
    assert new_reports(tmp_path) == []
    watch_end = watch_crashes(tmp_path, lambda: "Photon 1.2.4")
    watch_end()
    (report,) = new_reports(tmp_path)
    text = report.read_text("utf-8")
    assert "Photon 1.2.4" in text
    assert "Segmentation fault" in text
    assert "deepest" in text
    assert "Photon sends nothing" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [report.name], "no trace is left beside it"


@pytest.mark.parametrize("how", ["end", "killed"])
def test_a_process_that_exits_or_is_killed_leaves_no_report(tmp_path: Path, how: str) -> None:
    assert run(tmp_path, how) == 0
    watch_crashes(tmp_path, lambda: pytest.fail("there is nothing to report"))()
    assert new_reports(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_offered_once_and_the_last_five_are_kept(tmp_path: Path) -> None:
    for second in range(7):
        write_report(tmp_path, f"trace {second}", "Photon", when=1_700_000_000 + second)
    reports = new_reports(tmp_path)
    assert len(reports) == crash_reports.KEPT
    assert "trace 6" in reports[-1].read_text("utf-8")
    seen = mark_seen(reports)
    assert new_reports(tmp_path) == []
    assert all(path.is_file() for path in seen)
    write_report(tmp_path, "trace 7", "Photon", when=1_700_000_100)
    assert len(new_reports(tmp_path)) == 1
    assert len(list(tmp_path.glob("crash-*"))) == crash_reports.KEPT


def test_reports_of_the_same_second_are_all_kept_in_order(tmp_path: Path) -> None:
    for number in range(3):
        write_report(tmp_path, f"trace {number}", "Photon", when=1_700_000_000)
    mark_seen(new_reports(tmp_path)[:1])
    write_report(tmp_path, "trace 3", "Photon", when=1_700_000_000)
    traces = [path.read_text("utf-8").splitlines()[-1] for path in new_reports(tmp_path)]
    assert traces == ["trace 1", "trace 2", "trace 3"]
    assert len(list(tmp_path.iterdir())) == 4


def test_a_report_shown_immediately_is_not_offered_again(tmp_path: Path) -> None:
    report = write_report(tmp_path, "trace", "Photon", is_new=False)
    assert report is not None
    assert report.is_file()
    assert new_reports(tmp_path) == []


def test_a_folder_that_cannot_be_written_causes_no_error(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    watch_crashes(missing, lambda: "Photon")()
    assert write_report(missing, "trace", "Photon") is None
    assert new_reports(missing) == []
    assert mark_seen([missing / "crash-1.new.txt"]) == []
    assert not os.path.lexists(missing)
