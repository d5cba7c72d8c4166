"""Looks for films in photos that were decoded before."""

from collections.abc import Sequence

from photon.domain.films.film import PLAIN, FilmFacts
from photon.media.decode import decoding, opening
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.films.motion_photos import read_film_facts


def search_films(paths: Sequence[str]) -> list[FilmFacts | None]:
    """Read what photos say of moving pictures; nothing of those that can't be opened.

    Args:
        paths: The files; they are only read.
    """
    return [_search_film(path) for path in paths]


def _search_film(path: str) -> FilmFacts:
    try:
        with opened(path) as source, decoding.quiet():
            picture = opening.open_picture(source, opening.identify(source), 1)
            return read_film_facts(source, picture.format, picture.parts)
    except failures.UNREADABLE:
        return PLAIN
