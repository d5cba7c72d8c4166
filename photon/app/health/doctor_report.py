"""The report of ``photon doctor``: the library, its health checks, and its problem list."""

from pathlib import Path

from photon.app.cli_reports import missing_sentences
from photon.app.engine.encoder_states import find_id
from photon.app.health.health_check import HealthCheck
from photon.app.health.library_health import examine_health
from photon.app.runtime.default_paths import default_library
from photon.app.tags.sensitive_filter import veiled
from photon.domain import Problem
from photon.language import counted, tr, tr_n
from photon.library import Library, open_library
from photon.library.photos import folders, photos, problems
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import chosen
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """Sentences about the library, its checks, and its problem list."""

    lines: tuple[str, ...]
    checks: tuple[HealthCheck, ...]
    problems: tuple[Problem, ...]


def report_health(directory: Path | None) -> DoctorReport:
    """Check everything; damaged files that can be rebuilt are recreated.

    Raises:
        PhotonError: There is no library, or its catalogue cannot be used.
    """
    library_folder = directory or default_library()
    checks = examine_health(library_folder)
    with open_library(library_folder, writable=False) as library:
        lines = [tr("Library: {folder}", folder=library_folder), *_state(library)]
        lines += missing_sentences(folders.all_folders(library))
        return DoctorReport(tuple(lines), tuple(checks), tuple(problems.all_problems(veiled(library))))


def _state(library: Library) -> list[str]:
    now = chosen(library)
    id_ = find_id(now.answering)
    counts = photos.counts(library, id_)
    waiting = vectors.count_pending(library, id_)
    lines = [
        tr(
            "{photos}, {searchable:,} searchable, {waiting:,} waiting to be indexed.",
            photos=counted(counts.photos, "photo"),
            searchable=counts.searchable,
            waiting=waiting,
        ),
        tr("Search model: {name}", name=id_)
        if id_
        else tr("Search model: {name} (not installed on this computer).", name=now.answering),
    ]
    if now.coming:
        left = vectors.count_pending(library, find_id(now.coming))
        lines.append(
            tr_n(
                "{coming} will be used after indexing {count:,} more photo.",
                "{coming} will be used after indexing {count:,} more photos.",
                left,
                coming=now.coming,
            )
        )
    return lines
