"""Download encoders: the size is looked up first, interrupted downloads are resumed, every byte is verified."""

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.catalog.partial_download import PartialDownload, RemoteFile, room
from photon.vision.clip.catalog.web import MissingFileError, PassingError, headers_of
from photon.vision.clip.catalog.weight_pairs import Pair, find_pair

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
        raise PhotonError(
            tr("“{address}” isn't a valid server address.", address=hub),
            tr("Set HF_ENDPOINT to one like {address}.", address=HUB),
        )

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


Progress = Callable[[float, str], None]

WAITS = (1.0, 4.0, 15.0)  # seconds before each retry; starts over whenever data arrives
_LOOK = 0.1  # seconds between checks for cancellation while waiting
_RESERVE = 50_000_000  # bytes of disk space to leave free
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Remote:
    """The files of a download."""

    files: tuple[RemoteFile, ...]

    @property
    def bytes(self) -> int:
        """Total size of the files."""
        return sum(file.bytes for file in self.files)


def look_up(card: EncoderCard, endpoint: str | None = None) -> Remote:
    """Look up the files of an encoder; only headers are transferred.

    The hub publishes the SHA-256 of weights, but not of small files (configuration, most of a tokenizer): of these only
    the size is verified later.

    Args:
        card: An encoder with open_clip's architecture and tag.
        endpoint: URL of the hub or of a mirror; None for ``HF_ENDPOINT`` or the hub itself.

    Returns:
        The files.

    Raises:
        PhotonError: open_clip has no such pair, a required file is missing, or the server does not answer.
    """
    pair = find_pair(card.architecture, card.weights)
    found = (_look_up(source) for source in sources_of(pair, endpoint))
    return Remote(tuple(file for file in found if file))


def _look_up(source: EncoderFile) -> RemoteFile | None:
    """Describe the file at the first URL of a source that exists; None if there is none and it is optional."""
    for url in source.urls:
        try:
            return _described(url, source.sha256)
        except MissingFileError:
            if source.needed and url == source.urls[-1]:
                raise
    return None


def _described(url: str, sha256: str) -> RemoteFile:
    """A file as described by its server, at a URL that will keep referring to this version."""
    headers = headers_of(url)
    tag = headers.get("x-linked-etag") or headers.get("etag", "")
    size = headers.get("x-linked-size") or headers.get("content-length", "")
    if not size.isdecimal():
        raise PhotonError(
            tr("The server did not report the size of {file}; nothing was downloaded.", file=name_of(url)),
            tr("Try again."),
        )
    commit, tag = headers.get("x-repo-commit", ""), tag.removeprefix("W/").strip('"')
    return RemoteFile(
        url=url.replace("/resolve/main/", f"/resolve/{commit}/") if _COMMIT.fullmatch(commit) else url,
        name=name_of(url),
        bytes=int(size),
        sha256=sha256 or (tag if _SHA256.fullmatch(tag) else ""),
    )


def found_bytes(remote: Remote, folder: Path) -> int:
    """Count the bytes in a folder that an earlier download left and that need not be transferred again.

    Args:
        remote: The files.
        folder: The folder of the download.
    """
    return sum(PartialDownload(folder, file).found for file in remote.files)


def fetch(remote: Remote, folder: Path, progress: Progress, is_stopped: Callable[[], bool]) -> None:
    """Download the missing files. After a cancellation or failure, partial files are kept and resumed next time.

    Args:
        remote: The files.
        folder: Destination; created if missing.
        progress: Called with the fraction 0..1 of bytes and a sentence, whenever the sentence changes.
        is_stopped: Polled after every chunk and while waiting (a dead connection is noticed after 20 seconds). Once it
            returns True, this returns without the rest.

    Raises:
        PhotonError: The disk is full, the network fails, the server refuses, a file differs from the published one (it
            is removed), or another process is downloading into the same folder.
    """
    import filelock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", blocking=False):
            _fetch(remote, folder, progress, is_stopped)
    except filelock.Timeout as error:
        raise PhotonError(
            tr("Another Photon process is already downloading this model."), tr("Wait until it has finished.")
        ) from error
    except OSError as error:
        raise room(folder, error) from error


def _fetch(remote: Remote, folder: Path, progress: Progress, is_stopped: Callable[[], bool]) -> None:
    parts = [PartialDownload(folder, file) for file in remote.files]
    _check_space(folder, remote.bytes - sum(part.found for part in parts))
    shown = ""

    def tell() -> None:
        nonlocal shown
        done = sum(part.found for part in parts)
        sentence = tr("Downloading, {done:.0f} of {total} MB", done=done / 1e6, total=max(1, round(remote.bytes / 1e6)))
        if sentence != shown:
            shown = sentence
            progress(min(1.0, done / max(1, remote.bytes)), sentence)

    tell()
    for part in parts:
        if not _complete(part, tell, is_stopped):
            return


def _check_space(folder: Path, needed: int) -> None:
    """Refuse a download that would fill the disk.

    Raises:
        PhotonError: There is not enough space.
    """
    free = shutil.disk_usage(folder).free
    if needed and free < needed + _RESERVE:
        raise PhotonError(
            tr(
                "Nothing was downloaded: {needed:,.0f} MB are needed and {free:,.0f} MB are free in {folder}.",
                needed=needed / 1e6,
                free=free / 1e6,
                folder=folder,
            ),
            tr("Free {size:,.0f} MB there and try again.", size=(needed + _RESERVE - free) / 1e6 + 1),
        )


def _complete(part: PartialDownload, tell: Callable[[], None], is_stopped: Callable[[], bool]) -> bool:
    """Download one file, with retries; False if cancelled.

    Raises:
        PhotonError: The file cannot be downloaded.
    """
    waits, furthest = iter(WAITS), part.found
    while not is_stopped():
        try:
            for _ in part.pieces():
                tell()
                if is_stopped():
                    return False
            part.finish()
            return True
        except PassingError as problem:
            if part.found > furthest:
                waits, furthest = iter(WAITS), part.found
            if (wait := next(waits, None)) is None:
                raise _given_up(part, problem) from problem
            _wait(wait, is_stopped)
    return False


def _wait(seconds: float, is_stopped: Callable[[], bool]) -> None:
    """Sleep, but return early when cancelled."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_stopped():
        time.sleep(min(_LOOK, seconds))


def _given_up(part: PartialDownload, problem: PhotonError) -> PhotonError:
    """The last error, extended by what is left of the download."""
    if not part.found:
        return problem
    kept = tr("The first {size:,.0f} MB of {file} are kept.", size=part.found / 1e6, file=part.file.name)
    return PhotonError(f"{problem.message} {kept}", problem.hint)
