"""Settings of the window that are kept between starts."""

import os
from pathlib import Path

import pytest

from photon.ui.kit import settings


@pytest.mark.skipif(os.name != "posix", reason="needs rights of owner, group and others")
def test_only_the_owner_can_read_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_places", [])
    before = os.umask(0o022)
    settings.remember_in(tmp_path)
    memory = settings.settings()
    memory.setValue("zoom", 3)
    memory.sync()
    os.umask(before)
    assert settings.remembered_number("zoom", 1) == 3
    assert (tmp_path / settings.NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "value",
    ["", "x", "--5", "²", "9" * 5000, "10000000000", "1e3", "@Size(1 2)", "@Invalid()", "@ByteArray(5)", "\x00"],
)
def test_values_that_are_not_possible_are_replaced_by_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setattr(settings, "_places", [])
    settings.remember_in(tmp_path)
    (tmp_path / settings.NAME).write_text(f"[General]\nzoom={value}\n", "utf-8")
    assert settings.remembered_number("zoom", 7) == 7
    assert settings.remembered_switch("zoom", usual=True) is True
    assert settings.remembered_word("zoom", "a", ("a", "b")) == "a"
