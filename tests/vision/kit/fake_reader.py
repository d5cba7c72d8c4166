"""A model with a capability that Photon has no model for: it reads the texts that pictures of a test consist of."""

from collections.abc import Sequence
from typing import Protocol

from photon.vision.kit.installed_model import InstalledModel


class Reader(Protocol):
    """Reads what is written in pictures: ``read``."""

    def read(self, pictures: Sequence[bytes], most: int) -> list[str]:
        """Return up to ``most`` characters of each picture."""


class FakeReader:
    def __init__(self, threads: int, device: str | None) -> None:
        self.opened_as = f"{threads} {device}"

    def read(self, pictures: Sequence[bytes], most: int) -> list[str]:
        return [f"{self.opened_as}: {picture.decode()[:most]}" for picture in pictures]


READER = InstalledModel("fake-reader", "Fake reader", "fake-reader-1", frozenset({"read"}), FakeReader)
