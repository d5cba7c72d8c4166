"""Write people into XMP, for all programs that read them.

Three fields name them: regions of the Metadata Working Group (``mwg-rs:Regions``, "Guidelines for handling image
metadata" 2.0, 5.9), regions of Microsoft (``MP:RegionInfo``), and ``Iptc4xmpExt:PersonInImage`` (IPTC Photo Metadata
Standard). Regions are of the stored picture. Of regions that are there already, only names are changed, and only those
of faces are removed; regions of other kinds, and those that Photon can't read, stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import people_in
from photon.domain.metadata.people_words import PeopleWords, PersonMark, are_same_people, mark_person, without_people
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.photo.region import WHOLE
from photon.domain.photo.turn import AS_IT_IS, reverse_turn
from photon.media.metadata import faces
from photon.media.metadata.charsets import xml_safe
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.faces import FACE, MICROSOFT, PEOPLE_LIST, WORKING_GROUP, RegionField
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties, Value, value_of
from photon.media.metadata.xmp_struct import XmpStruct
from photon.media.write.xmp_document import XmpDocument
from photon.quick_dataclass import dataclass

PEOPLE_FIELDS = (WORKING_GROUP.field, MICROSOFT.field, PEOPLE_LIST)
_FIELDS = {one.field: one for one in (WORKING_GROUP, MICROSOFT)}
_SIZE, _TYPE, _AREA = "mwg-rs:AppliedToDimensions", "mwg-rs:Type", "mwg-rs:Area"


def clean_people(people: PeopleWords | None) -> PeopleWords | None:
    """Return people as XML can hold them, in the stored picture; None if the edit does not set them."""
    if people is None:
        return None
    turn = reverse_turn(people.orientation)
    marks = (PersonMark(name, one.turned(turn).box) for one in people.marks if (name := xml_safe(one.name).strip()))
    return replace(people, marks=tuple(marks), orientation=AS_IT_IS)


@dataclass(frozen=True, slots=True)
class _People:
    """What an edit does of people.

    Attributes:
        marks: All people to be named.
        gone: People whom the document names, and who are not to be named any more.
        fresh: People whom it does not name yet.
    """

    marks: Sequence[PersonMark]
    gone: Sequence[PersonMark]
    fresh: Sequence[PersonMark]

    @property
    def lost(self) -> set[str]:
        """Keys of names that are not to be in the document any more."""
        return {one.key for one in self.gone} - {one.key for one in self.marks}

    def loses(self, mark: PersonMark) -> bool:
        """Return whether a region must not have its name any more; those of other fields may be elsewhere."""
        return mark.key in self.lost or any(one.key == mark.key and one.is_over(mark) for one in self.gone)


def put_people(document: XmpDocument, words: MetadataEdit, before: Properties) -> None:
    """Write people.

    Args:
        document: The document; modified in place.
        words: The edit, with people of the stored picture.
        before: Its properties before the edit.
    """
    if words.people is None:
        return
    former, marks = _people_of(before), words.people.marks
    people = _People(marks, without_people(former, marks), without_people(marks, former))
    for where in _FIELDS.values():
        _put_regions(document, where, people, words.people.size)
    listed, wanted = _listed(before), {one.key: one.name for one in marks}
    out = {text for text, key in listed.items() if key in people.lost}
    more = [name for key, name in wanted.items() if key not in listed.values()]
    if out or more:
        document.edit_list(PEOPLE_LIST, out, more)


def says_people(before: Properties, now: Properties, words: MetadataEdit) -> bool:
    """Return whether a written document says what the edit does of people, and keeps what is not Photon's.

    Args:
        before: Properties before the edit.
        now: Properties of the written document.
        words: The edit, with people of the stored picture.
    """
    if words.people is None:
        return all(before.values.get(field) == now.values.get(field) for field in PEOPLE_FIELDS)
    keeps = all(_foreign(before, where) == _foreign(now, where) for where in _FIELDS.values())
    return keeps and are_same_people(words.people.marks, _people_of(now))


def shown_people(properties: Properties, field: str) -> tuple[str, ...]:
    """Return the names in one of the fields, with the middle of their regions in the stored picture.

    Args:
        properties: Properties of the document.
        field: One of ``PEOPLE_FIELDS``.
    """
    if field == PEOPLE_LIST:
        return tuple(properties.texts(field))
    found = ((face.name, face.region) for _, face in _FIELDS[field].regions(properties) if face and face.name)
    return tuple(f"{name} ({at.x + at.width / 2:.1%}, {at.y + at.height / 2:.1%})" for name, at in found)


def _put_regions(document: XmpDocument, where: RegionField, people: "_People", size: tuple[int, int]) -> None:
    """Rename, remove and append regions of faces, so that people are marked."""
    holders = document.structs(where.field)
    regions = [(holder, item, _mark_of(item, where)) for holder in holders for item in holder.items(where.items)]
    left = [one for one in people.marks if one.box]
    others = [(at, item, mark) for at, item, mark in regions if mark and not _pop_mark(left, mark, mark.key)]
    is_changed, known = False, set[str]()
    for holder, item, mark in others:
        is_out = people.loses(mark)
        found = _pop_mark(left, mark, None) if is_out or not mark.name else None
        if found:
            item.set_text(where.name, found.name)
        elif is_out:
            holder.remove_item(where.items, item)
        else:
            known.add(mark.key)
        is_changed = is_changed or is_out or found is not None
    more = [one for one in left if one.key not in known or one in people.fresh]
    if more:
        holders = holders or [document.add_struct(where.field)]
        _add_regions(holders[0], where, more, size)
    if holders and all(one.names <= {_SIZE} for one in holders):
        document.remove(where.field)
    elif more or is_changed:
        document.indent(where.field)


def _pop_mark(left: list[PersonMark], mark: PersonMark, key: str | None) -> PersonMark | None:
    """Take a person who is marked at the same place out of those left to be marked; with this key unless it is None."""
    found = next((one for one in left if key in (None, one.key) and one.is_over(mark)), None)
    if found:
        left.remove(found)
    return found


def _add_regions(holder: XmpStruct, where: RegionField, marks: Sequence[PersonMark], size: tuple[int, int]) -> None:
    is_group = where is WORKING_GROUP
    if is_group and _SIZE not in holder.names and all(size):
        _fill(holder.add_struct(_SIZE), {"stDim:w": size[0], "stDim:h": size[1], "stDim:unit": "pixel"})
    for mark in marks:
        region = mark.region or WHOLE
        x, y, width, height = region.x, region.y, region.width, region.height
        item = holder.add_item(where.items)
        item.set_text(where.name, mark.name)
        if is_group:
            item.set_text(_TYPE, FACE)
            sides = {"x": x + width / 2, "y": y + height / 2, "w": width, "h": height}
            numbers = {f"stArea:{name}": f"{side:.6f}" for name, side in sides.items()}
            _fill(item.add_struct(_AREA), {**numbers, "stArea:unit": "normalized"})
        else:
            item.set_text("MPReg:Rectangle", f"{x:.6f}, {y:.6f}, {width:.6f}, {height:.6f}")


def _fill(struct: XmpStruct, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        struct.set_text(name, str(value))


def _mark_of(item: XmpStruct, where: RegionField) -> PersonMark | None:
    """Return the mark of a region, whose name may be empty; None if it is not that of a face."""
    value = value_of(item.node)
    face = where.read(value) if isinstance(value, dict) else None
    return mark_person(face.name, face.region) if face and face.kind == FACE else None


def _people_of(properties: Properties) -> tuple[PersonMark, ...]:
    """Return the people whom a document names, in the stored picture."""
    nothing = Packets({}, ContainerParts())
    marked = faces.faces_of(nothing, [properties], AS_IT_IS)
    return people_in(Metadata(faces=marked, people=faces.people_of(nothing, [properties], marked)))


def _listed(properties: Properties) -> dict[str, str]:
    """Return the texts of the list of people, with the keys of their names."""
    marks = {text: mark_person(text) for text in properties.texts(PEOPLE_LIST)}
    return {text: mark.key for text, mark in marks.items() if mark}


def _foreign(properties: Properties, where: RegionField) -> list[dict[str, Value]]:
    """Return the regions that are not those of faces."""
    return [item for item, face in where.regions(properties) if face is None or face.kind != FACE]
