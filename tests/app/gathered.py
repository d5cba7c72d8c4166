"""Gathering without processes."""

import time
from concurrent.futures import Future

from photon.app.events import Events
from photon.app.gathering import Gathering
from photon.app.progress import Progress
from photon.app.store import Store
from photon.domain import Reading
from photon.domain.metadata import Account
from photon.media import read_words
from tests.decoders_here import read_here


class ReadHere:
    """Decoders without processes."""

    count = 2

    def read(self, path: str) -> Future[Reading]:
        return read_here(path)

    def words(self, path: str) -> Future[Account]:
        future: Future[Account] = Future()
        future.set_result(read_words(path))
        return future


def gather(store: Store, stop_after: int = 10_000) -> Gathering:
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > stop_after

    gathering = Gathering(store, ReadHere(), Progress(Events()), stop, lambda _: None)
    gathering.look_everywhere()
    end = time.monotonic() + 20
    while not gathering.idle and not asked[0] > stop_after and time.monotonic() < end:
        gathering.step()
    return gathering
