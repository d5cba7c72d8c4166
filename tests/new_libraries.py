"""New libraries as copies of an empty one: creating the tables takes several times as long as opening a library."""

import shutil
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from photon.library.db import computer, permissions
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS

FILES = (PREVIEWS, CACHE, CATALOG)  # the catalogue comes last: if it exists, there is a library


class NewLibraries:
    """Replaces ``connection._prepare``, and calls it if any file of a library already exists."""

    def __init__(self, prepare: Callable[..., tuple[str, ...]], folder: Path) -> None:
        """Prepare for copying.

        Args:
            prepare: The real function.
            folder: Folder in which the first library is created; deleted after it was read.
        """
        self.prepare, self._folder = prepare, folder
        self._lock = threading.Lock()
        self._contents: dict[str, bytes] = {}
        self._uuid = b""

    def __call__(self, directory: Path, *, thoroughly: bool = False) -> tuple[str, ...]:
        with self._lock:
            if any((directory / name).exists() for name in FILES):
                return self.prepare(directory, thoroughly=thoroughly)
            if not self._contents:
                self._create_first()
            self._copy_first(directory)
            return ()

    def _create_first(self) -> None:
        from photon.library import Library
        from photon.library.db import catalog_schema

        self.prepare(self._folder)
        with Library(self._folder, writable=False) as library:
            self._uuid = catalog_schema.uuid_of(library.db).encode()
        self._contents = {name: (self._folder / name).read_bytes() for name in FILES}
        shutil.rmtree(self._folder)

    def _copy_first(self, directory: Path) -> None:
        """Write the three files, with a new id."""
        own = str(uuid.uuid4()).encode()
        for name in FILES:
            part = directory / f"{name}.part"
            permissions.make_file(part)
            marks = (computer.mark_here(one.decode()).encode() for one in (self._uuid, own))
            part.write_bytes(self._contents[name].replace(self._uuid, own).replace(*marks))
            part.replace(directory / name)
        permissions.make_file(directory / "migrate.lock")
