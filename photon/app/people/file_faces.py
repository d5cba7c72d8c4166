"""The use case of asking whose faces are in files: those of the library as it knows them, others by a look at them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from photon.app.people.people import People
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.file_looks import look_at_files
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.domain.photo.problem import Problem
from photon.language import tr
from photon.library import Library, open_library
from photon.library.db.integrity import CATALOG
from photon.library.people import faces
from photon.library.photos import photos
from photon.media.read.picture import Picture
from photon.quick_dataclass import dataclass
from photon.vision.kit.face_finder import FaceFinder
from photon.vision.people.installed_faces import face_model


@dataclass(frozen=True, slots=True)
class FileFaces:
    """The faces in a file.

    Attributes:
        path: The file, as it was named.
        faces: The faces.
        problem: Why it could not be read; None if it could.
    """

    path: str
    faces: Sequence[PhotoFace] = ()
    problem: Problem | None = None


def faces_in_files(store: LibraryThreads, people: People, files: Sequence[str]) -> Iterator[FileFaces]:
    """Yield the faces in each file, in the given order; files are only read, and a bad one costs only itself.

    Args:
        store: The library.
        people: What is known of its faces.
        files: Files that need not be in the library.
    """
    found = store.read(_find_photos, files).result()
    known = people.faces_of([photo for photo in found.values() if photo]).result()
    unknown = [file for file in files if file not in found]
    looked = look_at_files(face_model(), unknown, _look_at)
    for file in files:
        if file not in found:
            seen = next(looked)
            yield FileFaces(file, problem=seen) if isinstance(seen, Problem) else FileFaces(file, seen)
        elif photo := found[file]:
            yield FileFaces(file, known.get(photo, ()))
        else:
            hint = tr("To stop hiding it: photon hide --show FILE")
            yield FileFaces(file, problem=Problem(file, "failed", tr("This photo is hidden."), hint))


def named_faces_in(directory: Path | None, file: str) -> list[PhotoFace]:
    """Return the faces of a photo whose names are confirmed or suggested; none if it is not in the library.

    Args:
        directory: Folder of the library, or None for the platform's default; it need not exist.
        file: The photo.
    """
    place = directory or default_library()
    if not (place / CATALOG).exists():
        return []
    with open_library(place, writable=False) as library:
        photo = photos.at(library, str(Path(file).expanduser().resolve()))
        found = faces.faces_of(library, [photo]) if photo else {}
    return [face for own in found.values() for face in own if face.name]


def _find_photos(library: Library, files: Sequence[str]) -> dict[str, int]:
    """Return the photo in which faces were looked for, by file; 0 for a hidden one; other files are left out."""
    found = {}
    for file in files:
        path = str(Path(file).expanduser().resolve())
        if photos.is_veiled(library, 0, path):
            found[file] = 0
        elif photo := photos.at(library, path):
            found[file] = photo
    seen = faces.seen_photos(library, [photo for photo in found.values() if photo])
    return {file: photo for file, photo in found.items() if not photo or photo in seen}


def _look_at(finder: EncoderProcess, picture: Picture) -> list[PhotoFace]:
    size = (picture.full_width, picture.full_height)
    (found,) = finder.ask("detect", FaceFinder.find_faces, [picture.pixels], [size])
    return [PhotoFace(FaceKey(0, box_text(one.region))) for one in found]
