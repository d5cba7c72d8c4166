"""The files that a pair of architecture and weights needs, and their URLs."""

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from photon.domain import PhotonError
from photon.vision.clip.catalog.weight_pairs import Pair

HUB = "https://huggingface.co"
CONFIG = "open_clip_config.json"
_SAFE, _PICKLED = "open_clip_model.safetensors", "open_clip_pytorch_model.bin"
_TOKENIZER = (("tokenizer.json", True), ("tokenizer_config.json", False), ("special_tokens_map.json", False))


@dataclass(frozen=True, slots=True)
class EncoderFile:
    """A file of an encoder.

    Attributes:
        urls: URLs to try, best first; the file is named after the one that exists.
        needed: Whether the encoder needs the file.
        sha256: In hex, complete or a prefix; empty if only the server knows it.
    """

    urls: tuple[str, ...]
    needed: bool = True
    sha256: str = ""


def name_of(url: str) -> str:
    """The file name in a URL.

    Args:
        url: The URL.
    """
    return PurePosixPath(urlsplit(url).path).name


def sources_of(pair: Pair, endpoint: str | None = None) -> list[EncoderFile]:
    """List the files of a pair: weights (safetensors preferred to pickles), open_clip's configuration, tokenizer.

    Args:
        pair: A pair of open_clip.
        endpoint: URL of the hub or of a mirror; None for ``HF_ENDPOINT`` or the hub itself.

    Returns:
        The files.

    Raises:
        PhotonError: The endpoint is no URL.
    """
    hub = (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")
    if not hub.startswith(("https://", "http://")):
        raise PhotonError(f"“{hub}” is not the address of a server.", f"Set HF_ENDPOINT to one like {HUB}.")

    def on_hub(repository: str, *names: str) -> tuple[str, ...]:
        return tuple(f"{hub}/{repository}/resolve/main/{quote(name)}" for name in names)

    if not pair.repository:
        files = [EncoderFile((pair.source,), sha256=_checksum_in_url(pair.source))]
    else:
        files = [
            EncoderFile(on_hub(pair.repository, *_weights(name_of(pair.source) if pair.source[-1] != "/" else ""))),
            EncoderFile(on_hub(pair.repository, CONFIG), needed=False),
        ]
    if pair.tokenizer:
        files += [EncoderFile(on_hub(pair.tokenizer, name), needed=needed) for name, needed in _TOKENIZER]
    return files


def _weights(named: str) -> tuple[str, ...]:
    """File names to try: the safetensors twin of a named file first, as open_clip does."""
    if not named:
        return _SAFE, _PICKLED
    file = PurePosixPath(named)
    return (file.with_suffix(".safetensors").name, named) if file.suffix in {".bin", ".pth"} else (named,)


def _checksum_in_url(url: str) -> str:
    """The checksum in a URL, as open_clip reads it: complete (OpenAI) or 8 digits (open_clip's own releases)."""
    if "openaipublic" in url:
        return url.split("/")[-2]
    return PurePosixPath(url).stem.rpartition("-")[2] if "mlfoundations" in url else ""
