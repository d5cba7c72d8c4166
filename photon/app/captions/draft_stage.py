"""Drafts captions: for the photos that a person asks for, and, where chosen, for all that nobody described."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.sentence_check import known_by
from photon.app.captions.draft_sources import DraftRequest, DraftSource
from photon.app.encoding.encoder_client import Encoding
from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.tags.tags import tags_of
from photon.app.tags.vocabularies import DRAFT, setting
from photon.domain import Activity, Changes, changed
from photon.domain.metadata.caption import CaptionDraft
from photon.domain.metadata.tag import Tagged
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.captions import Drafted
from photon.library.db import stage_failures
from photon.library.photos import photos
from photon.library.tags import batches
from photon.library.vectors import vectors
from photon.vision.kit.encoder import DamagedPreview

BATCH = 8  # photos at once: half a second of work, and a person who asks for one does not wait longer
_NOTHING = CaptionDraft("", 0.0)  # that nothing could be said is remembered, too


class DraftStage:
    """Walks upward through the photos without a caption and without a draft; what was asked for goes first.

    Attributes:
        idle: Whether no photo is known to lack its draft.
    """

    def __init__(
        self,
        store: LibraryThreads,
        encoder: Callable[[], Encoding],
        source: Callable[[Library], DraftSource],
        on_lost: Callable[[], None],
        progress: Progress | None = None,
    ) -> None:
        """Take the tools.

        Args:
            store: The library.
            encoder: Gives the one that answers: only photos with its vectors are described.
            source: Gives what writes now; asked before each batch.
            on_lost: Called when a preview is damaged and its photo must be read again.
            progress: Where it is shown, if anywhere.
        """
        self._store, self._encoder, self._source = store, encoder, source
        self._on_lost, self._progress = on_lost, progress
        self._lock = threading.Lock()
        self._asked: list[int] = []
        self._news = True
        self._after = 0
        self._done = 0
        self.idle = False

    def notify(self) -> None:
        """There may be photos without drafts, or another captioner, encoder or setting."""
        with self._lock:
            self._news = True
            self.idle = False

    def request(self, wanted: Sequence[int]) -> None:
        """Draft captions for these photos before all others, whatever the setting says."""
        with self._lock:
            self._asked = list(dict.fromkeys([*wanted, *self._asked]))
            self.idle = False

    def draft(self, wanted: Sequence[int], *, keep: bool) -> dict[int, CaptionDraft]:
        """Drafts for these photos now; waits.

        Args:
            wanted: Of the library; those with a caption, or without vectors, have none.
            keep: Whether to keep what is new; otherwise nothing is written.

        Raises:
            PhotonError: What writes cannot, or the library cannot be written.
        """
        library = self._store.here()
        source = self._source(library)
        found = captions.drafts(library, captions.drafted(library, source.version, wanted))
        for at in range(0, len(wanted), BATCH):
            fresh = self._wanted(library, [photo for photo in wanted[at : at + BATCH] if photo not in found])
            made = list(zip(fresh, source.drafts(fresh), strict=True))
            if keep and made:
                self._store.write(partial(self._store_drafts, source.version, made)).result()
            found |= {one.photo: draft for one, draft in made if draft is not None}
        return found

    def anything_left(self, library: Library) -> bool:
        """Whether photos lack their drafts."""
        if self._asked:
            return True
        if not setting(library, DRAFT):
            return False
        return captions.count_pending(library, self._encoder().id, self._source(library).version) > 0

    def step(self) -> bool:
        """Describe one batch; tells whether there was one.

        Raises:
            PhotonError: What writes cannot, or the library cannot be written.
        """
        with self._lock:
            if self.idle:
                return False
            self._news = False
        library = self._store.here()
        asked = self._take_asked()
        if not asked and not setting(library, DRAFT):  # the usual: nothing is opened for it
            return self._end()
        source = self._source(library)
        batch = asked or self._next(library, source)
        if not batch:
            return self._end()
        try:
            failed = isolate(batch, lambda some: self._describe(library, source, some))
            if failed:
                self._store.write(lambda lib: stage_failures.note(lib, "describing", failed)).result()
        except Exception:
            self.request(asked)  # they are still wanted when it can write again
            raise
        if failed:  # whoever asked for these shall not wait for ever
            self._store.events.send(changed("captions", photos=frozenset(failed)))
        return True

    def _end(self) -> bool:
        """Nothing is left for now."""
        self._done = 0
        with self._lock:
            self.idle = not self._news and not self._asked
        return False

    def _take_asked(self) -> list[int]:
        with self._lock:
            taken, self._asked = self._asked[:BATCH], self._asked[BATCH:]
            return taken

    def _next(self, library: Library, source: DraftSource) -> list[int]:
        encoder, version = self._encoder().id, source.version
        batch = captions.pending(library, encoder, version, BATCH, self._after)
        if not batch and self._after:
            batch = captions.pending(library, encoder, version, BATCH)  # some may have come below
        self._after = batch[-1] if batch else 0
        if batch:
            self._show(library, version)
        return batch

    def _describe(self, library: Library, source: DraftSource, batch: Sequence[int]) -> None:
        wanted = self._wanted(library, batch)
        without = frozenset(batch) - {one.photo for one in wanted}
        if without:  # whoever asked for these shall not wait for ever
            self._store.events.send(changed("captions", photos=without))
        if not wanted:
            return
        try:
            drafts = source.drafts(wanted)
        except DamagedPreview as error:
            lost = [wanted[at].photo for at in error.positions]
            self._store.write(lambda lib: photos.drop_previews(lib, lost)).result()
            self._on_lost()
            left = [one.photo for one in wanted if one.photo not in lost]
            self._describe(library, source, left)
            return
        made = list(zip(wanted, drafts, strict=True))
        self._store.write(partial(self._store_drafts, source.version, made)).result()
        self._done += len(wanted)

    def _wanted(self, library: Library, batch: Sequence[int]) -> list[DraftRequest]:
        """The photos of a batch as a source takes them; those without vector or preview, or described, are left out."""
        hashes = vectors.hashes_of(library, self._encoder().id, batch)
        previews = photos.previews(library, batch)
        written, tags = captions.captions_for_photos(library, batch), tags_of(library, batch)
        return [
            DraftRequest(
                photo,
                hashes[photo],
                previews[photo],
                {tag.path[-1]: tag.certainty for tag in _held(tags[photo])},
                known_by(tags[photo], caption_objects()),
            )
            for photo in batch
            if photo in hashes and photo in previews and not (photo in written and written[photo].text)
        ]

    def _store_drafts(
        self, version: str, made: Sequence[tuple[DraftRequest, CaptionDraft | None]], library: Library
    ) -> Changes:
        run = self._run_of(library, version)
        drafted = [Drafted(one.photo, one.image_hash, replace(draft or _NOTHING, run=run)) for one, draft in made]
        changes = captions.store_drafts(library, version, drafted)
        batches.count_made(library, run, "draft")
        return changes

    def _run_of(self, library: Library, version: str) -> int:
        """The run of this version; photos that came later belong to the same one, unless it was taken back."""
        encoder = self._encoder().id
        known = batches.latest(library, "draft", encoder, version)
        return known.id if known else batches.begin(library, "draft", encoder, version, "drafted captions")

    def _show(self, library: Library, version: str) -> None:
        if self._progress is not None:
            left = captions.count_pending(library, self._encoder().id, version)
            self._progress.show(Activity("describing", self._done, self._done + left))


def _held(tags: Iterable[Tagged]) -> list[Tagged]:
    """Tags that say something of the photo."""
    return [tag for tag in tags if tag.state != "rejected"]
