"""What Photon says of photos that are exported: words for their copies, and what must not be in these."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.sensitive_texts import texts_for_files
from photon.domain.metadata.album_words import album_keyword, album_words
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reason, Recipe
from photon.domain.metadata.merge import MetadataSnapshot
from photon.domain.metadata.tag import PEOPLE, TagPath, belongs, name_key
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.photo.page_text import PageText
from photon.domain.photo.region import Region
from photon.domain.photo.turn import AS_IT_IS
from photon.library import Library
from photon.library.albums import album_content
from photon.library.files import file_metadata
from photon.library.files.library_metadata import library_metadata
from photon.library.photos import photo_dates, photo_turns
from photon.library.text import texts
from photon.media.copy.privacy_filter import phrases_of
from photon.quick_dataclass import dataclass

_PORTION = 500
_TAGS = 50_000


@dataclass(frozen=True, slots=True)
class CopyMetadata:
    """The metadata and the turn for the copy of one photo.

    Attributes:
        words: Photon's metadata; None if it is not wanted in the copy.
        names: Names of people, which must not be in the copy.
        unwanted: Keys of keywords that are never exported.
        has_unwanted: Whether the photo's file is known to contain some.
        turn: How a person turned the picture beyond the file's orientation, 1..8.
        page: The text to cover in the copy, if text is not to be readable.
        unread: Why the text can't be covered, or None.
        hidden: Names of hidden people in the photo.
        faces: The faces that are known, if faces are to be blurred.
    """

    words: MetadataEdit | None
    names: frozenset[str]
    unwanted: frozenset[str]
    has_unwanted: bool
    turn: int = AS_IT_IS
    page: PageText = PageText()
    unread: Reason | None = None
    hidden: frozenset[str] = frozenset()
    faces: tuple[Region, ...] = ()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing must be written into the copy because of this photo."""
        has_private = self.has_unwanted or self.page.lines or self.hidden or self.faces
        return self.words is None and not has_private and self.turn == AS_IT_IS

    @property
    def state(self) -> str:
        """A short hash that shows whether an earlier copy is still up to date; empty if Photon changes no metadata."""
        if self.is_untouched and not self.names:
            return ""
        turned = (self.turn,) if self.turn != AS_IT_IS else ()  # the hash of other photos is as in earlier versions
        added = () if self.words is None else (self.words.albums, self.words.text, self.words.people)
        shelved = tuple(one for one in (*added, *sorted(self.hidden), *self.faces) if one is not None)
        text = repr((self.words, sorted(self.names), self.has_unwanted, *turned, *shelved, *self.page.lines))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def recipe(self, choice: FileChoice, mtime_ns: int) -> Recipe:
        """Return how to make the copy."""
        ours, lines = (self.words, self.names, self.unwanted, mtime_ns, self.turn), self.page.lines
        covered = tuple(line.corners for line in lines)
        return Recipe(choice.redrawn, choice.carried, *ours, covered, self.quoted, self.hidden, self.faces)

    @property
    def quoted(self) -> frozenset[str]:
        """What the copy must not quote: lines of the text to cover, and its longer words and numbers."""
        return phrases_of(line.text for line in self.page.lines)


def going_words(
    library: Library, photos: Sequence[int], carried: CopyContents, hiding: SensitiveFilter
) -> dict[int, CopyMetadata]:
    """What goes into the copies of these photos."""
    unwanted = hiding.sensitive_keys(library)
    is_unwanted = lru_cache(_TAGS)(lambda path: belongs(path, unwanted))  # many photos have the same tags
    found: dict[int, CopyMetadata] = {}
    for at in range(0, len(photos), _PORTION):
        some = photos[at : at + _PORTION]
        ours, dates = library_metadata(library, some).metadata, photo_dates.decided_dates(library, some)
        shelved = album_content.albums_of_photos(library, some, only_by_hand=True)
        filed, turns = file_metadata.keywords(library, some), photo_turns.turns_of(library, some)
        written = texts_for_files(library, some, carried.text) if carried.readable else {}
        pages, read = ({}, {}) if carried.readable else (texts.pages(library, some), texts.read_photos(library, some))
        for photo in some:
            metadata = ours.get(photo, MetadataSnapshot())
            everything = (*metadata.keywords, *filed.get(photo, ()), *map(album_keyword, shelved[photo]))
            albums = album_words(shelved[photo], carried.albums)
            words = replace(
                _words(metadata, is_unwanted),
                taken=dates.get(photo),
                albums=albums and albums.filtered(lambda path: not is_unwanted(path)),
            )
            if (text := written.get(photo)) is not None:
                words = replace(words, text=replace(text, description="") if metadata.caption else text)
            found[photo] = CopyMetadata(
                words if carried.words else None,
                frozenset() if carried.people else _names(everything),
                unwanted,
                any(map(is_unwanted, everything)),
                turns.get(photo, AS_IT_IS),
                pages.get(photo, PageText()),
                None if carried.readable else "unread" if photo not in read else "illegible" if read[photo] else None,
            )
    return found


def _words(metadata: MetadataSnapshot, is_unwanted: Callable[[TagPath], bool]) -> MetadataEdit:
    kept = tuple(path for path in metadata.keywords if not is_unwanted(path))
    rating = float(metadata.rating)
    return MetadataEdit(kept, metadata.caption, metadata.title, rating, label=metadata.label, flag=metadata.flag)


def _names(paths: Sequence[TagPath]) -> frozenset[str]:
    return frozenset(name for path in paths if name_key(path[0]) in PEOPLE for name in path[1:])
