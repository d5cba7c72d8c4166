"""Keywords: the union of all fields that contain them, with their hierarchy.

Programs write the same keyword several times: flat, as a path in one or more notations, and sometimes with its
ancestors. No field takes precedence; all distinct keywords are kept:

- paths: ``digiKam:TagsList`` and ``MicrosoftPhoto:LastKeywordXMP`` (separated by ``/``),
  ``lr:hierarchicalSubject`` and ``mediapro:CatalogSets`` (``|``), ``acdsee:categories`` (XML in a text), and
  ``mwg-kw:Keywords`` (nested structures);
- flat: ``dc:subject``, IPTC Keywords, and EXIF XPKeywords (separated by ``;``). Commas, slashes and bars within these
  are part of the keyword.

A flat keyword that equals a name on a path is the same concept and adds nothing, and neither does a path that is a
prefix of a longer one. Names are compared without case, in Unicode's composed form (``tag_key``).

Keywords that Photon wrote for albums (``album_fields``) are left out: albums are not tags. A flat keyword that equals a
name above an album is a keyword of its own, since Photon writes only the last name into flat fields. Programs that
write the names above a keyword as flat keywords, too, write all of them, and the first one, ``Albums``, tells: where
all of them are there, they are taken for the album's.
"""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from functools import lru_cache

from photon.domain import PhotonError
from photon.domain.metadata.album_words import AlbumWords
from photon.domain.metadata.tag import DEEPEST, LONGEST, TagPath, clean_path, name_key, tag_key
from photon.media.metadata import exif
from photon.media.metadata.album_fields import OwnedKeywords, collections_in, owned_in
from photon.media.metadata.charsets import readable, utf16
from photon.media.metadata.keyword_tree import CATEGORIES, HIERARCHY, applied_in, categories_in, paths_of
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties

_IPTC_LONGEST = 64  # maximum bytes of an IPTC keyword; longer ones are truncated
_PATHS = (
    ("digiKam:TagsList", "/"),
    ("lr:hierarchicalSubject", "|"),
    ("MicrosoftPhoto:LastKeywordXMP", "/"),
    ("mediapro:CatalogSets", "|"),
)
_USUAL = 1000  # characters; longer ones are not remembered
MOST = 5000
"""Maximum keywords per photo."""


def keywords_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> tuple[TagPath, ...]:
    """Find the keywords of a photo, without duplicates.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, whose keywords are added.

    Returns:
        Paths of the keywords.
    """
    everything = [*sidecars, packets.xmp]
    paths = [path for properties in everything for path in paths_in(properties)]
    hidden = _flat_of_all_albums(everything)
    flat = [(name, own) for properties, own in zip(everything, hidden, strict=True) for name in flat_in(properties)]
    flat += [(name, hidden[-1]) for name in _windows_keywords(packets)]
    flat += [(name, hidden[-1]) for name in _whole(packets.iptc.keywords, [name for name, _ in flat])]
    albums = frozenset[str]().union(*(owned_in(properties).keys for properties in everything))
    return union(paths, [name for name, own in flat if name_key(name) not in own], albums)


def albums_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> AlbumWords:
    """Find the albums that Photon has written into a photo; keywords only if they are still there.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars.
    """
    everything = [*sidecars, packets.xmp]
    found = {tag_key(path): path for properties in everything for path in owned_paths_in(properties)}
    return AlbumWords(tuple(found.values()), collections_in(everything))


def owned_paths_in(properties: Properties) -> tuple[TagPath, ...]:
    """Return the keywords of an XMP packet that Photon wrote for albums, if no program has removed them since.

    Args:
        properties: Properties of the packet.
    """
    owned = owned_in(properties)
    if not owned.paths:
        return ()
    paths, flat = set(map(key_of, paths_in(properties))), set(map(name_key, flat_in(properties)))
    return tuple(path for path in owned.paths if tag_key(path) in paths or name_key(path[-1]) in flat)


def flat_of_albums(properties: Properties) -> frozenset[str]:
    """Return the keys (``name_key``) of an XMP packet's flat keywords that stand for albums.

    Args:
        properties: Properties of the packet.

    Returns:
        Those that Photon wrote, and those that another program wrote for the levels above.
    """
    owned = owned_in(properties)
    return owned.flat | levels_of_albums(properties, owned)


def _flat_of_all_albums(everything: Sequence[Properties]) -> list[frozenset[str]]:
    """Return the keys (``name_key``) of flat keywords that stand for albums, for each XMP packet of one photo.

    Other programs copy keywords between a file and its sidecars without the list of those that stand for albums.
    """
    owned = list(map(owned_in, everything))
    paths = tuple(path for own in owned for path in own.paths)
    keys, flat = frozenset(map(tag_key, paths)), frozenset[str]().union(*(own.flat for own in owned))
    if not paths:
        return [flat] * len(owned)
    hidden = []
    for properties, own in zip(everything, owned, strict=True):
        held = (path for path in map(as_kept, paths_in(properties)) if tag_key(path) in keys)
        shared = own if own.paths else OwnedKeywords(paths, flat.union(name_key(path[-1]) for path in held))
        hidden.append(shared.flat | levels_of_albums(properties, shared, everything))
    return hidden


