"""Groups of faces and suggested people, kept up to date in the background after faces were found or named.

The faces are read on the calling thread and grouped in a process once there are many, because that takes half a minute
for 100,000. What it knows of the last time it keeps, so that only what changed is compared again.
"""

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

import numpy as np

from photon.annotate.people.face_groups import USUAL, Grouping, add_faces, group_faces
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.process_limits import ProcessLimits, encoder_memory
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped
from photon.domain import Changes, PhotonError
from photon.domain.arrays import Floats, Ids
from photon.domain.people.face_table import FaceTable
from photon.language import tr
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.people import face_groups
from photon.library.people.face_groups import GroupOfFace
from photon.library.people.face_tables import read_faces
from photon.library.people.faces import found_by_others
from photon.library.people.grouping_version import current_version, store_version, stored_version
from photon.quick_dataclass import dataclass

Made = tuple[Ids, Ids, Floats]
"""Groups, rows of people and certainties, as ``Grouping`` has them."""
_FEW = 4000  # faces, grouped within a second, less than a process takes to start
_FILES = 64
_MODEST = 10  # niceness: nobody waits for groups
_KEPT = 600.0  # seconds without a change after which the process ends
_PAUSE = 30.0  # seconds between two groupings while faces are being found
_REST = 2  # times as long as it took, before groups are made again
_RULES = hashlib.sha256(repr(USUAL).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, eq=False)
class KnownFaces:
    """What was known of faces when groups were made; a row each, ascending by their numbers.

    Attributes:
        ids: int64 (n,) numbers.
        facts: int64 (n, 6) what they show, whose they are, whose they are not, day, burst, and whether they are weak.
    """

    ids: Ids
    facts: Ids

    def changed_rows(self, now: "KnownFaces") -> Ids:
        """Return the rows of ``now`` of which something is different; new faces are not among them."""
        if not len(self.ids):
            return np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(self.ids, now.ids), len(self.ids) - 1)
        is_other = (self.facts[at] != now.facts).any(axis=1)
        return np.flatnonzero((self.ids[at] == now.ids) & is_other)


def know_faces(table: FaceTable) -> KnownFaces:
    """Return what is known of faces; the numbers of people hold within this process."""
    keys = np.array([hash(key) for key in table.people] + [0], np.int64)
    refused = np.zeros(len(table), np.int64)
    np.bitwise_xor.at(refused, table.rejected[:, 0], keys[table.rejected[:, 1]])
    facts = (table.hashes.view(np.int64), keys[table.persons], refused, table.days, table.bursts, table.is_weak)
    return KnownFaces(table.ids, np.column_stack(facts).astype(np.int64))


