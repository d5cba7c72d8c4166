"""Adding Photon to the applications, in a temporary home folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from photon.ui.kit.desktop_entry import _application

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries are a Linux thing")
SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "desktop"
ODD = "a b$c\"d`e\\f'g;h&i"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(home / "config")}
    return subprocess.run(
        [SCRIPT, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    made = tmp_path / ODD / "photon"
    made.parent.mkdir()
    made.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/heard"\n')
    made.chmod(0o755)
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def entry(home: Path) -> Path:
    return home / ".local/share/applications/photon.desktop"


def test_it_writes_an_entry_that_starts_photon_with_a_folder(home: Path, launcher: Path) -> None:
    done = run(home, "install", str(launcher))
    assert done.returncode == 0, done.stderr
    application = _application("photon.desktop", [entry(home).parent])
    assert application is not None
    assert application.name == "Photon"
    command = application.arguments([f"/photos/{ODD}"])
    assert command == [str(launcher), "window", f"/photos/{ODD}"]
    subprocess.run(command, check=True, timeout=20)
    assert (launcher.parent / "heard").read_text() == f"window\n/photos/{ODD}\n"
    assert "MimeType=inode/directory;\n" in entry(home).read_text()


def test_the_entry_is_valid(home: Path, launcher: Path) -> None:
    validator = shutil.which("desktop-file-validate")
    if validator is None:
        pytest.skip("needs desktop-file-validate")
    run(home, "install", str(launcher))
    checked = subprocess.run([validator, entry(home)], capture_output=True, text=True, timeout=20, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_icons_of_all_sizes_are_installed_and_removed(home: Path, launcher: Path) -> None:
    run(home, "install", str(launcher))
    icons = home / ".local/share/icons/hicolor"
    assert (icons / "scalable/apps/photon.svg").is_file()
    assert {path.parent.parent.name for path in icons.glob("*/apps/photon.png")} >= {"16x16", "48x48", "512x512"}
    own = icons / "16x16/apps/other.png"
    own.write_bytes(b"")
    assert run(home, "uninstall").returncode == 0
    left = [path.name for path in home.rglob("*") if path.is_file() and "photon" in path.name]
    assert left == []
    assert own.exists(), "what others put there stays"


def test_installing_twice_equals_installing_once(home: Path, launcher: Path) -> None:
    run(home, "install", str(launcher))
    before = entry(home).read_text()
    assert run(home, "install", str(launcher)).returncode == 0
    assert entry(home).read_text() == before
    run(home, "uninstall")
    again = run(home, "uninstall")
    assert (again.returncode, "nothing to take away" in again.stdout) == (0, True)


def test_xdg_data_home_is_respected_and_a_relative_one_ignored(
    home: Path, launcher: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "XDG_DATA_HOME": str(home / "data")}
    subprocess.run([SCRIPT, "install", launcher], env=environment, check=True, capture_output=True, timeout=60)
    assert (home / "data/applications/photon.desktop").is_file()
    environment["XDG_DATA_HOME"] = "relative"
    subprocess.run(
        [SCRIPT, "install", launcher], env=environment, check=True, capture_output=True, timeout=60, cwd=home
    )
    assert entry(home).is_file()
    assert not (home / "relative").exists()


def test_the_default_application_for_folders_is_kept(home: Path, launcher: Path) -> None:
    if shutil.which("xdg-mime") is None or shutil.which("update-desktop-database") is None:
        pytest.skip("needs xdg-mime and update-desktop-database")
    applications = entry(home).parent
    applications.mkdir(parents=True)
    (applications / "files.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Files\nExec=true %U\nMimeType=inode/directory;\n"
    )
    subprocess.run(["update-desktop-database", applications], check=True, timeout=20)
    run(home, "install", str(launcher))
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(home / "config")}
    asked = subprocess.run(
        ["xdg-mime", "query", "default", "inode/directory"],
        env=environment, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert asked.stdout.strip() == "files.desktop"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, "Usage"),
        (("install",), 2, "Usage"),
        (("uninstall", "x"), 2, "Usage"),
        (("other",), 2, "Usage"),
        (("install", "/nowhere/photon"), 1, "is no program"),
        (("install", "/a\nb"), 1, "line break"),
    ],
)
def test_wrong_usage_is_reported_and_writes_nothing(
    home: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run(home, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert not entry(home).exists()
