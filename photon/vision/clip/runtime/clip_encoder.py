"""An opened open_clip encoder (CLIP, Radford et al. 2021, and its successors): images and texts to one joint space."""

import functools
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.language import tr
from photon.vision.clip.network.network import restore
from photon.vision.clip.runtime.image_towers import ClipImageTower
from photon.vision.clip.runtime.text_tower import ClipTextTower, TextFacts
from photon.vision.clip.shelf.encoder_shelf import BRIDGE_FILE, IMAGE_FILE, WEIGHTS, Installed, Setting
from photon.vision.clip.shelf.run_settings import has_device, on_processor
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import WHOLE, EnglishReading, ImageVectors, Window
from photon.vision.kit.prompts import is_bare
from photon.vision.kit.quarters import QUARTERS, join_quarters
from photon.vision.knowledge.language_bridge import LanguageBridge, is_foreign, may_be_foreign, read_bridge

if TYPE_CHECKING:
    from photon.vision.clip.runtime.coca import CocaCaptioner

_PROMPTS = ("{}", "a photo of a {}", "a picture of {}")
"""A bare word becomes the mean of these prompts: prompt ensembling (Radford et al. 2021, section 3.1.4)."""

_MARKS = 3
_Tower = TypeVar("_Tower")
_log = logging.getLogger(__name__)


def load(installed: Installed, threads: int, device: str | None = None) -> "ClipEncoder":
    """Open an installed encoder. Each tower is loaded on first use.

    Args:
        installed: The encoder.
        threads: Threads per tower.
        device: Device of the image tower; None for the one that was fastest at installation. "cpu" is the fallback
            after a GPU was lost.

    Returns:
        The encoder.
    """
    setting = installed.setting
    if device is None and not has_device(setting.device):
        _log.warning("The graphics card used by %s is not available; running it on the processor", installed.id)
        device = "cpu"
    if device is not None and device != setting.device:
        setting = on_processor(installed)
    return ClipEncoder(installed, setting, threads)


