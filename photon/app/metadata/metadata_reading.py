"""The use case of asking files, in the library or not, what they say about themselves."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import starmap
from pathlib import Path

from photon.app.runtime.decoders import Decoders
from photon.domain import UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.file_metadata import FileMetadata
from photon.language import tr
from photon.media.read.metadata_reading import understand

_AHEAD = 4  # files per process that are under way while the first is waited for


def accounts_of(paths: Iterable[str], *, sidecars: bool = True) -> Iterator[FileMetadata]:
    """What each file says, in the order asked; files are only read, and a bad one costs only itself.

    They are read in processes of their own, because some files crash or hang what decodes them.

    Args:
        paths: The files.
        sidecars: Whether files beside them are asked too.

    Yields:
        One account per path; with a problem where the file is no photo that can be shown.
    """
    decoders = Decoders()
    begun = ((path, decoders.run(partial(understand, sidecars=sidecars), path)) for path in paths)
    try:
        yield from starmap(_result, look_ahead(begun, _AHEAD * decoders.count))
    finally:
        decoders.close()


def _result(path: str, future: Future[FileMetadata]) -> FileMetadata:
    try:
        account = future.result()
    except UnreadableFile as error:
        account = FileMetadata(path, problem=error.at(path))
    # these files were named, so unlike those of watched folders they have not been listed
    if account.problem is not None and account.problem.kind == "vanished":
        return replace(account, problem=replace(account.problem, message=tr("This file doesn't exist.")))
    if account.problem is not None and Path(path).is_dir():
        told = replace(account.problem, message=tr("This is a folder."), hint=tr("Name the files in it instead."))
        return replace(account, problem=told)
    return account
