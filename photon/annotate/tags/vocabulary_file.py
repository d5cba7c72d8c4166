"""The text format of vocabularies: one concept per line, two blanks of indentation per level, marks in brackets."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.annotate.tags.word_key import word_key
from photon.domain.errors import PhotonError
from photon.domain.metadata.tag import DEEPEST, LONGEST, TagPath, clean_path, tag_key
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

_FILE = "vocabularies/everyday.txt"
STEP = 2  # blanks per level
_ESCAPED, _KEPT = re.compile(r"\\(.)"), re.compile("\x00(\\d+)\x00")
_SPECIAL = re.compile(r"([\\,=\[\];~#])")
_MARK = re.compile(r"\[([^\[\]]*)\]\s*")
_ORDERS, _CHOICE, _SENSITIVE, _AGAIN, _SAY, _NOT = "group", "one of", "sensitive", "again", "say", "not with"


@dataclass(frozen=True, slots=True)
class VocabularyFault:
    """A line that could not be used as written.

    Attributes:
        line: Line number, from 1.
        reason: What is wrong and what Photon did about it, as a sentence.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class VocabularyText:
    """The result of reading a text: valid entries in order, and faults."""

    source: str
    entries: tuple[VocabularyEntry, ...]
    faults: tuple[VocabularyFault, ...] = ()


class _RefusedError(Exception):
    """A line is skipped; the message is the reason."""


