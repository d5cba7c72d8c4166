"""An installed open_clip encoder, opened: previews and words to vectors of one space."""

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from photon.domain import PhotonError
from photon.vision.clip.runtime.image_towers import ClipImageTower
from photon.vision.clip.runtime.text_tower import ClipTextTower, TextFacts
from photon.vision.clip.shelf.encoder_shelf import IMAGE_FILE, WEIGHTS, Installed, Setting
from photon.vision.clip.shelf.run_settings import has_device, on_processor
from photon.vision.kit.adapter import normalise
from photon.vision.kit.encoder import WHOLE, Encoder, FloatArray, ImageVectors, Window
from photon.vision.kit.prompts import is_bare

if TYPE_CHECKING:
    from photon.vision.clip.runtime.coca import CocaCaptioner

_PROMPTS = ("{}", "a photo of a {}", "a picture of {}")
"""A bare word is the mean of these: prompt ensembles (Radford et al., 2021, section 3.1.4)."""

_MARKS = 3
_Tower = TypeVar("_Tower")
_log = logging.getLogger(__name__)


def load(installed: Installed, threads: int, device: str | None = None) -> "ClipEncoder":
    """An installed encoder; each tower is opened when it is first used.

    Args:
        installed: Which.
        threads: How many each tower may use.
        device: Where the image tower runs, or None for where it ran best when it was installed. "cpu" is what
            remains when a graphics card is lost.
    """
    setting = installed.setting
    if device is None and not has_device(setting.device):
        _log.warning("The graphics card that %s ran on is not there; it runs on the processor", installed.id)
        device = "cpu"
    if device is not None and device != setting.device:
        setting = on_processor(installed)
    return ClipEncoder(installed, setting, threads)


class ClipEncoder:
    """The towers of one encoder, in one setting."""

    def __init__(self, installed: Installed, setting: Setting, threads: int) -> None:
        """Open nothing yet."""
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
    def _captioner(self) -> "CocaCaptioner | None":
        from photon.vision.clip.runtime.coca import open_captioner

        return self._opened(lambda: open_captioner(self._installed, self.setting.device, self._threads))

    def encode_images(self, previews: Sequence[bytes]) -> ImageVectors:
        """See Encoder; ``kinds`` is empty, as these encoders name nothing by themselves.

        Raises:
            DamagedPreview: Some cannot be decoded.
            DeviceLost: The graphics card stopped answering.
            PhotonError: The encoder is damaged, or memory is too small for one picture.
        """
        if not previews:
            none = np.empty((0, self.dimension), np.float32)
            return ImageVectors(none, np.empty((0, self.look_dimension), np.float32))
        meaning, look = self._image_tower.encode(previews)
        return ImageVectors(normalise(meaning), normalise(look))

    def encode_map(self, preview: bytes, window: Window = WHOLE) -> FloatArray | None:
        """See Encoder. Where the mean over places is not the photo's meaning, each place has unit length (MaskCLIP).

        Raises:
            DamagedPreview: It cannot be decoded.
            DeviceLost: The graphics card stopped answering.
            PhotonError: The encoder is damaged, or memory is too small.
        """
        if not self._installed.has_map:
            return None
        places = self._image_tower.encode_places(preview, window)
        return places if self._installed.adds_up else normalise(places)

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """See Encoder. A bare word or two is put into prompts; everything else is taken as it is.

        Raises:
            PhotonError: The encoder is damaged.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        put = [_prompts(text) for text in texts]
        vectors = iter(self._text_tower.encode([words for each in put for words in each]))
        return normalise(np.stack([np.mean([next(vectors) for _ in each], axis=0) for each in put]))

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """For each photo, sentences about it with the logarithms of their chances, best first; None where it has none.

        Raises:
            DamagedPreview: Some cannot be decoded.
            DeviceLost: The graphics card stopped answering.
            PhotonError: The encoder is damaged, or memory is too small.
        """
        captioner = self._captioner
        return None if captioner is None else captioner.sentences(previews)

    def encode_words_with(self, texts: Sequence[str], pseudo: Mapping[str, FloatArray]) -> FloatArray:
        """Encodes words in which pseudo-words stand: float32 (n, dimension), L2-normalised.

        Args:
            texts: As they are: no prompts are made of them. "a photo of $ on a beach".
            pseudo: Placeholder, such as "$", and the token embedding float32 (width,) that stands in its place
                (textual inversion: Gal et al., 2022; for retrieval: Saito et al., Pic2Word, 2023).

        Raises:
            PhotonError: The encoder is damaged.
            ValueError: A vector has another length than this encoder's token embeddings.
        """
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return self._text_tower.encode(texts, pseudo)

    def count_parts(self, text: str) -> int:
        """In how many parts a text is read; opens the text tower only for what may be long.

        Raises:
            PhotonError: The encoder is damaged.
        """
        # A letter outside ASCII is four tokens at most, one of ASCII a single one; marks and a first blank take three.
        most = len(text) * (1 if text.isascii() else 4)
        return 1 if most <= self._installed.context - _MARKS else self._text_tower.count_parts(text)

    def _open_images(self) -> ClipImageTower:
        folder, preprocessing = self._installed.folder, self._installed.preprocessing
        if self.setting.runtime == "onnx":
            from photon.vision.clip.runtime.onnx_images import OnnxImages

            return OnnxImages(folder / IMAGE_FILE, preprocessing, self._threads)
        from photon.vision.clip.network.image_modules import image_module
        from photon.vision.clip.network.network import restore
        from photon.vision.clip.runtime.torch_images import TorchImages

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
                f"The encoder “{name}” is damaged and cannot be opened: {error}.",
                f"Remove it (photon encoders remove {name}) and install it again.",
            ) from error


def _prompts(text: str) -> list[str]:
    return [prompt.format(text.strip()) for prompt in _PROMPTS] if is_bare(text) else [text]


def _is_encoder(encoder: ClipEncoder) -> Encoder:
    """Mypy sees here that nothing of the protocol is missing."""
    return encoder
