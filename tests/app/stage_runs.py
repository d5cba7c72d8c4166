"""Background stages that are run until they have nothing to do."""

from typing import Any

import pytest

from photon.app.runtime.backlog import Backlog


def run(*stages: Backlog[Any]) -> None:
    """Run stages by turns, the first ones first; the test fails if they find work for ever."""
    for stage in stages:
        stage.notify()
    for _ in range(100):
        if not any(stage.step() for stage in stages):
            return
    pytest.fail("the stages find work for ever")
