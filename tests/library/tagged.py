"""Functions to tag photos, to find those with a tag, and to put text into photos."""

from collections.abc import Collection, Sequence

from photon.domain.metadata.tag import TagMark, TagPath, tag_key
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.tags import tag_tree, tags
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.library.vectors.vectors import Pending


def tag(library: Library, path: Sequence[str], photos: Collection[int]) -> None:
    """Add a tag to photos; it is created even without photos."""
    with library.transaction() as db:
        tag_tree.tag_at(db, tuple(path))
    tags.mark(library, [TagMark(photo, tuple(path), "confirmed") for photo in photos])


def photos_with(library: Library, path: TagPath) -> list[int]:
    """Return the present photos with exactly this tag."""
    present = [photo for (photo,) in library.db.execute("SELECT id FROM photos WHERE present = 1")]
    given = tags.tags_for_photos(library, present)
    wanted = tag_key(path)
    return [
        photo
        for photo in present
        if any(tag.state == "confirmed" and tag_key(tag.path) == wanted for tag in given[photo])
    ]


def write_text(library: Library, photo: int, *lines: str) -> None:
    """Store what a reader would have found in a photo whose image hash is its number."""
    mark = photo.to_bytes(16)
    texts.store_chances(library, "reader", [(Pending(photo, mark, b""), 1.0)])
    page = PageText(tuple(TextLine(line, (0, 0, 1, 0, 1, 1, 0, 1), 0.9) for line in lines))
    texts.store_page(library, "reader", PendingText(photo, mark), page)
