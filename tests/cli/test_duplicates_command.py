"""``photon duplicates``: one object per set, paths that lead nowhere, and nothing to show."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.kit.test_commands import photon
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")


def test_sets_are_printed_as_text_and_as_json(tmp_path: Path) -> None:
    library, place = tmp_path / "library", tmp_path / "photos"
    one = draw(place / "one.jpg", seed=1, size=(320, 240))
    (place / "copy of one.jpg").write_bytes(one.read_bytes())
    draw(place / "other.jpg", "blue", seed=2, size=(320, 240))
    photon(library, "index", str(place))
    text = photon(library, "duplicates").stdout
    assert f"* {place / 'one.jpg'}\n  - {place / 'copy of one.jpg'}" in text
    (line,) = photon(library, "duplicates", "--json", str(place)).stdout.splitlines()
    found = json.loads(line)
    assert found["reasons"]
    del found["reasons"]
    assert found == {
        "kind": "same-file",
        "photos": [str(place / "one.jpg"), str(place / "copy of one.jpg")],
        "best": str(place / "one.jpg"),
        "offer": True,
    }
    assert "No copies" in photon(library, "duplicates", "--kind", "bracket").stdout
    assert "is not in the library" in photon(library, "duplicates", str(tmp_path / "none"), code=1).stderr


def test_copies_go_to_the_bin_with_their_words_merged_and_others_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    library, place = tmp_path / "library", tmp_path / "photos"
    one = draw(place / "one.jpg", seed=1, size=(320, 240))
    copy = place / "copy of one.jpg"
    copy.write_bytes(one.read_bytes())
    photon(library, "index", str(place))
    assert "1 duplicate (1 MB) would be moved" in photon(library, "duplicates", "--bin", "--dry-run").stdout
    assert copy.exists()
    assert "1 photo is kept" in photon(library, "duplicates", "--not", str(one)).stdout
    assert "decided before" in photon(library, "duplicates", "--not", str(one)).stdout
    assert "0 duplicates" in photon(library, "duplicates", "--bin").stdout
    photon(library, "undo", photon(library, "undo", "--list").stdout.split()[0])
    assert "0 duplicates" in photon(library, "duplicates", "--bin", str(one)).stdout
    assert "Moved 1 photo" in photon(library, "duplicates", "--bin", str(copy)).stdout
    assert one.exists()
    assert not copy.exists()
    assert "Say which" in photon(library, "duplicates", "--not", code=2).stderr


def test_a_rule_says_what_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    library, place = tmp_path / "library", tmp_path / "photos"
    one = draw(place / "one.jpg", seed=1, size=(320, 240))
    copy = place / "sent" / "one.jpg"
    copy.parent.mkdir()
    copy.write_bytes(one.read_bytes())
    os.utime(copy, (1_000_000_000, 1_000_000_000))
    photon(library, "index", str(place))

    def goes(*words: str, code: int = 0) -> str:
        return photon(library, "duplicates", "--bin", "--dry-run", *words, code=code).stdout

    assert str(one) in goes("--keep", "oldest")
    assert str(one) in goes("--keep-in", str(copy.parent))
    assert str(copy) in goes("--keep", "largest")
    assert "0 duplicates" in goes("--query", "rating:5")
    assert "1 duplicate " in goes("--query", "rating:0")
    assert (
        "is not in the library"
        in photon(library, "duplicates", "--bin", "--keep-in", str(tmp_path / "none"), code=1).stderr
    )
    for words, said in (
        (("--keep", "oldest"), "only work with --bin"),
        (("--bin", "--keep", "best", "--keep-in", "."), "can't be combined"),
        (("--bin", "--keep-in", ""), "--keep-in is empty"),
    ):
        assert said in photon(library, "duplicates", *words, code=2).stderr
    assert "Moved 1 photo" in photon(library, "duplicates", "--bin", "--keep", "oldest").stdout
    assert copy.exists()
    assert not one.exists()
