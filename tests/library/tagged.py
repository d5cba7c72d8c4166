"""Functions to tag photos and to find those with a tag."""

from collections.abc import Collection, Sequence

from photon.domain.metadata.tag import TagMark, TagPath, tag_key
from photon.library import Library
from photon.library.tags import tag_tree, tags


def tag(library: Library, path: Sequence[str], photos: Collection[int]) -> None:
    """Add a tag to photos; it is created even without photos."""
    with library.transaction() as db:
        tag_tree.place(db, tuple(path))
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
