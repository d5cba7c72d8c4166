r"""Read keyword lists that other programs wrote, and write them for other programs or another Photon.

- A tree indented with tabs (Lightroom Classic, darktable, Capture One): one keyword per line, one tab per level.
  ``{other word}`` one level deeper is a synonym of the line above, ``[name]`` a category that is not a keyword.
- A tree indented with blanks: Photon's own format (``vocabulary_file``), or the above with tabs that a text editor
  replaced by blanks.
- One or more paths per line (digiKam, typed lists): ``a/b/c`` or ``a|b|c``, separated by commas or semicolons.

Written are three forms:

- ``lightroom``: a tree indented with tabs, with synonyms and categories as above.
- ``digikam``: one path per line, ``a/b/c``, without synonyms. A separator within a name is escaped with ``\``, which
  only Photon understands.
- ``photon``: Photon's own format (``vocabulary_file``); the only one with comments.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Literal

from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import (
    STEP,
    VocabularyFault,
    VocabularyText,
    format_vocabulary,
    read_vocabulary,
)
from photon.annotate.tags.word_key import word_key
from photon.domain.errors import PhotonError
from photon.domain.metadata.tag import TagPath, clean_path, tag_key, tag_paths, tag_text
from photon.language import tr
from photon.quick_dataclass import dataclass

LARGEST = 10_000_000  # bytes; a hundred thousand keywords take about 2 million
MOST_FAULTS = 1000  # more are not reported
HEAD = "# A keyword list of Photon: two blanks lead one level down, and other words stand after the equals sign."
"""The first line of lists in Photon's own format; it identifies the format even if nothing is indented."""
KeywordForm = Literal["lightroom", "digikam", "photon"]
WRAPPED = re.compile(r"\{(.*)\}|\[(.*)\]", re.DOTALL)
_MARKED = re.compile(r"^[ \t]*(?:\{.*\}|\[.*\])\s*$", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_LINES = re.compile(r"\r\n|\r|\n")  # as text editors count them


def read_keywords(data: bytes, source: str, form: KeywordForm | None = None) -> VocabularyText:
    """Read a keyword list. Invalid lines are skipped and reported.

    Args:
        data: Content of a file in UTF-8, UTF-16 or Windows-1252.
        source: Name of the list for messages, for example the file's name.
        form: The format; by default it is detected from the text.

    Returns:
        The entries, each path once, and at most ``MOST_FAULTS`` faults.

    Raises:
        PhotonError: The data is too large or is not text.
    """
    if len(data) > LARGEST:
        raise PhotonError(
            tr(
                "{source} is too large for a keyword list: {size:,.1f} MB; nothing was imported.",
                source=source,
                size=len(data) / 1e6,
            ),
            tr("Choose a text file of at most {largest} MB.", largest=LARGEST // 1_000_000),
        )
    text = "\n".join(_LINES.split(_decode(data, source)))
    text, form = (text, form) if form else _detect_form(text)
    found = {"lightroom": _read_tree, "photon": read_vocabulary, "digikam": _read_paths}[form](text, source)
    return replace(found, faults=found.faults[:MOST_FAULTS])


def _detect_form(text: str) -> tuple[str, KeywordForm]:
    """Detect the format of a list; restore tabs that a text editor replaced by blanks."""
    if text.startswith(HEAD):
        return text, "photon"
    has_marks = _MARKED.search(text) is not None
    first = _INDENTED.search(text)
    if not first:
        return text, "lightroom" if has_marks else "digikam"
    step = len(first[0])
    if "\t" in first[0]:
        return text, "lightroom"
    if step > STEP or has_marks:
        return _INDENTED.sub(lambda blanks: _tabs(blanks[0], step), text), "lightroom"
    return text, "photon"


def _tabs(blanks: str, step: int) -> str:
    levels, rest = divmod(len(blanks), step)
    return blanks if "\t" in blanks else "\t" * levels + " " * rest


def _decode(data: bytes, source: str) -> str:
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        little, big = (data[start::2].count(0) for start in (1, 0))
        if max(little, big) > len(data) / 8 and not min(little, big):  # UTF-16 without a byte order mark
            data = (codecs.BOM_UTF16_LE if little else codecs.BOM_UTF16_BE) + data
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    else:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise PhotonError(
            tr("{source} isn't a text file; nothing was imported.", source=source),
            tr("Choose a keyword list that was exported as text."),
        )
    return text


def _read_paths(text: str, source: str) -> VocabularyText:
    found: dict[str, VocabularyEntry] = {}
    faults: list[VocabularyFault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            paths = tag_paths(line)
        except PhotonError as error:
            faults.append(VocabularyFault(number, f"{error.message} {tr('The line was skipped.')}"))
            continue
        good = [path for path in paths if all(map(_is_readable, path))]
        if len(good) < len(paths) or not paths:
            faults.append(VocabularyFault(number, tr("One of its names has no letters or digits; it was skipped.")))
        for path in good:
            for depth in range(1, len(path) + 1):
                found.setdefault(tag_key(path[:depth]), VocabularyEntry(path[:depth]))
    return VocabularyText(source, tuple(found.values()), tuple(faults))


def _read_tree(text: str, source: str) -> VocabularyText:
    tree = _Tree()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            tree.read_line(number, line)
    return VocabularyText(source, tuple(tree.found.values()), tuple(tree.faults))


@dataclass
class _Tree:
    """Parser state for a tree indented with tabs."""

    found: dict[str, VocabularyEntry] = field(default_factory=dict)
    faults: list[VocabularyFault] = field(default_factory=list)
    _open: list[TagPath] = field(default_factory=list)  # path of each open level; empty if its line was skipped

    def read_line(self, number: int, line: str) -> None:
        """Read one line."""
        level = len(line) - len(line.lstrip("\t"))
        name = line.strip()
        if line[level] == " ":
            self._blame(
                number, tr("It is indented with spaces instead of tabs; the line was skipped. Use one tab per level.")
            )
            return
        if level > len(self._open):
            self._blame(
                number, tr("It is indented by more than one tab below the previous line; the line was skipped.")
            )
            return
        del self._open[level:]
        above = self._open[-1] if self._open else ()
        wrapped = WRAPPED.fullmatch(name)
        if wrapped and wrapped[1] is not None:
            self._add_synonym(number, wrapped[1], above)
            return
        self._open.append(())
        if level and not above:
            self._blame(number, tr("Its parent line was skipped, so this line was skipped too."))
            return
        self._open[-1] = self._add(number, wrapped[2] if wrapped else name, above, is_grouping=wrapped is not None)

    def _add(self, number: int, name: str, above: TagPath, *, is_grouping: bool) -> TagPath:
        """Store a keyword and return its path, or an empty path if it is invalid."""
        path = self._path(number, name, above)
        if path:
            known = self.found.get(tag_key(path), VocabularyEntry(path, is_grouping=True))
            self.found[tag_key(path)] = replace(known, is_grouping=known.is_grouping and is_grouping)
            return known.path
        return ()

    def _add_synonym(self, number: int, word: str, above: TagPath) -> None:
        if not above:
            self._blame(number, tr("It is a synonym without a keyword above it; it was skipped."))
            return
        path = self._path(number, word, ())
        known = self.found[tag_key(above)]
        if path and word_key(path[0]) not in map(word_key, known.words):
            self.found[tag_key(above)] = replace(known, synonyms=(*known.synonyms, path[0]))

    def _path(self, number: int, name: str, above: TagPath) -> TagPath:
        try:
            path = clean_path([*above, name])
        except PhotonError as error:
            self._blame(number, f"{error.message} {tr('The line was skipped.')}")
            return ()
        if len(path) == len(above) or not _is_readable(path[-1]):
            self._blame(number, tr("It has no letters or digits; the line was skipped."))
            return ()
        return path

    def _blame(self, number: int, reason: str) -> None:
        self.faults.append(VocabularyFault(number, reason))


def _is_readable(name: Iterable[str]) -> bool:
    return any(sign.isalnum() for sign in name)


def format_keywords(
    entries: Iterable[VocabularyEntry], form: KeywordForm, remarks: Mapping[TagPath, str] | None = None
) -> str:
    """Format a keyword list, in tree order.

    Args:
        entries: Keywords with paths and synonyms. Missing levels are added as groups.
        form: The target program's format.
        remarks: Comments by path; written in Photon's own format only.

    Returns:
        The text of the list.
    """
    tree = _in_order(entries)
    if form == "photon":
        return f"{HEAD}\n{format_vocabulary(_distinct(tree), remarks or {})}"
    lines = _by_tabs(tree) if form == "lightroom" else _by_paths(tree)
    return "".join(f"{line}\n" for line in lines)


def _in_order(entries: Iterable[VocabularyEntry]) -> list[VocabularyEntry]:
    """Merge duplicates, unify the spelling of levels, add missing levels, and sort depth-first."""
    known: dict[str, VocabularyEntry] = {}
    for entry in entries:
        path: TagPath = ()
        for name in entry.path:
            level = VocabularyEntry((*path, name), is_grouping=True)
            path = known.setdefault(tag_key(level.path), level).path
        was = known[tag_key(path)]
        words = {word_key(word): word for word in (*entry.synonyms[::-1], *was.synonyms[::-1])}
        words.pop(word_key(path[-1]), None)
        is_grouping = was.is_grouping and entry.is_grouping
        known[tag_key(path)] = VocabularyEntry(path, tuple(reversed(words.values())), is_grouping=is_grouping)
    below: dict[str, list[VocabularyEntry]] = {}
    for entry in known.values():
        below.setdefault(tag_key(entry.path[:-1]), []).append(entry)
    found, waiting = [], below.get("", [])[::-1]
    while waiting:
        entry = waiting.pop()
        found.append(entry)
        waiting += below.get(tag_key(entry.path), [])[::-1]
    return found


def _by_tabs(tree: Iterable[VocabularyEntry]) -> Iterator[str]:
    for entry in tree:
        level, name = "\t" * (len(entry.path) - 1), entry.name
        if entry.is_grouping:
            yield f"{level}[{name}]"
        else:
            # a name in braces or brackets would be read as a synonym or a group
            yield f"{level}({name[1:-1]})" if WRAPPED.fullmatch(name) else f"{level}{name}"
        yield from (f"{level}\t{{{word}}}" for word in entry.synonyms)


def _by_paths(tree: Iterable[VocabularyEntry]) -> Iterator[str]:
    for entry in tree:
        if not entry.is_grouping:
            text = tag_text(entry.path)
            yield f"\\{text}" if text.startswith(("#", "{", "[")) else text


def _distinct(tree: list[VocabularyEntry]) -> Iterator[VocabularyEntry]:
    """Drop synonyms that already lead to another entry; Photon's own format requires unique words."""
    taken = {word_key(entry.name) for entry in tree if not entry.is_grouping}
    for entry in tree:
        words = {word_key(word): word for word in reversed(entry.synonyms) if word_key(word) not in taken}
        taken |= words.keys()
        yield VocabularyEntry(entry.path, tuple(reversed(words.values())), is_grouping=entry.is_grouping)
