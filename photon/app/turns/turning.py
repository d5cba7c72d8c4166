"""The use case of rotating and flipping photos: stored in the library, undone as one step; files are not changed."""

from collections.abc import Sequence
from concurrent.futures import Future, wait
from threading import Lock

from photon.app.runtime.handing_on import hand_on
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.turn import TurnCommand
from photon.language import tr_n
from photon.library import Library
from photon.library.people.faces import match_faces
from photon.library.photos import photo_turns
from photon.media.read.preview_turning import turn_preview

_AT_ONCE = 48
"""How many previews are turned before the decision is written (0.25 s), so that the window shows them at once."""
_PATIENCE = 2.0
"""Seconds that closing waits for photos that are being turned."""
Made = dict[tuple[int, bytes], bytes]


class PhotoTurning:
    """Turns photos. Methods never wait, except ``finish``."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Create it from the library's threads and the history."""
        self._store, self._history = store, history
        self._lock = Lock()
        self._last: Future[Changes] = Future()
        self._last.set_result(Changes())

    def plan(self, photos: Sequence[int], command: TurnCommand) -> Future[dict[int, tuple[int, int]]]:
        """Work out how photos would be turned: before and after, 1..8, by photo. Nothing is changed."""
        return self._store.read(photo_turns.plan_turns, list(photos), command)

    def turn(self, photos: Sequence[int], command: TurnCommand) -> Future[Changes]:
        """Turn photos as one step that can be undone.

        Requests are carried out in order, each on the result of the one before.

        Args:
            photos: Photo ids.
            command: How; ``reset`` shows them as their files say.

        Returns:
            The changes; empty if no photo changed.
        """
        photos, result = list(photos), Future[Changes]()
        result.set_running_or_notify_cancel()
        with self._lock:
            before, self._last = self._last, result
        before.add_done_callback(lambda _: self._begin(photos, command, result))
        return result

    def finish(self) -> None:
        """Wait until the photos are turned, but not longer than a person would before quitting."""
        wait([self._last], timeout=_PATIENCE)

    def _begin(self, photos: list[int], command: TurnCommand, result: Future[Changes]) -> None:
        try:
            asked = self._store.read(_make_previews, photos[:_AT_ONCE], command)
        except RuntimeError as error:  # Photon is being closed
            result.set_exception(error)
        else:
            asked.add_done_callback(lambda made: self._write(photos, command, made, result))

    def _write(self, photos: list[int], command: TurnCommand, made: Future[Made], result: Future[Changes]) -> None:
        try:
            previews = made.result()
            edited = self._history.edit(self._store, lambda library: self._act(library, photos, command, previews))
        except BaseException as error:  # noqa: BLE001 - passed to the caller, also if the read was cancelled
            result.set_exception(error)
        else:
            edited.add_done_callback(lambda done: hand_on(done, result))

    def _act(self, library: Library, photos: list[int], command: TurnCommand, made: Made) -> Changes:
        changes = photo_turns.turn_photos(library, photos, command, made)
        match_faces(library.db, changes.photos)
        library.journal.name_step(_named(len(changes.photos), command))
        return changes


def _make_previews(library: Library, photos: Sequence[int], command: TurnCommand) -> Made:
    """Turn the previews that a command needs."""
    made = ((one, turn_preview(one.preview, one.turn)) for one in photo_turns.plan_previews(library, photos, command))
    return {(one.photo, one.image_hash): jpeg for one, jpeg in made if jpeg is not None}


def _named(count: int, command: TurnCommand) -> str:
    if command == "left":
        return tr_n("rotated {count:,} photo left", "rotated {count:,} photos left", count)
    if command == "right":
        return tr_n("rotated {count:,} photo right", "rotated {count:,} photos right", count)
    if command == "flip":
        return tr_n("flipped {count:,} photo", "flipped {count:,} photos", count)
    return tr_n("reset the rotation of {count:,} photo", "reset the rotation of {count:,} photos", count)
