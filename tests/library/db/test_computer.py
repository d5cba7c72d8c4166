"""This computer recognises its catalogues by a secret outside of all libraries, which is in none of them."""

import os
import stat
from pathlib import Path

import pytest

from photon.domain.photo.file_move import FileMove
from photon.library import Library, open_library
from photon.library.bin import file_moves
from photon.library.db import computer
from photon.library.files import write_journal
from photon.library.files.write_journal import PendingWrite
from photon.library.photos import folders
from photon.library.recovery.foreign_work import switch_on, take_over


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of states of another computer."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def is_foreign(directory: Path) -> bool:
    with open_library(directory, writable=False) as library:
        return library.is_foreign


def test_a_new_library_belongs_to_this_computer_and_does_not_contain_the_secret(state: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        assert not library.is_foreign
    secret = computer.secret_file().read_text().strip()
    assert computer.secret_file().is_relative_to(state)
    assert len(bytes.fromhex(secret)) == 32
    for path in (tmp_path / "library").iterdir():
        assert secret.encode() not in path.read_bytes()
        assert bytes.fromhex(secret) not in path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="needs rights of owner, group and others")
def test_only_the_owner_can_read_the_secret(state: Path) -> None:
    before = os.umask(0o022)
    try:
        assert computer.mark_here("x")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (computer.secret_file(), state)] == [0o600, 0o700]
    assert list(state.iterdir()) == [computer.secret_file()]


def test_another_computer_does_not_recognise_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(tmp_path / "library", writable=True).close()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert is_foreign(tmp_path / "library")
    with open_library(tmp_path / "library", writable=True) as library:
        assert library.is_foreign
        assert take_over(library) == [
            "This library was last used on another computer, or Photon can't tell that it was used here."
            " What was unfinished there is not resumed."
        ]
        assert not library.is_foreign
    assert not is_foreign(tmp_path / "library")


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "not hexadecimal".ljust(64, "x"), "\0\xff"])
def test_a_damaged_secret_is_replaced(state: Path, content: str) -> None:
    state.mkdir()
    computer.secret_file().write_text(content)
    mark = computer.mark_here("x")
    assert len(mark) == 32
    assert computer.mark_here("x") == mark


def test_without_a_place_for_the_secret_nothing_counts_as_made_here(state: Path, tmp_path: Path) -> None:
    state.write_text("a file where a folder should be")
    assert computer.mark_here("x") == ""
    with open_library(tmp_path / "library", writable=True) as library:
        library.db.execute("UPDATE libraries SET computers = ''")
        assert not computer.mark_of(library.db)
        (sentence,) = take_over(library)
        assert str(computer.secret_file()) in sentence


def test_two_places_that_share_a_library_are_both_at_home(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photos").mkdir(exist_ok=True)
    folders.add(library, str(tmp_path / "photos"))
    library.close()
    warned = []
    for place in ("a", "b", "a", "b"):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / place))
        with open_library(library.directory, writable=True) as opened:
            warned.append(len(take_over(opened)) > 0)
            switch_on(opened)
    assert warned == [True, True, False, False]
    with open_library(library.directory, writable=True) as opened:
        assert [(one.is_off, one.offline) for one in folders.uncounted(opened)] == [(False, True)]


def test_only_the_computer_that_began_a_move_or_a_write_resumes_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(name: str) -> None:
        with open_library(library.directory, writable=True) as opened:
            take_over(opened)
            batch = file_moves.begin_batch(opened, "bin", name)
            file_moves.begin(opened, batch, [FileMove(f"/{name}.jpg", f"/bin/{name}.jpg", "", 1, 1)])
            write_journal.begin(opened, 1, [PendingWrite(0, "", f"/{name}.xmp", None, None, b"", "", "", 0)])

    def halfway() -> list[str]:
        with open_library(library.directory, writable=False) as opened:
            moves, writes = file_moves.halfway(opened), write_journal.halfway(opened)
            return [*(one.source for one in moves), *(one.path for one in writes)]

    library.close()
    there = str(tmp_path / "there")
    with monkeypatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", there)
        open_library(library.directory, writable=False).close()
        with open_library(library.directory, writable=True) as opened:
            take_over(opened)
    begin("here")
    with monkeypatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", there)
        assert halfway() == []
        begin("there")
        assert halfway() == ["/there.jpg", "/there.xmp"]
        with open_library(library.directory, writable=True) as opened:
            file_moves.turn_back(opened, file_moves.halfway(opened))
    assert halfway() == ["/here.jpg", "/here.xmp"]


def test_a_catalogue_knows_a_limited_number_of_computers(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = computer.mark_of(library.db)
    for number in range(16):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / str(number)))
        mark = computer.take_over(library.db)
    marks = computer.marks_in(library.db)
    assert (len(marks), marks[-1], here in marks) == (16, mark, False)
