"""Copies in which text is covered or faces are blurred: each is looked at again, and what was left is covered, too."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from photon.app.runtime.decoders import Decoders
from photon.domain import PhotonError
from photon.domain.arrays import Pixels
from photon.domain.metadata.export_recipe import Copied, Recipe
from photon.domain.people.face import SAME_FACE, overlap
from photon.domain.photo.page_text import Corners, PageText
from photon.domain.photo.region import Region
from photon.language import tr
from photon.media.copy.copying import make_copy
from photon.media.copy.privacy_filter import phrases_of
from photon.media.read.picture import READING, render_fit
from photon.quick_dataclass import dataclass

ReadText = Callable[[Pixels], PageText]
FindFaces = Callable[[Pixels], Sequence[Region]]
_TIMES = 4  # a covered line lets the reader see others; of 30 copies, 6 had some left at first
SECONDS = 180  # for a copy: the drive that it goes to may be slow


@dataclass(frozen=True, slots=True)
class CopyChecks:
    """What looks at copies again; both block.

    Attributes:
        read_text: Reads a picture.
        find_faces: Finds the faces in a picture.
    """

    read_text: ReadText = lambda _: PageText()
    find_faces: FindFaces = lambda _: ()


NO_CHECKS = CopyChecks()


def make_covered_copy(decoders: Decoders, checks: CopyChecks, path: str, recipe: Recipe, passing: Path) -> Copied:
    """Make a copy in which no text is read and no face is found that must not be in it; blocks.

    Args:
        decoders: Make copies.
        checks: Look at them again.
        path: The photo.
        recipe: How to make the copy, with the lines and faces that are known.
        passing: Destination, which must not exist.

    Returns:
        The copy.

    Raises:
        PhotonError: Something is still left in it, or what looks at it fails.
        Exception: What ``make_copy`` raises.
    """
    clear = partial(passing.unlink, missing_ok=True)
    for _ in range(_TIMES):
        copied = decoders.run(make_copy, path, recipe, str(passing), seconds=SECONDS, clear=clear).result()
        copy = decoders.run(render_fit, str(passing), READING).result()
        page = PageText() if recipe.carried.readable else checks.read_text(copy.pixels)
        faces = () if recipe.carried.recognisable else checks.find_faces(copy.pixels)
        if not (page.lines or page.unreadable or faces):
            return copied
        recipe = _covering_more(recipe, page, faces)
        clear()
    if not faces:
        raise PhotonError(
            tr("Some of the text in it could not be covered, so it was not exported."),
            tr("Cover it in an image editor."),
        )
    raise PhotonError(
        tr("Some of the faces in it could not be blurred, so it was not exported."),
        tr("Blur them in an image editor."),
    )


def _covering_more(recipe: Recipe, page: PageText, faces: Sequence[Region]) -> Recipe:
    """Return a recipe that also covers what was left; where a face is found again, it is covered as text is."""
    again = [face for face in faces if any(overlap(face, one) >= SAME_FACE for one in recipe.blurred)]
    lines = (*(line.corners for line in page.lines), *map(_corners, again))
    return replace(
        recipe,
        covered=(*recipe.covered, *lines),
        quoted=recipe.quoted | phrases_of(line.text for line in page.lines),
        blurred=(*recipe.blurred, *(face for face in faces if face not in again)),
    )


def _corners(face: Region) -> Corners:
    right, bottom = face.x + face.width, face.y + face.height
    return face.x, face.y, right, face.y, right, bottom, face.x, bottom
