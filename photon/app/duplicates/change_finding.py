"""Finds what changed in the pictures of a set, from one photo to the others."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.domain.photo.picture_comparison import PictureComparison
from photon.duplicates.picture_changes import PictureChange, name_changes
from photon.library import Library
from photon.library.photos import photos as stored_photos
from photon.media.read.preview_comparison import compare_pictures

Changed = dict[int, tuple[PictureChange, ...]]
"""What is different in a photo, by photo."""


class ChangeFinding:
    """Compares previews in a decoder process, because that takes some tenths of a second per photo."""

    def __init__(self, store: LibraryThreads, decoders: Decoders) -> None:
        """Take the tools."""
        self._store, self._decoders = store, decoders

    def find(self, best: int, others: Sequence[int]) -> Future[Changed]:
        """Compare photos with another one, unless the Future was cancelled before.

        Args:
            best: The photo that each of the others is compared with.
            others: Photo ids.

        Returns:
            What is different in each of the others; photos that cannot be compared are left out.
        """
        result: Future[Changed] = Future()

        def start(library: Library) -> None:
            if not result.set_running_or_notify_cancel():  # another set is being shown
                return
            try:
                previews = stored_photos.previews(library, [best, *others])
                some = [photo for photo in others if photo in previews and best in previews]
                if not some:
                    result.set_result({})
                    return
                asked = self._decoders.run(compare_pictures, previews[best], [previews[photo] for photo in some])
                asked.add_done_callback(lambda done: _hand_on(done, some, result))
            except BaseException as error:  # noqa: BLE001 - goes to the Future that waits
                result.set_exception(error)

        self._store.read(start)
        return result


def _hand_on(done: Future[list[PictureComparison | None]], photos: Sequence[int], result: Future[Changed]) -> None:
    try:
        found = done.result()
        result.set_result({
            photo: name_changes(one) for photo, one in zip(photos, found, strict=True) if one is not None
        })  # fmt: skip
    except UnreadableFile:  # the process was ended: nothing is said
        result.set_result({})
    except BaseException as error:  # noqa: BLE001 - goes to the Future that waits
        result.set_exception(error)
