"""What a batch did, in words for its title."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from photon.domain.metadata.run import Run, RunKind
from photon.language import counted, tr, tr_n

PROGRAMS: Final[Mapping[str, str]] = {
    "everywhere": tr("All programs"),
    "lightroom": "Lightroom",
    "digikam": "digiKam",
    "darktable": "darktable",
    "immich": "Immich",
    "apple": "Apple Photos",
}
# Kind of run, the stored description (in English, in the form that older versions wrote), and the title for it, from
# the number of photos and what the description names; the first match counts.
_Parts = dict[str, str]
_TITLES: tuple[tuple[RunKind, str, Callable[[int, _Parts], str]], ...] = (
    (
        "suggest",
        ".*",
        lambda photos, _: tr_n("Suggested tags for {count:,} photo", "Suggested tags for {count:,} photos", photos),
    ),
    (
        "draft",
        ".*",
        lambda photos, _: tr_n("Drafted captions for {count:,} photo", "Drafted captions for {count:,} photos", photos),
    ),
    (
        "confirm",
        r"everything of at least (?P<share>\d+)%",
        lambda photos, parts: tr_n(
            "Confirmed suggestions for {count:,} photo ({share:.0%} or more)",
            "Confirmed suggestions for {count:,} photos ({share:.0%} or more)",
            photos,
            share=int(parts["share"]) / 100,
        ),
    ),
    (
        "confirm",
        r"(?P<tag>.+), [\d,]+ photos? at once",
        lambda photos, parts: tr_n(
            "Tagged {count:,} photo “{tag}”", "Tagged {count:,} photos “{tag}”", photos, **parts
        ),
    ),
    (
        "accept",
        ".*",
        lambda photos, _: tr_n(
            "Accepted caption drafts for {count:,} photo", "Accepted caption drafts for {count:,} photos", photos
        ),
    ),
    (
        "import",
        "conflicts settled as the files have it",
        lambda photos, _: tr_n(
            "Resolved conflicts in {count:,} photo: used the files' metadata",
            "Resolved conflicts in {count:,} photos: used the files' metadata",
            photos,
        ),
    ),
    (
        "import",
        "the files of .*",
        lambda photos, _: tr_n(
            "Imported metadata from the files of {count:,} photo",
            "Imported metadata from the files of {count:,} photos",
            photos,
        ),
    ),
    (
        "import",
        "new photos in (?P<folder>.+)",
        lambda _, parts: tr("Imported metadata from files: new photos in {folder}", **parts),
    ),
    (
        "import",
        "sidecars in (?P<folder>.+)",
        lambda _, parts: tr("Imported metadata from files: sidecars in {folder}", **parts),
    ),
    (
        "import",
        "what files no longer say",
        lambda photos, _: tr_n(
            "Removed metadata that the file of {count:,} photo no longer has",
            "Removed metadata that the files of {count:,} photos no longer have",
            photos,
        ),
    ),
    (
        "write",
        "(?P<files>.+) for every program",
        lambda _, parts: tr("Saved metadata to files: {files} (all programs)", files=_files(parts["files"])),
    ),
    (
        "write",
        r"(?P<files>.+) for (?P<program>\w+)",
        lambda _, parts: tr(
            "Saved metadata to files: {files} ({program})",
            files=_files(parts["files"]),
            program=PROGRAMS.get(parts["program"], parts["program"]),
        ),
    ),
)
_OTHERWISE: dict[RunKind, str] = {
    "confirm": tr("Confirmed"),
    "import": tr("Imported metadata from files"),
    "write": tr("Saved metadata to files"),
}
_FILES = re.compile(r"(?:(?P<photos>[\d,]+) photos?)?(?: and )?(?:(?P<sidecars>[\d,]+) sidecars?)?")


def title_of(run: Run) -> str:
    """What a run did, in words: ``Suggested tags for 3 photos``, ``Tagged 84 photos “beach”``."""
    for kind, described, title in _TITLES:
        found = re.fullmatch(described, run.what) if kind == run.kind else None
        if found is not None:
            return title(run.photos, found.groupdict())
    name = _OTHERWISE[run.kind]
    return f"{name}: {run.what}" if run.what else name


def described_write(photos: int, sidecars: int, program: str) -> str:
    """What a run that saves metadata to files is stored as, in English: ``title_of`` translates it."""
    files = [f"{count:,} {noun}{'s' if count != 1 else ''}" for count, noun in
             ((photos, "photo"), (sidecars, "sidecar")) if count]  # fmt: skip
    return f"{' and '.join(files) or 'nothing'} for {'every program' if program == 'everywhere' else program}"


def _files(stored: str) -> str:
    """``3 photos and 2 sidecars`` as it is stored, in the user's language."""
    found = _FILES.fullmatch(stored)
    if found is None:
        return tr("nothing") if stored == "nothing" else stored
    photos, sidecars = (int(digits.replace(",", "")) if digits else 0 for digits in found.groups())
    parts = [counted(photos, "photo")] if photos else []
    parts += [counted(sidecars, "sidecar")] if sidecars else []
    return tr("{names} and {last}", names=parts[0], last=parts[1]) if len(parts) > 1 else "".join(parts)
