"""Stacks of a fake library."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from typing import Any

from photon.app.stacks.stack_editor import StackPlan
from photon.domain import Changes, changed


class FakeStacks:
    """Keeps stacks in a list; ``found`` are the stacks that can be made of bursts."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]], tell: Callable[[Changes], object]) -> None:
        self._do, self._tell = do, tell
        self.found = StackPlan()
        self.asked: list[list[int] | None] = []
        self._stacks: list[list[int]] = []

    def known(self) -> list[tuple[int, ...]]:
        """Return all stacks, each from its top."""
        return list(map(tuple, self._stacks))

    def make(self, photos: Sequence[int], whole: Collection[int] = ()) -> Future[int]:
        def act() -> int:
            along = [one for photo in whole for stack in self._stacks if photo in stack for one in stack]
            self._put([list(dict.fromkeys([*photos, *along]))])
            return len(photos)

        return self._do(act)

    def make_many(self, some: Sequence[Sequence[int]]) -> Future[int]:
        def act() -> int:
            self._put([list(one) for one in some])
            return len(some)

        return self._do(act)

    def dissolve(self, photos: Collection[int]) -> Future[int]:
        def act() -> int:
            before = len(self._stacks)
            self._stacks = [stack for stack in self._stacks if not set(stack) & set(photos)]
            self._tell(changed("stacks"))
            return before - len(self._stacks)

        return self._do(act)

    def take_out(self, photos: Collection[int]) -> Future[int]:
        def act() -> int:
            count = sum(photo in photos for stack in self._stacks for photo in stack)
            left = [[photo for photo in stack if photo not in photos] for stack in self._stacks]
            self._stacks = [stack for stack in left if len(stack) > 1]
            self._tell(changed("stacks"))
            return count

        return self._do(act)

    def put_on_top(self, photo: int) -> Future[int]:
        def act() -> int:
            (stack,) = [one for one in self._stacks if photo in one]
            if stack[0] == photo:
                return 0
            stack.sort(key=lambda one: one != photo)
            self._tell(changed("stacks"))
            return len(stack)

        return self._do(act)

    def plan(self, among: Collection[int] | None = None) -> Future[StackPlan]:
        def ask() -> StackPlan:
            self.asked.append(None if among is None else list(among))
            return self.found

        return self._do(ask)

    def _put(self, some: Sequence[list[int]]) -> None:
        moved = {photo for one in some for photo in one}
        left = [[photo for photo in stack if photo not in moved] for stack in self._stacks]
        self._stacks = [*(stack for stack in left if len(stack) > 1), *some]
        self._tell(changed("stacks", photos=frozenset(moved)))
