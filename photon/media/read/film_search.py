"""Looks for films in photos that were decoded before."""

from collections.abc import Sequence

from photon.domain import UnreadableFile
from photon.domain.films.film import PLAIN, FilmFacts
from photon.media.decode import decoding, opening
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.films.motion_photos import read_film_facts

_AWAY = frozenset({"vanished", "unreadable"})


def search_films(paths: Sequence[str]) -> list[FilmFacts | None]:
    """Read what photos say of moving pictures; None for files that can't be reached now, such as on a drive that left.

    Args:
        paths: The files; they are only read.
    """
    return [_search_film(path) for path in paths]


def _search_film(path: str) -> FilmFacts | None:
    try:
        with opened(path) as source, decoding.quiet():
            picture = opening.open_picture(source, opening.identify(source), 1)
            return read_film_facts(source, picture.format, picture.parts)
    except failures.UNREADABLE as error:
        return None if isinstance(error, UnreadableFile) and error.kind in _AWAY else PLAIN
