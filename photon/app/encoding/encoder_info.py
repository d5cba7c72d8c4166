"""Facts about an encoder that are known without loading its networks."""

from collections.abc import Callable
from functools import cached_property

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import STARTER
from photon.search.near_duplicates import NEARLY_SAME
from photon.search.score_calibrator import ScoreCalibrator
from photon.vision import encoders
from photon.vision.starter import starter
from photon.vision.starter.built_in import built_in
from photon.vision.starter.class_labels import NamedClasses
from photon.vision.starter.painting import painting_chances
from photon.vision.starter.query_sentence import is_sentence
from photon.vision.starter.starter_install import prepare_starter

# Cosine of visual features from which photos count as nearly identical with other encoders, whose vectors are closer
# together than the starter's. Not measured, because no trained weights were available; a cautious guess.
_NEARLY_SAME = 0.95


class EncoderInfo:
    """An encoder by name or id: one that comes with Photon, or an installed open_clip encoder.

    Attributes:
        name: Name for commands.
        title: Name for display.
        id: The encoder's id: vectors with different ids must not be compared.
        dimension: Length of a joint embedding.
        batch: Best number of images per batch.
        languages: Codes (ISO 639-1) of the languages that it understands; empty: any.
        nearly_same: Cosine of visual features from which two photos count as nearly identical.
        has_starter_looks: Whether its visual features are those of the starter's image tower, so that the starter's
            calibration, classes, caption memory and captioner can be used with its vectors.
    """

    def __init__(self, name: str = STARTER) -> None:
        """Look up an encoder.

        Raises:
            PhotonError: No encoder has this name or id.
        """
        self._own = own = built_in(name)
        self.has_starter_looks = own is not None
        if own is not None:
            self.name, self.title, self.id = own.name, own.title, own.id
            self.dimension, self.batch = starter.DIMENSION, own.batch
            self.languages, self.nearly_same = starter.LANGUAGES, NEARLY_SAME
        else:
            installed = encoders.installed(name)
            self.name, self.title, self.id = installed.card.name, installed.card.title, installed.id
            self.dimension, self.batch = installed.dimension, installed.setting.batch
            self.languages, self.nearly_same = frozenset(installed.card.languages), _NEARLY_SAME

    @property
    def words_id(self) -> str:
        """The id under which vectors of texts are shared: encoders with the same one encode texts alike."""
        return starter.encoder_id() if self.has_starter_looks else self.id

    @cached_property
    def yardstick(self) -> ScoreCalibrator | None:
        """The calibration of its scores; None if they were not calibrated."""
        return ScoreCalibrator(starter.calibration()) if self.has_starter_looks else None

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """Prepare it once per machine; blocks, for less than a minute.

        Args:
            progress: Called with the fraction done, 0..1, and the current step.
        """
        if self.has_starter_looks and not starter.is_prepared():  # others were prepared by their installation
            prepare_starter(progress)

    def is_sentence(self, words: str) -> bool:
        """Return whether a text says more than the name of a thing; this depends on English, not on the encoder."""
        return is_sentence(words)

    def kind_of(self, words: str) -> NamedClasses | None:
        """Return the classes that a query as a whole names, of those that the encoder predicts; None without any."""
        return starter.class_labels().find(words) if self.has_starter_looks else None

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        """Return which class indices of the encoder belong together; empty if it predicts none."""
        return starter.class_labels().families if self.has_starter_looks else ()

    def shares_looks(self, encoder: str) -> bool:
        """Return whether another encoder, by its id, has the same visual features, so its vectors can be adopted."""
        return self._own is not None and self._own.has_same_looks(encoder)

    def join_looks(self, looks: Floats) -> Floats:
        """Compute embeddings float32 (n, d) from visual features float32 (n, e) of an encoder that ``shares_looks``."""
        return starter.join_looks(looks)

    def paintings(self, looks: Floats) -> Floats | None:
        """Compute the probability 0..1 that each photo is a painting, from visual features float32 (n, e).

        Returns:
            float32 (n,); None if the encoder cannot predict this.
        """
        return painting_chances(looks) if self.has_starter_looks else None
