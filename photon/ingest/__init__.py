"""From folders to photos: list, compare with the catalogue, read what is new, embed what has no vectors.

Stages meet in the database, not in queues: what is still to do is a query (``files.known``,
``vectors.pending``), so that a crash resumes by itself. This unit gets its tools as arguments and owns no thread.
"""

from photon.ingest.listing import FolderListing, Kinds, Unnamed, list_folder, passed_over
from photon.ingest.roots import identity, is_away, is_plain
from photon.ingest.stages import Batch, ask_files, gone, read_files, to_ask, to_check, to_read

__all__ = [
    "Batch",
    "FolderListing",
    "Kinds",
    "Unnamed",
    "ask_files",
    "gone",
    "identity",
    "is_away",
    "is_plain",
    "list_folder",
    "passed_over",
    "read_files",
    "to_ask",
    "to_check",
    "to_read",
]
