"""Rules by which one file of each set stays, such as the largest one.

Sets that are never offered for deletion are left alone by every rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from photon.app.duplicates.duplicates import FoundSet, SetFile
from photon.app.duplicates.set_plan import SetChoice, best_stays
from photon.library import Library
from photon.library.db.path_choice import lies_below
from photon.library.duplicates.set_files import ListedFile, files_in_sets
from photon.quick_dataclass import dataclass

RuleName = Literal["best", "largest", "oldest", "folder"]
RULE_NAMES: tuple[RuleName, ...] = ("best", "largest", "oldest", "folder")


@dataclass(frozen=True, slots=True)
class KeepRule:
    """Which file of a set stays.

    Attributes:
        name: ``best`` as suggested; ``largest`` with most pixels, of these the one with most bytes; ``oldest`` by the
            time of the file; ``folder`` all files at or below a folder, if a set has some there. Of equal ones the best
            stays.
        folder: The folder, for that rule.
    """

    name: RuleName = "best"
    folder: str = ""


def choose_by_rule(
    library: Library, found: Iterable[FoundSet], rule: KeepRule, below: Sequence[str] = ()
) -> list[SetChoice]:
    """Choose what stays of each set that may be offered for deletion.

    Args:
        library: The library.
        found: The sets.
        rule: What stays.
        below: Only files at or below these paths go; empty for all.
    """
    offered = [one for one in found if one.offer]
    if rule.name == "best":
        return best_stays(offered, below)
    files = files_in_sets(library, [photo for one in offered for photo in one.photos])
    if rule.name == "folder":
        choices = [_in_folder(one, files, rule.folder) for one in offered]
    else:
        choices = _one_each(offered, files, _MERITS[rule.name])
    return [SetChoice(one.stays, one.goes, tuple(below)) for one in choices if one is not None and one.goes]


_MERITS: Mapping[RuleName, Callable[[ListedFile], tuple[int, ...]]] = {
    "largest": lambda file: (file.pixels, file.size),
    "oldest": lambda file: (-file.mtime_ns,),
}
_Files = Mapping[int, Sequence[ListedFile]]


def _one_each(
    offered: Sequence[FoundSet], files: _Files, merit: Callable[[ListedFile], tuple[int, ...]]
) -> list[SetChoice | None]:
    """Keep the file with the highest merit; of a photo that goes, all files do."""

    def best_of(some: Sequence[SetFile]) -> tuple[tuple[int, ...], SetFile]:
        known = [(merit(file), one) for one in some for file in files.get(one.photo, ()) if file.path == one.path]
        return max(known, key=lambda found: found[0], default=((), some[0]))  # the first of equal ones

    # the links of a set to one file are left out, so its paths are those of files of their own
    several = {one.photos[0]: one.files for one in offered if one.kind == "same-file"}
    choices: list[SetChoice | None] = []
    going: set[int] = set()
    for one in offered:
        if one.kind != "same-file":
            keepers = [best_of(several.get(file.photo, (file,))) for file in one.files]
            keeper = max(keepers, key=lambda found: found[0])[1]
            goes = tuple(file for file in one.files if file.photo != keeper.photo)
            going.update(file.photo for file in goes)
            choices.append(SetChoice((keeper,), goes))
    for photo, some in several.items():
        if photo not in going:
            keeper = best_of(some)[1]
            goes = tuple(file for file in some if file != keeper)
            choices.append(SetChoice((keeper,), goes))
    return choices


def _in_folder(one: FoundSet, files: _Files, folder: str) -> SetChoice | None:
    """Keep what is in a folder; None if nothing of the set is there."""
    if one.kind == "same-file":
        stays = tuple(file for file in one.files if lies_below(file.path, folder))
        return SetChoice(stays, tuple(file for file in one.files if file not in stays)) if stays else None
    there = {
        file.photo: file._replace(path=listed.path)
        for file in one.files
        for listed in reversed(files.get(file.photo, ()))
        if lies_below(listed.path, folder)
    }
    stays = tuple(there[file.photo] for file in one.files if file.photo in there)
    return SetChoice(stays, tuple(file for file in one.files if file.photo not in there)) if stays else None
