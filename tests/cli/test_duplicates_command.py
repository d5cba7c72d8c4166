"""``photon duplicates``: one object per set, paths that lead nowhere, and nothing to show."""

import json
from pathlib import Path

from tests.cli.kit.test_commands import colours, photon
from tests.pictures import draw

__all__ = ["colours"]


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
