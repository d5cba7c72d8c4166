"""The use case of runs: what Photon said or imported at once, and taking it back as one."""

from concurrent.futures import Future

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.hidden_terms import runs_shown
from photon.domain import Changes, PhotonError
from photon.domain.metadata.run import Run
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.captions import captions
from photon.library.decisions import undoing
from photon.library.files import imports
from photon.library.tags import runs, tags


class Runs:
    """Lists and takes back runs. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library and the steps that can be undone."""
        self._store = store
        self._history = history

    def all_runs(self) -> Future[list[Run]]:
        """All runs that concerned a photo, the latest first, without those that were about hidden photos alone."""
        return self._store.read(runs_shown)

    def undo(self, run: int) -> Future[Changes]:
        """Undo a run: remove its undecided suggestions, or what it confirmed in bulk.

        What a person decided one by one stays, also where it began as a suggestion of this run. The Future may raise
        PhotonError: there is no such run, or it was taken back already.
        """

        def act(library: Library) -> Changes:
            found = runs.existing(library, run)
            if found.undone:
                raise PhotonError(tr("Run {run} is already undone.", run=run), tr("Nothing was changed."))
            if found.kind == "write":
                raise PhotonError(
                    tr("Run {run} saved metadata to files; they are restored with another command.", run=run),
                    tr("Run: photon write-metadata --undo {run}", run=run),
                )
            return undoing.undo_run(library, run, _named(library, found))

        return self._history.edit(self._store, act)


def _named(library: Library, run: Run) -> str:
    """Word that a run was undone, to follow "Undid: "."""
    if run.kind == "suggest":
        return tr("reversed suggested tags")
    if run.kind == "draft":
        return tr("reversed drafted captions")
    if run.kind == "confirm":
        count = len(tags.marks_of_run(library, run.id))
        return tr_n("reversed {count:,} confirmed tag", "reversed {count:,} confirmed tags", count)
    if run.kind == "accept":
        count = len(captions.of_run(library, run.id))
        return tr_n("reversed {count:,} accepted caption", "reversed {count:,} accepted captions", count)
    files = len(imports.files_of_import(library, run.id))
    return tr_n("reversed import from {count:,} file", "reversed import from {count:,} files", files)
