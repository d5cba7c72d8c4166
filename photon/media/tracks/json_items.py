"""Items of the arrays of a JSON document, one after the other, so that neither its size nor its end matters.

``json.load`` needs ten times the memory of the file and gives nothing of one that was cut; ijson would do the first.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

_PIECE = 1 << 20  # bytes
_LARGEST_ITEM = 16 << 20  # characters; a day of Google's timeline has some thousands
_BETWEEN = re.compile(r"[\s,]*")


class CutJson(Exception):  # noqa: N818 - named after the state of the document; never shown to users
    """The document ends early, or is malformed from here on."""


def json_items(stream: IO[bytes], names: frozenset[str]) -> Iterator[Any]:
    """Yield the items of arrays with these names, or of the document if it is an array.

    Args:
        stream: The document in UTF-8.
        names: Names of arrays at any depth that is not within an item.

    Raises:
        CutJson: The document ends within an array, or an item can't be read.
    """
    text = _Window(stream)
    start = re.compile(rf'"(?:{"|".join(sorted(names))})"\s*:\s*\[')
    is_found = text.next_sign() == "["
    text.at += is_found
    while is_found or text.find(start):
        while text.next_sign() != "]":
            yield text.item()
        is_found = False


class _Window:
    """The part of a document that is being read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoding = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._json = json.JSONDecoder()
        self._text, self.at = "", 0

    def find(self, start: re.Pattern[str]) -> bool:
        """Go behind the beginning of the next array; return whether there is one."""
        while not (found := start.search(self._text, self.at)):
            self.at = max(self.at, len(self._text) - 100)  # a name may be cut by the end of the window
            if not self._read_more():
                return False
        self.at = found.end()
        return True

    def next_sign(self) -> str:
        """Go to the next sign that is neither space nor a comma, and return it; nothing at the end."""
        while (found := _BETWEEN.match(self._text, self.at)) and found.end() == len(self._text):
            self.at = found.end()
            if not self._read_more():
                return ""
        self.at = found.end() if found else self.at
        return self._text[self.at]

    def item(self) -> Any:  # noqa: ANN401 - any JSON value
        """Read a value."""
        while True:
            try:
                item, self.at = self._json.raw_decode(self._text, self.at)
                return item
            except (json.JSONDecodeError, RecursionError) as error:
                is_cut = isinstance(error, json.JSONDecodeError) and len(self._text) - self.at <= _LARGEST_ITEM
                if not is_cut or not self._read_more():
                    raise CutJson from error

    def _read_more(self) -> bool:
        """Read on, at least as much as there is, so that a long item isn't begun too often."""
        data = self._stream.read(max(_PIECE, len(self._text) - self.at))
        self._text = self._text[self.at :] + self._decoding.decode(data)
        self.at = 0
        return bool(data)
