"""Merge metadata into XMP, consistently for all programs that read the file.

What is written (everything else is preserved):

- keywords: ``dc:subject`` flat, and the path fields of the profile. Other keyword fields are updated if present, since
  removed keywords would otherwise reappear from them; new keywords are added to ``mwg-kw:Keywords`` only if no other
  field can hold their path. A name that contains the separator of a notation is omitted from it. Ancestors that other
  programs have written are kept, and so is everything that Photon does not read as a keyword.
- caption: the default language of ``dc:description``. A copy in ``tiff:ImageDescription`` or ``exif:UserComment`` is
  kept in sync. Title: ``dc:title``.
- rating: ``xmp:Rating``; ``acdsee:rating`` and ``MicrosoftPhoto:Rating`` if present. Label and flag: see
  ``label_writing``.
- date, place, albums, text in the picture, people: see the modules ``date_writing`` to ``people_writing``.
- origins, i.e. which model suggested what: ``photon:Origins``, never a keyword.

A field that is up to date is not rewritten, nor is a file without changes.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Literal

from photon.domain.metadata.tag import TagPath, name_key, tag_key
from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile, WordOrigin
from photon.domain.metadata.written_text import WrittenText
from photon.language import tr
from photon.media.metadata.album_fields import COLLECTIONS, NOTHING_OWNED, OwnedKeywords, owned_in
from photon.media.metadata.charsets import xml_safe
from photon.media.metadata.keyword_tree import CATEGORIES, HIERARCHY, MwgBranch, categories_in, paths_of, put_paths
from photon.media.metadata.keywords import (
    MOST,
    albums_with_levels,
    edits,
    flat_in,
    key_of,
    levels_of_albums,
    names_above,
    paths_in,
    union,
)
from photon.media.metadata.place_fields import CREATED
from photon.media.metadata.rdf import Properties
from photon.media.metadata.text_fields import TEXT_FIELDS, own_description
from photon.media.metadata.xmp import UnreadableXmp
from photon.media.write.album_writing import (
    ALBUM_FIELDS,
    NO_LEVELS,
    AlbumLevels,
    clean_albums,
    keywords_in,
    owned_after,
    put_albums,
    says_albums,
    shown_collections,
    with_album_keywords,
)
from photon.media.write.date_writing import DATE_FIELDS, put_date, says_date
from photon.media.write.document_sides import split_document, split_new
from photon.media.write.label_writing import MARK_FIELDS, put_flag, put_label, says_marks, with_lasting_flag
from photon.media.write.people_writing import PEOPLE_FIELDS, clean_people, put_people, says_people, shown_people
from photon.media.write.place_writing import PLACE_FIELDS, clean_place, put_place, says_place, shown_created
from photon.media.write.text_writing import put_text, says_text
from photon.media.write.xmp_document import XmpDocument

_FLAT = "dc:subject"
_SEPARATORS = {
    "digiKam:TagsList": "/",
    "lr:hierarchicalSubject": "|",
    "MicrosoftPhoto:LastKeywordXMP": "/",
    "mediapro:CatalogSets": "|",
}
_KINDS = {"digiKam:TagsList": "Seq"}
_CAPTION, _TITLE, _ORIGINS = "dc:description", "dc:title", "photon:Origins"
_COPIES = ("tiff:ImageDescription", "exif:UserComment")
_RATING, _OTHER_RATINGS = "xmp:Rating", ("acdsee:rating", "MicrosoftPhoto:Rating")
_ORIGIN_FIELDS: dict[str, Literal["keyword", "caption"]] = {"keyword": "keyword", "caption": "caption"}
PERCENTS = (0, 1, 25, 50, 75, 99)
OWNED = (
    _FLAT, CATEGORIES, HIERARCHY, *_SEPARATORS, _CAPTION, _TITLE, _ORIGINS, *_COPIES, _RATING, *_OTHER_RATINGS,
    *MARK_FIELDS, *DATE_FIELDS, *ALBUM_FIELDS, *TEXT_FIELDS, *PEOPLE_FIELDS, *PLACE_FIELDS,
)  # fmt: skip


def merged(raw: bytes | None, words: MetadataEdit, profile: Profile) -> tuple[bytes, tuple[FieldChange, ...]]:
    """Merge metadata into a document.

    Args:
        raw: The document; None for a new one.
        words: The edit.
        profile: Which fields to write.

    Returns:
        The new document, and the changes; the document itself if there are none.

    Raises:
        UnreadableXmp: The document cannot be parsed, so it must not be written.
    """
    document = XmpDocument(raw, OWNED)
    before = document.properties
    words = with_lasting_flag(_clean(words), before)
    whole = with_album_keywords(words, before)
    _put_keywords(document, whole, profile, album_levels(words, before, profile))
    for put in (_put_caption, _put_title, _put_rating, put_label, put_flag, put_date, put_place, _put_origins):
        put(document, whole, profile)
    put_text(document, words, before)
    put_people(document, words, before)
    put_albums(document, words, before)  # last, because what was Photon's before decides which names stay
    changes = tuple(_changes(before, document.properties))
    return (document.to_bytes(), changes) if changes or raw is None else (raw, ())


def _clean(words: MetadataEdit) -> MetadataEdit:
    """Return the edit, normalised to what XML can hold and a reader will return."""
    keywords = words.keywords and tuple(tuple(map(xml_safe, path)) for path in words.keywords)
    return replace(
        words,
        keywords=keywords and tuple(path for path in keywords if path and all(path)),
        caption=None if words.caption is None else xml_safe(words.caption),
        title=None if words.title is None else " ".join(xml_safe(words.title).split()),
        albums=clean_albums(words.albums),
        text=words.text and WrittenText(xml_safe(words.text.text).strip(), xml_safe(words.text.description).strip()),
        people=clean_people(words.people),
        place=clean_place(words.place),
    )


def check_for(raw: bytes | None, words: MetadataEdit, profile: Profile) -> Callable[[bytes], None]:
    """Create a check for the written bytes: the edit is present and everything else is unchanged.

    Args:
        raw: The document before the edit, or None.
        words: The edit.
        profile: Which fields were written.

    Returns:
        A function that raises ``ValueError`` if the check fails.
    """
    before, foreign = split_new(OWNED) if raw is None else split_document(raw, OWNED)
    words = with_lasting_flag(_clean(words), before)
    fields = fields_in(before, profile)

    def check(written: bytes) -> None:
        document = XmpDocument(written, OWNED)
        if document.without(OWNED) != foreign:
            raise ValueError(tr("an unrelated property would change"))
        there = document.properties
        whole = with_album_keywords(words, before)
        is_told = _says(there, whole, fields) and all(
            says(before, there, words) for says in (says_albums, says_text, says_people, says_place)
        )
        if not (is_told and says_marks(before, there, words) and says_date(before, there, words)):
            raise ValueError(tr("the metadata would not be correct"))

    return check


def _says(properties: Properties, words: MetadataEdit, fields: set[str]) -> bool:
    wanted = {
        "caption": (words.caption, "" if own_description(properties) else properties.text(_CAPTION)),
        "title": (words.title, properties.text(_TITLE)),
        "rating": (_number(words.rating), properties.text(_RATING)),
    }
    if any(asked is not None and asked != found for asked, found in wanted.values()):
        return False
    if words.keywords is None:
        return True
    return _keys(keywords_in(properties)) == _keys(as_read(words.keywords, fields, owned_in(properties)))


def _keys(paths: Iterable[TagPath]) -> set[str]:
    return {tag_key(path) for path in paths}


def fields_in(properties: Properties, profile: Profile) -> set[str]:
    """Return the path fields for keywords: those of a profile and those present.

    Args:
        properties: Properties of the document.
        profile: The profile.
    """
    return {*profile.paths, *(set(properties.values) & {*_SEPARATORS, CATEGORIES, HIERARCHY})}


def as_read(
    keywords: tuple[TagPath, ...], fields: set[str], owned: OwnedKeywords = NOTHING_OWNED
) -> tuple[TagPath, ...]:
    """Return keywords as a reader will return them from these fields: without ancestors if no field can hold the path.

    Args:
        keywords: The keywords, those of albums included.
        fields: Path fields.
        owned: Those that stand for albums, which are left out.
    """
    whole = _held(keywords, fields)
    flat = [path[-1] for path in keywords if name_key(path[-1]) not in owned.flat]
    return union(map(list, whole), flat, owned.keys)


def _holds(path: TagPath, mark: str) -> bool:
    return any(mark in name for name in path)


def _put_keywords(document: XmpDocument, words: MetadataEdit, profile: Profile, album: AlbumLevels) -> None:
    if words.keywords is None:
        return
    properties = document.properties
    if len(union(paths_in(properties), flat_in(properties))) >= MOST:
        raise UnreadableXmp(tr("It contains more than {most:,} keywords.", most=MOST))
    paths = {key: path for path in words.keywords if (key := key_of(path))}
    above = {key_of(path[:depth]) for path in paths.values() for depth in range(1, len(path))}
    fields, owned = fields_in(properties, profile), owned_in(properties)
    above -= owned.keys  # other programs' levels stay, a former album of Photon's does not
    levels = levels_kept(properties.texts(_FLAT), words.keywords, fields, album)
    _put_list(document, _FLAT, edits(properties.texts(_FLAT), flat_names(words.keywords, profile, levels)))
    for field, mark in _SEPARATORS.items():
        if field in profile.paths or field in properties.values:
            held = (mark.join(path) for path in paths.values() if not _holds(path, mark))
            _put_list(document, field, edits(properties.texts(field), held, mark, above))
    _put_trees(document, paths, above, fields)


def _put_trees(document: XmpDocument, paths: Mapping[str, TagPath], above: Collection[str], fields: set[str]) -> None:
    text, stays = document.properties.text(CATEGORIES), {*paths, *above}
    tree = categories_in(text, strict=True) if CATEGORIES in document.properties.values else None
    if tree is not None:
        put_paths(tree, paths.values(), stays, key_of)
        _put_text(document, CATEGORIES, tree.to_text())
    # The hierarchy belongs to another program: only add what no other field can hold with its path.
    marks = [_SEPARATORS.get(field, "\0") for field in fields - {HIERARCHY}]
    unheld = [path for path in paths.values() if len(path) > 1 and all(_holds(path, mark) for mark in marks)]
    for struct in document.structs(HIERARCHY)[:1]:
        put_paths(MwgBranch(struct), unheld, stays, key_of)
        if not struct.names:
            document.remove(HIERARCHY)


def flat_names(keywords: Iterable[TagPath], profile: Profile, levels: Iterable[str] = ()) -> list[str]:
    """Return names for a flat keyword field, without duplicates.

    Args:
        keywords: The keywords.
        profile: Decides whether ancestors are included.
        levels: Names of ancestors that are present and stay.
    """
    names = (name for path in keywords for name in (path if profile.ancestors else path[-1:]))
    return list({name_key(name): name for name in (*levels, *names)}.values())


def album_levels(words: MetadataEdit, before: Properties, profile: Profile) -> AlbumLevels:
    """Return what decides which flat keywords of a photo stay because of albums.

    Args:
        words: The edit, without keywords of albums.
        before: Current properties of the document.
        profile: The profile.
    """
    was, now = owned_in(before), owned_after(words, before)
    if now is None:
        return AlbumLevels(was.flat)
    levels = levels_of_albums(before, was)
    written = set(map(name_key, flat_names((*(words.keywords or ()), *now.paths), profile)))
    fields = fields_in(before, profile)
    with_levels = albums_with_levels(_held(now.paths, fields), _held(words.keywords or (), fields), now)
    stay = (names for names in map(names_above, with_levels) if names <= levels | written)
    return AlbumLevels(was.flat, now.keys, levels & frozenset[str]().union(*stay))


def levels_kept(
    there: Iterable[str], keywords: Iterable[TagPath], fields: Iterable[str], album: AlbumLevels = NO_LEVELS
) -> list[str]:
    """Return the ancestors in a flat field that other programs wrote, and that stay.

    Programs without a hierarchy find photos by them.

    Args:
        there: Names in the flat field.
        keywords: The target keywords.
        fields: Path fields; without one that holds the path, such a name would be read as a keyword itself.
        album: What stays because of albums.
    """
    held = _held((path for path in keywords if tag_key(path) not in album.albums), fields)
    above = frozenset[str]().union(*map(names_above, held)) - album.own
    return [name for name in there if (key := key_of([name])) in above or key in album.above]


def _held(paths: Iterable[TagPath], fields: Iterable[str]) -> list[TagPath]:
    """Return those paths that one of these fields can hold."""
    separators = [_SEPARATORS.get(field, "\0") for field in fields]
    return [path for path in paths if any(not _holds(path, mark) for mark in separators)]


def _put_list(document: XmpDocument, field: str, change: tuple[set[str], list[str]]) -> None:
    gone, more = change
    if gone or more:
        document.edit_list(field, gone, more, _KINDS.get(field, "Bag"))


def _put_text(document: XmpDocument, field: str, text: str) -> None:
    found = document.properties
    if found.text(field) == text and (text or field not in found.values):
        return
    if text:
        document.set_text(field, text)
    else:
        document.remove(field)


def _put_default(document: XmpDocument, field: str, text: str) -> None:
    found = document.properties
    if found.text(field) != text:
        document.set_default(field, text)


def _put_caption(document: XmpDocument, words: MetadataEdit, profile: Profile) -> None:
    if words.caption is None:
        return
    before = document.properties
    for field in _COPIES:
        is_copy = field in before.values and before.text(field) == before.text(_CAPTION)
        if is_copy or (profile.mirrors_caption and field == _COPIES[0]):
            _put_default(document, field, words.caption)
    _put_default(document, _CAPTION, words.caption)


def _put_title(document: XmpDocument, words: MetadataEdit, _: Profile) -> None:
    if words.title is not None:
        _put_default(document, _TITLE, words.title)


def _put_rating(document: XmpDocument, words: MetadataEdit, _: Profile) -> None:
    rating = words.rating
    if rating is None:
        return
    found = document.properties
    _put_text(document, _RATING, _number(rating) or "")
    stars = 0 if math.isnan(rating) else max(0, min(5, round(rating)))
    for field, text in zip(_OTHER_RATINGS, (str(stars), str(PERCENTS[stars])), strict=True):
        if field in found.values:
            _put_text(document, field, "" if math.isnan(rating) else text)


def _number(rating: float | None) -> str | None:
    """Return a rating in XMP's notation; empty for no rating, None if the edit does not set it."""
    if rating is None:
        return None
    return "" if math.isnan(rating) else str(int(rating)) if rating == int(rating) else str(rating)


