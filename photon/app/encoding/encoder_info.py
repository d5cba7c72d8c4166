"""Facts about an encoder that are known without loading its networks."""

from collections.abc import Callable
from functools import cached_property

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import FALLBACK
from photon.search.score_calibrator import ScoreCalibrator
from photon.vision import encoders
from photon.vision.kit.prompts import is_sentence
from photon.vision.knowledge.class_labels import NamedClasses

# Cosine of visual features from which photos count as nearly identical where it was not measured, because no trained
# weights were available: a cautious guess.
_NEARLY_SAME = 0.95


class EncoderInfo:
    """An encoder by name or id, as it declares itself.

    Attributes:
        model: What a worker process opens, and what it can do.
        name: Name for commands.
        title: Name for display.
        id: The encoder's id: vectors with different ids must not be compared.
        dimension: Length of a joint embedding.
        batch: Best number of images per batch.
        languages: Codes (ISO 639-1) of the languages that it understands; empty: any.
        nearly_same: Cosine of visual features from which two photos count as nearly identical.
        knowledge: What was learned about its visual features; None: nothing. Encoders with the same one have comparable
            features, with which its calibration, classes, caption memory and captioner can be used.
    """

    def __init__(self, name: str = FALLBACK) -> None:
        """Look up an encoder.

        Raises:
            PhotonError: No encoder has this name or id.
        """
        self._declared = found = encoders.find(name)
        self.model, self.knowledge = found.model, found.knowledge
        self.name, self.title, self.id = found.model.name, found.model.title, found.model.id
        self.dimension, self.batch = found.dimension, found.batch
        self.languages, self.nearly_same = frozenset(found.card.languages), found.nearly_same or _NEARLY_SAME

    @property
    def words_id(self) -> str:
        """The id under which vectors of texts are shared: encoders with the same one encode texts alike."""
        return self._declared.words_id

    @cached_property
    def yardstick(self) -> ScoreCalibrator | None:
        """The calibration of its scores; None if they were not calibrated."""
        return ScoreCalibrator(self.knowledge.calibration()) if self.knowledge else None

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """Prepare it once per machine; blocks, for less than a minute.

        Args:
            progress: Called with the fraction done, 0..1, and the current step.
        """
        self._declared.prepare(progress)

    def is_sentence(self, words: str) -> bool:
        """Return whether a text says more than the name of a thing; this depends on English, not on the encoder."""
        return is_sentence(words)

    def kind_of(self, words: str) -> NamedClasses | None:
        """Return the classes that a query as a whole names, of those that the encoder predicts; None without any."""
        return self.knowledge.class_labels().find(words) if self.knowledge else None

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        """Return which class indices of the encoder belong together; empty if it predicts none."""
        return self.knowledge.class_labels().families if self.knowledge else ()

    def shares_looks(self, encoder: str) -> bool:
        """Return whether another encoder, by its id, has the same visual features, so its vectors can be adopted."""
        return self._declared.has_same_looks(encoder)

    def join_looks(self, looks: Floats) -> Floats:
        """Compute embeddings float32 (n, d) from visual features float32 (n, e) of an encoder that ``shares_looks``."""
        if self.knowledge is None:
            raise TypeError(f"{self.name} shares its visual features with no other encoder")
        return self.knowledge.join_looks(looks)

    def paintings(self, looks: Floats) -> Floats | None:
        """Compute the probability 0..1 that each photo is a painting, from visual features float32 (n, e).

        Returns:
            float32 (n,); None if the encoder cannot predict this.
        """
        return self.knowledge.paintings(looks) if self.knowledge else None
