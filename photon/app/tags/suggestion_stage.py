"""Suggests tags for photos: what has none of this version is a query, so everything catches up by itself.

A version is a vocabulary with what Photon knows of it; when it changes, all photos are looked at again, from their
stored vectors, and that is one run, which can be taken back. A decision has photos looked at again, too: those for
which the same tag is suggested, since what was rejected once may be wrong for others that look alike.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from photon.app.encoding.encoder_client import Encoding
from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.tags.tag_suggester import LibraryTagSuggester, Suggested
from photon.app.tags.tags import in_order, tags_of
from photon.app.tags.vocabularies import SUGGEST, setting
from photon.domain import Activity, Changes
from photon.domain.metadata.tag import Tagged
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.tags import batches, tag_decisions, tag_suggestions
from photon.library.tags.tag_suggestions import AMONG, SuggestionOrigin
from photon.library.vectors import vectors

_PAUSE = 10.0  # seconds without an answer about a taught tag before all photos are looked at again
_REST = 2.0  # the same without a photo that came or went, where tags are measured by the library
_BETWEEN = "+"  # version and lesson
BATCH = 2000  # photos at once: some 0.4 s of work, 60 MB
_RECOUNT = 2.0  # seconds between two counts of what is left
_FEW = 50  # photos that are told of one by one would have every view look again


@dataclass(frozen=True, slots=True)
class _Batch:
    """Photos to suggest for; ``is_first`` tells those without suggestions from those that are looked at again."""

    photos: Sequence[int]
    is_first: bool


@dataclass(frozen=True, slots=True)
class _SuggestionWriting:
    """Suggestions that are being written."""

    future: Future[Changes]
    origin: SuggestionOrigin
    found: Suggested
    batch: _Batch


class SuggestionStage:
    """Walks upward through the photos without suggestions.

    Attributes:
        idle: Whether no photo is known to lack its suggestions.
    """

    def __init__(
        self,
        store: LibraryThreads,
        encoder: Callable[[], Encoding],
        advice: LibraryTagSuggester,
        progress: Progress | None = None,
    ) -> None:
        """Take the tools.

        Args:
            store: The library.
            encoder: Gives the one that answers.
            advice: Says what is worth suggesting.
            progress: Where it is shown, if anywhere.
        """
        self._store, self._encoder, self._progress = store, encoder, progress
        self._advice = advice
        self._lock = threading.Lock()
        self._advising = threading.Lock()  # the advice is for one thread at a time
        self._news = True
        self._after = 0
        self._done = self._left = 0
        self._counted = 0.0
        self._writing: _SuggestionWriting | None = None
        self._origin: SuggestionOrigin | None = None
        self._decided: dict[str, tuple[int, int]] | None = None
        self._again: list[int] = []
        self._lesson = self._heard = ""
        self._heard_at = 0.0
        self.idle = False

    def notify(self) -> None:
        """There may be photos without suggestions, or another vocabulary, setting or decision."""
        with self._lock:
            self._news = True
            self.idle = False

    def anything_left(self, library: Library) -> bool:
        """Whether photos lack their suggestions."""
        if not setting(library, SUGGEST):
            return False
        encoder = self._encoder()
        version = _joined(self._advice.version(library), self._lesson or self._advice.lesson(library, encoder))
        return tag_suggestions.count_pending(library, encoder.id, version) > 0

    def suggest(self, photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
        """What is suggested for these photos now, and what is decided about them; waits.

        Args:
            photos: Of the library; those without vectors have no suggestions.
            keep: Whether to keep suggestions that are new; otherwise nothing is written.

        Raises:
            PhotonError: The encoder cannot be used, or the library cannot be written.
        """
        library, encoder = self._store.here(), self._encoder()
        with self._advising:
            self._wait()  # else what is being written would count as lacking
            lesson = self._advice.lesson(library, encoder)
            version = _joined(self._advice.prepare(encoder, lesson), lesson)
            origin = SuggestionOrigin(encoder.id, version, 0)
            lacking = tag_suggestions.pending_among(library, origin.encoder, origin.version, photos)
            found = self._advice.advise(encoder, lacking) if lacking else {}
        if keep and found:
            self._write(self._with_run(origin), found, _Batch(lacking, is_first=True)).result()
            found = {}
        known = tags_of(library, photos)
        for photo, made in found.items():
            fresh = [Tagged(path, "suggested", sure) for path, sure in made]
            known[photo] = in_order([one for one in known[photo] if one.state != "suggested"], fresh)
        return known

    def step(self) -> bool:
        """Suggest for one batch; tells whether there was one.

        Raises:
            PhotonError: The encoder cannot be used, or the library cannot be written.
        """
        with self._lock:
            if self.idle:
                return False
            news, self._news = self._news or self._is_patient, False
        with self._advising:
            return self._step(news=news)

    def _step(self, *, news: bool) -> bool:
        if news:
            self._take_up()
        batch = self._next()
        if not batch.photos:
            self._done, self._counted = 0, 0.0
            with self._lock:
                self.idle = not self._news and not self._is_patient
            return False
        self._suggest(batch)
        return True

    def _take_up(self) -> None:
        """Note which version holds now, or that nothing is to be suggested."""
        library, encoder = self._store.here(), self._encoder()
        is_on = setting(library, SUGGEST)
        if not is_on or not vectors.count(library, encoder.id):  # spare a new library the vectors of the vocabulary
            self._origin, self._lesson, self._heard = None, "", ""  # a lesson that waits would keep this busy for ever
            self._again = self._again if is_on else []
            return
        # the run is looked up anew: it may have been taken back meanwhile
        self._learn(self._advice.lesson(library, encoder))
        self._origin = SuggestionOrigin(
            encoder.id, _joined(self._advice.prepare(encoder, self._lesson), self._lesson), 0
        )
        self._look_at_decisions(library)

    def _learn(self, lesson: str) -> None:
        """Take in what was taught, but not between two answers of a person: all photos are looked at again for it.

        The same holds for what is measured by photos of the library, while they come in.
        """
        now = time.monotonic()
        if self._lesson and lesson != self._heard:
            self._heard, self._heard_at = lesson, now
        is_taught = lesson.partition(AMONG)[0] != self._lesson.partition(AMONG)[0]
        if not self._lesson or now - self._heard_at >= (_PAUSE if is_taught else _REST):
            self._lesson = self._heard = lesson

    @property
    def _is_patient(self) -> bool:
        """Whether something was taught that is taken in a little later."""
        return self._lesson != self._heard

    def _look_at_decisions(self, library: Library) -> None:
        """Find the photos for which a tag is suggested about which more was decided since the last time."""
        before, self._decided = self._decided, tag_decisions.counts(library)
        if before is not None:
            changed = [key for key, count in self._decided.items() if count != before.get(key, (0, 0))]
            self._again = sorted({*self._again, *tag_suggestions.waiting(library, changed)})

    def _next(self) -> "_Batch":
        if self._origin is None:
            self._wait()
            return _Batch([], is_first=True)
        library, origin = self._store.here(), self._origin
        batch = tag_suggestions.pending(library, origin.encoder, origin.version, BATCH, self._after)
        if not batch:
            self._wait()  # else what is being written would be found again
        if not batch and self._after:
            batch = tag_suggestions.pending(library, origin.encoder, origin.version, BATCH)  # some may have come below
        self._after = batch[-1] if batch else 0
        if batch:
            return _Batch(batch, is_first=True)
        again, self._again = self._again[:BATCH], self._again[BATCH:]
        return _Batch(again, is_first=False)

    def _suggest(self, batch: "_Batch") -> None:
        encoder, origin = self._encoder(), self._origin
        if origin is None or encoder.id != origin.encoder:  # another one took over meanwhile
            self.notify()
            return
        if not origin.run:
            origin = self._origin = self._with_run(origin)
        self._show(origin)
        found: Suggested = {}
        self._give_up(isolate(batch.photos, lambda some: found.update(self._advice.advise(encoder, some))))
        self._wait()  # one batch is written while the next is thought about, but no two
        if found:
            self._writing = _SuggestionWriting(self._write(origin, found, batch), origin, found, batch)
        self._done += len(batch.photos)

    def _with_run(self, origin: SuggestionOrigin) -> SuggestionOrigin:
        return self._store.write(lambda lib: _with_run(lib, origin)).result()

    def _write(self, origin: SuggestionOrigin, found: Suggested, batch: "_Batch") -> Future[Changes]:
        return self._store.write(lambda lib: _store_suggestions(lib, origin, found, batch))

    def _wait(self) -> None:
        """Wait until what was thought of is written; a photo that cannot be costs only itself."""
        writing, self._writing = self._writing, None
        if writing is None:
            return
        is_tried = False

        def keep(some: Sequence[int]) -> None:
            nonlocal is_tried
            future = writing.future
            if is_tried:
                future = self._write(writing.origin, {photo: writing.found[photo] for photo in some}, writing.batch)
            is_tried = True
            future.result()

        self._give_up(isolate(list(writing.found), keep))

    def _give_up(self, some: Sequence[int]) -> None:
        """Nothing can be suggested for these: they are listed, and left out from now on."""
        if some:
            self._store.write(lambda lib: stage_failures.note(lib, "tagging", some)).result()

    def _show(self, origin: SuggestionOrigin) -> None:
        now = time.monotonic()
        if self._progress is None:
            return
        if now - self._counted > _RECOUNT:
            self._counted = now
            left = tag_suggestions.count_pending(self._store.here(), origin.encoder, origin.version)
            self._left = self._done + left + len(self._again)
        self._progress.show(Activity("tagging", self._done, max(self._left, self._done)))


def _joined(version: str, lesson: str) -> str:
    return f"{version}{_BETWEEN}{lesson}"


def _with_run(library: Library, origin: SuggestionOrigin) -> SuggestionOrigin:
    """The run of this version: photos that came later belong to the same one, unless it was taken back."""
    version = origin.version.partition(_BETWEEN)[0]  # each answer about a taught tag would begin another run
    known = batches.latest(library, "suggest", origin.encoder, version)
    if known is not None:
        return SuggestionOrigin(origin.encoder, origin.version, known.id)
    run = batches.begin(library, "suggest", origin.encoder, version, "suggested tags")
    return SuggestionOrigin(origin.encoder, origin.version, run)


def _store_suggestions(library: Library, origin: SuggestionOrigin, found: Suggested, batch: _Batch) -> Changes:
    changes = tag_suggestions.store(library, origin, found)
    if batch.is_first:
        batches.count_made(library, origin.run, "suggest")
    return changes if len(found) <= _FEW else Changes(changes.kinds)
