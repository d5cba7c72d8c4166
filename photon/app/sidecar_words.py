"""What shall stand in the sidecar of a photo: confirmed words alone, and nothing that the file says is lost."""

from collections.abc import Callable, Mapping, Sequence

from photon.domain.agreement import Said, merge
from photon.domain.caption import Caption
from photon.domain.run import Run
from photon.domain.tag import Tagged, TagPath, tag_key, tag_text
from photon.domain.writing import Origin, Words

_UNNAMED = "photon"


def words_for(
    known: Said, theirs: Said, ours: Said, rejected: frozenset[str], is_sensitive: Callable[[TagPath], bool]
) -> Words:
    """What to write, None for each field that the file says already or that is in conflict.

    Args:
        known: What file and library last agreed on.
        theirs: What the file says now.
        ours: What the library says.
        rejected: Keys of tags that a person rejected; where the file has them the conflict is left to the person.
        is_sensitive: Tags that are written nowhere; where the file has one already, it stays.
    """
    merged = merge(known, theirs, ours, rejected=rejected)
    there = {tag_key(path) for path in theirs.keywords}
    keywords = [path for path in merged.said.keywords if tag_key(path) in there or not is_sensitive(path)]
    keywords += merged.refused
    said = merged.said
    return Words(
        keywords=tuple(keywords) if {tag_key(path) for path in keywords} != there else None,
        caption=said.caption if _is_new(said.caption, theirs.caption, "caption" in merged.conflicts) else None,
        title=said.title if _is_new(said.title, theirs.title, "title" in merged.conflicts) else None,
        rating=float(said.rating) if _is_new(said.rating, theirs.rating, "rating" in merged.conflicts) else None,
    )


def _is_new(ours: object, theirs: object, is_conflict: bool) -> bool:  # noqa: FBT001 - a part of the answer
    return ours != theirs and not is_conflict


def origins_of(tags: Sequence[Tagged], caption: Caption, runs: Mapping[int, Run], words: Words) -> tuple[Origin, ...]:
    """Which network wrote what of these words, a person having confirmed it."""
    written = {tag_key(path) for path in words.keywords or ()}
    found = [
        Origin("keyword", tag_text(one.path), runs[one.run].encoder or _UNNAMED)
        for one in tags
        if one.state == "confirmed" and tag_key(one.path) in written and _is_machine(one.run, runs)
    ]
    if caption.text and _is_machine(caption.run, runs):
        found.append(Origin("caption", caption.text, runs[caption.run].encoder or _UNNAMED))
    return tuple(found)


def _is_machine(run: int, runs: Mapping[int, Run]) -> bool:
    return run in runs and runs[run].kind in {"suggest", "confirm", "draft", "accept"}
