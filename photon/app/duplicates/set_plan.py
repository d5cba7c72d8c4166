"""What deciding about sets would do: which files go to the bin, and who gets their words. Nothing is changed.

Which photos are copies was found by their contents and pixels. A plan holds only if the catalogue still has the same
pixels, fully decoded, for those that stay and those that go. Just before a file goes, and after, the content of the one
that stays is compared with what the catalogue knows of it (``photon.app.bin.kept_files``): equal content decodes to the
pixels, and has the fingerprint, by which they are copies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from photon.app.bin.bin_plan import BinPlan, obstacle_of, unit_of
from photon.app.bin.file_moving import Stop, Tell, Unit, go_on, not_there, say_nothing
from photon.app.duplicates.duplicates import FoundSet, SetFile, apart
from photon.domain import PhotonError
from photon.domain.photo.file_move import FileMove, Unmovable
from photon.language import tr
from photon.library import Library
from photon.library.bin.photo_files import CataloguedFile, known_at
from photon.library.db.path_choice import lies_below
from photon.library.decisions.word_union import not_fitting
from photon.library.duplicates import shots
from photon.library.films.live_photos import is_film_of
from photon.media.sidecar.companions import ShotFiles, shots_of
from photon.media.trash.bin import BinPlanner
from photon.media.trash.kept_file import same_file
from photon.quick_dataclass import dataclass

_AT_ONCE = 100  # photos between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class SetChoice:
    """What a person wants of a set.

    Attributes:
        stays: The files that stay; the first of them gets the words.
        goes: The files that go to the bin; of a photo that goes, all files do.
        below: Only files at or below these paths go; empty for all.
    """

    stays: tuple[SetFile, ...]
    goes: tuple[SetFile, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPlan:
    """What would be done.

    Attributes:
        bin: The files that would go, each with its sidecars and the film of a live photo.
        choices: What it was made from.
    """

    bin: BinPlan = field(default_factory=BinPlan)
    choices: tuple[SetChoice, ...] = ()

    @property
    def words(self) -> Mapping[int, int]:
        """Which photo gets the words of each photo that goes."""
        firsts = (unit[0] for unit in self.bin.units)
        return {one.photo: one.stays_photo for one in firsts if one.photo != one.stays_photo}

    @property
    def photos(self) -> int:
        """How many photos would go."""
        return len(self.bin.units)

    @property
    def bytes(self) -> int:
        """Size of all files that would go."""
        return sum(one.size for unit in self.bin.units for one in unit)


def best_stays(found: Iterable[FoundSet], below: Sequence[str] = ()) -> list[SetChoice]:
    """Choose the best of each set that may be offered for deletion.

    Args:
        found: The sets.
        below: Only files at or below these paths go; empty for all.
    """
    offered = [one for one in found if one.offer]
    going = {photo for one in offered if one.kind == "same-picture" for photo in one.photos[1:]}
    first = {one.photos[0]: one.files[0] for one in offered if one.kind == "same-file"}
    return [
        SetChoice((first.get(one.photos[0], one.files[0]),), one.files[1:], tuple(below))
        for one in offered
        if one.kind != "same-file" or one.photos[0] not in going
    ]


def plan_sets(library: Library, choices: Sequence[SetChoice], tell: Tell, stop: Stop) -> SetPlan:
    """Work out what deciding would do.

    A file that is not as Photon knows it stays, and so do all others of its set if it was to stay itself.

    Args:
        library: The library.
        choices: What is wanted.
        tell: Called with the number of sets done and their total.
        stop: Asked now and then; when true, the plan is empty.
    """
    planning = _SetPlanning(library, choices)
    for at, choice in enumerate(choices):
        if at % _AT_ONCE == 0:
            if stop():
                return SetPlan()
            tell(at, len(choices))
        planning.add(choice)
    return planning.finish()


def plan_again(library: Library, plan: SetPlan) -> SetPlan:
    """Work a plan out anew, because files may have changed since a person saw it; nothing goes that it did not name.

    Args:
        library: The library.
        plan: The plan.
    """
    found = plan_sets(library, plan.choices, say_nothing, go_on)
    seen = {unit[0].source for unit in plan.bin.units}
    units = tuple(unit for unit in found.bin.units if unit[0].source in seen)
    return replace(found, bin=replace(found.bin, units=units))


class _SetPlanning:
    def __init__(self, library: Library, choices: Sequence[SetChoice]) -> None:
        self._library, self._choices = library, tuple(choices)
        self._obstacles: list[tuple[str, PhotonError]] = []
        self._goes: dict[str, SetChoice] = {}  # by path
        self._known: dict[str, CataloguedFile] = {}  # by path, of the files to move
        self._stays = {file.path for choice in choices for file in choice.stays}
        self._filmed: dict[str, set[str]] = {}  # by folder: the files that stay with a film

    def add(self, choice: SetChoice) -> None:
        """Take in a choice; what can't go is an obstacle."""
        keeper = choice.stays[0]
        error = self._obstacle_of(keeper)
        if error is not None:
            self._refuse(choice, error)
            return
        photos = {file.photo for file in choice.stays}
        for file in choice.goes:
            paths = [file.path] if file.photo in photos else self._paths_of(file)
            for path in (path for path in paths if _is_meant(path, choice.below)):
                error = self._error_at(file._replace(path=path), keeper)
                if error is not None:
                    self._obstacles.append((path, error))
                elif path not in self._stays:
                    self._goes[path] = choice

    def finish(self) -> SetPlan:
        """The plan, folder by folder."""
        self._leave_long_captions()
        planner, units = BinPlanner(), list[Unit]()
        for shot in self._shots():
            try:
                first, *others = unit_of(self._library, self._known, shot, planner.plan, len(units))
                units.append((self._with_keeper(first), *others))
            except PhotonError as error:
                self._obstacles.append((shot.photos[0], error))
        return SetPlan(BinPlan(tuple(units), tuple(self._obstacles)), self._choices)

    def _with_keeper(self, move: FileMove) -> FileMove:
        """Name the file that stays instead: one of the same photo, else the first one."""
        stays = self._goes[move.source].stays
        keeper = next((file for file in stays if file.photo == move.photo), stays[0])
        known = known_at(self._library, keeper.path)
        if known is None:
            raise not_there(keeper.path)
        return replace(move, stays=keeper.path, stays_photo=keeper.photo, stays_hash=known.content)

    def _refuse(self, choice: SetChoice, error: PhotonError) -> None:
        self._obstacles += [(file.path, error) for file in choice.goes]

    def _obstacle_of(self, keeper: SetFile) -> PhotonError | None:
        """Why the photo that is to stay may not be there, so that no other may go."""
        error = self._look_at(keeper)
        if error is None:
            return None
        return PhotonError(
            tr("Nothing of this set was moved: {path}, which was to stay, changed or can't be reached.",
               path=keeper.path),
            error.hint,
        )  # fmt: skip

    def _paths_of(self, file: SetFile) -> list[str]:
        """All files of a photo, the one that was shown first."""
        others = shots.files_of(self._library, [file.photo])[file.photo]
        return [file.path, *(path for path in others if path != file.path)]

    def _look_at(self, file: SetFile) -> PhotonError | None:
        """Why a file is not as it was when its set was found."""
        known = known_at(self._library, file.path)
        if known is None or known.photo != file.photo or file.picture not in (b"", known.picture):
            return not_there(file.path)
        self._known[file.path] = known
        return obstacle_of(file.path, known)

    def _error_at(self, file: SetFile, keeper: SetFile) -> PhotonError | None:
        error = self._look_at(file)
        if error is None and not _are_two(file.path, keeper.path):
            error = same_file(file.path, keeper.path)
        if error is None and self._known[keeper.path].is_damaged and not self._known[file.path].is_damaged:
            error = _damaged(file.path, keeper.path)
        return error

    def _leave_long_captions(self) -> None:
        """Exclude photos whose caption would make the combined one too long, with all their files."""
        wanted: dict[int, list[int]] = {}
        for path, choice in self._goes.items():
            photo = self._known[path].photo
            if photo not in (file.photo for file in choice.stays):
                wanted.setdefault(choice.stays[0].photo, []).append(photo)
        long = not_fitting(self._library, {into: tuple(dict.fromkeys(some)) for into, some in wanted.items()})
        for path, choice in list(self._goes.items()):
            if self._known[path].photo in long.get(choice.stays[0].photo, ()):
                del self._goes[path]
                self._obstacles.append((path, _too_long(path)))

    def _shots(self) -> Iterator[ShotFiles]:
        """The files that go, with what goes along."""
        by_folder: dict[str, list[str]] = {}
        for path in self._goes:
            by_folder.setdefault(path.rpartition("/")[0] or "/", []).append(path.rpartition("/")[2])
        for folder, names in by_folder.items():
            looked = self._list_shots(folder, names)
            going = []
            for shot in looked:
                if shot.films and not self._has_film(self._goes[shot.photos[0]].stays[0].path):
                    self._obstacles.append((shot.photos[0], _with_film(shot.photos[0])))
                else:
                    going.append(shot.photos[0].rpartition("/")[2])
            yield from looked if len(going) == len(looked) else self._list_shots(folder, going)

    def _list_shots(self, folder: str, names: Sequence[str]) -> list[ShotFiles]:
        belongs = partial(is_film_of, self._library)
        return shots_of(Path(folder), names, belongs, together=False, with_films=True) if names else []

    def _has_film(self, keeper: str) -> bool:
        """Whether a file that stays is a live photo; each folder is read once."""
        folder = keeper.rpartition("/")[0] or "/"
        if folder not in self._filmed:
            stays = (Path(path) for path in self._stays)
            looked = self._list_shots(folder, [path.name for path in stays if str(path.parent) == folder])
            self._filmed[folder] = {path for shot in looked if shot.films for path in shot.photos}
        return keeper in self._filmed[folder]


def _is_meant(path: str, below: Sequence[str]) -> bool:
    return not below or any(lies_below(path, folder) for folder in below)


def _are_two(one: str, other: str) -> bool:
    """Whether two paths lead to files of their own: links to one file are no copies."""
    return len(apart((one, other))) == 2


def _damaged(path: str, other: str) -> PhotonError:
    return Unmovable(
        tr("{path} wasn't moved: {other}, which was to stay, is damaged.", path=path, other=other),
        tr("Keep this one instead."),
    )


def _with_film(path: str) -> PhotonError:
    return Unmovable(
        tr("{path} wasn't moved: it is a live photo, and the photo that would stay has no video.", path=path),
        tr("Keep this one instead, or move it to the bin in the grid."),
    )


def _too_long(path: str) -> PhotonError:
    return Unmovable(
        tr("{path} wasn't moved: its caption and that of the photo that stays are too long to be joined.", path=path),
        tr("Shorten one of the captions, then try again."),
    )
