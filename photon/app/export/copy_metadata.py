"""What Photon says of photos that are exported: words for their copies, and what must not be in these."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from photon.app.export.copy_places import CopyPlace, copy_places
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.sensitive_texts import texts_for_files
from photon.domain.metadata.album_words import album_keyword, album_words
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reason, Recipe
from photon.domain.metadata.merge import MetadataSnapshot
from photon.domain.metadata.people_words import (
    NOT_DECIDED,
    PeopleDecisions,
    PeopleWords,
    PersonMark,
    without_people,
)
from photon.domain.metadata.tag import PEOPLE, TagPath, belongs, name_key
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.photo.page_text import PageText
from photon.domain.photo.region import Region
from photon.domain.photo.turn import AS_IT_IS
from photon.library import Library
from photon.library.albums import album_content
from photon.library.files import file_metadata
from photon.library.files.library_metadata import library_metadata
from photon.library.people.faces import faces_of
from photon.library.photos import photo_dates, photo_turns
from photon.library.text import texts
from photon.media.copy.privacy_filter import phrases_of
from photon.quick_dataclass import dataclass

_PORTION = 500
_TAGS = 50_000
_LEAST = 3  # characters of a part of a name: shorter ones are in many other words


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
        place: What the copy says of where it was taken.
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
    place: CopyPlace = CopyPlace()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing must be written into the copy because of this photo."""
        has_private = self.has_unwanted or self.page.lines or self.hidden or self.faces or self.place != CopyPlace()
        return self.words is None and not has_private and self.turn == AS_IT_IS

    @property
    def state(self) -> str:
        """A short hash that shows whether an earlier copy is still up to date; empty if Photon changes no metadata."""
        if self.is_untouched and not self.names:
            return ""
        turned = (self.turn,) if self.turn != AS_IT_IS else ()  # the hash of other photos is as in earlier versions
        added = () if self.words is None else (self.words.albums, self.words.text)
        people = self.words.people.marks if self.words and self.words.people else ()
        shelved = (*(one for one in added if one is not None), *people, *sorted(self.hidden), *self.faces)
        shelved += () if self.place == CopyPlace() else (self.place,)
        text = repr((self.words, sorted(self.names), self.has_unwanted, *turned, *shelved, *self.page.lines))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def recipe(self, choice: FileChoice, mtime_ns: int) -> Recipe:
        """Return how to make the copy."""
        ours, lines = (self.words, self.names, self.unwanted, mtime_ns, self.turn), self.page.lines
        covered = tuple(line.corners for line in lines)
        carried = choice.carried if self.place.keeps else replace(choice.carried, places=False)
        private = covered, self.quoted, self.hidden, self.faces, self.place.words
        return Recipe(choice.redrawn, carried, *ours, *private)

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
        known, dates = library_metadata(library, some), photo_dates.decided_dates(library, some)
        shelved = album_content.albums_of_photos(library, some, only_by_hand=True)
        filed, turns = file_metadata.keywords(library, some), photo_turns.turns_of(library, some)
        written = texts_for_files(library, some, carried.text) if carried.readable else {}
        places = copy_places(library, some, carried)
        faces = {} if carried.recognisable else faces_of(library, some, hidden=True)
        pages, read = ({}, {}) if carried.readable else (texts.pages(library, some), texts.read_photos(library, some))
        for photo in some:
            metadata, decided = known.metadata.get(photo, MetadataSnapshot()), known.people.get(photo, NOT_DECIDED)
            turn = turns.get(photo, AS_IT_IS)
            everything = (*metadata.keywords, *filed.get(photo, ()), *map(album_keyword, shelved[photo]))
            albums = album_words(shelved[photo], carried.albums)
            words = replace(
                _words(metadata, is_unwanted),
                taken=dates.get(photo),
                albums=albums and albums.filtered(lambda path: not is_unwanted(path)),
                people=_people(metadata, decided, turn) if carried.people else None,
            )
            if (text := written.get(photo)) is not None:
                words = replace(words, text=replace(text, description="") if metadata.caption else text)
            found[photo] = CopyMetadata(
                words if carried.words else None,
                frozenset() if carried.people else _names(everything) | _parts_of_names(metadata.people),
                unwanted,
                any(map(is_unwanted, everything)),
                turn,
                pages.get(photo, PageText()),
                None if carried.readable else "unread" if photo not in read else "illegible" if read[photo] else None,
                frozenset(one.name for one in decided.hidden),
                tuple(face.key.region for face in faces.get(photo, ())),
                places[photo],
            )
    return found


def _words(metadata: MetadataSnapshot, is_unwanted: Callable[[TagPath], bool]) -> MetadataEdit:
    kept = tuple(path for path in metadata.keywords if not is_unwanted(path))
    rating = float(metadata.rating)
    return MetadataEdit(kept, metadata.caption, metadata.title, rating, label=metadata.label, flag=metadata.flag)


def _people(metadata: MetadataSnapshot, decided: PeopleDecisions, turn: int) -> PeopleWords:
    """Return the people to write into a copy, in the picture as it is shown."""
    marks = (one.turned(turn) for one in without_people(metadata.people, decided.hidden))
    return PeopleWords(tuple(marks))


def _parts_of_names(people: Sequence[PersonMark]) -> frozenset[str]:
    """Return names, and the names of which they consist: captions use first names."""
    parts = (part for one in people for part in one.name.split() if len(part) >= _LEAST)
    return frozenset((*(one.name for one in people), *parts))


def _names(paths: Sequence[TagPath]) -> frozenset[str]:
    return frozenset(name for path in paths if name_key(path[0]) in PEOPLE for name in path[1:])
