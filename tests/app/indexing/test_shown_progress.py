"""What is shown of the work in the background: a stage that reports stays shown until it has nothing left."""

from collections.abc import Callable

from photon.app.indexing.background import BackgroundWork
from photon.app.runtime.backlog import Backlog
from photon.app.session import Session
from photon.domain import Activity
from photon.library import Library


class ReportingStage(Backlog[int]):
    """A stage that works on a photo for as long as the test wants."""

    name = "faces"

    def next_batch(self) -> list[int]:
        return []

    def run(self, batch: object) -> None:
        raise AssertionError(batch)

    def anything_left(self, library: Library) -> bool:
        return bool(library)


def test_a_stage_that_reports_is_shown_until_it_is_idle(open_session: Callable[..., Session]) -> None:
    with open_session(background=False) as session:
        work: BackgroundWork = session.work.background
        stage = ReportingStage(session.store)
        work.stages = (stage,)
        shown = []
        for is_idle in (False, True):
            work._migration.idle, stage.idle = True, is_idle
            work.progress.show(Activity("faces", 1, 5))
            work._gather_once()
            shown.append(work.progress.activity.stage)
        assert shown == ["faces", "idle"]
