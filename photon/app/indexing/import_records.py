"""What files were found to say, in the form in which the library takes it over."""

from collections.abc import Iterable

from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.metadata.merge import said_in, unheld_in
from photon.library import Library
from photon.library.db.path_choice import join
from photon.library.files.file_metadata import EXPORT
from photon.library.files.imports import ImportRecord
from photon.library.photos import photos
from photon.library.photos.found_files import Found


def import_record(photo: int, path: str, found: Found, account: FileMetadata | None) -> ImportRecord:
    """What a file says. A sidecar that cannot be read leaves open what it would say, so nothing is concluded then."""
    if account is None or account.metadata is None:
        return ImportRecord(photo, path, found, None)
    unusable = (*account.passed_over, *filter(None, [account.unused]))
    if account.passed_over:
        return ImportRecord(photo, path, found, None, unusable=unusable)
    words, written = account.metadata, account.written
    return ImportRecord(
        photo, path, found, said_in(words), len(account.sidecars) + EXPORT * bool(account.export), account.facts,
        unheld_in(words), EXPORT * (account.unused is not None), said_in(written) if written else None, unusable,
    )  # fmt: skip


def import_records(
    library: Library, root: str, accounts: Iterable[tuple[Found, FileMetadata | None]]
) -> list[ImportRecord]:
    """The same of files of one watched folder that the library knows by now."""
    found = []
    for one, account in accounts:
        path = join(root, one.relative)
        photo = photos.at(library, path)
        if photo is not None:
            found.append(import_record(photo, path, one, account))
    return found
