"""Modules that take seconds to import, for tests that need them."""

import os
from importlib.util import find_spec
from typing import Any

import pytest


class LateModule:
    """A module that is imported when a test first uses it. If it is missing, the file that asks for it is skipped.

    Every process collects all tests. If their files imported PyTorch, each of four processes would spend 6 s on it, and
    only one of them runs these tests.
    """

    def __init__(self, name: str) -> None:
        if find_spec(name) is None:
            pytest.skip(f"needs {name}", allow_module_level=True)
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if "PYTEST_CURRENT_TEST" not in os.environ:  # pytest looks for fixtures and marks in everything it collects
            raise AttributeError(name)
        return getattr(pytest.importorskip(self._name), name)
