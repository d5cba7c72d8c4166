"""The use case of renaming: photos get names by a template, with their sidecars, and lose no word."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.bin.move_kinds import RENAMED
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.rename_plan import RenameChoice, RenamePlan, plan_rename
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.language import tr
from photon.library.bin import file_moves
from photon.library.db.path_choice import FIRST, PathChoice


class Renaming:
    """Renames and moves files of photos. Methods never wait."""

    def __init__(
        self,
        store: LibraryThreads,
        moving: FileMoving,
        steps: MoveSteps,
        paths: Callable[[], PathChoice] = lambda: FIRST,
    ) -> None:
        """Create it; ``paths`` returns which files of photos are meant."""
        self._store, self._moving, self._steps, self._paths = store, moving, steps, paths

    def plan(self, photos: Sequence[int], how: RenameChoice) -> Future[RenamePlan]:
        """Work out what renaming photos would do; nothing is changed."""
        choice = self._paths()
        return self._moving.submit(lambda: plan_rename(self._store.here(), photos, choice, how))

    def rename(self, plan: RenamePlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Rename what was planned, as one step that can be undone.

        Args:
            plan: What to rename.
            tell: Called now and then with the number of photos done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, what was renamed stays so.

        The Future may raise PhotonError: the plan has obstacles, and nothing was renamed.
        """

        def act(asked: int) -> MoveOutcome:
            if plan.obstacles:
                raise PhotonError(tr("Nothing was renamed."), str(plan.obstacles[0][1]))
            return self._steps.carry_out(RENAMED, plan.units, (tell, stop), asked)

        return self._steps.submit(act)

    def undo(self, batch: int, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Give the files of a batch their former names; ``tell`` and ``stop`` as for ``rename``.

        The Future may raise PhotonError: there is no such batch, or nothing of it is left to rename.
        """

        def act() -> MoveOutcome:
            library = self._store.here()
            moves = file_moves.of_batch(library, batch, "there") if file_moves.is_renaming(library, batch) else []
            if not moves:
                raise PhotonError(
                    tr("There is no renaming {number}, or it is already undone.", number=batch),
                    tr("For a list: photon rename --list"),
                )
            return self._moving.come_back(moves, tell, stop)

        return self._moving.submit(act)

    def batches(self, top: int) -> Future[list[tuple[int, str, int, int]]]:
        """The latest renamings: number, time (UTC), files, and how many of them still have the new name."""
        return self._store.read(file_moves.batches, "rename", top)
