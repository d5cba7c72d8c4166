"""A file that Photon moves for the user: into the bin, or to another name; each way can be gone back."""

from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.photo.photo import Card
from photon.quick_dataclass import dataclass

Purpose = Literal["bin", "rename"]
Role = Literal["photo", "sidecar", "video"]
MoveState = Literal["going", "there", "back", "over", "gone"]
"""``going``: from its source to its target; ``there``: at its target; ``back``: on its way back; ``over``: at its
source, because it never went or came back; ``gone``: at neither, as when the bin was emptied.
"""
Whereabouts = Literal["source", "target", "nowhere", "unknown"]


class Unmovable(PhotonError):  # noqa: N818 - it names the state of a file
    """A file could not be moved; it is where it was, and as it was."""


@dataclass(frozen=True, slots=True)
class FileMove:
    """One file that is moved.

    Attributes:
        source: Absolute path before.
        target: Absolute path after; empty where the system's own bin does not tell.
        info: Path of the ``.trashinfo`` file that tells other programs where the file comes from; empty for none.
        size: Bytes, by which it is recognised.
        mtime_ns: Modification time in nanoseconds since the epoch, likewise; moving a file keeps it.
        role: What it is for the photo with which it goes.
        photo: Photo id; 0 where Photon does not know it.
        unit: Files with the same number go together or not at all.
        id: Row of the journal; 0 before it is there.
        state: How far it is.
        stays: Path of the file that stays instead of a duplicate; empty for none.
        stays_photo: Id of its photo, which gets the metadata of a photo that goes; 0 for none.
        stays_hash: Hash of the content that it must have; otherwise the duplicate doesn't go.
    """

    source: str
    target: str
    info: str
    size: int
    mtime_ns: int
    role: Role = "photo"
    photo: int = 0
    unit: int = 0
    id: int = 0
    state: MoveState = "going"
    stays: str = ""
    stays_photo: int = 0
    stays_hash: bytes = b""


@dataclass(frozen=True, slots=True)
class BinnedPhoto:
    """A photo in the bin, with what went with it.

    Attributes:
        id: By which it can be put back.
        photo: Photo id; 0 where Photon does not know it.
        path: Where it was.
        made: When it was moved to the bin, UTC, ISO 8601.
        others: Paths of the files that went with it.
        bytes: Size of all its files.
        target: Where its file lies in the bin; empty where the system's own bin does not tell.
        batch: What was moved at once has the same number.
        card: What is painted of it; None where Photon does not know it.
    """

    id: int
    photo: int
    path: str
    made: str
    others: tuple[str, ...]
    bytes: int
    target: str
    batch: int
    card: Card | None = None
