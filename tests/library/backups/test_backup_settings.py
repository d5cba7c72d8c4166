"""Settings of backups: each is kept while another is stored, and no text in the file stops Photon."""

import json
from pathlib import Path

import pytest

from photon.library.backups.backup_settings import (
    DEFAULT,
    MOST_BYTES,
    NAME,
    BackupSettings,
    read_settings,
    store_settings,
)


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", '"x"', '{"folder": 3}', '{"most_bytes": "x"}', '{"most_bytes": null}',
     '{"most_bytes": 1e400}', '{"most_bytes": NaN}', "[" * 100_000],
)  # fmt: skip
def test_unusable_settings_are_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    assert read_settings(tmp_path) == BackupSettings(tmp_path / DEFAULT)


def test_a_setting_that_is_not_stored_stays(tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb"
    assert store_settings(tmp_path, folder=elsewhere, mark="m") == BackupSettings(elsewhere, MOST_BYTES, "m")
    assert store_settings(tmp_path, most_bytes=5) == BackupSettings(elsewhere, 5, "m")
    assert read_settings(tmp_path) == BackupSettings(elsewhere, 5, "m")
    assert store_settings(tmp_path, folder=tmp_path / DEFAULT) == BackupSettings(tmp_path / DEFAULT, 5)
    assert json.loads((tmp_path / NAME).read_text())["folder"] is None  # it moves with the library
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_failed_write_leaves_the_settings_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_settings(tmp_path, most_bytes=5)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("photon.library.backups.backup_settings.os.fsync", full)
    with pytest.raises(OSError, match="space"):
        store_settings(tmp_path, most_bytes=6)
    assert read_settings(tmp_path).most_bytes == 5
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
