"""Complete a typed tag: the user's own tags first, then words of the vocabulary."""

from collections.abc import Iterable, Iterator, Sequence

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.word_key import word_key
from photon.domain.metadata.tag import TagPath, tag_key


def complete_tag(text: str, own: Sequence[tuple[TagPath, int]], words: TagVocabulary, most: int) -> list[TagPath]:
    """Suggest completions for a tag that is being typed; for an empty text, the user's most used tags.

    Args:
        text: The start of a name, of a later word in it, or of a path (``Places/It``).
        own: The user's tags with their numbers of photos.
        words: The vocabulary; synonyms lead to the concept's own name.
        most: Maximum number of suggestions.

    Returns:
        Tag paths, best first.
    """
    often = [path for path, _ in sorted(own, key=lambda each: -each[1])]
    wanted = [word_key(part) for part in text.replace("|", "/").split("/")]
    if not any(wanted):
        return often[:most]
    concepts = [place for place, may in enumerate(words.suggestable.tolist()) if may]
    said = [(words.keyword(place), words.entries[place].words) for place in concepts]
    said.sort(key=lambda each: len(each[0][-1]))  # shortest completion first: bear before bearded man
    ways = (
        (path for path in often if _begins(path, wanted)),
        (path for path, _ in said if _begins(path, wanted)),
        (path for path in often if _has_word(path[-1], wanted[-1])),
        (path for path, names in said if _any_begins(names, wanted)),
        (path for path, names in said if any(_has_word(name, wanted[-1]) for name in (path[-1], *names))),
    )
    return _distinct(ways)[:most]


def _begins(path: TagPath, wanted: Sequence[str]) -> bool:
    """Return whether the end of a path matches the typed text, with its last name completed."""
    if len(path) < len(wanted):
        return False
    end = [word_key(name) for name in path[-len(wanted) :]]
    return end[:-1] == list(wanted[:-1]) and end[-1].startswith(wanted[-1])


def _any_begins(names: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(wanted) == 1 and any(word_key(name).startswith(wanted[0]) for name in names)


def _has_word(name: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted}" in f" {word_key(name)}"


def _distinct(ways: Iterable[Iterator[TagPath]]) -> list[TagPath]:
    found: dict[str, TagPath] = {}
    for way in ways:
        for path in way:
            found.setdefault(tag_key(path), path)
    return list(found.values())
