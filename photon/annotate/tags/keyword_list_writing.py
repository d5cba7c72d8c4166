r"""Write keyword lists for other programs or another Photon; the inverse of ``keyword_lists``.

- ``lightroom``: a tree indented with tabs; ``{other word}`` one level deeper is a synonym, ``[name]`` a level that is
  not a keyword.
- ``digikam``: one path per line, ``a/b/c``, without synonyms. A separator within a name is escaped with ``\``, which
  only Photon understands.
- ``photon``: Photon's own format (``vocabulary_file``); the only one with comments.
"""

from collections.abc import Iterable, Iterator, Mapping

from photon.annotate.tags.keyword_lists import HEAD, WRAPPED, KeywordForm
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import format_vocabulary
from photon.annotate.tags.word_key import word_key
from photon.domain.metadata.tag import TagPath, tag_key, tag_text


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
