"""Saves a frame or a part of a film as a file beside it; the next scan finds it, as it finds every new file."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from photon.app.runtime.decoders import Decoders
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Photo, PhotonError
from photon.domain.films.play_time import play_time
from photon.domain.metadata.place_words import PlaceWords
from photon.domain.metadata.tag import belongs
from photon.domain.metadata.writing import MetadataEdit
from photon.domain.photo.date_change import DateShift, PhotoDate, Uncorrectable, correct_date
from photon.domain.places.coordinates import Coordinates, located_text
from photon.language import tr
from photon.library import Library
from photon.library.files.library_metadata import library_metadata
from photon.library.photos.photos import find_photo
from photon.library.places.photo_places import places_of
from photon.media.copy.film_clip import save_film_clip
from photon.media.copy.frame_photo import save_frame_photo
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FoundFrame:
    """A frame to save.

    Attributes:
        photo: Id of the film.
        seconds: When in the film.
        jpeg: The picture at its full size.
    """

    photo: int
    seconds: float
    jpeg: bytes


def save_frame(library: Library, frame: FoundFrame, hiding: SensitiveFilter, decoders: Decoders) -> str:
    """Write a frame with date, place, camera and words of its film; wait until it is written.

    Returns:
        Path of the new photo, such as ``clip 0-01-23.jpg``.

    Raises:
        PhotonError: It can't be written.
    """
    film = _find_film(library, frame.photo)
    path = Path(film.path)
    target, words = (
        path.with_name(f"{path.stem} {_clock(frame.seconds)}.jpg"),
        _words(library, film, frame.seconds, hiding),
    )
    camera = film.facts.camera or ""
    return decoders.run(save_frame_photo, str(target), frame.jpeg, words, camera, clear=None).result()


def save_clip(library: Library, photo: int, start: float, end: float, decoders: Decoders) -> str:
    """Write a part of a film into a new file beside it, without encoding it again; wait until it is written.

    Args:
        library: Open for reading.
        photo: Id of the film.
        start: Where the clip begins, in seconds.
        end: Where it ends.
        decoders: They write it.

    Returns:
        Path of the new film, such as ``clip 0-01-23 to 0-01-30.mp4``.

    Raises:
        PhotonError: It can't be written, or clips can't be cut from such files.
    """
    path = Path(_find_film(library, photo).path)
    target = path.with_name(f"{path.stem} {_clock(start)} to {_clock(end)}{path.suffix}")
    return decoders.run(save_film_clip, str(path), str(target), start, end, clear=None).result()


def _find_film(library: Library, photo: int) -> Photo:
    film = find_photo(library, photo)
    if film is None or not film.files or film.missing:
        raise PhotonError(tr("The video is no longer there; nothing was saved."))
    if photo in library.states.get("hidden", ()):
        raise PhotonError(
            tr("Nothing was saved: the video is hidden, and what is saved from it would not be."),
            tr("Stop hiding the video first, or copy it in your file manager."),
        )
    return film


def _clock(seconds: float) -> str:
    """Return a time for a file's name: ``0-01-23``."""
    clock = play_time(seconds).replace(":", "-")
    return clock if clock.count("-") > 1 else f"0-{clock:0>5}"


def _words(library: Library, film: Photo, seconds: float, hiding: SensitiveFilter) -> MetadataEdit:
    known, unwanted = library_metadata(library, [film.id]).metadata[film.id], hiding.sensitive_keys(library)
    taken = None
    with suppress(Uncorrectable):  # nothing is known of when it was taken
        shift = DateShift(timedelta(seconds=int(seconds)))
        taken = correct_date(shift, PhotoDate(film.facts.taken, None, "", Path(film.path).name))
    return MetadataEdit(
        keywords=tuple(path for path in known.keywords if not belongs(path, unwanted)),
        caption=known.caption,
        title=known.title,
        taken=taken,
        place=_place(library, film),
    )


def _place(library: Library, film: Photo) -> PlaceWords | None:
    """Return where a frame was taken; nothing of private places, as in all that Photon writes."""
    if film.facts.gps is None or places_of(library, [film.id])[film.id].is_private:
        return None
    return PlaceWords(located=located_text(Coordinates(*film.facts.gps)))
