"""Which model wrote which tags and captions of photos, as it is written into files."""

from collections.abc import Mapping, Sequence

from photon.domain.metadata.caption import Caption
from photon.domain.metadata.run import Run
from photon.domain.metadata.tag import Tagged, tag_key, tag_text
from photon.domain.metadata.writing import MetadataEdit, WordOrigin

ByMachine = tuple[str, WordOrigin]
"""What a model wrote, with the key of the tag; the key is empty for a caption."""

_UNNAMED = "photon"
_EDITED = "edited from a draft"  # by a person, so the text isn't attributed to a model


def written_by_machines(tags: Sequence[Tagged], caption: Caption, runs: Mapping[int, Run]) -> tuple[ByMachine, ...]:
    """Return which model wrote which confirmed tag and the caption; an edited draft is marked as such."""
    found = [
        (tag_key(one.path), WordOrigin("keyword", tag_text(one.path), runs[one.run].encoder or _UNNAMED))
        for one in tags
        if one.state == "confirmed" and _is_machine(one.run, runs)
    ]
    if caption.text and caption.origin:
        network = runs[caption.run].encoder if caption.run in runs else ""
        by = _EDITED if caption.origin == "edited" else network or _UNNAMED
        found.append(("", WordOrigin("caption", caption.text, by)))
    return tuple(found)


def origins_of(some: Sequence[ByMachine], words: MetadataEdit) -> tuple[WordOrigin, ...]:
    """Return the origins that belong to this metadata."""
    keys = {tag_key(path) for path in words.keywords or ()} if some else set()
    caption = (words.caption or "").strip()
    return tuple(
        one for key, one in some if (key in keys if one.field == "keyword" else one.value.strip() == caption)
    )  # fmt: skip


def _is_machine(run: int, runs: Mapping[int, Run]) -> bool:
    return run in runs and runs[run].kind in {"suggest", "confirm"}
