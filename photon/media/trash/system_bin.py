"""The bin of Windows and macOS, which takes files but cannot be asked to give them back."""

from pathlib import Path

from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.domain.photo.file_time import modified_ns
from photon.language import tr
from photon.media.file.free_rename import refusal


def plan_system_move(path: Path, role: Role = "photo") -> FileMove:
    """The move of a file into the system's bin; nothing is changed.

    Args:
        path: The file.
        role: What the file is for its photo.

    Raises:
        OSError: The file is not there.
    """
    status = path.lstat()
    return FileMove(str(path), "", "", status.st_size, modified_ns(status), role)


def send_to_system_bin(move: FileMove) -> None:
    """Have the system move a file into its bin.

    Raises:
        Unmovable: It refused; the file is where it was.
    """
    from send2trash import send2trash

    try:
        send2trash(move.source)
    except OSError as error:
        raise refusal(move.source, error) from error
    except Exception as error:  # whatever the system's bin says: its own exceptions have no common ancestor
        raise Unmovable(
            tr("{path} wasn't moved: the bin refused it ({reason}).", path=move.source, reason=error),
            tr("Delete it in your file manager, if you want to; Photon will notice."),
        ) from error


def only_by_hand(path: str) -> Unmovable:
    """What is told instead of bringing a file back.

    Args:
        path: Where the file was.
    """
    return Unmovable(
        tr("{path} is in the bin of your system, which only you can empty or restore from.", path=path),
        tr("Open the bin and restore the file there; Photon will notice, and nothing that you wrote is lost."),
    )
