"""The use cases of the vocabulary: Photon's own words, the user's, disabled ones, and the language.

``vocabulary_of`` combines what may be suggested in a library: Photon's concepts in the user's language, under the
paths that the user already uses as tags, and the user's own words.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO, TypeVar

from photon.annotate.tags.keyword_lists import LARGEST, KeywordForm, format_keywords, read_keywords
from photon.annotate.tags.sensitive import sensitive_keys
from photon.annotate.tags.translations import Language, languages, translation
from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.annotate.tags.vocabulary_file import VocabularyFault, everyday
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath, belongs, tag_key, tag_text
from photon.domain.setting import LibrarySetting, Value
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.db import settings
from photon.library.photos import folders
from photon.library.tags import tag_tree, tags, vocabulary
from photon.library.tags.tag_settings import LANGUAGE
from photon.library.tags.vocabulary import WordOverride
from photon.media.file.atomic_replace import replace_file
from photon.quick_dataclass import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WordsAdded:
    """The result of adding words.

    Attributes:
        words: Number of words added or changed.
        faults: Lines that could not be used.
    """

    words: int
    faults: tuple[VocabularyFault, ...] = ()


def vocabulary_of(library: Library) -> TagVocabulary:
    """Return the vocabulary of a library; takes 60 ms, or 2 ms if neither words nor tags have changed.

    Raises:
        PhotonError: The installation is incomplete.
    """
    own_tags = tuple(sorted(map(tuple, tag_tree.paths(library.db).values())))
    return _combined(everyday, settings.get(library, LANGUAGE), own_tags, tuple(vocabulary.all_words(library)))


@lru_cache(maxsize=2)
def _combined(
    load: Callable[[], TagVocabulary], language: str, own_tags: Sequence[TagPath], kept: Sequence[WordOverride]
) -> TagVocabulary:
    words = load().in_language(_shown(language))
    own = len(words)
    # Tags of the user rename concepts, but do not become concepts: a user who tagged a photo "Lisbon 2019" does not
    # want that suggested.
    words = TagVocabulary(words.with_own(map(VocabularyEntry, own_tags)).entries[:own])
    words = words.with_own(VocabularyEntry(word.path, word.synonyms) for word in kept if word.is_own)
    return words.without([word.path for word in kept if not word.is_on])


@dataclass(frozen=True, slots=True)
class KeywordList:
    """A keyword list that was written.

    Attributes:
        path: Path of the file; empty if it was written elsewhere.
        keywords: Number of keywords in it.
        left_out: Number of keywords left out because they are sensitive.
    """

    path: str
    keywords: int
    left_out: int = 0


class Vocabularies:
    """Manages the vocabulary of a library; every change is broadcast and can be undone. Methods never block."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Create it for a library with its undo steps."""
        self._store = store
        self._history = history

    def get(self) -> Future[TagVocabulary]:
        """Return the whole vocabulary; entries state whether they are disabled."""
        return self._store.read(vocabulary_of)

    def own(self) -> Future[list[WordOverride]]:
        """Return the user's own words."""
        return self._store.read(lambda lib: [word for word in vocabulary.all_words(lib) if word.is_own])

    def switch(self, paths: Sequence[TagPath], on: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Enable or disable suggestions of concepts; ``paths`` are those of entries."""

        def act(library: Library) -> Changes:
            known = {word.path: word for word in vocabulary.all_words(library)}
            switched = [
                WordOverride(path, word.synonyms if word else (), word.is_own if word else False, on)
                for path in paths
                for word in [known.get(path)]
            ]
            changes, count = vocabulary.store_words(library, switched)
            word = paths[0][-1] if len(paths) == 1 else None
            library.journal.name_step(_switched_on(word, count) if on else _switched_off(word, count))
            return changes

        return self._history.edit(self._store, act)

    def add(self, text: str, source: str = "") -> Future[WordsAdded]:
        """Add typed words, one or more per line; see ``keyword_lists``. The Future may raise PhotonError."""
        typed = _WordSource(lambda _: text.encode("utf-8", "replace"), source or tr("The list"))
        return self._add([typed], lambda added: added[0])

    def add_file(self, path: str, form: KeywordForm | None = None) -> Future[WordsAdded]:
        """Add the words of a keyword list of this or another program. The Future may raise PhotonError."""
        return self._add([_file_source(path, form)], lambda added: added[0])

    def add_all(
        self, text: str, files: Sequence[str], form: KeywordForm | None = None, *, folder_names: bool = False
    ) -> Future[list[WordsAdded]]:
        """Add typed words, those of files and the names of folders as one step; the Future may raise PhotonError.

        Args:
            text: As for ``add``; empty for none.
            files: Paths, as for ``add_file``.
            form: The format of the files.
            folder_names: Whether to add the names of folders that contain photos.
        """
        sources = [_WordSource(lambda _: text.encode("utf-8", "replace"), tr("What you typed"))] if text else []
        sources += [_file_source(path, form) for path in files]
        sources += [_FOLDER_NAMES] if folder_names else []
        return self._add(sources, lambda added: added)

    def save(
        self, to: str | TextIO, form: KeywordForm, *, with_counts: bool = False, replace: bool = False
    ) -> Future[KeywordList]:
        """Write the user's tags and own words to a keyword list, without sensitive ones.

        Args:
            to: Path of the file, or an open file, which stays open.
            form: The target program's format.
            with_counts: Whether to write the number of photos of each tag; in Photon's own format only.
            replace: Whether an existing file may be replaced.

        Returns:
            A Future that may raise PhotonError: there is nothing to write, or the file exists or cannot be written.
        """

        def act(library: Library) -> KeywordList:
            shown, words, left_out = _keywords(library)
            if not shown and not words:
                raise PhotonError(tr("You have no tags or words of your own yet; nothing was exported."), "")
            remarks = {tag: _remark(count) for tag, count in shown} if with_counts else {}
            entries = [
                *(VocabularyEntry(tag) for tag, _ in shown),
                *(VocabularyEntry(word.path, word.synonyms) for word in words),
            ]
            text = format_keywords(entries, form, remarks)
            if isinstance(to, str):
                _write(Path(to).expanduser(), text, replace=replace)
            else:
                to.write(text)
            path = to if isinstance(to, str) else ""
            return KeywordList(path, len({tag_key(entry.path) for entry in entries}), left_out)

        return self._store.read(act)

    def add_folder_names(self) -> Future[WordsAdded]:
        """Add the names of the folders that contain photos."""
        return self._add([_FOLDER_NAMES], lambda added: added[0])

    def remove(self, paths: Sequence[TagPath]) -> Future[Changes]:
        """Remove words of the user; tags of photos stay."""

        def act(library: Library) -> Changes:
            changes, count = vocabulary.remove(library, paths)
            library.journal.name_step(
                tr("removed “{word}” from your words", word=paths[0][-1])
                if count == 1
                else tr_n("removed {count:,} word from your words", "removed {count:,} words from your words", count)
            )
            return changes

        return self._history.edit(self._store, act)

    def languages(self) -> tuple[Language, ...]:
        """Return the languages in which tags can be suggested."""
        return languages()

    def setting(self, one: LibrarySetting[Value]) -> Future[Value]:
        """Return the value of a setting, such as the language of suggested tags."""
        return self._store.read(settings.get, one)

    def choose(self, one: LibrarySetting[Value], value: Value) -> Future[Changes]:
        """Set it. The Future may raise PhotonError: the value is not possible, or the language not available."""

        def act(library: Library) -> Changes:
            if one is LANGUAGE:
                translation(str(value))
            return settings.store(library, one, None if value == one.usual else value)

        return self._store.write(act)

    def _add(self, sources: Sequence["_WordSource"], answer: Callable[[list[WordsAdded]], T]) -> Future[T]:
        def act(library: Library) -> tuple[T, Changes]:
            added, changes = list[WordsAdded](), Changes()
            for text, name, form in sources:
                found = read_keywords(text(library), name, form)
                words = [WordOverride(entry.path, entry.synonyms) for entry in found.entries if not entry.is_grouping]
                changed, count = vocabulary.store_words(library, words)
                added, changes = [*added, WordsAdded(count, found.faults)], changes | changed
            count = sum(one.words for one in added)
            library.journal.name_step(tr_n("added {count:,} word", "added {count:,} words", count))
            return answer(added), changes

        return self._history.edit_and_tell(self._store, act)


class _WordSource(NamedTuple):
    """Where words come from: their text, the name of the source, and its format if that is known."""

    text: Callable[[Library], bytes]
    name: str
    form: KeywordForm | None = None


def _file_source(path: str, form: KeywordForm | None) -> _WordSource:
    return _WordSource(lambda _: _read(Path(path).expanduser()), Path(path).name, form)


def _folder_names(library: Library) -> bytes:
    found = {Path(folder.path).name for folder in folders.subfolders(library)}
    return "\n".join(tag_text((name,)) for name in sorted(found) if name).encode("utf-8", "replace")


_FOLDER_NAMES = _WordSource(_folder_names, tr("The folders"))


def _remark(photos: int) -> str:
    """Return the English comment that is written beside a tag."""
    return f"{photos:,} photo{'s' if photos != 1 else ''}"


def _switched_on(word: str | None, words: int) -> str:
    if word is None:
        return tr_n("switched {count:,} word on", "switched {count:,} words on", words)
    return tr("switched “{word}” on", word=word)


def _switched_off(word: str | None, words: int) -> str:
    if word is None:
        return tr_n("switched {count:,} word off", "switched {count:,} words off", words)
    return tr("switched “{word}” off", word=word)


def _shown(language: str) -> dict[str, str]:
    try:
        return dict(translation(language))
    except PhotonError:  # chosen in a version of Photon that had it
        return {}


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise PhotonError(
            tr("{path} can't be read: {reason}.", path=path, reason=error.strerror),
            tr("Check its name and its permissions."),
        ) from error


def _keywords(library: Library) -> tuple[list[tuple[TagPath, int]], list[WordOverride], int]:
    """Return the user's tags with numbers of photos, the own words, and the number of sensitive ones left out."""
    keys = sensitive_keys(vocabulary_of(library))
    used = tags.all_tags(library)
    words = [word for word in vocabulary.all_words(library) if word.is_own]
    shown = [(path, count) for path, count in used if not belongs(path, keys)]
    kept = [
        WordOverride(word.path, tuple(other for other in word.synonyms if not belongs((other,), keys)))
        for word in words
        if not belongs(word.path, keys)
    ]
    return shown, kept, len(used) - len(shown) + len(words) - len(kept)


def _write(path: Path, text: str, *, replace: bool) -> None:
    if not os.path.exists(path.parent):  # noqa: PTH110 - Path.exists raises where access is denied
        raise PhotonError(
            tr("The folder {folder} doesn't exist.", folder=path.parent), tr("Create it first, or choose another one.")
        )
    try:
        before = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise PhotonError(
            tr("{path} can't be replaced: {reason}.", path=path, reason=error.strerror), tr("Choose another name.")
        ) from error
    if before is not None and not replace:
        raise PhotonError(tr("{path} already exists; it was not changed.", path=path), tr("Choose another name."))
    replace_file(path, text.encode("utf-8", "replace"), before, lambda _: None)
