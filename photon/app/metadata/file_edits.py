"""The metadata to write into the files of a photo: confirmed metadata only, and nothing in the file is lost."""

from collections.abc import Callable, Mapping, Sequence

from photon.domain.metadata.caption import Caption
from photon.domain.metadata.merge import MetadataSnapshot, merge
from photon.domain.metadata.run import Run
from photon.domain.metadata.tag import Tagged, TagPath, tag_key, tag_text
from photon.domain.metadata.writing import MetadataEdit, TargetMetadata, WordOrigin
from photon.library.files.file_metadata import FileMetadataState
from photon.library.files.imports import ImportRecord, lost_sidecars

_Asks = Callable[[TagPath], bool]
ByMachine = tuple[str, WordOrigin]
"""What a network wrote, with the key of the tag; empty for a caption."""

_UNNAMED = "photon"
_EDITED = "edited from a draft"  # by a person, whose words are not to be put down to a network


def target_metadata(
    was: FileMetadataState, told: ImportRecord, ours: MetadataSnapshot, rejected: frozenset[str], is_sensitive: _Asks
) -> TargetMetadata:
    """Compute the metadata to write into a photo's files.

    Args:
        was: What was known of the file; what a lost sidecar said is written again.
        told: What the file says now.
        ours: What the library says.
        rejected: Keys of tags that a person rejected; where the file has them the conflict is left to the person.
        is_sensitive: Tags that are written nowhere; where a file has one already, it stays there.
    """
    merged = merge(
        was.known, told.said or MetadataSnapshot(), ours, rejected=rejected, is_partial=lost_sidecars(was, told) > 0
    )
    said, conflicts = merged.said, merged.conflicts
    words = MetadataEdit(
        keywords=(*said.keywords, *merged.refused, *told.unheld),
        caption=None if "caption" in conflicts else said.caption,
        title=None if "title" in conflicts else said.title,
        rating=None if "rating" in conflicts else float(said.rating),
    )
    kept = (*filter(is_sensitive, said.keywords), *merged.refused, *told.unheld)
    return TargetMetadata(words, frozenset(tag_key(path) for path in kept))


def written_by_machines(tags: Sequence[Tagged], caption: Caption, runs: Mapping[int, Run]) -> tuple[ByMachine, ...]:
    """Which network wrote what of these, a person having confirmed it; of an edited draft that it was one."""
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
    """Those of them that are about these words."""
    keys = {tag_key(path) for path in words.keywords or ()} if some else set()
    caption = (words.caption or "").strip()
    return tuple(
        one for key, one in some if (key in keys if one.field == "keyword" else one.value.strip() == caption)
    )  # fmt: skip


def _is_machine(run: int, runs: Mapping[int, Run]) -> bool:
    return run in runs and runs[run].kind in {"suggest", "confirm"}
