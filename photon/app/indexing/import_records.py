"""Metadata of files in the form in which the library imports it."""

from collections.abc import Iterable

from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.metadata.merge import snapshot_of
from photon.ingest.listing import SIDECAR
from photon.library import Library
from photon.library.db.path_choice import join
from photon.library.files.file_metadata import EXPORT, ITSELF, OF_FILE, OF_STEM
from photon.library.files.import_outcome import ImportRecord
from photon.library.photos import photos
from photon.library.photos.found_files import Found


def import_record(photo: int, path: str, found: Found, account: FileMetadata | None) -> ImportRecord:
    """Return the metadata of a file. If a sidecar cannot be read, its content is unknown, so nothing is concluded."""
    if account is None or account.metadata is None:
        return ImportRecord(photo, path, found, None, names_albums=account.names_albums if account else None)
    unusable = (*account.passed_over, *filter(None, [account.unused]))
    if account.passed_over:
        return ImportRecord(photo, path, found, None, unusable=unusable, names_albums=account.names_albums)
    words, written = account.metadata, account.written
    return ImportRecord(
        photo, path, found, snapshot_of(words), _sources(path, account), account.facts,
        snapshot_of(written) if written else None, unusable, words.albums, words.text, account.names_albums,
        account.orientation, words.place,
    )  # fmt: skip


def _sources(path: str, account: FileMetadata) -> int:
    """Return which sources were read for a file."""
    own = f"{path}{SIDECAR}".casefold()
    kinds = {OF_FILE if sidecar.casefold() == own else OF_STEM for sidecar in account.sidecars}
    return ITSELF + sum(kinds) + EXPORT * bool(account.export)


def import_records(
    library: Library, root: str, accounts: Iterable[tuple[Found, FileMetadata | None]]
) -> list[ImportRecord]:
    """Return the metadata of those files of one watched folder that the library knows by now."""
    found = []
    for one, account in accounts:
        path = join(root, one.relative)
        photo = photos.at(library, path)
        if photo is not None:
            found.append(import_record(photo, path, one, account))
    return found
