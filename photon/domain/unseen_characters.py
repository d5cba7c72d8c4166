"""Invisible characters that have an effect: terminals obey some, others reverse or hide the text next to them.

They come with data from elsewhere: file names, metadata, backups, files of decisions. Names are stored without them; in
other texts, those that have an effect are shown as escape sequences. Characters that scripts and emoji need are kept.
"""

import re
import unicodedata

_TURNING = "\u202a-\u202e\u2066-\u2069"  # overrides, embeddings and isolates of the direction of text
_BREAKING = "\u2028\u2029\ufff9-\ufffb"
_HIDDEN = "\u061c\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff"  # without a width
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}{_BREAKING}{_TURNING}]")
_ACTING = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BREAKING}{_TURNING}]")
_ACTING_IN_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f{_BREAKING}{_TURNING}]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SHORT = 80


def clean_line(text: str) -> str:
    """Return a name for storage: NFC, without unseen characters and lone surrogates, with single spaces."""
    if not (text.isascii() and text.isprintable()):  # which says it all in a fifth of the time
        text = without_unseen(unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def readable_text(text: str) -> str:
    """Return a text of any number of lines for storage: without control characters; line ends are line feeds."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_unseen(text: str) -> str:
    """Return a text with unseen characters and line breaks replaced by spaces, and without lone surrogates."""
    return _UNSEEN.sub(" ", text.encode("utf-8", "replace").decode())


def written_out(text: str) -> str:
    r"""Return a text of any number of lines, with characters that have an effect escaped, such as ``\u202e``."""
    return _ACTING.sub(_escape, text)


def line_written_out(text: str) -> str:
    """Return a text as one line, with line breaks, tabs and characters that have an effect escaped."""
    return _ACTING_IN_LINE.sub(_escape, text)


def shortened_line(text: str, longest: int = _SHORT) -> str:
    """Return a text as one line, as ``line_written_out`` does, of at most this many characters."""
    line = line_written_out(text[: longest + 1])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
