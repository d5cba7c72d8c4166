"""The encoders that come with Photon: the starter, and the starter with a closer look.

The second one uses everything of the first: towers, adapter, calibration, classes, caption memory and captioner. Only
its vectors of photos differ, because it looks at each photo twice, the second time at a larger size. So it has an id of
its own, and the vectors of both are never compared.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import CLOSER, STARTER
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.kit.encoder import Encoder
from photon.vision.starter import starter

# Recall of captions at 1, 5 and 10 and how it was chosen: resources/starter/CARD.md.
_CLOSELY = "mean direction 260 356 1"  # changes whenever the same photo would get other visual features
_BATCH, _CLOSER_BATCH = 24, 8  # images per batch, about 0.25 s of work; smaller batches take longer per image


class CloserStarter(starter.Starter):
    """The starter, which looks at each photo twice."""

    def __init__(self, threads: int) -> None:
        """Set the number of threads; the towers are loaded on first use.

        Args:
            threads: Threads per tower.
        """
        super().__init__(threads)
        self.id = closer_id()

    def _look_at(self, previews: Sequence[bytes]) -> Floats:
        return self._image_tower.encode_closely(previews)


@dataclass(frozen=True)
class BuiltIn:
    """An encoder that comes with Photon.

    Attributes:
        name: Name for commands.
        title: Name for display.
        id: Its id; vectors with different ids must not be compared.
        batch: Best number of images per batch.
        has_same_looks: Returns whether an id is that of another version with the same visual features.
        load: Opens it with so many threads per tower; may raise PhotonError.
    """

    name: str
    title: str
    id: str
    batch: int
    has_same_looks: Callable[[str], bool]
    load: Callable[[int], Encoder]


def built_in(name: str) -> BuiltIn | None:
    """Find an encoder that comes with Photon by name or id. Takes milliseconds.

    Args:
        name: Name or id.

    Returns:
        The encoder; None if it is another one.

    Raises:
        PhotonError: The installation is incomplete.
    """
    return next((own for own in _all_built_in() if name in {own.name, own.id}), None)


def closer_id() -> str:
    """Return the id of the starter with a closer look: ``closer-``, and two hashes as in ``starter.encoder_id``.

    Raises:
        PhotonError: The installation is incomplete.
    """
    return f"{_closer_looks()}-{starter.encoder_id().rsplit('-', 1)[1]}"


def _closer_looks() -> str:
    usual = starter.encoder_id().rsplit("-", 1)[0]
    return f"closer-{hashlib.sha256(f'{usual} {_CLOSELY}'.encode()).hexdigest()[:8]}"


def _has_closer_looks(encoder: str) -> bool:
    return encoder != closer_id() and encoder.startswith(f"{_closer_looks()}-")


@functools.cache
def _all_built_in() -> tuple[BuiltIn, ...]:
    usual = BuiltIn(STARTER, tr("Starter"), starter.encoder_id(), _BATCH, starter.has_same_looks, starter.load)
    title, load = tr("Starter, closer look"), functools.partial(starter.load, variant=CloserStarter)
    return usual, BuiltIn(CLOSER, title, closer_id(), _CLOSER_BATCH, _has_closer_looks, load)
