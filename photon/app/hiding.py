"""Keeps sensitive photos out of sight where the person wants that, until they are unlocked for this session."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

import numpy as np

from photon.annotate.sensitive import sensitive_keys
from photon.annotate.suggesting import WATCHED
from photon.annotate.vocabulary import Vocabulary
from photon.app.store import Store
from photon.app.vocabularies import SENSITIVE, setting, vocabulary_of
from photon.domain import Activity, Changes, Counts, changed
from photon.domain.tag import Tagged, TagPath, belongs
from photon.library import Library, hidden, settings
from photon.library.hidden import Ids

T = TypeVar("T")

LEAST = WATCHED
"""Certainty from which on a suggestion hides a photo."""
OFFERED = 0.3
"""Certainty from which on a sensitive tag is offered like others, to those who want that."""

NOTICE = (
    "Photos of nudity, identity and bank cards, passwords and medical things are kept out of Photon's grid, answers "
    "and exports. This is a screen, not a lock: the files stay where they are, and everyone who can open their folder "
    "can see them. Hidden for certain are only photos that you tagged so yourself; of the others Photon recognises "
    "hardly any with the starter, more with a stronger encoder, and takes some harmless photos for them."
)
"""To be shown where it is switched on."""

_NONE: Ids = np.zeros(0, np.int64)
_DECISIVE = frozenset({"tags", "suggestions", "vocabulary"})


class Hiding:
    """What is hidden now; safe to use from several threads.

    Where it is switched off, nothing is asked of the library.
    """

    def __init__(self, store: Store, vocabulary: Callable[[Library], Vocabulary] = vocabulary_of) -> None:
        """Look up whether it is on; nothing is unlocked.

        Args:
            store: The library.
            vocabulary: Gives the vocabulary in use, whose marks say which tags are sensitive.
        """
        self._store = store
        self._vocabulary = vocabulary
        self._lock = threading.Lock()
        self._version = 0
        self._kept: Ids | None = None
        self._keys: frozenset[str] | None = None
        self._told = _NONE
        self._is_looking = False
        self._is_unlocked = False
        self._is_on = hidden.is_wanted(store.here())
        store.events.subscribe(self._hear)

    @property
    def is_on(self) -> bool:
        """Whether the person wants sensitive photos hidden."""
        return self._is_on

    @property
    def is_unlocked(self) -> bool:
        """Whether they are shown all the same, until Photon is closed."""
        return self._is_on and self._is_unlocked

    def set(self, on: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Hide sensitive photos from now on, or do not; kept in the library."""

        def act(library: Library) -> Changes:
            changes = settings.put(library, hidden.HIDE, True if on else None)
            with self._lock:
                self._is_on, self._is_unlocked = on, False
            return changes | changed("photos")

        return self._store.write(act)

    def unlock(self) -> Future[Changes]:
        """Show them until ``lock``, or until Photon is closed."""
        return self._set_unlocked(unlocked=True)

    def lock(self) -> Future[Changes]:
        """Hide them again."""
        return self._set_unlocked(unlocked=False)

    def photos(self, library: Library) -> Ids:
        """What is hidden now: ids int64 (n,), ascending; empty where it is off or unlocked."""
        if not self._is_active:
            return _NONE
        with self._lock:
            version, kept = self._version, self._kept
        if kept is None:
            kept = hidden.among(library, self.sensitive_keys(library), LEAST)
            with self._lock:
                if version == self._version:  # else something changed meanwhile, and the next question looks again
                    self._kept = kept
        return kept

    def visible(self, library: Library) -> Ids | None:
        """All present photos that are not hidden, int64 (n,) ascending; None where nothing is hidden."""
        away = self.photos(library)
        return hidden.present_without(library, away) if len(away) else None

    def shown(self, library: Library, photos: list[int]) -> list[int]:
        """These photos in their order, without the hidden ones."""
        away = self.photos(library)
        if not len(away):
            return photos
        some = set(away.tolist())
        return [photo for photo in photos if photo not in some]

    def shown_of(self, library: Library, found: Mapping[int, T]) -> dict[int, T]:
        """The same of what is known of photos, by id."""
        some = set(self.photos(library).tolist())
        return {photo: one for photo, one in found.items() if photo not in some}

    def counted(self, library: Library, counts: Counts) -> Counts:
        """Numbers of photos without the hidden ones."""
        away = self.photos(library)
        if not len(away):
            return counts
        fewer = hidden.count_present(library, away)
        searchable = max(0, counts.searchable - fewer)
        return replace(counts, photos=max(0, counts.photos - fewer), searchable=searchable)

    def is_sensitive(self, library: Library, path: TagPath) -> bool:
        """Whether a tag is one of those that hide: such tags are written to no file and confirmed one by one only."""
        return belongs(path, self.sensitive_keys(library))

    def sensitive_keys(self, library: Library) -> frozenset[str]:
        """Keys (``tag_key``) of the tags that hide, and of words that mean the same."""
        with self._lock:
            version, keys = self._version, self._keys
        if keys is None:
            keys = sensitive_keys(self._vocabulary(library))
            with self._lock:
                if version == self._version:
                    self._keys = keys
        return keys

    def ordinary(self, library: Library, tags: Iterable[Tagged]) -> list[Tagged]:
        """Tags without sensitive ones that Photon only suggests, unless the person wants these among the others."""
        keys, least = self.sensitive_keys(library), OFFERED if setting(library, SENSITIVE) else 2.0
        return [
            tag for tag in tags if tag.state != "suggested" or tag.certainty >= least or not belongs(tag.path, keys)
        ]

    @property
    def _is_active(self) -> bool:
        return self._is_on and not self._is_unlocked

    def _set_unlocked(self, *, unlocked: bool) -> Future[Changes]:
        def act(_: Library) -> Changes:
            with self._lock:
                is_new, self._is_unlocked = self._is_unlocked != unlocked, unlocked
            return changed("photos") if is_new and self._is_on else Changes()

        return self._store.write(act)

    def _hear(self, event: Changes | Activity) -> None:
        """Tags changed: what is hidden may be something else now, and then the grid must hear of it."""
        if not isinstance(event, Changes) or not _DECISIVE & event.kinds:
            return
        with self._lock:
            self._version += 1
            self._kept = None
            if "vocabulary" in event.kinds:
                self._keys = None
            if not self._is_active or self._is_looking:
                return
            self._is_looking = True
        with suppress(RuntimeError):  # Photon is being closed
            self._store.read(self._look)

    def _look(self, library: Library) -> None:
        with self._lock:
            self._is_looking = False
            before = self._told
        now = self.photos(library)
        with self._lock:
            self._told = now
        differing: Collection[int] = np.setxor1d(before, now).tolist()
        if differing:
            self._store.events.send(changed("photos", photos=frozenset(differing)))


def hidden_once(library: Library) -> Ids:
    """For one command: what is hidden, as ``Hiding.photos`` tells it."""
    if not hidden.is_wanted(library):
        return _NONE
    return hidden.among(library, sensitive_keys(vocabulary_of(library)), LEAST)


def visible_once(library: Library) -> Ids | None:
    """For one command: all present photos that are not hidden, ascending; None where nothing is hidden."""
    away = hidden_once(library)
    return hidden.present_without(library, away) if len(away) else None
