"""Suggests tags for photos. Photos without suggestions of the current version are found by a query, so all catch up.

A version is a vocabulary with everything learned about it. When it changes, all photos are processed again from their
stored vectors, as one run that can be undone. After a decision, photos with the same suggested tag are processed
again, since a tag that was rejected once may be wrong for similar photos.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import NamedTuple

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.tags.sensitive_texts import raise_by_text
from photon.app.tags.tag_suggester import LibraryTagSuggester, Suggested
from photon.app.tags.tags import in_order, tags_of
from photon.domain import Changes
from photon.domain.metadata.tag import Tagged
from photon.library import Library
from photon.library.db import settings
from photon.library.tags import runs, tag_decisions, tag_suggestions
from photon.library.tags.tag_settings import SUGGEST
from photon.library.tags.tag_suggestions import AMONG, SuggestionOrigin
from photon.library.text import texts
from photon.library.vectors import vectors

_PAUSE = 10.0  # seconds without an answer about a taught tag before all photos are processed again
_REST = 2.0  # the same without added or removed photos, if tags are measured on the library
_BETWEEN = "+"  # version and lesson
BATCH = 2000  # photos per batch: some 0.4 s of work, 60 MB
_FEW = 50  # photos reported one by one would refresh every view


class _SuggestionWriting(NamedTuple):
    """A pending write of suggestions, with its arguments of ``_store_suggestions``."""

    future: Future[Changes]
    origin: SuggestionOrigin
    found: Suggested
    is_first: bool


class SuggestionStage(Backlog[int]):
    """Suggests tags for photos without suggestions of this version, then for those affected by decisions."""

    name = "tagging"
    woken_by = Backlog.woken_by | {"vectors"}  # of moments of videos, too

    def __init__(
        self,
        store: LibraryThreads,
        encoder: Callable[[], EncoderClient],
        advice: LibraryTagSuggester,
        progress: Progress | None = None,
    ) -> None:
        """Create it without opening anything.

        Args:
            store: The library.
            encoder: Returns the encoder in use.
            advice: Computes suggestions.
            progress: Receives the progress, if given.
        """
        super().__init__(store, progress)
        self._encoder, self._advice = encoder, advice
        self._advising = threading.Lock()  # ``advice`` may be used by one thread at a time
        self._writing: _SuggestionWriting | None = None
        self._origin: SuggestionOrigin | None = None
        self._decided: dict[str, tuple[int, int]] | None = None
        self._again: list[int] = []
        self._is_first = True  # the batch has photos without suggestions, not those processed again
        self._lesson = self._heard = ""
        self._heard_at = 0.0
        self._is_encoding = False  # the vocabulary has no vectors yet

    def anything_left(self, library: Library) -> bool:
        """Return whether photos lack their suggestions."""
        if not settings.get(library, SUGGEST):
            return False
        encoder = self._encoder()
        version = _joined(self._advice.version(library), self._lesson or self._advice.lesson(library, encoder))
        return tag_suggestions.count_pending(library, encoder.id, version) > 0

    def is_complete(self, library: Library) -> bool:
        """Return whether the cache has what photos need for their suggestions, and these; a new cache has nothing."""
        encoder = self._encoder().id
        has_all = vectors.count(library, encoder) > 0 and not vectors.count_pending(library, encoder)
        return has_all and not self.anything_left(library)

    def suggest(self, photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
        """Return current suggestions and decisions for these photos; blocks.

        Args:
            photos: Photos of the library; those without vectors get no suggestions.
            keep: Whether to store new suggestions; otherwise nothing is written.

        Raises:
            PhotonError: The encoder cannot be used, or the library cannot be written.
        """
        library, encoder = self._store.here(), self._encoder()
        with self._advising:
            self._wait()  # otherwise pending writes would count as missing
            lesson = self._advice.lesson(library, encoder)
            version = _joined(self._advice.prepare(encoder, lesson), lesson)
            origin = SuggestionOrigin(encoder.id, version, 0)
            lacking = tag_suggestions.pending_among(library, origin.encoder, origin.version, photos)
            found = self._advice.advise(encoder, lacking) if lacking else {}
        if keep and found:
            self._store.write(_store_with_text, self._with_run(origin), found).result()
            found = {}
        known = tags_of(library, photos)
        for photo, made in found.items():
            fresh = [Tagged(path, "suggested", sure) for path, sure in made]
            known[photo] = in_order([one for one in known[photo] if one.state != "suggested"], fresh)
        return known

    def run_next(self) -> bool:
        """Process one batch; return whether there was one."""
        if self._is_encoding:
            self.notify()
            return True
        with self._advising:
            return super().run_next()

    @property
    def is_waiting(self) -> bool:
        """Whether something was taught that will be applied a little later."""
        return self._lesson != self._heard

    def follow_news(self) -> None:
        """Read which version is current, or that nothing is to be suggested."""
        with self._advising:
            self._origin = self._current_origin()
            if self._origin is not None:
                self._look_at_decisions(self._store.here())

    def _current_origin(self) -> SuggestionOrigin | None:
        library, encoder = self._store.here(), self._encoder()
        is_on, self._is_encoding = settings.get(library, SUGGEST), False
        if not is_on or not vectors.count(library, encoder.id):  # spare a new library the vectors of the vocabulary
            self._lesson, self._heard = "", ""  # a waiting lesson would keep this busy forever
            self._again = self._again if is_on else []
            return None
        self._is_encoding = self._advice.encode_some(encoder)
        if self._is_encoding:  # a little at a time, so that new photos don't wait for their vectors
            return None
        # look the run up again, because it may have been undone meanwhile
        self._learn(self._advice.lesson(library, encoder))
        return SuggestionOrigin(encoder.id, _joined(self._advice.prepare(encoder, self._lesson), self._lesson), 0)

    def _learn(self, lesson: str) -> None:
        """Apply what was taught, but not between two answers of a user, because all photos are then processed again.

        During an import, the same holds for what is measured on photos of the library.
        """
        now = time.monotonic()
        if self._lesson and lesson != self._heard:
            self._heard, self._heard_at = lesson, now
        is_taught = lesson.partition(AMONG)[0] != self._lesson.partition(AMONG)[0]
        if not self._lesson or now - self._heard_at >= (_PAUSE if is_taught else _REST):
            self._lesson = self._heard = lesson

    def _look_at_decisions(self, library: Library) -> None:
        """Find the photos with a suggested tag about which new decisions were made."""
        before, self._decided = self._decided, tag_decisions.counts(library)
        if before is not None:
            changed = [key for key, count in self._decided.items() if count != before.get(key, (0, 0))]
            self._again = sorted({*self._again, *tag_suggestions.waiting(library, changed)})

    def next_batch(self) -> Sequence[int]:
        """Return photos without suggestions, then those to be processed again."""
        origin, self._is_first = self._origin, True
        if origin is None:
            self._wait()
            return []
        batch = self.walk(lambda after: self._pending(origin, after))
        if not batch:
            self._is_first = False
            batch, self._again = self._again[:BATCH], self._again[BATCH:]
        return batch

    def _pending(self, origin: SuggestionOrigin, after: int) -> list[int]:
        if not after:
            self._wait()  # otherwise photos being written would be found again
        return tag_suggestions.pending(self._store.here(), origin.encoder, origin.version, BATCH, after)

    def run(self, batch: Sequence[int]) -> None:
        """Suggest for a batch, and start writing the result."""
        encoder, origin = self._encoder(), self._origin
        if origin is None or encoder.id != origin.encoder:  # another encoder took over meanwhile
            self.notify()
            return
        if not origin.run:
            origin = self._origin = self._with_run(origin)
        self.show("tagging", lambda: self._count_left(origin))
        found: Suggested = {}
        self.run_isolated(batch, lambda some: found.update(self._advice.advise(encoder, some)))
        self._wait()  # one batch is written while the next is computed, but never two
        if found:
            is_first = self._is_first
            self._writing = _SuggestionWriting(self._write(origin, found, is_first), origin, found, is_first)

    def _count_left(self, origin: SuggestionOrigin) -> int:
        left = tag_suggestions.count_pending(self._store.here(), origin.encoder, origin.version)
        return left + len(self._again)

    def _with_run(self, origin: SuggestionOrigin) -> SuggestionOrigin:
        """Return the run of this version: later photos belong to the same one, unless it was undone."""
        version = origin.version.partition(_BETWEEN)[0]  # each answer about a taught tag would start another run
        run = self._store.write(runs.continue_or_begin, "suggest", origin.encoder, version, "suggested tags").result()
        return replace(origin, run=run)

    def _write(self, origin: SuggestionOrigin, found: Suggested, is_first: bool) -> Future[Changes]:  # noqa: FBT001
        return self._store.write(_store_suggestions, origin=origin, found=found, is_first=is_first)

    def _wait(self) -> None:
        """Wait until the results are written; a photo that cannot be written affects no others."""
        writing, self._writing = self._writing, None
        if writing is None:
            return
        is_tried = False

        def keep(some: Sequence[int]) -> None:
            nonlocal is_tried
            future = writing.future
            if is_tried:
                future = self._write(writing.origin, {photo: writing.found[photo] for photo in some}, writing.is_first)
            is_tried = True
            future.result()

        self.run_isolated(list(writing.found), keep)


def _joined(version: str, lesson: str) -> str:
    return f"{version}{_BETWEEN}{lesson}"


def _store_with_text(library: Library, origin: SuggestionOrigin, found: Suggested) -> Changes:
    """Store suggestions with those of their text, which the thread of the stages may have read since they were made."""
    with library.transaction():
        changes = _store_suggestions(library, origin, found, is_first=True)
        for photo, page in texts.pages(library, list(found)).items():
            changes |= raise_by_text(library, photo, page)
    return changes


def _store_suggestions(
    library: Library,
    origin: SuggestionOrigin,
    found: Suggested,
    is_first: bool,  # noqa: FBT001 - of the batch
) -> Changes:
    changes = tag_suggestions.store(library, origin, found)
    if is_first:
        runs.count_made(library, origin.run, "suggest")
    return changes if len(found) <= _FEW else Changes(changes.kinds)
