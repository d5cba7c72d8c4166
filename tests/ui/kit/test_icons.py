"""Icons come from the files of a package; without it, a sentence says what is missing."""

import sys
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.ui.kit import icons


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "nowhere")])
    icons.letters.cache_clear()
    try:
        with pytest.raises(PhotonError, match="the package qtawesome is missing") as caught:
            icons.letters()
        assert caught.value.hint == "Reinstall Photon."
    finally:
        icons.letters.cache_clear()


def test_every_letter_is_one_sign() -> None:
    assert len(icons.letters()["star"]) == 1
