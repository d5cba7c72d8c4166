"""Characters that nobody sees and that act: a terminal obeys some, others turn round or hide the text beside them.

They come with data from elsewhere: names of files, metadata, backups, files of decisions. Names are stored without
them, and other texts are shown with them written out. What scripts and emoji need stays: U+200C and U+200D.
"""

import re
import unicodedata

_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
"""Marks and overrides of direction, separators, characters without a width, and language tags."""
UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f{_INVISIBLE}]")
_IN_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_INVISIBLE}]")  # keeps tab and line feed
_SHORT = 80


def clean_line(text: str) -> str:
    """Return a text as one line without unseen characters and lone surrogates, in NFC, with single spaces."""
    readable = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return " ".join(UNSEEN.sub(" ", readable).split())


def clean_text(text: str) -> str:
    """Return a text of any number of lines without unseen characters and lone surrogates."""
    readable = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return _IN_TEXT.sub("", readable)


def written_out(text: str) -> str:
    r"""Return a text with unseen characters written out, such as ``\u202e``, except tab and line feed."""
    return _IN_TEXT.sub(_escape, text)


def shortened_line(text: str, longest: int = _SHORT) -> str:
    """Return a text as one line of at most this many characters, with unseen characters written out."""
    line = UNSEEN.sub(_escape, text[: longest + 1])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
