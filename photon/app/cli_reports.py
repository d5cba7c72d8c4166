"""What can be reported of a library without working on it: folders, encoders, its health."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from photon.app.engine.encoder_states import find_id
from photon.app.runtime.default_paths import default_library
from photon.app.tags.sensitive_filter import veiled
from photon.domain import Folder, Like, PhotonError, Problem
from photon.domain.metadata.learned_tag import Taught
from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import counted, tr, tr_n
from photon.library import open_library
from photon.library.db.health import faults, obstacle
from photon.library.files import missing_photos
from photon.library.photos import folders, photos, problems
from photon.library.tags import learned_tags
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import chosen


@dataclass(frozen=True, slots=True)
class Report:
    """Sentences about the library, and its problem list."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def list_folders(directory: Path | None) -> list[Folder]:
    """Watched folders with counts, of photos that are not hidden; reads only.

    Raises:
        PhotonError: There is no library.
    """
    with open_library(directory or default_library(), writable=False) as library:
        return folders.all_folders(veiled(library))


def missing_sentences(watched: Iterable[Folder]) -> list[str]:
    """What a person should know of photos that went missing many at a time; empty when there are none."""
    return [
        tr_n(
            "{count:,} photo missing from {path}. Tags, captions and ratings are kept."
            " If a drive is disconnected, connect it and rescan. If you deleted the photos:"
            " photon folders forget-missing {path}",
            "{count:,} photos missing from {path}. Tags, captions and ratings are kept."
            " If a drive is disconnected, connect it and rescan. If you deleted the photos:"
            " photon folders forget-missing {path}",
            folder.missing,
            path=folder.path,
        )
        for folder in watched
        if folder.missing
    ]


def list_missing(directory: Path | None, path: str | None) -> list[MissingPhoto]:
    """Missing photos that are not hidden, of one watched folder or of all; reads only.

    Raises:
        PhotonError: There is no library, or the folder is not watched.
    """
    with open_library(directory or default_library(), writable=False) as library:
        shown = veiled(library)
        folder = None if path is None else find_folder(folders.all_folders(shown), path).id
        return missing_photos.missing_photos(shown, folder)


def find_folder(watched: Iterable[Folder], path: str) -> Folder:
    """The watched folder of a path, as typed.

    Raises:
        PhotonError: There is none.
    """
    wanted = {path.rstrip("/"), str(Path(path).expanduser().resolve())}
    for folder in watched:
        if folder.path in wanted:
            return folder
    raise PhotonError(tr("{path} is not a watched folder.", path=path), tr("For a list: photon folders list"))


def list_learned(directory: Path | None) -> list[tuple[Taught, tuple[Like, ...], dict[int, str]]]:
    """Learned tags, their examples, and the paths of their photos that are there; reads only.

    Raises:
        PhotonError: There is no library.
    """
    with open_library(directory or default_library(), writable=False) as library:
        shown = veiled(library)
        found = [(one, learned_tags.decided(shown, one.path)) for one in learned_tags.visible_learned(shown)]
        return [(one, decided.examples, photos.paths(shown, list(decided.yes))) for one, decided in found]


def examine(directory: Path | None) -> Report:
    """Check the databases and gather the problem list; a damaged file that can be made again is begun anew.

    Raises:
        PhotonError: There is no library.
    """
    place = directory or default_library()
    with open_library(place, writable=False) as library:
        now = chosen(library)
        id_ = find_id(now.answering)
        counts = photos.counts(library, id_)
        waiting = vectors.count_pending(library, id_)
        lines = [
            tr("Library: {folder}", folder=place),
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
        lines += [
            tr("{path} is offline.", path=folder.path) for folder in folders.all_folders(library) if folder.offline
        ]
        lines += missing_sentences(folders.all_folders(library))
        lines += faults(library) or [tr("The databases are intact.")]
        lines += filter(None, [obstacle(library)])
        return Report(tuple(lines), tuple(problems.all_problems(veiled(library))))
