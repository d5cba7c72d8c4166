r"""Keywords: the union of all fields that hold them, with their hierarchy understood.

Programs write the same keyword several times: flat, as a path in one or more notations, and at times its ancestors
beside it. No field is preferred; what differs between them is all kept:

- paths: ``digiKam:TagsList`` and ``MicrosoftPhoto:LastKeywordXMP`` (``/`` between the names),
  ``lr:hierarchicalSubject`` and ``mediapro:CatalogSets`` (``|``), ``acdsee:categories`` (XML in a text), and
  ``mwg-kw:Keywords`` (structures in structures);
- flat: ``dc:subject``, IPTC Keywords, and EXIF's XPKeywords (``;`` between keywords). Commas, slashes and bars within
  these belong to the keyword.

A flat keyword that is the name of a path's leaf or ancestor is the same concept and adds nothing; nor does a path
that is the beginning of a longer one. Names are compared without case, in Unicode's composed form (``tag_key``).
"""

import re
from collections.abc import Collection, Container, Iterable, Iterator

from photon.domain import PhotonError
from photon.domain.metadata.tag import DEEPEST, LONGEST, TagPath, clean_path, name_key, tag_key
from photon.media.metadata import exif
from photon.media.metadata.charsets import readable, utf16
from photon.media.metadata.keyword_tree import CATEGORIES, HIERARCHY, applied_in, categories_in, paths_of
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties

_IPTC_LONGEST = 64  # bytes of an IPTC keyword; programs cut longer ones there
_PATHS = (
    ("digiKam:TagsList", "/"),
    ("lr:hierarchicalSubject", "|"),
    ("MicrosoftPhoto:LastKeywordXMP", "/"),
    ("mediapro:CatalogSets", "|"),
)
MOST = 5000
"""Keywords of one photo; who has more of them has none that Photon could put right."""


def keywords_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> tuple[TagPath, ...]:
    """The keywords of a photo, each once.

    Args:
        packets: Of the file.
        sidecars: Their keywords are added.
    """
    everything = [*sidecars, packets.xmp]
    paths = [path for properties in everything for path in paths_in(properties)]
    flat = [name for properties in everything for name in properties.texts("dc:subject")]
    flat += readable(utf16(exif.packet(packets.tags, exif.XP_KEYWORDS))).split(";")
    return union(paths, [*flat, *_whole(packets.iptc.keywords, flat)])


def _whole(short: list[str], flat: list[str]) -> list[str]:
    """IPTC keywords without those that are the beginning of another one, cut off where IPTC ends."""
    return [
        name
        for name in short
        if len(name.encode()) < _IPTC_LONGEST - 3 or not any(other.startswith(name) for other in flat)
    ]


def paths_in(properties: Properties) -> Iterator[list[str]]:
    """The paths that an XMP packet holds, in any notation."""
    for name, separator in _PATHS:
        for text in properties.texts(name):
            yield text.split(separator)
    text = properties.text(CATEGORIES)
    categories = categories_in(text, strict=False) if text else None
    if categories is not None:
        yield from map(list, applied_in(categories))
    yield from map(list, paths_of(properties.values.get(HIERARCHY)))


def union(paths: Iterable[list[str]], flat: Iterable[str]) -> tuple[TagPath, ...]:
    """Paths and flat keywords as one set of paths, in the order in which they came.

    Args:
        paths: Names from the root to the leaf.
        flat: Keywords without a place in a tree.

    Returns:
        Each keyword once; no path is the beginning of another.
    """
    found: dict[str, TagPath] = {}
    for path in map(as_kept, paths):
        if path and len(found) < MOST:
            found.setdefault(tag_key(path), path)
    beginnings = {tag_key(path[:length]) for path in found.values() for length in range(1, len(path))}
    kept = {key: path for key, path in found.items() if key not in beginnings}
    known = {name_key(name) for path in kept.values() for name in path}
    for path in (as_kept([name]) for name in flat):
        if path and name_key(path[0]) not in known and len(kept) < MOST:
            known.add(name_key(path[0]))
            kept[tag_key(path)] = path
    return tuple(kept.values())


def edits(
    there: Collection[str], wanted: Iterable[str], mark: str = "", levels: Container[str] = ()
) -> tuple[set[str], list[str]]:
    """What it takes to let a list say some keywords; what is in it but is no keyword for Photon stays.

    Args:
        there: The texts in it.
        wanted: What it shall say.
        mark: What stands between the names of a path; empty in flat lists.
        levels: Keys (``tag_key``) of what may stay as well.

    Returns:
        Texts that go, and texts that come.
    """
    keys = {text: key_of(text.split(mark) if mark else [text]) for text in there}
    asked = {key: text for text in wanted if (key := key_of(text.split(mark) if mark else [text]))}
    gone = {text for text, key in keys.items() if key and key not in asked and key not in levels}
    return gone, [text for key, text in asked.items() if key not in keys.values()]


def key_of(names: Iterable[str]) -> str:
    """``tag_key`` of what a file holds, as it is read; empty for what is no keyword."""
    return tag_key(as_kept(names))


def as_kept(names: Iterable[str]) -> TagPath:
    """A path as a tag holds it: too long names are cut, levels that are too deep are left out.

    Args:
        names: From the root to the leaf.

    Returns:
        Empty where nothing is left that could be a tag.
    """
    names = [re.sub(r"\s+", " ", name)[:LONGEST].rstrip() for name in names]
    names = [name for name in names if name.strip()]
    try:
        return clean_path(names[:DEEPEST])
    except PhotonError:
        return ()
