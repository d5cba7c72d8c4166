"""Output to a terminal without the control characters that names of files and their metadata may contain.

A terminal obeys what is printed: a file of a stranger could be named so that listing it changes the title of the
window, hides lines, or types into some terminals. Where the output goes to a file or a pipe it stays as it is.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

_KEPT = "\t\n\r"  # the last one overwrites a line of progress
_SHOWN = {
    code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in _KEPT
}  # C0, DEL and C1 of ISO/IEC 6429


class TerminalStream:
    r"""Stands in for a stream and shows control characters as ``\x1b``."""

    def __init__(self, stream: TextIO) -> None:
        """Take the stream."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Print a text; returns its length."""
        self._stream.write(text.translate(_SHOWN))
        return len(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        """All else is the stream's own."""
        return getattr(self._stream, name)


@contextmanager
def terminal_streams() -> Iterator[None]:
    """Within this, what is printed to a terminal has no control characters."""
    before = sys.stdout, sys.stderr
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and stream.isatty():
            setattr(sys, name, TerminalStream(stream))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
