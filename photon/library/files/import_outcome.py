"""What importing needs to know of a file, and what comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

from photon.domain import Facts, Problem
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.merge import FIELDS, Field, Merged, MetadataSnapshot, beyond, united
from photon.domain.metadata.people_words import PersonMark, without_people
from photon.domain.metadata.place_words import FiledPlace
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
        orientation: EXIF orientation of its stored picture, 1..8.
        place: What the file and its sidecars say of where it was taken.
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
    orientation: int = 1
    place: FiledPlace = FiledPlace()

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the upright picture; zeros if unknown."""
        return (self.facts.width, self.facts.height) if self.facts else (0, 0)

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
        metadata, removed = self._less(self.ours, self.merged.metadata), self.merged.removed
        known = _with_values(self.merged.known, self.known, self._lost)
        known = united(known, MetadataSnapshot(removed, people=self.people[0]))
        return replace(self, known=known, merged=replace(self.merged, metadata=metadata, added=()))

    @property
    def gains(self) -> Self:
        """The part that remains once ``losses`` are taken."""
        known = self._less(self.known, self.merged.known)
        return replace(self, ours=self.losses.merged.metadata, known=known, merged=replace(self.merged, removed=()))

    def _less(self, one: MetadataSnapshot, other: MetadataSnapshot) -> MetadataSnapshot:
        """Return a snapshot without keywords and people that were removed, and with another's values where any are."""
        rest = beyond(one, MetadataSnapshot(self.merged.removed, people=self.people[0]))
        return replace(_with_values(one, other, self._lost), keywords=rest.keywords, people=rest.people)

    @property
    def people(self) -> tuple[tuple[PersonMark, ...], tuple[PersonMark, ...]]:
        """The people who are removed, and those who are added."""
        ours, merged = self.ours.people, self.merged.metadata.people
        return without_people(ours, merged), without_people(merged, ours)

    @property
    def _lost(self) -> list[Field]:
        """The fields whose value is removed or replaced."""
        ours, metadata = self.ours, self.merged.metadata
        return [name for name in FIELDS if getattr(ours, name) and getattr(ours, name) != getattr(metadata, name)]


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
