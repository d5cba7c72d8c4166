"""Run before the app's program: finds modules in the program file by one look, not by PyInstaller's search of paths.

A start imports 900 modules. PyInstaller asks several finders for each of them, and opens the program file each time.
"""

import marshal
import mmap
import os
import sys
import zlib
from importlib.machinery import ModuleSpec
from types import CodeType
from typing import Any

import pyimod02_importers as importers  # type: ignore[import-not-found] # PyInstaller's, and only in the app
from pyimod01_archive import PYZ_ITEM_MODULE, PYZ_ITEM_PKG  # type: ignore[import-not-found]


class PackedModules:
    """The modules of the program file."""

    def __init__(self, archive: Any) -> None:  # noqa: ANN401 - PyInstaller's
        """Take PyInstaller's archive; the program file stays open where an open file can be replaced."""
        self._archive, self._begin = archive, archive._start_offset  # noqa: SLF001
        if os.name == "posix":
            with open(archive._filename, "rb") as file:  # noqa: PTH123, SLF001 - pathlib is not there yet
                self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            archive.extract = self.extract

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Return how to load a module; None if it is elsewhere."""
        kind = self._archive.toc.get(name, (None,))[0]
        if kind not in (PYZ_ITEM_MODULE, PYZ_ITEM_PKG):
            return None
        is_package = kind == PYZ_ITEM_PKG
        loader = importers.PyiFrozenLoader(name, self._archive, name, is_package)
        spec = ModuleSpec(name, loader, origin=loader.path, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(loader.path)]  # noqa: PTH120
        return spec

    def extract(self, name: str, raw: bool = False) -> CodeType | bytes | None:  # noqa: FBT001, FBT002 - PyInstaller's
        """Return the code of a module, or its bytes; None for a package without code."""
        kind, offset, length = self._archive.toc[name]
        if kind not in (PYZ_ITEM_MODULE, PYZ_ITEM_PKG):
            return None
        begin = self._begin + offset
        packed = zlib.decompress(self._bytes[begin : begin + length])
        if raw:
            return packed
        code: CodeType = marshal.loads(packed)  # noqa: S302 - the app's own code
        return code


sys.meta_path.insert(0, PackedModules(importers.pyz_archive))
