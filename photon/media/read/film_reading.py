"""Read everything that the library stores about a film. Called in a film process, because it plays the film."""

import hashlib
from dataclasses import replace
from pathlib import Path

from PIL import Image

from photon.domain import Facts, Reading, UnreadableFile
from photon.domain.films.film import FilmFacts
from photon.domain.metadata.file_metadata import FileMetadata
from photon.language import tr
from photon.media.file.source import glanced
from photon.media.films.film_player import FilmPlayer, open_film
from photon.media.films.frame_times import frame_times
from photon.media.read.film_header import film_header
from photon.media.read.fingerprinting import FINE, fingerprint_of, fit_luma
from photon.media.read.metadata_reading import LONG, SHORT, collect_of_film
from photon.media.read.reading import encode, mean_colour
from photon.media.sidecar.sidecar import Sidecars, read_everything_beside

_PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)  # where in the film the picture that stands for it is looked for
_DARK, _EVEN = 30, 6  # mean of luma and standard deviation, below which a frame shows nothing
_SECONDS, _BYTES_PER_SECOND = 60, 10_000_000  # a network drive over Wi-Fi


def reading_seconds(path: str) -> int:
    """Return how many seconds reading a film may take, by its size; it is read as a whole, to know it again.

    Args:
        path: The file.
    """
    try:
        return _SECONDS + Path(path).stat().st_size // _BYTES_PER_SECOND
    except (OSError, ValueError):
        return _SECONDS


def read_film(path: str) -> Reading:
    """Read a film: hash, length, facts, metadata, and its sharpest of some frames as preview.

    Args:
        path: The file; it is only read.

    Returns:
        What was read. Photon never writes into films, so the hash of the picture is that of the file.

    Raises:
        UnreadableFile: It can't be played, with the reason.
    """
    with glanced(path) as source:
        film_header(source)  # the player gets films only
        with open_film(path) as film:
            poster, is_whole = _choose_poster(film, frame_times(path).keys)
            seconds, size, created = film.seconds, film.size, film.created
        header, pairing = film_header(source, created)
        header.size = size
        account = collect_of_film(path, header, read_everything_beside(path))
        source.stream.seek(0)
        file_hash = hashlib.file_digest(source.stream, "sha256").digest()[:16]  # type: ignore[arg-type]
    return Reading(
        file_hash=file_hash,
        image_hash=file_hash,
        size=source.size,
        facts=account.facts or Facts(header.format, *size),
        preview=encode(poster),
        colour=mean_colour(poster),
        damage=None if is_whole else tr("The end of this video is missing or damaged."),
        account=account,
        film=FilmFacts(seconds, pairing),
    )


def understand_film(path: str, *, sidecars: bool = True) -> FileMetadata:
    """Read the metadata of a film and its sidecars, with what only the player knows: pixels and length.

    Args:
        path: The file; it is only read.
        sidecars: Whether to read sidecars, too.

    Returns:
        The metadata; if the film can't be played, only a problem.
    """
    try:
        with glanced(path) as source:
            film_header(source)
            with open_film(path) as film:
                header, _ = film_header(source, film.created)
                header.size = film.size
                beside = read_everything_beside(path) if sidecars else Sidecars()
                return replace(collect_of_film(path, header, beside), seconds=film.seconds)
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))


def _choose_poster(film: FilmPlayer, keys: list[float]) -> tuple[Image.Image, bool]:
    """Return the sharpest of some frames that are not black, and whether the film can be played to its end."""
    best, sharpest = film.picture(SHORT, LONG), float("-inf")
    frame = None
    for share in _PLACES:
        wanted = share * film.seconds
        frame = film.frame_at(min(keys, key=lambda key: abs(key - wanted), default=wanted))  # key frames come at once
        if frame is None or frame.luma.mean() < _DARK or frame.luma.std() < _EVEN:
            continue
        picture = film.picture(SHORT, LONG)
        sharpness = fingerprint_of(fit_luma(picture.convert("L"), FINE)).sharpness
        if sharpness > sharpest:
            best, sharpest = picture, sharpness
    return best, frame is not None or not keys  # formats without an index may not find their last frames
