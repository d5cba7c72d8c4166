"""Bases and imports that are damaged, or forged in a catalogue from elsewhere, cost only themselves."""

from dataclasses import replace

import pytest

from photon.domain.metadata.merge import MetadataSnapshot
from photon.library import Library
from photon.library.files import imports
from photon.library.files.file_metadata import ITSELF
from photon.library.files.import_outcome import ImportRecord
from photon.library.files.imports import ImportRun
from photon.library.files.library_metadata import library_metadata
from photon.library.photos.found_files import Found
from tests.library.decisions.decided import add

BEFORE = MetadataSnapshot((("kept",), ("lost",)), caption="before", rating=4)
AFTER = MetadataSnapshot((("kept",), ("new",)), caption="after")


def read(library: Library, found: MetadataSnapshot, *photos: int) -> ImportRun:
    """Import what the files of photos say; return the batch of what they no longer say."""
    losses = ImportRun("losses")
    records = [ImportRecord(photo, f"/{photo}.jpg", Found(1, f"{photo}.jpg", 1, 1), found, ITSELF) for photo in photos]
    imports.import_metadata(library, records, ImportRun("gains"), losses)
    return losses


def metadata_of(library: Library, photo: int) -> MetadataSnapshot:
    return library_metadata(library, [photo]).metadata[photo]


@pytest.mark.parametrize("column", ["known", "said", "former"])
@pytest.mark.parametrize("text", ['{"keywords":[["kept"', '{"keywords":[[7]]}'])
def test_a_file_with_a_damaged_base_is_read_and_removes_nothing(
    library: Library, folder: int, column: str, text: str
) -> None:
    add(library, folder, [1, 2])
    read(library, BEFORE, 1, 2)
    library.db.execute(f"UPDATE understood SET {column} = ? WHERE photo_id = 1", (text,))
    read(library, AFTER, 1, 2)
    keywords = AFTER.keywords if column == "former" else (("kept",), ("lost",), ("new",))
    assert metadata_of(library, 1).keywords == keywords
    assert metadata_of(library, 2) == AFTER
    read(library, replace(AFTER, keywords=(("new",),)), 1, 2)  # there is a base again
    assert ("kept",) not in metadata_of(library, 1).keywords + metadata_of(library, 2).keywords


@pytest.mark.parametrize("change", [
    "{", "[]", "{}", '{"added":[],"removed":[],"known":7}', '{"added":[[1]],"removed":[],"known":""}',
    '{"added":[],"removed":[],"known":"","rating":[9,0]}', '{"added":[],"removed":[],"known":"","caption":["x"]}',
])  # fmt: skip
def test_a_damaged_import_is_neither_counted_nor_undone(library: Library, folder: int, change: str) -> None:
    add(library, folder, [1, 2])
    read(library, BEFORE, 1, 2)
    losses = read(library, AFTER, 1, 2)
    assert imports.loss_of(library, losses.id).words == 6
    library.db.execute("UPDATE imports SET change = ? WHERE photo_id = 1 AND run = ?", (change, losses.id))
    loss = imports.loss_of(library, losses.id)
    assert (loss.photos, loss.words) == (1, 3)
    imports.undo_import(library, losses.id)
    assert metadata_of(library, 1) == AFTER
    assert metadata_of(library, 2) == replace(BEFORE, keywords=(("kept",), ("lost",), ("new",)))
