"""A library of drawn photos whose titles, captions and drafts are in a real catalogue."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from photon.app.captions.caption_servers import CaptionServers
from photon.app.captions.captions import Captions
from photon.app.tags.vocabularies import Vocabularies
from photon.domain import Facts, Reading
from photon.domain.metadata.caption import Caption, CaptionDraft
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.captions import Drafted
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from tests.ui.fake_teaching import FakeTeaching
from tests.ui.kept_session import KeptSession


class FakeAuditing:
    """Returns what a test provides, once the test allows it."""

    def __init__(self) -> None:
        self.asked: list[Future[list[CaptionMismatch]]] = []

    def audit_captions(self) -> Future[list[CaptionMismatch]]:
        self.asked.append(Future())
        return self.asked[-1]

    def find(self, *doubts: CaptionMismatch) -> None:
        self.asked[-1].set_result(list(doubts))


class WrittenSession(KeptSession):
    """Drafts arrive when a test allows: ``requested`` holds the requests, ``draft`` stores drafts."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.requested: list[int] = []
        self.vocabularies = Vocabularies(self.store, self.history)
        self.caption_servers = self._servers = CaptionServers(self.store)
        self.teaching = FakeTeaching(self._do, lambda: sorted(self._photos), self.tell)
        self.captions = Captions(self.store, self.history, lambda _: Future(), self.requested.extend)
        vars(self.captions)["auditing"] = FakeAuditing()

    def arrive(self, number: int, folder: str, *, first: int = 0) -> None:
        """Add the photos to the catalogue, too, with the same ids."""
        self.store.write(lambda library: _record(library, Path(folder), len(self._photos), number)).result()
        super().arrive(number, folder, first=first)

    def close(self) -> None:
        self._servers.close()
        super().close()

    def draft(self, drafts: Mapping[int, CaptionDraft | str]) -> None:
        """Store drafts for these photos; a plain sentence has a certainty of 0.7."""

        def act(library: Library) -> object:
            hashes = dict(library.db.execute("SELECT id, image_hash FROM photos"))
            return captions.store_drafts(
                library,
                "v1",
                [
                    Drafted(photo, hashes[photo], CaptionDraft(one, 0.7) if isinstance(one, str) else one)
                    for photo, one in drafts.items()
                ],
            )

        self.store.write(act).result()

    def written(self, photos: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return titles and captions of photos; those without are omitted."""
        found: dict[int, Caption] = self.store.read(
            lambda library: captions.captions_for_photos(library, photos)
        ).result()
        return {photo: (caption.title, caption.text) for photo, caption in found.items()}


def _record(library: Library, folder: Path, before: int, number: int) -> None:
    kept = folders.add(library, str(folder)).id
    reading = Reading(b"", b"", 1, Facts("JPEG", 4, 3), b"", 0)
    for at in range(before, before + number):
        hashed = f"{at}".encode().ljust(16, b"\0")
        one = replace(reading, file_hash=hashed, image_hash=hashed)
        files.record(library, [(Found(kept, f"{at}.jpg", 1, 1), one)])
