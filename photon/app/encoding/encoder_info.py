"""What is known of an encoder without opening its networks."""

from collections.abc import Callable
from functools import cached_property

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import STARTER
from photon.language import tr
from photon.search.near_duplicates import NEARLY_SAME
from photon.search.score_calibrator import ScoreCalibrator
from photon.vision import encoders
from photon.vision.starter import starter
from photon.vision.starter.class_labels import NamedClasses
from photon.vision.starter.painting import painting_chances
from photon.vision.starter.query_sentence import is_sentence
from photon.vision.starter.starter_install import prepare_starter

STARTER_BATCH = 24  # pictures at once: about 0.25 s of work; smaller ones are slower each
# Cosine of look vectors from which photos count as nearly the same with other encoders, whose vectors lie closer
# together than the starter's. Not measured, for want of trained weights: on the careful side.
_NEARLY_SAME = 0.95


class EncoderInfo:
    """An encoder by name or id: the starter, or one of open_clip that was installed here.

    Attributes:
        name: The name that commands take.
        title: What people read.
        id: The encoder's id: vectors of two ids never meet.
        dimension: Length of a meaning vector.
        batch: Pictures that are best handed over at once.
        languages: Codes (ISO 639-1) of the languages it reads; empty: any.
        nearly_same: Cosine of look vectors from which two photos count as nearly the same.
    """

    def __init__(self, name: str = STARTER) -> None:
        """Look the encoder up.

        Raises:
            PhotonError: There is none of this name or id.
        """
        self._is_starter = name == STARTER or name == starter.encoder_id()
        if self._is_starter:
            self.name, self.title, self.id = STARTER, tr("Starter"), starter.encoder_id()
            self.dimension, self.batch = starter.DIMENSION, STARTER_BATCH
            self.languages, self.nearly_same = starter.LANGUAGES, NEARLY_SAME
        else:
            installed = encoders.installed(name)
            self.name, self.title, self.id = installed.card.name, installed.card.title, installed.id
            self.dimension, self.batch = installed.dimension, installed.setting.batch
            self.languages, self.nearly_same = frozenset(installed.card.languages), _NEARLY_SAME

    @cached_property
    def yardstick(self) -> ScoreCalibrator | None:
        """What its scores are worth, or None where that was not measured."""
        return ScoreCalibrator(starter.calibration()) if self._is_starter else None

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """Prepare it once per machine; waits, for under a minute.

        Args:
            progress: Called with the share done, 0..1, and the current step.
        """
        if self._is_starter and not starter.is_prepared():  # others were made ready by their installation
            prepare_starter(progress)

    def is_sentence(self, words: str) -> bool:
        """Whether words say more than the name of a thing: a matter of English, not of the encoder."""
        return is_sentence(words)

    def kind_of(self, words: str) -> NamedClasses | None:
        """The kind of thing, of those that the encoder names by itself, that words as a whole name."""
        return starter.class_labels().find(words) if self._is_starter else None

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        """Which of the kinds that the encoder names by itself belong together, by number; empty: it names none."""
        return starter.class_labels().families if self._is_starter else ()

    def shares_looks(self, encoder: str) -> bool:
        """Whether another encoder, by its id, makes the same visual features, so that its vectors can be adopted."""
        return self._is_starter and starter.has_same_looks(encoder)

    def join_looks(self, looks: Floats) -> Floats:
        """Embeddings float32 (n, d) of visual features float32 (n, e) of an encoder that ``shares_looks``."""
        return starter.join_looks(looks)

    def paintings(self, looks: Floats) -> Floats | None:
        """The chance 0..1 of each look vector, float32 (n, e), to be of a painting.

        Returns:
            float32 (n,); None where the encoder cannot tell.
        """
        return painting_chances(looks) if self._is_starter else None
