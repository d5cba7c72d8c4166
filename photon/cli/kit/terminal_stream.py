"""Output to a terminal without the control characters that file names and their metadata may contain.

A terminal executes control characters: listing a downloaded file with a crafted name could change the title of the
window, hide lines, or type into some terminals. Output to a file or a pipe is not changed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

_KEPT = "\t\n\r"  # the last one overwrites the progress line
_SHOWN = {
    code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in _KEPT
}  # C0, DEL and C1 of ISO/IEC 6429


class TerminalStream:
    r"""Wraps a stream and shows control characters as ``\x1b``."""

    def __init__(self, stream: TextIO) -> None:
        """Wrap a stream."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Print a text; return its length."""
        self._stream.write(text.translate(_SHOWN))
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
