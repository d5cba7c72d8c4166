"""Has the pictures of the set that is shown compared, so that its rows say what is different."""

from concurrent.futures import Future

from PySide6.QtCore import QObject

from photon.app.duplicates.change_finding import Changed
from photon.app.duplicates.duplicates import FoundSet
from photon.app.session import Session
from photon.ui.duplicates.set_rows import FileList
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot

_SOON_MS = 200  # so that leafing through sets compares nothing
_MOST = 24  # photos of a set that are compared: some seconds
_KINDS = frozenset({"same-picture", "probably-same", "same-moment"})


class SetComparing(QObject):
    """Asks about the set that is shown; what arrives for a former one is dropped."""

    def __init__(self, session: Session, bridge: Bridge, files: FileList) -> None:
        """Take where the answers go.

        Args:
            session: Compares.
            bridge: Brings the answers.
            files: The files of the set.
        """
        super().__init__(files)
        self._session, self._files = session, files
        self._request = LatestRequest(bridge, self, is_quiet=True)
        self._pending: Future[Changed] | None = None
        self._shown: FoundSet | None = None
        self._left: list[int] = []  # photos that are to be compared yet
        self._soon = single_shot(self, _SOON_MS, self._ask)

    def show_set(self, one: FoundSet | None) -> None:
        """Compare the photos of a set soon; None for no set."""
        self.stop()
        self._shown = one
        self.ask_again()

    def ask_again(self) -> None:
        """Compare the photos of the set again soon: some may have changed."""
        if self._shown is not None and self._shown.kind in _KINDS and len(self._shown.photos) > 1:
            self._soon.start()

    def stop(self) -> None:
        """Compare no more for now."""
        self._soon.stop()
        self._left = []
        self._request.forget()
        if self._pending is not None:
            self._pending.cancel()  # what is not begun yet
            self._pending = None

    def _ask(self) -> None:
        self.stop()
        if self._shown is not None:
            self._left = list(self._shown.photos[1 : _MOST + 1])
            self._ask_next()

    def _ask_next(self) -> None:
        """Ask about one photo, so that each row says what is known, and leaving the set stops the work."""
        if self._shown is not None and self._left:
            self._pending = self._session.duplicates.differences.find(self._shown.photos[0], [self._left.pop(0)])
            self._request.ask(self._pending, self._describe_row, lambda _: self._ask_next())  # a row without words

    def _describe_row(self, found: Changed) -> None:
        self._files.describe(found)
        self._ask_next()
