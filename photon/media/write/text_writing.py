"""Write text that was read in a picture into XMP; see ``text_fields`` for the fields.

A description that a person wrote is never replaced: text fills an empty one only.
"""

from photon.domain.metadata.writing import MetadataEdit
from photon.media.metadata.rdf import Properties
from photon.media.metadata.text_fields import DESCRIPTION, OWN_DESCRIPTION, TEXT, own_description
from photon.media.write.xmp_document import XmpDocument


def put_text(document: XmpDocument, words: MetadataEdit, before: Properties) -> None:
    """Write text, or remove what Photon wrote of it; call it after the caption was written.

    Args:
        document: The document; modified in place.
        words: The edit.
        before: Its properties before the edit.
    """
    there, own, wanted = (
        document.properties.text(DESCRIPTION),
        own_description(before),
        _description_after(words, before),
    )
    is_gone = own and there == own and not words.caption
    if there != wanted and (wanted or is_gone):
        document.set_default(DESCRIPTION, wanted)
    _set_field(document, OWN_DESCRIPTION, wanted)
    if words.text is not None:
        _set_field(document, TEXT, words.text.text)


def says_text(before: Properties, now: Properties, words: MetadataEdit) -> bool:
    """Return whether a written document says what the edit does of text in the picture.

    Args:
        before: Properties before the edit.
        now: Properties of the written document.
        words: The edit.
    """
    text = before.text(TEXT) if words.text is None else words.text.text
    wanted = _description_after(words, before)
    return (now.text(TEXT), own_description(now), now.text(OWN_DESCRIPTION)) == (text, wanted, wanted)


def _description_after(words: MetadataEdit, before: Properties) -> str:
    """Return what the description will be if it is Photon's; empty where a person's stands, or is to stand."""
    own = own_description(before)
    is_theirs = words.caption is None and before.text(DESCRIPTION) != own
    if words.caption or is_theirs:
        return ""
    return own if words.text is None else words.text.description


def _set_field(document: XmpDocument, field: str, text: str) -> None:
    if text and document.properties.text(field) != text:
        document.set_text(field, text)
    elif not text and field in document.properties.values:
        document.remove(field)
