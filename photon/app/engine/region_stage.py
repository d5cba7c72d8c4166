"""The background stage that looks at parts of photos, so that small things in them are found."""

from collections.abc import Sequence

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.library import Library
from photon.library.db import settings
from photon.library.searches.search_settings import FIND_THINGS
from photon.library.vectors import photo_regions
from photon.library.vectors.photo_regions import map_regions
from photon.library.vectors.vectors import Pending
from photon.vision.kit.encoder import DamagedPreview

_MOST = 4  # photos at a time, a fifth of a second of work, for which new photos wait


class RegionStage(Backlog[Pending]):
    """Computes the maps of regions with the encoder that answers, if a person switched that on."""

    name = "regions"
    woken_by = frozenset({"photos", "vectors", "encoders", "vocabulary"})

    def __init__(self, store: LibraryThreads, engines: ActiveEncoders, progress: Progress) -> None:
        """Create the stage; ``engines`` have the encoder."""
        super().__init__(store, progress)
        self._engines = engines

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos to look at."""
        id_ = self._engines.current_encoder().id
        return settings.get(library, FIND_THINGS) and photo_regions.PENDING.count(library, id_) > 0

    def next_batch(self) -> Sequence[Pending]:
        """Return the next photos; while that is off, delete what there is."""
        library, id_ = self._store.here(), self._engines.current_encoder().id
        if not settings.get(library, FIND_THINGS):
            if photo_regions.has_any(library):
                self._store.write(photo_regions.delete_all).result()
            return ()
        return self.walk(lambda after: photo_regions.PENDING.list(library, _MOST, after, id_))

    def run(self, batch: Sequence[Pending]) -> None:
        """Look at photos and store what is where."""
        with self._engines.use() as engine:
            id_ = engine.encoder.id
            self.show("regions", lambda: photo_regions.PENDING.count(self._store.here(), id_))
            self.run_isolated(batch, lambda some: self._look_at_parts(engine.encoder, some))

    def _look_at_parts(self, encoder: EncoderClient, batch: Sequence[Pending]) -> None:
        seen, damaged = [], []
        for item in batch:
            try:
                places = encoder.map_details(item.preview)
                seen.append((item, None if places is None else map_regions(places)))
            except DamagedPreview:
                damaged.append(item.photo)
        self._store.write(photo_regions.store, encoder.id, seen).result()
        self.drop_previews(damaged)
