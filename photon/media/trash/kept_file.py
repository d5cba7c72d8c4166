"""The file that stays instead of a duplicate: compared before the duplicate goes to the bin, looked at again after."""

import hashlib
import os
from contextlib import suppress

from photon.domain import UnreadableFile
from photon.domain.photo.file_move import FileMove, Unmovable
from photon.domain.photo.file_time import times_ns
from photon.language import tr
from photon.media.file.source import open_regular
from photon.quick_dataclass import dataclass

_HASH = 16  # bytes, as of ``FileSource.file_hash``


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was found when it was opened.

    Attributes:
        device: Its file system.
        inode: Its number there.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        changed_ns: Status change time. If the file is the duplicate itself in another place, such as a folder that is
            mounted twice, moving the duplicate changes this time, even where the file still seems to be there.
    """

    device: int
    inode: int
    size: int
    mtime_ns: int
    changed_ns: int


def compare_kept(move: FileMove) -> KeptFile:
    """Open the file that stays instead of a duplicate, and check that it has the content that it must have.

    Args:
        move: The duplicate.

    Raises:
        Unmovable: It can't be read, or has another content.
    """
    kept, content = _opened(move, is_whole=True)
    if content != move.stays_hash:
        raise Unmovable(
            tr("{path} wasn't moved: {other}, which was to stay, has other content than when Photon read it.",
               path=move.source, other=move.stays),
            tr("Look at both: the one that was to stay may be damaged."),
        )  # fmt: skip
    return kept


def look_at_kept(move: FileMove) -> KeptFile:
    """Open the file that stays instead of a duplicate, without reading all of it.

    Args:
        move: The duplicate.

    Raises:
        Unmovable: It can't be read.
    """
    return _opened(move, is_whole=False)[0]


def is_same_file(path: str, kept: KeptFile) -> bool:
    """Return whether a path leads to the file that stays, such as a link to it."""
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116 - paths may have invalid bytes
        return (status.st_dev, status.st_ino) == (kept.device, kept.inode)
    return False


def same_file(path: str, other: str) -> Unmovable:
    """Return the error for a duplicate that is the file that stays.

    Args:
        path: The duplicate.
        other: The file that stays.
    """
    return Unmovable(
        tr("{path} wasn't moved: it is the same file as {other}, in another place.", path=path, other=other),
        tr("Deleting it would free no space."),
    )


def gone_or_changed(move: FileMove) -> Unmovable:
    """Return the error for a duplicate that stays because the file that was to stay is not there as before."""
    return Unmovable(
        tr("{path} wasn't moved: {other}, which was to stay, changed, is gone or can't be read.",
           path=move.source, other=move.stays),
        tr("Photon rescans its folder; then try once more."),
    )  # fmt: skip


def went_along(move: FileMove, *, is_back: bool) -> Unmovable:
    """Return the error for a duplicate after whose move the file that was to stay was not there as before.

    Args:
        move: The duplicate.
        is_back: Whether it was moved back.
    """
    hint = tr("They may be the same file, for example on a drive that is connected in two ways.")
    if is_back:
        return Unmovable(
            tr("{path} was moved back: {other}, which was to stay, went or changed with it.",
               path=move.source, other=move.stays),
            hint,
        )  # fmt: skip
    return Unmovable(
        tr("{path} is in the bin and can't be moved back: {other}, which was to stay, went or changed with it.",
           path=move.source, other=move.stays),
        hint,
    )  # fmt: skip


def _opened(move: FileMove, *, is_whole: bool) -> tuple[KeptFile, bytes]:
    """Return the file and the hash of its content; of its first byte alone, unless ``is_whole``."""
    try:
        with open_regular(move.stays) as file:
            status = os.fstat(file.fileno())
            content = hashlib.file_digest(file, "sha256").digest()[:_HASH] if is_whole else file.read(1)
    except (OSError, UnreadableFile) as error:
        raise gone_or_changed(move) from error
    identity = (status.st_dev, status.st_ino, status.st_size, *times_ns(status))
    return KeptFile(*identity), content
