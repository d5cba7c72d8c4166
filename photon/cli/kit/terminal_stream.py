"""Output to a terminal without the control characters that file names and their metadata may contain.

A terminal executes control characters: listing a downloaded file with a crafted name could change the title of the
window, hide lines, or type into some terminals. Output to a file or a pipe is not changed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from photon.domain.unseen_characters import written_out


class TerminalStream:
    r"""Wraps a stream and shows control characters as ``\x1b``.

    A carriage return at the start or the end of what is written stays: it overwrites the progress line.
    """

    def __init__(self, stream: TextIO) -> None:
        """Wrap a stream."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Print a text; return its length."""
        start = len(text) - len(text.lstrip("\r"))
        end = max(start, len(text.rstrip("\r")))
        self._stream.write(f"{text[:start]}{written_out(text[start:end])}{text[end:]}")
        return len(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        """Return any other attribute of the stream."""
        return getattr(self._stream, name)


@contextmanager
def terminal_streams() -> Iterator[None]:
    """Remove control characters from everything that is printed to a terminal inside this context."""
    before = sys.stdout, sys.stderr
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and stream.isatty():
            setattr(sys, name, TerminalStream(stream))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
