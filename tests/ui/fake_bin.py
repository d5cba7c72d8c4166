"""The bin in memory."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from photon.app.bin.bin_plan import BinPlan, MoveScope
from photon.app.bin.file_moving import MoveOutcome, Obstacles, Stop, Tell, go_on, say_nothing
from photon.app.bin.photo_bin import SHOTS
from photon.domain import PhotonError, changed
from photon.domain.photo.file_move import BinnedPhoto, FileMove
from photon.domain.photo.photo import Photo

if TYPE_CHECKING:
    from tests.ui.fake_session import FakeSession


class FakeMoving:
    """Moves nothing by itself."""

    def __init__(self) -> None:
        self.on_refused: Callable[[Obstacles], None] = lambda _: None


class FakeBin:
    """Photos go from the session's memory to its own, and back.

    Attributes:
        scopes: How each plan was asked for.
        pairs: How many files of the same shot each photo has.
        staying: Further files that photos have.
        refusal: Why nothing can be moved, if so.
    """

    gives_back = True

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]], session: "FakeSession") -> None:
        self._do, self._session, self.moving = do, session, FakeMoving()
        self._held: dict[int, tuple[Photo, BinnedPhoto]] = {}
        self.scopes: list[MoveScope] = []
        self.pairs = 0
        self.staying: dict[int, int] = {}
        self.refusal: PhotonError | None = None

    def plan(
        self, photos: Sequence[int], scope: MoveScope = SHOTS, tell: Tell = say_nothing, stop: Stop = go_on
    ) -> Future[BinPlan]:
        del tell, stop
        self.scopes.append(scope)
        return self._do(lambda: self._plan(photos, scope))

    def move_to_bin(self, plan: BinPlan, tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        del stop
        return self._do(lambda: self._put(plan, tell))

    def put_back(self, ids: Sequence[int], tell: Tell = say_nothing, stop: Stop = go_on) -> Future[MoveOutcome]:
        del tell, stop
        return self._do(lambda: self._put_back(ids))

    def listed(self) -> Future[list[BinnedPhoto]]:
        return self._do(lambda: [one for _, one in reversed(self._held.values())])

    def _plan(self, photos: Sequence[int], scope: MoveScope) -> BinPlan:
        known = self._session._photos
        moves = [FileMove(known[one].path, f"/bin/{one}", "", 1000, 1, photo=one, unit=one) for one in photos]
        if self.refusal:
            return BinPlan(obstacles=tuple((move.source, self.refusal) for move in moves))
        more = self.pairs if scope.together else 0
        units = ((move, *(replace(move, source=f"{move.source}.raw", photo=0),) * more) for move in moves)
        return BinPlan(tuple(units), staying={} if scope.copies else self.staying)

    def _put(self, plan: BinPlan, tell: Tell) -> MoveOutcome:
        session = self._session
        before = {}
        for unit in plan.units:
            one = unit[0]
            photo = before[one.photo] = session._photos.pop(one.photo)
            entry = BinnedPhoto(one.photo, one.photo, one.source, "2026-11-28T16:00:00Z", (), 1000, one.target, 1)
            self._held[one.photo] = (photo, replace(entry, card=session._card(photo)))
        tell(len(plan.units), len(plan.units))
        session._done.append((f"moved {len(before)} photos to the bin", before))
        session.tell(changed("photos", "bin", photos=frozenset(before)))
        return MoveOutcome(1, [one for unit in plan.units for one in unit], list(plan.obstacles))

    def _put_back(self, ids: Sequence[int]) -> MoveOutcome:
        for id_ in ids:
            self._session._photos[id_] = self._held.pop(id_)[0]
        self._session.tell(changed("photos", "bin", photos=frozenset(ids)))
        return MoveOutcome(1, [FileMove(str(id_), "", "", 1, 1, unit=id_) for id_ in ids])
