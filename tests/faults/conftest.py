"""A library that is created once per run, and copied for each test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.photon_process import HANGS
from tests.faults.place import Place, make_place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Allow each fault as much time as several hanging programs, so that the failure names the one that hung."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(3 * HANGS))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Photos with metadata; never changed."""
    return make_place(tmp_path_factory.mktemp("seeded"))


@pytest.fixture
def place(seeded: Place, tmp_path: Path) -> Place:
    """A copy of it, which the test may damage."""
    return seeded.copy(tmp_path)


@pytest.fixture
def new_place(seeded: Place, tmp_path: Path) -> Callable[[], Place]:
    """Returns one copy after another."""
    made: Iterator[int] = iter(range(10**6))
    return lambda: seeded.copy(tmp_path / f"place{next(made)}")


@pytest.fixture(scope="session")
def is_long() -> bool:
    """Return whether this is the long run, with every kill point instead of some."""
    return bool(os.environ.get("LONG_FAULTS"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report how often Photon was killed at random moments, and the seed for repeating them."""
    passed = terminalreporter.stats.get("passed", [])
    kills = sum(int(str(value)) for report in passed for name, value in report.user_properties if name == "kills")
    if kills:
        seed = os.environ.get("FAULTS_SEED", "1")
        terminalreporter.write_line(f"{kills} kills at random moments, all survived; FAULTS_SEED={seed}")
