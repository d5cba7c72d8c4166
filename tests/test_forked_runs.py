import os
import subprocess
import sys
from pathlib import Path

from tests.forked_runs import split_by

ROOT = Path(__file__).parent.parent
HOOKS = """
from tests.forked_runs import run_in_forks, split_by

def pytest_runtestloop(session):
    run_in_forks(session, split_by(lambda nodeid: nodeid.partition("::")[0], session.items), 2)
    return True
"""
FIRST = """
import os

def test_good(tmp_path):
    print("said by a good one")

def test_bad():
    print("said by a bad one")
    assert 1 + 1 == 3

def test_deadly():
    os._exit(7)

def test_after_it():
    pass
"""
SECOND = """
import pytest

@pytest.fixture(scope="session", autouse=True)
def ended():
    yield
    open("ended", "w").close()

def test_skipped():
    pytest.skip("no need")

def test_good_too():
    pass
"""


def run(place: Path, *arguments: str) -> str:
    (place / "conftest.py").write_text(HOOKS)
    (place / "test_first.py").write_text(FIRST)
    (place / "test_second.py").write_text(SECOND)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", "files", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False).stdout


def test_every_test_is_reported_once_and_a_dead_process_is_replaced(tmp_path):
    said = run(tmp_path)
    assert "2 failed, 3 passed, 1 skipped" in said
    assert "assert (1 + 1) == 3" in said
    assert "said by a bad one" in said
    assert "said by a good one" not in said
    assert "The process of this test ended with code 7." in said
    assert (tmp_path / "ended").exists(), "fixtures are torn down"


def test_the_first_failure_ends_the_run(tmp_path):
    said = run(tmp_path, "-x")
    assert "1 failed" in said
    assert "2 failed" not in said
    assert "stopping after 1 failures" in said


def test_tests_of_a_scope_stay_together_in_the_order_of_the_scopes():
    items = [type("Item", (), {"nodeid": name}) for name in ("b::1", "a::1", "b::2", "c::1")]
    assert split_by(lambda nodeid: nodeid[0], items) == [[0, 2], [1], [3]]
