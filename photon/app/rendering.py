"""The use case of looking at a photo closely: its picture, from the file."""

from concurrent.futures import Future

from photon.app.runtime.decoders import Decoders
from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError, UnreadableFile
from photon.language import tr
from photon.library import Library
from photon.library.photos import photo_turns, photos
from photon.media.decode.decoding import Fit
from photon.media.read.metadata_reading import LONG
from photon.media.read.original import render_preview
from photon.media.read.picture import Picture, render


class Rendering:
    """Renders pictures for the loupe."""

    def __init__(self, store: LibraryThreads, decoders: Decoders) -> None:
        """Take the tools."""
        self._store, self._decoders = store, decoders

    def picture(self, photo: int, long_side: int | None, version: bytes = b"") -> Future[Picture]:
        """The picture itself, from the file, turned as on a card of this version; the Future may raise PhotonError.

        Of a video it is the preview.
        """
        result: Future[Picture] = Future()

        def start(library: Library) -> None:
            if not result.set_running_or_notify_cancel():  # called off: the person leafed on
                return
            path = photos.paths(library, [photo]).get(photo)
            if path is None:
                result.set_exception(PhotonError(tr("This photo no longer exists.")))
            elif photos.films_among(library, [photo]):
                preview, size = photos.previews(library, [photo]).get(photo, b""), photos.sizes(library, [photo])[photo]
                rendered = self._decoders.run(render_preview, preview, Fit(long=long_side or LONG), size)
                rendered.add_done_callback(lambda done: _pass_on(done, result))
            else:
                turn = photo_turns.turn_shown(library, photo, version)
                rendered = self._decoders.run(render, path, long_side, turn)
                rendered.add_done_callback(lambda done: _pass_on(done, result))

        self._store.read(start)
        return result


def _pass_on(done: Future[Picture], result: Future[Picture]) -> None:
    error = done.exception()
    if isinstance(error, UnreadableFile):
        result.set_exception(PhotonError(error.message, error.hint))
    else:
        hand_on(done, result)
