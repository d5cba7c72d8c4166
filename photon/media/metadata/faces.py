"""Marked people: face regions of the Metadata Working Group (``mwg-rs``) and of Microsoft (``MP``).

Both refer to the stored picture, so they are rotated with it. Programs write the same content in both; Microsoft's are
only read if the others mark no face.
"""

from collections.abc import Callable, Iterable, Iterator

from photon.domain import Region
from photon.domain.metadata.file_metadata import Face
from photon.domain.photo.region import visible
from photon.domain.photo.turn import turn_region
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties, Value, as_structs
from photon.quick_dataclass import dataclass

MOST = 1000
"""Faces and people of a photo; more are no photo's."""
FACE = "Face"
PEOPLE_LIST = "Iptc4xmpExt:PersonInImage"


@dataclass(frozen=True, slots=True)
class RegionField:
    """A field that contains regions.

    Attributes:
        field: The property.
        items: Its field with the list of regions.
        name: The field of a region with the name.
        read: Reads a region; None if Photon doesn't understand it, or nothing of it is inside the picture.
    """

    field: str
    items: str
    name: str
    read: Callable[[dict[str, Value]], Face | None]

    def regions(self, properties: Properties) -> Iterator[tuple[dict[str, Value], Face | None]]:
        """Yield all regions of a packet, in the stored picture."""
        for regions in properties.structs(self.field):
            yield from ((item, self.read(item)) for item in as_structs(regions.get(self.items)))


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
        found = _marked(properties, WORKING_GROUP)
        if not any(face.kind == FACE for face in found):
            found += _marked(properties, MICROSOFT)
        if found:
            return tuple(Face(face.name, turn_region(face.region, orientation), face.kind) for face in found[:MOST])
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
        names += properties.texts(PEOPLE_LIST)
    return tuple(dict.fromkeys(filter(None, names)))[:MOST]


def _marked(properties: Properties, where: RegionField) -> list[Face]:
    return [face for _, face in where.regions(properties) if face]


def _of_working_group(item: dict[str, Value]) -> Face | None:
    for area in as_structs(item.get("mwg-rs:Area")):
        numbers = [_number(area.get(f"stArea:{name}")) for name in ("x", "y", "w", "h")]
        if area.get("stArea:unit", "normalized") == "normalized" and None not in numbers:
            x, y, width, height = (number or 0.0 for number in numbers)
            region = visible(Region(x - width / 2, y - height / 2, width, height))
            if region:
                return Face(_word(item, "mwg-rs:Name"), region, _word(item, "mwg-rs:Type") or FACE)
    return None


def _of_microsoft(item: dict[str, Value]) -> Face | None:
    numbers = [_number(part) for part in str(item.get("MPReg:Rectangle", "")).split(",")]
    if len(numbers) != 4 or None in numbers:  # left, top, width, height
        return None
    region = visible(Region(*(number or 0.0 for number in numbers)))
    return Face(_word(item, "MPReg:PersonDisplayName"), region) if region else None


WORKING_GROUP = RegionField("mwg-rs:Regions", "mwg-rs:RegionList", "mwg-rs:Name", _of_working_group)
MICROSOFT = RegionField("MP:RegionInfo", "MPRI:Regions", "MPReg:PersonDisplayName", _of_microsoft)


def _word(item: dict[str, Value], name: str) -> str:
    value = item.get(name)
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _number(value: Value) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -10 < number < 10 else None  # fractions of the sides; rejects NaN, too
