"""The values in a library are counted by name, and only for present photos."""

from collections.abc import Callable

from photon.domain import Facts, Reading
from photon.library import Library
from photon.library.photos import facets, files
from photon.library.photos.found_files import Found


def test_names_and_times_are_counted(library: Library, at: Callable[[str], Found]) -> None:
    facts = [
        ("Italy/Rome/a.jpg", "2023-07-14T10:00:00", "Canon", "50mm"),
        ("Italy/b.jpg", "2023-07-15T10:00:00", "Canon", None),
        ("c.jpg", "2023-06-01T10:00:00", "Leica", None),
        ("old/Italy/d.jpg", "1999-01-01T10:00:00", None, None),
        ("gone/e.jpg", "2001-01-01T10:00:00", "Nikon", "85mm"),
    ]
    for number, (path, taken, camera, lens) in enumerate(facts):
        hashed = number.to_bytes(16, "big")
        reading = Reading(hashed, hashed, 1, Facts("JPEG", 4, 3, taken=taken, camera=camera, lens=lens), b"", 0)
        files.record(library, [(at(path), reading)])
    files.forget(library, at("x").folder, ["gone/e.jpg"])
    assert facets.column_counts(library, "camera") == [("Canon", 2), ("Leica", 1)]
    assert facets.column_counts(library, "lens") == [("50mm", 1)]
    assert facets.folder_names(library) == [("photos", 4), ("Italy", 3), ("Rome", 1), ("old", 1)]
    assert facets.years_and_months(library) == [
        ("2023", 3), ("2023-07", 2), ("2023-06", 1), ("1999", 1), ("1999-01", 1),
    ]  # fmt: skip


def test_an_empty_library_has_no_values(library: Library) -> None:
    assert facets.folder_names(library) == []
    assert facets.column_counts(library, "camera") == []
