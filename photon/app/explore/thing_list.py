"""Lists things with their photos, and gives the photos of a group that has no name a tag."""

from concurrent.futures import Future

from photon.app.explore.thing_building import UNNAMED
from photon.app.tags.tags import TagEditor
from photon.domain import Changes, PhotonError
from photon.domain.arrays import Ids
from photon.domain.explore.topic import Topic
from photon.domain.metadata.tag import tag_paths
from photon.language import tr
from photon.library import Library
from photon.library.explore import topics


def list_things(library: Library) -> list[tuple[Topic, Ids]]:
    """Return the things that a person did not hide, each with its photos, int64 (n,), most photos first."""
    found = topics.list_topics(library, "thing")
    return [(one, topics.photos_of_topic(library, "thing", one.key)) for one in found]


def name_group(tags: TagEditor, library: Library, key: str, name: str) -> Future[Changes]:
    """Make a name the tag of all photos of a group.

    Raises:
        PhotonError: There is no such group, or the name is no tag.
    """
    photos = topics.photos_of_topic(library, "thing", key).tolist() if key.startswith(UNNAMED) else []
    if not photos:
        raise PhotonError(
            tr("There is no group “{key}”; nothing was changed.", key=key),
            tr("List the groups with: photon things"),
        )
    return tags.mark(photos, tag_paths(name) or [()], "confirmed", by_hand=True)  # a path without a name is refused
