"""The text of a video: each line once, although it is in many frames, and a little different in some of them."""

from collections.abc import Sequence

from photon.domain.photo.page_text import TextLine
from photon.library.db.text_folding import fold
from photon.library.words.text_forms import SHORTEST_NEAR, alike, is_one_off

MOST = 300  # lines of the frames of a video


def distinct_lines(preview: Sequence[TextLine], found: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines in frames of a video that are not in its preview, each as it was read best, in their order.

    Args:
        preview: The lines in the preview.
        found: Those in frames, by time.
    """
    known = [_form(line) for line in preview]
    best: dict[str, TextLine] = {}
    for line in found:
        form = _form(line)
        if not form or any(_is_same(form, other) for other in known):
            continue
        same = next((other for other in best if _is_same(form, other)), form)
        if (same not in best and len(best) < MOST) or (same in best and line.confidence > best[same].confidence):
            best[same] = line
    return sorted(best.values(), key=lambda line: line.seconds)


def _form(line: TextLine) -> str:
    return alike(fold(line.text))


def _is_same(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= SHORTEST_NEAR and abs(len(one) - len(other)) <= 1 and is_one_off(one, other)
    )
