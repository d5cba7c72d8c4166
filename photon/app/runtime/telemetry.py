"""Telemetry files of onnxruntime, left where an earlier Photon or another program had not disabled telemetry."""

import shutil
from pathlib import Path

import platformdirs

from photon.domain import PhotonError
from photon.language import tr


def kept_for_its_maker() -> Path | None:
    """Return the folder with an id of this computer and a queue of events; None if there is none."""
    folder = Path(platformdirs.user_cache_dir()) / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    return folder if folder.is_dir() else None


def delete(folder: Path) -> None:
    """Delete the folder.

    Raises:
        PhotonError: The system refuses.
    """
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise PhotonError(
            tr("{path} couldn't be deleted: {reason}.", path=folder, reason=error.strerror),
            tr("Delete it manually."),
        ) from error
