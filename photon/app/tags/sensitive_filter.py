"""Hides photos that the user hid and, if wanted, sensitive ones, until they are unlocked for this session."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cache

import numpy as np

from photon.annotate.tags.sensitive import sensitive_keys
from photon.annotate.tags.tag_suggester import WATCHED
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.runtime.library_threads import LibraryThreads, ignore_faults
from photon.app.search.telling_parts import telling_parts
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Activity, Changes, Counts, Part, changed
from photon.domain.arrays import Ids
from photon.domain.changes import ChangeKind
from photon.domain.metadata.tag import Tagged, TagPath, belongs
from photon.language import tr
from photon.library import Library
from photon.library.db import settings
from photon.library.db.veil import lifted
from photon.library.decisions.undoing import UndoOutcome
from photon.library.tags import hidden_photos
from photon.library.tags.hidden_photos import HiddenPhotos
from photon.library.tags.tag_settings import SENSITIVE

LEAST = WATCHED
"""Certainty from which on a suggestion hides a photo."""
OFFERED = 0.3
"""Certainty from which on a sensitive tag is offered like others, to those who want that."""

NOTICE = tr(
    "Photos of nudity, ID and bank cards, passwords and medical things are hidden from the grid, search results and "
    "exports. This is a screen, not a lock: anyone who can open their folder can see them. Only photos that you hid or "
    "tagged as sensitive are certain to be hidden. Photon recognises others by their text, and few by their looks with "
    "the starter, more with a larger model. It hides some harmless photos until you look at them."
)
"""To be shown where it is switched on."""

_NONE: Ids = np.zeros(0, np.int64)
_DECISIVE = frozenset({"hidden", "photos", "tags", "suggestions", "vocabulary"})
_SEEN: tuple[ChangeKind, ...] = (
    "photos", "tags", "suggestions", "captions", "folders", "problems", "conflicts", "searches"
)  # fmt: skip
"""What looks different when photos are hidden or shown again."""


class SensitiveFilter:
    """Determines which photos are hidden; thread-safe.

    Every request to the store passes through it: hidden photos appear in no answer and no count. While it is switched
    off, only photos that the user hid are hidden.
    """

    def __init__(self, store: LibraryThreads, vocabulary: Callable[[Library], TagVocabulary] = vocabulary_of) -> None:
        """Read whether it is on; nothing is unlocked.

        Args:
            store: The library.
            vocabulary: Returns the vocabulary in use, which marks sensitive tags.
        """
        self._store = store
        self._vocabulary = vocabulary
        self._lock, self._publishing = threading.Lock(), threading.Lock()
        self._version = 0
        self._kept: HiddenPhotos | None = None
        self._keys: frozenset[str] | None = None
        self._published: frozenset[int] = frozenset()
        self._is_unlocked = False
        self._chosen = _chosen(store.here())
        self._is_on = self._chosen[0]
        store.veil = self._veil
        store.events.subscribe(self._hear)
        self._publish_changes(store.here())

    @property
    def is_on(self) -> bool:
        """Whether the user wants sensitive photos hidden."""
        return self._is_on

    @property
    def is_unlocked(self) -> bool:
        """Whether hidden photos are shown until Photon closes."""
        return self._is_unlocked

    @property
    def away(self) -> frozenset[int]:
        """The hidden photos; none while they are unlocked."""
        return self._published

    def set(self, on: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Switch hiding of sensitive photos on or off; stored in the library."""

        def act(library: Library) -> Changes:
            changes = settings.store(library, hidden_photos.HIDE, True if on else None)
            changes |= settings.store(library, hidden_photos.HIDDEN_AT, time.time())
            if not on:
                changes |= settings.store(library, hidden_photos.KEEP_HIDDEN, None)
            self._chosen = _chosen(library)
            return changes | self._turn(library, on=on)

        return self._store.write(act)

    def unlock(self) -> Future[Changes]:
        """Show hidden photos until ``lock`` or until Photon closes; without any, nothing changes."""
        return self._store.write(
            lambda lib: self._turn(lib, on=self._is_on, unlocked=self._is_on or len(self.find(lib).all) > 0)
        )

    def lock(self) -> Future[Changes]:
        """Hide the photos again."""
        return self._store.write(lambda lib: self._turn(lib, on=self._is_on))

    def photos(self, library: Library) -> Ids:
        """Return the photos that are hidden now: ids int64 (n,), ascending; empty while they are unlocked."""
        return _NONE if self._is_unlocked else self.find(library).all

    def find(self, library: Library) -> HiddenPhotos:
        """Return the photos that are hidden unless they are unlocked."""
        with self._lock:
            version, kept, is_on = self._version, self._kept, self._is_on
        if kept is None:
            with lifted(library):
                kept = hidden_photos.decided(library)
                if is_on:
                    kept = hidden_photos.find_hidden(library, self.sensitive_keys(library), LEAST)
            with self._lock:
                if version == self._version:  # otherwise something changed meanwhile, and the next request reads again
                    self._kept = kept
        return kept

    def keep_hidden(self, is_complete: Callable[[Library], bool]) -> None:
        """Turn what hides photos in a library of an earlier version into decisions; until all is, it goes on hiding.

        Args:
            is_complete: Returns whether all photos have suggestions, which a new cache lacks.
        """
        library = self._store.here()
        if self._is_on and settings.get(library, hidden_photos.KEEP_HIDDEN):
            is_last = is_complete(library)
            self._store.write(hidden_photos.keep_hidden, self.find(library).all, is_complete=is_last).result()

    def count(self, library: Library, counts: Counts) -> Counts:
        """Add how many photos with a file are hidden, and how many of them nobody looked at."""
        _, suspected, present = self.find(library)
        count = np.isin(suspected, present).sum()
        return replace(counts, hidden=0 if self._is_unlocked else len(present), suspected=int(count))

    def worded(self, done: UndoOutcome) -> str:
        """Describe what was undone or redone, without details of hidden photos."""
        return tr("changed hidden photos") if done.photos and done.photos <= self.away else done.name

    def telling_parts(self, parts: Sequence[Part]) -> Future[list[Part]]:
        """Return the parts of a query that name a hidden photo, or a tag that only hidden photos have."""
        return self._store.read(telling_parts, parts)

    def shown(self, library: Library, photos: list[int]) -> list[int]:
        """Return these photos in order, without hidden ones."""
        away = set(self.photos(library).tolist())
        return [photo for photo in photos if photo not in away]

    def is_sensitive(self, library: Library, path: TagPath) -> bool:
        """Return whether a tag hides photos; such tags are written to no file and confirmed only one by one."""
        return belongs(path, self.sensitive_keys(library))

    def sensitive_keys(self, library: Library) -> frozenset[str]:
        """Return the keys (``tag_key``) of the tags that hide photos, and of their synonyms."""
        with self._lock:
            version, keys = self._version, self._keys
        if keys is None:
            keys = sensitive_keys(self._vocabulary(library))
            with self._lock:
                if version == self._version:
                    self._keys = keys
        return keys

    def ordinary(self, library: Library, found: Mapping[int, Iterable[Tagged]]) -> dict[int, list[Tagged]]:
        """Return the tags of photos without suggested sensitive ones, unless the user wants those listed, too."""
        keys, least = self.sensitive_keys(library), OFFERED if settings.get(library, SENSITIVE) else 2.0
        hides = cache(lambda path: belongs(path, keys))

        def is_ordinary(tag: Tagged) -> bool:
            return tag.state != "suggested" or tag.certainty >= least or not hides(tag.path)

        return {photo: list(filter(is_ordinary, some)) for photo, some in found.items()}

    def _veil(self, library: Library) -> None:
        hidden_photos.veil(library, self.find(library), is_unlocked=self._is_unlocked)

    def _turn(self, library: Library, *, on: bool, unlocked: bool = False) -> Changes:
        """Apply a new state; components that hold data of newly hidden photos are notified first."""
        with self._lock:
            is_new = (self._is_on, self._is_unlocked) != (on, unlocked)
            self._is_on, self._is_unlocked = on, unlocked
        self._forget()
        self._publish_changes(library)
        return changed(*_SEEN) if is_new else Changes()

    def _forget(self) -> None:
        with self._lock:
            self._version += 1
            self._kept = None

    def _publish_changes(self, library: Library) -> None:
        """Publish which photos became hidden, and which are shown again."""
        with self._publishing:
            before, now = self._published, frozenset(self.photos(library).tolist())
            self._published = now
        if now - before:
            self._store.events.send(Changes(frozenset(_SEEN), now - before, now - before))
        if before - now:
            self._store.events.send(changed("photos", photos=before - now))

    def _hear(self, event: Changes | Activity) -> None:
        """Update the hidden photos when something was decided, and publish it if they differ."""
        if isinstance(event, Activity) or event.gone or not event.kinds & _DECISIVE:
            return
        self._forget()
        if "vocabulary" in event.kinds:
            self._keys = None
            self._follow_choice()
        # at once: whoever decided it sees it before anything is said about it
        ignore_faults(lambda: self._publish_changes(self._store.here()))

    def _follow_choice(self) -> None:
        """Follow a choice that another process made."""
        library = self._store.here()
        chosen = _chosen(library)
        if chosen != self._chosen:
            self._chosen = chosen
            self._store.events.send(self._turn(library, on=chosen[0]))


def _chosen(library: Library) -> tuple[bool, object]:
    """Return whether photos are to be hidden, and when that was last set."""
    return hidden_photos.is_wanted(library), settings.get(library, hidden_photos.HIDDEN_AT)


def veiled(library: Library) -> Library:
    """Open the library for reading for one command, without hidden photos."""
    if hidden_photos.is_wanted(library):
        keys = sensitive_keys(vocabulary_of(library))
        hidden_photos.veil(library, hidden_photos.find_hidden(library, keys, LEAST))
    else:
        hidden_photos.veil(library, hidden_photos.decided(library))
    return library


def private_photos(library: Library) -> frozenset[int]:
    """Return photos that a person hid, and those with a sensitive tag, given or suggested, even if they are shown."""
    found = hidden_photos.find_hidden(library, sensitive_keys(vocabulary_of(library)), LEAST)
    return frozenset(found.all.tolist())
