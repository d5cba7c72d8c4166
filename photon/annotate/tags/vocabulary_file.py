"""The text form of a vocabulary: two blanks lead one level down, one concept per line, marks in square brackets."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.annotate.tags.word_key import word_key
from photon.domain.errors import PhotonError
from photon.domain.metadata.tag import DEEPEST, LONGEST, TagPath, clean_path, tag_key
from photon.domain.resources import resource

_FILE = "vocabularies/everyday.txt"
STEP = 2  # blanks per level
_ESCAPED, _KEPT = re.compile(r"\\(.)"), re.compile("\x00(\\d+)\x00")
_SPECIAL = re.compile(r"([\\,=\[\];~#])")
_MARK = re.compile(r"\[([^\[\]]*)\]\s*")
_ORDERS, _CHOICE, _SENSITIVE, _AGAIN, _SAY = "group", "one of", "sensitive", "again", "say"


@dataclass(frozen=True, slots=True)
class VocabularyFault:
    """A line that could not be taken as it stands.

    Attributes:
        line: Its number, counted from 1.
        reason: What is wrong and what Photon did about it, as a sentence.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class VocabularyText:
    """What was read from a text: the good entries in its order, and what was wrong with the rest."""

    source: str
    entries: tuple[VocabularyEntry, ...]
    faults: tuple[VocabularyFault, ...] = ()


class _RefusedError(Exception):
    """A line is left out, for this reason."""


@functools.cache
def everyday() -> TagVocabulary:
    """Photon's own vocabulary; costs some ten milliseconds the first time.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return TagVocabulary(read_vocabulary(resource(_FILE).read_text(encoding="utf-8"), _FILE).entries)


def read_vocabulary(text: str, source: str) -> VocabularyText:
    """Read a vocabulary; a line with a mistake is left out and told, the others count.

    Args:
        text: As described in the head of ``resources/vocabularies/everyday.txt``. Tabs may lead down instead of blanks.
        source: What the text is called when it is spoken of, e.g. its file name.
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
    """The text from which ``read_vocabulary`` gives these entries, in order of the tree.

    Names above an entry that are no entries themselves are written as groups. What a person switched off, and the
    paths of their keywords, are not part of the text.

    Args:
        entries: What is written.
        remarks: By path, what stands in a line of its own before an entry; it is passed over when it is read.
    """
    known = {entry.path: entry for entry in entries}
    for path in list(known):
        for depth in range(1, len(path)):
            known.setdefault(path[:depth], VocabularyEntry(path[:depth], is_grouping=True))
    below: dict[TagPath, list[VocabularyEntry]] = {}
    for entry in known.values():
        below.setdefault(entry.path[:-1], []).append(entry)
    lines: list[str] = []
    taken: set[str] = set()
    waiting = list(reversed(below.get((), [])))
    while waiting:
        entry = waiting.pop()
        above = known.get(entry.path[:-1])
        if remarks and entry.path in remarks:
            lines.append(" " * (STEP * (len(entry.path) - 1)) + f"# {remarks[entry.path]}")
        lines.append(_line(entry, taken, is_hidden=above is not None and above.is_sensitive))
        taken |= {word_key(word) for word in (entry.synonyms if entry.is_grouping else entry.words)}
        waiting += reversed(below.get(entry.path, []))
    return "".join(line + "\n" for line in lines)


def _line(entry: VocabularyEntry, taken: set[str], *, is_hidden: bool) -> str:
    words = [_escaped(word) for word in entry.synonyms] + [f"~{_escaped(word)}" for word in entry.possible]
    marks = [
        mark
        for mark, is_set in (
            (_ORDERS, entry.is_grouping),
            (_CHOICE, entry.is_choice),
            (_SENSITIVE, entry.is_sensitive and not is_hidden),
            (_AGAIN, word_key(entry.name) in taken and not entry.is_grouping),
        )
        if is_set
    ]
    if entry.prompts:
        marks.append(f"{_SAY} {'; '.join(map(_escaped, entry.prompts))}")
    named = _escaped(entry.name) + (f" = {', '.join(words)}" if words else "")
    return " " * (STEP * (len(entry.path) - 1)) + " ".join([named, *(f"[{mark}]" for mark in marks)])


def _escaped(word: str) -> str:
    return _SPECIAL.sub(r"\\\1", word)


