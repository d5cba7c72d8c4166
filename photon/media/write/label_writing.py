"""Write colour labels and flags into XMP in the form that other programs read.

- label: ``xmp:Label``, in English; ``digiKam:ColorLabel`` if the profile or the file has it. A removed label is written
  as an empty one, because otherwise the photo's own label would reappear next to an older sidecar.
- flag: ``xmpDM:pick`` as in Lightroom; ``xmpDM:good`` if present; ``digiKam:PickLabel`` if the profile or the file has
  it. A rating of -1 also means "rejected": with another flag, it becomes 0, and if stars replace it, the flag fields
  keep the rejection.
"""

from dataclasses import replace
from typing import Final

from photon.domain.metadata.writing import MetadataEdit, Profile
from photon.domain.photo.label_names import WRITTEN
from photon.domain.photo.marks import REJECTED, Flag, Label
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.packets import Packets
from photon.media.metadata.rating_fields import label_of, pick_of
from photon.media.metadata.rdf import Properties
from photon.media.write.xmp_document import XmpDocument

_LABEL, _NUMBER, _RATING = "xmp:Label", "digiKam:ColorLabel", "xmp:Rating"
_PICK, _GOOD, _PICK_NUMBER = "xmpDM:pick", "xmpDM:good", "digiKam:PickLabel"
MARK_FIELDS: Final = (_LABEL, _NUMBER, _PICK, _GOOD, _PICK_NUMBER)
_NUMBERS: Final[dict[Label, str]] = {"": "0", "red": "1", "yellow": "3", "green": "4", "blue": "5", "purple": "6"}
_PICK_NUMBERS: Final[dict[Flag, str]] = {-1: "1", 0: "0", 1: "3"}
_GOODS: Final[dict[Flag, str]] = {-1: "False", 0: "", 1: "True"}


def with_lasting_flag(words: MetadataEdit, before: Properties) -> MetadataEdit:
    """Return the edit, extended to keep a rejection that only the rating expresses, if the edit sets another rating.

    Args:
        words: The edit.
        before: Properties of the document.
    """
    is_lost = words.rating is not None and not words.rating < 0 and _starred(before) and _flag_in(before) == REJECTED
    return replace(words, flag=REJECTED) if words.flag is None and is_lost else words


def put_label(document: XmpDocument, words: MetadataEdit, profile: Profile) -> None:
    """Write the colour label of an edit.

    Args:
        document: The document.
        words: The edit.
        profile: Decides whether digiKam's number is added.
    """
    if words.label is None:
        return
    document.set_text(_LABEL, WRITTEN.get(words.label, ""))
    if profile.numbers_marks or _NUMBER in document.properties.values:
        document.set_text(_NUMBER, _NUMBERS[words.label])


def put_flag(document: XmpDocument, words: MetadataEdit, profile: Profile) -> None:
    """Write the flag of an edit; call it after the rating was written.

    Args:
        document: The document.
        words: The edit.
        profile: Decides whether digiKam's number is added.
    """
    flag = words.flag
    if flag is None:
        return
    document.set_text(_PICK, str(flag))
    if _GOOD in document.properties.values:
        if flag:
            document.set_text(_GOOD, _GOODS[flag])
        else:
            document.remove(_GOOD)
    if profile.numbers_marks or _PICK_NUMBER in document.properties.values:
        document.set_text(_PICK_NUMBER, _PICK_NUMBERS[flag])
    if flag != REJECTED and _starred(document.properties):
        document.set_text(_RATING, "0")


def says_marks(before: Properties, after: Properties, words: MetadataEdit) -> bool:
    """Return whether a document has the label and flag of an edit, or the former ones if the edit sets none.

    Args:
        before: Properties of the document before the edit.
        after: Its properties now.
        words: The edit.
    """
    label = _label_in(before) if words.label is None else WRITTEN.get(words.label)
    is_rejected = words.rating is not None and words.rating < 0  # a reader takes this for a flag, if there is none
    flag = _flag_in(after if is_rejected else before) if words.flag is None else words.flag
    return (_label_in(after), _flag_in(after)) == (label, flag)


def _starred(properties: Properties) -> bool:
    """Return whether the rating means "rejected"."""
    return properties.text(_RATING).startswith("-")


def _label_in(properties: Properties) -> str | None:
    return label_of(Packets({}, ContainerParts()), [properties])


def _flag_in(properties: Properties) -> Flag | None:
    return pick_of(Packets({}, ContainerParts()), [properties])
