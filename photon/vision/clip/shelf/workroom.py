"""A temporary folder beside the encoders for installing or measuring one, locked for one process at a time."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.clip.shelf import encoder_shelf

_ROOM = ".room."


@contextmanager
def workroom() -> Iterator[Path]:
    """Create the temporary folder, on the same disk as the encoders, and remove it at the end.

    Yields:
        The folder.

    Raises:
        PhotonError: Another process is working there, or the folder cannot be written.
    """
    import filelock

    folder = encoder_shelf.encoders_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", timeout=0):
            for beginning in (
                _ROOM,
                encoder_shelf.REMOVED,
            ):  # leftovers of a crash; the lock shows that no process uses them
                for left in folder.glob(f"{beginning}*"):
                    shutil.rmtree(left, ignore_errors=True)
            room = Path(tempfile.mkdtemp(prefix=_ROOM, dir=folder))
            try:
                yield room
            finally:
                shutil.rmtree(room, ignore_errors=True)
    except filelock.Timeout:
        raise PhotonError(
            tr("Photon is already installing or measuring a model in another window or terminal."),
            tr("Wait until it has finished, then try again."),
        ) from None
    except OSError as error:
        raise PhotonError(
            tr("The model couldn't be saved to {folder}: {reason}.", folder=folder, reason=error.strerror or error),
            tr("Check that the disk has free space and is writable, then try again."),
        ) from error
