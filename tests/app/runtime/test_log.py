"""The log, even if it cannot be written."""

import logging
from pathlib import Path

import pytest

from photon.app.runtime.log import drop_log, keep_log


@pytest.mark.parametrize("there", [True, False])
def test_failed_logging_does_not_fill_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    place = tmp_path if there else tmp_path / "gone"
    handler = keep_log(place)
    logging.getLogger("photon.test").warning("a word")
    drop_log(handler)
    assert capsys.readouterr().err == ""
    assert (place / "photon.log").exists() == there


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_no_error_when_the_log_is_closed(tmp_path: Path) -> None:
    handler = keep_log(tmp_path)
    assert isinstance(handler, logging.FileHandler)
    handler.stream = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115 - the handler closes it
    logging.getLogger("photon.test").warning("a word")
    drop_log(handler)
    assert handler not in logging.getLogger("photon").handlers
