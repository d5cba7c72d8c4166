"""A process that does one kind of an encoder's work; a crash, a hang or lack of memory costs one task."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from photon.app.runtime.process_limits import ProcessLimits, encoder_memory
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped, WorkerTooSlow
from photon.domain import PhotonError
from photon.language import tr
from photon.vision import worker
from photon.vision.kit.encoder import DeviceLost

T = TypeVar("T")

log = logging.getLogger(__name__)

_TRIES = 3  # of one task: a process may be killed for the memory of others
_SECONDS = 1800.0  # of one task: the largest model takes minutes for a batch on a slow core
_IDLE = 120.0  # seconds: even a model that is read from a slow disk uses the processor in between
_FILES = 1024  # what most systems allow; drivers of graphics cards open hundreds


class EncoderProcess:
    """One spawned process, started when it is first needed, and again when it died or its graphics card did.

    Attributes:
        order: The encoder that it opens, and where.
    """

    def __init__(self, order: worker.WorkerSpec) -> None:
        """Start nothing yet."""
        self.order = order
        self._process = WorkerProcess(worker.start, order, limits=ProcessLimits(encoder_memory(), _FILES))
        self._lock = threading.Lock()
        self._asked = 0.0

    def run(self, function: Callable[..., T], *arguments: object) -> T:
        """The result of a function of ``worker``; waits.

        Raises:
            PhotonError: The lane is closed, or the process died or hung three times over this.
            Exception: Whatever the function raises.
        """
        last: Exception | None = None
        for tried in range(_TRIES):
            self._asked = time.monotonic()
            order = self.order
            try:
                result: T = self._process.run(function, *arguments, seconds=_SECONDS, idle=_IDLE)
                return result
            except WorkerStopped:
                raise PhotonError(tr("Photon is being closed.")) from None
            except WorkerEnded as error:
                last = error
                log.warning("The process of %s crashed (%r); restarting it", self.order.name, error)
            except WorkerTooSlow as error:
                last = error
                log.warning("The process of %s hung; restarting it", self.order.name)
                if tried:  # twice is no accident: what hangs is most often the graphics card
                    self._leave_card(order)
            except DeviceLost as error:
                last = error
                log.warning("The graphics card stopped responding; %s continues on the processor", self.order.name)
                self._leave_card(order)
        raise PhotonError(
            tr("The model's process crashed or stopped responding three times; no data was lost."),
            tr("Close programs that use a lot of memory, or choose a smaller model, then try again."),
        ) from last

    def rest(self, unused: float) -> None:
        """End the process where nothing was asked of it for so many seconds; the next task starts it anew."""
        if time.monotonic() - self._asked >= unused:
            self._process.rest()

    def close(self) -> None:
        """End the process for good."""
        self._process.stop()

    def _leave_card(self, order: worker.WorkerSpec) -> None:
        with self._lock:
            if self.order is not order:  # another thread did it
                return
            self.order = replace(order, device="cpu")
            self._process.arguments = (self.order,)
            self._process.rest()
