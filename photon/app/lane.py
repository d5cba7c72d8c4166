"""A process that does one kind of an encoder's work; a crash or lack of memory costs one task."""

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any

from photon.app.children import end_with_parent, held_back
from photon.domain import PhotonError
from photon.vision import worker
from photon.vision.encoder import DeviceLost

log = logging.getLogger(__name__)

_CLOSED = PhotonError("Photon is being closed.")


class Lane:
    """One spawned process, started when it is first needed, and again when it died or its graphics card did.

    Attributes:
        order: The encoder that it opens, and where.
    """

    def __init__(self, order: worker.Order) -> None:
        """Start nothing yet."""
        self.order = order
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False
        self._asked = 0.0

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - several kinds of result
        """The result of a function of ``worker``; waits.

        Raises:
            PhotonError: The lane is closed, or the process died twice over this.
            Exception: Whatever the function raises.
        """
        try:
            return self._once(function, *arguments)
        except BrokenProcessPool:  # it was killed or ran out of memory: once more in a fresh one
            log.warning("A process of %s ended; it is begun anew", self.order.name)
        except DeviceLost:
            log.warning("The graphics card stopped answering; %s goes on on the processor", self.order.name)
        try:
            return self._once(function, *arguments)
        except (BrokenProcessPool, DeviceLost) as error:
            raise PhotonError(
                "A process of the encoder ended twice; Photon lost nothing.",
                "Close programs that need much memory, or choose a smaller encoder, then try again.",
            ) from error

    def rest(self, unused: float) -> None:
        """End the process where nothing was asked of it for so many seconds; the next task starts it anew."""
        with self._lock:
            if time.monotonic() - self._asked < unused:
                return
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True)

    def close(self) -> None:
        """End the process for good."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _once(self, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401
        pool, future = self._submit(function, *arguments)
        try:
            return future.result()
        except CancelledError:
            raise _CLOSED from None
        except BrokenProcessPool:
            self._give_up(pool)
            raise
        except DeviceLost:
            self._give_up(pool, device="cpu")
            raise

    def _give_up(self, pool: ProcessPoolExecutor, device: str | None = None) -> None:
        with self._lock:
            if self._pool is pool:  # another thread may have replaced it already
                self._pool = None
            if device is not None:
                self.order = replace(self.order, device=device)
        pool.shutdown(wait=False)

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> tuple[ProcessPoolExecutor, Future[Any]]:  # noqa: ANN401
        with self._lock:
            if self._closed:
                raise _CLOSED
            self._asked = time.monotonic()
            with held_back():
                pool = self._pool or self._begun()
                try:
                    future = pool.submit(function, *arguments)
                except BrokenProcessPool:  # it ended while there was nothing to do
                    pool.shutdown(wait=False)
                    pool = self._begun()
                    future = pool.submit(function, *arguments)
                return pool, future

    def _begun(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self.order,))
        return self._pool


def _begin(order: worker.Order) -> None:
    """Start of the process."""
    end_with_parent()
    worker.start(order)
