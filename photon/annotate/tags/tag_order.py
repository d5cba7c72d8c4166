"""The order in which the suggested tags of a photo are shown: of a tag and those below it, one is among the first."""

from collections.abc import Sequence

from photon.domain.metadata.tag import TagPath, tag_key

SURE_ENOUGH = 0.8
"""Certainty from which a narrower tag comes before the wider ones that its path contains; otherwise the widest does.
(What it costs and gains: ``resources/starter/CARD.md``.)"""


def order_by_lines(paths: Sequence[TagPath], certainties: Sequence[float]) -> list[int]:
    """Order suggested tags so that no two of the first are of one line, such as a dog and an animal.

    Args:
        paths: Suggested tags, best first.
        certainties: Their certainties, 0..1.

    Returns:
        Their indices: one tag of each line (several if they are below the same one), then the others, in either
        part as given.
    """
    keys, wider = [tag_key(path) for path in paths], [_wider(path) for path in paths]
    is_sure = [certainty >= SURE_ENOUGH for certainty in certainties]
    replaced = {key for above, sure in zip(wider, is_sure, strict=True) if sure for key in above}
    standing = set(keys) - replaced

    def is_later(at: int) -> bool:
        return keys[at] in replaced or not (is_sure[at] or wider[at].isdisjoint(standing))

    return sorted(range(len(paths)), key=is_later)


def narrowest(paths: Sequence[TagPath]) -> list[TagPath]:
    """Return the tags that no other path contains: all of these confirmed say the others, too."""
    contained = {key for path in paths for key in _wider(path)}
    return [path for path in paths if tag_key(path) not in contained]


def _wider(path: TagPath) -> set[str]:
    return {tag_key(path[:depth]) for depth in range(1, len(path))}
