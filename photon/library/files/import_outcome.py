"""What importing needs to know of a file, and what comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from photon.domain import Facts, Problem
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.merge import FIELDS, Field, Merged, MetadataSnapshot, beyond, united
from photon.domain.metadata.written_text import WrittenText
from photon.library.files.file_metadata import OF_FILE, OF_STEM
from photon.library.photos.found_files import Found
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """The current metadata of one file.

    Attributes:
        photo: Photo id.
        path: Path of the file.
        found: The file with its sidecars.
        metadata: The metadata; None if it could not be read, in which case nothing is concluded.
        sources: The sources read.
        facts: Time, place and camera; None leaves them unchanged.
        written: Metadata from the file and the sidecars that Photon writes; None if no other source adds to it.
        unusable: Problems of sidecars; None if they were not checked.
        albums: What Photon has written about albums into the file and its sidecars.
        text: What Photon has written of the text in the picture into the file and its sidecars.
        names_albums: Whether the file itself names albums; None if that is unknown.
    """

    photo: int
    path: str
    found: Found
    metadata: MetadataSnapshot | None
    sources: int = 0
    facts: Facts | None = None
    written: MetadataSnapshot | None = None
    unusable: tuple[Problem, ...] | None = None
    albums: AlbumWords = AlbumWords()
    text: WrittenText = WrittenText()
    names_albums: bool | None = None

    @property
    def has_sidecar(self) -> bool:
        """Whether there is a sidecar that Photon may write to."""
        return self.sources & (OF_FILE | OF_STEM) > 0


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What importing one file changes, or would change.

    Attributes:
        photo: Photo id.
        path: Path of the file.
        ours: The library's metadata before.
        theirs: The file's metadata.
        known: The common base.
        merged: The result of the merge.
        sources: The sources read for the file.
        former: What was once agreed on and the file does not say.
    """

    photo: int
    path: str
    ours: MetadataSnapshot
    theirs: MetadataSnapshot
    known: MetadataSnapshot
    merged: Merged
    sources: int = 0
    former: MetadataSnapshot = MetadataSnapshot()

    @property
    def changes(self) -> bool:
        """Whether the library's metadata changes."""
        return self.merged.metadata != self.ours

    @property
    def losses(self) -> Self:
        """The part that removes or replaces what the library has; its base is what is known without that."""
        metadata, removed = _less(self.ours, self.merged, self.merged.metadata, self._lost), self.merged.removed
        known = _with_values(self.merged.known, self.known, self._lost)
        known = replace(known, keywords=united(known, MetadataSnapshot(removed)).keywords)
        return replace(self, known=known, merged=replace(self.merged, metadata=metadata, added=()))

    @property
    def gains(self) -> Self:
        """The part that remains once ``losses`` are taken."""
        known = _less(self.known, self.merged, self.merged.known, self._lost)
        return replace(self, ours=self.losses.merged.metadata, known=known, merged=replace(self.merged, removed=()))

    @property
    def _lost(self) -> list[Field]:
        """The fields whose value is removed or replaced."""
        ours, metadata = self.ours, self.merged.metadata
        return [name for name in FIELDS if getattr(ours, name) and getattr(ours, name) != getattr(metadata, name)]


def _less(one: MetadataSnapshot, merged: Merged, other: MetadataSnapshot, lost: Sequence[Field]) -> MetadataSnapshot:
    """Return a snapshot without the keywords that a merge removed, and with the values of another where it lost any."""
    return replace(_with_values(one, other, lost), keywords=beyond(one, MetadataSnapshot(merged.removed)).keywords)


def _with_values(one: MetadataSnapshot, other: MetadataSnapshot, names: Sequence[Field]) -> MetadataSnapshot:
    values: dict[str, Any] = {name: getattr(other, name) for name in names}
    return replace(one, **values)


@dataclass(frozen=True, slots=True)
class FileLoss:
    """What an import removed or replaced.

    Attributes:
        run: The batch.
        photos: Number of photos.
        words: Number of tags, captions, titles and marks.
    """

    run: int
    photos: int
    words: int
