"""Which keywords and collections of a file Photon has written for albums, so that they are never taken for tags.

``photon:Albums`` lists these keywords as text: a path, such as ``Albums/Trips/Rome``, and a single name if the flat
fields contain that name for the sake of albums alone. What is not listed there is the user's or another program's, and
Photon neither hides nor removes it. A collection of Photon's has an identifier that begins with ``_URN``.
"""

from collections.abc import Iterable
from mmap import mmap
from urllib.parse import quote, unquote

from photon.domain import PhotonError
from photon.domain.metadata.album import AlbumPath, album_text
from photon.domain.metadata.tag import TagPath, name_key, tag_key, tag_paths, tag_text
from photon.media.metadata.rdf import NAMESPACES, Properties, as_text
from photon.quick_dataclass import dataclass

OWNED_KEYWORDS, COLLECTIONS = "photon:Albums", "mwg-coll:Collections"
COLLECTION_NAME, COLLECTION_URI = "mwg-coll:CollectionName", "mwg-coll:CollectionURI"
_URN = "urn:x-photon:album:"
_NAMESPACE, _FIELD = NAMESPACES["photon"].encode(), b":Albums"
_MOST = 5000


@dataclass(frozen=True, slots=True)
class OwnedKeywords:
    """Keywords of a packet that Photon wrote for albums.

    Attributes:
        paths: With all their names.
        flat: Keys (``name_key``) of flat keywords that stand for albums alone.
    """

    paths: tuple[TagPath, ...] = ()
    flat: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Keys (``tag_key``) of the paths."""
        return frozenset(map(tag_key, self.paths))


NOTHING_OWNED = OwnedKeywords()


def owned_in(properties: Properties) -> OwnedKeywords:
    """Read which keywords of a packet stand for albums.

    Args:
        properties: Properties of the packet.
    """
    if OWNED_KEYWORDS not in properties.values:
        return NOTHING_OWNED
    found: dict[str, TagPath] = {}
    for text in properties.texts(OWNED_KEYWORDS)[:_MOST]:
        try:
            found |= {tag_key(path): path for path in tag_paths(text)}
        except PhotonError:  # not Photon's
            continue
    paths = tuple(path for path in found.values() if len(path) > 1)
    return OwnedKeywords(paths, frozenset(name_key(path[0]) for path in found.values() if len(path) == 1))


def owned_text(path: TagPath) -> str:
    """Return a path or a single name as it is listed in ``photon:Albums``.

    Args:
        path: The names.
    """
    return tag_text(path)


def collection_uri(path: AlbumPath) -> str:
    """Return the identifier of the collection that stands for an album.

    Args:
        path: Path of the album.
    """
    return _URN + quote(album_text(path), safe="/")


def is_own_uri(uri: str) -> bool:
    """Return whether a collection with this identifier was written by Photon.

    Args:
        uri: The identifier.
    """
    return uri.startswith(_URN)


def may_name_albums(data: bytes | mmap) -> bool:
    """Return whether a file or sidecar may name albums that Photon wrote into it; does not parse it.

    Args:
        data: The file; anything that can be searched for bytes.
    """
    return data.find(_URN.encode()) >= 0 or (data.find(_NAMESPACE) >= 0 and data.find(_FIELD) >= 0)


def names_albums(properties: Properties, raw: bytes) -> bool:
    """Return whether a packet names albums that Photon wrote into it.

    Args:
        properties: Properties of the packet.
        raw: The packet; malformed ones may have no properties.
    """
    is_listed = bool(properties.texts(OWNED_KEYWORDS)) or bool(collections_in([properties]))
    return is_listed or may_name_albums(raw)


def collections_in(packets: Iterable[Properties]) -> tuple[AlbumPath, ...]:
    """Find the collections that Photon wrote, without duplicates.

    Args:
        packets: Properties of the file's packet and of its sidecars.
    """
    found: dict[str, AlbumPath] = {}
    for properties in packets:
        for one in properties.structs(COLLECTIONS):
            uri = as_text(one.get(COLLECTION_URI))
            path = tuple(unquote(uri.removeprefix(_URN)).split("/"))
            if is_own_uri(uri) and all(path):
                found.setdefault(tag_key(path), path)
    return tuple(found.values())
