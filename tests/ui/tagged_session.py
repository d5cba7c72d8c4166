"""A library of drawn photos with tags in a real catalogue."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from photon.app.decisions.runs import Runs
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tags import TagEditor
from photon.app.tags.vocabularies import Vocabularies, vocabulary_of
from photon.domain import Facts, Reading
from photon.domain.metadata.tag import Tagged, TagPath
from photon.library import Library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.tags import runs, tag_suggestions
from photon.library.tags.tag_suggestions import SuggestionOrigin
from tests.ui.fake_teaching import FakeTeaching
from tests.ui.kept_session import KeptSession


class TaggedSession(KeptSession):
    """Tags, runs and vocabulary are real; the photos are in the catalogue with the same ids."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        hiding = SensitiveFilter(self.store, vocabulary_of)
        self.hiding = hiding
        self.tags = TagEditor(self.store, self.history, _suggest_nothing, hiding)
        self.decisions.runs = Runs(self.store, self.history)
        self.vocabularies = Vocabularies(self.store, self.history)
        self.teaching = FakeTeaching(self._do, lambda: list(self._photos), self.tell)

    def arrive(self, number: int, folder: str, *, first: int = 0) -> None:
        before = set(self._photos)
        super().arrive(number, folder, first=first)
        fresh = [photo for photo in self._photos if photo not in before]
        self.store.write(lambda library: _record(library, folder, fresh)).result()

    def suggest(self, found: Mapping[int, Sequence[tuple[TagPath, float]]], version: str = "1") -> int:
        """Suggest tags, as the background work does; return the run."""

        def act(library: Library) -> int:
            run = runs.begin(library, "suggest", "starter", version, "Suggested tags")
            self.tell(tag_suggestions.store(library, SuggestionOrigin("starter", version, run), found))
            runs.count(library, run, len(found))
            return run

        return self.store.write(act).result()

    def names(self, photo: int, state: str = "confirmed") -> list[str]:
        """Return the tags of a photo in one state, as ``a/b``."""
        return ["/".join(one.path) for one in self.tags.tags_for_photos([photo]).result()[photo] if one.state == state]


def _record(library: Library, folder: str, photos: Sequence[int]) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    watched = folders.add(library, folder).id
    hashes = {photo: f"{photo}".encode().ljust(16, b"\0") for photo in photos}
    facts = Facts("JPEG", 40, 30)
    files.record(
        library,
        [
            (Found(watched, f"{photo}.jpg", 10, 1), Reading(name, name, 10, facts, b"jpeg", 0x102030))
            for photo, name in hashes.items()
        ],
    )


def _suggest_nothing(photos: Sequence[int], *, keep: bool) -> dict[int, list[Tagged]]:
    del keep
    return {photo: [] for photo in photos}
