"""What a batch did, in words for its title."""

import re
from collections.abc import Mapping
from typing import Final

from photon.domain.metadata.run import Run, RunKind
from photon.language import counted

PROGRAMS: Final[Mapping[str, str]] = {
    "everywhere": "Works everywhere",
    "lightroom": "Lightroom",
    "digikam": "digiKam",
    "darktable": "darktable",
    "immich": "Immich",
    "apple": "Apple Photos",
}
# Kind of run, the stored description (which keeps the form that older versions wrote), and the title for it; the first
# match counts.
_TITLES: tuple[tuple[RunKind, str, str], ...] = (
    ("suggest", ".*", "Suggested tags for {photos}"),
    ("draft", ".*", "Drafted captions for {photos}"),
    ("confirm", r"everything of at least (?P<share>.+)", "Confirmed suggestions for {photos} ({share} or more)"),
    ("confirm", r"(?P<tag>.+), [\d,]+ photos? at once", "Tagged {photos} “{tag}”"),
    ("accept", ".*", "Accepted caption drafts for {photos}"),
    ("import", "conflicts settled as the files have it", "Resolved conflicts in {photos}: used the files' metadata"),
    ("import", "the files of .*", "Imported metadata from the files of {photos}"),
    ("write", "(?P<files>.+) for every program", "Saved metadata to files: {files} (all programs)"),
    ("write", r"(?P<files>.+) for (?P<program>\w+)", "Saved metadata to files: {files} ({program})"),
)
_OTHERWISE: dict[RunKind, str] = {
    "confirm": "Confirmed",
    "import": "Imported metadata from files",
    "write": "Saved metadata to files",
}


def title_of(run: Run) -> str:
    """What a run did, in words: ``Suggested tags for 3 photos``, ``Tagged 84 photos “beach”``."""
    for kind, described, title in _TITLES:
        found = re.fullmatch(described, run.what) if kind == run.kind else None
        if found is not None:
            parts = found.groupdict()
            parts["program"] = PROGRAMS.get(parts.get("program", ""), parts.get("program", ""))
            return title.format(photos=counted(run.photos, "photo"), **parts)
    name = _OTHERWISE[run.kind]
    return f"{name}: {run.what}" if run.what else name
