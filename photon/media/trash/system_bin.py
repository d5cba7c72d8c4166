"""The bin of Windows and macOS, which accepts files but offers no way to restore them."""

from pathlib import Path

from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.domain.photo.file_time import modified_ns
from photon.language import tr
from photon.media.file.free_rename import refusal


def plan_system_move(path: Path, role: Role = "photo") -> FileMove:
    """Plan the move of a file into the system's bin; nothing is changed.

    Args:
        path: The file.
        role: The file's role for its photo.

    Raises:
        OSError: The file does not exist.
    """
    status = path.lstat()
    return FileMove(str(path), "", "", status.st_size, modified_ns(status), role)


def send_to_system_bin(move: FileMove) -> None:
    """Move a file into the system's bin.

    Raises:
        Unmovable: The system refused; the file is still at its source.
    """
    from send2trash import send2trash

    try:
        send2trash(move.source)
    except OSError as error:
        raise refusal(move.source, error) from error
    except Exception as error:  # any error of the system's bin: its exceptions have no common base class
        raise Unmovable(
            tr("{path} wasn't moved: the bin refused it ({reason}).", path=move.source, reason=error),
            tr("Delete it in your file manager, if you want to; Photon will notice."),
        ) from error


def only_by_hand(path: str) -> Unmovable:
    """Return the error for a file that only the user can restore from the system's bin.

    Args:
        path: Original path of the file.
    """
    return Unmovable(
        tr("{path} is in the bin of your system, which only you can empty or restore from.", path=path),
        tr("Open the bin and restore the file there; Photon will notice, and nothing that you wrote is lost."),
    )
