"""Albums as metadata of files: as keywords below ``Albums``, or as collections."""

from collections.abc import Callable, Container, Iterable
from typing import Literal

from photon.domain.metadata.album import AlbumPath
from photon.domain.metadata.tag import DEEPEST, TagPath, tag_key
from photon.quick_dataclass import dataclass

AlbumChoice = Literal["leave", "keywords", "collections", "remove"]
ALBUM_CHOICES: tuple[AlbumChoice, ...] = ("leave", "keywords", "collections", "remove")
"""How albums are written into files: not at all, in one of two ways, or what Photon wrote of them is removed."""

ALBUM_ROOT = "Albums"
"""First name of each keyword that stands for an album. It is the same in all languages, since files go everywhere."""


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
        found = {tag_key(path): path for path in (*(keyword[1:] for keyword in self.keywords), *self.collections)}
        return tuple(found.values())

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
