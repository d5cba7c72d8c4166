"""The capability ``read`` of an installed model: it tells whether something is written in a picture, and what."""

from collections.abc import Sequence
from typing import Protocol

from photon.domain.arrays import Pixels
from photon.domain.photo.page_text import PageText


class TextReader(Protocol):
    """Reads what is written in pictures."""

    def find_text(self, previews: Sequence[bytes]) -> list[float]:
        """Tell how likely text is in each preview, a JPEG, 0..1; 0 if it is damaged. Takes 0.1 s each."""

    def read_text(self, pictures: Sequence[Pixels]) -> list[PageText]:
        """Read all text in pictures. Takes seconds where there is much of it.

        Args:
            pictures: uint8 (height, width, 3) each.
        """
