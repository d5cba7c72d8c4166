"""The use case of reading what files contain about themselves, whether they are in the library or not."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import starmap

from photon.app.runtime.decoders import Decoders
from photon.app.runtime.named_files import named
from photon.domain import UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.file_metadata import FileMetadata
from photon.media.file.file_kinds import is_video
from photon.media.read.film_reading import understand_film
from photon.media.read.metadata_reading import understand

_AHEAD = 4  # files per process that are in progress while the first is awaited


def accounts_of(paths: Iterable[str], *, sidecars: bool = True) -> Iterator[FileMetadata]:
    """Yield the metadata of each file in the given order; files are only read, and a bad file doesn't affect others.

    They are read in separate processes, because some files crash or hang their decoder.

    Args:
        paths: The files.
        sidecars: Whether to read sidecars, too.

    Yields:
        One result per path; it has a problem if the file is not a photo that can be shown.
    """
    decoders = Decoders()
    begun = ((path, _begin(decoders, path, sidecars=sidecars)) for path in paths)
    try:
        yield from starmap(_result, look_ahead(begun, _AHEAD * decoders.count))
    finally:
        decoders.close()


def _begin(decoders: Decoders, path: str, *, sidecars: bool) -> Future[FileMetadata]:
    if is_video(path):
        return decoders.films.run(partial(understand_film, sidecars=sidecars), path)
    return decoders.run(partial(understand, sidecars=sidecars), path)


def _result(path: str, future: Future[FileMetadata]) -> FileMetadata:
    try:
        account = future.result()
    except UnreadableFile as error:
        account = FileMetadata(path, problem=error.at(path))
    return account if account.problem is None else replace(account, problem=named(account.problem, path))
