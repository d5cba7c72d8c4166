"""Control characters in file names are not printed to a terminal; a pipe gets names unchanged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import folders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo terminal, and such names")
ROOT = Path(__file__).parents[3]
NAME = "a\x1b]0;mine\x07\x9b31m\tb\rc\u202ed"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / NAME).mkdir()
    with open_library(tmp_path / "library", writable=True) as library:
        folders.add(library, str(tmp_path / NAME))
    return tmp_path / "library"


def printed_to_a_terminal(library: Path, *arguments: str) -> str:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "photon", "--library", str(library), *arguments]
    done = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    printed = b""
    try:
        while some := os.read(ours, 4096):
            printed += some
    except OSError:  # Linux reports the end of the other side this way
        pass
    finally:
        os.close(ours)
        done.wait(60)
    return printed.decode()


def test_names_cannot_control_a_terminal(library: Path) -> None:
    printed = printed_to_a_terminal(library, "folders", "list")
    assert r"a\x1b]0;mine\x07\x9b31m" in printed
    failed = printed_to_a_terminal(library, "folders", "remove", f"/nowhere/{NAME}")
    assert r"/nowhere/a\x1b]0;mine\x07\x9b31m" in failed
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*printed, *failed}
    assert r"b\x0dc\u202ed" in printed, "else the name would overwrite the line"
