"""Functions for processes that end: a module of its own, so that such a process starts quickly."""

import gc
import os
import signal
import struct
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path


class StrangeError(Exception):
    """Cannot be made again from what it says."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(one + other)


def begin_unless_first(place: str) -> None:
    """Begins a process, but not the first one."""
    if not Path(place).exists():
        Path(place).touch()
        os._exit(3)


def end(how: int, *_: object) -> None:
    """Ends by a signal, or like a good program."""
    if how in set(signal.Signals):
        os.kill(os.getpid(), how)
    os._exit(0)


def stop() -> None:
    """Hangs: uses the processor no more, and never comes back."""
    os.kill(os.getpid(), signal.SIGSTOP)


def stop_unless_third(place: str) -> int:
    """Hangs in the first and the second process, and tells which one does not; each is noted at a place."""
    with Path(place).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(place).read_text("ascii").split()) < 3:
        stop()
    return os.getpid()


def compute(seconds: float) -> str:
    """Uses the processor for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def answer_by_half() -> None:
    """Promise a thousand bytes, send ten, and die: as when a process is killed while it sends."""
    for pipe in [one for one in gc.get_objects() if isinstance(one, Connection)]:
        os.write(pipe.fileno(), struct.pack("!i", 1000) + bytes(10))
    os.kill(os.getpid(), signal.SIGKILL)


def fail(how: str) -> object:
    """Raises, or answers, what is not easily passed on."""
    if how == "strange":
        raise StrangeError(1, 2)
    if how == "lock":
        return threading.Lock()
    raise ValueError(how)


def last_for(place: str, ends: int, how: int) -> int:
    """Ends so many times, and tells then in which process it did not; each time is noted at a place."""
    with Path(place).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    if len(Path(place).read_text("ascii").split()) <= ends:
        if how == 0:
            raise MemoryError
        os.kill(os.getpid(), how)
    return os.getpid()


def wait_for(place: str) -> int:
    """Waits until a file is there, and tells which process waited."""
    while not Path(place).exists():
        time.sleep(0.01)
    return os.getpid()
