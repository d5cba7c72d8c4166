"""All requirements of Photon are named with their licences."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
THIRD_PARTY = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
# names of packages as people know them
CALLED = {"torch": "pytorch"}


def requirements() -> list[str]:
    everything = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    return sorted({re.split(r"[<>=~!; \[]", line)[0].lower() for line in everything})


def plain(name: str) -> str:
    return re.sub(r"[-_. ]", "", name)


@pytest.mark.parametrize("name", requirements())
def test_every_requirement_is_named(name: str) -> None:
    assert plain(CALLED.get(name, name)) in plain(THIRD_PARTY)


def test_the_licence_is_mit() -> None:
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n\nCopyright (c) 2026 Photon contr")
