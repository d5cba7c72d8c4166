"""The result of reading a file."""

from dataclasses import dataclass

from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.photo.facts import Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that is read when a file is opened.

    Attributes:
        file_hash: 16-byte hash of the whole file, to identify it, moves and exact duplicates.
        image_hash: 16-byte hash of the picture with its orientation, without metadata. Previews and vectors are keyed
            by it, so that writing keywords does not require embedding again.
        size: Size of the file in bytes.
        facts: Facts from the file.
        preview: Upright sRGB JPEG, short side at most 512 pixels.
        colour: Mean colour of the preview as 0xRRGGBB, shown until the preview is loaded.
        damage: A sentence if only part of the picture could be read, or None.
        account: Metadata of the file and its sidecars; None if not requested.
    """

    file_hash: bytes
    image_hash: bytes
    size: int
    facts: Facts
    preview: bytes
    colour: int
    damage: str | None = None
    account: FileMetadata | None = None
