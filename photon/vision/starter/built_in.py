"""The encoders that come with Photon: the starter, and the starter with a closer look.

The second one uses everything of the first: towers, adapter, calibration, classes, caption memory and captioner. Only
its vectors of photos differ, because it looks at each photo twice, the second time at a larger size. So it has an id of
its own, and the vectors of both are never compared.
"""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import FALLBACK, EncoderCard
from photon.language import tr
from photon.vision.kit.built_in_names import CLOSER
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.knowledge.model_knowledge import EmbeddingModel, ModelKnowledge
from photon.vision.starter import starter
from photon.vision.starter.painting import painting_chances

# Recall of captions at 1, 5 and 10 and how it was chosen: resources/starter/CARD.md.
_CLOSELY = "mean direction 260 356 1"  # changes whenever the same photo would get other visual features
_BATCH, _CLOSER_BATCH = 24, 8  # images per batch, about 0.25 s of work; smaller batches take longer per image
_NEARLY_SAME = 0.86  # ``search.near_duplicates`` says how it was measured
_CAN = frozenset({"embed", "describe", "name"})
_CARD = EncoderCard(
    FALLBACK, tr("Starter"), quality="fast", tier=tr("To get started"), dimension=starter.DIMENSION,
    about=tr("Included with Photon and works offline; finds everyday things."), licence="Apache-2.0",
    code_licence="MIT", languages=tuple(sorted(starter.LANGUAGES)), is_built_in=True,
)  # fmt: skip
_CLOSER_CARD = replace(
    _CARD, name=CLOSER, title=tr("Starter, closer look"), tier=tr("A little better, without a download"),
    about=tr("The starter, which looks at each photo twice. It finds a little more and takes longer to index photos."),
)  # fmt: skip
KNOWLEDGE = ModelKnowledge(
    starter.calibration, starter.class_labels, starter.caption_memory, starter.tag_knowledge, starter.tags_digest,
    starter.captioner_id, painting_chances, starter.join_looks,
)  # fmt: skip


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


def open_closer(threads: int, _: str | None = None) -> CloserStarter:
    """Open the starter with a closer look, as ``starter.load`` does."""
    starter.prepare()
    return CloserStarter(threads)


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
def built_in() -> tuple[EmbeddingModel, ...]:
    """Return the encoders that come with Photon, the fallback first. Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete.
    """
    model = InstalledModel(_CARD.name, _CARD.title, starter.encoder_id(), _CAN, starter.load)
    usual = EmbeddingModel(
        model, _CARD, starter.DIMENSION, _BATCH, model.id, starter.disk, tr("runs on the processor"),
        nearly_same=_NEARLY_SAME, knowledge=KNOWLEDGE, prepare=starter.prepare, has_same_looks=starter.has_same_looks,
    )  # fmt: skip
    model = InstalledModel(_CLOSER_CARD.name, _CLOSER_CARD.title, closer_id(), _CAN, open_closer)
    closer = replace(usual, model=model, card=_CLOSER_CARD, batch=_CLOSER_BATCH, has_same_looks=_has_closer_looks)
    return usual, replace(closer, disk=int)  # both use the same files
