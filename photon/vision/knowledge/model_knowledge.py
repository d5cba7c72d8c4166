"""What an encoder declares of itself beyond what it can do: its size, its vectors, and what was learned about them."""

from collections.abc import Callable

from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import EncoderCard
from photon.quick_dataclass import dataclass
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.knowledge.calibration import Calibration
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.class_labels import ClassLabels
from photon.vision.knowledge.tag_knowledge import TagKnowledge

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class ModelKnowledge:
    """What was learned about the visual features of one kind; encoders that make such features share it.

    All are read when they are first needed, and may raise PhotonError if the installation is incomplete.

    Attributes:
        calibration: Score calibration.
        class_labels: Names of the classes that the encoders predict.
        caption_memory: What people say of photos.
        tag_knowledge: Frequencies of tags, and calibration curves.
        tags_digest: Changes whenever suggested tags would.
        captioner_id: Changes whenever captions would that are written from these features.
        paintings: Probabilities float32 (n,) that images are paintings, from their features float32 (n, e).
        join_looks: Joint embeddings float32 (n, d) of features float32 (n, e), both of unit length.
    """

    calibration: Callable[[], Calibration]
    class_labels: Callable[[], ClassLabels]
    caption_memory: Callable[[], CaptionMemory]
    tag_knowledge: Callable[[], TagKnowledge]
    tags_digest: Callable[[], str]
    captioner_id: Callable[[], str]
    paintings: Callable[[Floats], Floats]
    join_looks: Callable[[Floats], Floats]


def _prepare_nothing(_: Progress) -> None:
    """Do nothing: installing it prepared it."""


def _has_no_version(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """An encoder that is installed: a model that can ``embed`` photos and texts.

    Attributes:
        model: What can be opened.
        card: Its description for users.
        dimension: Length of a joint embedding.
        batch: Best number of images per batch.
        words_id: Id under which vectors of texts are shared: encoders with the same one encode texts alike.
        disk: Returns how many bytes it takes.
        setting: How it runs here, for display.
        per_second: Photos per second measured on this computer; 0 if not measured.
        nearly_same: Cosine of visual features from which photos count as nearly identical; 0 if it was not measured.
        knowledge: What was learned about its visual features; None: nothing.
        prepare: Prepares it once per computer; blocks, for less than a minute.
        has_same_looks: Returns whether an id is that of another version with the same visual features.
    """

    model: InstalledModel
    card: EncoderCard
    dimension: int
    batch: int
    words_id: str
    disk: Callable[[], int]
    setting: str = ""
    per_second: float = 0.0
    nearly_same: float = 0.0
    knowledge: ModelKnowledge | None = None
    prepare: Callable[[Progress], None] = _prepare_nothing
    has_same_looks: Callable[[str], bool] = _has_no_version
