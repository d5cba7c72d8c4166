"""What one reading of a file yields."""

from dataclasses import dataclass

from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.photo.facts import Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one opening of a file yields.

    Attributes:
        file_hash: 16 bytes over the whole file: identity, moves, exact duplicates.
        image_hash: 16 bytes over the picture alone (with its orientation, without metadata);
            previews and vectors follow it, so that writing keywords re-embeds nothing.
        size: Bytes of the file as read.
        facts: What the file says.
        preview: Upright sRGB JPEG, short side at most 512 px.
        colour: Mean colour of the preview as 0xRRGGBB, shown before the preview is there.
        damage: A sentence when only part of the picture could be read, else None.
        account: What the file and its sidecars say in words; None where nobody asked.
    """

    file_hash: bytes
    image_hash: bytes
    size: int
    facts: Facts
    preview: bytes
    colour: int
    damage: str | None = None
    account: FileMetadata | None = None
