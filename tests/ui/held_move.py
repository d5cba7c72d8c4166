"""A file move that lasts until a test ends it."""

from concurrent.futures import Future

from photon.app.bin.file_moving import MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.domain import PhotonError


class HeldMove:
    """Replaces a file move of a session.

    Attributes:
        tell: Reports progress.
        is_stopped: Returns whether the move should stop.
        outcomes: The arguments of the calls of ``done``.
        failures: Number of calls of ``failed``.
    """

    def __init__(self) -> None:
        self._future: Future[MoveOutcome] = Future()
        self.tell: Tell = say_nothing
        self.is_stopped: Stop = go_on
        self.outcomes: list[MoveOutcome] = []
        self.failures = 0

    def begin(self, tell: Tell, stop: Stop) -> Future[MoveOutcome]:
        self.tell, self.is_stopped = tell, stop
        return self._future

    def done(self, outcome: MoveOutcome) -> None:
        self.outcomes.append(outcome)

    def failed(self) -> None:
        self.failures += 1

    def finish(self, outcome: MoveOutcome | None = None) -> None:
        self._future.set_result(outcome or MoveOutcome())

    def fail(self, error: PhotonError) -> None:
        self._future.set_exception(error)
