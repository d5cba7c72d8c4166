"""Install the converted starter in the cache folder: once per machine, completely or not at all."""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from photon.domain import PhotonError
from photon.language import tr
from photon.resource_files import resource
from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS, TEXT_WEIGHTS, TOKENIZER, fingerprint
from photon.vision.kit.cache_folder import cache_folder
from photon.vision.kit.child_process import FAILED, Progress, pass_on, start_child

FORMAT = 6  # incremented when the converted files change, so that old ones are not used
MANIFEST = "manifest.json"
PREPARED = "starter-prepared"  # folder in the resources of the built app
IMAGE_FILE, TEXT_FILE, WORDS_FILE, TOKENIZER_FILE = "image.onnx", "text.onnx", "words.npy", "tokenizer.json"
KINDS_FILE = "kinds.npy"
_LAST_WORDS = 300  # characters of a failed conversion's output that are shown


def starter_folder() -> Path:
    """Folder of the converted starter: in the app that was built with it, else in the cache folder.

    In the cache folder, its name contains a hash of the weights and of the conversion format.
    """
    if _is_built():
        try:
            return resource(PREPARED)
        except FileNotFoundError as error:
            raise _incomplete() from error
    parts = (IMAGE_WEIGHTS.sha256, TEXT_WEIGHTS.sha256, TOKENIZER.sha256, str(FORMAT))
    return cache_folder() / f"starter-{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:8]}"


def _is_built() -> bool:
    """Whether this is the built app, which brings the converted starter along and can't convert it."""
    return bool(getattr(sys, "frozen", False))


def _incomplete() -> PhotonError:
    return PhotonError(
        tr("This installation is incomplete: the starter model is missing or damaged."), tr("Reinstall Photon.")
    )


def _manifest(folder: Path) -> dict[str, Any]:
    """The files in a manifest; empty if it is missing or unreadable."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return dict(manifest["files"]) if manifest["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def is_whole(folder: Path, *, thorough: bool = False) -> bool:
    """Whether a folder contains every file of its manifest in its full size.

    Args:
        folder: The folder.
        thorough: Also compare hashes.
    """
    files = _manifest(folder)
    try:
        return bool(files) and all(
            (folder / name).stat().st_size == facts["bytes"]
            and (not thorough or fingerprint(folder / name) == facts["sha256"])
            for name, facts in files.items()
        )
    except OSError:
        return False


def prepare_starter(progress: Progress = lambda _share, _sentence: None) -> Path:
    """Ensure that the converted starter is installed, byte for byte.

    Takes a fraction of a second if it is, a few seconds if not. Concurrent calls in several processes are safe: the
    second waits for the first.

    Args:
        progress: Called with a fraction 0..1 and the current step.

    Returns:
        Its folder.

    Raises:
        PhotonError: Weights are missing or wrong, the folder cannot be written, or the built app is damaged.
    """
    import filelock

    folder = starter_folder()
    if is_whole(folder, thorough=True):
        return folder
    if _is_built():
        raise _incomplete()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.with_suffix(".lock")):
            if not is_whole(folder, thorough=True):
                _rebuild(folder, progress)
    except OSError as error:
        raise PhotonError(
            tr(
                "The starter model couldn't be saved to {folder}: {reason}.",
                folder=folder.parent,
                reason=error.strerror or error,
            ),
            tr("Free about 120 MB there, or choose another folder with the environment variable PHOTON_CACHE."),
        ) from error
    return folder


def _rebuild(folder: Path, progress: Progress) -> None:
    """Convert into a temporary folder beside the target, then move the result into place."""
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as room:
        fresh, old = Path(room) / "fresh", Path(room) / "old"
        fresh.mkdir()
        _convert(fresh, progress)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    progress(1.0, tr("The starter model is ready"))


def _convert(folder: Path, progress: Progress) -> None:
    """Run the conversion in a child process and forward its progress."""
    with start_child("photon.vision.starter.conversion", folder) as process:
        output = "".join(line for line in process.stdout or () if not pass_on(line, progress))
    if process.returncode == FAILED:
        raise PhotonError(*json.loads(output.splitlines()[-1]))
    if process.returncode or not is_whole(folder):
        raise PhotonError(
            tr("The starter model couldn't be converted: {reason}", reason=output.strip()[-_LAST_WORDS:]),
            tr("Check that 1 GB of memory is free and try again; if it fails again, reinstall Photon."),
        )
