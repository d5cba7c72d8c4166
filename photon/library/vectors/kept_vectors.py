"""The file beside the cache that has the vectors of an encoder once more; ``photon.index`` makes and reads it."""

import hashlib
from contextlib import suppress
from pathlib import Path

from photon.library.db.connection import Library


def kept_file(library: Library, encoder: str) -> Path:
    """Return the path of the file, which need not exist."""
    return library.directory / f"vectors-{hashlib.blake2b(encoder.encode(), digest_size=8).hexdigest()}.rows"


def drop_kept(library: Library, encoder: str) -> None:
    """Delete the file, if it is there."""
    with suppress(OSError):  # mapped by another process, on some systems
        kept_file(library, encoder).unlink(missing_ok=True)
