"""Write albums into XMP: as keywords among those of the photo, or as collections.

Keywords of albums are written to the same fields as tags. ``photon:Albums`` lists those that are there for albums
alone, so that they can be removed again, are never read as tags, and leave the user's keywords alone: a name that a tag
needs, too, is not listed. Collections (Metadata Working Group, Guidelines for handling image metadata 2.0) of other
programs are kept.
"""

from dataclasses import replace

from photon.domain.metadata.album import album_text
from photon.domain.metadata.album_words import AlbumWords, is_below
from photon.domain.metadata.tag import TagPath, name_key, tag_key
from photon.domain.metadata.writing import MetadataEdit
from photon.media.metadata.album_fields import (
    COLLECTION_NAME,
    COLLECTION_URI,
    COLLECTIONS,
    OWNED_KEYWORDS,
    OwnedKeywords,
    collection_uri,
    is_own_uri,
    owned_in,
    owned_text,
)
from photon.media.metadata.charsets import xml_safe
from photon.media.metadata.keywords import (
    as_kept,
    flat_in,
    flat_of_albums,
    key_of,
    owned_paths_in,
    paths_in,
    union,
)
from photon.media.metadata.rdf import Properties, Value, as_text
from photon.media.write.xmp_document import XmpDocument
from photon.quick_dataclass import dataclass

ALBUM_FIELDS = (OWNED_KEYWORDS, COLLECTIONS)


@dataclass(frozen=True, slots=True)
class AlbumLevels:
    """What decides which flat keywords stay because of albums.

    Attributes:
        own: Keys (``name_key``) of those that Photon wrote for albums alone; they leave with the album.
        albums: Keys (``tag_key``) of the keywords that will stand for albums.
        above: Keys (``name_key``) of those that another program wrote for the levels above albums, and that stay.
    """

    own: frozenset[str] = frozenset()
    albums: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()


NO_LEVELS = AlbumLevels()


def clean_albums(albums: AlbumWords | None) -> AlbumWords | None:
    """Return albums as XML can hold them and a reader will return them.

    Args:
        albums: The albums; None if the edit does not set them.
    """
    if albums is None:
        return None
    keywords = (as_kept(map(xml_safe, path)) for path in albums.keywords)
    collections = (tuple(xml_safe(name).strip() for name in path) for path in albums.collections)
    return AlbumWords(
        tuple({tag_key(path): path for path in keywords if len(path) > 1}.values()),
        tuple({tag_key(path): path for path in collections if path and all(path)}.values()),
    )


def keywords_in(properties: Properties) -> tuple[TagPath, ...]:
    """Return the keywords of a document, without those that Photon wrote for albums.

    Args:
        properties: Its properties.
    """
    hidden = flat_of_albums(properties)
    flat = (name for name in flat_in(properties) if name_key(name) not in hidden)
    return union(paths_in(properties), flat, owned_in(properties).keys)


def with_album_keywords(words: MetadataEdit, properties: Properties) -> MetadataEdit:
    """Return the edit with all keywords that a photo is to have, those of albums included.

    Args:
        words: The edit.
        properties: Current properties of the document.

    Returns:
        The edit; one that sets no keywords stays as it is, since without all tags none may be removed.
    """
    if words.keywords is None:
        return words
    return replace(words, keywords=(*words.keywords, *_album_keywords(words, properties)))


def owned_after(words: MetadataEdit, properties: Properties) -> OwnedKeywords | None:
    """Return which keywords stand for albums once an edit is written; None if it sets no keywords.

    Args:
        words: The edit, without keywords of albums.
        properties: Current properties of the document.
    """
    if words.keywords is None:
        return None
    paths = _album_keywords(words, properties)
    names = {name_key(path[-1]) for path in words.keywords}
    return OwnedKeywords(paths, frozenset(key for path in paths if (key := name_key(path[-1])) not in names))


def _album_keywords(words: MetadataEdit, properties: Properties) -> tuple[TagPath, ...]:
    """Return the keywords that stand for albums, and are neither tags nor below one."""
    paths = owned_paths_in(properties) if words.albums is None else words.albums.keywords
    known = set(map(key_of, words.keywords or ()))
    return tuple(path for path in paths if key_of(path) and not is_below(as_kept(path), known))


def put_albums(document: XmpDocument, words: MetadataEdit, before: Properties) -> None:
    """Write collections, and the list of keywords that stand for albums.

    Args:
        document: The document; modified in place.
        words: The edit, without keywords of albums.
        before: Its properties before the edit.
    """
    owned = owned_after(words, before)
    if owned is not None:
        there, wanted = document.properties.texts(OWNED_KEYWORDS), _listed(owned)
        gone = {text for text in there if text not in wanted}
        more = [text for text in wanted if text not in there]
        if gone or more:
            document.edit_list(OWNED_KEYWORDS, gone, more)
    if words.albums is not None:
        _put_collections(document, words.albums)


def _listed(owned: OwnedKeywords) -> list[str]:
    return [*map(owned_text, owned.paths), *(owned_text((name,)) for name in sorted(owned.flat))]


def _put_collections(document: XmpDocument, albums: AlbumWords) -> None:
    wanted = {collection_uri(path): album_text(path) for path in albums.collections}
    known = _own_uris(document.properties)
    if known == wanted.keys():
        return
    document.edit_structs(
        COLLECTIONS,
        lambda one: is_own_uri(uri := one.text(COLLECTION_URI)) and uri not in wanted,
        [{COLLECTION_NAME: name, COLLECTION_URI: uri} for uri, name in wanted.items() if uri not in known],
    )


def says_albums(before: Properties, now: Properties, words: MetadataEdit) -> bool:
    """Return whether a written document says what the edit does of albums, and keeps other programs' collections.

    Args:
        before: Properties before the edit.
        now: Properties of the written document.
        words: The edit.
    """
    owned = owned_after(words, before)
    listed = before.texts(OWNED_KEYWORDS) if owned is None else _listed(owned)
    wanted = _own_uris(before) if words.albums is None else set(map(collection_uri, words.albums.collections))
    has_words = set(now.texts(OWNED_KEYWORDS)) == set(listed) and _own_uris(now) == wanted
    return has_words and _foreign(before) == _foreign(now)


def shown_collections(properties: Properties) -> tuple[str, ...]:
    """Return the names of all collections.

    Args:
        properties: Properties of the document.
    """
    return tuple(as_text(one.get(COLLECTION_NAME)) for one in properties.structs(COLLECTIONS))


def _own_uris(properties: Properties) -> set[str]:
    return set(filter(is_own_uri, map(_uri, properties.structs(COLLECTIONS))))


def _uri(one: dict[str, Value]) -> str:
    return as_text(one.get(COLLECTION_URI))


def _foreign(properties: Properties) -> list[dict[str, Value]]:
    return [one for one in properties.structs(COLLECTIONS) if not is_own_uri(_uri(one))]
