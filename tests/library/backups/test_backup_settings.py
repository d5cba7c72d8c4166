"""Settings of backups: each is kept while another is stored, and no text in the file stops Photon."""

import json
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library.backups.backup_settings import (
    DEFAULT,
    MOST_BYTES,
    NAME,
    BackupSettings,
    read_settings,
    refusals,
    store_settings,
)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[]", "[" * 60_000, '"x"', '{"folder": 3}', '{"folder": "a/b"}', '{"folder": "/a\\u0000"}',
        '{"most_bytes": "x"}', '{"most_bytes": 1e999}', '{"most_bytes": -5}', '{"most_bytes": 10000000000000001}',
        '{"most_bytes": true}', '{"most_bytes": NaN, "mark": []}',
    ],
)  # fmt: skip
def test_broken_settings_are_replaced_by_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_settings(tmp_path) == BackupSettings(tmp_path / "backups", MOST_BYTES)
    assert len(refusals(tmp_path)) == int(text.startswith('{"'))


def test_a_limit_that_no_disk_has_is_refused_and_a_broken_one_costs_only_itself(tmp_path: Path) -> None:
    store_settings(tmp_path, folder=tmp_path / "away", most_bytes=5, mark="m")
    with pytest.raises(PhotonError, match="from 1 to 10,000,000,000,000,000"):
        store_settings(tmp_path, most_bytes=10**30)
    (tmp_path / NAME).write_text(f'{{"folder": "{tmp_path / "away"}", "most_bytes": -5, "mark": "m"}}', "utf-8")
    assert read_settings(tmp_path) == BackupSettings(tmp_path / "away", MOST_BYTES, "m")


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
