"""A process that does one kind of work with a model; a crash, a hang or a lack of memory costs one task."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from photon.app.runtime.process_limits import MODEST, ProcessLimits, encoder_memory
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped, WorkerTooSlow
from photon.domain import PhotonError
from photon.language import tr
from photon.vision import worker
from photon.vision.kit.encoder import DeviceLost

T = TypeVar("T")
P = ParamSpec("P")

log = logging.getLogger(__name__)

_TRIES = 3  # per task: a process may be killed because others need memory
_SECONDS = 1800.0  # per task: the largest model takes minutes for a batch on a slow core
_IDLE = 120.0  # seconds: even while a model is read from a slow disk, the process uses the processor now and then
_FILES = 1024  # what most systems allow; graphics drivers open hundreds


class EncoderProcess:
    """One spawned process; it starts when first needed, and again after it died or its graphics card failed.

    Attributes:
        order: The model it opens, and on which device.
    """

    def __init__(self, order: worker.WorkerSpec, niceness: int = MODEST) -> None:
        """Create the object; the process starts with the first task, and stands back as far as ``niceness`` says."""
        self.order = order
        self._process = WorkerProcess(worker.start, order, limits=ProcessLimits(encoder_memory(), _FILES, niceness))
        self._lock = threading.Lock()

    def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Run a function of ``worker`` in the process and return its result; blocks.

        Raises:
            PhotonError: The process was closed, or it died or hung three times on this task.
            Exception: Whatever the function raises.
        """
        last: Exception | None = None
        for tried in range(_TRIES):
            order = self.order
            try:
                result: T = self._process.run(function, *arguments, seconds=_SECONDS, idle=_IDLE)
                return result
            except WorkerStopped:
                raise PhotonError(tr("Photon is being closed.")) from None
            except WorkerEnded as error:
                last = error
                log.warning("The process of %s crashed (%r); restarting it", self.order.model.name, error)
            except WorkerTooSlow as error:
                last = error
                log.warning("The process of %s hung; restarting it", self.order.model.name)
                if tried:  # twice is no accident: a hang is most often the graphics card's fault
                    self._leave_card(order)
            except DeviceLost as error:
                last = error
                log.warning("The graphics card stopped responding; %s continues on the processor", order.model.name)
                self._leave_card(order)
        raise PhotonError(
            tr("The model's process crashed or stopped responding three times; no data was lost."),
            tr("Close programs that use a lot of memory, or choose a smaller model, then try again."),
        ) from last

    def ask(
        self, capability: str, method: Callable[Concatenate[Any, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        """Call a method of the model in the process, for one of its capabilities; blocks.

        Args:
            capability: What the model must have declared.
            method: The method, as the capability's protocol has it.
            *arguments: Its arguments.
            **named: More of them.

        Raises:
            PhotonError: The model can't be opened, or ``run`` raises it.
            TypeError: The model has not declared this capability.
            Exception: Whatever the method raises.
        """
        return cast("T", self.run(partial(worker.work, capability, method.__name__, **named), *arguments))

    def rest(self, unused: float) -> None:
        """End the process if it ran no task for ``unused`` seconds; the next task starts it again. Never waits."""
        self._process.rest_if_unused(unused)

    def close(self) -> None:
        """End the process permanently."""
        self._process.stop()

    def _leave_card(self, order: worker.WorkerSpec) -> None:
        with self._lock:
            if self.order is not order:  # another thread has already switched it
                return
            self.order = replace(order, device="cpu")
            self._process.arguments = (self.order,)
            self._process.rest()
