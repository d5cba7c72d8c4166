"""Choose between several paths of one photo: the one that matched the query, otherwise the first in order of folders.

A photo is a content that may exist at several paths. Everything that shows, exports or writes a path uses this module,
so all of them choose the same one.
"""

from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path

from photon.domain import AnyOf, Exact, Part, Query
from photon.domain.query.filter_kinds.names import FOLDER
from photon.library.db.text_folding import fold, fold_both, fold_name
from photon.quick_dataclass import dataclass

FileLocation = tuple[str, str, bool]
"""A watched folder, a path below it, and whether the folder is offline."""
_Test = Callable[[str, str], bool]  # of a watched folder and a path below it


@dataclass(frozen=True, slots=True)
class PathChoice:
    """Criteria for choosing between the paths of one photo.

    Attributes:
        within: Absolute paths of requested files and folders; other paths must not be used at all.
        query: The query that found the photos.
    """

    within: tuple[str, ...] = ()
    query: Query | None = None
    _tests: list[_Test] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the criteria, strictest first."""
        query = self.query or Query()
        below = [folder for folder in (self.within, query.folder and (query.folder,)) if folder]
        tests: list[_Test] = [_one_of(_below(path) for path in some) for some in below]
        tests += [_one_of(some) for part in query.parts if (some := list(_tests_of(part)))]
        tests += [_is_named(query.text)] if query.text.strip() else []
        object.__setattr__(self, "_tests", tests)

    def covers(self, path: str) -> bool:
        """Return whether a path is within the requested ones."""
        return not self.within or any(lies_below(path, folder) for folder in self.within)

    def rank(
        self, root: str, relative: str, *, is_offline: bool = False, is_missing: bool = False
    ) -> tuple[object, ...]:
        """Return the sort key of a path; the preferred path has the smallest."""
        return (is_missing, *(not test(root, relative) for test in self._tests), is_offline, root, relative)


FIRST = PathChoice()
"""A choice without criteria."""


def join(root: str, relative: str) -> str:
    """Return the absolute path of a file below a watched folder."""
    return f"{root.rstrip('/')}/{relative}"


def in_order_of(choice: PathChoice, files: list[FileLocation]) -> list[FileLocation]:
    """Sort the files of one photo, preferred first."""
    if len(files) < 2:  # nearly all photos
        return files
    return sorted(files, key=lambda one: choice.rank(one[0], one[1], is_offline=one[2]))


def folder_test(text: str) -> Callable[[str], bool]:
    """Compile the condition ``folder:``: below a folder of this name, path, or sequence of names (``Italy/Rome``).

    Args:
        text: The value of the filter.

    Returns:
        A predicate on the folded path of a folder with a trailing slash.
    """
    text = str(Path(text).expanduser()) if text.startswith("~") else text.replace("\\", "/")
    wanted = f"/{'/'.join(part for part in fold_name(text).split('/') if part)}/"
    is_absolute = text.startswith("/")
    return lambda whole: whole.startswith(wanted) if is_absolute else wanted in whole


def _tests_of(part: Part) -> Iterable[_Test]:
    """Yield the path criteria in a part of a query, including those of alternatives."""
    if getattr(part, "unwanted", False):
        return
    if isinstance(part, AnyOf):
        for option in part.options:
            yield from _tests_of(option)
    elif FOLDER.is_kind_of(part):
        yield _in_folder(folder_test(part.value))
    elif isinstance(part, Exact):
        yield _has_text(part.text)


def _one_of(tests: Iterable[_Test]) -> _Test:
    some = list(tests)
    return lambda root, relative: any(test(root, relative) for test in some)


def lies_below(path: str, folder: str) -> bool:
    """Whether a path is a place, or lies below it."""
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _below(folder: str) -> _Test:
    return lambda root, relative: lies_below(join(root, relative), folder)


def _in_folder(lies_in: Callable[[str], bool]) -> _Test:
    return lambda root, relative: lies_in(f"{fold_name(join(root, relative)).rpartition('/')[0]}/")


def _has_text(text: str) -> _Test:
    signs, words = fold_name(text), fold(text)

    def has(root: str, relative: str) -> bool:
        text_of_path = f"{root.rstrip('/').rpartition('/')[2]}/{relative}"
        return signs in fold_name(text_of_path) or (bool(words) and f" {words} " in f" {fold_both(text_of_path)} ")

    return has


def _is_named(text: str) -> _Test:
    wanted = fold_name(text)

    def has(_: str, relative: str) -> bool:
        name = fold_name(relative.rpartition("/")[2])
        return wanted in {name, name.rpartition(".")[0]}

    return has
