"""Write where a photo was taken: its place in words, and coordinates that a person decided.

- XMP: the fields of ``place_fields``, all with the same texts; ``photon:Place`` has those that are Photon's.
  ``exif:GPSLatitude`` and ``exif:GPSLongitude``; ``photon:Located`` marks them as a person's choice, so that a sidecar
  takes precedence over the photo itself. It says ``none`` where a person decided that the coordinates are wrong.
- EXIF: the GPS directory, which is created if there is none, because many programs read coordinates there only.
- IPTC: texts that are Photon's, because another program copied them there.

What else is known of a position, such as altitude and accuracy, goes when the position does; it stays when a person
corrects that, and when Photon's own position goes because the place is private. Times of GPS always stay.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace

from photon.domain.metadata.place_words import PlaceWords, is_located
from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile
from photon.domain.places.coordinates import Coordinates, read_located
from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import clean_stated, join_stated, stated_text
from photon.media.metadata.charsets import readable, xml_safe
from photon.media.metadata.facts import GPS_FIELDS, LOCATED, decided_place, gps_in_xmp
from photon.media.metadata.place_fields import CREATED, CREATED_PARTS, OWN_PLACE, STATED, own_in, stated_in
from photon.media.metadata.rdf import Properties, as_text
from photon.media.metadata.xmp_struct import XmpStruct
from photon.media.write.tiff_fields import BYTES, RATIONAL, TEXT, TiffFields
from photon.media.write.xmp_document import XmpDocument

_OF_POSITION = tuple(
    f"exif:GPS{name}"
    for name in (
        "LatitudeRef", "LongitudeRef", "Altitude", "AltitudeRef", "DestLatitude", "DestLongitude", "AreaInformation",
        "ProcessingMethod", "HPositioningError",
    )
)  # fmt: skip
PLACE_FIELDS = (*STATED, CREATED, OWN_PLACE, *GPS_FIELDS, *_OF_POSITION, LOCATED)
EXIF_PLACE_TAGS = frozenset({0, 1, 2, 3, 4, 5, 6, 19, 20, 21, 22, 27, 28, 31})
_REFS = ("NS", "EW")
_FINE = 10_000  # of a second of arc: 3 mm


def clean_place(place: PlaceWords | None) -> PlaceWords | None:
    """Return a place as XML can hold it.

    Args:
        place: The place.
    """
    if place is None or place.stated is None:
        return place
    stated, own = (StatedPlace(*map(xml_safe, astuple(one))) for one in (place.stated, place.own))
    return replace(place, stated=stated, own=own)


def put_place(document: XmpDocument, words: MetadataEdit, _: Profile) -> None:
    """Write the place of an edit into XMP.

    Args:
        document: The document.
        words: The edit.
        _: The profile; places are written the same for all.
    """
    place = words.place
    if place is None:
        return
    if place.stated is not None:
        _put_stated(document, place.stated, place.own)
    if place.is_private:
        for name in (*GPS_FIELDS, LOCATED) if _is_own(document.properties, place) else ():
            document.remove(name)
    elif place.located:
        _put_located(document, place.located)


def _is_own(properties: Properties, place: PlaceWords) -> bool:
    """Whether a packet has the coordinates of Photon that go."""
    return bool(place.located) and decided_place([properties]) == place.located


def _put_stated(document: XmpDocument, stated: StatedPlace, own: StatedPlace) -> None:
    """Write the parts that are not there; the texts of others stay as they are, to the letter."""
    former, there = own_in(document.properties), document.structs(CREATED)[:1]
    is_other = any(_is_of_others(_created_in(one), stated, former) for one in there)
    raw = [document.properties.text(name) for name in STATED]
    for name, text, was, now in zip(
        STATED, astuple(stated), raw, astuple(clean_stated(map(readable, raw))), strict=True
    ):
        is_kept = now == text or not (now or is_other)  # what is no code of a country is nothing that Photon reads
        if not (was and is_kept):
            _put_text(document, name, text)
    _put_text(document, OWN_PLACE, stated_text(own))
    if not is_other:
        _put_created(document, there, stated)


def _created_in(struct: XmpStruct) -> StatedPlace:
    return clean_stated(readable(struct.text(name)) for name in CREATED_PARTS)


def _is_of_others(created: StatedPlace, stated: StatedPlace, former: StatedPlace) -> bool:
    """Whether a structure has other texts than a place, which Photon did not write, and so is ignored when read."""
    parts = zip(astuple(created), astuple(stated), astuple(former), strict=True)
    return any(now not in {"", text, ours} for now, text, ours in parts) and join_stated((stated, created)) == stated


def _put_created(document: XmpDocument, there: Sequence[XmpStruct], stated: StatedPlace) -> None:
    parts = {name: text for name, text in zip(CREATED_PARTS, astuple(stated), strict=True) if text}
    for one in there:
        for name, text, now in zip(CREATED_PARTS, astuple(stated), astuple(_created_in(one)), strict=True):
            if text and text != now:
                one.set_text(name, text)
            elif now and not text:
                one.remove(name)
    if parts and not there:
        document.edit_structs(CREATED, lambda _: False, [parts])
    elif there and not document.structs(CREATED):
        document.remove(CREATED)


def _put_located(document: XmpDocument, located: str) -> None:
    point = read_located(located)
    if point is None:
        for name in (*GPS_FIELDS, *_OF_POSITION):
            _put_text(document, name, "")
    else:
        for name, degrees, refs in zip(GPS_FIELDS, point, _REFS, strict=True):
            _put_text(document, f"{name}Ref", "")  # in the value itself
            _put_text(document, name, _in_xmp(degrees, refs))
    _put_text(document, LOCATED, located)


def _put_text(document: XmpDocument, name: str, text: str) -> None:
    if text and document.properties.text(name) != text:
        document.set_text(name, text)
    elif not text and name in document.properties.values:
        document.remove(name)


def _in_xmp(degrees: float, refs: str) -> str:
    """Return degrees as ``DDD,MM.mmmmmmK`` (XMP specification part 2, GPSCoordinate)."""
    whole, part = divmod(round(abs(degrees) * 60e6), 60_000_000)
    return f"{whole},{part / 1e6:.6f}{refs[degrees < 0]}"


def says_place(before: Properties, after: Properties, words: MetadataEdit) -> bool:
    """Return whether a document says what an edit does of the place, or what it said before where the edit is silent.

    Args:
        before: Properties of the document before.
        after: Its properties now.
        words: The edit.
    """
    place = words.place or PlaceWords()
    stated, own = (stated_in(before), own_in(before)) if place.stated is None else (place.stated, place.own)
    if (stated_in(after), own_in(after)) != (stated, own):
        return False
    if place.is_private and _is_own(before, place):
        return not any(after.text(name) for name in (*GPS_FIELDS, LOCATED))
    if place.is_private or not place.located:
        return all(before.text(name) == after.text(name) for name in (*GPS_FIELDS, *_OF_POSITION, LOCATED))
    return after.text(LOCATED) == place.located and is_located(place.located, gps_in_xmp(after))


def put_exif_place(fields: TiffFields, place: PlaceWords) -> list[FieldChange]:
    """Write coordinates that a person decided into EXIF, or remove them because the place is private.

    Args:
        fields: The structure; modified in place.
        place: The place of an edit.

    Returns:
        The changes.
    """
    before = _shown_gps(fields)
    point = read_located(place.located)
    if place.is_private:
        for tag in (1, 2, 3, 4) if is_located(place.located, _gps_in(fields)) else ():
            fields.drop("gps", tag)
    elif point is None:
        for tag in sorted(EXIF_PLACE_TAGS - {0}):
            fields.drop("gps", tag)
    else:
        _put_point(fields, point)
    after = _shown_gps(fields)
    return [FieldChange("EXIF GPS", before, after)] if before != after else []


def _put_point(fields: TiffFields, point: Coordinates) -> None:
    if not fields.fields("gps"):
        fields.set_field("gps", 0, b"\2\3\0\0", BYTES)
    for tag, degrees, refs in zip((1, 3), point, _REFS, strict=True):
        fields.set_field("gps", tag, refs[degrees < 0].encode() + b"\0", TEXT)
        whole, rest = divmod(round(abs(degrees) * 3600 * _FINE), 3600 * _FINE)
        minutes, seconds = divmod(rest, 60 * _FINE)
        numbers = (whole, 1, minutes, 1, seconds, _FINE)
        fields.set_field("gps", tag + 1, struct.pack(f"{fields.order}6I", *numbers), RATIONAL)


def _shown_gps(fields: TiffFields) -> tuple[str, ...]:
    """Return the coordinates in EXIF for a list of changes; empty if there are none."""
    found = [f"{degrees:.6f} {ref}" for degrees, ref in _degrees_in(fields)]
    return (", ".join(found),) if found else ()


def _gps_in(fields: TiffFields) -> tuple[float, float] | None:
    found = [-degrees if ref in {"S", "W"} else degrees for degrees, ref in _degrees_in(fields)]
    return (found[0], found[1]) if len(found) == 2 else None


def _degrees_in(fields: TiffFields) -> Iterator[tuple[float, str]]:
    for tag in (1, 3):
        raw, ref = (fields.value("gps", one) or b"" for one in (tag + 1, tag))
        if len(raw) == 24:
            numbers = struct.unpack(f"{fields.order}6I", raw)
            degrees = sum(numbers[at] / (numbers[at + 1] or 1) / 60 ** (at // 2) for at in (0, 2, 4))
            yield degrees, ref[:1].decode("latin-1")


def shown_created(properties: Properties) -> tuple[str, ...]:
    """Return the texts of the structure with the place, for a list of changes.

    Args:
        properties: Properties of the document.
    """
    structs = properties.structs(CREATED)
    return tuple(text for one in structs for name in CREATED_PARTS if (text := as_text(one.get(name))))
