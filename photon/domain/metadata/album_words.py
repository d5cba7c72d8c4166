"""Albums as metadata of files: as keywords below ``Albums``, or as collections."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from photon.domain.metadata.album import AlbumPath
from photon.domain.metadata.people_words import PeopleDecisions, PersonMark, without_people
from photon.domain.metadata.tag import DEEPEST, TagPath, tag_key
from photon.quick_dataclass import dataclass

AlbumChoice = Literal["leave", "keywords", "collections", "remove"]
ALBUM_CHOICES: tuple[AlbumChoice, ...] = ("leave", "keywords", "collections", "remove")
"""How albums are written into files: not at all, in one of two ways, or what Photon wrote of them is removed."""

ALBUM_ROOT, PEOPLE_ROOT = "Albums", "People"
"""First name of each keyword that stands for an album or a person, the same in all languages: files go everywhere."""


@dataclass(frozen=True, slots=True)
class AlbumWords:
    """Albums that Photon has written into a file, or that it should write into it.

    Attributes:
        keywords: Keywords that stand for albums, with ``ALBUM_ROOT`` as their first name.
        collections: Paths of albums that are named as collections.
    """

    keywords: tuple[TagPath, ...] = ()
    collections: tuple[AlbumPath, ...] = ()

    @property
    def keys(self) -> tuple[frozenset[str], frozenset[str]]:
        """The same in normalised form, for comparison."""
        return frozenset(map(tag_key, self.keywords)), frozenset(map(tag_key, self.collections))

    @property
    def paths(self) -> tuple[AlbumPath, ...]:
        """Paths of all albums, in whichever way they are written."""
        shelved = (keyword[1:] for keyword in self.keywords if not _is_of_person(keyword))
        return tuple({tag_key(path): path for path in (*shelved, *self.collections)}.values())

    def filtered(self, is_kept: Callable[[TagPath], bool]) -> "AlbumWords":
        """Return the albums whose keyword may be written."""
        return AlbumWords(
            tuple(filter(is_kept, self.keywords)),
            tuple(path for path in self.collections if is_kept(album_keyword(path))),
        )

    def beside(self, tags: Container[str]) -> "AlbumWords":
        """Return the albums without keywords that are tags of the photo or below one, because tags are the user's own.

        A keyword below a tag would hide the tag: a path that begins another one counts as a part of it.

        Args:
            tags: Keys (``tag_key``) of the tags.
        """
        return AlbumWords(tuple(path for path in self.keywords if not is_below(path, tags)), self.collections)


def with_people(
    albums: AlbumWords | None, now: AlbumWords, marks: Sequence[PersonMark], decided: PeopleDecisions, *, new: bool
) -> AlbumWords | None:
    """Return what a file should say of albums, together with keywords that stand for people.

    These are Photon's as those of albums are: listed in the file, never read as tags, and removed with what they stand
    for.

    Args:
        albums: What it should say of albums; None if that is to stay as it is.
        now: What Photon has written into it.
        marks: The people of the photo.
        decided: What a person decided about them; keywords stand for none who is hidden.
        new: Whether to add keywords; else only those stay that are there.
    """
    there = [path for path in now.keywords if _is_of_person(path)]
    shown = without_people(marks, decided.hidden)
    people = [(PEOPLE_ROOT, name) for name in dict.fromkeys(one.name for one in shown)]
    if not new:
        people = [path for path in people if tag_key(path) in set(map(tag_key, there))]
    if albums is None and set(map(tag_key, people)) == set(map(tag_key, there)):
        return None
    rest = albums or replace(now, keywords=tuple(path for path in now.keywords if path not in there))
    return replace(rest, keywords=(*rest.keywords, *people))


def _is_of_person(keyword: TagPath) -> bool:
    return tag_key(keyword[:1]) == tag_key((PEOPLE_ROOT,))


def is_below(path: TagPath, tags: Container[str]) -> bool:
    """Return whether a keyword is a tag or lies below one.

    Args:
        path: The keyword.
        tags: Keys (``tag_key``) of the tags.
    """
    return any(tag_key(path[:length]) in tags for length in range(1, len(path) + 1))


def album_keyword(path: AlbumPath) -> TagPath:
    """Return the keyword that stands for an album; what is nested deeper than tags may be is left out."""
    return (ALBUM_ROOT, *path)[:DEEPEST]


def album_words(albums: Iterable[AlbumPath], choice: AlbumChoice) -> AlbumWords | None:
    """Return what files should say of a photo's albums; None if that is to stay as it is.

    Args:
        albums: Paths of the albums that the photo is in.
        choice: How albums are written.
    """
    if choice == "leave":
        return None
    if choice == "collections":
        return AlbumWords(collections=tuple(albums))
    return AlbumWords(tuple(map(album_keyword, albums))) if choice == "keywords" else AlbumWords()
