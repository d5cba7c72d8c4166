"""Index folders: list files, compare them with the catalogue, and read new ones.

Stages communicate through the database, not through queues. What is left to do is a query (``files.up_to_date_files``,
``vectors.pending``), so work resumes after a crash. This package gets its tools as arguments and starts no threads.
"""

from photon.ingest.file_reading import Batch, ask_files, gone, read_files, to_ask, to_check, to_read
from photon.ingest.listing import FolderListing, Kinds, Unnamed, list_folder, passed_over
from photon.ingest.roots import identity, is_away, is_plain

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
