"""What an XMP document says in some properties, and everything else in it: what checks compare."""

from functools import lru_cache

from photon.media.metadata.rdf import Properties
from photon.media.write.xmp_document import XmpDocument


def split_document(raw: bytes | None, names: tuple[str, ...]) -> tuple[Properties, bytes]:
    """Return some properties of a document, which are not to be changed, and the rest in canonical form.

    Args:
        raw: The document; None for a new one.
        names: The properties.

    Raises:
        UnreadableXmp: The document cannot be parsed.
    """
    document = XmpDocument(raw, names)
    return document.properties, document.without(names)


@lru_cache(maxsize=4)
def split_new(names: tuple[str, ...]) -> tuple[Properties, bytes]:
    """Return the same of a new document: most sidecars are new."""
    return split_document(None, names)
