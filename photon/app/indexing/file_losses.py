"""Metadata that Photon removed because files no longer have it: always reported, as one step that can be undone."""

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, changed
from photon.language import counted, tr_n
from photon.library import Library
from photon.library.files import imports
from photon.library.files.import_outcome import FileLoss
from photon.library.files.imports import ImportRun

_WHAT = "what files no longer say"  # ``run_title`` knows it


class FileLosses:
    """Collects what scans remove, until it is reported.

    Attributes:
        run: The batch of what is removed from now on.
        found: What was reported since the session began.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Begin with nothing."""
        self._store, self._history = store, history
        self.run, self.found = ImportRun(_WHAT), list[FileLoss]()
        self._may_be_left = True  # a process that was killed, or an error, may have left some unreported

    def tell_losses(self) -> None:
        """Make what was removed and not reported yet a step that can be undone, and broadcast it."""
        if self.run.id or self._may_be_left:
            self.run, self._may_be_left = ImportRun(_WHAT), True
            self._store.write(self._name_and_tell).result()
            self._may_be_left = False

    def _name_and_tell(self, library: Library) -> Changes:
        losses = (imports.loss_of(library, run) for run in imports.unnamed(library, _WHAT))
        found = [loss for loss in losses if loss.words]  # a damaged one has none
        for loss in found:
            self._history.add(imports.name_run(library, loss.run, loss_name(loss)), self._history.request())
            self.found.append(loss)
        return changed("losses") if found else Changes()


def loss_name(loss: FileLoss) -> str:
    """What was removed, as words that follow "Undid: "."""
    return tr_n(
        "removed metadata that the file of {count:,} photo no longer has",
        "removed metadata that the files of {count:,} photos no longer have",
        loss.photos,
    )


def loss_sentence(loss: FileLoss) -> str:
    """What was removed, as a sentence."""
    return tr_n(
        "Removed or replaced metadata of {count:,} photo ({entries}), because its file no longer has it.",
        "Removed or replaced metadata of {count:,} photos ({entries}), because their files no longer have it.",
        loss.photos,
        entries=counted(loss.words, "entry", "entries"),
    )