class ClipEncoder:
    """The towers of one encoder, in one setting."""

    def __init__(self, installed: Installed, setting: Setting, threads: int) -> None:
        """Set what to open later.

        Args:
            installed: The encoder.
            setting: How its image tower runs.
            threads: Threads per tower.
        """
        self.id = installed.id
        self.dimension = installed.dimension
        self.look_dimension = installed.look_dimension
        self.languages = frozenset(installed.card.languages)
        self.setting = setting
        self._installed = installed
        self._threads = threads

    @functools.cached_property
    def _image_tower(self) -> ClipImageTower:
        return self._opened(self._open_images)

    @functools.cached_property
    def _text_tower(self) -> ClipTextTower:
        facts = TextFacts.from_json(self._installed.text)
        return self._opened(lambda: ClipTextTower(self._installed.folder, facts, self._threads))

    @functools.cached_property
    def _bridge(self) -> LanguageBridge:
        return self._opened(lambda: read_bridge(self._installed.folder / BRIDGE_FILE, self._threads))

    @functools.cached_property
    def _captioner(self) -> "CocaCaptioner | None":
        from photon.vision.clip.runtime.coca import open_captioner  # PIL, which texts do not need

        return self._opened(lambda: open_captioner(self._installed, self.setting.device, self._threads))

    def encode_images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode previews; ``kinds`` is empty, as these encoders have no classifier.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings float32 (n, dimension) and visual features float32 (n, look_dimension), L2-normalised.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: The encoder is damaged, or there is not enough memory for one image.
        """
        if not previews:
            none = np.empty((0, self.dimension), np.float32)
            return ImageVectors(none, np.empty((0, self.look_dimension), np.float32))
        meaning, look = self._image_tower.encode(previews)
        return ImageVectors(normalise(meaning), normalise(look))

    def encode_map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """Encode each place of a preview; None if the encoder has no dense map.

        Where the mean over places does not equal the joint embedding, each place is L2-normalised (MaskCLIP, Zhou et
        al. 2022).

        Args:
            preview: An upright JPEG.
            window: The part of the image to encode.

        Returns:
            float32 (rows, columns, dimension).

        Raises:
            DamagedPreview: The preview cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: The encoder is damaged, or there is not enough memory.
        """
        if not self._installed.has_map:
            return None
        places = self._image_tower.encode_places(preview, window)
        return places if self._installed.adds_up else normalise(places)

    def encode_details(self, preview: bytes) -> Floats | None:
        """Join the maps of quarters, float32 (rows, columns, d); see ``Encoder``. Takes 4 times as long as a map."""
        if not self._installed.has_map:
            return None
        quarters = [self.encode_map(preview, window) for window in QUARTERS]
        return join_quarters([places for places in quarters if places is not None])

    def encode_texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts. One or two bare words are put into prompts; other texts are encoded as they are.

        Args:
            texts: Queries or sentences, as typed.

        Returns:
            float32 (n, dimension), L2-normalised.

        Raises:
            PhotonError: The encoder is damaged.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if self._installed.is_bridged and any(map(may_be_foreign, texts)):
            return normalise(self._bridge.read(texts, self.read_words))
        return self.read_words(texts)

    def read_words(self, texts: Sequence[str]) -> Floats:
        """Encode at least one text by the text tower alone, whatever its language.

        Args:
            texts: Queries or sentences, as typed.

        Returns:
            float32 (n, dimension), L2-normalised.
        """
        put = [_prompts(text) for text in texts]
        vectors = iter(self._text_tower.encode([words for each in put for words in each]))
        return normalise(np.stack([np.mean([next(vectors) for _ in each], axis=0) for each in put]))

    def put_in_english(self, text: str) -> EnglishReading:
        """Return the things that a text in another language means; see ``Namer``."""
        return self._bridge.put_in_english(text)

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Generate captions; None if the encoder generates no text.

        Args:
            previews: Upright JPEGs.

        Returns:
            Per preview, sentences with their natural log-probabilities, best first.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: The encoder is damaged, or there is not enough memory.
        """
        captioner = self._captioner
        return None if captioner is None else captioner.sentences(previews)

    def count_parts(self, text: str) -> int:
        """Count the parts in which a text is encoded. The text tower is only loaded for texts that may be long.

        Args:
            text: The text, as typed.

        Raises:
            PhotonError: The encoder is damaged.
        """
        # An ASCII character is at most one token, others at most four; special tokens and a leading space take three.
        is_bridged = self._installed.is_bridged and is_foreign(text)
        most = 0 if is_bridged else len(text) * (1 if text.isascii() else 4)
        return 1 if most <= self._installed.context - _MARKS else self._text_tower.count_parts(text)

    def _open_images(self) -> ClipImageTower:
        folder, preprocessing = self._installed.folder, self._installed.preprocessing
        if self.setting.runtime == "onnx":
            from photon.vision.clip.runtime.onnx_images import OnnxImages  # PIL, which texts do not need

            return OnnxImages(folder / IMAGE_FILE, preprocessing, self._threads)
        from photon.vision.clip.network.image_modules import image_module  # torch
        from photon.vision.clip.runtime.torch_images import TorchImages  # PIL

        installed = self._installed
        network = restore(installed.architecture, dict(installed.config), preprocessing, folder / WEIGHTS)
        module = image_module(network)
        return TorchImages(module, preprocessing, self.setting, self._threads)

    def _opened(self, open_tower: Callable[[], _Tower]) -> _Tower:
        try:
            return open_tower()
        except (OSError, ValueError, KeyError) as error:
            name = self._installed.card.name
            raise PhotonError(
                tr("The model “{name}” is damaged and can't be opened: {reason}.", name=name, reason=error),
                tr("Remove it (photon encoders remove {name}) and install it again.", name=name),
            ) from error


def _prompts(text: str) -> list[str]:
    return [prompt.format(text.strip()) for prompt in _PROMPTS] if is_bare(text) else [text]
