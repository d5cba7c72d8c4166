"""The starter encoder: bundled with Photon, works offline, needs numpy, onnxruntime, tokenizers and Pillow.

The image tower is EfficientNet-Lite2 (Tan & Le, "EfficientNet", 2019, in its Lite variant), the text tower is
all-MiniLM-L6-v2 (MiniLM, Wang et al. 2020, arXiv 2002.10957; trained as a sentence encoder as in Sentence-BERT, Reimers
& Gurevych 2019). A linear adapter, trained contrastively as in CLIP (Radford et al. 2021), joins them.
"""

import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.language import tr
from photon.resource_files import resource
from photon.vision.kit.adapter import LOOK_SCALE, Adapter, normalise, read_adapter
from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS, TEXT_WEIGHTS, TOKENIZER
from photon.vision.kit.cache_folder import cache_folder
from photon.vision.kit.child_process import Progress
from photon.vision.kit.encoder import WHOLE, EnglishReading, ImageVectors, Window
from photon.vision.kit.text_parts import is_short
from photon.vision.knowledge.calibration import Calibration, read_calibration
from photon.vision.knowledge.caption_memory import CaptionMemory, read_caption_memory
from photon.vision.knowledge.caption_scoring import CaptionCandidates, CaptionScorer
from photon.vision.knowledge.class_labels import ClassLabels, stored_probabilities
from photon.vision.knowledge.english_reading import BRIDGE
from photon.vision.knowledge.language_bridge import BRIDGED, LanguageBridge, is_foreign, may_be_foreign, read_bridge
from photon.vision.knowledge.phrase_grammar import read_phrase_grammar
from photon.vision.knowledge.tag_knowledge import TagKnowledge, read_tag_knowledge
from photon.vision.starter.image_graph import LARGER
from photon.vision.starter.query_sentence import as_sentence
from photon.vision.starter.starter_install import (
    IMAGE_FILE,
    KINDS_FILE,
    is_whole,
    prepare_starter,
    starter_folder,
)
from photon.vision.starter.text_tower import StarterTextTower

if TYPE_CHECKING:
    from pathlib import Path

    from photon.vision.starter.image_tower import StarterImageTower

_ADAPTER, _CALIBRATION, _KINDS = "starter/adapter.safetensors", "starter/calibration.safetensors", "starter/kinds.json"
_TAGS = "starter/tags.safetensors"
_MEMORY, _CENTRES = "starter/memory.safetensors", "starter/memory_centres.safetensors"
_PHRASES = "starter/phrases.safetensors"
_CHOOSING = "phrases 2, plain 1"  # changes whenever the same photo would get another sentence
_PREPROCESSING = "squash 260 bicubic 1"  # changes whenever the same photo would get other visual features
_JOINING = "scaled 2"  # changes whenever the same visual features or texts would get another embedding
_EARLIER = ("starter-83e28cb1", "starter-f328fed6", "starter-bf2c478d")  # ids from before they named both parts

DIMENSION = 384
LANGUAGES = BRIDGED | {"en"}  # that of the text tower's training data, and those of the bridge

_Tower = TypeVar("_Tower")
_Read = TypeVar("_Read")


def _path(name: str) -> "Path":
    try:
        return resource(name)
    except FileNotFoundError as error:
        raise PhotonError(
            tr("Photon's installation is incomplete: {name} of the starter model is missing.", name=name),
            tr("Reinstall Photon."),
        ) from error


def _read(name: str, read: "Callable[[Path], _Read]", damaged: str) -> _Read:
    """Read a bundled file with ``read``; ``damaged`` is the error message if that fails."""
    path = _path(name)
    try:
        return read(path)
    except (OSError, KeyError, ValueError) as error:
        raise PhotonError(damaged, tr("Reinstall Photon.")) from error


@functools.cache
def encoder_id() -> str:
    """Return ``starter-``, a hash of everything that determines visual features, and one of what joins them with words.

    Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete.
    """
    digest = hashlib.sha256(" ".join((TEXT_WEIGHTS.sha256, TOKENIZER.sha256, _JOINING)).encode())
    for name in (_ADAPTER, BRIDGE):
        digest.update(_path(name).read_bytes())
    return f"{_looks_id()}-{digest.hexdigest()[:8]}"


def _looks_id() -> str:
    digest = hashlib.sha256(f"{IMAGE_WEIGHTS.sha256} {_PREPROCESSING}".encode())
    return f"starter-{digest.hexdigest()[:8]}"


def has_same_looks(encoder: str) -> bool:
    """Return whether an encoder id is that of another starter version with the same visual features."""
    return encoder != encoder_id() and (encoder in _EARLIER or encoder.startswith(f"{_looks_id()}-"))


