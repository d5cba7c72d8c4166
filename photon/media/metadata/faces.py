"""Marked people: face regions of the Metadata Working Group (``mwg-rs``) and of Microsoft (``MP``).

Both refer to the stored picture, so they are rotated with it. Programs write the same content in both; Microsoft's are
only read if the others are missing.
"""

from collections.abc import Iterable, Iterator

from photon.domain import Region
from photon.domain.metadata.file_metadata import Face
from photon.domain.photo.turn import turn_region
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties, Value, as_structs

_MOST = 1000
_PEOPLE = "Iptc4xmpExt:PersonInImage"


def faces_of(packets: Packets, sidecars: Iterable[Properties], orientation: int) -> tuple[Face, ...]:
    """Find the marked faces, in the first packet that has any.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.
        orientation: EXIF orientation, 1..8.

    Returns:
        Faces with regions of the upright picture.
    """
    for properties in [*sidecars, packets.xmp]:
        found = list(_by_working_group(properties)) or list(_by_microsoft(properties))
        if found:
            return tuple(Face(face.name, turn_region(face.region, orientation), face.kind) for face in found[:_MOST])
    return ()


def people_of(packets: Packets, sidecars: Iterable[Properties], faces: tuple[Face, ...]) -> tuple[str, ...]:
    """Find the names of the people shown: of faces, and of people who are only listed.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars.
        faces: The marked faces.
    """
    names = [face.name for face in faces]
    for properties in [*sidecars, packets.xmp]:
        names += properties.texts(_PEOPLE)
    return tuple(dict.fromkeys(filter(None, names)))


def _by_working_group(properties: Properties) -> Iterator[Face]:
    for regions in properties.structs("mwg-rs:Regions"):
        for item in as_structs(regions.get("mwg-rs:RegionList")):
            for area in as_structs(item.get("mwg-rs:Area")):
                numbers = [_number(area.get(f"stArea:{name}")) for name in ("x", "y", "w", "h")]
                if area.get("stArea:unit", "normalized") == "normalized" and None not in numbers:
                    x, y, width, height = (number or 0.0 for number in numbers)
                    region = _inside(x - width / 2, y - height / 2, width, height)
                    if region:
                        yield Face(_word(item, "mwg-rs:Name"), region, _word(item, "mwg-rs:Type") or "Face")


def _by_microsoft(properties: Properties) -> Iterator[Face]:
    for info in properties.structs("MP:RegionInfo"):
        for item in as_structs(info.get("MPRI:Regions")):
            numbers = [_number(part) for part in str(item.get("MPReg:Rectangle", "")).split(",")]
            if len(numbers) == 4 and None not in numbers:  # left, top, width, height
                region = _inside(*(number or 0.0 for number in numbers))
                if region:
                    yield Face(_word(item, "MPReg:PersonDisplayName"), region)


def _word(item: dict[str, Value], name: str) -> str:
    value = item.get(name)
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _number(value: Value) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -10 < number < 10 else None  # fractions of the sides; rejects NaN, too


def _inside(x: float, y: float, width: float, height: float) -> Region | None:
    """Clip a region to the picture; None if nothing is left."""
    left, top, right, bottom = max(0.0, x), max(0.0, y), min(1.0, x + width), min(1.0, y + height)
    return Region(left, top, right - left, bottom - top) if right > left and bottom > top else None
