"""Drafts captions for requested photos and, if the setting is on, for all photos without a caption."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.plain_draft import known_things
from photon.annotate.captions.sentence_check import known_by
from photon.app.captions.draft_sources import DraftRequest, Drafts
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.tags.sensitive_filter import private_photos
from photon.app.tags.tags import tags_of
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Changes, changed
from photon.domain.arrays import Floats
from photon.domain.metadata.caption import CaptionDraft
from photon.domain.metadata.tag import Tagged
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.caption_settings import DRAFT
from photon.library.captions.captions import Drafted
from photon.library.db import settings
from photon.library.photos import photos
from photon.library.tags import runs
from photon.library.text import texts
from photon.library.vectors import items, vectors
from photon.vision.kit.encoder import DamagedPreview

BATCH = 8  # photos per batch: half a second of work, the longest wait of a person who requests a draft
MOMENTS = 8
"""Most moments of a video of which drafts are made. Of 60 drawn films, .45 get a draft, as close to people's captions
(CIDEr-D .96) as those of the .23 that get one from the preview alone (.86); see ``lab.films.draft_figures``."""
_NOTHING = CaptionDraft("", 0.0)  # stored for photos of which nothing can be said


class DraftStage(Backlog[int]):
    """Drafts captions for photos without a caption and a draft; requested photos come first."""

    name = "describing"
    woken_by = Backlog.woken_by | {"texts"}

    def __init__(
        self,
        store: LibraryThreads,
        encoder: Callable[[], EncoderClient],
        source: Callable[[Library], Drafts],
        on_lost: Callable[[], None],
        progress: Progress | None = None,
    ) -> None:
        """Create it without opening anything.

        Args:
            store: The library.
            encoder: Returns the encoder in use; only photos with its vectors are described.
            source: Returns the source of drafts; called before each batch.
            on_lost: Called when a preview is damaged and its photo must be read again.
            progress: Where progress is shown, if anywhere.
        """
        super().__init__(store, progress, on_lost)
        self._encoder, self._source = encoder, source
        self._asked: list[int] = []

    def request(self, wanted: Sequence[int]) -> None:
        """Draft captions for these photos before all others, whatever the setting says."""
        with self._lock:
            self._asked = list(dict.fromkeys([*wanted, *self._asked]))
            self.idle = False

    def draft(self, wanted: Sequence[int], *, keep: bool) -> dict[int, CaptionDraft]:
        """Draft captions for these photos now; blocks.

        Args:
            wanted: Ids of photos; those with a caption or without vectors get no draft.
            keep: Whether to store new drafts; else nothing is written.

        Raises:
            PhotonError: The source fails, or the library can't be written.
        """
        library = self._store.here()
        source = self._source(library)
        found = captions.drafts(library, captions.drafted(library, source.version, wanted))
        for at in range(0, len(wanted), BATCH):
            fresh = self._wanted(library, [photo for photo in wanted[at : at + BATCH] if photo not in found])
            made = list(zip(fresh, source.drafts(fresh), strict=True))
            if keep and made:
                self._store.write(self._store_drafts, source.version, made).result()
            found |= {one.photo: draft for one, draft in made if draft is not None}
        return found

    def anything_left(self, library: Library) -> bool:
        """Return whether photos lack their drafts."""
        if self._asked:
            return True
        if not settings.get(library, DRAFT):
            return False
        return captions.count_pending(library, self._encoder().id, self._source(library).version) > 0

    @property
    def is_waiting(self) -> bool:
        """Whether drafts were requested."""
        return bool(self._asked)

    def next_batch(self) -> Sequence[int]:
        """Return requested photos; else, if the setting is on, some without a draft."""
        with self._lock:
            asked = self._asked[:BATCH]
        library = self._store.here()
        if asked or not settings.get(library, DRAFT):  # the usual case; opens nothing
            return asked
        encoder, version = self._encoder().id, self._source(library).version
        batch = self.walk(lambda after: captions.pending(library, encoder, version, BATCH, after))
        if batch:
            self.show("describing", lambda: captions.count_pending(library, encoder, version))
        return batch

    def run(self, batch: Sequence[int]) -> None:
        """Draft and store; if nothing can be written now, requests are kept."""
        with self._lock:  # photos that are requested from now on are drafted again
            asked = [photo for photo in self._asked if photo in batch]
            self._asked = [photo for photo in self._asked if photo not in batch]
        try:
            library = self._store.here()
            source = self._source(library)
            failed = self.run_isolated(batch, lambda some: self._describe(library, source, some))
        except Exception:
            self.request(asked)
            raise
        if failed:  # else requests for these would wait forever
            self._store.events.send(changed("captions", photos=frozenset(failed)))

    def _describe(self, library: Library, source: Drafts, batch: Sequence[int]) -> None:
        wanted = self._wanted(library, batch)
        without = frozenset(batch) - {one.photo for one in wanted}
        if without:  # else requests for these would wait forever
            self._store.events.send(changed("captions", photos=without))
        if not wanted:
            return
        try:
            drafts = source.drafts(wanted)
        except DamagedPreview as error:
            lost = [wanted[at].photo for at in error.positions]
            self.drop_previews(lost)
            left = [one.photo for one in wanted if one.photo not in lost]
            self._describe(library, source, left)
            return
        made = list(zip(wanted, drafts, strict=True))
        self._store.write(self._store_drafts, source.version, made).result()

    def _wanted(self, library: Library, batch: Sequence[int]) -> list[DraftRequest]:
        """Return requests for a batch; photos without vector or preview, or with a caption, are left out."""
        encoder = self._encoder()
        hashes = vectors.hashes_of(library, encoder.id, batch)
        looks, moments = _looks(library, encoder.id, batch) if encoder.knowledge else ({}, {})
        previews = photos.previews(library, batch)
        written, tags = captions.captions_for_photos(library, batch), tags_of(library, batch)
        vocabulary = vocabulary_of(library)
        pages = texts.pages(library, batch)
        private = private_photos(library) if pages else frozenset()
        return [
            DraftRequest(
                photo,
                hashes[photo],
                previews[photo],
                {tag.path[-1]: tag.certainty for tag in _held(tags[photo])},
                known_by(tags[photo], caption_objects()),
                known_things(_held(tags[photo]), vocabulary),
                PageText() if photo in private else pages.get(photo, PageText()),
                looks.get(photo),
                moments.get(photo, ()),
            )
            for photo in batch
            if photo in hashes and photo in previews and not (photo in written and written[photo].text)
        ]

    def _store_drafts(
        self, library: Library, version: str, made: Sequence[tuple[DraftRequest, CaptionDraft | None]]
    ) -> Changes:
        run = runs.continue_or_begin(library, "draft", self._encoder().id, version, "drafted captions")
        drafted = [Drafted(one.photo, one.image_hash, replace(draft or _NOTHING, run=run)) for one, draft in made]
        changes = captions.store_drafts(library, version, drafted)
        runs.count_made(library, run, "draft")
        return changes


def _looks(
    library: Library, encoder: str, batch: Sequence[int]
) -> tuple[dict[int, Floats], Mapping[int, Sequence[Floats]]]:
    """Return the stored visual features, float32 (e,) each, of photos, and of some moments of those that are videos."""
    owners = items.owners(library, encoder, batch)
    times = items.moments(library, owners)
    films: dict[int, list[int]] = {}
    for part in sorted(times, key=times.__getitem__):
        films.setdefault(owners[part], []).append(part)
    films = {film: parts[:: -(-len(parts) // MOMENTS)] for film, parts in films.items()}
    ids, found = vectors.looks_of(library, encoder, [*batch, *chain.from_iterable(films.values())])
    looks = dict(zip(ids.tolist(), found, strict=True))
    return looks, {film: [looks[part] for part in parts if part in looks] for film, parts in films.items()}


def _held(tags: Iterable[Tagged]) -> list[Tagged]:
    """Return the tags that are not rejected."""
    return [tag for tag in tags if tag.state != "rejected"]