def _put_origins(document: XmpDocument, words: MetadataEdit, _: Profile) -> None:
    if words.origins is None or set(words.origins) == set(origins_in(document.properties)):
        return
    if not words.origins:
        document.remove(_ORIGINS)
        return
    document.set_structs(
        _ORIGINS,
        [
            {"photon:Field": origin.field, "photon:Value": origin.value, "photon:By": origin.by}
            for origin in words.origins
        ],
    )


def origins_in(properties: Properties) -> tuple[WordOrigin, ...]:
    """Read which model suggested which keyword or caption, as written by Photon.

    Args:
        properties: Properties of the document.
    """
    found = []
    for item in properties.structs(_ORIGINS):
        field, value, by = (str(item.get(f"photon:{name}", "")) for name in ("Field", "Value", "By"))
        if field in _ORIGIN_FIELDS:
            found.append(WordOrigin(_ORIGIN_FIELDS[field], value, by))
    return tuple(found)


def _changes(before: Properties, after: Properties) -> Iterable[FieldChange]:
    for field in (one for one in OWNED if one in before.values or one in after.values):
        old, new = _shown(before, field), _shown(after, field)
        if old != new or (field in before.values) != (field in after.values):
            yield FieldChange(field, old, new)


def _shown(properties: Properties, field: str) -> tuple[str, ...]:
    if field == HIERARCHY:
        return tuple("|".join(path) for path in paths_of(properties.values.get(HIERARCHY)))
    if field == _ORIGINS:
        return tuple(f"{origin.field}: {origin.value} ({origin.by})" for origin in origins_in(properties))
    if field == COLLECTIONS:
        return shown_collections(properties)
    if field == CREATED:
        return shown_created(properties)
    if field in PEOPLE_FIELDS:
        return shown_people(properties, field)
    if field in (_CAPTION, _TITLE, *_COPIES, *TEXT_FIELDS):
        return tuple(filter(None, [properties.text(field)]))
    return tuple(properties.texts(field))
