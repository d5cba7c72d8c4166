"""An encoder for colours: photos are their mean colour, words are colour words. The rest of the search is real."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from photon.app.encoding.encoder_client import EncoderClient
from photon.search.score_calibrator import ScoreCalibrator
from photon.vision.kit.encoder import WHOLE, DamagedPreview, EnglishReading, ImageVectors, Window
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.kit.quarters import QUARTERS, join_quarters
from photon.vision.knowledge.calibration import Calibration
from photon.vision.knowledge.class_labels import NamedClasses
from photon.vision.knowledge.model_knowledge import ModelKnowledge

COLOURS = {
    "red": (255, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 255), "yellow": (255, 230, 0), "black": (0, 0, 0),
    "white": (255, 255, 255), "purple": (128, 0, 160), "orange": (255, 128, 0),
}  # fmt: skip
DIMENSION = 32
_AXES = np.random.default_rng(5).normal(size=(3, DIMENSION)).astype(np.float32)
_SHIFT = np.random.default_rng(6).normal(size=DIMENSION).astype(np.float32)


class ColourEncoding(EncoderClient):
    """An encoder for colours in this process, which takes microseconds."""

    id = "colours-1"
    title = "Colours"
    dimension = DIMENSION
    batch = 24
    nearly_same = 0.86
    languages: frozenset[str] = frozenset()
    model = InstalledModel("colours", "Colours", "colours-1", frozenset({"embed"}), lambda *_: None)
    knowledge: ModelKnowledge | None = None
    yardstick: ScoreCalibrator | None = None

    def __init__(self, name: str = "colours") -> None:
        self.name = name
        self.pictures = 0

    @property
    def words_id(self) -> str:
        return self.id

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        progress(1.0, "ready")

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        bad = tuple(at for at, preview in enumerate(previews) if not preview.startswith(b"\xff\xd8"))
        if bad:
            raise DamagedPreview(bad)
        self.pictures += len(previews)
        places = np.stack([_places(jpeg) for jpeg in previews])
        vectors = _unit(places.mean(axis=(1, 2)))
        return ImageVectors(vectors, vectors)

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([_vector(COLOURS.get(text.split()[-1], (128, 128, 128))) for text in texts])

    def map(self, preview: bytes, window: Window = WHOLE) -> np.ndarray | None:
        if not preview.startswith(b"\xff\xd8"):
            raise DamagedPreview((0,))
        return _places(preview, window)

    def map_details(self, preview: bytes) -> np.ndarray | None:
        quarters = [self.map(preview, window) for window in QUARTERS]
        return join_quarters([places for places in quarters if places is not None])

    def count_parts(self, text: str) -> int:
        return 1 + len(text) // 1000

    def sentences(self, previews: Sequence[bytes]) -> None:
        del previews

    def put_in_english(self, text: str) -> EnglishReading:
        raise AssertionError(text)

    def is_sentence(self, words: str) -> bool:
        return len(words.split()) > len(COLOURS)

    def shares_looks(self, encoder: str) -> bool:  # noqa: ARG002 - it has no other version
        return False

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        return ()

    def paintings(self, looks: np.ndarray) -> np.ndarray | None:  # noqa: ARG002 - it cannot tell
        return None

    def kind_of(self, words: str) -> NamedClasses | None:
        del words
        return None

    def rest(self, unused: float = 0.0) -> None:
        pass

    def close(self) -> None:
        pass


class MaplessEncoding(ColourEncoding):
    """The same without maps."""

    def map(self, preview: bytes, window: Window = WHOLE) -> None:
        pass

    def map_details(self, preview: bytes) -> None:
        pass


def _places(jpeg: bytes, window: Window = WHOLE) -> np.ndarray:
    """Return the values of each of 4 x 6 places of a part, float32 [4, 6, d], not normalised."""
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    (width, height), (left, top, right, bottom) = image.size, window
    box = (left * width, top * height, right * width, bottom * height)
    return _meaning(np.asarray(image.resize((6, 4), Image.Resampling.BOX, box), np.float32))


def _vector(colour: Sequence[float] | np.ndarray) -> np.ndarray:
    return _unit(_meaning(np.asarray(colour, np.float32)))


def _meaning(colours: np.ndarray) -> np.ndarray:
    return (colours / 127.5 - 1) @ _AXES + 0.3 * _SHIFT


def _unit(vectors: np.ndarray) -> np.ndarray:
    unit: np.ndarray = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return unit


def colour_calibration() -> Calibration:
    """Return a calibration for ColourEncoding: everyday photos are grey to brown, captions name colours."""
    rng = np.random.default_rng(7)
    photos = np.stack([_vector(colour) for colour in rng.uniform(60, 180, (40, 3))])
    captions = np.stack([_vector(colour) for colour in rng.uniform(0, 255, (24, 3))])
    return Calibration(
        photos=photos,
        described=photos,
        captions=captions,
        sayings=captions,
        shares=np.full(len(captions), 1 / len(captions), np.float32),
        presence=np.array([-14.5, 1.6, 3.5, 0.1, -2.5, 1.2], np.float32),
        hit=np.array([-2.5, 0.4, 0.2, 0.2, -1.6, 1.7, -1.0, 0.3], np.float32),
        final=np.array([0.5, 1.0, 0.0], np.float32),
    )


class NamingEncoding(ColourEncoding):
    """The same with a calibration; it classifies photos by colour, and a bare word is the name of a class."""

    id = "named-colours-1"

    def __init__(self, name: str = "named-colours") -> None:
        super().__init__(name)
        self.yardstick = ScoreCalibrator(colour_calibration())

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        found = super().images(previews)
        nearness = found.meaning @ np.stack([_vector(colour) for colour in COLOURS.values()]).T
        kinds = tuple({int(row.argmax()): 0.75, int(row.argmin()): 0.05} for row in nearness)
        return replace(found, kinds=kinds)

    def is_sentence(self, words: str) -> bool:
        return len(words.split()) > 2

    def kind_of(self, words: str) -> NamedClasses | None:
        return NamedClasses((list(COLOURS).index(words),), 0.9) if words in COLOURS else None
