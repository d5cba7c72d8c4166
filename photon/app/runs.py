"""The use case of runs: what Photon said or imported at once, and taking it back as one."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import NamedTuple

from photon.app.runtime.history import History, ways_of_import
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.hidden_terms import runs_shown
from photon.domain import Changes, PhotonError
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.run import Run, RunKind
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.captions import captions
from photon.library.files import imports
from photon.library.tags import runs, tag_suggestions, tags

_Act = Callable[[Library], Changes]


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
            if found.kind not in _WAYS:
                raise PhotonError(
                    tr("Run {run} saved metadata to files; they are restored with another command.", run=run),
                    tr("Run: photon write-metadata --undo {run}", run=run),
                )
            way = _WAYS[found.kind](library, run)

            def again(lib: Library) -> Changes:
                runs.close(lib, run, undone=True)
                return way.take(lib)

            def back(lib: Library) -> Changes:
                runs.close(lib, run, undone=False)
                return way.give(lib)

            self._history.push(way.name, back, again)
            return again(library)

        return self._history.edit(self._store, act)


class _Way(NamedTuple):
    """How the words of a run are taken back and given again."""

    name: str
    take: _Act
    give: _Act


def _suggested(library: Library, run: int) -> _Way:
    del library
    return _Way(
        tr("reversed suggested tags"),
        lambda lib: tag_suggestions.drop(lib, run),
        lambda lib: tag_suggestions.renew(lib, run),
    )


def _drafted(library: Library, run: int) -> _Way:
    del library
    return _Way(
        tr("reversed drafted captions"),
        lambda lib: captions.drop_drafts(lib, run),
        lambda lib: captions.renew_drafts(lib, run),
    )


def _confirmed(library: Library, run: int) -> _Way:
    given = tags.marks_of_run(library, run)
    taken = [replace(one, state=None) for one in given]
    return _Way(
        tr_n("reversed {count:,} confirmed tag", "reversed {count:,} confirmed tags", len(given)),
        lambda lib: tags.mark(lib, taken)[0],
        lambda lib: tags.mark(lib, given)[0],
    )


def _accepted(library: Library, run: int) -> _Way:
    given = captions.of_run(library, run)
    taken = {photo: Caption(caption.title) for photo, caption in given.items()}
    return _Way(
        tr_n("reversed {count:,} accepted caption", "reversed {count:,} accepted captions", len(given)),
        lambda lib: captions.write(lib, taken)[0],
        lambda lib: captions.write(lib, given)[0],
    )


def _imported(library: Library, run: int) -> _Way:
    files = len(imports.places_of(library, run))
    return _Way(
        tr_n("reversed import from {count:,} file", "reversed import from {count:,} files", files),
        *ways_of_import(library, run),
    )


_WAYS: dict[RunKind, Callable[[Library, int], _Way]] = {
    "suggest": _suggested,
    "draft": _drafted,
    "confirm": _confirmed,
    "accept": _accepted,
    "import": _imported,
}
