"""Damaged or malicious files of decisions: nothing breaks, and the library stays intact."""

import json
import random
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.domain.decisions.decision import NewerFormat
from photon.library import open_library
from photon.library.decisions import decision_import
from photon.library.decisions.journal_steps import history_of_photos, list_steps
from photon.library.decisions.undoing import is_undoable, undo_step
from photon.library.photos import folders
from tests.library.decisions.decided import PHOTOS, add, decide, exported, import_, lines_of, wandering

FILES = 20  # for each seed; 2,000 were tried without a fault
VALUES = (
    None, True, 0, -1, 6, 1e308, float("nan"), 10**30, "", "x" * 300, "\ud800", "\0a", [], [[]], ["a"], {}, {"a": 1},
    "9999-12-31T23:59:59.999Z-ffff", "00" * 16, "zz", [[0, 0, 1, 1]], [["x"]], "/etc/passwd", "../../x",
)  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """The decisions of a library with every kind of decision."""
    (tmp_path / "photos").mkdir()
    with open_library(tmp_path / "from", writable=True) as library:
        add(library, folders.add(library, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
        decide(library)
        return exported(library)


def mutated(line: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return line
    if chance.random() < 0.6:
        fields = json.loads(line)
        for name in chance.choices([*fields, "what", "hash", "tag", "state", "known", "synonyms"], k=2):
            fields[name] = chance.choice(VALUES)
            if chance.random() < 0.2:
                del fields[name]
        return json.dumps(fields).encode()
    changed = bytearray(line)
    for _ in range(3):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))]) if chance.random() < 0.3 else bytes(changed)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_hostile_files_are_harmless(content: bytes, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    with open_library(tmp_path / "to", writable=True) as library:
        folder = folders.add(library, str(tmp_path / "photos")).id
        add(library, folder, range(1, 4))
        for _ in range(FILES):
            with suppress(NewerFormat):
                import_(library, b"\n".join(mutated(line, chance) for line in content.splitlines()))
        add(library, folder, range(1, PHOTOS + 1))
        for step in list_steps(library, 10):
            if not step.is_undone and step.name:
                # a step that changed no decision is refused with a sentence, any other one is undone
                with nullcontext() if is_undoable(library, step.id) else pytest.raises(PhotonError, match="undone"):
                    undo_step(library, step.id)
        assert lines_of(exported(library))
        assert history_of_photos(library, [1, 2, 3])
        assert [one.path for one in folders.all_folders(library)] == [str(tmp_path / "photos")]
        assert library.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_file_of_many_batches_gives_the_same_result(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision_import, "PORTION", 3)
    with open_library(tmp_path / "to", writable=True) as library:
        import_(library, content)
        add(library, folders.add(library, str(tmp_path / "photos")).id, range(1, PHOTOS + 1))
        assert wandering(exported(library)) == wandering(content)
    with open_library(tmp_path / "here", writable=True) as library:
        import_(library, content.splitlines()[0])
        folder = folders.add(library, str(tmp_path / "photos")).id
        add(library, folder, range(1, PHOTOS + 1))
        import_(library, content)
        assert wandering(exported(library)) == wandering(content)
