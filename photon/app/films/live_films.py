"""The film of a live or motion photo: found to be played, and other stills of it."""

from photon.app.films.frame_saving import FoundFrame, save_frame
from photon.app.runtime.decoders import Decoders
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import PhotonError
from photon.domain.films.film import Frame
from photon.language import tr
from photon.library import Library
from photon.library.films.live_photos import film_file
from photon.media.films.motion_photos import read_embedded_film
from photon.media.read.still_choice import draw_still, offer_stills
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class LiveFilm:
    """The film of a photo.

    Attributes:
        path: The film, or the photo that contains it.
        content: The film's bytes if it is inside the photo; empty if it is a file of its own.
    """

    path: str
    content: bytes = b""


def find_film(library: Library, photo: int, decoders: Decoders) -> LiveFilm:
    """Return the film of a photo; wait until one inside it is read.

    Raises:
        PhotonError: The file can't be read, or has no film any more.
    """
    path, is_inside = _find_file(library, photo)
    if not is_inside:
        return LiveFilm(path)
    content = decoders.run(read_embedded_film, path).result()
    if not content:
        raise _no_film()
    return LiveFilm(path, content)


def list_stills(library: Library, photo: int, decoders: Decoders) -> list[Frame]:
    """Return stills of the film of a photo, the sharpest first; wait until they are drawn.

    Raises:
        PhotonError: The film can't be played.
    """
    return decoders.films.run(offer_stills, _find_file(library, photo)[0]).result()


def save_still(library: Library, photo: int, seconds: float, hiding: SensitiveFilter, decoders: Decoders) -> str:
    """Write a still of a photo's film as a photo beside it, with its words; wait until it is written.

    Returns:
        Path of the new photo.

    Raises:
        PhotonError: The film can't be played, or nothing can be written there.
    """
    jpeg = decoders.films.run(draw_still, _find_file(library, photo)[0], seconds).result()
    if not jpeg:
        raise _no_film()
    return save_frame(library, FoundFrame(photo, seconds, jpeg), hiding, decoders)


def _find_file(library: Library, photo: int) -> tuple[str, bool]:
    """Return the file with the film of a photo, and whether that is the photo's own."""
    found = film_file(library, photo)
    if found is None:
        raise _no_film()
    return found


def _no_film() -> PhotonError:
    return PhotonError(tr("This photo has no video."))
