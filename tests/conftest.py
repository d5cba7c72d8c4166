"""Fixtures and hooks for all tests."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.encoding import prompt_vectors
from photon.app.indexing import background, folder_scanner
from photon.app.runtime import decoders
from photon.app.runtime.worker_process import WorkerProcess
from photon.app.tags import suggestion_stage, vocabularies
from photon.app.text import photo_texts
from photon.app.text.text_stage import TextStage
from photon.ingest import file_reading
from photon.library import Library
from photon.library.db import connection
from photon.library.text.texts import PendingText
from photon.library.vectors.vectors import Pending
from tests.decoders_here import WorkerHere
from tests.examples import choose_examples
from tests.leftovers import active_timers, delete_widgets, leftover_threads, outlives_tests, running_threads
from tests.new_libraries import NewLibraries
from tests.vision.kit.fake_text_reader import TEXT_READER

EVERYDAY = vocabularies.everyday
WORDS = TagVocabulary(tuple(VocabularyEntry((word,)) for word in ("red", "blue", "green", "white", "dog", "beach")))
"""Words that sessions over drawn photos may suggest."""

SHORT_DELAYS: tuple[tuple[ModuleType, str, float], ...] = (
    (file_reading, "SETTLED", 0.05),
    (folder_scanner, "SETTLED", 0.05),
    (file_reading, "SUSPECT", 0.3),
    (background, "_TICK", 0.1),
    (background, "_DRIVES", 0.3),
    (suggestion_stage, "_REST", 0.1),
)
REAL_DELAYS = tuple(getattr(module, name) for module, name, _ in SHORT_DELAYS)

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
LONGEST_FIRST = (
    "tests/ui/kit/test_hidden_photos.py",
    "tests/ui/duplicates",
    "tests/ui/preferences",
    "tests/cli",
    "tests/privacy",
    "tests/vision",
    "tests/library/recovery",
    "tests/library/db",
    "tests/ui/window",
    "tests/app",
    "tests/ui",
    "tests/library",
)


class ReadsNothing(TextStage):
    """Never finds photos to look at."""

    def anything_left(self, library: Library) -> bool:
        """Return False: a session that waits for another one's work would wait for ever."""
        del library
        return False

    def next_batch(self) -> Sequence[Pending | PendingText]:
        """Return none."""
        return ()


YOUNG = 50_000  # objects since the last collection after which a test ends with another one
WITH_SOURCES = (
    "tests/privacy/test_dangerous_calls.py",
    "tests/privacy/test_reaching_out.py",
    "tests/test_docstrings.py",
    "tests/test_english.py",
)
WITH_TORCH = (
    "tests/vision/clip",
    "tests/vision/starter/test_checkpoint.py",
    "tests/vision/starter/test_towers.py",
    "tests/vision/starter/test_training.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples in the short form, collect garbage between tests only, and be a computer of its own.

    The window does that between events: always on the main thread.

    In another thread, a collection would delete widgets there and wait for the main thread, which waits for it. In
    addition, 3.4 of the 4.1 s for parsing Photon's sources were collections.
    """
    gc.disable()
    choose_examples(is_short=config.option.markexpr == "not slow")
    states = tempfile.TemporaryDirectory(prefix="photon-tests-")  # the secret of this computer is not for tests
    config.add_cleanup(states.cleanup)
    os.environ["XDG_STATE_HOME"] = states.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest files first: otherwise one process still runs them when the others have finished."""

    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name)), len(LONGEST_FIRST))

    items.sort(key=place)


class SharingOut(LoadScopeScheduling):
    """Assigns all tests of a file to one process.

    So do all that import PyTorch, which takes 5 s, and all that parse Photon's sources, which takes 2 s.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(WITH_TORCH):
            return "torch"
        return "sources" if nodeid.startswith(WITH_SOURCES) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Distribute files among processes, unless another scheme is requested."""
    return SharingOut(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Exclude modules and tests from garbage collection: with a million objects, each full collection takes 0.3 s."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Returns a file or folder of the difficult files and measured sets next to the repository, by its name there.

    If it is missing, the test is skipped, and the report names it.
    """

    def find(name: str) -> Path:
        if not (SHARED / name).exists():
            pytest.skip(f"needs {name} of the folder shared beside the repository")
        return SHARED / name

    return find


@pytest.fixture(scope="module", autouse=True)
def module_leaves_nothing() -> Iterator[None]:
    """Fail the last test of a module if a thread or timer of it is still active."""
    before = running_threads()
    yield
    gc.collect()
    left = {"threads": leftover_threads(before), "timers": active_timers()}
    gc.freeze()  # what is left stays: traversing a million syntax trees took 1.3 s per module
    assert not any(left.values()), f"still at work: {left}"


@pytest.fixture(autouse=True)
def test_leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose threads continue, or whose windows are not deleted."""
    before = running_threads()
    yield
    if gc.get_count()[0] > YOUNG:
        gc.collect(1)
    widgets = delete_widgets()
    threads = [] if outlives_tests(request) else leftover_threads(before)
    assert not any((widgets, threads)), f"left behind: {widgets} {threads}"


@pytest.fixture(scope="session", autouse=True)
def no_processes() -> Iterator[None]:
    """Run decoders on threads of the test's own process: starting processes is most of the cost of a session.

    Tests of the processes themselves use ``@pytest.mark.usefixtures("processes")``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoders, "WorkerProcess", WorkerHere)
        yield


@pytest.fixture(scope="session", autouse=True)
def short_delays() -> Iterator[None]:
    """Shorten the delays after which files count as complete, others are noticed and suggestions are renewed.

    Tests write files at once and index them immediately: with the real delays, each such test would wait for 1 to 3 s.
    A test of the delays themselves uses ``@pytest.mark.usefixtures("real_delays")``.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name, seconds in SHORT_DELAYS:
            patch.setattr(module, name, seconds)
        yield


@pytest.fixture
def real_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the real delays."""
    for (module, name, _), seconds in zip(SHORT_DELAYS, REAL_DELAYS, strict=True):
        monkeypatch.setattr(module, name, seconds)


@pytest.fixture(scope="session", autouse=True)
def copied_libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Create new libraries as copies of one; tests of their creation are in a folder with the real function."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_prepare", NewLibraries(connection._prepare, tmp_path_factory.mktemp("library")))
        yield


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let decoders start real processes."""
    monkeypatch.setattr(decoders, "WorkerProcess", WorkerProcess)


@pytest.fixture(scope="session", autouse=True)
def no_text_reader() -> Iterator[None]:
    """Read no text in photos: each session would start a process for it. Tests of it ask for ``text_reader``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_texts, "TextStage", ReadsNothing)
        yield


@pytest.fixture
def text_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read text in photos with ``TEXT_READER``."""
    monkeypatch.setattr(photo_texts, "TextStage", TextStage)
    monkeypatch.setattr(photo_texts, "text_reader", lambda: TEXT_READER)


@pytest.fixture(scope="session", autouse=True)
def few_words() -> Iterator[None]:
    """Use a vocabulary of few words: reading and encoding the real one would take each session half a second.

    Fixtures of modules get it, too. Tests of the real one use ``@pytest.mark.usefixtures("all_words")``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabularies, "everyday", lambda: WORDS)
        # nothing of a fake encoder belongs in this computer's cache
        patch.setattr(prompt_vectors, "read_words", lambda *_: {})
        patch.setattr(prompt_vectors, "keep_words", lambda *_: None)
        yield


@pytest.fixture
def all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the real vocabulary."""
    monkeypatch.setattr(vocabularies, "everyday", EVERYDAY)
