"""What a library takes on the disk, and the installation that reads it."""

from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.software import SoftwarePart, damaged_files, installed_software, licence_texts
from photon.quick_dataclass import dataclass
from photon.vision import encoders
from photon.vision.clip.shelf.encoder_shelf import encoders_folder
from photon.vision.kit.cache_folder import cache_folder

PARTS = {"data": ("catalog*.db*",), "index": ("cache*.db*",), "previews": ("previews*.db*",), "backups": ("backups/*",)}
"""Parts of a library, with the names of their files."""


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Where Photon keeps what, and how many bytes that is.

    Attributes:
        library: Folder of the library.
        models: Folder of installed search models, for all libraries.
        cache: Folder of what is computed once per computer.
        sizes: Bytes of ``data``, ``index``, ``previews``, ``backups`` in the library's folder, of the ``other``
            files of the library, of ``models`` and of ``cache``.
    """

    library: Path
    models: Path
    cache: Path
    sizes: dict[str, int]


class LibraryUpkeep:
    """Looks at the files of a library and at those of Photon. Methods never wait."""

    def __init__(self, store: LibraryThreads) -> None:
        """Take the library."""
        self._store = store

    def disk_use(self) -> Future[DiskUse]:
        """Measure the files."""
        return self._store.read(lambda library: measure(library.directory))

    def software(self) -> Future[list[SoftwarePart]]:
        """Photon and what it is built on, as installed here."""
        return self._store.read(lambda _: installed_software())

    def licence_texts(self) -> Future[str]:
        """The licence files of what Photon is built on."""
        return self._store.read(lambda _: licence_texts())

    def damaged_files(self) -> Future[list[str]]:
        """Files that this installation lacks or has only in part."""
        return self._store.read(lambda _: damaged_files())


def measure(directory: Path) -> DiskUse:
    """Add up the files of a library and of what all libraries share."""
    sizes = {part: _bytes(file for name in names for file in directory.glob(name)) for part, names in PARTS.items()}
    models = encoders_folder()
    # models may lie below the library: the platform keeps both in one folder
    inner = _bytes(file for file in directory.rglob("*") if not file.is_relative_to(models))
    sizes["other"] = inner - sum(sizes.values())
    sizes["models"] = _bytes(models.rglob("*"))
    sizes["cache"] = encoders.fallback().disk()
    return DiskUse(directory, models, cache_folder(), sizes)


def _bytes(files: Iterable[Path]) -> int:
    total = 0
    for file in files:
        try:
            total += file.lstat().st_size if not file.is_dir() else 0
        except OSError:  # gone meanwhile
            continue
    return total
