"""When later stages run: they wait until all photos are read and can be searched."""

from collections.abc import Callable

from photon.app.indexing.background import BackgroundWork
from photon.app.runtime.backlog import Backlog
from photon.app.session import Session
from photon.library import Library


class CountedStage(Backlog[int]):
    """A stage that counts how often it looks for work."""

    name, looks = "styling", 0

    def next_batch(self) -> list[int]:
        self.looks += 1
        return []

    def run(self, batch: object) -> None:
        raise AssertionError(batch)

    def anything_left(self, library: Library) -> bool:
        return bool(library)


def test_later_stages_wait_while_photos_are_read(open_session: Callable[..., Session]) -> None:
    with open_session(background=False) as session:
        work: BackgroundWork = session.work.background
        stage = CountedStage(session.store)
        work.stages = (stage,)
        work._gather_once()  # takes the lock
        work._scanner.unread = 3
        work._embed_once()
        assert not stage.looks
        work._scanner.unread = 0
        work._embed_once()
        assert stage.looks