def join_looks(looks: Floats) -> Floats:
    """Joint embeddings float32 (n, 384) of visual features float32 (n, 1280), both L2-normalised.

    Raises:
        PhotonError: The installation is incomplete or damaged.
    """
    return _adapter().join_looks(looks)


@functools.cache
def calibration() -> Calibration:
    """Score calibration of this encoder. Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete or damaged.
    """
    return _read(_CALIBRATION, read_calibration, tr("The calibration of the starter model is damaged."))


@functools.cache
def class_labels() -> ClassLabels:
    """Names of the classes of the image tower's classifier. Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete or damaged.
    """
    return _read(_KINDS, ClassLabels, tr("The class names of the starter model are damaged."))


@functools.cache
def tag_knowledge() -> TagKnowledge:
    """Tag frequencies and calibration curves of this encoder. Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete or damaged.
    """
    return _read(_TAGS, read_tag_knowledge, tr("The tag data of the starter model is damaged."))


@functools.cache
def tags_digest() -> str:
    """16 hex digits that change whenever ``tag_knowledge`` or ``caption_memory`` change.

    Raises:
        PhotonError: The installation is incomplete.
    """
    return hashlib.blake2b(
        b"".join(_path(name).read_bytes() for name in (_TAGS, _MEMORY, _CENTRES)), digest_size=8
    ).hexdigest()


@functools.cache
def caption_memory() -> CaptionMemory:
    """Load the caption memory; takes a tenth of a second the first time.

    Raises:
        PhotonError: The installation is incomplete or damaged, or the starter cannot be prepared.
    """
    damaged = tr("The caption memory of the starter model is damaged.")
    return _read(_MEMORY, lambda path: read_caption_memory(path, _classifier(), _adapter()), damaged)


@functools.cache
def _adapter() -> Adapter:
    return _read(_ADAPTER, read_adapter, tr("The adapter of the starter model is damaged."))


def _join_places(places: Floats) -> Floats:
    length = float(np.linalg.norm(places.mean(axis=(0, 1))))
    return _adapter().join_places(places * np.float32(float(LOOK_SCALE) / max(length, 1e-6)))


@functools.cache
def _classifier() -> Floats:
    """The image tower's own classifier, float32 (1281, 1000); the last row is the bias."""
    return _open_or_rebuild(lambda folder: np.load(folder / KINDS_FILE).astype(np.float32))


@functools.cache
def captioner_id() -> str:
    """``starter-`` and a hash of the captioner's weights and of its selection method. Takes milliseconds.

    Raises:
        PhotonError: The installation is incomplete.
    """
    digest = hashlib.blake2b(_CHOOSING.encode(), digest_size=4)
    for name in (_MEMORY, _CENTRES, _PHRASES, _ADAPTER):
        digest.update(_path(name).read_bytes())
    return f"starter-{digest.hexdigest()}"


def is_prepared() -> bool:
    """Whether the converted starter is in the cache folder, judged by file names and sizes."""
    return is_whole(starter_folder())


def disk() -> int:
    """Return how many bytes the converted starter and the data computed with it use on disk."""
    total = 0
    for path in cache_folder().rglob("*"):
        with suppress(OSError):  # deleted in the meantime
            total += path.lstat().st_size if path.is_file() else 0
    return total


def prepare(progress: Progress = lambda _share, _sentence: None) -> None:
    """Convert the starter unless it is in the cache folder, as ``prepare_starter`` does, but without reading it."""
    if not is_prepared():
        prepare_starter(progress)


def load(threads: int, _: str | None = None) -> "Starter":
    """Open the starter. Each tower is loaded on first use; all run on the processor.

    Args:
        threads: Threads per tower.

    Returns:
        The encoder.

    Raises:
        PhotonError: It is not prepared and preparing it fails.
    """
    prepare()
    return Starter(threads)