@functools.cache
def everyday() -> TagVocabulary:
    """Load Photon's own vocabulary; takes about ten milliseconds the first time.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return TagVocabulary(read_vocabulary(resource(_FILE).read_text(encoding="utf-8"), _FILE).entries)


def read_vocabulary(text: str, source: str) -> VocabularyText:
    """Read a vocabulary. Invalid lines are skipped and reported.

    Args:
        text: Text in the format that the head of ``resources/vocabularies/everyday.txt`` describes. It may be indented
            with tabs.
        source: Name of the text for messages, for example its file name.

    Returns:
        The entries and the faults.
    """
    reader = _VocabularyReader()
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                reader.read_line(number, line)
            except _RefusedError as refused:
                reader.faults.append(VocabularyFault(number, str(refused)))
    return VocabularyText(source, tuple(reader.entries), tuple(reader.faults))


def format_vocabulary(entries: Iterable[VocabularyEntry], remarks: Mapping[TagPath, str] | None = None) -> str:
    """Format entries so that ``read_vocabulary`` returns them.

    Disabled states and keyword paths are not written.

    Args:
        entries: The entries in tree order, each after its parent.
        remarks: Comments by path, written on a line before the entry; they are ignored when reading.

    Returns:
        The text.
    """
    lines: list[str] = []
    taken: set[str] = set()
    sensitive: set[TagPath] = set()
    for entry in entries:
        if remarks and entry.path in remarks:
            lines.append(" " * (STEP * (len(entry.path) - 1)) + f"# {remarks[entry.path]}")
        lines.append(_line(entry, taken, is_within=entry.path[:-1] in sensitive))
        if entry.is_sensitive:
            sensitive.add(entry.path)
        taken |= {word_key(word) for word in (entry.synonyms if entry.is_grouping else entry.words)}
    return "".join(line + "\n" for line in lines)


def _line(entry: VocabularyEntry, taken: set[str], *, is_within: bool) -> str:
    words = [_escaped(word) for word in entry.synonyms] + [f"~{_escaped(word)}" for word in entry.possible]
    marks = [
        mark
        for mark, is_set in (
            (_ORDERS, entry.is_grouping),
            (_CHOICE, entry.is_choice),
            (_SENSITIVE, entry.is_sensitive and not is_within),
            (_AGAIN, word_key(entry.name) in taken and not entry.is_grouping),
        )
        if is_set
    ]
    marks += [
        f"{mark} {'; '.join(map(_escaped, words))}"
        for mark, words in ((_NOT, entry.excludes), (_SAY, entry.prompts))
        if words
    ]
    named = _escaped(entry.name) + (f" = {', '.join(words)}" if words else "")
    return " " * (STEP * (len(entry.path) - 1)) + " ".join([named, *(f"[{mark}]" for mark in marks)])


def _escaped(word: str) -> str:
    return _SPECIAL.sub(r"\\\1", word)


@dataclass
class _VocabularyReader:
    """Parser state."""

    entries: list[VocabularyEntry] = field(default_factory=list)
    faults: list[VocabularyFault] = field(default_factory=list)
    _open: list[VocabularyEntry | None] = field(default_factory=list)  # entry of each open level; None if refused
    _words: dict[str, int] = field(default_factory=dict)  # line number of each word
    _paths: dict[str, int] = field(default_factory=dict)

    def read_line(self, number: int, line: str) -> None:
        """Read one line.

        Raises:
            _RefusedError: The line is invalid.
        """
        level = self._level(line)
        del self._open[level:]
        above = self._open[-1] if self._open else None
        if self._open and above is None:
            raise _RefusedError(tr("Its parent line was skipped, so this line was skipped too."))
        self._open.append(None)
        kept: list[str] = []

        def keep(sign: re.Match[str]) -> str:
            kept.append(sign[1])
            return f"\x00{len(kept) - 1}\x00"

        plain = _ESCAPED.sub(keep, line.replace("\0", "")) if "\\" in line else line
        entry = self._entry(plain, kept, above, number)
        self._open[-1] = entry
        self.entries.append(entry)

    def _level(self, line: str) -> int:
        indent = line[: len(line) - len(line.lstrip())]
        if indent.strip(" ") and indent.strip("\t"):
            raise _RefusedError(tr("It mixes spaces and tabs; the line was skipped. Use two spaces per level."))
        level, odd = (len(indent), 0) if "\t" in indent else divmod(len(indent), STEP)
        if odd:
            raise _RefusedError(
                tr(
                    "It is indented by {number} spaces; the line was skipped. Use two spaces per level.",
                    number=len(indent),
                )
            )
        if level > len(self._open):
            raise _RefusedError(
                tr(
                    "It is indented by more than one level below the previous line; the line was skipped. "
                    "Use two more spaces than the previous line."
                )
            )
        return level

    def _entry(self, plain: str, kept: Sequence[str], above: VocabularyEntry | None, number: int) -> VocabularyEntry:
        """Parse a line whose escaped characters were replaced by placeholders."""

        def restored(word: str) -> str:
            return _KEPT.sub(lambda place: kept[int(place[1])], word) if kept else word

        named, bracket, marked = plain.partition("[")
        marks = _marks(bracket + marked)
        name, _, others = named.partition("=")
        path = _path(restored(name), above.path if above else ())
        self._claim(path, number, is_free=_AGAIN in marks or _ORDERS in marks)
        words = [word.strip() for word in others.split(",") if word.strip()]
        sure = [restored(word) for word in words if not word.startswith("~")]

        def listed(mark: str) -> tuple[str, ...]:
            return _cleaned(restored(words) for words in marks[mark].split(";")) if mark in marks else ()

        return VocabularyEntry(
            path,
            synonyms=tuple(self._unclaimed(sure, number)),
            possible=_cleaned(restored(word[1:]) for word in words if word.startswith("~")),
            prompts=listed(_SAY),
            is_grouping=_ORDERS in marks,
            is_choice=_CHOICE in marks,
            excludes=listed(_NOT),
            is_sensitive=_SENSITIVE in marks or (above is not None and above.is_sensitive),
        )

    def _claim(self, path: TagPath, number: int, *, is_free: bool) -> None:
        """Register the line of a name.

        Args:
            path: Path that ends with the name.
            number: Line number.
            is_free: Whether the name may occur elsewhere, too; true for groupings, which cannot be looked up.

        Raises:
            _RefusedError: The name occurs on another line.
        """
        here = self._paths.setdefault(tag_key(path), number)
        there = number if is_free else self._words.setdefault(word_key(path[-1]), number)
        if here != number or there != number:
            raise _RefusedError(
                tr('"{word}" is already in line {line}; this line was skipped.', word=path[-1], line=min(here, there))
            )

    def _unclaimed(self, words: Iterable[str], number: int) -> Iterable[str]:
        """Yield the words that lead to no other entry; report the others."""
        own: set[str] = set()
        for word in _cleaned(words):
            key = word_key(word)
            there = self._words.setdefault(key, number)
            if there != number:
                reason = tr('"{word}" already belongs to line {line}; it was skipped here.', word=word, line=there)
                self.faults.append(VocabularyFault(number, reason))
            elif key not in own:
                own.add(key)
                yield word


def _path(name: str, above: TagPath) -> TagPath:
    """Build the path of a name.

    Raises:
        _RefusedError: The name is invalid.
    """
    if not name.strip():
        raise _RefusedError(tr("It has no name; the line was skipped. Write a word before the equals sign."))
    try:
        path = (*above, _clean(name))
        if len(path) > DEEPEST:
            clean_path(path)
    except PhotonError as error:
        raise _RefusedError(f"{error.message} {tr('The line was skipped.')}") from error
    if not any(sign.isalnum() for sign in path[-1]):
        raise _RefusedError(tr("Its name has no letters or digits; the line was skipped."))
    return path


def _cleaned(words: Iterable[str]) -> tuple[str, ...]:
    """Normalise words; drop those that are too long or have no visible character."""
    found: list[str] = []
    for word in words:
        try:
            found.append(_clean(word))
        except PhotonError:
            continue
    return tuple(dict.fromkeys(filter(None, found)))


def _clean(word: str) -> str:
    """Normalise a word; empty if it has no visible character.

    Raises:
        PhotonError: The word is too long.
    """
    word = word.strip()
    if word.isascii() and word.isprintable() and "  " not in word and len(word) <= LONGEST:
        return word  # the common case
    return "".join(clean_path([word]))


def _marks(text: str) -> dict[str, str]:
    """Parse the marks of a line, with their values.

    Raises:
        _RefusedError: A bracket is not closed, or a mark is unknown.
    """
    found: dict[str, str] = {}
    if not text:
        return found
    if _MARK.sub("", text).strip():
        raise _RefusedError(
            tr(
                "A square bracket is not closed, or text follows it; the line was skipped. Put marks last, and write a "
                "bracket in a name as \\["
            )
        )
    for mark in _MARK.findall(text):
        what = next((one for one in (_SAY, _NOT) if mark.strip().startswith(f"{one} ")), "")
        if what:
            found[what] = mark.strip().removeprefix(what)
        elif mark.strip() in {_ORDERS, _CHOICE, _SENSITIVE, _AGAIN}:
            found[mark.strip()] = ""
        else:
            raise _RefusedError(tr("Unknown mark “[{mark}]”; the line was skipped.", mark=mark))
    return found
