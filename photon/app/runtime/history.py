"""Undo and redo of what the user marked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from photon.domain import Changes
from photon.library import Library
from photon.library.tags import runs

Action = Callable[[Library], Changes]
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Something done, and how to take it back and do it again.

    Attributes:
        name: What was done, as words after "Undid: ", e.g. ``rated 3 photos``.
        back: Writes the state before.
        again: Writes the state after.
        run: The run that it was, if any: it is marked as taken back with the step.
        number: From 1 on; no two steps have the same.
    """

    name: str
    back: Action
    again: Action
    run: int = 0
    number: int = 0


@dataclass(slots=True)
class History:
    """Two stacks; used by the writer thread alone, so the order of keys is the order of steps."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    pushed: int = 0

    @property
    def last(self) -> int:
        """The number of the step that undo would take back; 0 when there is none."""
        return self.done[-1].number if self.done else 0

    def push(self, name: str, back: Action, again: Action, run: int = 0) -> None:
        """Remember a step that was just done; see ``Step``."""
        self.pushed += 1
        self.done = [*self.done[-_DEEPEST + 1 :], Step(name, back, again, run, self.pushed)]
        self.undone.clear()

    def undo(self, library: Library) -> tuple[str | None, Changes]:
        """Take back the last step; its name, or None when there is none."""
        if not self.done:
            return None, Changes()
        step = self.done.pop()
        changes = step.back(library)
        _close(library, step, undone=True)
        self.undone.append(step)
        return step.name, changes

    def redo(self, library: Library) -> tuple[str | None, Changes]:
        """Do the last undone step again."""
        if not self.undone:
            return None, Changes()
        step = self.undone.pop()
        changes = step.again(library)
        _close(library, step, undone=False)
        self.done.append(step)
        return step.name, changes


def _close(library: Library, step: Step, *, undone: bool) -> None:
    if step.run:
        runs.close(library, step.run, undone=undone)
