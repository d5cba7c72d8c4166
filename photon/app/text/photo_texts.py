"""The use case of text in photos: what was read, how far the reading is, and deleting it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock

from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.text.frame_text_stage import FrameTextStage
from photon.app.text.photo_facts import PhotoFacts
from photon.app.text.text_stage import TextStage
from photon.domain import Changes, Query
from photon.domain.arrays import Pixels
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.library.text import texts
from photon.search.text.text_marks import Span, asked_texts, mark_lines
from photon.vision.kit.text_reader import TextReader
from photon.vision.text.installed_reader import text_reader
from photon.vision.worker import WorkerSpec

_PORTION = 200  # photos whose text is deleted at once
_SHARE = 4  # one of so many processors reads, so that the others are free


MarkedPage = tuple[PageText, list[list[Span]]]
"""The text of a photo, empty if it has none, and the spans of each line that a query asks for."""


class PhotoTexts:
    """Text in photos. Methods never wait.

    Attributes:
        facts: What documents state.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library, and the steps that can be undone."""
        self._store, self.facts = store, PhotoFacts(store, history)
        self._reader: EncoderProcess | None = None
        self._lock = Lock()

    def make_stage(self, decoders: Decoders, on_lost: Callable[[], None], progress: Progress) -> TextStage:
        """Make the stage that reads text; see ``TextStage``."""
        return TextStage(self._store, decoders, on_lost, self._open_reader(), progress)

    def make_frame_stage(self, decoders: Decoders, on_lost: Callable[[], None], before: TextStage) -> FrameTextStage:
        """Make the stage that reads text in frames of videos, after ``before``."""
        return FrameTextStage(self._store, decoders, on_lost, self._open_reader(), before)

    def read_picture(self, picture: Pixels) -> PageText:
        """Return the text of a picture that need not be in the library; blocks.

        Args:
            picture: uint8 (height, width, 3), upright.

        Raises:
            PhotonError: The reader fails.
        """
        return self._open_reader().ask("read", TextReader.read_text, [picture])[0]

    def _open_reader(self) -> EncoderProcess:
        """Return the reader's process, which starts when it is first asked."""
        with self._lock:
            if self._reader is None:
                self._reader = EncoderProcess(WorkerSpec(text_reader(), max(1, count_cpus() // _SHARE)))
            return self._reader

    def count(self) -> Future[int]:
        """Count the photos in which text was read."""
        return self._store.count(texts.count_photos)

    def pages(self, photos: Sequence[int]) -> Future[dict[int, PageText]]:
        """Return the text of photos; those without any are left out."""
        return self._store.read(texts.pages, photos)

    def marked_page(self, photo: int, query: Query | None) -> Future[MarkedPage]:
        """Return the text of a photo, without that of frames, and where in it the words of a query are."""
        return self._store.read(_marked, photo, query)

    def delete(self) -> Future[None]:
        """Delete all text that was read, in portions; other writes come between. Photos count as not looked at."""
        result = Future[None]()
        self._delete_portion(result)
        return result

    def _delete_portion(self, result: Future[None]) -> None:
        try:
            asked = self._store.write(texts.delete_some, _PORTION)
        except RuntimeError as error:  # Photon is being closed
            result.set_exception(error)
        else:
            asked.add_done_callback(lambda done: self._go_on(done, result))

    def _go_on(self, done: Future[Changes], result: Future[None]) -> None:
        if (error := done.exception()) is not None:
            result.set_exception(error)
        elif done.result():
            self._delete_portion(result)
        else:
            result.set_result(None)

    def close(self) -> None:
        """End the reader's process."""
        if self._reader is not None:
            self._reader.close()


def _marked(library: Library, photo: int, query: Query | None) -> MarkedPage:
    page = texts.pages(library, [photo]).get(photo, PageText()).still
    asked = asked_texts(query) if query else ()
    return page, mark_lines([line.text for line in page.lines], asked)