class GroupMaker:
    """Makes groups, and keeps how they were made."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._before: tuple[KnownFaces, Grouping] | None = None

    def make(self, table: FaceTable) -> Made:
        """Return the groups of all faces."""
        known = know_faces(table)
        if self._before is None:
            found = group_faces(table)
        else:
            before, made = self._before
            found = add_faces(table, made, before.changed_rows(known))
        self._before = known, found
        return found.groups, found.persons, found.certainty


_MAKER = GroupMaker()
"""Of a process that does nothing else."""


def _begin() -> None:
    with suppress(AttributeError, OSError):  # not on Windows
        os.nice(_MODEST)


def _make_here(table: FaceTable) -> Made:
    return _MAKER.make(table)


class FaceGrouping:
    """Groups the faces of a library.

    Attributes:
        is_asked: Whether a person just decided something, and may be waiting for what follows.
    """

    def __init__(self, store: LibraryThreads, model: str) -> None:
        """Take the library and the id of the model that finds faces; the process starts when it is needed."""
        self._store, self._model, self.is_asked = store, model, False
        self._process = WorkerProcess(_begin, limits=ProcessLimits(encoder_memory(), _FILES))
        self._maker, self._lock = GroupMaker(), Lock()

    def is_outdated(self, library: Library) -> bool:
        """Return whether faces were found or decided about since groups were made."""
        return current_version(library, self._model, _RULES) != stored_version(library)

    def would_tear(self, library: Library) -> bool:
        """Return whether photos were only looked at by another model, whose groups would be torn apart now."""
        return found_by_others(library, self._model)

    def renew(self, library: Library) -> None:
        """Make groups and suggestions of all faces, also of hidden photos, if something changed; blocks.

        Raises:
            PhotonError: The process failed, or Photon is being closed.
        """
        with self._lock, lifted(library):
            self.is_asked = False
            version = current_version(library, self._model, _RULES)
            if version == stored_version(library):
                return
            table = read_faces(library, self._model)
            groups, persons, certainty = self._make(table)
            is_open, keys = table.persons < 0, [*table.people, ""]
            whose = [keys[row] for row in np.where(is_open, persons, -1).tolist()]
            found = zip(groups.tolist(), whose, np.where(is_open, certainty, 0).tolist(), strict=True)
            grouped = dict(zip(table.ids.tolist(), found, strict=True))
            self._store.write(_store_groups, grouped, self._model, version).result()

    def _make(self, table: FaceTable) -> Made:
        if len(table) <= _FEW:
            return self._maker.make(table)
        try:
            made: Made = self._process.run(_make_here, table)
        except WorkerStopped:
            raise PhotonError(tr("Photon is being closed.")) from None
        except (WorkerEnded, MemoryError) as error:
            raise PhotonError(
                tr("Photon couldn't compare all faces. Faces and names are kept."),
                tr("Close programs that use a lot of memory."),
            ) from error
        return made

    def rest(self, unused: float) -> None:
        """End the process if nothing was grouped for a while; see ``MemoryUser``."""
        self._process.rest_if_unused(max(unused, _KEPT))

    def close(self) -> None:
        """End the process for good."""
        self._process.stop()


def _store_groups(library: Library, grouped: Mapping[int, GroupOfFace], model: str, version: str) -> Changes:
    with library.transaction():
        store_version(library, version)
        return face_groups.store_groups(library, grouped, model)


class GroupStage(Backlog[int]):
    """Makes groups again after faces were found or decided about; while more are being found, from time to time.

    While all photos are looked at again by another model, the groups stay that were there before.
    """

    name = "faces"
    woken_by = frozenset({"people", "photos"})
    comes_first = True  # who names people waits for what follows, and nothing else has to

    def __init__(self, store: LibraryThreads, grouping: FaceGrouping, finding: Backlog[Any]) -> None:
        """Take the library, what groups, and the stage that finds faces."""
        super().__init__(store)
        self._grouping, self._finding = grouping, finding
        self._ended, self._took, self._is_left = -_PAUSE, 0.0, False

    def anything_left(self, library: Library) -> bool:
        """Return whether groups are outdated."""
        return self._grouping.is_outdated(library)

    @property
    def is_waiting(self) -> bool:
        """Whether groups are to be made a little later."""
        return self._is_left

    def follow_news(self) -> None:
        """What went wrong may be mended."""
        self.notice = ""

    def next_batch(self) -> Sequence[int]:
        """Make groups, if that is due; there are no photos to work on."""
        is_busy = not self._finding.idle and not self._grouping.is_asked
        begun = time.monotonic()
        self._is_left = begun - self._ended < max(_PAUSE if is_busy else 0.0, _REST * self._took)
        if not self._is_left and not self._finding.idle:
            self._is_left = self._grouping.would_tear(self._store.here())
        if not self._is_left:
            try:
                self._grouping.renew(self._store.here())
            except PhotonError as error:  # all else goes on without groups
                self.notice = str(error)
            self._ended = time.monotonic()
            self._took = self._ended - begun
        return ()

    def run(self, batch: Sequence[int]) -> None:
        """Do nothing: there are no photos to work on."""
