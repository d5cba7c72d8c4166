"""What moving photos to the bin would do: which files go, where to, and which can't. Nothing is changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from photon.app.bin.file_moving import Stop, Tell, Unit, not_there
from photon.domain import PhotonError
from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.domain.photo.file_time import modified_ns
from photon.language import tr
from photon.library import Library
from photon.library.bin.photo_files import CataloguedFile, files_of, known_at
from photon.library.db.path_choice import PathChoice
from photon.library.films.live_photos import is_film_of, shown_film
from photon.media.sidecar.companions import ShotFiles, shots_of
from photon.media.sidecar.sidecar import ENDING
from photon.media.trash.bin import BinPlanner
from photon.quick_dataclass import dataclass

_AT_ONCE = 100  # photos between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class MoveScope:
    """Which files of photos are meant.

    Attributes:
        together: Whether the RAW, the JPEG and the film of the same shot go, too.
        copies: Whether all files of a photo go, wherever they lie; else the one that is shown.
    """

    together: bool = True
    copies: bool = False


@dataclass(frozen=True, slots=True)
class BinPlan:
    """What would be moved.

    Attributes:
        units: Files that go together, the chosen photo first.
        obstacles: By path, why others can't be moved.
        staying: How many further files photos have, which stay; by photo, without those that have none.
    """

    units: tuple[Unit, ...] = ()
    obstacles: tuple[tuple[str, PhotonError], ...] = ()
    staying: Mapping[int, int] = field(default_factory=dict)

    @property
    def copies(self) -> int:
        """How many further files the photos have, which stay."""
        return sum(self.staying.values())

    @property
    def files(self) -> int:
        """How many files go."""
        return sum(map(len, self.units))

    @property
    def pairs(self) -> int:
        """How many photos and films go because they are of the same shot."""
        return sum(sum(one.role != "sidecar" for one in unit) - 1 for unit in self.units)


def plan_bin(
    library: Library, photos: Sequence[int], choice: PathChoice, scope: MoveScope, report: tuple[Tell, Stop]
) -> BinPlan:
    """Work out what moving photos to the bin would do.

    Args:
        library: The library.
        photos: Which.
        choice: Which of several files of a photo is shown.
        scope: Which files are meant.
        report: Is told the number of photos done and their total, and asked whether to stop.

    Returns:
        The plan; empty if it was stopped.
    """
    planner, units, obstacles = BinPlanner(), list[Unit](), list[tuple[str, PhotonError]]()
    tell, stop = report
    files, others = files_of(library, photos, choice, copies=scope.copies)
    for shot in shots_among(library, files, obstacles, together=scope.together):
        try:
            units.append(unit_of(library, files, shot, planner.plan, len(units)))
        except PhotonError as error:
            obstacles.append((shot.photos[0], error))
        if len(units) % _AT_ONCE == 0:
            if stop():
                return BinPlan()
            tell(min(len(units), len(photos)), len(photos))
    return BinPlan(tuple(units), tuple(obstacles), others)


def shots_among(
    library: Library,
    files: Mapping[str, CataloguedFile],
    obstacles: list[tuple[str, PhotonError]],
    *,
    together: bool,
) -> Iterator[ShotFiles]:
    """The shots of some files, folder by folder; those that are not as Photon knows them are obstacles.

    Args:
        library: The library.
        files: The files by path.
        obstacles: What can't be moved is added here.
        together: As for ``MoveScope``.

    Yields:
        The shots.
    """
    by_folder: dict[str, list[str]] = {}
    for path, known in files.items():
        error = obstacle_of(path, known)
        if error is None:
            by_folder.setdefault(path.rpartition("/")[0] or "/", []).append(path.rpartition("/")[2])
        else:
            obstacles.append((path, error))
    for folder, names in by_folder.items():
        for shot in shots_of(Path(folder), names, partial(is_film_of, library), together=together):
            yield _with_other_film(library, files, shot) if together else shot


def _with_other_film(library: Library, files: Mapping[str, CataloguedFile], shot: ShotFiles) -> ShotFiles:
    """Add the film of a live photo that has another name, with its sidecar; it would come back as a video."""
    path = shot.photos[0]
    known = files.get(path) or known_at(library, path)
    film = shown_film(library, known.photo, str(Path(path).parent)) if known else None
    if film is None or film in shot.films:
        return shot
    beside = tuple(one for one in (film + ENDING,) if Path(one).exists() and one not in shot.sidecars)
    return replace(shot, films=(*shot.films, film), sidecars=(*shot.sidecars, *beside))


def unit_of(
    library: Library,
    files: Mapping[str, CataloguedFile],
    shot: ShotFiles,
    plan: Callable[[Path, Role], FileMove],
    number: int,
) -> Unit:
    """Return the moves of a shot's files, the chosen photo first.

    Args:
        library: The library.
        files: The catalogued files that were checked, by path.
        shot: The shot.
        plan: Plans the move of a file.
        number: The number of the unit.

    Raises:
        PhotonError: One of its files can't be moved.
    """
    moves = []
    owner = 0
    for path, role in roles_of(library, shot):
        photo = owner
        if role == "photo":
            known = files.get(path) or known_at(library, path)
            if known and path not in files and (error := obstacle_of(path, known)):
                raise error
            photo = known.photo if known else 0
            owner = owner or photo
        moves.append(replace(plan(Path(path), role), photo=photo, unit=number))
    return tuple(moves)


def roles_of(library: Library, shot: ShotFiles) -> list[tuple[str, Role]]:
    """Return the files of a shot with their roles; films that the catalogue has are photos to it."""
    photos: list[tuple[str, Role]] = [(path, "photo") for path in shot.photos]
    films: list[tuple[str, Role]] = [(path, "photo" if known_at(library, path) else "video") for path in shot.films]
    return [*photos, *films, *((path, "sidecar") for path in shot.sidecars)]


def obstacle_of(path: str, known: CataloguedFile) -> PhotonError | None:
    """Why a file can't be moved, because it is not as Photon last read it."""
    if known.is_off:
        return Unmovable(
            tr(
                "{path} wasn't moved: its folder is off, because it came with a library or backup from elsewhere.",
                path=path,
            ),
            tr("If the folder is yours, switch it on under Folders in the preferences, or run: photon index FOLDER"),
        )
    if known.is_offline:
        return Unmovable(
            tr("{path} wasn't moved: its drive isn't connected.", path=path), tr("Connect the drive, then try again.")
        )
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return not_there(path)
    return None if (status.st_size, modified_ns(status)) == (known.size, known.mtime_ns) else not_there(path)
