"""The use case of the bin: photos go there with what belongs to them, and come back with every word."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.app.bin.bin_plan import BinPlan, MoveScope, plan_bin
from photon.app.bin.file_moving import FileMoving, MoveOutcome, Stop, Tell, go_on, say_nothing
from photon.app.bin.move_kinds import BINNED
from photon.app.bin.move_steps import MoveSteps
from photon.app.bin.renaming import Renaming
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.photo.file_move import BinnedPhoto
from photon.language import tr
from photon.library.bin import file_moves
from photon.library.db.path_choice import FIRST, PathChoice
from photon.media.trash.bin import gives_back

SHOTS = MoveScope()
"""Photos as they are shown, each with the others of its shot."""


class PhotoBin:
    """Moves photos to the bin and back. Methods never wait.

    Attributes:
        moving: Moves files.
        steps: The steps that moved some.
        renaming: Gives photos names by a template.
    """

    def __init__(
        self,
        store: LibraryThreads,
        moving: FileMoving,
        steps: MoveSteps,
        paths: Callable[[], PathChoice] = lambda: FIRST,
    ) -> None:
        """Create it; ``paths`` returns which files of photos are shown."""
        self._store, self.moving, self.steps, self._paths = store, moving, steps, paths
        self.renaming = Renaming(store, moving, steps, paths)
        self._listing: Future[list[BinnedPhoto]] | None = None

    @property
    def gives_back(self) -> bool:
        """Whether Photon can bring files back from the bin of this system."""
        return gives_back()

    def plan(
        self, photos: Sequence[int], scope: MoveScope = SHOTS, tell: Tell = say_nothing, stop: Stop = go_on
    ) -> Future[BinPlan]:
        """Work out what moving photos to the bin would do; nothing is changed.

        Args:
            photos: Which.
            scope: Which of their files.
            tell: Called now and then with the number of photos done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, the plan is empty.
        """
        choice = self._paths()
        return self.moving.submit(lambda: plan_bin(self._store.here(), photos, choice, scope, (tell, stop)))

    def move_to_bin(self, plan: BinPlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Move what was planned to the bin, as one step that can be undone.

        Args:
            plan: What to move.
            tell: Called now and then with the number of photos done and their total, on another thread.
            stop: Asked now and then, on another thread; when true, what was moved stays in the bin.
        """

        def act(asked: int) -> MoveOutcome:
            outcome = self.steps.carry_out(BINNED, plan.units, (tell, stop), asked)
            outcome.obstacles[:0] = plan.obstacles
            return outcome

        return self.steps.submit(act)

    def put_back(self, ids: Sequence[int], tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Bring photos back from the bin, by their ids in ``listed``; ``tell`` and ``stop`` as for ``put``.

        The Future may raise PhotonError: none of them is in the bin.
        """

        def act() -> MoveOutcome:
            self.moving.rescan()
            moves = file_moves.of_units(self._store.here(), ids)
            if not moves:
                raise PhotonError(tr("None of these is in the bin."), tr("For a list: photon bin list"))
            return self.moving.come_back(moves, tell, stop)

        return self.moving.submit(act)

    def put_back_batch(self, batch: int, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        """Bring all photos back that were moved to the bin at once; arguments and errors as for ``put_back``."""

        def act() -> MoveOutcome:
            self.moving.rescan()
            library = self._store.here()
            moves = [] if file_moves.is_renaming(library, batch) else file_moves.of_batch(library, batch, "there")
            if not moves:
                raise PhotonError(tr("Nothing of this is in the bin."), tr("For a list: photon bin list"))
            return self.moving.come_back(moves, tell, stop)

        return self.moving.submit(act)

    def listed(self) -> Future[list[BinnedPhoto]]:
        """Return the photos that Photon moved to the bin and that are still there, except hidden ones; the last first.

        Requests that wait for moves share one answer, as each looks at all files in the bin.
        """
        waiting = self._listing
        if waiting is None or waiting.running() or waiting.done():
            waiting = self._listing = self.moving.submit(self._list)
        return waiting

    def _list(self) -> list[BinnedPhoto]:
        self.moving.rescan()
        return self._store.read(file_moves.binned).result()

    def settled(self) -> Future[None]:
        """Done when everything that was asked for before is, undoing too."""
        return self.moving.after(lambda: None)
