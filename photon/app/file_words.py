"""What shall stand in the files of a photo: confirmed words alone, and nothing that the file says is lost."""

from collections.abc import Callable, Mapping, Sequence

from photon.domain.agreement import Said, merge
from photon.domain.caption import Caption
from photon.domain.run import Run
from photon.domain.tag import Tagged, TagPath, tag_key, tag_text
from photon.domain.writing import Origin, Wanted, Words
from photon.library.imports import Told, lost_sidecars
from photon.library.understood import Understood

_Asks = Callable[[TagPath], bool]

_UNNAMED = "photon"


def wanted_for(was: Understood, told: Told, ours: Said, rejected: frozenset[str], is_sensitive: _Asks) -> Wanted:
    """What shall stand in a photo's files.

    Args:
        was: What was known of the file; what a lost sidecar said is written again.
        told: What the file says now.
        ours: What the library says.
        rejected: Keys of tags that a person rejected; where the file has them the conflict is left to the person.
        is_sensitive: Tags that are written nowhere; where a file has one already, it stays there.
    """
    merged = merge(was.known, told.said or Said(), ours, rejected=rejected, is_partial=lost_sidecars(was, told) > 0)
    said, conflicts = merged.said, merged.conflicts
    words = Words(
        keywords=(*said.keywords, *merged.refused, *told.unheld),
        caption=None if "caption" in conflicts else said.caption,
        title=None if "title" in conflicts else said.title,
        rating=None if "rating" in conflicts else float(said.rating),
    )
    kept = (*filter(is_sensitive, said.keywords), *merged.refused, *told.unheld)
    return Wanted(words, frozenset(tag_key(path) for path in kept))


def origins_of(tags: Sequence[Tagged], caption: Caption, runs: Mapping[int, Run], words: Words) -> tuple[Origin, ...]:
    """Which network wrote what of these words, a person having confirmed it."""
    written = {tag_key(path) for path in words.keywords or ()}
    found = [
        Origin("keyword", tag_text(one.path), runs[one.run].encoder or _UNNAMED)
        for one in tags
        if one.state == "confirmed" and tag_key(one.path) in written and _is_machine(one.run, runs)
    ]
    if caption.text and words.caption is not None and _is_machine(caption.run, runs):
        found.append(Origin("caption", caption.text, runs[caption.run].encoder or _UNNAMED))
    return tuple(found)


def _is_machine(run: int, runs: Mapping[int, Run]) -> bool:
    return run in runs and runs[run].kind in {"suggest", "confirm", "draft", "accept"}
