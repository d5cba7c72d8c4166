"""What Photon removed because files no longer say it: always told, and one step that can be undone."""

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
    """Collects what scans remove until it is told.

    Attributes:
        run: The batch of what is removed from now on.
        told: What was told since the session began.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Begin with nothing."""
        self._store, self._history = store, history
        self.run, self.told = ImportRun(_WHAT), list[FileLoss]()

    def tell_losses(self) -> None:
        """Make what was removed since the last call a step that can be undone, and broadcast it."""
        if self.run.id:
            run, self.run = self.run, ImportRun(_WHAT)
            self._store.write(self._push, run).result()

    def _push(self, library: Library, run: ImportRun) -> Changes:
        loss, asked = imports.loss_of(library, run.id), self._history.expect()
        push_import(self._history, library, run, loss_name(loss), asked)
        self._history.settle(asked)
        self.told.append(loss)
        self._store.events.send(changed("losses"))
        return Changes()


def push_import(history: History, library: Library, run: ImportRun, name: str, asked: int = 0) -> None:
    """Make an import a step that can be undone (see ``History.push``); call it on the writer thread."""
    places = imports.places_of(library, run.id)
    history.push(
        name,
        lambda lib: imports.undo_import(lib, run.id),
        lambda lib: imports.take_again(lib, places, ImportRun(run.what, run.id)),
        run.id,
        asked,
    )


def loss_name(loss: FileLoss) -> str:
    """What was removed, as words that follow "Undid: "."""
    return tr_n(
        "removed what the files of {count:,} photo no longer say",
        "removed what the files of {count:,} photos no longer say",
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
