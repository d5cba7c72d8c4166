"""``photon self-test``: what works, what is missing, what is broken."""

import json
from pathlib import Path

import pytest

from photon.app import self_test
from photon.cli import run
from photon.domain import PhotonError
from photon.media.write import exiftool
from tests.cli.kit.test_commands import photon_process


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the starter, which has its own tests."""
    for name in ("_try_words", "_try_library"):
        monkeypatch.setattr(self_test, name, lambda *_: "")


@pytest.mark.usefixtures("quick")
def test_everything_works_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn: list[Path] = []

    def draw_window(library: Path) -> int:
        drawn.append(library)
        return 0

    assert run(["--library", str(tmp_path / "mine"), "self-test"], lambda *_: 0, draw_window) == 0
    head, *rows, last = capsys.readouterr().out.splitlines()
    assert head.startswith("Photon ")
    assert "Qt 6." in head
    assert last == "Everything works."
    assert {"JPEG", "PNG", "WebP", "AVIF", "HEIC", "JPEG XL"} <= {row[2:].split("  ")[0].strip() for row in rows}
    assert all(row[0] in "✓–" for row in rows), rows
    assert len(drawn) == 1
    assert tmp_path not in drawn[0].parents
    assert not (tmp_path / "mine").exists()


@pytest.mark.usefixtures("quick")
def test_broken_parts_are_named_and_the_others_are_tested(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_words() -> str:
        raise PhotonError("The adapter of the starter model is damaged.", "Reinstall Photon.")

    def break_window(_: Path) -> int:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(self_test, "_try_words", break_words)
    monkeypatch.setattr(exiftool.shutil, "which", lambda _: None)
    assert run(["self-test", "--json"], lambda *_: 0, break_window) == 1
    out, err = capsys.readouterr()
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert {name for name, row in rows.items() if row["outcome"] == "failed"} == {"Starter: words", "Window"}
    assert rows["Starter: words"]["detail"] == "The adapter of the starter model is damaged. Reinstall Photon."
    assert "libEGL" in rows["Window"]["detail"]
    assert rows["ExifTool"]["outcome"] == "missing"
    assert "report this table" in err


@pytest.mark.slow
def test_the_complete_self_test(tmp_path: Path) -> None:
    ended = photon_process(tmp_path / "mine", "self-test")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "“blue” found the blue photo." in ended.stdout
    assert not (tmp_path / "mine").exists()
