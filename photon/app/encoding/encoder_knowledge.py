"""What is known of an encoder without opening its networks."""

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from photon.domain.encoders.encoder_info import STARTER
from photon.search import ScoreCalibrator
from photon.search.folding import NEARLY_SAME
from photon.vision import encoders
from photon.vision.starter import starter
from photon.vision.starter.class_labels import NamedClasses
from photon.vision.starter.painting import painting_chances

Floats = npt.NDArray[np.float32]

STARTER_BATCH = 24  # pictures at once: about 0.25 s of work; smaller ones are slower each
# Cosine of look vectors from which photos count as nearly the same with other encoders, whose vectors lie closer
# together than the starter's. Not measured, for want of trained weights: on the careful side.
_NEARLY_SAME = 0.95


class Knowledge(Protocol):
    """What may be asked of an encoder at no cost."""

    @property
    def name(self) -> str:
        """The name that commands take."""

    @property
    def title(self) -> str:
        """What people read."""

    @property
    def id(self) -> str:
        """The encoder's id: vectors of two ids never meet."""

    @property
    def dimension(self) -> int:
        """Length of a meaning vector."""

    @property
    def batch(self) -> int:
        """Pictures that are best handed over at once."""

    @property
    def languages(self) -> frozenset[str]:
        """Codes (ISO 639-1) of the languages it reads; empty: any."""

    @property
    def nearly_same(self) -> float:
        """Cosine of look vectors from which two photos count as nearly the same."""

    @property
    def yardstick(self) -> ScoreCalibrator | None:
        """What its scores are worth, or None where that was not measured."""

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """Make ready once per machine; told a share 0..1 and what is being done; waits."""

    def is_sentence(self, words: str) -> bool:
        """Whether words say more than the name of a thing."""

    def kind_of(self, words: str) -> NamedClasses | None:
        """The kind of thing, of those that the encoder names by itself, that words as a whole name."""

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        """Which of the kinds that the encoder names by itself belong together, by number; empty: it names none."""

    def paintings(self, looks: Floats) -> Floats | None:
        """The chance 0..1 of each look vector, (n, e), to be of a painting: float32 (n,); None where it cannot tell."""


class _Starter:
    """The encoder that comes with Photon."""

    name = STARTER
    title = "Starter"
    dimension = starter.DIMENSION
    batch = STARTER_BATCH
    languages = starter.LANGUAGES
    nearly_same = NEARLY_SAME

    @cached_property
    def id(self) -> str:
        return starter.encoder_id()

    @cached_property
    def yardstick(self) -> ScoreCalibrator | None:
        return ScoreCalibrator(starter.calibration())

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        if not starter.is_prepared():
            starter.prepare(progress)

    def is_sentence(self, words: str) -> bool:
        return starter.is_sentence(words)

    def kind_of(self, words: str) -> NamedClasses | None:
        return starter.class_labels().find(words)

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        return starter.class_labels().families

    def paintings(self, looks: Floats) -> Floats | None:
        return painting_chances(looks)


class _Installed:
    """An encoder of open_clip that was installed here."""

    nearly_same = _NEARLY_SAME
    yardstick: ScoreCalibrator | None = None

    def __init__(self, name: str) -> None:
        installed = encoders.installed(name)
        self.name, self.title, self.id = installed.card.name, installed.card.title, installed.id
        self.dimension, self.batch = installed.dimension, installed.setting.batch
        self.languages = frozenset(installed.card.languages)

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        del progress  # its installation made it ready

    def is_sentence(self, words: str) -> bool:
        return starter.is_sentence(words)  # a matter of English, not of the encoder

    def kind_of(self, words: str) -> NamedClasses | None:
        del words
        return None

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        return ()

    def paintings(self, looks: Floats) -> Floats | None:
        del looks
        return None


def knowledge_of(name: str) -> Knowledge:
    """What is known of the encoder of this name or id.

    Raises:
        PhotonError: There is none.
    """
    if name in {STARTER, starter.encoder_id()}:
        return _Starter()
    return _Installed(name)
