"""Steps and runs of earlier versions are undone and redone exactly."""

import shutil
from pathlib import Path

import pytest

from photon.library import Library, open_library
from photon.library.decisions.journal_steps import find_step, list_steps
from photon.library.decisions.undoing import redo_step, undo_run, undo_step
from photon.library.tags import runs
from tests.library.decisions.test_undoing import state
from tests.library.make_catalogs import CATALOGS, COMMITS

WITH_JOURNAL = [version for version in sorted(COMMITS) if version >= "m013"]


def opened(version: str, place: Path) -> Library:
    shutil.copy(CATALOGS / f"{version}.db", place / "catalog.db")
    return open_library(place, writable=True)


@pytest.mark.parametrize("version", WITH_JOURNAL)
def test_steps_of_earlier_versions_are_undone_and_redone(version: str, tmp_path: Path) -> None:
    with opened(version, tmp_path) as library:
        (step,) = [one for one in list_steps(library, 9) if one.name == "x"]
        before = state(library)
        outcome = undo_step(library, step.id)
        assert (outcome.name, outcome.undone, outcome.kept) == ("x", 1, 0)
        assert library.db.execute("SELECT rating FROM photos WHERE id = 1").fetchone() == (0,)
        redo_step(library, step.id)
        assert state(library) == before


@pytest.mark.parametrize("version", sorted(COMMITS))
def test_runs_of_earlier_versions_are_undone_and_redone(version: str, tmp_path: Path) -> None:
    with opened(version, tmp_path) as library:
        for run in runs.all_runs(library):
            if run.undone or run.kind not in {"confirm", "accept", "draft", "suggest"}:
                continue
            before = state(library)
            with library.transaction():
                undo_run(library, run.id, "reversed")
            step = library.journal.step
            changed = state(library) != before
            assert changed or run.kind != "confirm"
            assert runs.existing(library, run.id).undone
            undo_step(library, step)
            assert state(library) == before
            assert not runs.existing(library, run.id).undone
            redo_step(library, step)
            assert (state(library) != before) == changed
            assert find_step(library, step) is not None