def levels_of_albums(properties: Properties, owned: OwnedKeywords, beside: Iterable[Properties] = ()) -> frozenset[str]:
    """Return the keys (``name_key``) of flat keywords that another program wrote for the levels above albums.

    Args:
        properties: Properties of an XMP packet.
        owned: What Photon wrote into it for albums.
        beside: Properties of other packets of the photo, from whose paths that program may know the levels.
    """
    if not owned.paths:
        return frozenset()
    there, keys = set(map(name_key, flat_in(properties))), owned.keys
    paths = [as_kept(path) for packet in (properties, *beside) for path in paths_in(packet)]
    beginnings = {tag_key(path[:length]) for path in owned.paths for length in range(1, len(path))}
    tags = [path for path in paths if tag_key(path) not in keys | beginnings]
    with_levels = albums_with_levels((path for path in paths if tag_key(path) in keys), tags, owned)
    return frozenset[str]().union(*(names for names in map(names_above, with_levels) if names <= there))


def albums_with_levels(albums: Iterable[TagPath], tags: Iterable[TagPath], owned: OwnedKeywords) -> list[TagPath]:
    """Return keywords of albums whose first name as a flat keyword tells that a program wrote all levels.

    Args:
        albums: Keywords of albums.
        tags: Other keywords; a name on one of them may be in the flat field for its sake.
        owned: What Photon wrote for albums.
    """
    others = owned.flat | {name_key(name) for path in tags for name in path}
    return [path for path in albums if name_key(path[0]) not in others]


def names_above(path: TagPath) -> frozenset[str]:
    """Return the keys (``name_key``) of the names above a keyword's last one.

    Args:
        path: The keyword.
    """
    return frozenset(map(name_key, path[:-1]))


def flat_in(properties: Properties) -> list[str]:
    """Return the flat keywords of an XMP packet.

    Args:
        properties: Properties of the packet.
    """
    return properties.texts("dc:subject")


def _windows_keywords(packets: Packets) -> list[str]:
    return readable(utf16(exif.packet(packets.tags, exif.XP_KEYWORDS))).split(";")


def _whole(short: list[str], flat: list[str]) -> list[str]:
    """Return IPTC keywords without those that are truncated forms of another."""
    return [
        name
        for name in short
        if len(name.encode()) < _IPTC_LONGEST - 3 or not any(other.startswith(name) for other in flat)
    ]


def paths_in(properties: Properties) -> Iterator[list[str]]:
    """Find the keyword paths in an XMP packet, in any notation.

    Args:
        properties: Properties of the packet.

    Yields:
        Names from root to leaf.
    """
    for name, separator in _PATHS:
        for text in properties.texts(name):
            yield text.split(separator)
    text = properties.text(CATEGORIES)
    categories = categories_in(text, strict=False) if text else None
    if categories is not None:
        yield from map(list, applied_in(categories))
    yield from map(list, paths_of(properties.values.get(HIERARCHY)))


def union(paths: Iterable[list[str]], flat: Iterable[str], albums: Container[str] = ()) -> tuple[TagPath, ...]:
    """Merge paths and flat keywords, in their order.

    Args:
        paths: Names from root to leaf.
        flat: Keywords without a hierarchy.
        albums: Keys (``tag_key``) of paths that stand for albums; they and the levels above them are left out.

    Returns:
        Distinct paths; none is a prefix of another.
    """
    found: dict[str, TagPath] = {}
    for path in map(as_kept, paths):
        if path and len(found) < MOST:
            found.setdefault(tag_key(path), path)
    beginnings = {tag_key(path[:length]) for path in found.values() for length in range(1, len(path))}
    kept = {key: path for key, path in found.items() if key not in beginnings and key not in albums}
    known = {name_key(name) for path in kept.values() for name in path}
    for path in (as_kept([name]) for name in flat):
        if path and name_key(path[0]) not in known and len(kept) < MOST:
            known.add(name_key(path[0]))
            kept[tag_key(path)] = path
    return tuple(kept.values())


def edits(
    there: Collection[str], wanted: Iterable[str], mark: str = "", levels: Container[str] = ()
) -> tuple[set[str], list[str]]:
    """Compute how to change a list of keywords; entries that Photon does not read as keywords are kept.

    Args:
        there: Current entries.
        wanted: Target entries.
        mark: Separator of paths; empty for flat lists.
        levels: Keys (``tag_key``) of entries that may stay as well.

    Returns:
        Entries to remove, and entries to add.
    """
    keys = {text: key_of(text.split(mark) if mark else [text]) for text in there}
    asked = {key: text for text in wanted if (key := key_of(text.split(mark) if mark else [text]))}
    gone = {text for text, key in keys.items() if key and key not in asked and key not in levels}
    return gone, [text for key, text in asked.items() if key not in keys.values()]


def key_of(names: Iterable[str]) -> str:
    """Return the ``tag_key`` of a keyword as Photon reads it; empty for what is no keyword.

    Args:
        names: Names from root to leaf.
    """
    return tag_key(as_kept(names))


def as_kept(names: Iterable[str]) -> TagPath:
    """Return a keyword as Photon stores it: names that are too long are cut, and levels that are too deep are dropped.

    Args:
        names: Names from root to leaf.

    Returns:
        The path; empty if nothing is left that could be a tag.
    """
    path = tuple(names)
    return (_kept if sum(map(len, path)) < _USUAL else _kept.__wrapped__)(path)


@lru_cache(maxsize=4096)  # files share most of their keywords
def _kept(names: TagPath) -> TagPath:
    kept = [re.sub(r"\s+", " ", name)[:LONGEST].rstrip() for name in names]
    kept = [name for name in kept if name.strip()]
    try:
        return clean_path(kept[:DEEPEST])
    except PhotonError:
        return ()
