"""Photos whose text is in no draft."""

from photon.annotate.tags.sensitive import sensitive_keys
from photon.app.tags.sensitive_filter import LEAST
from photon.app.tags.vocabularies import vocabulary_of
from photon.library import Library
from photon.library.tags.hidden_photos import find_hidden


def private_photos(library: Library) -> frozenset[int]:
    """Return photos that a person hid, and those with a sensitive tag, given or suggested, even if they are shown.

    Args:
        library: The library.
    """
    return frozenset(find_hidden(library, sensitive_keys(vocabulary_of(library)), LEAST).all.tolist())