@dataclass
class _VocabularyReader:
    """Takes line after line."""

    entries: list[VocabularyEntry] = field(default_factory=list)
    faults: list[VocabularyFault] = field(default_factory=list)
    _open: list[VocabularyEntry | None] = field(
        default_factory=list
    )  # the way down to the last line; None where one was refused
    _words: dict[str, int] = field(default_factory=dict)  # where each word stands
    _paths: dict[str, int] = field(default_factory=dict)

    def read_line(self, number: int, line: str) -> None:
        """Read one line.

        Raises:
            _RefusedError: It is left out.
        """
        level = self._level(line)
        del self._open[level:]
        above = self._open[-1] if self._open else None
        if self._open and above is None:
            raise _RefusedError("The line that it belongs to was left out, so this one was, too.")
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
            raise _RefusedError(
                "It is indented by blanks and tabs at once; the line was left out. Use two blanks a level."
            )
        level, odd = (len(indent), 0) if "\t" in indent else divmod(len(indent), STEP)
        if odd:
            raise _RefusedError(
                f"It is indented by {len(indent)} blanks; the line was left out. Use two blanks a level."
            )
        if level > len(self._open):
            raise _RefusedError(
                "It is indented by more than one level below the line before; the line was left out. "
                "Use two blanks more than that line has."
            )
        return level

    def _entry(self, plain: str, kept: Sequence[str], above: VocabularyEntry | None, number: int) -> VocabularyEntry:
        """An entry from a line whose escaped signs were taken out."""

        def restored(word: str) -> str:
            return _KEPT.sub(lambda place: kept[int(place[1])], word) if kept else word

        named, bracket, marked = plain.partition("[")
        marks = _marks(bracket + marked)
        name, _, others = named.partition("=")
        path = _path(restored(name), above.path if above else ())
        self._claim(path, number, is_free=_AGAIN in marks or _ORDERS in marks)
        words = [word.strip() for word in others.split(",") if word.strip()]
        sure = [restored(word) for word in words if not word.startswith("~")]
        say = marks.get(_SAY, "")
        return VocabularyEntry(
            path,
            synonyms=tuple(self._unclaimed(sure, number)),
            possible=_cleaned(restored(word[1:]) for word in words if word.startswith("~")),
            prompts=_cleaned(restored(sentence) for sentence in say.split(";")) if say else (),
            is_grouping=_ORDERS in marks,
            is_choice=_CHOICE in marks,
            is_sensitive=_SENSITIVE in marks or (above is not None and above.is_sensitive),
        )

    def _claim(self, path: TagPath, number: int, *, is_free: bool) -> None:
        """Note where a name stands.

        Args:
            path: Whose last name it is.
            number: Of its line.
            is_free: It may stand elsewhere, too: a group is nothing that a word could lead to.

        Raises:
            _RefusedError: It stands elsewhere already.
        """
        here = self._paths.setdefault(tag_key(path), number)
        there = number if is_free else self._words.setdefault(word_key(path[-1]), number)
        if here != number or there != number:
            raise _RefusedError(f'"{path[-1]}" stands in line {min(here, there)} already; this line was left out.')

    def _unclaimed(self, words: Iterable[str], number: int) -> Iterable[str]:
        """Those words that lead to no other entry; the others become faults."""
        own: set[str] = set()
        for word in _cleaned(words):
            key = word_key(word)
            there = self._words.setdefault(key, number)
            if there != number:
                reason = f'"{word}" leads to line {there} already; it was left out here.'
                self.faults.append(VocabularyFault(number, reason))
            elif key not in own:
                own.add(key)
                yield word


def _path(name: str, above: TagPath) -> TagPath:
    """The path of a name.

    Raises:
        _RefusedError: The name cannot be used.
    """
    if not name.strip():
        raise _RefusedError("It has no name; the line was left out. Write a word before the equals sign.")
    try:
        path = (*above, _clean(name))
        if len(path) > DEEPEST:
            clean_path(path)
    except PhotonError as error:
        raise _RefusedError(f"{error.message} The line was left out.") from error
    if not any(sign.isalnum() for sign in path[-1]):
        raise _RefusedError("Its name has no letter and no digit; the line was left out. Write it with a word.")
    return path


def _cleaned(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are kept; those that are too long or without any visible sign are passed over."""
    found: list[str] = []
    for word in words:
        try:
            found.append(_clean(word))
        except PhotonError:
            continue
    return tuple(dict.fromkeys(filter(None, found)))


def _clean(word: str) -> str:
    """A word as it is kept; empty if it has no visible sign.

    Raises:
        PhotonError: It is too long.
    """
    word = word.strip()
    if word.isascii() and word.isprintable() and "  " not in word and len(word) <= LONGEST:
        return word  # most are plain and need no work
    return "".join(clean_path([word]))


def _marks(text: str) -> dict[str, str]:
    """Marks and what they say.

    Raises:
        _RefusedError: A bracket is not closed, or the mark is none that Photon knows.
    """
    found: dict[str, str] = {}
    if not text:
        return found
    if _MARK.sub("", text).strip():
        raise _RefusedError(
            "A square bracket is not closed, or words stand behind one; the line was left out. Marks come last, and a "
            "bracket that belongs to a name is written \\["
        )
    for mark in _MARK.findall(text):
        what, _, rest = mark.strip().partition(" ")
        if what == _SAY and rest.strip():
            found[_SAY] = rest
        elif mark.strip() in {_ORDERS, _CHOICE, _SENSITIVE, _AGAIN}:
            found[mark.strip()] = ""
        else:
            raise _RefusedError(f'Photon does not know the mark "[{mark}]"; the line was left out.')
    return found
