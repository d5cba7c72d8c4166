"""What the library says of photos, in the form in which files are merged with it."""

from collections.abc import Mapping, Sequence

from photon.domain.metadata.caption import Caption
from photon.domain.metadata.merge import MetadataSnapshot
from photon.domain.metadata.people_words import PeopleDecisions
from photon.domain.metadata.tag import Tagged, tag_key
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.people.named_people import NOBODY, people_in_photos
from photon.library.photos import ratings
from photon.library.tags import tags
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LibraryMetadata:
    """The library's metadata of photos.

    Attributes:
        metadata: Metadata by photo.
        rejected: Keys of rejected tags by photo.
        tags: Decisions about tags by photo.
        captions: Captions by photo; those without are left out.
        people: What the user decided about people by photo; photos without any are left out.
    """

    metadata: Mapping[int, MetadataSnapshot]
    rejected: Mapping[int, frozenset[str]]
    tags: Mapping[int, Sequence[Tagged]]
    captions: Mapping[int, Caption]
    people: Mapping[int, PeopleDecisions]


def library_metadata(library: Library, photos: Sequence[int]) -> LibraryMetadata:
    """Read the library's metadata of photos; unknown ones are left out."""
    given, written = tags.tags_for_photos(library, photos), captions.captions_for_photos(library, photos)
    shown = people_in_photos(library, photos)
    metadata = {}
    for photo, marks in ratings.marks_for_photos(library, photos).items():
        keywords = sorted((one.path for one in given[photo] if one.state == "confirmed"), key=tag_key)
        caption = written.get(photo, Caption())
        metadata[photo] = MetadataSnapshot(
            tuple(keywords), caption.text.strip(), caption.title.strip(), *marks, shown.get(photo, NOBODY).marks
        )
    rejected = {
        photo: frozenset(tag_key(one.path) for one in some if one.state == "rejected") for photo, some in given.items()
    }
    decided = {photo: some.decisions for photo, some in shown.items()}
    return LibraryMetadata(metadata, rejected, given, written, decided)
