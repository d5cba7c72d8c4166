"""The kinds of changes that are reported when decisions change."""

from collections.abc import Iterable, Mapping

from photon.domain import ChangeKind

CHANGED_KINDS: Mapping[str, ChangeKind] = {
    "tag": "tags", "rejected": "tags", "example": "tags", "branch": "tags", "caption": "captions", "fits": "captions",
    "declined": "captions", "rating": "marks", "favourite": "marks", "label": "marks", "flag": "marks",
    "date": "photos", "turn": "photos",
    "word": "vocabulary", "setting": "vocabulary", "search": "searches", "skip": "folders", "missing": "folders",
    "album": "albums", "in_album": "albums", "never_in_album": "albums",
    "in_stack": "stacks", "kept_apart": "duplicates",
    "agreed": "conflicts", "base": "conflicts",
}  # fmt: skip
"""By kind of decision, as in ``library.db.journal.TABLES``; ``agreed`` means that a file and the library agree."""


def kinds_of(decided: Iterable[str]) -> frozenset[ChangeKind]:
    """Return the kinds of changes for some kinds of decisions."""
    return frozenset(CHANGED_KINDS[what] for what in decided if what in CHANGED_KINDS)