class Starter:
    """The starter encoder: EfficientNet-Lite2 and MiniLM, joined by the adapter."""

    dimension = DIMENSION
    look_dimension = 1280
    languages = LANGUAGES

    def __init__(self, threads: int) -> None:
        """Set the number of threads; the towers are loaded on first use.

        Args:
            threads: Threads per tower.
        """
        self.id = encoder_id()
        self._threads = threads

    @functools.cached_property
    def _image_tower(self) -> "StarterImageTower":
        from photon.vision.starter.image_tower import StarterImageTower  # PIL, which words do not need

        return _open_or_rebuild(lambda folder: StarterImageTower(folder / IMAGE_FILE, self._threads))

    @functools.cached_property
    def _text_tower(self) -> StarterTextTower:
        return _open_or_rebuild(lambda folder: StarterTextTower(folder, self._threads))

    @functools.cached_property
    def _bridge(self) -> LanguageBridge:
        damaged = tr("The starter model's file for other languages is damaged.")
        return _read(BRIDGE, lambda path: read_bridge(path, self._threads), damaged)

    @functools.cached_property
    def describer(self) -> CaptionScorer:
        """The caption generator; loads the caption memory, and the text tower only to score other sources' sentences.

        Raises:
            PhotonError: The installation is incomplete or damaged.
        """
        memory = caption_memory()
        damaged = tr("The captioner of the starter model is damaged.")
        grammar = _read(_PHRASES, lambda path: read_phrase_grammar(path, memory.names), damaged)
        return CaptionScorer(memory, grammar, self._encode_sentences)

    def _encode_sentences(self, texts: Sequence[str]) -> Floats:
        """Sentence embeddings float32 (n, 384), not normalised; loads the text tower only when called."""
        return self._text_tower.encode(texts)

    def write(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Generate caption candidates from features float32 (n, 1280); see ``CaptionScorer``."""
        return self.describer.write(looks, known)

    def weigh(
        self, looks: Floats, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        """Score sentences of another source by features float32 (n, 1280); see ``CaptionScorer``."""
        return self.describer.weigh(looks, known, sentences)

    def encode_images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode previews.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings float32 (n, 384), visual features float32 (n, 1280) and class probabilities.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            PhotonError: The converted encoder is damaged and cannot be rebuilt.
        """
        if not previews:
            return ImageVectors(
                np.empty((0, self.dimension), np.float32), np.empty((0, self.look_dimension), np.float32)
            )
        pooled = self._look_at(previews)
        looks = normalise(pooled)
        return ImageVectors(join_looks(looks), looks, self._name_kinds(pooled))

    def _look_at(self, previews: Sequence[bytes]) -> Floats:
        """Pooled features float32 (n, 1280), not normalised."""
        return self._image_tower.encode(previews)

    def _name_kinds(self, pooled: Floats) -> tuple[dict[int, float], ...]:
        """The most probable classes of each image with their probabilities, best first, from float32 (n, 1280)."""
        return tuple(
            {int(kind): round(float(row[kind]), 4) for kind in np.argsort(-row)[: np.count_nonzero(row)]}
            for row in stored_probabilities(pooled, _classifier())
        )

    def encode_map(self, preview: bytes, window: Window = WHOLE) -> Floats:
        """Encode each of 9 x 9 places of a preview, or of a window of it.

        Args:
            preview: An upright JPEG.
            window: Left, top, right and bottom edge as fractions of the image.

        Returns:
            float32 (9, 9, 384), not normalised; the mean is the joint embedding before normalisation.

        Raises:
            DamagedPreview: The preview cannot be decoded.
            PhotonError: The converted encoder is damaged and cannot be rebuilt.
        """
        return _join_places(self._image_tower.encode_places(preview, window))

    def encode_details(self, preview: bytes) -> Floats:
        """Encode places of a larger preview, float32 (12, 12, 384); see ``Encoder``. Takes twice as long as a map."""
        return _join_places(self._image_tower.encode_places(preview, side=LARGER))

    def encode_texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts.

        Args:
            texts: Queries or sentences, as typed.

        Returns:
            float32 (n, 384), L2-normalised.

        Raises:
            PhotonError: The converted encoder is damaged and cannot be rebuilt.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if any(map(may_be_foreign, texts)):
            return _adapter().join_texts(self._bridge.read(texts, self._read_english))
        return _adapter().join_texts(self._read_english(texts))

    def _read_english(self, texts: Sequence[str]) -> Floats:
        """Sentence embeddings float32 (n, 384) of texts as if they were English, not normalised."""
        return self._text_tower.encode([as_sentence(text) for text in texts])

    def put_in_english(self, text: str) -> EnglishReading:
        """Return the things that a text in another language means; see ``Namer``."""
        return self._bridge.put_in_english(text)

    def count_parts(self, text: str) -> int:
        """Count the parts in which a text is encoded. The text tower is only loaded for texts that may be long.

        Args:
            text: The text, as typed.

        Raises:
            PhotonError: The converted encoder is damaged and cannot be rebuilt.
        """
        return 1 if is_short(text) or is_foreign(text) else self._text_tower.count_parts(as_sentence(text))


def _open_or_rebuild(open_tower: "Callable[[Path], _Tower]") -> _Tower:
    """Open a tower. Damaged files are found by the full check in ``prepare_starter`` and rebuilt."""
    try:
        return open_tower(starter_folder())
    except (OSError, ValueError):
        folder = prepare_starter()
    try:
        return open_tower(folder)
    except (OSError, ValueError) as error:
        raise PhotonError(
            tr("The starter model can't be opened: {reason}.", reason=error),
            tr("Delete the folder {folder} and start Photon again.", folder=folder),
        ) from error
