"""CoCa (Yu et al. 2022): open_clip networks that also generate a caption.

open_clip's own generation needs an old version of transformers, so Photon runs its own beam search.
"""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Pixels
from photon.language import tr
from photon.vision.clip.network.beams import Rules, likeliest
from photon.vision.clip.network.network import Network, restore
from photon.vision.clip.runtime.pixels import look_at
from photon.vision.clip.runtime.tokens import TokenFacts
from photon.vision.clip.runtime.torch_images import is_out_of_memory
from photon.vision.clip.shelf.encoder_shelf import TOKENIZER_FILE, WEIGHTS, Device, Installed
from photon.vision.kit.encoder import DeviceLost
from photon.vision.kit.previews import for_each

_WORD_END = "</w>"
_GLUED = ((" .", "."), (" ,", ","), (" !", "!"), (" ?", "?"), (" ;", ";"), (" :", ":"), (" ' s ", "'s "), (" 's", "'s"))
_log = logging.getLogger(__name__)


def writes(config: Mapping[str, Any]) -> bool:
    """Whether an architecture generates captions.

    Args:
        config: open_clip's configuration of it.
    """
    return "multimodal_cfg" in config


class CocaCaptioner:
    """Generates captions with a CoCa network in torch."""

    def __init__(self, network: Network, words: "Spelling", device: Device, threads: int) -> None:
        """Move the network to its device.

        Args:
            network: A network with a text decoder.
            words: Detokenizer.
            device: Device to run on.
            threads: Threads to use.

        Raises:
            PhotonError: There is not enough memory.
        """
        import torch

        from photon.vision.clip.network.coca_writing import WritingModule  # torch

        self._torch = torch
        self._words = words
        self._device = device
        self._preprocessing = network.preprocessing
        self._pool = ThreadPoolExecutor(threads)
        if device == "cpu":
            torch.set_num_threads(threads)
        self._shift = torch.tensor(network.preprocessing.mean, device=device)
        self._spread = torch.tensor(network.preprocessing.std, device=device)
        context = min(int(network.config[part].get("context_length") or 77) for part in ("text_cfg", "multimodal_cfg"))
        self._rules = replace(words.rules, most=min(words.rules.most, context - 1))
        self._net: Any = self._safely(lambda: network.net.to(device))
        with torch.inference_mode(mode=False), torch.no_grad():  # parameters outlive the caller's inference mode
            self._writing = WritingModule(self._net).eval()

    def sentences(self, previews: Sequence[bytes], beams: int = 5) -> list[list[tuple[str, float]]]:
        """Generate the most likely captions by beam search.

        Args:
            previews: Upright JPEGs.
            beams: Maximum number of sentences per image.

        Returns:
            Per image, sentences with their natural log-probabilities. They are sorted by length-normalised score, so
            the log-probabilities need not be in order.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory for one image.
        """
        squares = for_each(lambda one: look_at(one, self._preprocessing), previews, self._pool)
        rules = replace(self._rules, beams=beams)
        return [self._safely(lambda square=square: self._write(square, rules)) for square in squares]

    def close(self) -> None:
        """Shut down the decoding threads."""
        self._pool.shutdown(wait=True)

    def _write(self, square: Pixels, rules: Rules) -> list[tuple[str, float]]:
        """Captions of one image, uint8 (side, side, 3), with their log-probabilities."""
        from photon.vision.clip.network.coca_writing import BeamState  # torch

        torch = self._torch
        with torch.inference_mode():
            pixels = torch.from_numpy(np.array(square)).to(self._device).float() / 255
            seen = self._net(((pixels - self._shift) / self._spread).permute(2, 0, 1)[None])
            follow = BeamState(self._writing, seen["image_embs"])
            found: dict[str, float] = {}
            for sentence in likeliest(follow, rules):
                text = self._words.text(sentence.ids)
                if text:
                    found.setdefault(text, sentence.logprob)
        return list(found.items())

    def _safely(self, work: Any) -> Any:  # noqa: ANN401 - a function of any result
        """Call ``work`` and translate its errors.

        Raises:
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory.
        """
        try:
            return work()
        except (RuntimeError, MemoryError) as error:
            if is_out_of_memory(error):
                raise PhotonError(
                    tr("There is not enough memory for this model to write captions."),
                    tr("Close other programs and try again, or use a smaller model."),
                ) from error
            if self._device != "cpu" and not isinstance(error, DeviceLost):
                raise DeviceLost(tr("The graphics card stopped responding: {reason}", reason=error)) from error
            raise


class Spelling:
    """Detokenizer for CLIP's byte-pair encoding.

    Attributes:
        rules: Start and end token, and tokens that are never generated.
    """

    def __init__(self, path: Path, facts: TokenFacts) -> None:
        """Open tokenizer.json.

        Args:
            path: The file.
            facts: Special tokens and context length.

        Raises:
            OSError: The file is missing.
            ValueError: The file is damaged, or no CLIP tokenizer.
        """
        from tokenizers import Tokenizer, decoders

        self._tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        self._decoder = decoders.ByteLevel()
        if len(facts.before) != 1 or len(facts.after) != 1:
            raise ValueError("its sentences begin or end in an unknown way")
        self.rules = Rules(facts.before[0], facts.after[0], never=(facts.pad,))

    def text(self, ids: Sequence[int]) -> str:
        """Convert tokens to a capitalised sentence; empty if it contains no letter.

        Args:
            ids: Token ids.
        """
        pieces = [self._tokenizer.id_to_token(one) or "" for one in ids]
        text = " ".join(self._decoder.decode(pieces).replace(_WORD_END, " ").split())
        text = text.replace("\ufffd", "").strip()
        for apart, together in _GLUED:
            text = text.replace(apart, together)
        return text[:1].upper() + text[1:] if any(map(str.isalpha, text)) else ""


def open_captioner(installed: Installed, device: Device, threads: int) -> CocaCaptioner | None:
    """Open the text decoder of an installed encoder.

    Args:
        installed: The encoder.
        device: Device to run on.
        threads: Threads to use.

    Returns:
        The captioner; None if the encoder generates no text.

    Raises:
        OSError: A file is missing.
        ValueError: A file is damaged.
        PhotonError: The weights are damaged, or there is not enough memory.
    """
    if not writes(installed.config):
        return None

    words = Spelling(installed.folder / TOKENIZER_FILE, TokenFacts.from_json(installed.text["tokens"]))
    weights = installed.folder / WEIGHTS
    network = restore(installed.architecture, dict(installed.config), installed.preprocessing, weights)
    _log.info("Opening %s for captions", installed.id)
    return CocaCaptioner(network, words, device, threads)
