"""Titles of runs are made from the stored English descriptions, including those of older versions."""

import pytest

from photon.domain.metadata.run import Run, RunKind
from photon.domain.metadata.run_title import described_write, title_of


@pytest.mark.parametrize(
    ("kind", "stored", "title"),
    [
        ("suggest", "", "Suggested tags for 2 photos"),
        ("draft", "", "Drafted captions for 2 photos"),
        ("confirm", "everything of at least 80%", "Confirmed suggestions for 2 photos (80% or more)"),
        ("confirm", "Places/lake, 1,200 photos at once", "Tagged 2 photos “Places/lake”"),
        ("confirm", "beach, everything above 80%", "Confirmed: beach, everything above 80%"),
        ("accept", "2 drafted captions at once", "Accepted caption drafts for 2 photos"),
        (
            "import",
            "conflicts settled as the files have it",
            "Resolved conflicts in 2 photos: used the files' metadata",
        ),
        ("import", "the files of 2 photos", "Imported metadata from the files of 2 photos"),
        ("import", "new photos in /pictures", "Imported metadata from files: new photos in /pictures"),
        ("import", "sidecars in /pictures", "Imported metadata from files: sidecars in /pictures"),
        ("import", "", "Imported metadata from files"),
        ("write", "1,234 photos for every program", "Saved metadata to files: 1,234 photos (all programs)"),
        ("write", "1 photo and 2 sidecars for digikam", "Saved metadata to files: 1 photo and 2 sidecars (digiKam)"),
        ("write", "nothing for lightroom", "Saved metadata to files: nothing (Lightroom)"),
        ("write", "3 books for lightroom", "Saved metadata to files: 3 books (Lightroom)"),
    ],
)
def test_a_stored_description_becomes_a_title(kind: RunKind, stored: str, title: str) -> None:
    assert title_of(Run(1, kind, "", "", stored, "", photos=2)) == title


@pytest.mark.parametrize(
    ("photos", "sidecars", "program", "title"),
    [
        (1, 0, "everywhere", "1 photo (all programs)"),
        (0, 1, "apple", "1 sidecar (Apple Photos)"),
        (1200, 2, "immich", "1,200 photos and 2 sidecars (Immich)"),
        (0, 0, "darktable", "nothing (darktable)"),
    ],
)
def test_the_stored_description_of_a_write_is_parsed(photos: int, sidecars: int, program: str, title: str) -> None:
    stored = described_write(photos, sidecars, program)
    assert title_of(Run(1, "write", "", "", stored, "")) == f"Saved metadata to files: {title}"
