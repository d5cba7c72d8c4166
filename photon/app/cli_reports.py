"""What can be reported of a library without working on it: folders and learned tags."""

from collections.abc import Iterable
from pathlib import Path

from photon.app.runtime.default_paths import default_library
from photon.app.tags.sensitive_filter import veiled
from photon.domain import Folder, Like, PhotonError
from photon.domain.metadata.learned_tag import Taught
from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import tr, tr_n
from photon.library import open_library
from photon.library.files import missing_photos
from photon.library.photos import folders, photos
from photon.library.tags import learned_tags


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
