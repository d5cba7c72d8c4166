"""Copies in which text is covered: each is read again, and what was left in it is covered, too."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from photon.app.runtime.decoders import Decoders
from photon.domain import PhotonError
from photon.domain.arrays import Pixels
from photon.domain.metadata.export_recipe import Copied, Recipe
from photon.domain.photo.page_text import PageText
from photon.language import tr
from photon.media.copy.copying import make_copy
from photon.media.copy.privacy_filter import phrases_of
from photon.media.read.picture import READING, render_fit

ReadText = Callable[[Pixels], PageText]
_TIMES = 4  # a covered line lets the reader see others; of 30 copies, 6 had some left at first
SECONDS = 180  # for a copy: the drive that it goes to may be slow


def make_covered_copy(decoders: Decoders, read_text: ReadText, path: str, recipe: Recipe, passing: Path) -> Copied:
    """Make a copy in which a reader finds no text; blocks.

    Args:
        decoders: Make copies.
        read_text: Reads a picture.
        path: The photo.
        recipe: How to make the copy, with the lines that are known.
        passing: Destination, which must not exist.

    Returns:
        The copy.

    Raises:
        PhotonError: Text is still left in it, or the reader fails.
        Exception: What ``make_copy`` raises.
    """
    clear = partial(passing.unlink, missing_ok=True)
    for _ in range(_TIMES):
        copied = decoders.run(make_copy, path, recipe, str(passing), seconds=SECONDS, clear=clear).result()
        copy = decoders.run(render_fit, str(passing), READING).result()
        page = read_text(copy.pixels)
        if not page.lines and not page.unreadable:
            return copied
        left = phrases_of(line.text for line in page.lines)
        covered = (*recipe.covered, *(line.corners for line in page.lines))
        recipe = replace(recipe, covered=covered, quoted=recipe.quoted | left)
        clear()
    raise PhotonError(
        tr("Some of the text in it could not be covered, so it was not exported."), tr("Cover it in an image editor.")
    )
