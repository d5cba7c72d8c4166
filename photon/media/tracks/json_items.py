"""Items of the arrays of a JSON document, one after the other, so that neither its size nor its end matters.

``json.load`` needs ten times the memory of the file and gives nothing of one that was cut; ijson would do the first.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

_PIECE = 1 << 20  # bytes
_LARGEST_ITEM = 16 << 20  # characters; a day of Google's timeline has some thousands
_SPACE = " \t\r\n,"


class CutJson(Exception):  # noqa: N818 - named after the state of the document; never shown to users
    """The document ends early, or is malformed from here on."""


def json_items(stream: BinaryIO, names: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the items of arrays with these names, or of the document if it is an array, whose name is empty.

    Args:
        stream: The document in UTF-8.
        names: Names of arrays at any depth that is not within an item.

    Raises:
        CutJson: The document ends within an array, or an item can't be read.
    """
    text = _Window(stream)
    start = re.compile(rf'"({"|".join(sorted(names))})"\s*:\s*\[')
    text.skip_space()
    if text.starts_with("["):
        text.at += 1
        for item in text.items():
            yield "", item
        return
    while found := text.find(start):
        for item in text.items():
            yield found, item


class _Window:
    """The part of a document that is being read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoding = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._json = json.JSONDecoder()
        self._text = ""
        self.at = 0

    def find(self, start: re.Pattern[str]) -> str:
        """Go behind the beginning of the next array; return its name, or nothing at the end."""
        while True:
            if found := start.search(self._text, self.at):
                self.at = found.end()
                return found[1]
            self.at = max(self.at, len(self._text) - 100)  # a name may be cut by the end of the window
            if not self._read_more():
                return ""

    def items(self) -> Iterator[Any]:
        """Yield what is left of an array."""
        while True:
            self.skip_space()
            if self.starts_with("]"):
                self.at += 1
                return
            yield self._item()

    def skip_space(self) -> None:
        """Go to the next sign that is neither space nor a comma."""
        while True:
            while self.at < len(self._text) and self._text[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self._text) or not self._read_more():
                return

    def starts_with(self, sign: str) -> bool:
        """Whether this sign comes next."""
        return self._text.startswith(sign, self.at)

    def _item(self) -> Any:  # noqa: ANN401 - any JSON value
        while True:
            try:
                item, self.at = self._json.raw_decode(self._text, self.at)
                return item
            except json.JSONDecodeError as error:
                if len(self._text) - self.at > _LARGEST_ITEM or not self._read_more():
                    raise CutJson from error
            except RecursionError as error:
                raise CutJson from error

    def _read_more(self) -> bool:
        """Read on, at least as much as there is, so that a long item isn't begun too often."""
        data = self._stream.read(max(_PIECE, len(self._text) - self.at))
        self._text = self._text[self.at :] + self._decoding.decode(data)
        self.at = 0
        return bool(data)
